//! Documents to compare: files, or files as they were in a git revision, and their models under one configuration.
//!
//! git is asked as a child process, without a shell; what it is asked for can never be read as an option.

use std::path::{Path, PathBuf};
use std::process::Command;

use generator::Model;
use generator::bundle;
use generator::config::Config;
use generator::diagnostic::Diagnostic;
use generator::load::{Files, Source};
use generator::lock::Lock;
use generator::pointer::Pointer;

use crate::project::{self, LockFile};
use crate::report;

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
    let old = model(&old_name, settings.as_deref(), config.clone(), lock.as_ref().map(|file| &file.lock))?;
    // Where names are locked, those of the old document are settled when the new one gets its own.
    let new = model(&new_name, settings.as_deref(), config, lock.is_some().then_some(&old.lock))?;
    Some(Documents { old_name, old, new_name, new })
}

/// The configuration: as named, else beside the new document, else that of the repository if a document is to come from there.
fn settings(wanted: &Wanted<'_>) -> Option<Option<PathBuf>> {
    if let Some(config) = wanted.config {
        return Some(Some(config.to_owned()));
    }
    let Some(new) = wanted.new else {
        return Some(Some(project::short(&project::root().join("spec").join("sdk.toml"))));
    };
    let path = if Path::new(new).is_file() { new } else { in_git(new).map_or(new, |(_, path)| path) };
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

fn model(name: &str, settings: Option<&Path>, config: Config, lock: Option<&Lock>) -> Option<Model> {
    let folder = settings.and_then(Path::parent).unwrap_or(Path::new(""));
    let roots: Vec<PathBuf> = config.refs.roots.iter().map(|root| folder.join(root)).collect();
    let source =
        source(name, &roots).map_err(|finding| report::show_unloaded(Path::new(name), &finding)).ok()?;
    let none = Lock::default();
    match generator::locked_model(&source, config, lock.unwrap_or(&none)) {
        Ok((model, _)) => Some(model),
        Err(findings) => {
            report::show_all(&source, settings, &findings);
            report::say(&format!("{name} cannot be compared; --lenient mends what can be mended"));
            None
        }
    }
}

/// Revision and path of a document in git.
fn in_git(name: &str) -> Option<(&str, &str)> {
    name.split_once(':').filter(|(revision, path)| !revision.is_empty() && !path.is_empty())
}

/// The document of this name, with the files that it refers to: on the disk, those below `roots`; in git, those of the same revision.
fn source(name: &str, roots: &[PathBuf]) -> Result<Source, Diagnostic> {
    let path = Path::new(name);
    match in_git(name) {
        Some((revision, path_there)) if !path.exists() => {
            let source = Source::parse(name, git_show(name)?)?;
            Ok(bundle::bundled(source, &Revision::of(revision, path_there)))
        }
        _ => bundle::read(path, roots),
    }
}

/// The files of a revision. Whatever a document names there, git gives nothing but what the repository holds.
struct Revision<'a> {
    revision: &'a str,
    /// The folder of the document, from the root of the repository.
    folder: &'a str,
    document: &'a str,
}

impl<'a> Revision<'a> {
    fn of(revision: &'a str, path: &'a str) -> Self {
        let (folder, document) = path.rsplit_once('/').unwrap_or(("", path));
        Self { revision, folder, document }
    }
}

impl Files for Revision<'_> {
    fn document(&self) -> &str {
        self.document
    }

    fn find(&self, path: &str) -> Result<String, Diagnostic> {
        Ok(path.to_owned())
    }

    fn read(&self, path: &str) -> Result<Source, Diagnostic> {
        let mut steps: Vec<&str> = self.folder.split('/').filter(|step| !step.is_empty()).collect();
        for step in path.split('/') {
            if step == ".." {
                steps.pop();
            } else {
                steps.push(step);
            }
        }
        let name = format!("{}:{}", self.revision, steps.join("/"));
        Source::parse_part(&name, git_show(&name)?)
    }
}

/// What a file holds in a revision, as in `HEAD~1:spec/api.yaml`.
fn git_show(object: &str) -> Result<Vec<u8>, Diagnostic> {
    let refused = |why: &str| {
        Diagnostic::error("no-such-revision", &Pointer::root(), format!("`{object}` cannot be read: {why}"))
            .help("name a file, or REVISION:PATH with the path from the root of the repository")
    };
    if object.starts_with('-') {
        return Err(refused("a revision does not start with `-`"));
    }
    // Unlike `show`, it runs no filter that the repository configures.
    let run = Command::new("git").args(["cat-file", "blob", object]).output();
    let run = run.map_err(|error| refused(&format!("git cannot be run: {error}")))?;
    if run.status.success() {
        return Ok(run.stdout);
    }
    Err(refused(String::from_utf8_lossy(&run.stderr).trim().trim_start_matches("fatal: ")))
}
