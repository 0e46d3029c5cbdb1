//! Documents to compare: files on disk or in git revisions, with their overlays, and their models under one
//! configuration.
//!
//! [`git`] reads revisions; [`overlays`] finds the overlays of a document.

mod git;
mod overlays;

use std::path::{Path, PathBuf};

use generator::config::Config;
use generator::diagnostic::{Code, Diagnostic};
use generator::{Lock, Model, Pipeline, Pointer, Source, Stage, assemble};

use crate::project::{self, LockFile};
use crate::report::SettingsFile;
use crate::spec::{FilesRead, Spec};
use crate::{program, report, selection};
use overlays::As;

/// Two documents to compare: their names and models.
pub(crate) struct Documents {
    /// The name of the old document.
    pub(crate) old_name: String,
    /// The model of the old document.
    pub(crate) old: Model,
    /// The name of the new document.
    pub(crate) new_name: String,
    /// The model of the new document.
    pub(crate) new: Model,
}

/// The documents to read and the options for reading them.
pub(crate) struct Wanted<'a> {
    /// The old document; by default, the document of the last release.
    pub(crate) old: Option<&'a str>,
    /// The new document; by default, the configured one.
    pub(crate) new: Option<&'a str>,
    /// The configuration; by default, the one next to the new document, or the nearest one if `new` is `None`.
    pub(crate) config: Option<&'a Path>,
    /// Whether defects are repaired even if the configuration sets `strict`.
    pub(crate) lenient: bool,
    /// Whether overlays are ignored.
    pub(crate) bare: bool,
}

/// Reads both documents. If there are errors, prints them and returns `None`.
pub(crate) fn read(wanted: &Wanted<'_>) -> Option<Documents> {
    let settings = settings(wanted)?;
    let (config, folder, file) = match &settings {
        Some(path) => {
            let sdk = selection::sdk(path)?;
            let file = SettingsFile { path: path.clone(), sdk: sdk.name };
            (sdk.config, path.parent().map(Path::to_owned).unwrap_or_default(), Some(file))
        }
        None => (Config::default(), PathBuf::new(), None),
    };
    let named = |document: &Option<String>| document.as_ref().map(|name| shown(&folder.join(name)));
    let old = wanted.old.map(str::to_owned).or_else(|| named(&config.release.document));
    let new = wanted.new.map(str::to_owned).or_else(|| named(&config.document));
    let old_name = old.or_else(no_release)?;
    let new_name = new.or_else(no_document)?;
    let lock = match &settings {
        Some(_) => LockFile::beside(&config, &folder).ok()?,
        None => None,
    };
    // A setting can refer to an item that only one of the documents has.
    let config = Config { borrowed: true, strict: config.strict && !wanted.lenient, ..config };
    let settings = settings.as_deref();
    let roots: Vec<PathBuf> = config.refs.roots.iter().map(|root| folder.join(root)).collect();
    let source = |name: &str, role: As| {
        let overlays = if wanted.bare { Vec::new() } else { overlays::listed(name, role, settings)? };
        source(name, &roots, &overlays)
    };
    let old = model(
        source(&old_name, As::Old)?,
        file.as_ref(),
        config.clone(),
        lock.as_ref().map(|file| &file.lock),
    )?;
    // The names from the old document are locked first, so that the new document keeps them.
    let new = model(source(&new_name, As::New)?, file.as_ref(), config, lock.is_some().then_some(&old.lock))?;
    Some(Documents { old_name, old, new_name, new })
}

/// Returns the path of the configuration. By default, this is the one next to the new document, or the nearest one if
/// no new document is given. The outer `None` means that an error was printed; the inner `None` means that there is
/// no configuration.
fn settings(wanted: &Wanted<'_>) -> Option<Option<PathBuf>> {
    if let Some(config) = wanted.config {
        return Some(Some(config.to_owned()));
    }
    let Some(new) = wanted.new else {
        return project::nearest_settings().map(Some);
    };
    let path = if Path::new(new).is_file() { new } else { git::named(new).map_or(new, |(_, path)| path) };
    let beside = Path::new(path).parent().unwrap_or(Path::new("")).join("sdk.toml");
    Some(beside.is_file().then_some(beside))
}

/// Reports that there is no old document.
fn no_release() -> Option<String> {
    let name = program::called();
    let finding = Diagnostic::error(
        Code::NoDocument,
        &Pointer::root(),
        "there is no earlier release to compare with",
    )
    .help(format!(
        "run `{name} release` for the first release, which sets `release.document`; or specify an old \
             document: `{name} diff OLD`"
    ));
    report::show_without_source(&finding);
    None
}

/// Reports that there is no new document.
fn no_document() -> Option<String> {
    let finding = Diagnostic::error(
        Code::NoDocument,
        &Pointer::root(),
        "the configuration does not set `document`",
    )
    .help(
        "add an entry such as `document = \"openapi.yaml\"`, or specify a new document on the command \
             line",
    );
    report::show_without_source(&finding);
    None
}

fn shown(path: &Path) -> String {
    project::short(path).display().to_string()
}

fn model(
    source: Source,
    settings: Option<&SettingsFile>,
    config: Config,
    lock: Option<&Lock>,
) -> Option<Model> {
    match Pipeline::locked(config, lock.cloned().unwrap_or_default()).model(&source) {
        Ok((model, _)) => Some(model),
        Err(findings) => {
            report::show_all(&source, settings, &findings);
            report::say(&format!(
                "cannot compare {}; `--lenient` repairs defects where possible",
                source.name()
            ));
            None
        }
    }
}

/// Loads a document with its overlays and the files that it refers to. On disk, these files must be in the document's
/// folder or under `roots`; in git, they are read from the same revision. Prints the error if that fails.
fn source(name: &str, roots: &[PathBuf], overlays: &[String]) -> Option<Source> {
    let read = match git::revision_and_path(name) {
        Some((revision, path)) => {
            let document = from_git(name)?;
            let overlays = overlays.iter().map(|overlay| from_git(overlay)).collect::<Option<_>>()?;
            assemble(document, &git::Revision::from_path(revision, path), overlays)
        }
        None => {
            let overlays = overlays.iter().map(PathBuf::from).collect();
            let spec = Spec::parse(name.into());
            spec.map_err(|why| {
                report::refuse(&format!("cannot read `{name}`: {why}"), "pass a file or an https URL")
            })
            .ok()?
            .read(roots.to_vec(), overlays, &FilesRead::default())
        }
    };
    let read = read.map_err(|file| {
        report::show_unusable(&file);
        if file.stage == Stage::Overlay {
            report::say("`diff --no-overlays` compares the documents without overlays");
        }
    });
    read.ok()
}

/// Returns a file from a revision. Prints the error if that fails.
fn from_git(name: &str) -> Option<Source> {
    let source = git::read(name).and_then(|text| Source::parse(name, text));
    source.map_err(|finding| report::show_unloaded(Path::new(name), &finding)).ok()
}
