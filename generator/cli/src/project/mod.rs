//! Finds the maintainer's configuration from any folder in the project and builds models from that configuration.
//!
//! [`entries`] checks the files that the configuration names.

mod entries;

use std::env;
use std::path::{Component, Path, PathBuf};

use clap::Args;
use clap::builder::{OsStringValueParser, TypedValueParser};
use generator::config::{Config, Sdk, package_name};
use generator::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use generator::{Contents, Files, Flavor, Lock, Model, Pipeline, Pointer, Source, read_lock};

use crate::report::SettingsFile;
use crate::spec::{Address, FilesRead, Spec, Use};
use crate::{program, report, selection};

/// The input arguments.
#[derive(Debug, Default, Args)]
pub(crate) struct Input {
    /// OpenAPI document, JSON or YAML: a file, `-` for standard input, or an https URL [default: the one in sdk.toml]
    #[arg(long, value_name = "SPEC", value_parser = OsStringValueParser::new().try_map(Spec::parse))]
    pub(crate) spec: Option<Spec>,
    /// Configuration [default: the nearest sdk.toml; with --spec, the one next to the document, if any]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Treat defects in the document as errors, even if they can be repaired
    #[arg(long, conflicts_with = "lenient")]
    pub(crate) strict: bool,
    /// Repair defects in the document where possible, even if the configuration sets `strict`
    #[arg(long)]
    pub(crate) lenient: bool,
    /// Package name [default: the configured one, or one derived from the document's title]
    #[arg(long, value_name = "CRATE", value_parser = package_name)]
    pub(crate) name: Option<String>,
}

/// The possible locations of the configuration in a folder, in order of preference.
const SETTINGS: [&str; 2] = ["sdk.toml", "spec/sdk.toml"];

/// Returns the nearest configuration, in the working directory or one of its parent directories. Prints an error and
/// returns `None` if there is none.
pub(crate) fn nearest_settings() -> Option<PathBuf> {
    let failed = |message: String| {
        let finding = Diagnostic::error(Code::NoConfiguration, &Pointer::root(), message);
        report::show_without_source(&finding.help(without_settings()));
    };
    let here = match env::current_dir() {
        Ok(here) => here,
        Err(error) => {
            failed(format!("the working directory is not accessible: {error}"));
            return None;
        }
    };
    let candidates = here.ancestors().flat_map(|folder| SETTINGS.map(|name| folder.join(name)));
    let found = candidates.into_iter().find(|path| path.is_file());
    if found.is_none() {
        failed(format!(
            "could not find `sdk.toml` or `spec/sdk.toml` in `{}` or any parent directory",
            here.display()
        ));
    }
    found.map(|path| short(&path))
}

/// Returns the remedy for a missing configuration. Some commands also work without one.
fn without_settings() -> String {
    let name = program::called();
    let other = match program::command() {
        Some("generate") => format!(", or generate without one: `{name} generate --spec SPEC --out DIR`"),
        Some("check") => format!(", or check a document without one: `{name} check --spec SPEC`"),
        Some("docs") => ", or pass `--spec SPEC`".to_owned(),
        Some("inspect") => format!(", or pass a document: `{name} inspect SPEC`"),
        Some("diff") => format!(", or pass two documents: `{name} diff OLD NEW`"),
        _ => String::new(),
    };
    format!("run `{name} init` to create an sdk.toml, or change to its folder{other}")
}

/// Returns the crate's output folder: `given`, or `out` from the configuration, relative to `folder`.
///
/// # Errors
/// Returns an error if neither is set.
pub(crate) fn out(given: Option<&Path>, config: &Config, folder: &Path) -> Result<PathBuf, Box<Diagnostic>> {
    match (given, &config.out) {
        (Some(given), _) => Ok(given.to_owned()),
        (None, Some(out)) => Ok(short(&normal(&folder.join(out)))),
        (None, None) => {
            let what = "the configuration does not set `out`, the folder of the crate";
            let finding = Diagnostic::error(Code::NoOutput, &Pointer::root(), what);
            Err(Box::new(finding.help("add an entry such as `out = \"client\"`, or pass --out DIR")))
        }
    }
}

/// Removes each `..` together with the name before it, unless that name is a symbolic link. For example,
/// `spec/../client` becomes `client`.
fn normal(path: &Path) -> PathBuf {
    let mut steps: Vec<Component<'_>> = Vec::new();
    for step in path.components() {
        let before: PathBuf = steps.iter().collect();
        match (step, steps.last()) {
            (Component::ParentDir, Some(Component::Normal(_))) if !before.is_symlink() => drop(steps.pop()),
            _ => steps.push(step),
        }
    }
    steps.iter().collect()
}

/// Returns the path relative to the working directory, if it is inside that directory.
pub(crate) fn short(path: &Path) -> PathBuf {
    let relative =
        env::current_dir().ok().and_then(|current| path.strip_prefix(current).ok().map(Path::to_owned));
    match relative {
        Some(relative) if relative.as_os_str().is_empty() => PathBuf::from("."),
        Some(relative) => relative,
        None => path.to_owned(),
    }
}

