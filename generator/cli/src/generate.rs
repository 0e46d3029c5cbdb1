//! `generate`: generates a crate from a document, or checks that it is up to date.

use std::path::Path;
use std::time::{Duration, Instant};

use generator::{Files, Model, Plan, Report, is_hidden};

use crate::Outcome;
use crate::arguments::Generate;
use crate::project::{Made, Settings};
use crate::report::{self, count, flat, shown};
use crate::{coverage, program};

impl Generate {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        let start = Instant::now();
        let Some(settings) = Settings::read(&self.input) else { return Outcome::BadInput };
        let Some(out) = settings.out(self.out.as_deref()) else { return Outcome::BadInput };
        let mut written = Ok(());
        let made = settings.model(&self.input, self.out.is_some(), |source, model, findings| {
            if let Some(path) = &self.report {
                written = coverage::write(path, source, model, findings);
            }
        });
        let (Some(made), Ok(())) = (made, written) else {
            return Outcome::BadInput;
        };
        let files = made.model.crate_files();
        let lock = made.lock.as_ref().map(|file| (file.path.as_path(), made.model.lock.render()));
        let outcome =
            bring_up_to_date(&out, files, lock, self.check, |done| summary(&made, done, start.elapsed()));
        if outcome == Outcome::Done && self.deny_warnings && made.warnings > 0 {
            report::say("failing because of warnings (--deny-warnings)");
            return Outcome::Findings;
        }
        outcome
    }
}

/// Writes the files, and one outside the folder, or only compares them; `summary` formats the last line of output.
pub(crate) fn bring_up_to_date(
    out: &Path,
    files: Files,
    beside: Option<(&Path, String)>,
    check: bool,
    summary: impl FnOnce(&Report) -> String,
) -> Outcome {
    let plan = Plan::new(out, files).and_then(|plan| match beside {
        Some((path, text)) => plan.with_file(path, text),
        None => Ok(plan),
    });
    let plan = match plan {
        Ok(plan) => plan,
        Err(finding) => {
            report::show_without_source(&finding);
            return Outcome::BadInput;
        }
    };
    if check && !plan.is_clean() {
        report::say(&difference(out, &plan));
        return Outcome::Findings;
    }
    // A clean plan changes nothing, so a check may run it to count files.
    match plan.apply() {
        Ok(done) => {
            report::print(&format!("{}: {}\n", shown(out), summary(&done)));
            Outcome::Done
        }
        Err(finding) => {
            report::show_without_source(&finding);
            Outcome::BadInput
        }
    }
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
    let given = std::env::args_os().skip(1).filter(|argument| argument != "--check");
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
