//! `semver`: proves the judgement of each kind of change on emitted crates.
//!
//! For every case ([`cases`]) both crates are made. cargo-semver-checks compares what rustdoc says of them, and a program that uses all
//! of the first one is compiled against the second; where both have the same code but for comments, they need not be asked. A change is breaking if one of the two says so, or else the case gives
//! the reason why neither can. A command of its own, not a test: it takes minutes, and cargo-semver-checks.

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

    /// Whether all cases agree; each is printed.
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

/// Checks that the program that uses all of the base compiles with it: else it would find fault with each case.
fn check_user(bench: &Bench, cases: &[Case]) -> Result<(), String> {
    let base = cases.iter().find(|case| case.from_base).ok_or("no case starts from the base")?;
    bench.emit(&base.models()?.0)?;
    let run = bench.compiled(&bench::user_program(&bench.cases)?)?;
    if run.status.success() {
        return Ok(());
    }
    let why = String::from_utf8_lossy(&run.stderr);
    Err(format!("user.rs does not compile with the crate of base.yaml:\n{why}"))
}

/// What becomes of a case, there and back.
fn judge(bench: &Bench, case: &Case) -> Result<[Verdict; 2], String> {
    let (old, new) = case.models()?;
    let (there, back) = (diff(&old, &new), diff(&new, &old));
    case.check(&there, &back)?;
    if bench::code(&old) == bench::code(&new) {
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
    // The new crate lies there now, for programs to be compiled against.
    let user = if case.from_base { Some(bench.compiles(&bench::user_program(&bench.cases)?)?) } else { None };
    let own = case.program.as_deref().map(|code| bench.compiles(&alone(code))).transpose()?;
    if let Some(code) = &case.program {
        bench.emit(&old)?;
        if own == Some(false) || bench.compiles(&alone(code))? {
            return Err(format!("{}: its program must compile with the new crate only", case.name));
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
    // On the way back the old program says nothing, unless the types of what it uses differ both ways.
    let symmetric = user.filter(|compiles| !compiles).map(|compiles| !compiles);
    let same_items = verdict::items(&before)?.cmp_with(&verdict::items(&after)?) == verdict::Items::Same;
    // So does a program of the new crate alone.
    let way_there = user.map(|compiles| !compiles).or((own.is_some() && same_items).then_some(true));
    let way_back = if own.is_some() { Some(true) } else { symmetric.filter(|_| same_items) };
    Ok([verdict(false, &there, way_there)?, verdict(true, &back, way_back)?])
}

/// A program of nothing but this code.
fn alone(code: &str) -> String {
    format!("#![allow(dead_code, reason = \"compiled only\")]\nfn main() {{}}\n{code}")
}
