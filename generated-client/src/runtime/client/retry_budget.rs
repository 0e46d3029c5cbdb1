//! A bound on the repeated calls of a whole client, so that an outage is not answered with a multiple of the load.

use std::fmt;
use std::sync::{Mutex, PoisonError};

/// What a retry costs, in the bucket's units: a hundredth each, so that percentages stay whole.
const RETRY: u64 = 100;

/// How many calls a client may repeat: a store that each repetition draws on and that calls which work out fill up again.
///
/// A client whose store is empty repeats nothing and gives the error as it is, until calls succeed again. This bounds the
/// load on a server in trouble: after the store is used up, by the share that successful calls give back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a budget takes effect when it is given to a client"]
pub struct RetryBudget {
    retries: u32,
    percent: u32,
    unlimited: bool,
}

impl RetryBudget {
    /// A store of so many repetitions, full at first. Each call that is answered with a status of 200 to 299 returns 20 % of
    /// one.
    pub const fn new(retries: u32) -> Self {
        Self { retries, percent: 20, unlimited: false }
    }

    /// Any number of repetitions.
    pub const fn unlimited() -> Self {
        Self { unlimited: true, ..Self::new(0) }
    }

    /// Sets how much of a repetition a call that works out gives back, in percent.
    pub const fn regain_percent(mut self, percent: u32) -> Self {
        self.percent = percent;
        self
    }
}

/// A store of 100 repetitions.
impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(100)
    }
}

/// The store of one client.
pub(crate) struct Bucket {
    budget: RetryBudget,
    left: Mutex<u64>,
}

impl Bucket {
    /// A full one.
    pub(crate) fn new(budget: RetryBudget) -> Self {
        Self { budget, left: Mutex::new(u64::from(budget.retries) * RETRY) }
    }

    /// Takes one repetition out, if there is one.
    pub(crate) fn take(&self) -> bool {
        if self.budget.unlimited {
            return true;
        }
        // A number cannot be left half changed by a thread that panicked.
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = left.checked_sub(RETRY);
        *left = rest.unwrap_or(*left);
        rest.is_some()
    }

    /// Puts back what a call that worked out is worth.
    pub(crate) fn regain(&self) {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let full = u64::from(self.budget.retries) * RETRY;
        *left = left.saturating_add(u64::from(self.budget.percent)).min(full);
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket").field("budget", &self.budget).finish_non_exhaustive()
    }
}
