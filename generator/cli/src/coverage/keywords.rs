//! The supported keywords as plain strings: the JSON output of `support`, documented in docs/how-to/ci.md.

use generator::coverage::{Dialect, EXTENSION, ExtensionUse, Kind, Row, UNKNOWN, VENDOR_EXTENSIONS};
use generator::known_formats;
use serde::Serialize;

use super::view::version;

/// The contents of the supported-keywords page.
#[derive(Debug, Serialize)]
pub(super) struct View {
    keywords: Vec<KeywordView>,
    formats: Vec<FormatView>,
    extensions: Vec<ExtensionView>,
}

/// A keyword and the kind of object that contains it.
#[derive(Debug, Serialize)]
struct KeywordView {
    /// The kind of object; `None` for keywords of every object.
    object: Option<&'static str>,
    /// The keyword; `None` for the object itself.
    keyword: Option<&'static str>,
    versions: Vec<&'static str>,
    /// One outcome, or several that depend on the value.
    outcomes: Vec<OutcomeView>,
}

#[derive(Debug, Serialize)]
struct OutcomeView {
    outcome: &'static str,
    how: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct FormatView {
    #[serde(rename = "type")]
    ty: &'static str,
    /// The format; `None` for all other formats of the type.
    format: Option<&'static str>,
    rust: &'static str,
}

/// Vendor extensions with the same meaning.
#[derive(Debug, Serialize)]
struct ExtensionView {
    names: &'static [&'static str],
    objects: &'static str,
    usage: &'static str,
    /// The entry in `sdk.toml` that makes the generator read these extensions.
    setting: Option<String>,
    how: Option<&'static str>,
}

/// Builds the contents of the supported-keywords page.
pub(super) fn view() -> View {
    let of_kind = |kind: Kind| kind.rows().iter().map(move |row| keyword(Some(kind.name()), row));
    let everywhere = [&EXTENSION, &UNKNOWN].map(|row| keyword(None, row));
    let formats = known_formats().map(|(ty, format, rust)| FormatView { ty, format: known(format), rust });
    View {
        keywords: Kind::ALL.into_iter().flat_map(of_kind).chain(everywhere).collect(),
        formats: formats.collect(),
        extensions: VENDOR_EXTENSIONS.iter().map(extension).collect(),
    }
}

fn keyword(object: Option<&'static str>, row: &Row) -> KeywordView {
    let outcomes = row.outcomes().into_iter();
    KeywordView {
        object,
        keyword: known(row.keyword),
        versions: row.dialects.iter().map(|dialect| number(*dialect)).collect(),
        outcomes: outcomes
            .map(|(outcome, how)| OutcomeView { outcome: outcome.name(), how: known(how) })
            .collect(),
    }
}

fn extension(
    (names, objects, usage): &(&'static [&'static str], &'static str, ExtensionUse),
) -> ExtensionView {
    let (usage, setting, how) = match usage {
        ExtensionUse::Always(how) => ("always", None, Some(*how)),
        ExtensionUse::Setting(entry) => ("setting", Some(format!("extensions.{entry}")), None),
        ExtensionUse::No(instead) => ("never", None, Some(*instead)),
    };
    ExtensionView { names, objects, usage, setting, how }
}

/// Returns the version number.
pub(super) fn number(dialect: Dialect) -> &'static str {
    version(dialect).rsplit(' ').next().unwrap_or_default()
}

/// Converts a string from the table to an `Option`, since the table contains an empty string if there is no value.
fn known(text: &'static str) -> Option<&'static str> {
    Some(text).filter(|text| !text.is_empty())
}
