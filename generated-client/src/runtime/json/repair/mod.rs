//! Lenient decoding: repairs responses that do not match their types, and records each repair.

// A response is first decoded strictly, which has no overhead. Only after an error is it decoded again, from a
// tree (`tree`), because decoding from a tree can continue with the next member after an error. Both passes
// use the same model code, which calls this module after an error to determine whether to continue.
//
// A thread-local value connects the models with the tree, because `Deserialize` has no argument for it. This
// is possible because decoding never awaits. Only the tree sets the signals that permit a repair. They are
// valid only within the invalid member. Anything else that a type decodes (the variants of a union, JSON in a
// string) is therefore decoded strictly.
//
// This module must not depend on models.

mod tree;

use std::cell::RefCell;
use std::fmt;

use serde::de::{Deserialize, DeserializeOwned};
use serde_json::Value;

use super::locate::{Step, path};
use super::{DecodeError, decode_boxed, decode_json, reason_without_values};
use tree::Tree;

/// The maximum number of recorded repairs per response, because each item of a long list may have the same
/// defect.
const MAX_REPAIRS: usize = 1000;

/// The treatment of responses that do not match the API description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Reading {
    /// The first mismatch causes the request to fail.
    #[default]
    Strict,
    /// Mismatches are repaired, and each repair is reported as a [`Repair`]:
    ///
    /// - a required member that is absent or null gets a default: zero, `false`, an empty string, list or map, or an
    ///   object whose required members have defaults. An enum becomes its empty string or zero (`Unknown` unless
    ///   documented), a union becomes `Unknown` with null, and an untyped value becomes null;
    /// - an optional member that does not match becomes `None`;
    /// - a list item or map value that does not match is omitted.
    ///
    /// If the value of a required member does not match, the object that contains it does not match either.
    /// The request fails if the body as a whole does not match, is empty, or is not JSON. A union is never
    /// repaired: a value that matches none of its variants is decoded as `Unknown`. Requests are never
    /// changed.
    Lenient,
}

impl Reading {
    /// Decodes JSON that is not the body of a successful response, such as event data, an error body, or a
    /// webhook payload. Without this method, such JSON is decoded strictly.
    ///
    /// # Errors
    /// Returns an error if the text is not JSON, or does not match `T` and cannot be repaired.
    pub fn decode<T: DeserializeOwned>(self, text: &[u8]) -> Result<(T, Vec<Repair>), DecodeError> {
        match self {
            Self::Strict => Ok((decode_json(text)?, Vec::new())),
            Self::Lenient => {
                let (outcome, repairs) = leniently("", || decode_response(text));
                Ok((*outcome?, repairs))
            }
        }
    }
}

/// A repair of a response that does not match the API description; see [`Reading::Lenient`].
///
/// It contains no values from the response, so it can be logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    operation: &'static str,
    path: String,
    reason: String,
}

impl Repair {
    /// Returns the ID of the operation whose response was repaired, or an empty string outside of requests.
    pub fn operation(&self) -> &str {
        self.operation
    }

    /// Returns the path of the repaired member or item, such as `entities[3].version`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the reason, such as ``missing field `version` `` or `invalid type, expected i64`.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.reason)
    }
}

/// The repair that is possible at the current point in decoding.
#[derive(PartialEq)]
enum Signal {
    None,
    /// All members of an object were read.
    Ended,
    /// The value at this path could not be decoded.
    Failed {
        path: String,
        null: bool,
    },
}

/// The state of lenient decoding of a response.
struct Log {
    operation: &'static str,
    path: Vec<Step>,
    signal: Signal,
    /// The path of the innermost value in the error that is being returned.
    fault: Option<Vec<Step>>,
    repairs: Vec<Repair>,
}

thread_local! {
    /// Set while a lenient client decodes a response.
    static LOG: RefCell<Option<Log>> = const { RefCell::new(None) };
}

fn with_log<T>(act: impl FnOnce(&mut Log) -> T) -> Option<T> {
    LOG.with(|log| log.try_borrow_mut().ok()?.as_mut().map(act))
}

