//! Child: runs seeds in sequence, and prints the outcome of each.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

use generator::config::Config;
use generator::coverage;
use generator::{Files, Flavor, Pipeline, Source, syntax_errors};
use serde_json::Value;

use super::random::Random;
use super::{Fuzz, mutate};
use crate::report;

/// A crate was emitted, and all its files parse.
pub(super) const GENERATED: &str = "generated";

/// The generator rejected the document with findings.
pub(super) const REFUSED: &str = "refused";

/// Runs the seeds.
pub(super) fn run(fuzz: &Fuzz, out: &Path) {
    let documents = found(&fuzz.documents);
    let mut trees = BTreeMap::new();
    let end = fuzz.cases.map_or(u64::MAX, |cases| fuzz.seed.saturating_add(cases));
    for seed in fuzz.seed..end {
        let Some(tree) = original(&documents, &mut trees, seed) else { return };
        report::print(&format!("start {seed}\n"));
        let all: Vec<u64> = (0..mutate::count(seed)).collect();
        let mut fate = fate(&mutated(tree, seed, &all));
        if is_failure(&fate) {
            let needed = fewest(tree, seed, all, &fate);
            fate.push_str(&format!(" (mutations {needed:?})"));
            write(out, seed, &mutated(tree, seed, &needed));
        }
        report::print(&format!("{seed} {}\n", fate.replace('\n', " ")));
    }
}

/// Writes the document of a seed whose child was killed or aborted.
pub(super) fn keep(fuzz: &Fuzz, out: &Path, seed: u64) {
    if let Some(document) = document(fuzz, seed) {
        write(out, seed, &document);
    }
}

/// Returns the document of a seed.
pub(super) fn document(fuzz: &Fuzz, seed: u64) -> Option<Value> {
    let all: Vec<u64> = (0..mutate::count(seed)).collect();
    let documents = found(&fuzz.documents);
    original(&documents, &mut BTreeMap::new(), seed).map(|tree| mutated(tree, seed, &all))
}

/// Returns the files emitted for a document; `None` if it is rejected.
pub(super) fn files(document: &Value, name: &str) -> Option<Files> {
    let source = Source::parse("mutated.json", document.to_string()).ok()?;
    let mut config = Config::default();
    config.package.name = Some(name.to_owned());
    let (model, _) = Pipeline::new(config).model(&source).ok()?;
    Some(model.crate_files())
}

fn write(out: &Path, seed: u64, document: &Value) {
    // An error is ignored, since the seed alone reproduces the document.
    let _ = fs::write(out.join(format!("{seed}.json")), document.to_string());
}

fn is_failure(fate: &str) -> bool {
    !fate.starts_with(GENERATED) && !fate.starts_with(REFUSED)
}

fn mutated(tree: &Value, seed: u64, numbers: &[u64]) -> Value {
    let mut tree = tree.clone();
    numbers.iter().for_each(|number| mutate::apply(&mut tree, seed, *number));
    tree
}

/// Removes each mutation that is not needed for the same failure.
fn fewest(tree: &Value, seed: u64, all: Vec<u64>, wanted: &str) -> Vec<u64> {
    let kind = |fate: &str| fate.split(':').next().unwrap_or_default().to_owned();
    all.iter().fold(all.clone(), |needed, number| {
        let fewer: Vec<u64> = needed.iter().copied().filter(|other| other != number).collect();
        let same = kind(&fate(&mutated(tree, seed, &fewer))) == kind(wanted);
        if same { fewer } else { needed }
    })
}

fn fate(document: &Value) -> String {
    match panic::catch_unwind(AssertUnwindSafe(|| generated(document))) {
        Ok(fate) => fate,
        Err(payload) => {
            let text = payload.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no message");
            format!("panicked: {text}")
        }
    }
}

/// Generates all outputs of a document, and returns its fate.
fn generated(document: &Value) -> String {
    let Ok(source) = Source::parse("mutated.json", document.to_string()) else { return REFUSED.to_owned() };
    match Pipeline::new(Config::default()).model(&source) {
        Err(findings) => {
            let _ = coverage::coverage(&source, None, &findings);
            REFUSED.to_owned()
        }
        Ok((model, findings)) => {
            let _ = coverage::coverage(&source, Some(&model), &findings);
            for flavor in Flavor::ALL {
                let _ = model.docs_files(flavor);
            }
            let broken = syntax_errors(&model.crate_files());
            match broken.first() {
                None => GENERATED.to_owned(),
                Some(first) => format!("broken Rust: {first}"),
            }
        }
    }
}

/// Returns the original document of a seed.
fn original<'a>(
    documents: &[PathBuf],
    trees: &'a mut BTreeMap<PathBuf, Value>,
    seed: u64,
) -> Option<&'a Value> {
    if documents.is_empty() {
        return None;
    }
    let path = Random::new(seed, u64::MAX - 1).of(documents).clone();
    Some(
        trees
            .entry(path.clone())
            .or_insert_with(|| Source::read(&path).map(|source| source.tree().clone()).unwrap_or_default()),
    )
}

/// Returns all JSON and YAML files in some folders, sorted by path.
fn found(places: &[PathBuf]) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), places.to_vec());
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).into_iter().flatten().flatten();
            open.extend(entries.filter(|entry| !entry.path().is_symlink()).map(|entry| entry.path()));
        } else if path
            .extension()
            .is_some_and(|ending| ["json", "yaml", "yml"].iter().any(|known| ending == *known))
        {
            found.push(path);
        }
    }
    found.sort();
    found
}
