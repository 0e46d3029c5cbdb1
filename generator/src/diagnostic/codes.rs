//! Lists the codes of all findings about a document, each with the outcome of the affected construct.
//!
//! Part of `diagnostic`. The stages use the codes, the [`coverage`](crate::coverage) report counts constructs
//! by code, and the `strict` setting turns defects into errors. A test searches the sources for codes that
//! are missing from this table.

use super::Outcome::{self, Approximated, Dropped, Handled};

/// A kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The name of the code.
    pub name: &'static str,
    /// Whether the finding reports a defect in the document that was repaired.
    pub defect: bool,
    /// The outcome of the construct; `None` if nothing is generated.
    pub outcome: Option<Outcome>,
    /// The construct that the finding is about.
    pub about: About,
    /// A general description of the outcome.
    pub meaning: &'static str,
}

/// The construct that a finding is about, relative to its location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The node at the location.
    Place,
    /// The list that contains the location.
    List,
    /// The `default` at the location, or the `default` of the schema there.
    Default,
    /// Nothing to count, since the table of keywords already covers the construct.
    Covered,
}

const fn code(name: &'static str, outcome: Outcome, meaning: &'static str) -> Code {
    Code { name, defect: false, outcome: Some(outcome), about: About::Place, meaning }
}

const fn defect(name: &'static str, outcome: Outcome, meaning: &'static str) -> Code {
    Code { defect: true, ..code(name, outcome, meaning) }
}

const fn refused(name: &'static str, meaning: &'static str) -> Code {
    Code { name, defect: false, outcome: None, about: About::Place, meaning }
}

impl Code {
    const fn about(self, about: About) -> Self {
        Self { about, ..self }
    }
}

