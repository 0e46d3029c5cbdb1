//! A change with its kind, location and classification.
//!
//! Part of `diff`. A change is plain data for display. Its classification comes from [`rules`](super::rules), refined
//! by whether the change is visible in Rust.

use std::fmt;

use super::impact::{Impact, Official, Outcome};
use super::kind::Kind;
use crate::pointer::Pointer;

/// The direction in which a changed item is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
    /// In both directions.
    Both,
}

impl Direction {
    /// Returns the direction of an item that is used in requests, responses or both; `None` for an item that
    /// is used in neither.
    pub fn from_flags(request: bool, response: bool) -> Option<Self> {
        match (request, response) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Request),
            (false, true) => Some(Self::Response),
            (false, false) => None,
        }
    }

    /// Returns whether the client sends the item.
    pub fn is_sent(self) -> bool {
        self != Self::Response
    }

    /// Returns whether the server sends the item.
    pub fn is_received(self) -> bool {
        self != Self::Request
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Both => "both",
        })
    }
}

/// The item that a change belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The API as a whole.
    Api,
    /// An operation: its method and path, as in `GET /groups`.
    Operation(String),
    /// A named schema.
    Model(String),
}

/// A change between two documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The kind of change.
    pub kind: Kind,
    /// The item that the change belongs to.
    pub place: Place,
    /// The wire name of the changed part, such as a parameter, a property or a status.
    pub subject: Option<String>,
    /// The location of the item in the new document, or in the old one if it was removed. The pointer refers to the
    /// document after it was converted to OpenAPI 3.0.
    pub pointer: Pointer,
    /// The item's path in Rust, relative to the crate; the old path if it was removed.
    pub rust: Option<String>,
    /// The old value of the changed part, for display.
    pub old: Option<String>,
    /// The new value of the changed part, for display.
    pub new: Option<String>,
    /// The direction of the item; `None` if it does not occur in requests or responses.
    pub direction: Option<Direction>,
    /// Whether the change affects only previews, which can change at any time.
    pub preview: bool,
    /// Whether a public item of the crate changes.
    pub in_rust: bool,
}

/// The reason for the effect of a change that could be visible in Rust, but is not.
const NOT_IN_RUST: &str = "no public item of the crate changes";

impl Change {
    /// Creates a change that is visible in Rust. The other methods add the remaining data.
    pub(super) fn new(kind: Kind, pointer: &Pointer) -> Self {
        Self {
            kind,
            place: Place::Api,
            subject: None,
            pointer: pointer.clone(),
            rust: None,
            old: None,
            new: None,
            direction: None,
            preview: false,
            in_rust: true,
        }
    }

    pub(super) fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    pub(super) fn rust(mut self, path: impl Into<String>) -> Self {
        self.rust = Some(path.into());
        self
    }

    pub(super) fn from(mut self, old: impl Into<String>) -> Self {
        self.old = Some(old.into());
        self
    }

    pub(super) fn to(mut self, new: impl Into<String>) -> Self {
        self.new = Some(new.into());
        self
    }

    pub(super) fn way(mut self, direction: Option<Direction>) -> Self {
        self.direction = direction;
        self
    }

    pub(super) fn seen(mut self, in_rust: bool) -> Self {
        self.in_rust = in_rust;
        self
    }

    /// Returns the class of the change according to the official SDKs' rules.
    pub fn official(&self) -> Official {
        self.kind.rule().official
    }

    /// Returns the effect of the change on the crate, with the reason.
    pub fn outcome(&self) -> Outcome {
        let rule = self.kind.rule();
        let found = match self.direction {
            Some(Direction::Response) => rule.effect.response(),
            Some(Direction::Both) if rule.effect.response().impact > rule.effect.request().impact => {
                rule.effect.response()
            }
            _ => rule.effect.request(),
        };
        if self.in_rust || found.impact == Impact::Documentation {
            found
        } else {
            Outcome { impact: Impact::Documentation, why: NOT_IN_RUST }
        }
    }

    /// Returns the effect of the change on the crate.
    pub fn impact(&self) -> Impact {
        self.outcome().impact
    }

    /// Returns the migration advice; `None` unless the change is breaking.
    pub fn advice(&self) -> Option<&'static str> {
        (self.impact() == Impact::Breaking).then_some(self.kind.rule().advice)
    }
}

/// All changes between two documents: first those to the API, then those to operations and models, in document
/// order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub(super) list: Vec<Change>,
}

impl Changes {
    /// Returns the changes.
    pub fn iter(&self) -> impl Iterator<Item = &Change> {
        self.list.iter()
    }

    /// Returns whether there are no changes.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the number of changes.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns the number of changes with the given effect on the crate.
    pub fn count(&self, impact: Impact) -> usize {
        self.iter().filter(|change| change.impact() == impact).count()
    }

    /// Returns the number of changes of the given class according to the official SDKs' rules.
    pub fn count_official(&self, class: Official) -> usize {
        self.iter().filter(|change| change.official() == class).count()
    }

    /// Returns the most serious effect on the crate.
    pub fn impact(&self) -> Option<Impact> {
        self.iter().map(Change::impact).max()
    }

    /// Returns the most serious class according to the official SDKs' rules.
    pub fn official(&self) -> Option<Official> {
        self.iter().map(Change::official).max()
    }
}
