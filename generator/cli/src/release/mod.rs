//! `release`: derives the next version, its changelog entry and the settings from the changes since the last release.
//!
//! The plan is complete before any file is written; `--dry-run` stops there. [`version`] computes the version and
//! [`entry`] the entry; [`changelog`] and [`settings`] insert them. At the end, the crate is regenerated, since its
//! manifest contains the version.

mod changelog;
mod entry;
mod settings;
mod version;
mod view;

use std::fs;
use std::path::{Path, PathBuf};

use chrono::Utc;
use generator::config::{Config, Sdk};
use generator::diagnostic::{Code, Diagnostic};
use generator::diff::{Changes, Impact, diff};
use generator::{Pointer, Source};

use crate::Outcome;
use crate::arguments::{Generate, Release};
use crate::documents::{self, Documents, Wanted};
use crate::project::Input;
use crate::report::Output;
use crate::{generate, project, report, selection};
use changelog::Changelog;
pub(crate) use version::Version;
use view::View;

/// The folder, next to the settings, for the document of the last release.
const RELEASED: &str = "released";

/// The subfolder for the overlays of that document.
const OVERLAYS: &str = "overlays";

/// The version of a package whose settings do not contain one.
const FIRST: &str = "0.1.0";

/// The message if there is nothing to release.
const UNCHANGED: &str =
    "The API has not changed since the last release; pass `--version` to release for a different reason.\n";

/// A planned release.
struct Plan {
    was: Version,
    version: Version,
    /// The most serious effect of the changes; `None` for the first release.
    impact: Option<Impact>,
    entry: String,
    changelog: File,
    /// The document and its overlays, for the next comparison.
    copies: Vec<File>,
    settings: File,
    /// The previous contents of the settings.
    settings_before: Vec<u8>,
    /// Copies from an earlier release.
    stale: Vec<PathBuf>,
}

/// A file and its new contents.
struct File {
    path: PathBuf,
    contents: Vec<u8>,
}

