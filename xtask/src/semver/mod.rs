//! `semver`: verifies the classification of each kind of change on emitted crates.
//!
//! For every case ([`cases`]), both crates are generated. cargo-semver-checks compares their rustdoc output,
//! and a program that uses every item of the old crate is compiled against the new one. Both are skipped if
//! only comments differ. A change is breaking if either tool reports a break, or if the case explains why
//! neither can detect it. This is a command rather than a test, since it takes several minutes and requires
//! cargo-semver-checks.

mod bench;
mod cases;
mod verdict;

use generator::diff::{Changes, Impact, diff};

use crate::Outcome;
use crate::cli::Semver;
use crate::report;
use bench::Bench;
use cases::Case;
use verdict::{Seen, Verdict};

impl Semver {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        match self.judged() {
            Ok(true) => Outcome::Done,
            Ok(false) => Outcome::Findings,
            Err(why) => {
                report::say(&why);
                Outcome::BadInput
            }
        }
    }

    /// Prints the verdict on each case and returns whether they all agree.
    fn judged(&self) -> Result<bool, String> {
        let bench = Bench::new()?;
        let is_asked = |case: &&Case| self.only.as_ref().is_none_or(|only| case.name.contains(only.as_str()));
        let cases = cases::cases(&bench.cases)?;
        check_user(&bench, &cases)?;
        let mut disagreements = 0;
        report::print("|Case | Change | For the crate | cargo-semver-checks | User's program | Agreed|\n");
        report::print("|--- | --- | --- | --- | --- | ---|\n");
        for case in cases.iter().filter(is_asked) {
            for verdict in judge(&bench, case)? {
                report::print(&format!("{verdict}\n"));
                disagreements += usize::from(!verdict.agrees());
            }
        }
        report::say(&format!("{} without a reason", report::count(disagreements, "disagreement")));
        Ok(disagreements == 0)
    }
}

/// Checks that the program compiles with the base crate; otherwise, every case would fail.
fn check_user(bench: &Bench, cases: &[Case]) -> Result<(), String> {
    let base = cases.iter().find(|case| case.from_base).ok_or("no case starts from the base")?;
    bench.emit(&base.models()?.0)?;
    let run = bench.compiled(&bench::user_program(&bench.cases)?)?;
    if run.status.success() {
        return Ok(());
    }
    let why = String::from_utf8_lossy(&run.stderr);
    Err(format!("user.rs does not compile with the crate for base.yaml:\n{why}"))
}

/// Returns the verdicts on a case in both directions.
fn judge(bench: &Bench, case: &Case) -> Result<[Verdict; 2], String> {
    let (old, new) = case.models()?;
    let (there, back) = (diff(&old, &new), diff(&new, &old));
    case.check(&there, &back)?;
    if bench::code(&old)? == bench::code(&new)? {
        return Ok([("", &there), (", back", &back)].map(|(way, changes)| Verdict {
            case: format!("{}{way}", case.name),
            kinds: cases::kinds(changes),
            impact: changes.impact().unwrap_or(Impact::Documentation),
            seen: Seen::SameCode,
            reason: case.reason.clone(),
        }));
    }
    let before = bench.documented(&old, case.from_base.then_some("base"))?;
    let after = bench.documented(&new, None)?;
    // The new crate is now in the workspace, so programs can be compiled against it.
    let user = if case.from_base { Some(bench.compiles(&bench::user_program(&bench.cases)?)?) } else { None };
    let own = case.program.as_deref().map(|code| bench.compiles(&alone(code))).transpose()?;
    if let Some(code) = &case.program {
        bench.emit(&old)?;
        if own == Some(false) || bench.compiles(&alone(code))? {
            return Err(format!("{}: its program must compile only with the new crate", case.name));
        }
    }
    let verdict = |back: bool, changes: &Changes, broken: Option<bool>| -> Result<Verdict, String> {
        let (from, to) = if back { (&after, &before) } else { (&before, &after) };
        Ok(Verdict {
            case: format!("{}{}", case.name, if back { ", back" } else { "" }),
            kinds: cases::kinds(changes),
            impact: changes.impact().unwrap_or(Impact::Documentation),
            seen: Seen::By {
                required: bench.required(from, to)?,
                program: broken,
                items: verdict::items(from)?.cmp_with(&verdict::items(to)?),
            },
            reason: case.reason.clone(),
        })
    };
    // In the reverse direction, only a failure of the program counts, and only if both crates have the same items. The
    // failure then means that their types differ, which breaks programs in both directions.
    let symmetric = user.filter(|compiles| !compiles).map(|compiles| !compiles);
    let same_items = verdict::items(&before)?.cmp_with(&verdict::items(&after)?) == verdict::Items::Same;
    // If a case has a program that compiles only with the new crate, the reverse change is breaking. If the items are
    // also the same, their types differ, so that the change itself is breaking as well.
    let way_there = user.map(|compiles| !compiles).or((own.is_some() && same_items).then_some(true));
    let way_back = if own.is_some() { Some(true) } else { symmetric.filter(|_| same_items) };
    Ok([verdict(false, &there, way_there)?, verdict(true, &back, way_back)?])
}

/// Returns a program that consists of only this code.
fn alone(code: &str) -> String {
    format!("#![allow(dead_code, reason = \"compiled only\")]\nfn main() {{}}\n{code}")
}
