//! Documents to compare: files, or files as they were in a git revision, with what lies over each, and their models under one configuration.
//!
//! [`git`] reads revisions; [`overlays`] says what lies over a document.

mod git;
mod overlays;

use std::path::{Path, PathBuf};

use generator::config::Config;
use generator::diagnostic::Diagnostic;
use generator::{Input, Lock, Model, Pipeline, Pointer, Source, Stage, assemble};

use crate::project::{self, LockFile};
use crate::report;
use overlays::As;

/// Two documents to compare, and where the configuration for both was read.
pub(crate) struct Documents {
    /// The name of the old one.
    pub(crate) old_name: String,
    /// Its model.
    pub(crate) old: Model,
    /// The name of the new one.
    pub(crate) new_name: String,
    /// Its model.
    pub(crate) new: Model,
}

/// Which documents are meant, and how they are read.
pub(crate) struct Wanted<'a> {
    /// The old one; that of the last release if it is not named.
    pub(crate) old: Option<&'a str>,
    /// The new one; the configured one if it is not named.
    pub(crate) new: Option<&'a str>,
    /// The configuration; what lies beside the new one if it is not named.
    pub(crate) config: Option<&'a Path>,
    /// Whether defects are mended even if the configuration says that they are errors.
    pub(crate) lenient: bool,
    /// Whether the documents are compared as they are, without what lies over them.
    pub(crate) bare: bool,
}

/// Reads both; what is wrong has been shown if there is nothing.
pub(crate) fn read(wanted: &Wanted<'_>) -> Option<Documents> {
    let settings = settings(wanted)?;
    let (config, folder) = match &settings {
        Some(path) => {
            let config = Config::read(path).map_err(|finding| report::show_unloaded(path, &finding)).ok()?;
            (config, path.parent().map(Path::to_owned).unwrap_or_default())
        }
        None => (Config::default(), PathBuf::new()),
    };
    let named = |document: &Option<String>| document.as_ref().map(|name| shown(&folder.join(name)));
    let old = wanted.old.map(str::to_owned).or_else(|| named(&config.release.document));
    let new = wanted.new.map(str::to_owned).or_else(|| named(&config.document));
    let old_name = old.or_else(|| missing("release.document", "an old one"))?;
    let new_name = new.or_else(|| missing("document", "a new one"))?;
    let lock = match &settings {
        Some(_) => LockFile::beside(&config, &folder).ok()?,
        None => None,
    };
    // What one of the two documents does not have is no mistake of the settings.
    let config = Config { borrowed: true, strict: config.strict && !wanted.lenient, ..config };
    let settings = settings.as_deref();
    let roots: Vec<PathBuf> = config.refs.roots.iter().map(|root| folder.join(root)).collect();
    let source = |name: &str, role: As| {
        let overlays = if wanted.bare { Vec::new() } else { overlays::listed(name, role, settings)? };
        source(name, &roots, &overlays)
    };
    let old =
        model(source(&old_name, As::Old)?, settings, config.clone(), lock.as_ref().map(|file| &file.lock))?;
    // Where names are locked, those of the old document are settled when the new one gets its own.
    let new = model(source(&new_name, As::New)?, settings, config, lock.is_some().then_some(&old.lock))?;
    Some(Documents { old_name, old, new_name, new })
}

/// The configuration: as named, else beside the new document, else that of the repository if a document is to come from there.
fn settings(wanted: &Wanted<'_>) -> Option<Option<PathBuf>> {
    if let Some(config) = wanted.config {
        return Some(Some(config.to_owned()));
    }
    let Some(new) = wanted.new else {
        return project::path(["spec", "sdk.toml"]).map(Some);
    };
    let path = if Path::new(new).is_file() { new } else { git::named(new).map_or(new, |(_, path)| path) };
    let beside = Path::new(path).parent().unwrap_or(Path::new("")).join("sdk.toml");
    Some(beside.is_file().then_some(beside))
}

fn missing(entry: &str, what: &str) -> Option<String> {
    let message = format!("the configuration names no document: `{entry}` is missing");
    let finding = Diagnostic::error("no-document", &Pointer::root(), message)
        .help(format!("add the entry, or name {what} on the command line"));
    report::show_without_source(&finding);
    None
}

fn shown(path: &Path) -> String {
    project::short(path).display().to_string()
}

fn model(source: Source, settings: Option<&Path>, config: Config, lock: Option<&Lock>) -> Option<Model> {
    match Pipeline::locked(config, lock.cloned().unwrap_or_default()).model(&source) {
        Ok((model, _)) => Some(model),
        Err(findings) => {
            report::show_all(&source, settings, &findings);
            report::say(&format!("{} cannot be compared; --lenient mends what can be mended", source.name()));
            None
        }
    }
}

/// The document of this name, with the files that it refers to and its overlays: on the disk, those below `roots`; in git, those of the
/// same revision. If it cannot be read, the reason has been shown.
fn source(name: &str, roots: &[PathBuf], overlays: &[String]) -> Option<Source> {
    let read = match git::revision_and_path(name) {
        Some((revision, path)) => {
            let document = from_git(name)?;
            let overlays = overlays.iter().map(|overlay| from_git(overlay)).collect::<Option<_>>()?;
            assemble(document, &git::Revision::from_path(revision, path), overlays)
        }
        None => {
            let overlays = overlays.iter().map(PathBuf::from).collect();
            Input { document: PathBuf::from(name), roots: roots.to_vec(), overlays }.read()
        }
    };
    let read = read.map_err(|file| {
        report::show_unusable(&file);
        if file.stage == Stage::Overlay {
            report::say("`diff --no-overlays` compares the documents as they are");
        }
    });
    read.ok()
}

/// A file of a revision. If it cannot be read, the reason has been shown.
fn from_git(name: &str) -> Option<Source> {
    let source = git::read(name).and_then(|text| Source::parse(name, text));
    source.map_err(|finding| report::show_unloaded(Path::new(name), &finding)).ok()
}
