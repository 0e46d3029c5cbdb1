//! The targets with mutated bytes: documents, naming locks, overlays and configurations. Each input is written to a
//! file, which the generator reads in the same way as `openapi-crate generate`.

use std::fs;
use std::path::{Path, PathBuf};

use generator::config::Config;
use generator::{Failure, Input, Lock, Pipeline, Project, Run, Source, read_lock};

use super::bytes::{Bytes, Text};
use super::documents::checked;
use super::original::Originals;
use super::target::{GENERATED, REFUSED, Target, is_failure};
use crate::random::Random;
use crate::report;
use crate::report::SettingsFile;

/// The small document that locks, overlays and configurations are mutated for.
const DOCUMENT: &str = include_str!("../../fuzz/document.yaml");

const LOCKS: &[&str] = &[include_str!("../../fuzz/names.lock"), include_str!("../../fuzz/renamed.lock")];

const OVERLAYS: &[&str] = &[
    include_str!("../../fuzz/overlays/update.yaml"),
    include_str!("../../fuzz/overlays/filter.yaml"),
    include_str!("../../fuzz/overlays/add.json"),
];

const CONFIGS: &[&str] = &[
    include_str!("../../fuzz/configs/minimal.toml"),
    include_str!("../../fuzz/configs/full.toml"),
    include_str!("../../fuzz/configs/several.toml"),
];

