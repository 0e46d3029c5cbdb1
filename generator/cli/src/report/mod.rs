//! Prints findings: the message, the location with a source excerpt, and the help.
//!
//! annotate-snippets, the renderer of rustc, formats them. Findings go to standard error, results to standard output, both through
//! the functions of [`exit`].

mod excerpt;
mod exit;

use std::path::Path;

use annotate_snippets::{Group, Level, Renderer};
use anstream::adapter::strip_str;
use generator::config;
use generator::diagnostic::{Diagnostic, Diagnostics, Severity};
use generator::{Failure, Source, Unusable, one_line, text_to_show};

use excerpt::Excerpt;
pub use exit::{flat, is_terminal, json, print, print_json, say, shown};

/// The maximum number of warnings with an excerpt; further ones are one line each.
const DRAWN: usize = 20;

/// The codes of findings about the configuration instead of the document.
const OF_SETTINGS: [&str; 2] = ["unused-setting", "license-without-text"];

/// More columns than an excerpt with its label has: excerpts are truncated already.
const WIDTH: usize = 400;

/// Prints the findings of a document; `settings` is the configuration that was read for it. After errors, other findings are omitted.
pub fn show_all(source: &Source, settings: Option<&Path>, findings: &Diagnostics) {
    let lines = excerpt::Lines::new(source.name(), source.text());
    let excerpt_of = |text: &Source, at| match std::ptr::eq(text, source) {
        true => lines.excerpt(at),
        false => excerpt::Lines::new(text.name(), text.text()).excerpt(at),
    };
    let refused = findings.has_errors();
    let shown = findings.iter().filter(|finding| !refused || finding.severity == Severity::Error);
    for (number, finding) in shown.enumerate() {
        if let Some(path) = settings.filter(|_| OF_SETTINGS.contains(&finding.code)) {
            show_setting(path, finding);
            continue;
        }
        let (text, position) = source.place(&finding.pointer);
        let position = finding.position.or(position);
        // Errors stop the generator, so there are few, and each has an excerpt; notes have none.
        if refused || (number < DRAWN && finding.severity == Severity::Warning) {
            draw(finding, position.and_then(|at| excerpt_of(text, at)));
        } else {
            let place = position.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
            say(&one_line(&format!("{}{place}: {finding}", text.name())));
        }
    }
}

/// Prints a finding about an entry of the configuration. Its message starts with the entry, in backquotes.
fn show_setting(path: &Path, finding: &Diagnostic) {
    let entry = finding.message.split('`').nth(1).unwrap_or_default();
    let position = text_to_show(path).and_then(|text| config::place(&text, entry));
    let finding = match position {
        Some(position) => finding.clone().at(position),
        None => finding.clone(),
    };
    show_unloaded(path, &finding);
}

/// Prints the error of a file that could not be loaded.
pub fn show_unloaded(path: &Path, finding: &Diagnostic) {
    let excerpt = finding.position.and_then(|at| {
        let text = text_to_show(path)?;
        excerpt::Lines::new(&path.display().to_string(), &text).excerpt(at)
    });
    draw(finding, excerpt);
}

/// Prints the error of a file of a document.
pub fn show_unusable(file: &Unusable) {
    let Unusable { name, text, finding, .. } = file;
    let text = text.as_deref().zip(finding.position);
    draw(finding, text.and_then(|(text, at)| excerpt::Lines::new(name, text).excerpt(at)));
}

/// Prints why there is no model; `settings` is the configuration that was read for the document.
pub fn show_failure(failure: &Failure, settings: Option<&Path>) {
    match failure {
        Failure::File(file) => show_unusable(file),
        Failure::Document { source, findings } => show_all(source, settings, findings),
    }
}

/// Prints a finding without a location in a file.
pub fn show_without_source(finding: &Diagnostic) {
    draw(finding, None);
}

/// `1 warning`, `2 warnings`.
pub fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// Formats a finding in rustc's style.
fn draw(finding: &Diagnostic, excerpt: Option<Excerpt>) {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut message = one_line(&finding.message);
    // With an excerpt, the pointer is the label of the location.
    if excerpt.is_none() && !finding.pointer.text().is_empty() {
        message.push_str(&format!(" (at {})", one_line(&finding.pointer.text())));
    }
    let mut group = Group::with_title(level.primary_title(message).id(finding.code));
    if let Some(excerpt) = &excerpt {
        let (origin, snippet) = excerpt.drawn(label(finding));
        group = group.element(origin).element(snippet);
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(one_line(help)));
    }
    let drawn = Renderer::styled().term_width(WIDTH).render(&[group]);
    // The location is a separate element, as its column in a long line differs from that in the excerpt; the renderer marks the lines
    // after it as those of another file.
    let is_mark = |line: &&str| strip_str(line).to_string().trim() == ":::";
    let drawn: Vec<&str> = drawn.lines().filter(|line| !is_mark(line)).collect();
    exit::draw(&format!("{}\n", drawn.join("\n")));
}

/// Returns the label at the location of a finding: its pointer.
fn label(finding: &Diagnostic) -> String {
    match &*finding.pointer.text() {
        "" => "here".to_owned(),
        pointer => excerpt::shortened(&one_line(pointer)),
    }
}
