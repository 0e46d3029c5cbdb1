//! The documents that mutations start from, each with its configuration.
//!
//! A fragment in a `snippets` folder is completed in the same way as in the generator's tests.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use generator::Source;
use generator::config::Config;
use serde_json::Value;

use super::fragment::Fragment;
use crate::random::Random;

/// A document before its mutations.
#[derive(Clone, Debug, Default)]
pub(super) struct Original {
    pub(super) tree: Value,
    pub(super) config: Config,
}

/// The documents of a run. Each is read once, when a seed first needs it.
pub(super) struct Originals {
    paths: Vec<PathBuf>,
    read: BTreeMap<PathBuf, Original>,
}

impl Originals {
    /// Finds the given JSON and YAML files, and all such files in the given folders.
    pub(super) fn find(places: &[PathBuf]) -> Self {
        let (mut paths, mut open) = (Vec::new(), places.to_vec());
        while let Some(path) = open.pop() {
            if path.is_dir() {
                let entries = fs::read_dir(&path).into_iter().flatten().flatten();
                open.extend(entries.filter(|entry| !entry.path().is_symlink()).map(|entry| entry.path()));
            } else if path.extension().is_some_and(is_document) {
                paths.push(path);
            }
        }
        paths.sort();
        Self { paths, read: BTreeMap::new() }
    }

    /// Returns the number of documents.
    pub(super) fn len(&self) -> usize {
        self.paths.len()
    }

    /// Returns the bytes and the file extension of the document with this number.
    pub(super) fn text(&self, number: usize) -> (Vec<u8>, String) {
        let Some(path) = self.paths.get(number) else { return Default::default() };
        if is_fragment(path) {
            return (fragment(path).document.into_bytes(), "yaml".to_owned());
        }
        let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        (fs::read(path).unwrap_or_default(), extension)
    }

    /// Returns the configuration for the document with this number.
    pub(super) fn config(&self, number: usize) -> Config {
        let fragments = self.paths.get(number).filter(|path| is_fragment(path));
        fragments.map(|path| fragment_config(fragment(path).config)).unwrap_or_default()
    }

    /// Returns the document that a seed starts from, or `None` if there are no documents.
    pub(super) fn pick(&mut self, seed: u64) -> Option<&Original> {
        if self.paths.is_empty() {
            return None;
        }
        let path = Random::new(seed, u64::MAX - 1).pick(&self.paths).clone();
        Some(self.read.entry(path).or_insert_with_key(|path| read(path)))
    }
}

fn is_document(ending: &OsStr) -> bool {
    ["json", "yaml", "yml"].iter().any(|known| ending == *known)
}

fn is_fragment(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "snippets")
}

fn fragment(path: &Path) -> Fragment {
    Fragment::complete(&fs::read_to_string(path).unwrap_or_default())
}

fn read(path: &Path) -> Original {
    if !is_fragment(path) {
        let tree = Source::read(path).map(|source| source.tree().clone()).unwrap_or_default();
        return Original { tree, config: Config::default() };
    }
    let Fragment { document, config, .. } = fragment(path);
    Original { tree: tree(&document).unwrap_or_default(), config: fragment_config(config) }
}

fn tree(text: &str) -> Option<Value> {
    Source::parse("fragment.yaml", text).map(|source| source.tree().clone()).ok()
}

fn fragment_config(text: Option<String>) -> Config {
    let mut config =
        text.and_then(|text| serde_json::from_value::<Config>(tree(&text)?).ok()).unwrap_or_default();
    // A mutation may remove the part of the document that an entry refers to.
    config.borrowed = true;
    config
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_become_documents() {
        let snippets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/tests/snippets");
        let originals = Originals::find(&[snippets]);
        assert!(originals.paths.len() > 100, "only {} fragments", originals.paths.len());
        // Some fragments test documents that cannot be read, or that have no version.
        let is_whole = |path: &&PathBuf| read(path).tree.get("paths").is_some();
        let whole = originals.paths.iter().filter(is_whole).count();
        assert!(
            whole * 20 > originals.paths.len() * 19,
            "only {whole} of {} are completed",
            originals.paths.len()
        );
    }
}
