//! The changelog entry of a release, in the Keep a Changelog format: breaking changes first, grouped by operation and
//! model.
//!
//! Strings from the document appear only in code spans, on one line.

use std::fmt::Write as _;

use generator::diff::{Change, Changes, Impact, Kind, Place};

use super::version::Version;
use crate::diff::shown::{headline, sentence, span};
use crate::diff::view::has_official;
use crate::documents::Documents;
use crate::report::count;

/// The sections, starting with the most important one for users.
const SECTIONS: [&str; 4] = ["Removed", "Changed", "Deprecated", "Added"];

/// Returns whether a change affects only documentation. Such changes are counted, but not listed.
fn is_text(change: &Change) -> bool {
    change.impact() == Impact::Documentation && change.outcome().why.starts_with("documentation only")
}

/// Returns the section of a change, if it is listed.
fn section(change: &Change) -> Option<&'static str> {
    let (name, impact) = (change.kind.rule().name, change.impact());
    // The operations on a path are listed separately.
    let is_path = matches!(change.kind, Kind::PathAdded | Kind::PathRemoved);
    if is_path || is_text(change) {
        return None;
    }
    let ends =
        |words: &[&str]| words.iter().any(|word| name.ends_with(word) || name.contains(&format!("{word}-")));
    Some(match impact {
        Impact::Breaking if ends(&["-removed", "-left"]) => "Removed",
        Impact::Breaking => "Changed",
        _ if ends(&["-deprecated"]) => "Deprecated",
        _ if ends(&["-added", "-entered"]) => "Added",
        _ if ends(&["-removed"]) => "Removed",
        _ => "Changed",
    })
}

/// Returns the entry, starting with its heading; `notes` are the unreleased notes in the changelog. `changes` is `None`
/// for the first release.
pub(super) fn render(
    version: Version,
    date: &str,
    documents: &Documents,
    changes: Option<&Changes>,
    notes: &str,
) -> String {
    let mut out = format!("## [{version}] - {date}\n\n");
    let versions = (&documents.old.api.version, &documents.new.api.version);
    let Some(changes) = changes else {
        let _ = writeln!(out, "First release, generated from version {} of the API.", span(versions.1));
        if !notes.is_empty() {
            let _ = writeln!(out, "\n{notes}");
        }
        return out;
    };
    if versions.0 == versions.1 {
        let _ = writeln!(out, "Generated from version {} of the API.", span(versions.1));
    } else {
        let _ = writeln!(
            out,
            "Generated from version {} of the API; the previous version was {}.",
            span(versions.1),
            span(versions.0)
        );
    }
    if let (Some(impact), Some(official)) = (changes.impact(), changes.official()) {
        let effect = match impact {
            Impact::Breaking => "Users of the crate may have to change their code",
            Impact::Additive => "The crate has new items; users do not have to change their code",
            Impact::Documentation => "No public item of the crate changes",
        };
        let _ = write!(out, "{effect}.");
        if has_official(documents) {
            let _ = write!(out, " According to the official SDKs' rules, the change is {official}.");
        }
        out.push('\n');
    }
    if !notes.is_empty() {
        let _ = writeln!(out, "\n{notes}");
    }
    for title in SECTIONS {
        let texts = changes.iter().filter(|change| title == "Changed" && is_text(change)).count();
        self::changes(&mut out, title, changes, texts);
    }
    out
}

/// Writes the changes of a section, breaking ones first, grouped by operation or model.
fn changes(out: &mut String, title: &str, changes: &Changes, texts: usize) {
    let mut found: Vec<&Change> = changes.iter().filter(|change| section(change) == Some(title)).collect();
    if found.is_empty() && texts == 0 {
        return;
    }
    let breaks = |change: &Change| change.impact() == Impact::Breaking;
    // Changes to one operation or model stay together, at the front if any of them is breaking.
    let place_breaks: Vec<&Place> = found.iter().filter(|c| breaks(c)).map(|c| &c.place).collect();
    let mut keys: Vec<(bool, usize, bool)> = Vec::new();
    for change in &found {
        let first = found.iter().position(|other| other.place == change.place).unwrap_or_default();
        keys.push((!place_breaks.contains(&&change.place), first, !breaks(change)));
    }
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|index| keys.get(*index).copied());
    found = order.into_iter().filter_map(|index| found.get(index).copied()).collect();
    let _ = writeln!(out, "\n### {title}\n");
    let mut place = None;
    for change in found {
        if place != Some(&change.place) {
            place = Some(&change.place);
            let preview = if change.preview { " (preview)" } else { "" };
            let within = if is_whole(change) { "" } else { "In " };
            let _ = write!(out, "- {within}{}{preview}:", description(&change.place, within));
            if is_whole(change) {
                line(out, " ", change);
                continue;
            }
            out.push('\n');
        }
        line(out, "  - ", change);
    }
    if texts > 0 {
        let _ = writeln!(out, "- Documentation changed in {}.", count(texts, "place"));
    }
}

fn description(place: &Place, before: &str) -> String {
    match place {
        Place::Api => "the API".to_owned(),
        Place::Operation(name) => span(name),
        Place::Model(name) if before.is_empty() => format!("Schema {}", span(name)),
        Place::Model(name) => format!("schema {}", span(name)),
    }
}

/// Returns whether the operation or model itself was added or removed.
fn is_whole(change: &Change) -> bool {
    use Kind::{
        ModelAdded, ModelEntered, ModelLeft, ModelRemoved, OperationAdded, OperationEntered, OperationLeft,
        OperationRemoved, TypeAdded, TypeRemoved,
    };
    matches!(
        change.kind,
        ModelAdded
            | ModelEntered
            | ModelLeft
            | ModelRemoved
            | OperationAdded
            | OperationEntered
            | OperationLeft
            | OperationRemoved
            | TypeAdded
            | TypeRemoved
    )
}

/// Writes a change, preceded by `start`.
fn line(out: &mut String, start: &str, change: &Change) {
    let breaking = if change.impact() == Impact::Breaking { "**Breaking:** " } else { "" };
    let headline = headline(change);
    let headline = if breaking.is_empty() && start.contains('-') { sentence(&headline) } else { headline };
    let rust = change.rust.as_deref().map(|path| format!(" ({})", span(path))).unwrap_or_default();
    let _ = write!(out, "{start}{breaking}{headline}{rust}.");
    match change.advice() {
        Some(advice) => {
            let _ = writeln!(out, " {}. Migration: {advice}.", sentence(change.outcome().why));
        }
        None => out.push('\n'),
    }
}
