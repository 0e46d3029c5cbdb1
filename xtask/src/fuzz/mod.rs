//! `fuzz`: runs the generator on mutated documents, to find crashes, hangs and invalid output.
//!
//! ```text
//!  documents ──▶ seeds ──▶ child (many seeds in sequence) ──▶ tally
//!                            │ silent for too long, or too large: killed, and a new child continues
//! ```
//!
//! A seed determines the document and its mutations ([`mutate`]), so that `--seed N --cases 1` reproduces
//! each failure. The child ([`child`]) catches panics; the parent detects aborts, hangs and excessive memory.
//! A failing document is written with only the mutations that reproduce the failure.

mod child;
mod doctests;
#[path = "../../../generator/tests/support/fragment.rs"]
mod fragment;
mod hostile;
mod inert;
mod mutate;
mod original;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;

use crate::Outcome;
use crate::{checkout, report};

/// Run the generator on mutated documents, with removed, moved and repeated nodes, broken references and hostile
/// strings.
///
/// Every emitted Rust file is parsed. A case fails if it panics, emits invalid Rust, or exceeds the time or
/// memory limit; its document is written to target/fuzz. Exits with 1 if a case fails.
#[derive(Debug, Args)]
pub(crate) struct Fuzz {
    /// Folders and files with documents [default: spec/ and generator/tests/snippets/]
    pub(crate) documents: Vec<PathBuf>,
    /// The first seed
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// The number of seeds [default: as many as the time permits]
    #[arg(long, value_name = "N")]
    pub(crate) cases: Option<u64>,
    /// The total time
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) seconds: u64,
    /// The CPU time limit for a case; if the system does not report CPU time, elapsed time is limited
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    pub(crate) limit: u64,
    /// The memory limit for a case, if the system reports it
    #[arg(long, value_name = "MIB", default_value_t = 2_048)]
    pub(crate) memory: u64,
    /// List the doctests of this many emitted crates with cargo; none may come from a description
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) doc_tests: usize,
    /// The folder for failing documents [default: target/fuzz]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Run the cases in this process; started by `fuzz`
    #[arg(long, hide = true)]
    pub(crate) child: bool,
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
        if self.child {
            child::run(&self, &out);
            return Ok(Outcome::Done);
        }
        fs::create_dir_all(&out).map_err(|error| format!("cannot create {}: {error}", out.display()))?;
        let mut tally = Tally::default();
        let start = Instant::now();
        let mut next = self.seed;
        let end = self.cases.map_or(u64::MAX, |cases| self.seed.saturating_add(cases));
        while next < end && start.elapsed() < Duration::from_secs(self.seconds) {
            next = self.batch(next, end, start, &out, &mut tally)?;
        }
        let mut failures = tally.failures();
        if self.doc_tests > 0 {
            let seeds = tally.generated.iter().rev().take(self.doc_tests).copied().collect::<Vec<_>>();
            failures.extend(doctests::check(&self, &seeds, &out)?);
        }
        report::print(&format!(
            "{} cases in {} s, seeds {} to {}\n",
            tally.cases(),
            start.elapsed().as_secs(),
            self.seed,
            next.saturating_sub(1)
        ));
        for (fate, count) in &tally.fates {
            report::print(&format!("  {fate}: {count}\n"));
        }
        for failure in &failures {
            report::print(&format!("  {failure}\n"));
        }
        Ok(if failures.is_empty() { Outcome::Done } else { Outcome::Findings })
    }

    /// Runs seeds in a child, starting with `first`, and returns the seed to continue with.
    fn batch(
        &self,
        first: u64,
        end: u64,
        start: Instant,
        out: &std::path::Path,
        tally: &mut Tally,
    ) -> Result<u64, String> {
        let (mut child, lines) = self.child(first, end, out)?;
        let (mut at, mut spent, mut next) = (None, Spent::start(child.id()), first);
        loop {
            match lines.recv_timeout(PAUSE) {
                Ok(line) => {
                    spent = Spent::start(child.id());
                    if let Some(seed) = line.strip_prefix("start ").and_then(|seed| seed.parse().ok()) {
                        at = Some(seed);
                    } else if let Some((seed, fate)) =
                        line.split_once(' ').and_then(|(s, f)| Some((s.parse().ok()?, f)))
                    {
                        tally.add(seed, fate);
                        (at, next) = (None, seed + 1);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    let status = child.wait().map_err(|error| error.to_string())?;
                    if let Some(seed) = at {
                        tally.add(seed, &format!("aborted: {status}"));
                        child::keep(self, out, seed);
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
                end_child(&mut child)?;
                tally.add(seed, reason);
                child::keep(self, out, seed);
                return Ok(seed + 1);
            }
            if at.is_none() && start.elapsed() > Duration::from_secs(self.seconds) && next > first {
                end_child(&mut child)?;
                return Ok(next);
            }
        }
    }

    fn child(
        &self,
        first: u64,
        end: u64,
        out: &std::path::Path,
    ) -> Result<(Child, Receiver<String>), String> {
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut command = Command::new(program);
        command.arg("fuzz").args(&self.documents).arg("--child").args(["--seed", &first.to_string()]);
        command
            .args(["--cases", &(end - first).to_string(), "--seconds", &self.seconds.to_string()])
            .arg("--out")
            .arg(out);
        let log = fs::File::create(out.join("child.log")).map_err(|error| error.to_string())?;
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

/// The time that a child has spent on a case.
struct Spent {
    since: Instant,
    ticks: Option<u64>,
}

impl Spent {
    fn start(process: u32) -> Self {
        Self { since: Instant::now(), ticks: processor(process) }
    }

    /// Returns the CPU time in seconds, so that no case fails because the machine is busy. The result is at least a
    /// tenth of the elapsed time, so that a child that waits forever also exceeds the limit.
    fn seconds(&self, process: u32) -> u64 {
        let elapsed = self.since.elapsed().as_secs();
        match (self.ticks, processor(process)) {
            (Some(first), Some(last)) => (last.saturating_sub(first) / 100).max(elapsed / 10),
            _ => elapsed,
        }
    }
}

/// Returns the CPU time of a process in hundredths of a second; `None` on systems without `/proc`.
fn processor(process: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // These are the fields after the process name, which can contain spaces.
    let (_, fields) = stat.rsplit_once(") ")?;
    let spent = fields.split(' ').skip(11).take(2).filter_map(|field| field.parse::<u64>().ok());
    Some(spent.sum())
}

fn end_child(child: &mut Child) -> Result<(), String> {
    child.kill().and_then(|()| child.wait()).map(drop).map_err(|error| error.to_string())
}

/// Returns the memory of a process in MiB; 0 if the system does not report it.
fn memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or_default() >> 10
}

/// The outcomes of the cases.
#[derive(Default)]
struct Tally {
    /// The number of cases with each outcome.
    fates: BTreeMap<String, usize>,
    /// The seeds that produced a crate.
    generated: Vec<u64>,
    failed: Vec<(u64, String)>,
}

impl Tally {
    fn add(&mut self, seed: u64, fate: &str) {
        let kind = fate.split(':').next().unwrap_or(fate);
        *self.fates.entry(kind.to_owned()).or_default() += 1;
        match kind {
            child::GENERATED => self.generated.push(seed),
            child::REFUSED => {}
            _ => self.failed.push((seed, fate.to_owned())),
        }
    }

    fn cases(&self) -> usize {
        self.fates.values().sum()
    }

    fn failures(&self) -> Vec<String> {
        self.failed.iter().map(|(seed, fate)| format!("seed {seed}: {fate}")).collect()
    }
}
