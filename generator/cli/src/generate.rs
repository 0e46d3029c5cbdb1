//! `generate`: generates a crate from a document, or checks that it is up to date.

use std::path::Path;
use std::time::{Duration, Instant};

use generator::diagnostic::Diagnostic;
use generator::{DIGESTS, Files, Model, Plan, Pointer, Report, is_hidden};
use serde::Serialize;

use crate::Outcome;
use crate::arguments::{Check, Generate};
use crate::project::{self, Input, Made, Settings};
use crate::report::{self, Output, Progress, count, flat, shown};
use crate::spec::{FilesRead, Use};
use crate::{coverage, program, watch};

impl Generate {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        if self.watch { watch::watch(&self) } else { self.once(&FilesRead::default()) }
    }

    /// Generates all crates once. Adds the files that it reads to `files`.
    pub(crate) fn once(&self, files: &FilesRead) -> Outcome {
        let Some(all) = Settings::read_all(&self.input) else { return Outcome::BadInput };
        if all.len() > 1 && (self.out.is_some() || self.report.is_some() || self.input.name.is_some()) {
            report::say("error: --out, --report and --name are for one SDK; select it with --sdk");
            return Outcome::BadInput;
        }
        // All SDKs are processed, whatever the outcome of one.
        let outcomes: Vec<Outcome> = all.into_iter().map(|settings| self.generate(settings, files)).collect();
        let worst = [Outcome::BadInput, Outcome::Findings].into_iter().find(|one| outcomes.contains(one));
        worst.unwrap_or(Outcome::Done)
    }

    /// Generates the crate of one SDK.
    fn generate(&self, mut settings: Settings, files: &FilesRead) -> Outcome {
        let start = Instant::now();
        let Some(out) = settings.out(self.out.as_deref()) else { return Outcome::BadInput };
        let custom = out.join("src").join("custom").join("mod.rs");
        settings.config.custom = custom.is_file();
        files.add(&custom, Use::Presence);
        let _progress = Progress::start("generating");
        let mut written = Ok(());
        let failed = match (self.check, self.dry_run) {
            (true, _) => "the check failed",
            (_, true) => "nothing was listed",
            _ => "nothing was generated",
        };
        let made =
            settings.model(&self.input, self.out.is_some(), failed, files, |source, model, findings| {
                if let Some(path) = &self.report {
                    written = coverage::write(path, source, model, findings);
                }
            });
        let (Some(made), Ok(())) = (made, written) else {
            return Outcome::BadInput;
        };
        let files = made.model.crate_files();
        let lock = made.lock.as_ref().map(|file| (file.path.as_path(), made.model.lock.render()));
        let mode = match (self.check, self.dry_run) {
            (true, _) => Mode::Check,
            (_, true) => Mode::List,
            _ => Mode::Write,
        };
        let outcome = if self.output.is_json() {
            as_json(&out, files, lock, mode, &made)
        } else {
            bring_up_to_date(&out, files, lock, mode, |done| summary(&made, done, start.elapsed()))
        };
        if outcome == Outcome::Done && self.deny_warnings && made.warnings > 0 {
            report::say("failing because of warnings (--deny-warnings)");
            return Outcome::Findings;
        }
        outcome
    }
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

/// Checks a document without a crate.
fn document_only(input: &Input, deny_warnings: bool, output: Output) -> Outcome {
    let Some(made) = project::model(input, true, "the check failed") else { return Outcome::BadInput };
    let outcome = if deny_warnings && made.warnings > 0 { Outcome::Findings } else { Outcome::Done };
    if output.is_json() {
        return report::print_json(&View::new(None, &made, None, false), outcome);
    }
    report::summarize(&format!("{}; {}\n", size(&made.model), count(made.warnings, "warning")));
    outcome
}