/// Runs `decode`, with [`decode_response`] in lenient mode. Returns its result and the repairs.
pub(crate) fn leniently<T>(operation: &'static str, decode: impl FnOnce() -> T) -> (T, Vec<Repair>) {
    /// Ends the scope, even if `decode` panics.
    struct Restore(Option<Log>);
    impl Drop for Restore {
        fn drop(&mut self) {
            LOG.set(self.0.take());
        }
    }
    let log = Log { operation, path: Vec::new(), signal: Signal::None, fault: None, repairs: Vec::new() };
    let _restore = Restore(LOG.replace(Some(log)));
    let outcome = decode();
    (outcome, with_log(|log| std::mem::take(&mut log.repairs)).unwrap_or_default())
}

/// Decodes the body of a response, strictly at first. After an error, decodes it leniently if lenient mode is
/// active.
///
/// # Errors
/// Returns an error if the text is not JSON or cannot be repaired.
pub(crate) fn decode_response<T: DeserializeOwned>(text: &[u8]) -> Result<Box<T>, DecodeError> {
    let error = match decode_boxed(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let count = with_log(|log| {
        log.path.clear();
        log.fault = None;
        log.signal = Signal::None;
        log.repairs.len()
    });
    let (Some(count), Ok(tree)) = (count, serde_json::from_slice::<Value>(text)) else { return Err(error) };
    let repaired = Box::<T>::deserialize(Tree(&tree));
    let fault = with_log(|log| {
        match &repaired {
            // A tree contains each name only once; for a duplicate member, it contains the last value.
            Ok(_) if log.repairs.len() == count => {
                log.record(error.path().to_owned(), reason_without_values(error.reason()));
            }
            Ok(_) => {}
            Err(_) => log.repairs.truncate(count),
        }
        log.fault.take().unwrap_or_default()
    });
    repaired.map_err(|second| error.or_at(text, &fault.unwrap_or_default(), &second))
}

/// Continues after an invalid member or item, if it can be repaired.
///
/// # Errors
/// Returns `error` if it cannot be repaired.
#[cold]
pub(crate) fn omit<E: fmt::Display>(error: E) -> Result<(), E> {
    repair(error, |_| true)
}

/// Continues after an invalid required member; if the member is null, it keeps its default.
///
/// # Errors
/// Returns `error` if it cannot be repaired, or if the member is not null.
#[cold]
pub(crate) fn fill<E: fmt::Display>(error: E) -> Result<(), E> {
    repair(error, |null| null)
}

fn repair<E: fmt::Display>(error: E, may: impl FnOnce(bool) -> bool) -> Result<(), E> {
    let done = with_log(|log| match std::mem::replace(&mut log.signal, Signal::None) {
        Signal::Failed { path, null } if may(null) => {
            let reason = reason_without_values(&error.to_string());
            let reason = match log.fault.take() {
                Some(fault) if self::path(&fault) != path => format!("{}: {reason}", self::path(&fault)),
                _ => reason,
            };
            log.record(path, reason);
            true
        }
        signal => {
            log.signal = signal;
            false
        }
    });
    if done == Some(true) { Ok(()) } else { Err(error) }
}

/// Returns whether an absent required member keeps its default.
#[cold]
pub(crate) fn fill_missing(name: &str) -> bool {
    let filled = with_log(|log| {
        let repairable = log.signal == Signal::Ended;
        if repairable {
            let path = path(log.path.iter().chain([&Step::Name(name.to_owned())]));
            log.record(path, format!("missing field `{name}`"));
        }
        repairable
    });
    filled == Some(true)
}

impl Log {
    fn record(&mut self, path: String, reason: String) {
        if self.repairs.len() < MAX_REPAIRS {
            self.repairs.push(Repair { operation: self.operation, path, reason });
        }
    }

    /// Records that the value at the current path could not be decoded.
    fn failed(&mut self, null: bool) {
        let path = path(&self.path);
        self.fault.get_or_insert_with(|| self.path.clone());
        self.signal = Signal::Failed { path, null };
    }
}
