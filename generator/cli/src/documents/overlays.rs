//! The overlays of a document to compare, so that `diff` reads the same input as `generate`.
//!
//! The settings next to a document list its overlays; for a document from git, these are the settings in the same
//! revision. `overlays` is for the current document, and `[release] overlays` for the document of the last release.
//! All other documents have no overlays.

use std::path::Path;

use generator::diagnostic::{Code, Diagnostic};
use generator::{Pointer, read_text};
use toml_edit::{DocumentMut, Item, TomlError};

use super::git::{self, folder, in_folder};
use crate::{project, report};

/// The default name of the settings file.
const SETTINGS: &str = "sdk.toml";

/// The role of a document, which determines the settings entries that are checked first.
#[derive(Clone, Copy)]
pub(super) enum As {
    /// The old document; the entries of the last release are checked first.
    Old,
    /// The new document; the entries of the current document are checked first.
    New,
}

/// Returns the overlays of a document. If there are errors, prints them and returns `None`. For a document on disk,
/// `settings` takes precedence over the settings next to the document.
pub(super) fn listed(document: &str, role: As, settings: Option<&Path>) -> Option<Vec<String>> {
    if let Some((revision, path)) = git::revision_and_path(document) {
        let beside = format!("{revision}:{}", in_folder(folder(path), SETTINGS));
        // Without settings, there are no overlays.
        let Ok(text) = git::read(&beside) else { return Some(Vec::new()) };
        let found = of_settings(&beside, &String::from_utf8_lossy(&text), role, |listed| {
            in_folder(folder(path), listed) == in_folder("", path)
        })?;
        let named = |overlay: String| format!("{revision}:{}", in_folder(folder(path), &overlay));
        return Some(found.into_iter().map(named).collect());
    }
    let beside = Path::new(folder(document)).join(SETTINGS);
    for settings in settings.into_iter().chain([beside.as_path()]).filter(|settings| settings.is_file()) {
        let within = settings.parent().unwrap_or(Path::new(""));
        let text = read_text(settings);
        let text = text.map_err(|finding| report::show_unloaded(settings, &finding)).ok()?;
        let is_it = |listed: &str| project::is_same_file(&within.join(listed), Path::new(document));
        let found = of_settings(&settings.display().to_string(), &text, role, is_it)?;
        if !found.is_empty() {
            return Some(found.iter().map(|overlay| within.join(overlay).display().to_string()).collect());
        }
    }
    Some(Vec::new())
}

/// Returns the overlays that settings list for a document. Reads only the required entries, since settings from an
/// older revision can contain unknown entries.
fn of_settings(name: &str, text: &str, role: As, is_document: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    let settings: DocumentMut = text.parse().map_err(|error: TomlError| not_toml(name, &error)).ok()?;
    let sdks = settings.get("sdk").and_then(Item::as_table_like).into_iter().flat_map(|sdks| sdks.iter());
    let roots = [settings.as_item()].into_iter().chain(sdks.map(|(_, sdk)| sdk));
    let tables = roots.flat_map(|root| match role {
        As::Old => [root.get("release"), Some(root)],
        As::New => [Some(root), root.get("release")],
    });
    for table in tables.flatten() {
        if table.get("document").and_then(Item::as_str).is_some_and(&is_document) {
            let overlays = table.get("overlays").and_then(Item::as_array);
            let texts = overlays.into_iter().flatten().filter_map(|overlay| overlay.as_str());
            return Some(texts.map(str::to_owned).collect());
        }
    }
    Some(Vec::new())
}

fn not_toml(name: &str, error: &TomlError) {
    let message = format!("`{name}` is not TOML: {}", error.message());
    let finding = Diagnostic::error(Code::TomlSyntax, &Pointer::root(), message);
    report::show_without_source(&finding.help("correct the file, or pass `--no-overlays`"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_document_has_its_own_overlays() {
        let text = "document = \"a.yaml\"\noverlays = [\"o.yaml\"]\nodd = 1\n[release]\ndocument = \"released/a.yaml\"\noverlays = [\"released/overlays/o.yaml\"]\n";
        let of = |name: &str| of_settings("sdk.toml", text, As::New, |listed| listed == name);
        assert_eq!(of("a.yaml"), Some(vec!["o.yaml".to_owned()]));
        assert_eq!(of("released/a.yaml"), Some(vec!["released/overlays/o.yaml".to_owned()]));
        assert_eq!(of("b.yaml"), Some(Vec::new()));
        assert_eq!(of_settings("sdk.toml", "document = ", As::New, |_| true), None);
        let released = of_settings("sdk.toml", text, As::Old, |_| true);
        assert_eq!(released, Some(vec!["released/overlays/o.yaml".to_owned()]));
    }
}
