//! The CPU time and memory of a child process, as reported by `/proc`.

use std::fs;
use std::process::Child;
use std::time::Instant;

use super::case::cpu_time;

/// The time that a child has spent on a case.
pub(super) struct Spent {
    since: Instant,
    ticks: Option<u64>,
}

impl Spent {
    pub(super) fn start(process: u32) -> Self {
        Self { since: Instant::now(), ticks: cpu_time(&process.to_string()) }
    }

    /// Returns the CPU time in seconds, so that no case fails because the machine is busy. The result is at least a
    /// tenth of the elapsed time, so that a child that waits forever also exceeds the limit.
    pub(super) fn seconds(&self, process: u32) -> u64 {
        let elapsed = self.since.elapsed().as_secs();
        match (self.ticks, cpu_time(&process.to_string())) {
            (Some(first), Some(last)) => (last.saturating_sub(first) / 100).max(elapsed / 10),
            _ => elapsed,
        }
    }
}

/// Ends a child and waits for it.
pub(super) fn end(child: &mut Child) -> Result<(), String> {
    child.kill().and_then(|()| child.wait()).map(drop).map_err(|error| error.to_string())
}

/// Returns the memory of a process in MiB; 0 if the system does not report it.
pub(super) fn memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or_default() >> 10
}
