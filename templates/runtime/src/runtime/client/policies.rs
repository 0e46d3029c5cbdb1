//! How a client behaves around the sending: retries, time, middleware, logs. One part of the client's settings, and the
//! builder's methods for it.

use std::sync::Arc;

use super::builder::ClientBuilder;
#[cfg(feature = "tracing")]
use super::log::LogSettings;
use super::middleware::Middleware;
use super::retry::RetryPolicy;
use super::retry_budget::{Bucket, RetryBudget};
use crate::runtime::json::repair::{Reading, Repair};
use crate::runtime::transport::clock::{Clock, built_in_clock};

/// What a client does around each call.
pub(crate) struct Behaviour {
    pub(crate) retry: RetryPolicy,
    pub(crate) retry_budget: Bucket,
    /// `None` where nothing can wait: nothing is repeated then.
    pub(crate) clock: Option<Arc<dyn Clock>>,
    pub(crate) middleware: Vec<Arc<dyn Middleware>>,
    /// Names of secrets, besides the usual ones and those of the API.
    pub(crate) secret_names: Vec<String>,
    pub(crate) reading: Reading,
    pub(crate) on_repair: Option<OnRepair>,
    #[cfg(feature = "tracing")]
    pub(crate) log: LogSettings,
}

/// Called for each repair of a response.
type OnRepair = Arc<dyn Fn(&Repair) + Send + Sync>;

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            retry: RetryPolicy::new(),
            retry_budget: Bucket::new(RetryBudget::default()),
            clock: built_in_clock(),
            middleware: Vec::new(),
            secret_names: Vec::new(),
            reading: Reading::default(),
            on_repair: None,
            #[cfg(feature = "tracing")]
            log: LogSettings::default(),
        }
    }
}

impl ClientBuilder {
    /// Sets how calls are repeated that failed for a passing reason; by default as [`RetryPolicy::new`] says. Without the
    /// built-in transport, they are repeated only if a [`clock`](Self::clock) is given.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.behaviour.retry = policy;
        self
    }

    /// Repeats no call by itself.
    pub fn no_retry(self) -> Self {
        self.retry(RetryPolicy::none())
    }

    /// Sets how many calls the client may repeat while the server is in trouble; by default a store of 100.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.behaviour.retry_budget = Bucket::new(budget);
        self
    }

    /// Sets where waits between attempts come from: another async runtime's timer, or a test's clock.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.behaviour.clock = Some(Arc::new(clock));
        self
    }

    /// Puts a middleware around each call. The first one added is the outermost: it sees the request first and the answer
    /// last.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.behaviour.middleware.push(Arc::new(middleware));
        self
    }

    /// Sets how responses are read that do not fit the API's description.
    pub fn reading(mut self, reading: Reading) -> Self {
        self.behaviour.reading = reading;
        self
    }

    /// Calls a function for each repair of a response, if the client reads with [`Reading::Lenient`]. It runs where the call
    /// is awaited, before the call returns, and should not block. [`Response::repairs`](crate::runtime::Response::repairs) has the
    /// repairs of one call; with the feature `tracing`, each is an event, too.
    pub fn on_repair(mut self, call: impl Fn(&Repair) + Send + Sync + 'static) -> Self {
        self.behaviour.on_repair = Some(Arc::new(call));
        self
    }

    /// Shows bodies in the trace, at most so many bytes of each; by default none are. Of JSON and forms the members with
    /// names of secrets are left out; bodies of other types are never shown.
    #[cfg(feature = "tracing")]
    pub fn log_bodies(mut self, limit: usize) -> Self {
        self.behaviour.log.body_limit = Some(limit);
        self
    }

    /// Treats headers, query parameters, cookies and members of bodies of this name as secrets in errors, `Debug` and the trace,
    /// in any case of letters, besides those that are named like tokens, keys, passwords and the like.
    pub fn log_redact(mut self, name: impl Into<String>) -> Self {
        self.behaviour.secret_names.push(name.into());
        self
    }
}
