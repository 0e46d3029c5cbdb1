//! A client-wide limit on retries, so that retries do not multiply the load during an outage.

use std::fmt;
use std::sync::Mutex;

use crate::runtime::transport::lock::lock;

/// The cost of a retry in bucket units. The units are hundredths, so that percentages are integers.
const RETRY: u64 = 100;

/// A client-wide limit on retries. Each retry is taken from a bucket, which successful calls refill.
///
/// A client whose bucket is empty does not retry: it returns errors as they occur, until calls succeed again.
/// This limits the extra load on a failing server to the retries that successful calls add to the bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a budget does nothing until passed to a client builder"]
pub struct RetryBudget {
    retries: u32,
    percent: u32,
    unlimited: bool,
}

impl RetryBudget {
    /// Creates a budget with a bucket of `retries` retries, initially full. Each call with a status of 200 to 299
    /// adds 20% of a retry.
    pub const fn new(retries: u32) -> Self {
        Self { retries, percent: 20, unlimited: false }
    }

    /// Allows any number of retries.
    pub const fn unlimited() -> Self {
        Self { unlimited: true, ..Self::new(0) }
    }

    /// Sets the percentage of a retry that a successful call adds to the bucket.
    pub const fn regain_percent(mut self, percent: u32) -> Self {
        self.percent = percent;
        self
    }
}

/// A bucket of 100 retries.
impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(100)
    }
}

/// The bucket of one client.
pub(crate) struct Bucket {
    budget: RetryBudget,
    left: Mutex<u64>,
}

impl Bucket {
    /// Creates a full bucket.
    pub(crate) fn new(budget: RetryBudget) -> Self {
        Self { budget, left: Mutex::new(u64::from(budget.retries) * RETRY) }
    }

    /// Takes one retry from the bucket; returns `false` if the bucket is empty.
    pub(crate) fn take(&self) -> bool {
        if self.budget.unlimited {
            return true;
        }
        let mut left = lock(&self.left);
        let rest = left.checked_sub(RETRY);
        *left = rest.unwrap_or(*left);
        rest.is_some()
    }

    /// Refills the bucket after a successful call.
    pub(crate) fn regain(&self) {
        let mut left = lock(&self.left);
        let full = u64::from(self.budget.retries) * RETRY;
        *left = left.saturating_add(u64::from(self.budget.percent)).min(full);
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket").field("budget", &self.budget).finish_non_exhaustive()
    }
}