impl Release {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        let settings = match &self.config {
            Some(config) => config.clone(),
            None => match project::nearest_settings() {
                Some(settings) => settings,
                None => return Outcome::BadInput,
            },
        };
        let Some(sdk) = selection::sdk(&settings) else { return Outcome::BadInput };
        let config = &sdk.config;
        let is_first = self.from.is_none() && config.release.document.is_none();
        // The first release has no predecessor, so its document is compared with itself.
        let own = config.document.as_ref().filter(|_| is_first);
        let own = own.map(|document| project::beside(&settings, document).display().to_string());
        let wanted = Wanted {
            old: self.from.as_deref().or(own.as_deref()),
            new: None,
            config: Some(&settings),
            lenient: self.lenient,
            bare: false,
        };
        let Some(documents) = documents::read(&wanted) else {
            return Outcome::BadInput;
        };
        let changes = diff(&documents.old, &documents.new);
        if changes.is_empty() && self.version.is_none() && !is_first {
            return self.output.print(|| UNCHANGED.to_owned(), &View::unchanged(config));
        }
        match self.plan(&settings, &sdk, &documents, (!is_first).then_some(&changes)) {
            Ok(plan) if self.dry_run => self.output.print(|| plan.text(), &View::new(&plan)),
            Ok(plan) => self.carry_out(&plan),
            Err(finding) => refused(&finding),
        }
    }

    /// Computes the plan. `changes` is `None` for the first release.
    fn plan(
        &self,
        settings: &Path,
        sdk: &Sdk,
        documents: &Documents,
        changes: Option<&Changes>,
    ) -> Result<Plan, Diagnostic> {
        let config = sdk.config.clone();
        let released = match &sdk.name {
            Some(name) => format!("{RELEASED}/{name}"),
            None => RELEASED.to_owned(),
        };
        let was: Version =
            config.package.version.as_deref().unwrap_or(FIRST).parse().map_err(|why: String| {
                no_release(why).help("a release needs a `version` with three numbers in `[package]`")
            })?;
        let version = self.next(was, changes)?;
        let folder = settings.parent().map(Path::to_owned).unwrap_or_default();
        let out = project::out(self.out.as_deref(), &config, &folder).map_err(|finding| *finding)?;
        let date = self.date.unwrap_or_else(|| Utc::now().date_naive()).to_string();
        let page = out.join("CHANGELOG.md");
        let log = Changelog::parse(read(&page)?.as_deref());
        if log.has(&version.to_string()) {
            let message = format!("`{}` already has an entry for version {version}", page.display());
            return Err(no_release(message).help("pass a higher `--version`, or remove the entry"));
        }
        let entry = entry::render(version, &date, documents, changes, &log.notes);
        let (copy, overlays, copies) = copies(&config, &folder, &released)?;
        let text = read(settings)?.unwrap_or_default();
        let earlier = config.release.document.into_iter().chain(config.release.overlays);
        let stale = earlier.filter(|old| *old != copy && !overlays.contains(old) && is_copy(&released, old));
        Ok(Plan {
            was,
            version,
            impact: changes.and_then(Changes::impact),
            changelog: File { path: page, contents: log.with(&entry).into_bytes() },
            copies,
            settings: File {
                path: settings.to_owned(),
                contents: settings::edited(
                    &text,
                    sdk.name.as_deref(),
                    &version.to_string(),
                    &copy,
                    &overlays,
                )
                .map_err(|why| no_release(format!("cannot edit `{}`: {why}", settings.display())))?
                .into_bytes(),
            },
            settings_before: text.into_bytes(),
            entry,
            stale: stale.map(|old| folder.join(old)).collect(),
        })
    }

    /// Returns the version of the release.
    fn next(&self, was: Version, changes: Option<&Changes>) -> Result<Version, Diagnostic> {
        let needed = match changes {
            Some(changes) => was.after(changes.impact().unwrap_or(Impact::Documentation)),
            None => was,
        };
        match self.version {
            Some(version) if version < needed => {
                let why = match changes {
                    None => format!("the configured version is {was}"),
                    Some(_) => format!("after {was}, these changes require at least {needed}"),
                };
                Err(no_release(format!("version {version} is too low: {why}")).help(format!(
                    "pass `--version {needed}` or a higher version, or omit the option to use {needed}"
                )))
            }
            Some(version) => Ok(version),
            None => Ok(needed),
        }
    }

    /// Writes the settings and the copies, generates the crate, and only then writes the changelog, because a new crate
    /// requires an empty folder.
    fn carry_out(&self, plan: &Plan) -> Outcome {
        let view = View::new(plan);
        if !self.output.is_json() {
            report::print(&plan.text());
        }
        let prepared = plan.copies.iter().try_for_each(write).and_then(|()| write(&plan.settings));
        if let Err(finding) = prepared {
            return refused(&finding);
        }
        let generated = match self.generated() {
            Ok(generated) => generated,
            Err(outcome) => {
                // If the crate cannot be generated, there is no release, so the settings are restored.
                let undone =
                    write(&File { path: plan.settings.path.clone(), contents: plan.settings_before.clone() });
                return undone.err().map_or(outcome, |finding| refused(&finding));
            }
        };
        for stale in &plan.stale {
            // An error is ignored, because the copy may already be deleted, and no setting refers to it.
            let _ = fs::remove_file(stale);
        }
        match (write(&plan.changelog), generated) {
            (Err(finding), _) => refused(&finding),
            (Ok(()), Some(generated)) => report::print_json(&view.applied(generated), Outcome::Done),
            (Ok(()), None) => Outcome::Done,
        }
    }

    /// Generates the crate. If the output is JSON, returns the result of the generation; otherwise, the result has
    /// already been printed.
    ///
    /// # Errors
    /// Returns the outcome if generation fails; the error has already been printed.
    fn generated(&self) -> Result<Option<generate::View>, Outcome> {
        let input = Input { config: self.config.clone(), lenient: self.lenient, ..Input::default() };
        let generate = Generate {
            check: false,
            dry_run: false,
            input,
            out: self.out.clone(),
            deny_warnings: false,
            report: None,
            output: Output::TEXT,
            watch: false,
        };
        if self.output.is_json() {
            return generate.result().map(Some);
        }
        match generate.run() {
            Outcome::Done => Ok(None),
            outcome => Err(outcome),
        }
    }
}

