//! `fuzz`: runs the generator on mutated documents, naming locks, overlays and configurations, to find crashes, hangs
//! and invalid output.
//!
//! ```text
//!  inputs ──▶ seeds ──▶ child (many seeds in sequence) ──▶ tally
//!                         │ silent for too long, or too large: killed, and a new child continues
//! ```
//!
//! A seed determines the input and its mutations ([`mutate`], [`byte_mutations`]), so that `--seed N --cases 1`
//! reproduces each failure. The child ([`child`]) catches panics; the parent detects aborts, hangs and excessive
//! memory. A failing input is written with only the mutations that reproduce the failure, and mutated bytes without
//! the chunks that are not necessary.

mod byte_mutations;
mod bytes;
mod case;
mod child;
mod doctests;
mod documents;
#[path = "../../../generator/tests/support/fragment.rs"]
mod fragment;
mod hostile;
mod inert;
mod inputs;
mod mutate;
mod original;
mod process;
mod target;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;

use crate::Outcome;
use crate::{checkout, report};
use process::{Spent, memory};
use target::{GENERATED, Name, is_failure, kind};

/// Run the generator on mutated input: documents with removed, moved and repeated nodes, broken references and hostile
/// strings, and files with mutated bytes.
///
/// Every emitted Rust file is parsed. A case fails if it panics, emits invalid Rust, or exceeds the time or
/// memory limit; its input is written to target/fuzz. Exits with 1 if a case fails.
#[derive(Debug, Args)]
pub(crate) struct Fuzz {
    /// Folders and files with documents, for the targets `documents` and `bytes` [default: spec/ and
    /// generator/tests/snippets/]
    documents: Vec<PathBuf>,
    /// The input to mutate; repeatable
    #[arg(long = "target", value_name = "NAME", value_enum, default_value = "documents")]
    targets: Vec<Name>,
    /// The first seed
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The number of seeds of each target [default: as many as the time permits]
    #[arg(long, value_name = "N")]
    cases: Option<u64>,
    /// The total time, in equal parts for each target
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    seconds: u64,
    /// The CPU time limit for a case; if the system does not report CPU time, elapsed time is limited
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    limit: u64,
    /// The memory limit for a case, if the system reports it
    #[arg(long, value_name = "MIB", default_value_t = 2_048)]
    memory: u64,
    /// List the doctests of this many crates of the target `documents` with cargo; none may come from a description
    #[arg(long, value_name = "N", default_value_t = 0)]
    doc_tests: usize,
    /// The folder for failing inputs [default: target/fuzz]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Run the cases in this process; started by `fuzz`
    #[arg(long, hide = true)]
    child: bool,
}

/// The interval between checks of a child.
const PAUSE: Duration = Duration::from_millis(100);

