//! Lenient reading: repairs a response whose members do not fit the models, and notes each repair.
//!
//! Between `decode` and the models. A text is read strictly first, which costs nothing more. Only if that fails is it read
//! again, from a tree (`tree`): after a failure a tree can go on with the next member, which a text cannot. The models'
//! code is the same both times; where reading fails, it asks here whether to go on. A thread-local value connects both:
//! `Deserialize` has no argument for it, and reading never waits. Only the tree sets the signals that allow a repair, and they
//! hold no longer than until the member at fault is left, so that whatever else a type reads on the way (the variants of a
//! union, JSON within a string) is read strictly. It must not know any particular model.

mod tree;

use std::cell::RefCell;
use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::locate::{Step, path};
use super::{DecodeError, bare_reason, decode_json};
use tree::Tree;

/// How many repairs of one response are noted: a long list can have the same fault in each item.
const NOTED: usize = 1000;

/// How a client reads responses that do not fit the API's description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Reading {
    /// The first member that does not fit fails the call.
    #[default]
    Strict,
    /// What does not fit is repaired and reported, each time as a [`Repair`]:
    ///
    /// - a required member that is absent or null gets a default: an empty string or list, zero, `false`, an enum's
    ///   `Unknown` with an empty string, an object whose required members have defaults;
    /// - an optional member that does not fit becomes `None`;
    /// - an item of a list, or a value of a map, that does not fit is left out.
    ///
    /// A required member that is present and does not fit makes its object one that does not fit. The call fails if that
    /// leaves nothing: the body as a whole does not fit, is empty or is not JSON. A union is never repaired: a value that fits
    /// none of its variants is kept as `Unknown`. Requests are never changed.
    Lenient,
}

impl Reading {
    /// Reads JSON text that does not come as the body of a successful response, such as the data of an event, an error's
    /// body, or what a webhook received; those are otherwise read strictly.
    ///
    /// # Errors
    /// The text is not JSON, or does not contain what `T` needs and cannot be repaired.
    pub fn decode<T: DeserializeOwned>(self, text: &[u8]) -> Result<(T, Vec<Repair>), DecodeError> {
        match self {
            Self::Strict => Ok((decode_json(text)?, Vec::new())),
            Self::Lenient => {
                let (outcome, repairs) = leniently("", || decode_response(text));
                Ok((outcome?, repairs))
            }
        }
    }
}

/// A repair of a response that did not fit the API's description; see [`Reading::Lenient`].
///
/// It contains no values of the response, so that it can be logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    operation: &'static str,
    path: String,
    reason: String,
}

impl Repair {
    /// The id of the operation whose response was repaired; empty outside of calls.
    pub fn operation(&self) -> &str {
        self.operation
    }

    /// The path of the member or item that was repaired, such as `entities[3].version`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What did not fit, such as ``missing field `version` `` or `invalid type, expected i64`.
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

/// What may be repaired, until the tree goes on.
#[derive(PartialEq)]
enum Signal {
    None,
    /// The names of an object have ended.
    Ended,
    /// The value at this path could not be read.
    Failed {
        path: String,
        null: bool,
    },
}

/// The state of reading one response leniently.
struct Log {
    operation: &'static str,
    path: Vec<Step>,
    signal: Signal,
    /// The path of the innermost value of the failure that is being returned.
    fault: Option<Vec<Step>>,
    repairs: Vec<Repair>,
}

thread_local! {
    /// Present while a lenient client decodes a response.
    static LOG: RefCell<Option<Log>> = const { RefCell::new(None) };
}

fn with_log<T>(act: impl FnOnce(&mut Log) -> T) -> Option<T> {
    LOG.with(|log| log.try_borrow_mut().ok()?.as_mut().map(act))
}

/// Runs `decode`, in which [`decode_response`] reads leniently, and returns the repairs as well.
pub(crate) fn leniently<T>(operation: &'static str, decode: impl FnOnce() -> T) -> (T, Vec<Repair>) {
    /// Ends the scope also if `decode` panics.
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

/// Reads the body of a response: strictly, then leniently if the client does so.
///
/// # Errors
/// The text is not JSON, or cannot be repaired.
pub(crate) fn decode_response<T: DeserializeOwned>(text: &[u8]) -> Result<T, DecodeError> {
    let error = match decode_json(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let noted = with_log(|log| {
        log.path.clear();
        log.fault = None;
        log.signal = Signal::None;
        log.repairs.len()
    });
    let (Some(noted), Ok(tree)) = (noted, serde_json::from_slice::<Value>(text)) else { return Err(error) };
    let repaired = T::deserialize(Tree(&tree));
    let fault = with_log(|log| {
        match &repaired {
            // A tree has each name once: of a member that came twice, the last one has been read.
            Ok(_) if log.repairs.len() == noted => {
                log.note(error.path().to_owned(), bare_reason(error.reason()));
            }
            Ok(_) => {}
            Err(_) => log.repairs.truncate(noted),
        }
        log.fault.take().unwrap_or_default()
    });
    repaired.map_err(|second| error.or_at(text, &fault.unwrap_or_default(), &second))
}

/// Goes on after a member or item that does not fit, where the text is repaired.
///
/// # Errors
/// The error itself, where it is not.
#[cold]
pub(crate) fn leave_out<E: fmt::Display>(error: E) -> Result<(), E> {
    repair(error, |_| true)
}

/// The same after a required member, which keeps its default if it is null.
///
/// # Errors
/// The error itself, where the text is not repaired or the member is not null.
#[cold]
pub(crate) fn fill<E: fmt::Display>(error: E) -> Result<(), E> {
    repair(error, |null| null)
}

fn repair<E: fmt::Display>(error: E, may: impl FnOnce(bool) -> bool) -> Result<(), E> {
    let done = with_log(|log| match std::mem::replace(&mut log.signal, Signal::None) {
        Signal::Failed { path, null } if may(null) => {
            let reason = bare_reason(&error.to_string());
            let reason = match log.fault.take() {
                Some(fault) if self::path(&fault) != path => format!("{}: {reason}", self::path(&fault)),
                _ => reason,
            };
            log.note(path, reason);
            true
        }
        signal => {
            log.signal = signal;
            false
        }
    });
    if done == Some(true) { Ok(()) } else { Err(error) }
}

/// Returns whether a required member that is absent keeps its default.
#[cold]
pub(crate) fn fill_missing(name: &str) -> bool {
    let filled = with_log(|log| {
        let repairable = log.signal == Signal::Ended;
        if repairable {
            let path = path(log.path.iter().chain([&Step::Name(name.to_owned())]));
            log.note(path, format!("missing field `{name}`"));
        }
        repairable
    });
    filled == Some(true)
}

impl Log {
    fn note(&mut self, path: String, reason: String) {
        if self.repairs.len() < NOTED {
            self.repairs.push(Repair { operation: self.operation, path, reason });
        }
    }

    /// The value at the path could not be read.
    fn failed(&mut self, null: bool) {
        let path = path(&self.path);
        self.fault.get_or_insert_with(|| self.path.clone());
        self.signal = Signal::Failed { path, null };
    }
}