/// The codes of all findings about readable documents, sorted by name.
pub const CODES: &[Code] = &[
    code(
        "all-of-conflict",
        Approximated,
        "conflicting `allOf` schemas; any value, or any string, is accepted",
    ),
    code(
        "approximated-body",
        Approximated,
        "the body is not encoded according to its schema; the caller serializes it, or parts of it",
    ),
    code(
        "approximated-choice",
        Approximated,
        "`oneOf` or `anyOf` next to properties; the properties of all branches are merged, and each of them \
         is optional",
    ),
    code("approximated-keyword", Approximated, "the type accepts more values than the schema")
        .about(About::Covered),
    code(
        "approximated-response",
        Dropped,
        "a response with this status cannot have a body; the declared content is ignored",
    ),
    code(
        "approximated-style",
        Approximated,
        "list format without a counterpart in OpenAPI 3.0; items are separated by commas",
    ),
    code("binary-property", Approximated, "a binary property is a string, since JSON has no binary values"),
    code("body-media-types", Approximated, "several media types of a request body; only one is sent"),
    code("body-without-content", Dropped, "request body without a media type; left out"),
    defect(
        "circular-choice",
        Handled,
        "a branch that refers to its own `oneOf` or `anyOf` is redundant; left out",
    ),
    defect("circular-reference", Approximated, "a reference to itself; any value is accepted"),
    code(
        "client-parameter",
        Handled,
        "a parameter of most operations; `[client_parameters]` in sdk.toml can move it to the client",
    )
    .about(About::Covered),
    code(
        "discriminated-base",
        Approximated,
        "values of derived schemas are read as their base schema; their additional properties are preserved \
         untyped",
    ),
    code("discriminator-property", Handled, "the discriminator property is added to the properties"),
    defect("duplicate-enum-value", Handled, "duplicate enum value; the second one is ignored"),
    defect("duplicate-operation", Handled, "duplicate `operationId`; each operation gets a different name"),
    defect("duplicate-parameter", Dropped, "duplicate parameter; the first one is used"),
    defect("duplicate-server", Handled, "duplicate server name; each server gets a different name"),
    defect("duplicate-tag", Dropped, "duplicate tag; the first one is used"),
    code("exclusive-keywords", Handled, "mutually exclusive keywords; only one of them is used"),
    refused("expansion-too-large", "the document expands to far more data than it contains"),
    defect(
        "external-reference",
        Dropped,
        "a reference to another document; any value is accepted, or the object is left out",
    ),
    code("file-in-json", Approximated, "a file inside a JSON list or map has no binary form; it is a string"),
    code("first-server", Approximated, "several servers for one operation; the first one is used")
        .about(About::List),
    code("ignored-parameter", Dropped, "the client or its transport sets this header"),
    defect("invalid-default", Dropped, "a default of the wrong type; left out").about(About::Default),
    code("invalid-extension", Dropped, "an extension with an unexpected value; ignored"),
    defect("invalid-header", Dropped, "an invalid header; left out"),
    defect(
        "invalid-keyword",
        Dropped,
        "a keyword that this object cannot have, possibly misspelled; ignored",
    )
    .about(About::Covered),
    code("invalid-media-type", Approximated, "an invalid media type; a standard one is sent"),
    defect("invalid-response", Dropped, "an invalid response; left out"),
    defect("invalid-schema", Approximated, "an invalid schema; any value is accepted"),
    defect("invalid-security", Dropped, "an invalid security scheme; left out"),
    defect("invalid-server", Dropped, "an invalid server or server variable; left out"),
    defect("invalid-status", Dropped, "a response whose key is not a status; left out"),
    defect("invalid-tag", Dropped, "a tag without a name; ignored"),
    code("license-without-text", Handled, "the text of the license in sdk.toml is not available")
        .about(About::Covered),
    refused("locked-name-reserved", "the naming lock contains a name that cannot be used"),
    code("locked-name-taken", Handled, "the naming lock assigns one name to two items"),
    defect("missing-member", Handled, "a missing required member is added"),
    code("name-kept", Handled, "a name is kept, although the naming rules now produce a different one"),
    code("name-shortened", Handled, "a name too long for a file name; truncated, with a hash at the end"),
    code(
        "nested-parameter",
        Approximated,
        "a list or object nested in a parameter, which its style does not define; sent as JSON, or with \
         brackets or dots in its names",
    ),
    code("no-operations", Handled, "no operations in `paths`; the crate contains only models"),
    defect("no-response", Handled, "an operation without a response; response bodies are ignored"),
    code("no-server", Handled, "no absolute server URL; calls require a base URL"),
    code("no-title", Handled, "the title contains no letters to derive a package name from"),
    refused("not-openapi", "the document is not an OpenAPI description"),
    code("odd-default", Handled, "a default that is not among the enum values: preserved"),
    code("operation-left-out", Dropped, "the operation cannot be called correctly"),
    refused("overlay-too-costly", "the target of an overlay visits too many nodes"),
    refused("overlay-too-large", "an overlay adds too many nodes"),
    refused("overlay-without-target", "the target of an overlay does not select anything"),
    code("path-fragment", Dropped, "the fragment of a path is never sent"),
    defect(
        "path-parameter",
        Handled,
        "a path and its parameters do not match; an undeclared one is a string, and all are required",
    ),
    code("path-query", Handled, "a query parameter that the path also contains; it is sent once"),
    defect("path-repaired", Handled, "`/` is added at the start of a path, or dot segments are resolved"),
    code(
        "recursive-list",
        Approximated,
        "a list or map that contains itself; any value is accepted inside it",
    ),
    defect("reference-repaired", Handled, "an inexact reference is resolved to the intended component"),
    code(
        "required-cycle",
        Approximated,
        "a required property that makes every value infinite; treated as optional",
    ),
    defect("required-repaired", Handled, "a boolean `required` is moved to the object's list, or ignored"),
    code(
        "required-unknown",
        Approximated,
        "a required property that is not declared; it may be absent, and any value is accepted",
    ),
    defect("scalar-repaired", Handled, "a scalar of the wrong type is converted"),
    defect(
        "server-variable",
        Approximated,
        "a placeholder without a variable, or with an unusable default; the URL is kept",
    ),
    defect("several-bodies", Dropped, "several request bodies for one operation; the first one is used"),
    defect("status-repaired", Handled, "the key of a response is corrected"),
    defect("tabs-repaired", Handled, "tabs are replaced with spaces"),
    code("too-deep", Approximated, "schemas are nested too deeply; any value is accepted"),
    code("too-many-features", Handled, "the crate has more features than crates.io accepts"),
    code("too-many-parts", Approximated, "too many schemas describe one value; any value is accepted"),
    defect("type-repaired", Handled, "a type is corrected"),
    defect("unknown-flow", Approximated, "an unknown OAuth 2 flow; `implicit` is used"),
    code(
        "unknown-keyword",
        Dropped,
        "this keyword is not defined here, or only in a different OpenAPI version",
    ),
    code("unknown-mapping", Approximated, "a discriminator value that does not name a branch; ignored"),
    code("unknown-security", Dropped, "an undeclared security scheme cannot be used"),
    defect("unknown-type", Approximated, "an unknown type; any value is accepted"),
    defect(
        "unresolved-reference",
        Dropped,
        "an unresolved reference; any value is accepted, or the object is left out",
    ),
    code("unsendable-parameter", Dropped, "a parameter with a name or values that cannot be sent"),
    code("unsupported-body", Dropped, "requests with this method have no body"),
    code(
        "unsupported-callbacks",
        Approximated,
        "callbacks are requests sent by the server; only the types of their payloads are generated",
    )
    .about(About::Covered),
    code("unsupported-encoding", Approximated, "a field or part is not encoded as the document declares"),
    code(
        "unsupported-enum",
        Approximated,
        "enum values that are neither all strings nor all integers; any value of the type is accepted",
    ),
    code("unsupported-links", Dropped, "links are not followed; their target operations can be called")
        .about(About::Covered),
    code(
        "unsupported-schema",
        Approximated,
        "an unsupported combination; any value is accepted, or properties are preserved untyped",
    ),
    code(
        "unsupported-security",
        Approximated,
        "this security scheme is only partly supported; users of the crate have to do the rest",
    ),
    refused("unsupported-version", "this version of OpenAPI is not supported"),
    code("untyped-parameter", Approximated, "a parameter without a schema; a string is accepted"),
    defect("unused-parameter", Dropped, "a path parameter that does not occur in its path; left out"),
    refused("unused-setting", "a setting matches nothing in the document"),
    defect("version-repaired", Handled, "the version is corrected"),
    code("webhook-left-out", Dropped, "only the first request of a webhook with a JSON payload is decoded")
        .about(About::Covered),
    refused("wrong-overlay", "an overlay is invalid or cannot be applied"),
    defect("wrong-type", Dropped, "a member with a value of the wrong JSON type; it is ignored"),
];

/// Returns the table entry for a code, or `None` if the code is not about the contents of a document.
pub fn find(name: &str) -> Option<&'static Code> {
    CODES.binary_search_by(|code| code.name.cmp(name)).ok().and_then(|index| CODES.get(index))
}

/// Returns whether findings with the given code report a defect in the document that was repaired.
pub fn is_defect(name: &str) -> bool {
    find(name).is_some_and(|code| code.defect)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(CODES.is_sorted_by_key(|code| code.name));
    }
}
