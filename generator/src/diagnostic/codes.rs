//! Codes: one table of all kinds of findings about a document, with the outcome of the construct.
//!
//! Part of `diagnostic`. The stages use the codes, the report of [`coverage`](crate::coverage) counts by
//! them, and `strict` stops at those of defects. A test searches the sources for codes without a row here.

use super::Fate;

/// The properties of a kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The name.
    pub name: &'static str,
    /// Whether the document is wrong there and was repaired.
    pub defect: bool,
    /// The outcome of the construct.
    pub became: Became,
    /// The construct that the finding is about.
    pub about: About,
    /// A general description of the outcome.
    pub meaning: &'static str,
}

/// The outcome of the construct that a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// It is expressed.
    Kept,
    /// It is expressed by something wider or simpler.
    Approximated,
    /// It is not expressed at all.
    Dropped,
    /// Nothing is generated.
    Refused,
}

/// The construct that a finding is about, relative to its location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The node at the location.
    Place,
    /// The list that contains the location.
    List,
    /// The `default` at the location, or of the schema there.
    Default,
    /// Nothing, since the table of keywords already covers it.
    Told,
}

const fn code(name: &'static str, became: Became, meaning: &'static str) -> Code {
    Code { name, defect: false, became, about: About::Place, meaning }
}

const fn defect(name: &'static str, became: Became, meaning: &'static str) -> Code {
    Code { defect: true, ..code(name, became, meaning) }
}

impl Code {
    const fn about(self, about: About) -> Self {
        Self { about, ..self }
    }
}

use Became::{Approximated, Dropped, Kept, Refused};

