//! A change: what happened where, and how it is judged.
//!
//! Part of `diff`; plain data for whoever shows it. The judgement comes from the [`rules`](super::rules), sharpened by one fact: whether
//! anything of it can be seen in Rust.

use std::fmt;

use super::impact::{Impact, Official, Outcome};
use super::rules::Kind;
use crate::pointer::Pointer;

/// Who sends what has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// The client.
    Request,
    /// The server.
    Response,
    /// Both.
    Both,
}

impl Direction {
    /// The direction of what travels in these; `None` for what does not travel.
    pub fn from_flags(request: bool, response: bool) -> Option<Self> {
        match (request, response) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Request),
            (false, true) => Some(Self::Response),
            (false, false) => None,
        }
    }

    /// Whether the client sends it.
    pub fn is_sent(self) -> bool {
        self != Self::Response
    }

    /// Whether the server sends it.
    pub fn is_answered(self) -> bool {
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

/// What a change belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The API as a whole.
    Api,
    /// An operation: its method and path, as in `GET /groups`.
    Operation(String),
    /// A named schema.
    Model(String),
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is.
    pub kind: Kind,
    /// What it belongs to.
    pub place: Place,
    /// The part of it that changed, by its name on the wire: a parameter, a property, a status.
    pub subject: Option<String>,
    /// Where it stands in the new document, or in the old one if it is gone, as OpenAPI 3.0.
    pub pointer: Pointer,
    /// The path of the item in Rust, below the crate; the old one if it is gone.
    pub rust: Option<String>,
    /// What it was.
    pub old: Option<String>,
    /// What it is.
    pub new: Option<String>,
    /// Who sends it; `None` for what does not travel.
    pub direction: Option<Direction>,
    /// Whether it concerns previews only, which may change at any time.
    pub preview: bool,
    /// Whether any public item of the crate is other than before.
    pub in_rust: bool,
}

/// Why a change of a kind that could be seen in Rust is none there.
const NOT_IN_RUST: &str = "no public item of the crate changes";

impl Change {
    /// A change that is seen in Rust; the rest is added by those below.
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

    /// The class by the rules of the official SDKs.
    pub fn official(&self) -> Official {
        self.kind.rule().official
    }

    /// What it does to the crate, and why.
    pub fn outcome(&self) -> Outcome {
        let rule = self.kind.rule();
        let found = match self.direction {
            Some(Direction::Response) => rule.response,
            Some(Direction::Both) if rule.response.impact > rule.request.impact => rule.response,
            _ => rule.request,
        };
        if self.in_rust || found.impact == Impact::Documentation {
            found
        } else {
            Outcome { impact: Impact::Documentation, why: NOT_IN_RUST }
        }
    }

    /// What it does to the crate.
    pub fn impact(&self) -> Impact {
        self.outcome().impact
    }

    /// What a user has to do about it; nothing unless it breaks.
    pub fn advice(&self) -> Option<&'static str> {
        (self.impact() == Impact::Breaking).then_some(self.kind.rule().advice)
    }
}

/// All changes between two documents: those of the API, then by operation, then by model, each in document order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub(super) list: Vec<Change>,
}

impl Changes {
    /// The changes.
    pub fn iter(&self) -> impl Iterator<Item = &Change> {
        self.list.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// How many do this to the crate.
    pub fn count(&self, impact: Impact) -> usize {
        self.iter().filter(|change| change.impact() == impact).count()
    }

    /// How many are of this class by the rules of the official SDKs.
    pub fn count_official(&self, class: Official) -> usize {
        self.iter().filter(|change| change.official() == class).count()
    }

    /// The most serious that any does to the crate.
    pub fn impact(&self) -> Option<Impact> {
        self.iter().map(Change::impact).max()
    }

    /// The most serious class by the rules of the official SDKs.
    pub fn official(&self) -> Option<Official> {
        self.iter().map(Change::official).max()
    }
}
