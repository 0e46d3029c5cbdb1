//! The rules, as functions of a source tree and its tables. Each returns the violations.
//!
//! `boundaries.rs` applies them to the repository, and `synthetic.rs` to small trees that violate them.

use std::collections::BTreeSet;

use crate::Source;
use crate::imports::Crate;

/// A table of modules and the modules that each may import.
pub(crate) type Table<'a> = &'a [(&'a str, &'a [&'a str])];

/// Returns the first component of a path in a folder: the stage or the layer of a file.
fn part<'a>(folder: &str, path: &'a str) -> &'a str {
    let below = path.strip_prefix(folder).unwrap_or(path).trim_start_matches('/');
    below.split(['/', '.']).next().unwrap_or_default()
}

/// Returns the imports that the table does not permit for a stage, and the table entries that no file needs.
pub(crate) fn stages(root: &str, sources: &[Source], table: Table<'_>) -> (Vec<String>, Vec<String>) {
    let mut unused: BTreeSet<(&str, &str)> =
        table.iter().flat_map(|(from, to)| to.iter().map(|to| (*from, *to))).collect();
    let mut wrong = Vec::new();
    for ((from, to), path) in &Crate::read(root, sources).imports {
        let (from_stage, to_stage) = (part(root, from), part(root, to));
        if from_stage == to_stage || from_stage == "lib" {
            continue;
        }
        let allowed = table.iter().find(|(name, _)| *name == from_stage);
        if !allowed.is_some_and(|(_, allowed)| allowed.contains(&to_stage)) {
            wrong.push(format!("{from}: {path}"));
        }
        unused.retain(|pair| *pair != (from_stage, to_stage));
    }
    (wrong, unused.into_iter().map(|(from, to)| format!("{from}: {to}")).collect())
}

/// Returns a program's imports from generator modules that programs must not use.
pub(crate) fn programs(root: &str, sources: &[Source], modules: &[&str], open: &[&str]) -> Vec<String> {
    let is_deep = |path: &str| {
        let mut steps = path.split("::");
        let (krate, module) = (steps.next(), steps.next().unwrap_or_default());
        krate == Some("generator") && modules.contains(&module) && !open.contains(&module)
    };
    let outside = Crate::read(root, sources).outside;
    let deep = outside.into_iter().filter(|(_, path)| is_deep(path));
    deep.map(|(file, path)| format!("{file}: {path}")).collect()
}

/// Returns the runtime files that do not belong to a layer, and the imports of a layer from layers above it.
pub(crate) fn layers(root: &str, sources: &[Source], layers: &[&str]) -> (Vec<String>, Vec<String>) {
    let folder = format!("{root}/runtime");
    let layer = |path: &str| layers.iter().position(|layer| *layer == part(&folder, path));
    // The root and the facade export items from all layers; the root also exports the macros.
    let is_outside =
        |path: &str| ["lib.rs", "runtime/mod.rs", "runtime/facade.rs"].iter().any(|end| path.ends_with(end));
    let homeless = sources.iter().filter(|file| layer(&file.path).is_none() && !is_outside(&file.path));
    let homeless = homeless.map(|file| file.path.clone()).collect();
    let imports = Crate::read(root, sources).imports;
    let upward = imports.iter().filter(|((from, to), _)| {
        !is_outside(from)
            && !is_outside(to)
            && layer(to).is_none_or(|to| layer(from).is_none_or(|from| to > from))
    });
    (homeless, upward.map(|((from, _), path)| format!("{from}: {path}")).collect())
}

/// Returns the import cycles that are too large, or that cross folders.
pub(crate) fn circles(root: &str, sources: &[Source], largest: usize) -> Vec<String> {
    let imports = Crate::read(root, sources);
    let mut wrong = Vec::new();
    for circle in imports.circles() {
        let what = imports.within(&circle).join("\n  ");
        let mut folders = circle.iter().map(|file| folders(file));
        let first = folders.next().unwrap_or_default();
        let common = folders.fold(first, |common, more| &common & &more);
        if circle.len() > largest {
            wrong.push(format!("{} files import each other:\n  {what}", circle.len()));
        } else if common.is_empty() {
            wrong.push(format!("files in several folders import each other:\n  {what}"));
        }
    }
    wrong
}

/// Returns a file's folders: its parent and the folder for its submodules.
fn folders(file: &str) -> BTreeSet<String> {
    let own = file.strip_suffix("/mod.rs").or(file.strip_suffix(".rs")).unwrap_or(file).to_owned();
    let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    BTreeSet::from([folder, own])
}

/// Returns the uses of each word outside of the folders that may use it, and the words that are never used.
pub(crate) fn reserved(root: &str, sources: &[Source], table: Table<'_>) -> (Vec<String>, Vec<String>) {
    let (mut wrong, mut unused) = (Vec::new(), Vec::new());
    for (word, stages) in table {
        let allowed: Vec<_> = stages.iter().map(|stage| format!("{root}/{stage}")).collect();
        let is_outside = |source: &&Source| !allowed.iter().any(|folder| source.is_below(folder));
        let outside = sources.iter().filter(is_outside).flat_map(|source| source.paths(word));
        wrong.extend(outside.map(|place| format!("`{word}` is only for {stages:?}: {place}")));
        if sources.iter().all(|source| source.paths(word).is_empty()) {
            unused.push((*word).to_owned());
        }
    }
    (wrong, unused)
}

/// Returns the uses of the given words outside of a file.
pub(crate) fn only_in(file: &str, words: &[&str], sources: &[Source]) -> Vec<String> {
    let outside = sources.iter().filter(|source| !source.is_below(file));
    outside.flat_map(|source| words.iter().flat_map(|word| source.uses(word))).collect()
}

/// Returns the files that do not start with `//!`.
pub(crate) fn silent(sources: &[Source]) -> Vec<String> {
    let silent = sources.iter().filter(|source| !source.text.starts_with("//! "));
    silent.map(|source| source.path.clone()).collect()
}

/// Returns the files with more than `most` lines.
pub(crate) fn long(sources: &[Source], most: usize) -> Vec<String> {
    let lines = |source: &Source| source.text.lines().count();
    let long = sources.iter().filter(|source| lines(source) > most);
    long.map(|source| format!("{}: {} lines", source.path, lines(source))).collect()
}