/// All codes of findings about readable documents, by name.
pub const CODES: &[Code] = &[
    code(
        "all-of-conflict",
        Approximated,
        "the parts of an `allOf` contradict each other: any value, or any string, is accepted",
    ),
    code(
        "approximated-body",
        Approximated,
        "the body is not encoded by its schema: the caller writes it, or a part of it",
    ),
    code(
        "approximated-choice",
        Approximated,
        "alternatives beside properties: the properties of all are taken together, each of them optional",
    ),
    code("approximated-keyword", Approximated, "the type admits more values than the schema")
        .about(About::Told),
    code(
        "approximated-response",
        Dropped,
        "an answer of this status has no body: what is described is not read",
    ),
    code(
        "approximated-style",
        Approximated,
        "the way to write a list has no counterpart in OpenAPI 3.0: commas are written",
    ),
    code("binary-property", Approximated, "a binary property is a string, since JSON has no binary values"),
    code("body-media-types", Approximated, "of several media types of a body, one is sent"),
    code("body-without-content", Dropped, "a body without a media type is left out"),
    defect(
        "circular-choice",
        Kept,
        "an alternative that leads back to its choice adds nothing, and is left out",
    ),
    defect("circular-reference", Approximated, "a reference that leads back to itself: any value is taken"),
    code(
        "discriminated-base",
        Approximated,
        "a value of a schema that is made of this one is read as this one: other properties are kept untyped",
    ),
    code(
        "discriminator-property",
        Kept,
        "the property that tells the kind of value is added to the properties",
    ),
    defect("duplicate-enum-value", Kept, "a value that is listed twice is taken once"),
    defect("duplicate-operation", Kept, "two operations have one `operationId`: each gets a name of its own"),
    defect("duplicate-parameter", Dropped, "of two parameters of one name and place, the first is taken"),
    defect("duplicate-tag", Dropped, "of two tags of one name, the first is taken"),
    defect(
        "external-reference",
        Dropped,
        "a reference that leads out of the document: any value is taken, or the thing is left out",
    ),
    code("file-in-json", Approximated, "a file in a list or a map of JSON has no bytes: it is a string"),
    code("first-server", Approximated, "of several servers of one operation, the first is taken")
        .about(About::List),
    code("ignored-parameter", Dropped, "the client sets this header itself"),
    defect("invalid-default", Dropped, "a default that is not of its type is left out").about(About::Default),
    code("invalid-extension", Dropped, "an extension that does not hold what it should is ignored"),
    defect("invalid-header", Dropped, "a header that cannot be read is left out"),
    code("invalid-media-type", Approximated, "a media type that is none: a usual one is sent"),
    defect("invalid-response", Dropped, "an answer that cannot be read is left out"),
    defect("invalid-schema", Approximated, "a schema that cannot be read: any value is taken"),
    defect("invalid-security", Dropped, "a security scheme that cannot be read is left out"),
    defect("invalid-server", Dropped, "a server, or a variable of one, that cannot be read is left out"),
    defect("invalid-status", Dropped, "an answer whose key is no status is left out"),
    defect("invalid-tag", Dropped, "a tag without a name is ignored"),
    code("license-without-text", Kept, "the text of the license of sdk.toml is not emitted")
        .about(About::Told),
    code("locked-name-reserved", Refused, "the naming lock has a name that cannot be given"),
    code("locked-name-taken", Kept, "the naming lock has one name for two things"),
    defect("missing-member", Kept, "a member that every description must have is added"),
    code("name-kept", Kept, "a name is kept although it would now be another"),
    code("name-shortened", Kept, "a name is too long for a file: it is cut, and ends with a hash"),
    code(
        "nested-parameter",
        Approximated,
        "a list or object inside a parameter has no form in its style: it is JSON text, or has names with brackets or dots",
    ),
    code("no-operations", Kept, "there is nothing to call: the crate has its schemas only"),
    defect("no-response", Kept, "an operation describes no answer: the body of any answer is ignored"),
    code("no-server", Kept, "calls need a base URL"),
    code("not-openapi", Refused, "the document is no OpenAPI description"),
    code("odd-default", Kept, "a default is none of the values that are listed, and is kept"),
    code("operation-left-out", Dropped, "it cannot be called rightly with this"),
    code("overlay-too-costly", Refused, "the target of an overlay visits too many nodes"),
    code("overlay-too-large", Refused, "an overlay adds too many nodes"),
    code("overlay-without-target", Refused, "the target of an overlay selects nothing"),
    code("path-fragment", Dropped, "the fragment of a path is never sent"),
    defect(
        "path-parameter",
        Kept,
        "a path and its parameters do not agree: a text is taken, or the parameter as required",
    ),
    defect("path-repaired", Kept, "`/` is put before a path"),
    code("recursive-list", Approximated, "a list or map of itself: any value is taken inside it"),
    defect("reference-repaired", Kept, "a reference in other words leads to the component that it means"),
    code("required-cycle", Approximated, "a required property that no finite value can have is optional"),
    defect(
        "required-repaired",
        Kept,
        "`required` at a property is put on the list of its object, or ignored",
    ),
    code(
        "required-unknown",
        Approximated,
        "a required property that is not declared may be absent, and has any value",
    ),
    defect("scalar-repaired", Kept, "a scalar of the wrong kind is read as it is meant"),
    defect("server-variable", Approximated, "a placeholder without a variable stays in the URL"),
    defect("several-bodies", Dropped, "of several bodies of an operation, the first is taken"),
    defect("status-repaired", Kept, "the key of an answer is read as it is meant"),
    defect("tabs-repaired", Kept, "tabs are read as spaces"),
    code("too-deep", Approximated, "schemas are nested too deeply: any value is taken"),
    code("too-many-parts", Approximated, "too many schemas describe one value: any value is accepted"),
    defect("type-repaired", Kept, "a type is read as it is meant"),
    defect("unknown-flow", Approximated, "an OAuth 2 flow that does not exist: `implicit` is taken"),
    code("unknown-keyword", Dropped, "no version of OpenAPI, or only another one, has this keyword here"),
    code(
        "unknown-mapping",
        Approximated,
        "a value of the discriminator that names no alternative is not expected",
    ),
    code("unknown-security", Dropped, "a security scheme that the document does not describe cannot be used"),
    defect("unknown-type", Approximated, "a type that does not exist: any value is taken"),
    defect(
        "unresolved-reference",
        Dropped,
        "a reference that names nothing: any value is taken, or the thing is left out",
    ),
    code("unsupported-body", Dropped, "a call by this method has no body"),
    code("unsupported-callbacks", Dropped, "the server makes these calls").about(About::Told),
    code("unsupported-encoding", Approximated, "a field or part is not encoded as the document says"),
    code("unsupported-enum", Approximated, "the values are of several kinds: any value of the type is taken"),
    code("unsupported-links", Dropped, "the operations that links lead to can be called").about(About::Told),
    code(
        "unsupported-schema",
        Approximated,
        "a combination that is not expressed: any value is taken, or properties are kept untyped",
    ),
    code("unsupported-security", Approximated, "a part of this login is left to the user of the crate"),
    code("unsupported-version", Refused, "this version of OpenAPI is not read"),
    code("unsupported-webhooks", Dropped, "webhooks are calls to a client, not by one").about(About::Told),
    code("untyped-parameter", Approximated, "a parameter without a schema: a text is taken"),
    defect("unused-parameter", Dropped, "a path parameter that does not occur in its path is left out"),
    code("unused-setting", Refused, "a setting matches nothing in the document"),
    defect("version-repaired", Kept, "the version is read as it is meant"),
    code("wrong-overlay", Refused, "an overlay cannot be read or applied"),
];

/// Returns the row of a code; `None` if it is not about the contents of a document.
pub fn find(name: &str) -> Option<&'static Code> {
    CODES.binary_search_by(|code| code.name.cmp(name)).ok().and_then(|index| CODES.get(index))
}

/// Returns the outcome that findings of this code report.
pub fn fate(name: &str) -> Fate {
    match find(name) {
        Some(Code { defect: true, .. }) => Fate::Repaired,
        Some(Code { became: Became::Approximated, .. }) => Fate::Approximated,
        Some(Code { became: Became::Kept, .. }) => Fate::Noted,
        _ => Fate::Dropped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(CODES.is_sorted_by_key(|code| code.name));
    }
}