/// Returns the paths of the copies of the document and of the overlays, as written to the settings, and the copies.
fn copies(
    config: &Config,
    folder: &Path,
    released: &str,
) -> Result<(String, Vec<String>, Vec<File>), Diagnostic> {
    let document =
        config.document.as_ref().ok_or_else(|| no_release("the configuration does not set `document`"))?;
    let roots: Vec<PathBuf> = config.refs.roots.iter().map(|root| folder.join(root)).collect();
    let (name, contents) =
        kept(generator::Input { document: folder.join(document), roots, overlays: Vec::new() })?;
    let copy = format!("{released}/{name}");
    let overlays = overlay_copies(released, &config.overlays)?;
    let mut copies = vec![File { path: folder.join(&copy), contents }];
    for (from, to) in config.overlays.iter().zip(&overlays) {
        let contents = fs::read(folder.join(from)).map_err(|error| unusable(Path::new(from), &error))?;
        copies.push(File { path: folder.join(to), contents });
    }
    Ok((copy, overlays, copies))
}

/// Returns the name and the contents of the copy of a document. The contents are the original text, or the bundled
/// document if the original refers to other files, which may change.
fn kept(input: generator::Input) -> Result<(String, Vec<u8>), Diagnostic> {
    let path = &input.document;
    let named = |path: &Path| file_name(&path.display().to_string());
    let described = |finding: Diagnostic| no_release(format!("{}: {}", path.display(), finding.message));
    let whole = input.read().map_err(|failure| described(failure.finding))?;
    if Source::read(path).map_err(described)?.tree() == whole.tree() {
        let text = fs::read(path).map_err(|error| unusable(path, &error))?;
        return Ok((named(path)?, text));
    }
    let text = serde_json::to_string_pretty(whole.tree()).map_err(|error| no_release(error.to_string()))?;
    Ok((named(&path.with_extension("json"))?, format!("{text}\n").into_bytes()))
}

/// Returns the file name of a path in the settings.
fn file_name(path: &str) -> Result<String, Diagnostic> {
    let name = Path::new(path).file_name().ok_or_else(|| no_release(format!("`{path}` has no file name")))?;
    Ok(name.to_string_lossy().into_owned())
}

/// Returns the paths of the overlay copies. Each has the overlay's name, prefixed with a number if the name
/// already exists.
fn overlay_copies(released: &str, overlays: &[String]) -> Result<Vec<String>, Diagnostic> {
    let mut copies: Vec<String> = Vec::new();
    for (number, overlay) in (1_usize..).zip(overlays) {
        let name = file_name(overlay)?;
        let plain = format!("{released}/{OVERLAYS}/{name}");
        let numbered = (number..).map(|number| format!("{released}/{OVERLAYS}/{number}-{name}"));
        let free = [plain].into_iter().chain(numbered).find(|copy| !copies.contains(copy));
        copies.extend(free);
    }
    Ok(copies)
}

/// Returns whether a document or an overlay is a copy from an earlier release.
fn is_copy(released: &str, path: &str) -> bool {
    let below = |folder: &str| path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
    let is_name = |name: &str| !name.contains(['/', '\\']) && !matches!(name, "" | "." | "..");
    below(released).is_some_and(is_name) || below(&format!("{released}/{OVERLAYS}")).is_some_and(is_name)
}

impl Plan {
    /// Returns the files to write, in the order in which they are listed.
    fn files(&self) -> impl Iterator<Item = &File> {
        [&self.changelog].into_iter().chain(&self.copies).chain([&self.settings])
    }

    fn text(&self) -> String {
        let from = if self.was == self.version { String::new() } else { format!("{} -> ", self.was) };
        let mut text = format!("{from}{}\n\n{}\n", self.version, self.entry);
        for file in self.files() {
            text.push_str(&format!("writes  {}\n", report::shown(&file.path)));
        }
        for stale in &self.stale {
            text.push_str(&format!("removes {}\n", report::shown(stale)));
        }
        text
    }
}

/// Returns the finding for a release that cannot be prepared.
fn no_release(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::NoRelease, &Pointer::root(), message)
}

fn unusable(path: &Path, error: &std::io::Error) -> Diagnostic {
    no_release(format!("`{}` cannot be read or written: {error}", path.display()))
        .help("check that the folder exists and is writable")
}

fn refused(finding: &Diagnostic) -> Outcome {
    report::show_without_source(finding);
    Outcome::BadInput
}

fn read(path: &Path) -> Result<Option<String>, Diagnostic> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unusable(path, &error)),
    }
}

/// Writes a temporary file and renames it, so that the file is never incomplete.
fn write(file: &File) -> Result<(), Diagnostic> {
    let File { path, contents } = file;
    let failed = |error: std::io::Error| unusable(path, &error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let beside = path.with_extension("new");
    fs::write(&beside, contents).and_then(|()| fs::rename(&beside, path)).map_err(failed)
}
