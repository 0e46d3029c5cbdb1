//! Changes as plain text: the totals, and then the changes by operation and model, breaking ones first.

use std::fmt::Write as _;

use generator::one_line;

use super::view::{ChangeView, View};
use crate::report::count;

/// Returns the changes as text.
pub(super) fn render(view: &View) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{} -> {}", one_line(&view.old.document), one_line(&view.new.document));
    let counts = &view.summary.crate_counts;
    let previews = match view.changes.iter().filter(|change| change.preview).count() {
        0 => String::new(),
        previews => format!(" ({previews} of them in previews)"),
    };
    let _ = writeln!(
        out,
        "for the crate: {} breaking, {} additive, {} documentation{previews}",
        counts.breaking, counts.additive, counts.documentation,
    );
    if view.has_official {
        let official = &view.summary.official_counts;
        let _ = writeln!(
            out,
            "official SDKs: {} major, {} minor, {} point, {} unlisted",
            official.major, official.minor, official.point, official.unlisted,
        );
    }
    for impact in ["breaking", "additive", "documentation"] {
        let changes: Vec<_> = view.changes.iter().filter(|change| change.impact == impact).collect();
        if !changes.is_empty() {
            let _ = writeln!(out, "\n{} ({})", impact.to_uppercase(), count(changes.len(), "change"));
        }
        let mut place = None;
        for change in changes {
            if place != Some(change.place()) {
                place = Some(change.place());
                let preview = if change.preview { "  [preview]" } else { "" };
                let _ = writeln!(out, "  {}{preview}", one_line(change.place()));
            }
            self::change(&mut out, change, view.has_official);
        }
    }
    out
}

fn change(out: &mut String, change: &ChangeView, has_official: bool) {
    let _ = writeln!(out, "    - {}", change.headline);
    let way = change.direction.as_ref().map(|way| format!("{way}, ")).unwrap_or_default();
    let rust = change.rust.as_deref().unwrap_or("no Rust item");
    let official = if has_official { format!("official: {}; ", change.official) } else { String::new() };
    let _ = writeln!(out, "      {way}{official}{rust}: {}", change.reason);
    if let Some(advice) = change.advice {
        let _ = writeln!(out, "      migration: {advice}");
    }
}
