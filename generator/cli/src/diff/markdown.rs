//! Changes as a Markdown page: the totals, and then the changes by operation and model, breaking ones first.
//!
//! Strings from the document appear only in code spans, on one line.

use std::fmt::Write as _;

use generator::code;

use super::shown::{sentence, span};
use super::view::{ChangeView, View};
use crate::report::count;

/// The title and the meaning of each rating.
const CLASSES: [(&str, &str, &str); 3] = [
    ("breaking", "Breaking", "Existing code may no longer compile."),
    ("additive", "Additive", "Adds items; existing code still compiles."),
    ("documentation", "Documentation", "Changes no public item, only descriptions or the bytes on the wire."),
];

/// Renders the changes as a Markdown page.
pub(super) fn render(view: &View) -> String {
    let mut out = String::from("# API changes\n\n");
    let document = |of: &super::view::DocumentView| format!("{} ({})", code(&of.document), span(&of.version));
    let _ = writeln!(out, "From {} to {}.\n", document(&view.old), document(&view.new));
    if view.changes.is_empty() {
        out.push_str("Nothing changed.\n");
        return out;
    }
    summary(&mut out, view);
    for (impact, title, meaning) in CLASSES {
        let changes: Vec<_> = view.changes.iter().filter(|change| change.impact == impact).collect();
        if changes.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n## {title} ({})\n\n{meaning}", changes.len());
        let mut place = None;
        for change in changes {
            if place != Some(change.place()) {
                place = Some(change.place());
                let _ = writeln!(out, "\n### {}\n", heading(change));
            }
            self::change(&mut out, change, view.has_official);
        }
    }
    kinds(&mut out, view);
    out
}

fn summary(out: &mut String, view: &View) {
    let (counts, previews) = (&view.summary.crate_counts, &view.summary.preview_counts);
    out.push_str(
        "|For the crate | Changes | In previews only|\n|------------- | ------------- | -------------|\n",
    );
    let _ = writeln!(out, "| breaking | {} | {} |", counts.breaking, previews.breaking);
    let _ = writeln!(out, "| additive | {} | {} |", counts.additive, previews.additive);
    let _ = writeln!(out, "| documentation | {} | {} |", counts.documentation, previews.documentation);
    if !view.has_official {
        return;
    }
    let official = &view.summary.official_counts;
    out.push_str("\n|According to the official SDKs' rules | Changes|\n|------------- | -------------|\n");
    let _ = writeln!(out, "| major | {} |", official.major);
    let _ = writeln!(out, "| minor | {} |", official.minor);
    let _ = writeln!(out, "| point | {} |", official.point);
    let _ = writeln!(out, "| unlisted | {} |", official.unlisted);
}

fn heading(change: &ChangeView) -> String {
    let preview = if change.preview { " (preview)" } else { "" };
    let what = match (&change.operation, &change.model) {
        (Some(operation), _) => span(operation),
        (None, Some(model)) => format!("Schema {}", span(model)),
        (None, None) => "The API".to_owned(),
    };
    format!("{what}{preview}")
}

fn change(out: &mut String, change: &ChangeView, has_official: bool) {
    let (headline, reason) = (sentence(&change.headline), sentence(change.reason));
    let _ = writeln!(out, "- {headline}. {reason}.");
    let mut notes: Vec<_> = change.rust.as_deref().map(span).into_iter().collect();
    notes.extend(change.direction.as_ref().map(|way| match way.as_str() {
        "both" => "request and response".to_owned(),
        one => one.to_owned(),
    }));
    notes.extend(has_official.then(|| format!("official: {}", change.official)));
    if !notes.is_empty() {
        let _ = writeln!(out, "  - {}", notes.join(", "));
    }
    if let Some(advice) = change.advice {
        let _ = writeln!(out, "  - **Migration:** {advice}.");
    }
}

/// Writes the number of changes of each kind.
fn kinds(out: &mut String, view: &View) {
    let total = count(view.changes.len(), "change");
    let _ = writeln!(out, "\n## By kind ({total})\n\n|Kind | Changes|\n|------------- | -------------|");
    for (kind, number) in &view.summary.kinds {
        let _ = writeln!(out, "| `{kind}` | {number} |");
    }
}
