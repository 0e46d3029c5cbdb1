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
            report::say(&difference(out, &plan));
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

/// Lists the files that are not up to date, and the command that updates them. This is the current command, with
/// `generate` instead of `check` or `generate --check`.
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
    // `generate` updates the files that `check` and `generate --check` list.
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
