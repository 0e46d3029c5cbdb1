//! A client's policies for each request (retries, timing, middleware, lenient reading and logs), and their
//! setters.

use std::sync::Arc;

use super::builder::ClientBuilder;
#[cfg(feature = "tracing")]
use super::log::LogSettings;
use super::middleware::Middleware;
use super::retry::RetryPolicy;
use super::retry_budget::{Bucket, RetryBudget};
use crate::runtime::json::repair::{Reading, Repair};
use crate::runtime::transport::clock::{Clock, built_in_clock};

/// The policies that a client applies to each call.
pub(crate) struct Policies {
    pub(crate) retry: RetryPolicy,
    pub(crate) retry_budget: Bucket,
    /// The clock. `None` disables retries, early token renewal, and the time limits of token requests and streams.
    pub(crate) clock: Option<Arc<dyn Clock>>,
    pub(crate) middleware: Vec<Arc<dyn Middleware>>,
    /// Names of secrets, in addition to the built-in ones and those of the API.
    pub(crate) secret_names: Vec<String>,
    pub(crate) reading: Reading,
    pub(crate) on_repair: Option<OnRepair>,
    #[cfg(feature = "tracing")]
    pub(crate) log: LogSettings,
}

/// A callback for each repair of a response.
type OnRepair = Arc<dyn Fn(&Repair) + Send + Sync>;

impl Default for Policies {
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
    /// Sets the retry policy for transient failures; the default is [`RetryPolicy::new`]. Without the built-in
    /// transport, retries also require a [`clock`](Self::clock).
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.policies.retry = policy;
        self
    }

    /// Disables retries.
    pub fn no_retry(self) -> Self {
        self.retry(RetryPolicy::none())
    }

    /// Sets the client-wide limit on retries while the server is failing; the default allows 100.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.policies.retry_budget = Bucket::new(budget);
        self
    }

    /// Sets the clock, such as one for another async runtime or for tests. It is used for waits between
    /// attempts, token renewal, and the time limits of token requests and streams.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.policies.clock = Some(Arc::new(clock));
        self
    }

    /// Adds a middleware around each call. The first one added is the outermost: it receives the request first and the
    /// response last.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.policies.middleware.push(Arc::new(middleware));
        self
    }

    /// Sets whether responses that do not match the API description are rejected or repaired.
    pub fn reading(mut self, reading: Reading) -> Self {
        self.policies.reading = reading;
        self
    }

    /// Sets a callback for each repair of a response; it is called only with [`Reading::Lenient`].
    ///
    /// The callback runs in the task that awaits the call, before the call returns, and should not block.
    /// [`Response::repairs`](crate::runtime::Response::repairs) returns the repairs of one call. With the
    /// `tracing` feature, each repair is also logged as an event.
    pub fn on_repair(mut self, call: impl Fn(&Repair) + Send + Sync + 'static) -> Self {
        self.policies.on_repair = Some(Arc::new(call));
        self
    }

    /// Includes up to `limit` bytes of each body in the trace; by default, bodies are omitted. Secret members of JSON
    /// and forms are redacted. Bodies of other types, and bodies larger than 1 MiB, are never shown.
    #[cfg(feature = "tracing")]
    pub fn log_bodies(mut self, limit: usize) -> Self {
        self.policies.log.body_limit = Some(limit);
        self
    }

    /// Redacts headers, query parameters, cookies and body members with this name in errors, `Debug` output and the
    /// trace. The name is compared case-insensitively. Values whose names identify tokens, keys, passwords and the
    /// like are always redacted.
    pub fn log_redact(mut self, name: impl Into<String>) -> Self {
        self.policies.secret_names.push(name.into());
        self
    }
}
