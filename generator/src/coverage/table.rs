//! Every keyword of Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2, with its outcome.
//!
//! The table contains only data, split by topic; the functions in [`predicates`](super::predicates) cover outcomes
//! that depend on the value. The report and the docs page are generated from this table, and nothing else defines
//! what is supported.

mod extensions;
mod operations;
mod schemas;
mod service;

pub use super::kinds::{Inside, Kind};
use super::look::{Look, Use};
use crate::diagnostic::Outcome;
use crate::normalise::Dialect;
pub use extensions::{ExtensionUse, VENDOR_EXTENSIONS};

impl Kind {
    /// Returns the rows of the kind. The first row has an empty keyword and represents the object itself,
    /// if it is counted.
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

/// An outcome and its explanation.
pub(super) type Case = (Outcome, &'static str);

/// A rule that determines the outcome of a keyword.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// The same outcome for every value.
    Always(Outcome, &'static str),
    /// The first outcome if the predicate is true, otherwise the second.
    Either(&'static [Case; 2], fn(&Look<'_>) -> bool),
    /// The outcome for the use that the predicate returns.
    ByUse(&'static [(Use, Outcome, &'static str)], fn(&Look<'_>) -> Use),
}

/// A keyword in a kind of object.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The keyword; empty for the object itself.
    pub keyword: &'static str,
    /// The versions that define the keyword in this kind of object. In all other versions, the keyword is dropped.
    pub dialects: &'static [Dialect],
    /// The rule for the keyword's outcome.
    pub rule: Rule,
    /// The contents of the keyword's value.
    pub inside: Inside,
    /// The function that groups the keyword's occurrences by value, such as `query` and `path` for `in`.
    pub label: Option<fn(&Look<'_>) -> &'static str>,
    /// Whether the keyword counts as one construct, together with all objects inside it.
    pub whole: bool,
}

/// All versions of the specification.
const ALL: &[Dialect] = &[Dialect::Swagger20, Dialect::OpenApi30, Dialect::OpenApi31, Dialect::OpenApi32];
const V2: &[Dialect] = &[Dialect::Swagger20];
const V3: &[Dialect] = &[Dialect::OpenApi30, Dialect::OpenApi31, Dialect::OpenApi32];
const V30: &[Dialect] = &[Dialect::OpenApi30];
/// OpenAPI 3.1 and later.
const V31: &[Dialect] = &[Dialect::OpenApi31, Dialect::OpenApi32];
const V32: &[Dialect] = &[Dialect::OpenApi32];

impl Row {
    const fn new(keyword: &'static str, rule: Rule) -> Self {
        Self { keyword, dialects: ALL, rule, inside: Inside::Data, label: None, whole: false }
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

    /// Counts the keyword as one construct; in the objects inside it, only the keys are checked.
    const fn whole(self) -> Self {
        Self { whole: true, ..self }
    }

    const fn by(self, label: fn(&Look<'_>) -> &'static str) -> Self {
        Self { label: Some(label), ..self }
    }

    /// Returns all possible outcomes.
    pub fn outcomes(&self) -> Vec<Case> {
        match self.rule {
            Rule::Always(outcome, how) => vec![(outcome, how)],
            Rule::Either(cases, _) => cases.to_vec(),
            Rule::ByUse(cases, _) => cases.iter().map(|(_, outcome, how)| (*outcome, *how)).collect(),
        }
    }
}

/// Creates a row with only a keyword.
pub(super) const fn bare(keyword: &'static str) -> Row {
    Row::new(keyword, Rule::Always(Outcome::Dropped, ""))
}

const fn handled(keyword: &'static str, how: &'static str) -> Row {
    Row::new(keyword, Rule::Always(Outcome::Handled, how))
}

const fn approximated(keyword: &'static str, how: &'static str) -> Row {
    Row::new(keyword, Rule::Always(Outcome::Approximated, how))
}

const fn dropped(keyword: &'static str, why: &'static str) -> Row {
    Row::new(keyword, Rule::Always(Outcome::Dropped, why))
}

const fn depends(keyword: &'static str, cases: &'static [Case; 2], predicate: fn(&Look<'_>) -> bool) -> Row {
    Row::new(keyword, Rule::Either(cases, predicate))
}

const fn by_use(
    keyword: &'static str,
    cases: &'static [(Use, Outcome, &'static str)],
    predicate: fn(&Look<'_>) -> Use,
) -> Row {
    Row::new(keyword, Rule::ByUse(cases, predicate))
}
