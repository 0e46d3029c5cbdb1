//! Runs seeds in sequence and prints the outcome of each.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;

use generator::coverage;
use generator::{Files, Flavor, Pipeline, Source, syntax_errors};
use serde_json::Value;

use super::original::{Original, Originals};
use super::{Fuzz, inert, mutate};
use crate::report;

/// The outcome of a case whose crate was emitted, with files that all parse.
pub(super) const GENERATED: &str = "generated";

/// The outcome of a case whose document was rejected with findings.
pub(super) const REFUSED: &str = "refused";

/// Runs the seeds in sequence.
pub(super) fn run(fuzz: &Fuzz, out: &Path) {
    let mut originals = Originals::find(&fuzz.documents);
    let end = fuzz.cases.map_or(u64::MAX, |cases| fuzz.seed.saturating_add(cases));
    for seed in fuzz.seed..end {
        let Some(original) = originals.of(seed) else { return };
        report::print(&format!("start {seed}\n"));
        let all: Vec<u64> = (0..mutate::count(seed)).collect();
        let mut fate = fate(&mutated(original, seed, &all));
        if is_failure(&fate) {
            let needed = fewest(original, seed, all, &fate);
            fate.push_str(&format!(" (mutations {needed:?})"));
            write(out, seed, &mutated(original, seed, &needed).tree);
        }
        report::print(&format!("{seed} {}\n", fate.replace('\n', " ")));
    }
}

/// Writes the document of a seed whose child was killed or aborted.
pub(super) fn keep(fuzz: &Fuzz, out: &Path, seed: u64) {
    if let Some(document) = document(fuzz, seed) {
        write(out, seed, &document.tree);
    }
}

/// Returns the document of a seed.
pub(super) fn document(fuzz: &Fuzz, seed: u64) -> Option<Original> {
    let all: Vec<u64> = (0..mutate::count(seed)).collect();
    Originals::find(&fuzz.documents).of(seed).map(|original| mutated(original, seed, &all))
}

/// Returns the files emitted for a document, or `None` if it is rejected.
pub(super) fn files(document: &Original, name: &str) -> Option<Files> {
    let source = Source::parse("mutated.json", document.tree.to_string()).ok()?;
    let mut config = document.config.clone();
    config.package.name = Some(name.to_owned());
    let (model, _) = Pipeline::new(config).model(&source).ok()?;
    model.crate_files().ok()
}

fn write(out: &Path, seed: u64, document: &Value) {
    // An error is ignored, since the seed is sufficient to reproduce the document.
    let _ = fs::write(out.join(format!("{seed}.json")), document.to_string());
}

fn is_failure(fate: &str) -> bool {
    !fate.starts_with(GENERATED) && !fate.starts_with(REFUSED)
}

fn mutated(original: &Original, seed: u64, numbers: &[u64]) -> Original {
    let mut mutated = original.clone();
    numbers.iter().for_each(|number| mutate::apply(&mut mutated.tree, seed, *number));
    mutated
}

/// Returns the mutations that are needed to reproduce the failure.
fn fewest(original: &Original, seed: u64, all: Vec<u64>, wanted: &str) -> Vec<u64> {
    let kind = |fate: &str| fate.split(':').next().unwrap_or_default().to_owned();
    all.iter().fold(all.clone(), |needed, number| {
        let fewer: Vec<u64> = needed.iter().copied().filter(|other| other != number).collect();
        let same = kind(&fate(&mutated(original, seed, &fewer))) == kind(wanted);
        if same { fewer } else { needed }
    })
}

fn fate(document: &Original) -> String {
    match panic::catch_unwind(AssertUnwindSafe(|| generated(document))) {
        Ok(fate) => fate,
        Err(payload) => {
            let text = payload.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no message");
            format!("panicked: {text}")
        }
    }
}

/// Generates all outputs for a document and returns its outcome.
fn generated(document: &Original) -> String {
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
            if let Some(first) = syntax_errors(&files).first() {
                return format!("broken Rust: {first}");
            }
            match inert::first_fault(&files, &model.names.krate) {
                Some(fault) => fault,
                None => GENERATED.to_owned(),
            }
        }
    }
}
