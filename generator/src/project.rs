//! Generates the crates of an `sdk.toml`, as the command `generate` does.
//!
//! Outside the pipeline: reads the configuration and the naming lock, runs the pipeline, and compares the crate
//! and the new lock with the files on disk. Build scripts and other programs use it in place of the command line.

use std::path::{Path, PathBuf};

use crate::config::{Config, Sdk};
use crate::diagnostic::{Code, Diagnostic};
use crate::load;
use crate::pipeline::{Failure, Input, Pipeline, Run, Stage, Unusable, read_lock};
use crate::pointer::Pointer;
use crate::write::{Plan, Report};

/// An SDK of an `sdk.toml`, which configures one crate.
#[derive(Clone, Debug)]
pub struct Project {
    settings: PathBuf,
    sdk: Sdk,
}

/// A crate that was compared with its output folder.
#[derive(Debug)]
pub struct Planned {
    /// The document, the model and the findings.
    pub run: Run,
    /// The changes to the crate and its naming lock. A check is a plan that is not applied.
    pub plan: Plan,
    /// The files that the crate was generated from, including a naming lock that does not exist yet.
    pub inputs: Vec<PathBuf>,
}

/// A crate that is up to date.
#[derive(Debug)]
pub struct Generated {
    /// The document, the model and the findings, none of which is an error.
    pub run: Run,
    /// The numbers of files that were written, left unchanged or removed.
    pub report: Report,
    /// The files that the crate was generated from, including its naming lock.
    pub inputs: Vec<PathBuf>,
}

impl Project {
    /// Reads an `sdk.toml`, which configures one SDK or, in `[sdk.NAME]` tables, several.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read or has an invalid entry.
    pub fn read_all(settings: &Path) -> Result<Vec<Self>, Failure> {
        let sdks = Config::read_all(settings).map_err(|finding| Failure::File(unread(settings, finding)))?;
        Ok(sdks.into_iter().map(|sdk| Self { settings: settings.to_owned(), sdk }).collect())
    }

    /// Returns the name of the SDK, if the file configures several.
    pub fn name(&self) -> Option<&str> {
        self.sdk.name.as_deref()
    }

    /// Generates the crate: writes the files that differ, deletes those that are no longer generated, and
    /// updates the naming lock.
    ///
    /// # Errors
    /// Returns an error if the crate cannot be generated or written. In both cases, no file has changed.
    pub fn generate(&self) -> Result<Generated, Failure> {
        let Planned { run, plan, inputs } = self.plan()?;
        let report = plan.apply().map_err(output)?;
        Ok(Generated { run, report, inputs })
    }

    /// Builds the crate and compares it with its folder, without changing files.
    ///
    /// # Errors
    /// Returns an error if the crate cannot be generated, or its folder cannot be read.
    pub fn plan(&self) -> Result<Planned, Failure> {
        let config = &self.sdk.config;
        let out = self.entry(config.out.as_deref(), Code::NoOutput, "out")?;
        let lock = config.lock_file().map(|file| self.folder().join(file));
        let locked = lock.as_deref().map(read_lock).transpose().map_err(Failure::File)?;
        let input = self.input()?;
        let config = Config { custom: custom_code(&out).is_file(), ..config.clone() };
        let run = Pipeline::locked(config, locked.unwrap_or_default()).run(&input)?;

        let files = run.model.crate_files().map_err(output)?;
        let mut plan = Plan::new(&out, &run.model.crate_contents(), files).map_err(output)?;
        if let Some(lock) = &lock {
            plan = plan.with_file(lock, run.model.lock.render()).map_err(output)?;
        }
        let read = run.source.names().map(PathBuf::from);
        let inputs = [self.settings.clone()].into_iter().chain(read).chain(lock).collect();
        Ok(Planned { run, plan, inputs })
    }

    fn input(&self) -> Result<Input, Failure> {
        let config = &self.sdk.config;
        let all = |paths: &[String]| paths.iter().map(|path| self.folder().join(path)).collect();
        Ok(Input {
            document: self.entry(config.document.as_deref(), Code::NoDocument, "document")?,
            roots: all(&config.refs.roots),
            overlays: all(&config.overlays),
        })
    }

    /// Resolves a required path of the configuration.
    fn entry(&self, path: Option<&str>, code: Code, entry: &str) -> Result<PathBuf, Failure> {
        path.map(|path| self.folder().join(path)).ok_or_else(|| {
            let message = format!("the configuration does not set `{entry}`");
            let finding = Diagnostic::error(code, &Pointer::root(), message).help(format!("set `{entry}`"));
            Failure::File(unread(&self.settings, finding))
        })
    }

    /// Returns the base of relative paths in the configuration.
    fn folder(&self) -> &Path {
        self.settings.parent().unwrap_or(Path::new(""))
    }
}

/// Returns the path of the hand-written code in an output folder. The crate includes it if it exists.
pub fn custom_code(out: &Path) -> PathBuf {
    out.join("src").join("custom").join("mod.rs")
}

fn unread(path: &Path, finding: Diagnostic) -> Box<Unusable> {
    let text = finding.position.and_then(|_| load::text_to_show(path));
    Box::new(Unusable { stage: Stage::Load, name: path.display().to_string(), text, finding })
}

fn output(finding: Diagnostic) -> Failure {
    Failure::Output(Box::new(finding))
}
