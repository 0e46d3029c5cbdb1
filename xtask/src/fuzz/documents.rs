//! The target `documents`: mutates the tree of a document and generates all outputs.

use std::path::PathBuf;

use generator::coverage;
use generator::{Files, Flavor, Pipeline, Source, syntax_errors};

use super::original::{Original, Originals};
use super::target::{GENERATED, REFUSED, Target, input};
use super::{inert, mutate};

/// Documents whose trees are mutated.
pub(super) struct Documents(Originals);

impl Documents {
    /// Finds the documents in the given files and folders.
    pub(super) fn find(places: &[PathBuf]) -> Self {
        Self(Originals::find(places))
    }
}

impl Target for Documents {
    type Input = Original;

    fn count(&self, seed: u64) -> u64 {
        mutate::count(seed)
    }

    fn input(&mut self, seed: u64, mutations: &[u64]) -> Option<Original> {
        let mut mutated = self.0.pick(seed)?.clone();
        mutations.iter().for_each(|number| mutate::apply(&mut mutated.tree, seed, *number));
        Some(mutated)
    }

    fn outcome(&self, document: &Original) -> String {
        let Ok(source) = Source::parse("mutated.json", document.tree.to_string()) else {
            return REFUSED.to_owned();
        };
        match Pipeline::new(document.config.clone()).model(&source) {
            Err(findings) => {
                let _ = coverage::coverage(&source, None, &findings);
                REFUSED.to_owned()
            }
            Ok((model, findings)) => {
                let _ = coverage::coverage(&source, Some(&model), &findings);
                for flavor in Flavor::all() {
                    let _ = model.docs_files(flavor);
                }
                let Ok(files) = model.crate_files() else { return REFUSED.to_owned() };
                checked(&files, &model.names.krate)
            }
        }
    }

    fn file(&self, document: &Original) -> (Vec<u8>, String) {
        (document.tree.to_string().into_bytes(), "json".to_owned())
    }
}

/// Returns the outcome of a case with these files.
pub(super) fn checked(files: &Files, krate: &str) -> String {
    if let Some(first) = syntax_errors(files).first() {
        return format!("broken Rust: {first}");
    }
    inert::first_fault(files, krate).unwrap_or_else(|| GENERATED.to_owned())
}

/// Returns the files emitted for the document of a seed, or `None` if it is rejected.
pub(super) fn files(places: &[PathBuf], seed: u64, name: &str) -> Option<Files> {
    let document = input(&mut Documents::find(places), seed)?;
    let source = Source::parse("mutated.json", document.tree.to_string()).ok()?;
    let mut config = document.config.clone();
    config.package.name = Some(name.to_owned());
    let (model, _) = Pipeline::new(config).model(&source).ok()?;
    model.crate_files().ok()
}
