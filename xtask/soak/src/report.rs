//! The figures and the verdict of a run.

use std::fmt;
use std::time::Duration;

use crate::Settings;
use crate::calls::Tally;
use crate::log::Found;
use crate::server::TokenCount;

/// The allowed growth of memory from the second to the last fifth of the calls, in KiB.
const GROWTH: u64 = 16 * 1024;

/// The outcome of a run; `Display` formats the report.
#[derive(Debug)]
pub struct Report {
    settings: Settings,
    tally: Tally,
    tokens: TokenCount,
    log: Found,
}

impl Report {
    pub(crate) fn new(settings: Settings, mut tally: Tally, tokens: TokenCount, log: Found) -> Self {
        tally.times.sort_unstable();
        Self { settings, tally, tokens, log }
    }

    /// Returns whether every call had the expected outcome and nothing else failed.
    pub fn is_good(&self) -> bool {
        self.faults().is_empty()
    }

    /// Returns the number of retries after a `Retry-After`.
    pub fn waits(&self) -> u32 {
        self.tally.waits
    }

    /// Returns descriptions of the failures.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = self.tally.faults.clone();
        let described = u32::try_from(faults.len()).unwrap_or(u32::MAX);
        if self.tally.wrong > described {
            faults.push(format!("{} more calls with a wrong outcome", self.tally.wrong - described));
        }
        if self.tally.hanging > 0 {
            faults.push(format!("{} calls had not ended at the deadline", self.tally.hanging));
        }
        if let Some(line) = &self.log.first {
            faults.push(format!("{} log lines contain a secret; the first one is: {line}", self.log.leaks));
        }
        // Each expired token is replaced once, by one of the calls whose token was rejected.
        let TokenCount { issued, used_up, .. } = self.tokens;
        if issued < used_up || issued > used_up + 1 {
            faults.push(format!("{issued} tokens were requested, although only {used_up} expired"));
        }
        if let Some((before, after)) = self.memory().filter(|(before, after)| *after > before + GROWTH) {
            faults.push(format!("memory grew from {before} to {after} KiB"));
        }
        faults
    }

    /// Returns the maximum memory in the second and last fifth of the calls; `None` if unavailable.
    fn memory(&self) -> Option<(u64, u64)> {
        let samples = &self.tally.memory;
        let fifth = samples.len() / 5;
        let most = |part: Option<&[u64]>| part.and_then(|part| part.iter().max().copied());
        most(samples.get(fifth..2 * fifth)).zip(most(samples.get(4 * fifth..)))
    }

    /// Returns the duration that this percentage of the calls did not exceed.
    fn time(&self, percent: usize) -> Duration {
        let last = self.tally.times.len().saturating_sub(1);
        self.tally.times.get(last * percent / 100).copied().unwrap_or_default()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { settings, tally, tokens, log } = self;
        let Settings { calls, concurrency, seed, .. } = settings;
        let seconds = tally.elapsed.as_secs_f64();
        writeln!(f, "{calls} calls, {concurrency} concurrent, seed {seed}: {seconds:.1} s")?;
        writeln!(f, "  calls per second  {:.0}", f64::from(*calls) / seconds.max(0.001))?;
        writeln!(
            f,
            "  call duration     {:.1?} (p50), {:.1?} (p99), {:.1?} (max)",
            self.time(50),
            self.time(99),
            self.time(100)
        )?;
        for (name, count) in &tally.outcomes {
            writeln!(f, "  {name:<24} {count:>7}")?;
        }
        writeln!(f, "  retries           {}, {} after a Retry-After", tally.retries, tally.waits)?;
        writeln!(
            f,
            "  tokens            {} issued, {} expired, {} requests rejected with an expired token",
            tokens.issued, tokens.used_up, tokens.refused
        )?;
        writeln!(
            f,
            "  log               {} lines, {} MB, {} with a secret",
            log.lines,
            log.bytes / 1_000_000,
            log.leaks
        )?;
        match self.memory() {
            Some((before, after)) => {
                writeln!(f, "  memory            {before} KiB after a fifth, {after} KiB at the end")?
            }
            None => writeln!(f, "  memory            not available")?,
        }
        let faults = self.faults();
        faults.iter().try_for_each(|fault| writeln!(f, "WRONG: {fault}"))?;
        let verdict =
            if faults.is_empty() { "every call had the expected outcome" } else { "the run failed" };
        writeln!(f, "{verdict}")
    }
}