/// The model built from the input, the number of warnings, and the naming lock.
pub(crate) struct Made {
    pub(crate) model: Model,
    pub(crate) warnings: usize,
    /// The naming lock; `None` if names are not locked.
    pub(crate) lock: Option<LockFile>,
    /// The name of the SDK, if the configuration has several.
    pub(crate) sdk: Option<String>,
}

impl Made {
    /// Returns the files of the crate. If they cannot be emitted, prints the reason, followed by `failed`.
    pub(crate) fn crate_files(&self, failed: &str) -> Option<(Contents, Files)> {
        Some((self.model.crate_contents(), emitted(self.model.crate_files(), failed)?))
    }

    /// Returns the docs pages of a flavor. If they cannot be emitted, prints the reason, followed by `failed`.
    pub(crate) fn pages(&self, failed: &str, flavor: Flavor) -> Option<(Contents, Files)> {
        Some((self.model.docs_contents(flavor), emitted(self.model.docs_files(flavor), failed)?))
    }
}

fn emitted(files: Result<Files, Diagnostic>, failed: &str) -> Option<Files> {
    files
        .map_err(|finding| {
            report::show_without_source(&finding);
            report::say(&format!("{failed}: 1 error"));
        })
        .ok()
}

/// A naming lock and its path.
pub(crate) struct LockFile {
    pub(crate) path: PathBuf,
    pub(crate) lock: Lock,
}

impl LockFile {
    /// Reads the configured lock, which is empty if it does not exist yet. Returns `None` if names are not locked.
    fn read(settings: &Settings, files: &FilesRead) -> Result<Option<Self>, ()> {
        let Settings { config, file, folder } = settings;
        // Settings for a different document do not apply to this one.
        if file.is_none() || config.borrowed {
            return Ok(None);
        }
        let path = Self::path(config, folder);
        path.iter().for_each(|path| files.add(path, Use::Read));
        Self::beside(config, folder)
    }

    /// Returns the lock file's path for a configuration in the given folder, or `None` if names are not locked.
    fn path(config: &Config, folder: &Path) -> Option<PathBuf> {
        config.lock_file().map(|file| folder.join(file))
    }

    /// Reads the lock for a configuration in the given folder. The lock is empty if its file does not exist yet.
    /// Returns `None` if names are not locked.
    pub(crate) fn beside(config: &Config, folder: &Path) -> Result<Option<Self>, ()> {
        let Some(path) = Self::path(config, folder) else { return Ok(None) };
        match read_lock(&path) {
            Ok(lock) => Ok(Some(Self { path, lock })),
            Err(file) => {
                report::show_unusable(&file);
                Err(())
            }
        }
    }
}

/// Reads the input, builds the model and prints the findings. If there are errors, prints `failed` (such as "the check
/// failed") last and returns `None`.
pub(crate) fn model(input: &Input, failed: &str) -> Option<Made> {
    Settings::read(input)?.model(input, failed, &FilesRead::default(), |_, _, _| ())
}

/// Reads only the naming lock. The outer `None` means that the lock or the configuration has an error; the inner
/// `None` means that names are not locked.
pub(crate) fn lock(input: &Input) -> Option<Option<LockFile>> {
    LockFile::read(&Settings::read(input)?, &FilesRead::default()).ok()
}

/// The maintainer's settings.
pub(crate) struct Settings {
    pub(crate) config: Config,
    /// The configuration file, if there is one.
    file: Option<SettingsFile>,
    /// The base of relative paths in the configuration.
    folder: PathBuf,
}

impl Settings {
    /// Reads the configuration of one SDK. If there is an error, prints it and returns `None`.
    pub(crate) fn read(input: &Input) -> Option<Self> {
        match located(input)? {
            Some(path) => Some(Self::of(input, &path, selection::sdk(&path)?)),
            None => Some(Self::none()),
        }
    }

    /// Reads the configurations of all selected SDKs. If there is an error, prints it and returns `None`.
    pub(crate) fn read_all(input: &Input) -> Option<Vec<Self>> {
        match located(input)? {
            Some(path) => {
                Some(selection::sdks(&path)?.into_iter().map(|sdk| Self::of(input, &path, sdk)).collect())
            }
            None => Some(vec![Self::none()]),
        }
    }

    fn of(input: &Input, path: &Path, sdk: Sdk) -> Self {
        let mut config = sdk.config;
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        config.borrowed = match (&input.config, &input.spec, &config.document) {
            (None, Some(Spec::File(spec)), Some(document)) => !is_same_file(spec, &folder.join(document)),
            (None, Some(_), None) => true,
            _ => false,
        };
        Self { config, file: Some(SettingsFile { path: path.to_owned(), sdk: sdk.name }), folder }
    }

    /// Returns the settings for input without a configuration.
    fn none() -> Self {
        Self { config: Config::default(), file: None, folder: PathBuf::new() }
    }

    /// Returns the path of the configured document.
    #[cfg(feature = "url")]
    pub(crate) fn document(&self) -> Option<PathBuf> {
        self.config.document.as_ref().map(|document| short(&self.folder.join(document)))
    }

