//! `generate`: generates a crate from a document, or checks that it is up to date.
//!
//! [`files`] compares and writes files; [`view`] is the result as JSON.

mod files;
mod view;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use generator::diagnostic::{Code, Diagnostic};
use generator::{Model, Pointer, Report};

use crate::Outcome;
use crate::arguments::{Check, Generate};
use crate::project::{Input, Made, Settings};
use crate::report::{self, Output, Progress, count};
use crate::spec::{FilesRead, Use};
use crate::{coverage, watch};
pub(crate) use files::{Mode, bring_up_to_date};
use view::updated;
pub(crate) use view::{View, as_json};

impl Generate {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        if self.watch { watch::watch(&self) } else { self.once(&FilesRead::default()) }
    }

    /// Generates the crates of all selected SDKs once. Adds the files that are read to `files`.
    pub(crate) fn once(&self, files: &FilesRead) -> Outcome {
        let Some(all) = Settings::read_all(&self.input) else { return Outcome::BadInput };
        if all.len() > 1 && (self.out.is_some() || self.report.is_some() || self.input.name.is_some()) {
            report::refuse("`--out`, `--report` and `--name` apply to one SDK", "select it with `--sdk`");
            return Outcome::BadInput;
        }
        // All SDKs are processed, even if one of them fails.
        worst(all.into_iter().map(|settings| self.generate(settings, files)).collect())
    }

    /// Generates the crate of one SDK.
    fn generate(&self, settings: Settings, files: &FilesRead) -> Outcome {
        let start = Instant::now();
        let _progress = Progress::start("generating");
        let Some((out, made)) = self.made(settings, files) else { return Outcome::BadInput };
        let Some(content) = made.crate_files(self.failed()) else { return Outcome::BadInput };
        let (lock, mode) = (lock(&made), self.mode());
        let outcome = if self.output.is_json() {
            as_json(&out, content, lock.clone(), mode, &made)
        } else {
            bring_up_to_date(&out, content, lock.clone(), mode, |done| summary(&made, done, start.elapsed()))
        };
        lock.iter().for_each(|(path, text)| files.updated(path, text));
        if outcome == Outcome::Done { denied(&made, self.deny_warnings) } else { outcome }
    }

    /// Generates the crate of the selected SDK and returns the result instead of printing it.
    ///
    /// # Errors
    /// Returns the outcome if generation fails; the error has already been printed.
    pub(crate) fn result(&self) -> Result<View, Outcome> {
        let _progress = Progress::start("generating");
        let settings = Settings::read_all(&self.input).and_then(|mut all| all.pop());
        let made = settings.and_then(|settings| self.made(settings, &FilesRead::default()));
        let (out, made) = made.ok_or(Outcome::BadInput)?;
        let content = made.crate_files(self.failed()).ok_or(Outcome::BadInput)?;
        updated(&out, content, lock(&made), self.mode(), &made).map(|(view, _)| view)
    }

    /// Builds the model of one SDK; also returns the folder of its crate. If there is an error, prints it and returns
    /// `None`.
    fn made(&self, mut settings: Settings, files: &FilesRead) -> Option<(PathBuf, Made)> {
        let out = settings.out(self.out.as_deref())?;
        let custom = generator::custom_code(&out);
        settings.config.custom = custom.is_file();
        files.add(&custom, Use::Presence);
        let mut written = Ok(());
        let made = settings.model(&self.input, self.failed(), files, |source, model, findings| {
            if let Some(path) = &self.report {
                written = coverage::write(path, source, model, findings);
            }
        });
        written.ok()?;
        Some((out, made?))
    }

    /// Returns the last line of output after an error.
    fn failed(&self) -> &'static str {
        match self.mode() {
            Mode::Check => "the check failed",
            Mode::List => "nothing was listed",
            Mode::Write => "nothing was generated",
        }
    }

    fn mode(&self) -> Mode {
        match (self.check, self.dry_run) {
            (true, _) => Mode::Check,
            (_, true) => Mode::List,
            _ => Mode::Write,
        }
    }
}

/// Returns the path of the naming lock and its new text, or `None` if names are not locked.
fn lock(made: &Made) -> Option<(&Path, String)> {
    made.lock.as_ref().map(|file| (file.path.as_path(), made.model.lock.render()))
}

impl Check {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        let Self { input, out, deny_warnings, output } = self;
        if input.spec.is_some() && out.is_none() {
            return document_only(&input, deny_warnings, output);
        }
        let generate = Generate {
            check: true,
            dry_run: false,
            input,
            out,
            deny_warnings,
            report: None,
            output,
            watch: false,
        };
        generate.once(&FilesRead::default())
    }
}

/// Reports warnings that count as failures. The warnings themselves may be hidden by `--quiet`.
fn denied(made: &Made, deny: bool) -> Outcome {
    if !deny || made.warnings == 0 {
        return Outcome::Done;
    }
    let message =
        format!("{}, and `--deny-warnings` makes warnings failures", count(made.warnings, "warning"));
    report::show_without_source(
        &Diagnostic::error(Code::DeniedWarnings, &Pointer::root(), message)
            .help("correct the document with an overlay, or list codes in `diagnostics.allow` in sdk.toml"),
    );
    Outcome::Findings
}

/// Returns the most serious outcome.
fn worst(outcomes: Vec<Outcome>) -> Outcome {
    let worst = [Outcome::BadInput, Outcome::Findings].into_iter().find(|one| outcomes.contains(one));
    worst.unwrap_or(Outcome::Done)
}

/// Checks only a document, without comparing a crate.
fn document_only(input: &Input, deny_warnings: bool, output: Output) -> Outcome {
    let Some(all) = Settings::read_all(input) else { return Outcome::BadInput };
    let check = |settings: Settings| {
        let made = settings.model(input, "the check failed", &FilesRead::default(), |_, _, _| ());
        let Some(made) = made else { return Outcome::BadInput };
        let outcome = denied(&made, deny_warnings);
        if output.is_json() {
            return report::print_json(&View::new(None, &made, None, false), outcome);
        }
        let sdk = made.sdk.as_ref().map(|sdk| format!("{sdk}: ")).unwrap_or_default();
        report::summarize(&format!("{sdk}{}; {}\n", size(&made.model), count(made.warnings, "warning")));
        outcome
    };
    worst(all.into_iter().map(check).collect())
}

fn summary(made: &Made, done: &Report, time: Duration) -> String {
    let Report { written, unchanged, removed } = done;
    format!(
        "{}; {written} written, {unchanged} unchanged, {removed} removed; {}; {:.2} s",
        size(&made.model),
        count(made.warnings, "warning"),
        time.as_secs_f64(),
    )
}

/// Formats the numbers of emitted operations and schemas, such as `3 operations, 1 schema`.
pub(crate) fn size(model: &Model) -> String {
    format!(
        "{}, {}",
        count(model.emitted_operations(), "operation"),
        count(model.emitted_schemas(), "schema")
    )
}
