//! The repository: locates its files from any of its folders, and builds models from them.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use generator::config::{Config, package_name};
use generator::diagnostic::{Diagnostic, Diagnostics, Severity};
use generator::{Failure, Lock, Model, Pipeline, Pointer, Run, Source, read_lock};

use crate::report;

/// The input arguments.
#[derive(Debug, Default, Args)]
pub(crate) struct Input {
    /// OpenAPI document, JSON or YAML [default: the one in spec/sdk.toml]
    #[arg(long, value_name = "FILE", requires = "out")]
    pub(crate) spec: Option<PathBuf>,
    /// Configuration [default: spec/sdk.toml; with --spec, the sdk.toml next to the document, if any]
    #[arg(long, value_name = "FILE", requires = "out")]
    pub(crate) config: Option<PathBuf>,
    /// Treat defects of the document as errors, even if they can be repaired
    #[arg(long, conflicts_with = "lenient")]
    pub(crate) strict: bool,
    /// Repair defects of the document where possible, even if the configuration sets `strict`
    #[arg(long)]
    pub(crate) lenient: bool,
    /// Package name [default: the configured one, or one derived from the document's title]
    #[arg(long, value_name = "CRATE", value_parser = package_name)]
    pub(crate) name: Option<String>,
}

/// Returns the root of the checkout that contains the working directory: the nearest folder, from there upwards, with a workspace's
/// `Cargo.toml` and the settings in `spec/sdk.toml`. Determined at run time, as cargo finds its workspace: the program may have been
/// compiled in another checkout.
///
/// # Errors
/// The working directory is in no checkout, or is not accessible.
pub(crate) fn root() -> Result<PathBuf, Box<Diagnostic>> {
    let failed =
        |message: String| {
            let finding = Diagnostic::error("no-repository", &Pointer::root(), message);
            Box::new(finding.help(
                "run the command in a checkout of the generator, or name all files on the command line",
            ))
        };
    let here = env::current_dir()
        .map_err(|error| failed(format!("the working directory is not accessible: {error}")))?;
    let root = here.ancestors().find(|folder| is_root(folder)).map(Path::to_owned);
    root.ok_or_else(|| {
        failed(format!(
            "neither `{}` nor a folder above it is a checkout, with `spec/sdk.toml` next to the workspace's `Cargo.toml`",
            here.display()
        ))
    })
}

fn is_root(folder: &Path) -> bool {
    let is_workspace = |text: String| text.lines().any(|line| line.trim_end() == "[workspace]");
    folder.join("spec").join("sdk.toml").is_file()
        && fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(is_workspace)
}

/// Returns a path in the repository, relative to the working directory if possible. `None` if there is no repository; the error has been printed.
pub(crate) fn path<const N: usize>(steps: [&str; N]) -> Option<PathBuf> {
    let root = root().map_err(|finding| report::show_without_source(&finding)).ok()?;
    Some(short(&steps.iter().fold(root, |path, step| path.join(step))))
}

/// Returns a path relative to the current folder, if that is shorter.
pub(crate) fn short(path: &Path) -> PathBuf {
    let relative =
        env::current_dir().ok().and_then(|current| path.strip_prefix(current).ok().map(Path::to_owned));
    match relative {
        Some(relative) if relative.as_os_str().is_empty() => PathBuf::from("."),
        Some(relative) => relative,
        None => path.to_owned(),
    }
}

/// The model built from the input, and the findings.
pub(crate) struct Made {
    pub(crate) model: Model,
    pub(crate) warnings: usize,
    /// The naming lock; `None` if names are not locked.
    pub(crate) lock: Option<LockFile>,
}

/// A naming lock and its path.
pub(crate) struct LockFile {
    pub(crate) path: PathBuf,
    pub(crate) lock: Lock,
}

impl LockFile {
    /// Reads the configured lock; empty if it does not exist yet.
    fn read(settings: &Settings) -> Result<Option<Self>, ()> {
        let Settings { config, path, folder } = settings;
        // Settings of another document do not apply to this one.
        if path.is_none() || config.borrowed { Ok(None) } else { Self::beside(config, folder) }
    }