impl Fuzz {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        match self.outcome() {
            Ok(outcome) => outcome,
            Err(why) => {
                report::say(&format!("error: {why}"));
                Outcome::BadInput
            }
        }
    }

    fn outcome(mut self) -> Result<Outcome, String> {
        if self.documents.is_empty() {
            let root = checkout::root().map_err(|finding| finding.to_string())?;
            self.documents = vec![root.join("spec"), root.join("generator/tests/snippets")];
        }
        if self.doc_tests > 0 {
            // The checkout is needed only after the run, but a missing one is reported now.
            checkout::root().map_err(|finding| finding.to_string())?;
        }
        let out = match &self.out {
            Some(out) => out.clone(),
            None => checkout::root().map_err(|finding| finding.to_string())?.join("target/fuzz"),
        };
        let targets = Name::selected(&self.targets);
        if self.child {
            return self.in_child(&targets, &out).map(|()| Outcome::Done);
        }
        fs::create_dir_all(&out).map_err(|error| format!("cannot create {}: {error}", out.display()))?;
        let seconds = self.seconds / u64::try_from(targets.len()).unwrap_or(1).max(1);
        let mut is_failed = false;
        for target in targets {
            is_failed |= self.run_target(target, seconds, &out)?;
        }
        Ok(if is_failed { Outcome::Findings } else { Outcome::Done })
    }

    fn in_child(&self, targets: &[Name], out: &Path) -> Result<(), String> {
        let end = self.end();
        targets.iter().try_for_each(|target| child::run(*target, &self.documents, self.seed..end, out))
    }

    /// Returns the seed after the last one.
    fn end(&self) -> u64 {
        self.cases.map_or(u64::MAX, |cases| self.seed.saturating_add(cases))
    }

    /// Runs one target, prints its outcomes, and returns whether a case failed.
    fn run_target(&self, target: Name, seconds: u64, out: &Path) -> Result<bool, String> {
        let mut tally = Tally::default();
        let start = Instant::now();
        let batch = Batch { target, end: self.end(), until: start + Duration::from_secs(seconds), out };
        let mut next = self.seed;
        while next < batch.end && (next == self.seed || Instant::now() < batch.until) {
            next = self.batch(next, &batch, &mut tally)?;
        }
        let mut failures = tally.failures();
        if self.doc_tests > 0 && target == Name::Documents {
            let seeds = tally.generated.iter().rev().take(self.doc_tests).copied().collect::<Vec<_>>();
            failures.extend(doctests::check(&self.documents, &seeds, out)?);
        }
        report::print(&format!(
            "{}: {} cases in {} s, seeds {} to {}\n",
            target.text(),
            tally.cases(),
            start.elapsed().as_secs(),
            self.seed,
            next.saturating_sub(1)
        ));
        for (outcome, count) in &tally.outcomes {
            report::print(&format!("  {outcome}: {count}\n"));
        }
        for failure in &failures {
            report::print(&format!("  {failure}\n"));
        }
        Ok(!failures.is_empty())
    }

    /// Runs seeds in a child, starting with `first`, and returns the seed to continue with.
    fn batch(&self, first: u64, batch: &Batch<'_>, tally: &mut Tally) -> Result<u64, String> {
        let (mut child, lines) = self.child(first, batch)?;
        let (mut at, mut spent, mut next) = (None, Spent::start(child.id()), first);
        loop {
            match lines.recv_timeout(PAUSE) {
                Ok(line) => {
                    spent = Spent::start(child.id());
                    if let Some(seed) = line.strip_prefix("start ").and_then(|seed| seed.parse().ok()) {
                        at = Some(seed);
                    } else if let Some((seed, outcome)) =
                        line.split_once(' ').and_then(|(seed, outcome)| Some((seed.parse().ok()?, outcome)))
                    {
                        tally.add(seed, outcome);
                        (at, next) = (None, seed + 1);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    let status = child.wait().map_err(|error| error.to_string())?;
                    if let Some(seed) = at {
                        tally.add(seed, &format!("aborted: {status}"));
                        child::keep(batch.target, &self.documents, seed, batch.out);
                        return Ok(seed + 1);
                    }
                    return if status.success() && next > first {
                        Ok(next)
                    } else {
                        Err(format!("a child ended: {status}"))
                    };
                }
            }
            let reason = match at {
                Some(_) if spent.seconds(child.id()) > self.limit => Some("timed out"),
                Some(_) if memory(child.id()) > self.memory => Some("used too much memory"),
                _ => None,
            };
            if let (Some(seed), Some(reason)) = (at, reason) {
                process::end(&mut child)?;
                tally.add(seed, reason);
                child::keep(batch.target, &self.documents, seed, batch.out);
                return Ok(seed + 1);
            }
            if at.is_none() && Instant::now() > batch.until && next > first {
                process::end(&mut child)?;
                return Ok(next);
            }
        }
    }

    fn child(&self, first: u64, batch: &Batch<'_>) -> Result<(Child, Receiver<String>), String> {
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut command = Command::new(program);
        command.arg("fuzz").args(&self.documents).args(["--child", "--target", batch.target.text()]);
        command.args(["--seed", &first.to_string(), "--cases", &(batch.end - first).to_string()]);
        command.arg("--out").arg(batch.out);
        let log = fs::File::create(batch.out.join("child.log")).map_err(|error| error.to_string())?;
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().map_err(|error| format!("cannot start a child: {error}"))?;
        let stdout = child.stdout.take().ok_or("a child without output")?;
        let (sender, receiver) = channel();
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Ok((child, receiver))
    }
}

/// The cases of a target that remain to be run.
struct Batch<'a> {
    target: Name,
    /// The seed after the last one.
    end: u64,
    /// The end of the time for the target.
    until: Instant,
    /// The folder for failing inputs.
    out: &'a Path,
}

/// The outcomes of the cases.
#[derive(Default)]
struct Tally {
    /// The number of cases with each kind of outcome.
    outcomes: BTreeMap<String, usize>,
    /// The seeds that produced a crate.
    generated: Vec<u64>,
    failed: Vec<(u64, String)>,
}

impl Tally {
    fn add(&mut self, seed: u64, outcome: &str) {
        let kind = kind(outcome);
        *self.outcomes.entry(kind.to_owned()).or_default() += 1;
        if is_failure(outcome) {
            self.failed.push((seed, outcome.to_owned()));
        } else if kind == GENERATED {
            self.generated.push(seed);
        }
    }

    fn cases(&self) -> usize {
        self.outcomes.values().sum()
    }

    fn failures(&self) -> Vec<String> {
        self.failed.iter().map(|(seed, outcome)| format!("seed {seed}: {outcome}")).collect()
    }
}