/// The result as JSON, which docs/how-to/ci.md describes. Members can be added; none is removed.
#[derive(Debug, Serialize)]
struct View {
    /// The folder of the crate; absent if only a document was checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    out: Option<String>,
    /// The name of the package.
    package: String,
    operations: usize,
    schemas: usize,
    warnings: usize,
    /// Whether the files below were written and deleted.
    applied: bool,
    create: Vec<String>,
    update: Vec<String>,
    delete: Vec<String>,
    /// The files to update and delete that were edited since they were generated.
    edited: Vec<String>,
}

impl View {
    fn new(out: Option<&Path>, made: &Made, plan: Option<&Plan>, applied: bool) -> Self {
        let path = |path: &str| out.unwrap_or(Path::new("")).join(path).display().to_string();
        let mut view = Self {
            out: out.map(|out| out.display().to_string()),
            package: made.model.names.package.clone(),
            operations: made.model.emitted_operations(),
            schemas: made.model.emitted_schemas(),
            warnings: made.warnings,
            applied,
            create: plan.into_iter().flat_map(Plan::missing).map(path).collect(),
            update: plan.into_iter().flat_map(Plan::stale).map(path).collect(),
            delete: plan.into_iter().flat_map(Plan::extra).map(path).collect(),
            edited: plan.into_iter().flat_map(Plan::edited).map(path).collect(),
        };
        for (path, is_there) in plan.into_iter().flat_map(Plan::beside) {
            let list = if is_there { &mut view.update } else { &mut view.create };
            list.push(path.display().to_string());
        }
        view
    }
}

/// Like [`bring_up_to_date`], with the result as JSON.
pub(crate) fn as_json(
    out: &Path,
    files: Files,
    beside: Option<(&Path, String)>,
    mode: Mode,
    made: &Made,
) -> Outcome {
    let done = planned(out, files, beside).and_then(|plan| {
        let outcome = if mode == Mode::Check && !plan.is_clean() { Outcome::Findings } else { Outcome::Done };
        let view = View::new(Some(out), made, Some(&plan), mode == Mode::Write);
        edits(out, &plan, mode).iter().for_each(report::show_without_source);
        if mode == Mode::Write {
            plan.apply()?;
        }
        Ok(report::print_json(&view, outcome))
    });
    done.unwrap_or_else(|finding| {
        report::show_without_source(&finding);
        Outcome::BadInput
    })
}

/// Compares the files, and one outside the folder, with the disk.
fn planned(out: &Path, mut files: Files, beside: Option<(&Path, String)>) -> Result<Plan, Diagnostic> {
    let digests = generator::digests(&files);
    files.insert(DIGESTS.to_owned(), digests);
    let plan = Plan::new(out, files)?;
    match beside {
        Some((path, text)) => plan.with_file(path, text),
        None => Ok(plan),
    }
}

/// The treatment of files that are not up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// They are written and deleted.
    Write,
    /// They are findings.
    Check,
    /// They are listed.
    List,
}

/// Writes the files, and one outside the folder, or only compares them; `summary` formats the last line of output.
pub(crate) fn bring_up_to_date(
    out: &Path,
    files: Files,
    beside: Option<(&Path, String)>,
    mode: Mode,
    summary: impl FnOnce(&Report) -> String,
) -> Outcome {
    let plan = match planned(out, files, beside) {
        Ok(plan) => plan,
        Err(finding) => {
            report::show_without_source(&finding);
            return Outcome::BadInput;
        }
    };
    edits(out, &plan, mode).iter().for_each(report::show_without_source);
    match mode {
        Mode::Check if !plan.is_clean() => {
            report::say(&difference(out, &plan));
            return Outcome::Findings;
        }
        Mode::List => {
            report::print(&listed(out, &plan));
            return Outcome::Done;
        }
        Mode::Check | Mode::Write => {}
    }
    // A clean plan changes nothing, so a check may run it to count files.
    match plan.apply() {
        Ok(done) => {
            report::summarize(&format!("{}: {}\n", shown(out), summary(&done)));
            Outcome::Done
        }
        Err(finding) => {
            report::show_without_source(&finding);
            Outcome::BadInput
        }
    }
}

