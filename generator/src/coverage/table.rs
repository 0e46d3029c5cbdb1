//! Table: every keyword of Swagger 2.0, OpenAPI 3.0, 3.1 and 3.2, and its outcome.
//!
//! Pure data, split by topic, with [`predicates`](super::predicates) for outcomes that depend on the value.
//! The report and the docs page are generated from it. Nothing else defines what is supported.

mod extensions;
mod operations;
mod schemas;
mod service;

pub use super::kinds::{Class, Inside, Kind};
use super::look::Look;
use crate::normalise::Dialect;
pub use extensions::{Use, VENDOR_EXTENSIONS};

impl Kind {
    /// Returns its rows. The first has an empty keyword and represents the object itself, if it is counted.
    pub fn rows(self) -> &'static [Row] {
        match self {
            Self::Document => service::DOCUMENT,
            Self::Info => service::INFO,
            Self::Contact => service::CONTACT,
            Self::License => service::LICENSE,
            Self::Server => service::SERVER,
            Self::ServerVariable => service::SERVER_VARIABLE,
            Self::Tag => service::TAG,
            Self::ExternalDocs => service::EXTERNAL_DOCS_OBJECT,
            Self::SecurityScheme => service::SECURITY_SCHEME,
            Self::Flows => service::FLOWS,
            Self::Flow => service::FLOW,
            Self::Requirement => service::REQUIREMENT,
            Self::Components => service::COMPONENTS,
            Self::PathItem => operations::PATH_ITEM,
            Self::Operation => operations::OPERATION,
            Self::Parameter => operations::PARAMETER,
            Self::RequestBody => operations::REQUEST_BODY,
            Self::MediaType => operations::MEDIA_TYPE,
            Self::SentContent => operations::SENT_CONTENT,
            Self::ReadContent => operations::READ_CONTENT,
            Self::InnerContent => operations::INNER_CONTENT,
            Self::Encoding => operations::ENCODING,
            Self::Response => operations::RESPONSE,
            Self::Header => operations::HEADER,
            Self::Link => operations::LINK,
            Self::Callback => operations::CALLBACK,
            Self::Example => operations::EXAMPLE,
            Self::Reference => operations::REFERENCE,
            Self::Schema => schemas::SCHEMA,
            Self::Discriminator => schemas::DISCRIMINATOR,
            Self::Xml => schemas::XML,
        }
    }
}

/// The outcome of a keyword, with its explanation.
#[derive(Clone, Copy, Debug)]
pub enum Fate {
    /// The same outcome for every value.
    Always(Class, &'static str),
    /// One of these, selected by the predicate.
    Depends(&'static [(Class, &'static str)], fn(&Look<'_>) -> usize),
}

/// A keyword of a kind of object.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The keyword; empty for the object itself.
    pub keyword: &'static str,
    /// The versions that define it here; in others it is dropped.
    pub dialects: &'static [Dialect],
    /// Its outcome.
    pub fate: Fate,
    /// The contents of its value.
    pub inside: Inside,
    /// Groups its occurrences by value: `query` and `path` for `in`.
    pub label: Option<fn(&Look<'_>) -> &'static str>,
    /// Whether it counts as one construct, with all objects inside.
    pub whole: bool,
}

/// All versions.
const ALL: &[Dialect] = &[Dialect::Swagger20, Dialect::OpenApi30, Dialect::OpenApi31, Dialect::OpenApi32];
const V2: &[Dialect] = &[Dialect::Swagger20];
const V3: &[Dialect] = &[Dialect::OpenApi30, Dialect::OpenApi31, Dialect::OpenApi32];
const V30: &[Dialect] = &[Dialect::OpenApi30];
/// OpenAPI 3.1 and later.
const V31: &[Dialect] = &[Dialect::OpenApi31, Dialect::OpenApi32];
const V32: &[Dialect] = &[Dialect::OpenApi32];

impl Row {
    const fn new(keyword: &'static str, fate: Fate) -> Self {
        Self { keyword, dialects: ALL, fate, inside: Inside::Data, label: None, whole: false }
    }

    const fn only(self, dialects: &'static [Dialect]) -> Self {
        Self { dialects, ..self }
    }

    const fn one(self, kind: Kind) -> Self {
        Self { inside: Inside::One(kind), ..self }
    }

    const fn list(self, kind: Kind) -> Self {
        Self { inside: Inside::List(kind), ..self }
    }

    const fn map(self, kind: Kind) -> Self {
        Self { inside: Inside::Map(kind), ..self }
    }

    const fn rest(self, kind: Kind) -> Self {
        Self { inside: Inside::Rest(kind), ..self }
    }

    /// Counts the keyword as one construct; only the keys of the objects inside are checked.
    const fn whole(self) -> Self {
        Self { whole: true, ..self }
    }

    const fn by(self, label: fn(&Look<'_>) -> &'static str) -> Self {
        Self { label: Some(label), ..self }
    }

    /// Returns all possible outcomes.
    pub fn outcomes(&self) -> Vec<(Class, &'static str)> {
        match self.fate {
            Fate::Always(class, how) => vec![(class, how)],
            Fate::Depends(outcomes, _) => outcomes.to_vec(),
        }
    }
}

/// Creates a row with only a keyword.
pub(super) const fn bare(keyword: &'static str) -> Row {
    Row::new(keyword, Fate::Always(Class::Dropped, ""))
}

const fn handled(keyword: &'static str, how: &'static str) -> Row {
    Row::new(keyword, Fate::Always(Class::Handled, how))
}

const fn approximated(keyword: &'static str, how: &'static str) -> Row {
    Row::new(keyword, Fate::Always(Class::Approximated, how))
}

const fn dropped(keyword: &'static str, why: &'static str) -> Row {
    Row::new(keyword, Fate::Always(Class::Dropped, why))
}

const fn depends(
    keyword: &'static str,
    outcomes: &'static [(Class, &'static str)],
    question: fn(&Look<'_>) -> usize,
) -> Row {
    Row::new(keyword, Fate::Depends(outcomes, question))
}