    /// Parses the URL of the document, if the configuration contains one. If it cannot be used, prints an error and
    /// returns `None`.
    pub(crate) fn address(&self) -> Option<Option<Address>> {
        let Some(source) = self.config.source.as_deref() else { return Some(None) };
        let address = Address::parse(source).map_err(|why| {
            let message = format!("`source` cannot be used: {why}");
            let finding = Diagnostic::error(Code::WrongEntry, &Pointer::root(), message)
                .help("correct the entry, or remove it if the document is not downloaded");
            self.file.iter().for_each(|file| file.show(&finding));
        });
        Some(Some(address.ok()?))
    }

    /// Returns the folder of the crate; see [`out`]. If it is not set, prints an error and returns `None`.
    pub(crate) fn out(&self, given: Option<&Path>) -> Option<PathBuf> {
        out(given, &self.config, &self.folder).map_err(|finding| report::show_without_source(&finding)).ok()
    }

    /// Builds the model and prints the findings. If there are errors, prints `failed` and returns `None`.
    ///
    /// Calls `see` with the document, the model and the findings, even if errors prevent the model from being built.
    /// Adds the files that it reads to `files`.
    pub(crate) fn model(
        self,
        input: &Input,
        failed: &str,
        files: &FilesRead,
        see: impl FnOnce(&Source, Option<&Model>, &Diagnostics),
    ) -> Option<Made> {
        self.address()?;
        let lock = LockFile::read(&self, files).ok()?;
        let source = self.source(input, files)?;
        let Settings { mut config, file: settings, .. } = self;
        config.strict = (config.strict || input.strict) && !input.lenient;
        if let Some(name) = &input.name {
            config.package.name = Some(name.clone());
        }
        let settled = lock.as_ref().map(|file| file.lock.clone()).unwrap_or_default();
        match Pipeline::locked(config, settled).model(&source) {
            Ok((model, findings)) => {
                report::show_all(&source, settings.as_ref(), &findings);
                see(&source, Some(&model), &findings);
                let warnings = findings.count(Severity::Warning);
                let sdk = settings.and_then(|file| file.sdk);
                Some(Made { model, warnings, lock, sdk })
            }
            Err(findings) => {
                report::show_all(&source, settings.as_ref(), &findings);
                see(&source, None, &findings);
                report::say(&format!("{failed}: {}", numbers(&findings)));
                None
            }
        }
    }

    /// Reads the document with its overlays. If there is an error, prints it and returns `None`.
    fn source(&self, input: &Input, files: &FilesRead) -> Option<Source> {
        let Self { config, file, folder } = self;
        let overlays: &[String] = if config.borrowed { &[] } else { &config.overlays };
        let (spec, document) = match (&input.spec, &config.document) {
            (Some(spec), _) => (spec.clone(), None),
            (None, Some(document)) => (Spec::File(short(&folder.join(document))), Some(document)),
            (None, None) => {
                let finding = Diagnostic::error(
                    Code::NoDocument,
                    &Pointer::root(),
                    "the configuration does not set `document`",
                )
                .help("add an entry such as `document = \"openapi.yaml\"`, or pass --spec FILE");
                report::show_without_source(&finding);
                return None;
            }
        };
        if let Some(file) = file {
            let named = entries::Files { document, overlays, roots: &config.refs.roots };
            named
                .refuse_missing(folder, config.source.is_some(), files)
                .map_err(|finding| file.show(&finding))
                .ok()?;
        }
        let in_folder = |paths: &[String]| -> Vec<PathBuf> {
            paths.iter().map(|path| short(&folder.join(path))).collect()
        };
        let source = spec.read(in_folder(&config.refs.roots), in_folder(overlays), files);
        source.map_err(|file| report::show_unusable(&file)).ok()
    }
}

/// Returns the path of the configuration: the given one, the one next to the given document, or the nearest one. The
/// outer `None` means that an error was printed; the inner `None` means that the document has no configuration.
pub(crate) fn located(input: &Input) -> Option<Option<PathBuf>> {
    match (&input.config, &input.spec) {
        (Some(config), _) => Some(Some(config.clone())),
        (None, Some(spec)) => {
            let beside = spec.file().map(|file| file.parent().unwrap_or(Path::new("")).join("sdk.toml"));
            Some(beside.filter(|beside| beside.is_file()))
        }
        (None, None) => nearest_settings().map(Some),
    }
}

/// Resolves a path from a configuration and returns it relative to the working directory.
pub(crate) fn beside(settings: &Path, path: &str) -> PathBuf {
    short(&settings.parent().unwrap_or(Path::new("")).join(path))
}

/// Returns whether both paths refer to the same file.
pub(crate) fn is_same_file(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// Formats the number of errors and warnings.
fn numbers(findings: &Diagnostics) -> String {
    let errors = report::count(findings.count(Severity::Error), "error");
    let warnings = report::count(findings.count(Severity::Warning), "warning");
    format!("{errors}, {warnings}")
}