    /// Reads the lock of a configuration in this folder; empty if it does not exist yet.
    pub(crate) fn beside(config: &Config, folder: &Path) -> Result<Option<Self>, ()> {
        if config.locked == Some(false) {
            return Ok(None);
        }
        let path = folder.join(config.lock.as_deref().unwrap_or("names.lock"));
        match read_lock(&path) {
            Ok(lock) => Ok(Some(Self { path, lock })),
            Err(file) => {
                report::show_unusable(&file);
                Err(())
            }
        }
    }
}

/// Reads the input, builds the model and prints the findings. `None` after errors.
///
/// `standalone`: the crate is generated outside of this workspace.
pub(crate) fn model(input: &Input, standalone: bool) -> Option<Made> {
    model_seen(input, standalone, |_, _, _| ())
}

/// Like [`model`]; calls `see` with the document and its findings, even if errors prevent a model.
pub(crate) fn model_seen(
    input: &Input,
    standalone: bool,
    see: impl FnOnce(&Source, Option<&Model>, &Diagnostics),
) -> Option<Made> {
    let settings = read_settings(input)?;
    let lock = LockFile::read(&settings).ok()?;
    let Settings { mut config, path: settings, folder } = settings;
    config.package.standalone = config.package.standalone || standalone;
    config.strict = (config.strict || input.strict) && !input.lenient;
    if let Some(name) = &input.name {
        config.package.name = Some(name.clone());
    }
    let path = match (&input.spec, &config.document) {
        (Some(spec), _) => spec.clone(),
        (None, Some(document)) => short(&folder.join(document)),
        (None, None) => {
            let finding = Diagnostic::error(
                "no-document",
                &Pointer::root(),
                "the configuration does not set `document`",
            )
            .help("add an entry such as `document = \"openapi.yaml\"`, or give --spec FILE");
            report::show_without_source(&finding);
            return None;
        }
    };
    let overlays: &[String] = if config.borrowed { &[] } else { &config.overlays };
    let in_folder = |paths: &[String]| paths.iter().map(|path| short(&folder.join(path))).collect();
    let input = generator::Input {
        document: path,
        roots: in_folder(&config.refs.roots),
        overlays: in_folder(overlays),
    };
    let settled = lock.as_ref().map(|file| file.lock.clone()).unwrap_or_default();
    match Pipeline::locked(config, settled).run(&input) {
        Ok(Run { source, model, findings }) => {
            report::show_all(&source, settings.as_deref(), &findings);
            see(&source, Some(&model), &findings);
            let warnings = findings.count(Severity::Warning);
            Some(Made { model, warnings, lock })
        }
        Err(failure) => {
            report::show_failure(&failure, settings.as_deref());
            if let Failure::Document { source, findings } = &failure {
                see(source, None, findings);
                report::say(&refusal(findings));
            }
            None
        }
    }
}

/// Reads only the naming lock. The outer `None` is an error in it or in the configuration; the inner one means that names are not locked.
pub(crate) fn lock(input: &Input) -> Option<Option<LockFile>> {
    LockFile::read(&read_settings(input)?).ok()
}

/// The settings of the maintainer.
struct Settings {
    config: Config,
    /// The path of the configuration, if there is one.
    path: Option<PathBuf>,
    /// The base of relative paths in the configuration.
    folder: PathBuf,
}

fn read_settings(input: &Input) -> Option<Settings> {
    let path = match (&input.config, &input.spec) {
        (Some(config), _) => config.clone(),
        (None, Some(spec)) => {
            let beside = spec.parent().unwrap_or(Path::new("")).join("sdk.toml");
            if !beside.is_file() {
                return Some(Settings { config: Config::default(), path: None, folder: PathBuf::new() });
            }
            beside
        }
        (None, None) => self::path(["spec", "sdk.toml"])?,
    };
    let mut config = Config::read(&path).map_err(|finding| report::show_unloaded(&path, &finding)).ok()?;
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    config.borrowed = match (&input.config, &input.spec, &config.document) {
        (None, Some(spec), Some(document)) => !is_same_file(spec, &folder.join(document)),
        (None, Some(_), None) => true,
        _ => false,
    };
    Some(Settings { config, path: Some(path), folder })
}

/// Returns whether both paths are the same file.
pub(crate) fn is_same_file(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

fn refusal(findings: &Diagnostics) -> String {
    let errors = report::count(findings.count(Severity::Error), "error");
    let warnings = report::count(findings.count(Severity::Warning), "warning");
    format!("nothing was generated: {errors}, {warnings}")
}
