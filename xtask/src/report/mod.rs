//! Shows findings to people: what, where with an excerpt of the source, and what to do.
//!
//! miette draws them; on a terminal with its colours and lines, elsewhere in plain ASCII. Findings go to the standard error,
//! results to the standard output.

mod excerpt;

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use generator::config;
use generator::diagnostic::{Diagnostic, Diagnostics, Severity};
use generator::load::{self, Source};
use miette::{LabeledSpan, MietteHandler, MietteHandlerOpts, ReportHandler, SourceCode};

use excerpt::Excerpt;

/// So many warnings are drawn with an excerpt; the rest of a long list takes a line each.
const DRAWN: usize = 20;

/// The code of findings that are about the configuration, not about the document.
const UNUSED_SETTING: &str = "unused-setting";

/// The width of what is drawn where there is no terminal to ask.
const PLAIN_WIDTH: usize = 100;

/// Shows what was found in a document, which `settings` were read for. Where there are errors, the rest is of no interest yet.
pub(crate) fn show_all(source: &Source, settings: Option<&Path>, findings: &Diagnostics) {
    let lines = excerpt::Lines::new(source.name(), source.text());
    let excerpt_of = |text: &Source, at| match std::ptr::eq(text, source) {
        true => lines.excerpt(at),
        false => excerpt::Lines::new(text.name(), text.text()).excerpt(at),
    };
    let refused = findings.has_errors();
    let shown = findings.iter().filter(|finding| !refused || finding.severity == Severity::Error);
    for (number, finding) in shown.enumerate() {
        if let Some(path) = settings.filter(|_| finding.code == UNUSED_SETTING) {
            show_setting(path, finding);
            continue;
        }
        let (text, position) = source.place(&finding.pointer);
        let position = finding.position.or(position);
        // Errors stop the generator, so there are few, and each is worth its excerpt; a note never is.
        if refused || (number < DRAWN && finding.severity == Severity::Warning) {
            draw(finding, position.and_then(|at| excerpt_of(text, at)));
        } else {
            let place = position.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
            say(&format!("{}{place}: {finding}", text.name()));
        }
    }
}

/// Shows a finding about an entry of the configuration: its message starts with the entry, in backquotes.
fn show_setting(path: &Path, finding: &Diagnostic) {
    let entry = finding.message.split('`').nth(1).unwrap_or_default();
    let position = load::text_to_show(path).and_then(|text| config::place(&text, entry));
    let finding = match position {
        Some(position) => finding.clone().at(position),
        None => finding.clone(),
    };
    show_unloaded(path, &finding);
}

/// Shows what is wrong with a file that could not be loaded.
pub(crate) fn show_unloaded(path: &Path, finding: &Diagnostic) {
    let excerpt = finding.position.and_then(|at| {
        let text = load::text_to_show(path)?;
        excerpt::Lines::new(&path.display().to_string(), &text).excerpt(at)
    });
    draw(finding, excerpt);
}

/// Shows what is wrong with a text of this name.
pub(crate) fn show_in(name: &str, text: &str, finding: &Diagnostic) {
    draw(finding, finding.position.and_then(|at| excerpt::Lines::new(name, text).excerpt(at)));
}

/// Shows a finding that is not about a place in a text.
pub(crate) fn show_without_source(finding: &Diagnostic) {
    draw(finding, None);
}

/// Says something to the reader, besides the result.
pub(crate) fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Prints the result. Whoever has stopped reading it does not want the rest.
pub(crate) fn print(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// `1 warning`, `2 warnings`.
pub(crate) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn draw(finding: &Diagnostic, excerpt: Option<Excerpt>) {
    let handler = handler();
    say(&Drawn { handler: &handler, finding: &Finding { finding, excerpt } }.to_string());
}

fn handler() -> MietteHandler {
    let options = MietteHandlerOpts::new().terminal_links(false);
    if io::stderr().is_terminal() {
        options.build()
    } else {
        options.color(false).unicode(false).force_graphical(true).width(PLAIN_WIDTH).build()
    }
}

/// A finding as miette wants it.
#[derive(Debug)]
struct Finding<'a> {
    finding: &'a Diagnostic,
    excerpt: Option<Excerpt>,
}

impl fmt::Display for Finding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finding.message)?;
        // With an excerpt the pointer is the label of the place.
        if self.excerpt.is_none() && !self.finding.pointer.as_str().is_empty() {
            write!(f, " (at {})", self.finding.pointer)?;
        }
        Ok(())
    }
}

impl std::error::Error for Finding<'_> {}

impl miette::Diagnostic for Finding<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(format!("{}[{}]", self.finding.severity, self.finding.code)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.finding.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (start, length) = self.excerpt.as_ref()?.marked();
        let pointer = self.finding.pointer.as_str();
        let label = if pointer.is_empty() { "here".to_owned() } else { excerpt::shortened(pointer) };
        Some(Box::new(std::iter::once(LabeledSpan::new_primary_with_span(Some(label), (start, length)))))
    }
}

/// A handler draws into a formatter only.
struct Drawn<'a> {
    handler: &'a MietteHandler,
    finding: &'a Finding<'a>,
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.handler.debug(self.finding, f)
    }
}
