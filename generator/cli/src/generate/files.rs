//! Compares generated files with a folder and writes or lists the files that differ.

use std::path::Path;

use generator::diagnostic::{Code, Diagnostic};
use generator::{Contents, Files, Plan, Pointer, Report, is_hidden};

use crate::Outcome;
use crate::program;
use crate::report::{self, flat, shown};

/// Compares the files, and one file outside the folder, with those on disk.
pub(super) fn planned(
    out: &Path,
    (contents, files): (Contents, Files),
    beside: Option<(&Path, String)>,
) -> Result<Plan, Diagnostic> {
    let plan = Plan::new(out, &contents, files)?;
    match beside {
        Some((path, text)) => plan.with_file(path, text),
        None => Ok(plan),
    }
}

/// The action for files that are not up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Writes and deletes the files.
    Write,
    /// Reports the files as findings.
    Check,
    /// Lists the files.
    List,
}

/// Writes, checks or lists the files and one file outside the folder, depending on `mode`. `summary` formats the
/// last line of output.
pub(crate) fn bring_up_to_date(
    out: &Path,
    files: (Contents, Files),
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
            report_difference(out, &plan);
            return Outcome::Findings;
        }
        Mode::List => {
            report::print(&listed(out, &plan));
            return Outcome::Done;
        }
        Mode::Check | Mode::Write => {}
    }
    // A plan without changes writes nothing, so a check can apply it to count the files.
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

/// The maximum number of files of one kind that are listed as not up to date.
const LISTED: usize = 20;

/// The maximum number of edited files that a finding lists.
const EDITED: usize = 20;

/// Returns the finding about files that were edited since they were generated.
pub(super) fn edits(out: &Path, plan: &Plan, mode: Mode) -> Option<Diagnostic> {
    let paths: Vec<String> = plan.edited().map(flat).collect();
    let number = paths.len();
    let listed = paths.get(..EDITED).unwrap_or(&paths).join(", ");
    let more = if number > EDITED { format!(" and {} more", number - EDITED) } else { String::new() };
    let what = if number == 1 { "1 file that was".to_owned() } else { format!("{number} files that were") };
    let done =
        if mode == Mode::Write { "the edits are overwritten" } else { "`generate` overwrites the edits" };
    let message =
        format!("`{}` contains {what} edited since the last run; {done}: {listed}{more}", out.display());
    let help = "to change the crate, use `src/custom`, an overlay, or the names in names.lock; the \
     overwritten files may still be in version control";
    (number > 0).then(|| Diagnostic::warning(Code::EditedFiles, &Pointer::root(), message).help(help))
}

/// Lists the files to change, with their paths relative to the working directory.
fn listed(out: &Path, plan: &Plan) -> String {
    let mut text = String::new();
    let mut row = |what: &str, path: &Path| text.push_str(&format!("{what:<7} {}\n", shown(path)));
    plan.missing().for_each(|path| row("create", &out.join(path)));
    plan.stale().for_each(|path| row("update", &out.join(path)));
    plan.extra().for_each(|path| row("delete", &out.join(path)));
    plan.beside().for_each(|(path, is_there)| row(if is_there { "update" } else { "create" }, path));
    text
}

/// Reports the files that are not up to date, and the command that updates them. Paths are relative to the working
/// directory.
fn report_difference(out: &Path, plan: &Plan) {
    let inside = |paths: &mut dyn Iterator<Item = &str>| paths.map(|path| shown(&out.join(path))).collect();
    let beside = |exists| {
        let paths = plan.beside().filter(move |(_, is_there)| *is_there == exists);
        paths.map(|(path, _)| shown(path)).collect::<Vec<_>>()
    };
    let mut missing: Vec<String> = inside(&mut plan.missing());
    let mut stale: Vec<String> = inside(&mut plan.stale());
    let extra: Vec<String> = inside(&mut plan.extra());
    missing.extend(beside(false));
    stale.extend(beside(true));
    let kinds = [("missing", missing), ("stale", stale), ("extra", extra)];

    let numbers = kinds.iter().filter(|(_, paths)| !paths.is_empty());
    let numbers: Vec<String> = numbers.map(|(what, paths)| format!("{} {what}", paths.len())).collect();
    let message = format!("`{}` is not up to date: {}", out.display(), numbers.join(", "));
    let finding =
        Diagnostic::error(Code::NotUpToDate, &Pointer::root(), message).help(format!("run `{}`", update()));
    if report::is_json() {
        report::show_without_source(&finding);
        return;
    }
    let mut text = format!("{} is not up to date:\n", shown(out));
    for (what, paths) in &kinds {
        let listed = if paths.len() > LISTED + 1 { LISTED } else { paths.len() };
        for path in &paths[..listed] {
            text.push_str(&format!("  {what:<7} {path}\n"));
        }
        if paths.len() > listed {
            text.push_str(&format!("  {what:<7} {} more\n", paths.len() - listed));
        }
    }
    text.push_str(&format!("run: {}", update()));
    report::say(&text);
}

/// Returns the command that updates the files: the current command, with `generate` in place of `check` or `generate
/// --check`, and without options for the output.
fn update() -> String {
    let mut given = std::env::args_os().skip(1);
    let mut kept = vec![program::called().to_owned()];
    while let Some(argument) = given.next() {
        let text = argument.to_string_lossy();
        match &*text {
            "--check" | "--quiet" | "-q" | "--deny-warnings" => {}
            "--format" | "--message-format" => drop(given.next()),
            text if text.starts_with("--format=") || text.starts_with("--message-format=") => {}
            "check" => kept.push("generate".to_owned()),
            text => kept.push(quoted(text)),
        }
    }
    kept.join(" ")
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

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quoted_arguments_are_valid_in_a_shell() {
        assert_eq!(quoted("--out=/tmp/a"), "--out=/tmp/a");
        assert_eq!(quoted("a b's"), r"'a b'\''s'");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("a\u{1b}'\n1\u{202e}"), r"$'a\033\'\0121\342\200\256'");
    }
}