/// The number of edited files that a finding lists.
const EDITED: usize = 20;

/// Returns the finding about files that were edited since they were generated.
fn edits(out: &Path, plan: &Plan, mode: Mode) -> Option<Diagnostic> {
    let paths: Vec<String> = plan.edited().map(flat).collect();
    let number = paths.len();
    let listed = paths.get(..EDITED).unwrap_or(&paths).join(", ");
    let more = if number > EDITED { format!(" and {} more", number - EDITED) } else { String::new() };
    let what = if number == 1 { "1 file that was".to_owned() } else { format!("{number} files that were") };
    let done = if mode == Mode::Write { "the edits are replaced" } else { "`generate` replaces the edits" };
    let message =
        format!("`{}` contains {what} edited since the last run; {done}: {listed}{more}", out.display());
    let help = "to change the crate, use `src/custom`, an overlay, or the names in names.lock; version control has the replaced files";
    (number > 0).then(|| Diagnostic::warning("edited-files", &Pointer::root(), message).help(help))
}

/// Lists the files to change, with their paths as seen from the working directory.
fn listed(out: &Path, plan: &Plan) -> String {
    let mut text = String::new();
    let mut row = |what: &str, path: &Path| text.push_str(&format!("{what:<7} {}\n", shown(path)));
    plan.missing().for_each(|path| row("create", &out.join(path)));
    plan.stale().for_each(|path| row("update", &out.join(path)));
    plan.extra().for_each(|path| row("delete", &out.join(path)));
    plan.beside().for_each(|(path, is_there)| row(if is_there { "update" } else { "create" }, path));
    text
}

/// Lists the stale files, and the command that updates them: the current one without `--check`.
fn difference(out: &Path, plan: &Plan) -> String {
    let mut text = format!("{} is not up to date:\n", shown(out));
    for (what, paths) in [
        ("missing", plan.missing().collect::<Vec<_>>()),
        ("stale", plan.stale().collect()),
        ("extra", plan.extra().collect()),
    ] {
        for path in paths {
            text.push_str(&format!("  {what:<7} {}\n", flat(path)));
        }
    }
    for (path, is_there) in plan.beside() {
        let what = if is_there { "stale" } else { "missing" };
        text.push_str(&format!("  {what:<7} {}\n", shown(path)));
    }
    // `check` lists the same files as `generate --check`.
    let given = std::env::args_os().skip(1).filter(|argument| argument != "--check");
    let given = given.map(|argument| if argument == "check" { "generate".into() } else { argument });
    let given = given.map(|argument| quoted(&argument.to_string_lossy()));
    text.push_str(&format!("run: {} ", program::called()));
    text.push_str(&given.collect::<Vec<_>>().join(" "));
    text
}

/// Quotes an argument for a shell. Hidden characters are escaped (POSIX, "Dollar-Single-Quotes").
fn quoted(argument: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=:@%+,".contains(c);
    let escaped = |c: char| match c {
        '\'' | '\\' => format!("\\{c}"),
        c if is_hidden(c) => c.to_string().bytes().map(|byte| format!("\\{byte:03o}")).collect(),
        c => c.to_string(),
    };
    if !argument.is_empty() && argument.chars().all(is_plain) {
        argument.to_owned()
    } else if argument.chars().any(is_hidden) {
        format!("$'{}'", argument.chars().map(escaped).collect::<String>())
    } else {
        format!("'{}'", argument.replace('\'', r"'\''"))
    }
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

/// Returns the numbers of emitted operations and schemas.
pub(crate) fn size(model: &Model) -> String {
    format!(
        "{}, {}",
        count(model.emitted_operations(), "operation"),
        count(model.emitted_schemas(), "schema")
    )
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn arguments_can_be_typed_again() {
        assert_eq!(quoted("--out=/tmp/a"), "--out=/tmp/a");
        assert_eq!(quoted("a b's"), r"'a b'\''s'");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("a\u{1b}'\n1\u{202e}"), r"$'a\033\'\0121\342\200\256'");
    }
}
