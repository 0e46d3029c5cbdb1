//! Prints findings: the message, the location with a source excerpt, and the help text.
//!
//! annotate-snippets, rustc's renderer, formats the findings. Findings are written to standard error, and results to
//! standard output, both through the functions of [`exit`].

mod display;
mod excerpt;
mod exit;
mod group;
mod message;
mod progress;
mod result;

use std::path::{Path, PathBuf};

use annotate_snippets::{Group, Level, Renderer};
use anstream::adapter::strip_str;
use generator::config;
use generator::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use generator::{Pointer, Source, Unusable, one_line, text_to_show};

pub use display::Display;
use excerpt::Excerpt;
pub use exit::{flat, inform, is_terminal, json, print, say, shown, summarize};
pub(crate) use message::Message;
pub(crate) use progress::Progress;
pub(crate) use result::{Output, print_json};

/// The codes of findings that are about the configuration rather than the document.
const OF_SETTINGS: [Code; 3] = [Code::UnusedSetting, Code::LicenseWithoutText, Code::ImpossibleDerive];

/// A width greater than that of any excerpt with its label, so that the renderer does not truncate excerpts again.
const WIDTH: usize = 400;

/// Prints the findings about a document; `settings` is the configuration that was read for it. If there are errors,
/// other findings are omitted. Many findings of one kind are displayed as a group.
pub fn show_all(source: &Source, settings: Option<&SettingsFile>, findings: &Diagnostics) {
    let lines = excerpt::Lines::new(source.name(), source.text());
    let excerpt_of = |text: &Source, at| match std::ptr::eq(text, source) {
        true => lines.excerpt(at),
        false => excerpt::Lines::new(text.name(), text.text()).excerpt(at),
    };
    let least =
        if findings.has_errors() || display::options().quiet { Severity::Error } else { Severity::Note };
    let shown = findings.iter().filter(|finding| finding.severity >= least && !finding.allowed);
    let place = |finding: &Diagnostic| {
        let (text, position) = source.place(&finding.pointer);
        (text, finding.position.or(position))
    };
    let line = |finding: &Diagnostic| {
        let (text, position) = place(finding);
        let position = position.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
        format!("{}{position}", text.name())
    };
    if is_json() {
        for finding in shown {
            let setting = settings.filter(|_| OF_SETTINGS.contains(&finding.code));
            let (text, position) = place(finding);
            match setting {
                Some(file) => file.show(finding),
                None => exit::say_json(&Message::new(finding, Some(text.name()), position)),
            }
        }
        return;
    }
    for kind in group::kinds(shown) {
        let last = kind.complete().len();
        for (number, finding) in (1..).zip(kind.complete()) {
            if let Some(file) = settings.filter(|_| OF_SETTINGS.contains(&finding.code)) {
                file.show(finding);
                continue;
            }
            let mut more = kind.more().filter(|_| number == last);
            if let Some(text) = &mut more {
                let listed = kind.listed().iter();
                let rows = listed.map(|other| format!("{}: {}", line(other), one_line(&other.message)));
                for row in rows.chain(kind.hint()) {
                    text.push('\n');
                    text.push_str(&one_line(&row));
                }
            }
            // Notes do not have an excerpt.
            if kind.severity == Severity::Note {
                say(&one_line(&format!("{}: {finding}", line(finding))));
                more.iter().flat_map(|more| more.lines()).for_each(|line| say(&format!("  {line}")));
            } else {
                let (text, position) = place(finding);
                draw(finding, position.and_then(|at| excerpt_of(text, at)), more.as_deref());
            }
        }
    }
}

/// Returns whether findings are printed as JSON.
pub(crate) fn is_json() -> bool {
    display::options().message_format == display::MessageFormat::Json
}

/// The configuration of an SDK, for findings about its entries.
#[derive(Clone, Debug)]
pub struct SettingsFile {
    /// The path of `sdk.toml`.
    pub path: PathBuf,
    /// The name of the SDK, if the file has several.
    pub sdk: Option<String>,
}

impl SettingsFile {
    /// Prints a finding about an entry. Its message starts with the entry, in backticks.
    pub fn show(&self, finding: &Diagnostic) {
        let entry = finding.message.split('`').nth(1).unwrap_or_default();
        let text = text_to_show(&self.path);
        let position = text.and_then(|text| config::place(&text, self.sdk.as_deref(), entry));
        let finding = match position {
            Some(position) => finding.clone().at(position),
            None => finding.clone(),
        };
        show_unloaded(&self.path, &finding);
    }
}

/// Prints the error for a file that could not be loaded.
pub fn show_unloaded(path: &Path, finding: &Diagnostic) {
    let text = text_to_show(path);
    show_in(&path.display().to_string(), text.as_deref(), finding);
}

/// Prints the error for a file that belongs to a document.
pub fn show_unusable(file: &Unusable) {
    let Unusable { name, text, finding, .. } = file;
    show_in(name, text.as_deref(), finding);
}

/// Prints a finding in a file with the given name.
fn show_in(name: &str, text: Option<&str>, finding: &Diagnostic) {
    if is_json() {
        exit::say_json(&Message::new(finding, Some(name), finding.position));
        return;
    }
    // An empty file has no lines to show, but its name matters.
    let text = finding.position.map(|at| (text.unwrap_or_default(), at));
    draw(finding, text.and_then(|(text, at)| excerpt::Lines::new(name, text).excerpt(at)), None);
}

/// Prints an error about the arguments.
pub fn refuse(message: &str, help: &str) {
    show_without_source(&arguments(message, help));
}

/// Prints an error about the arguments as JSON, even if the display options are not known yet.
pub(crate) fn refuse_json(message: &str, help: &str) {
    exit::say_json(&Message::new(&arguments(message, help), None, None));
}

fn arguments(message: &str, help: &str) -> Diagnostic {
    Diagnostic::error(Code::WrongArguments, &Pointer::root(), message).help(help)
}

/// Prints a finding without a location in a file.
pub fn show_without_source(finding: &Diagnostic) {
    if display::options().quiet && finding.severity != Severity::Error {
        return;
    }
    if is_json() {
        exit::say_json(&Message::new(finding, None, None));
    } else {
        draw(finding, None, None);
    }
}

/// Formats a count, such as `1 warning` or `2 warnings`.
pub fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// Prints a finding in rustc's style; `more` describes other findings of its kind.
fn draw(finding: &Diagnostic, excerpt: Option<Excerpt>, more: Option<&str>) {
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
    let mut group = Group::with_title(level.primary_title(message).id(finding.code.name()));
    if let Some(excerpt) = &excerpt {
        let (origin, snippet) = excerpt.drawn(label(finding));
        group = group.element(origin).element(snippet);
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(one_line(help)));
    }
    if let Some(more) = more {
        group = group.element(Level::NOTE.message(more));
    }
    let drawn = Renderer::styled().term_width(WIDTH).render(&[group]);
    // The location is a separate element, because its column in a long line differs from its column in the excerpt.
    // The renderer inserts a `:::` line after it, as if the excerpt were from another file.
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
