//! The figures, and whether all is as it must be.

use std::fmt;
use std::time::Duration;

use crate::Settings;
use crate::calls::Tally;
use crate::log::Found;
use crate::server::TokenCount;

/// How much more memory may be held at the end than after the first fifth of the calls, in KiB.
const GROWTH: u64 = 16 * 1024;

/// What came of a run; `Display` is the report.
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

    /// Whether every call ended as it had to, and all else is in order.
    pub fn is_good(&self) -> bool {
        self.faults().is_empty()
    }

    /// How often a call came again after the server had asked it to wait.
    pub fn waits(&self) -> u32 {
        self.tally.waits
    }

    /// What is not as it must be.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = self.tally.faults.clone();
        let described = u32::try_from(faults.len()).unwrap_or(u32::MAX);
        if self.tally.wrong > described {
            faults.push(format!("and {} more wrong calls", self.tally.wrong - described));
        }
        if self.tally.hanging > 0 {
            faults.push(format!("{} calls had not ended at the deadline", self.tally.hanging));
        }
        if let Some(line) = &self.log.first {
            faults.push(format!("{} lines of the log hold a secret, first: {line}", self.log.leaks));
        }
        // Each token that was used up is asked for once more, by one of the calls that it failed.
        let TokenCount { issued, used_up, .. } = self.tokens;
        if issued < used_up || issued > used_up + 1 {
            faults.push(format!("{issued} tokens were asked for, though only {used_up} were used up"));
        }
        if let Some((before, after)) = self.memory().filter(|(before, after)| *after > before + GROWTH) {
            faults.push(format!("memory grew from {before} to {after} KiB"));
        }
        faults
    }

    /// The most memory in the second fifth of the calls, and in the last; `None` where it is not known.
    fn memory(&self) -> Option<(u64, u64)> {
        let samples = &self.tally.memory;
        let fifth = samples.len() / 5;
        let most = |part: Option<&[u64]>| part.and_then(|part| part.iter().max().copied());
        most(samples.get(fifth..2 * fifth)).zip(most(samples.get(4 * fifth..)))
    }

    /// The time that this share of the calls did not exceed.
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
        writeln!(f, "{calls} calls, {concurrency} at once, seed {seed}: {seconds:.1} s")?;
        writeln!(f, "  calls per second  {:.0}", f64::from(*calls) / seconds.max(0.001))?;
        writeln!(
            f,
            "  time of a call    {:.1?} (p50), {:.1?} (p99), {:.1?} (longest)",
            self.time(50),
            self.time(99),
            self.time(100)
        )?;
        for (name, count) in &tally.outcomes {
            writeln!(f, "  {name:<24} {count:>7}")?;
        }
        writeln!(
            f,
            "  retries           {}, {} after a wait that the server asked for",
            tally.retries, tally.waits
        )?;
        writeln!(
            f,
            "  tokens            {} issued, {} used up, {} calls refused for one",
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
            None => writeln!(f, "  memory            not known here")?,
        }
        let faults = self.faults();
        faults.iter().try_for_each(|fault| writeln!(f, "WRONG: {fault}"))?;
        let verdict = if faults.is_empty() { "every call ended as it had to" } else { "something is wrong" };
        writeln!(f, "{verdict}")
    }
}
