//! The parts of a case that do not depend on the code under test: its CPU time, its panics, and the reduction of its
//! input.
//!
//! The fuzz test of the runtime includes this file.

use std::any::Any;
use std::fs;

/// The number of runs for reducing one input.
const RUNS: usize = 5_000;

/// Returns the outcome of a case that panicked.
pub(super) fn panicked(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no message");
    format!("panicked: {text}")
}

/// Returns the CPU time of a process or thread in hundredths of a second; `None` on systems without `/proc`. `task` is
/// its folder there.
pub(super) fn cpu_time(task: &str) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{task}/stat")).ok()?;
    // These are the fields after the process name, which can contain spaces.
    let (_, fields) = stat.rsplit_once(") ")?;
    let spent = fields.split(' ').skip(11).take(2).filter_map(|field| field.parse::<u64>().ok());
    Some(spent.sum())
}

/// Removes chunks of decreasing size as long as the rest `fails`.
pub(super) fn without_chunks(mut bytes: Vec<u8>, mut fails: impl FnMut(&[u8]) -> bool) -> Vec<u8> {
    let (mut size, mut runs) = (bytes.len().div_ceil(2), 0);
    while size > 0 {
        let mut at = 0;
        while at < bytes.len() && runs < RUNS {
            let end = (at + size).min(bytes.len());
            let rest = [&bytes[..at], &bytes[end..]].concat();
            runs += 1;
            if fails(&rest) { bytes = rest } else { at = end }
        }
        size /= 2;
    }
    bytes
}