/// A folder for the files of one case.
#[derive(Clone, Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Creates the folder, with the small document, its naming lock and an overlay.
    pub(super) fn create(path: PathBuf) -> Result<Self, String> {
        let folder = Self(path);
        fs::create_dir_all(&folder.0)
            .map_err(|error| format!("cannot create {}: {error}", folder.0.display()))?;
        folder.write("document.yaml", DOCUMENT.as_bytes())?;
        folder.write("names.lock", LOCKS[0].as_bytes())?;
        folder.write("overlay.yaml", OVERLAYS[0].as_bytes())?;
        Ok(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, String> {
        let path = self.path(name);
        match fs::write(&path, bytes) {
            Ok(()) => Ok(path),
            Err(error) => Err(format!("cannot write {}: {error}", path.display())),
        }
    }

    /// Writes an input and returns the outcome of the check on its file.
    fn with(&self, input: &Text, check: impl FnOnce(&Path) -> String) -> String {
        let written = self.write(&format!("input.{}", input.extension), &input.bytes);
        written.map_or_else(|why| why, |path| check(&path))
    }
}

/// Returns the target `bytes`, with the documents in the given files and folders.
pub(super) fn documents(places: &[PathBuf], folder: Folder) -> impl Target<Input = Text> {
    let originals = Originals::find(places);
    let configs: Vec<Config> = (0..originals.len()).map(|number| originals.config(number)).collect();
    Bytes {
        inputs: originals.len(),
        original: move |number, seed| {
            let (bytes, extension) = originals.text(number);
            let text = Text { bytes, extension, origin: number };
            // Most descriptions in the repository are YAML.
            let is_converted = text.extension != "json" && Random::new(seed, u64::MAX - 2).below(2) == 0;
            is_converted.then(|| json(&text)).flatten().unwrap_or(text)
        },
        outcome: move |text: &Text| {
            folder.with(text, |path| {
                let config = configs.get(text.origin).cloned().unwrap_or_default();
                outcome(None, Pipeline::new(config).run(&Input::file(path)))
            })
        },
    }
}

/// Converts a document to JSON, with one member or element per line.
fn json(text: &Text) -> Option<Text> {
    let source = Source::parse("document.yaml", text.bytes.clone()).ok()?;
    let bytes = serde_json::to_vec_pretty(source.tree()).ok()?;
    Some(Text { bytes, extension: "json".to_owned(), ..text.clone() })
}

/// Returns the target `lock`. The names of a generated crate must not change when it is generated again.
pub(super) fn locks(folder: Folder) -> impl Target<Input = Text> {
    let document = Input::file(folder.path("document.yaml"));
    let run = move |lock: Lock| Pipeline::locked(Config::default(), lock).run(&document);
    Bytes {
        inputs: LOCKS.len(),
        original: |number, _| text(LOCKS, number, "lock"),
        outcome: move |text: &Text| {
            folder.with(text, |path| match read_lock(path) {
                Err(unusable) => outcome(None, Err(Failure::File(unusable))),
                Ok(lock) => match run(lock) {
                    Err(failure) => outcome(None, Err(failure)),
                    Ok(first) => is_stable(&first, &run).unwrap_or_else(|| outcome(None, Ok(first))),
                },
            })
        },
    }
}

/// Generates the crate again with the lock that the first run returned, and returns the first difference, if any.
fn is_stable(first: &Run, run: &impl Fn(Lock) -> Result<Run, Failure>) -> Option<String> {
    let lock = first.model.lock.render();
    let again = match Lock::parse(&lock) {
        Ok(lock) => run(lock),
        Err(finding) => return Some(format!("invalid lock: {finding}")),
    };
    let Ok(again) = again else {
        return Some("unstable lock: the crate cannot be generated again".to_owned());
    };
    if again.model.lock.render() != lock {
        return Some("unstable lock: its lines change".to_owned());
    }
    let (before, after) = (first.model.crate_files().ok()?, again.model.crate_files().ok()?);
    let different = before.iter().find(|(path, text)| after.get(*path) != Some(*text));
    different.map(|(path, _)| format!("unstable lock: {path} changes"))
}

/// Returns the target `overlay`.
pub(super) fn overlays(folder: Folder) -> impl Target<Input = Text> {
    Bytes {
        inputs: OVERLAYS.len(),
        original: |number, _| text(OVERLAYS, number, if number == 2 { "json" } else { "yaml" }),
        outcome: move |text: &Text| {
            folder.with(text, |path| {
                let document = folder.path("document.yaml");
                let input = Input { document, overlays: vec![path.to_owned()], ..Input::default() };
                outcome(None, Pipeline::default().run(&input))
            })
        },
    }
}

/// Returns the target `config`. No file is written outside of the folder.
pub(super) fn configs(folder: Folder) -> impl Target<Input = Text> {
    Bytes {
        inputs: CONFIGS.len(),
        original: |number, _| text(CONFIGS, number, "toml"),
        outcome: move |text: &Text| {
            folder.with(text, |path| match Project::read_all(path) {
                Err(failure) => outcome(None, Err(failure)),
                Ok(projects) => {
                    let all: Vec<String> = projects.iter().map(|one| planned(path, one)).collect();
                    let first = |is: fn(&str) -> bool| all.iter().find(|one| is(one.as_str())).cloned();
                    first(is_failure).or_else(|| first(|one| one == GENERATED)).unwrap_or(REFUSED.to_owned())
                }
            })
        },
    }
}

/// Returns the outcome of an SDK, which is compared with its output folder.
fn planned(settings: &Path, project: &Project) -> String {
    let settings = SettingsFile { path: settings.to_owned(), sdk: project.name().map(str::to_owned) };
    outcome(Some(&settings), project.plan().map(|planned| planned.run))
}

fn text(all: &[&str], number: usize, extension: &str) -> Text {
    let bytes = all.get(number).map(|text| text.as_bytes().to_vec()).unwrap_or_default();
    Text { bytes, extension: extension.to_owned(), origin: number }
}

/// Prints the findings in the log of the child, like `openapi-crate generate`, and checks the files.
fn outcome(settings: Option<&SettingsFile>, run: Result<Run, Failure>) -> String {
    match run {
        Ok(Run { source, model, findings }) => {
            report::show_all(&source, settings, &findings);
            match model.crate_files() {
                Ok(files) => checked(&files, &model.names.krate),
                Err(_) => REFUSED.to_owned(),
            }
        }
        Err(failure) => {
            let _ = failure.to_string();
            match &failure {
                Failure::File(unusable) => report::show_unusable(unusable),
                Failure::Document { source, findings } => report::show_all(source, settings, findings),
                Failure::Output(finding) => report::show_without_source(finding),
            }
            REFUSED.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::target::{input, run};
    use super::*;

    fn folder(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("fuzz-{}-{name}", std::process::id()));
        Folder::create(path).unwrap_or_else(|why| panic!("{why}"))
    }

    /// Asserts that all original inputs result in a crate, and that a seed determines its input.
    fn check(mut target: impl Target<Input = Text>, inputs: usize) {
        let mut origins = std::collections::BTreeSet::new();
        let originals: Vec<Text> = (1..100).filter_map(|seed| target.input(seed, &[])).collect();
        for original in originals {
            if origins.insert(original.origin) {
                assert_eq!(
                    run(&target, &original),
                    GENERATED,
                    "{}",
                    String::from_utf8_lossy(&original.bytes)
                );
            }
        }
        assert_eq!(origins.len(), inputs);
        let mut mutated = || (1..50).map(|seed| input(&mut target, seed)).collect::<Vec<_>>();
        assert_eq!(mutated(), mutated());
    }

    #[test]
    fn the_inputs_of_all_targets_are_valid() {
        let folder = folder("inputs");
        check(locks(folder.clone()), LOCKS.len());
        check(overlays(folder.clone()), OVERLAYS.len());
        check(configs(folder.clone()), CONFIGS.len());
        check(documents(&[folder.path("document.yaml")], folder.clone()), 1);
        let _ = fs::remove_dir_all(folder.0);
    }

    #[test]
    fn lines_that_change_on_the_second_run_are_a_failure() {
        let folder = folder("stable");
        let document = Input::file(folder.path("document.yaml"));
        let same = |lock| Pipeline::locked(Config::default(), lock).run(&document);
        let first = same(Lock::default()).unwrap_or_else(|failure| panic!("{failure}"));
        assert_eq!(is_stable(&first, &same), None);
        let missing = |_| Pipeline::default().run(&Input::file(folder.path("missing.yaml")));
        assert!(is_stable(&first, &missing).is_some_and(|why| is_failure(&why)));
        let renamed = |_| same(Lock::parse(LOCKS[1]).unwrap_or_default());
        assert!(is_stable(&first, &renamed).is_some_and(|why| is_failure(&why)));
        let _ = fs::remove_dir_all(folder.0);
    }
}
