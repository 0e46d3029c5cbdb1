//! Paths, operations, requests and responses.

use super::super::predicates;
use super::service::EXTERNAL_DOCS;
use super::{Case, Kind, Row, Use, V2, V3, V30, V31, V32, approximated, by_use, depends, dropped, handled};
use crate::diagnostic::Outcome::{Approximated, Dropped, Handled};

/// The reason for dropping the examples of bodies and responses.
const NO_EXAMPLE: &str = "example calls are generated from the schema";

/// The reason for ignoring a parameter's escaping settings.
const ESCAPED: &str = "reserved characters are always percent-encoded, which is equivalent";

/// The outcomes of the schema for the items of a sequence.
const ITEMS: &[Case; 2] = &[
    (Handled, "the type of the events or items of a stream"),
    (Dropped, "only event streams, JSON Lines and JSON text sequences have items"),
];

/// The reason for ignoring positional encodings.
const NO_POSITIONS: &str = "the caller encodes multipart bodies other than `multipart/form-data`";

/// The reason for ignoring the encodings of parts inside a part.
const NO_NESTED: &str = "the caller encodes a part that is itself multipart";

/// The reason for ignoring the descriptions of media types.
const NO_TEXT: &str = "the docs contain the description of the body or response";

/// The explanation of the outcome of callbacks.
pub(super) const PAYLOADS: &str = "the types of JSON payloads are models; the server sends the requests";

/// The explanation of the outcome of the extensions that name a body.
const BODY_NAME: &str = "the name of the body argument, unless the body is flattened";

const OPERATIONS: Row = handled("", "").one(Kind::Operation);

const fn method(keyword: &'static str) -> Row {
    Row { keyword, ..OPERATIONS }
}

pub(super) const PATH_ITEM: &[Row] = &[
    handled("", "the path of its operations"),
    handled("$ref", "followed"),
    dropped("summary", "the docs contain the summaries of the operations").only(V3),
    dropped("description", "the docs contain the descriptions of the operations").only(V3),
    method("get"),
    method("put"),
    method("post"),
    method("delete"),
    method("options"),
    method("head"),
    method("patch"),
    method("trace"),
    handled("servers", "the base URL of its operations").only(V3).list(Kind::Server),
    handled("parameters", "arguments of its operations").list(Kind::Parameter),
    method("query").only(V32),
    handled("additionalOperations", "operations with any other method").only(V32).map(Kind::Operation),
];

pub(super) const OPERATION: &[Row] = &[
    handled("", "a method and a request builder"),
    depends(
        "tags",
        &[
            (Handled, "the handle with the method; for untagged operations, the path determines it"),
            (Approximated, "the method is on the handle of the first generated tag"),
        ],
        predicates::tags,
    ),
    handled("summary", "docs"),
    handled("description", "docs"),
    EXTERNAL_DOCS,
    handled("operationId", "the name of the method"),
    handled("parameters", "arguments and setters").list(Kind::Parameter),
    handled("requestBody", "one or more arguments").only(V3).one(Kind::RequestBody),
    handled("responses", "the return type and the errors").map(Kind::Response),
    approximated("callbacks", PAYLOADS).only(V3).map(Kind::Callback).whole(),
    handled("deprecated", "`#[deprecated]` on the method"),
    handled("security", "the credentials of the call; their scopes in the docs").list(Kind::Requirement),
    handled("servers", "the base URL of the call").only(V3).list(Kind::Server),
    depends(
        "consumes",
        &[(Handled, "the media type of the request body"), (Approximated, "one of several is sent")],
        predicates::consumes,
    )
    .only(V2),
    depends(
        "produces",
        &[
            (Handled, "the media types in `Accept`"),
            (Approximated, "if there are several, JSON is requested"),
        ],
        predicates::produces,
    )
    .only(V2),
    dropped("schemes", "the base URL determines the scheme").only(V2),
    handled("x-ms-long-running-operation", "the request builder has `poller()`"),
    depends(
        "x-deprecated-message",
        &[
            (Handled, "docs, and the note of `#[deprecated]`"),
            (Dropped, "it applies only to deprecated items"),
        ],
        predicates::beside_deprecated,
    ),
    depends(
        "x-deprecatedMessage",
        &[
            (Handled, "docs, and the note of `#[deprecated]`"),
            (Dropped, "it applies only to deprecated items"),
        ],
        predicates::beside_deprecated,
    ),
    depends(
        "x-deprecation-message",
        &[
            (Handled, "docs, and the note of `#[deprecated]`"),
            (Dropped, "it applies only to deprecated items"),
        ],
        predicates::beside_deprecated,
    ),
    depends(
        "x-ms-deprecation",
        &[
            (Handled, "docs, and the note of `#[deprecated]`"),
            (Dropped, "it applies only to deprecated items"),
        ],
        predicates::beside_deprecated,
    ),
    handled("x-codegen-request-body-name", BODY_NAME),
    handled("x-body-name", BODY_NAME),
];

pub(super) const PARAMETER: &[Row] = &[
    handled("", "an argument or a setter").by(predicates::parameter_label),
    handled("name", "its name on the wire, and the source of its Rust name"),
    handled("in", "its location"),
    handled("description", "docs"),
    handled("required", "an argument if true, otherwise a setter"),
    handled(
        "x-ms-parameter-location",
        "`client`: a method of the client builder, and a setter instead of an argument",
    ),
    handled("deprecated", "`#[deprecated]` on a setter, or a line in the docs of an argument"),
    depends(
        "x-deprecated-message",
        &[(Handled, "docs"), (Dropped, "it applies only to deprecated items")],
        predicates::beside_deprecated,
    ),
    depends(
        "x-deprecatedMessage",
        &[(Handled, "docs"), (Dropped, "it applies only to deprecated items")],
        predicates::beside_deprecated,
    ),
    depends(
        "x-deprecation-message",
        &[(Handled, "docs"), (Dropped, "it applies only to deprecated items")],
        predicates::beside_deprecated,
    ),
    depends(
        "x-ms-deprecation",
        &[(Handled, "docs"), (Dropped, "it applies only to deprecated items")],
        predicates::beside_deprecated,
    ),
    dropped("allowEmptyValue", "an empty string is sent like any other value"),
    handled("style", "its serialization").only(V3).by(predicates::style_label),
    handled("explode", "its serialization").only(V3),
    depends(
        "allowReserved",
        &[
            (Handled, "reserved characters are sent unencoded, except for those that end the value"),
            (Approximated, ESCAPED),
        ],
        predicates::reserved,
    )
    .only(V3),
    handled("schema", "its type").one(Kind::Schema),
    handled("content", "its type").only(V3).map(Kind::InnerContent),
    depends(
        "example",
        &[
            (Handled, "docs, and the value in example calls that set it"),
            (Approximated, "the value in example calls that set it; too long for the docs"),
        ],
        predicates::is_shown,
    )
    .only(V3),
    approximated("examples", "the first one is the value in example calls that set it")
        .only(V3)
        .map(Kind::Example)
        .whole(),
    depends(
        "collectionFormat",
        &[(Handled, "its serialization"), (Approximated, "values are separated with commas")],
        predicates::collection_format,
    )
    .only(V2),
    approximated("x-example", "the value or the body in example calls that set it, if it is valid").only(V2),
];

pub(super) const REQUEST_BODY: &[Row] = &[
    handled("", "one or more arguments"),
    handled("description", "docs"),
    handled("content", "the arguments").map(Kind::SentContent),
    handled("required", "an argument if true, otherwise a setter"),
    handled("x-codegen-request-body-name", BODY_NAME).only(V3),
    handled("x-body-name", BODY_NAME).only(V3),
];

pub(super) const SENT_CONTENT: &[Row] = &[
    by_use(
        "",
        &[
            (Use::BySchema, Handled, "encoded according to its schema"),
            (Use::AsBytes, Handled, "text or bytes"),
            (Use::ByCaller, Approximated, "text or bytes that the caller encodes"),
            (Use::Unused, Dropped, "a different media type is sent; the docs list this one"),
            (Use::Streamed, Handled, "a sequence of items, from memory, an iterator or a stream"),
        ],
        predicates::sent,
    )
    .by(predicates::content_label),
    dropped("description", NO_TEXT).only(V32),
    handled("schema", "the type of the argument").one(Kind::Schema),
    approximated("example", "the body in example calls, if it is valid JSON or a valid form"),
    approximated(
        "examples",
        "the first one is the body in example calls, if it is valid JSON or a valid form",
    )
    .map(Kind::Example)
    .whole(),
    depends(
        "encoding",
        &[(Handled, "the encoding of form fields and parts"), (Dropped, "it applies only to forms")],
        predicates::encoding,
    )
    .map(Kind::Encoding),
    depends("itemSchema", ITEMS, predicates::item_schema).only(V3).one(Kind::Schema),
    dropped("itemEncoding", NO_POSITIONS).only(V32).one(Kind::Encoding),
    dropped("prefixEncoding", NO_POSITIONS).only(V32).list(Kind::Encoding),
];

/// Media types in `components.mediaTypes`; references to them are counted where they occur.
pub(super) const MEDIA_TYPE: &[Row] = &[
    handled("", "the target of references in `content`"),
    dropped("description", NO_TEXT).only(V32),
    handled("schema", "the type of the content").one(Kind::Schema),
    dropped("example", NO_EXAMPLE),
    dropped("examples", NO_EXAMPLE).map(Kind::Example).whole(),
    handled("encoding", "the encoding of form fields and parts").map(Kind::Encoding),
    depends("itemSchema", ITEMS, predicates::item_schema).only(V32).one(Kind::Schema),
    dropped("itemEncoding", NO_POSITIONS).only(V32).one(Kind::Encoding),
    dropped("prefixEncoding", NO_POSITIONS).only(V32).list(Kind::Encoding),
];

pub(super) const READ_CONTENT: &[Row] = &[
    by_use(
        "",
        &[
            (Use::BySchema, Handled, "decoded according to its schema"),
            (
                Use::AsBytes,
                Handled,
                "text or bytes; if JSON is also declared, through a builder method such as `as_csv`",
            ),
            (Use::ByCaller, Approximated, "bytes that the caller decodes"),
            (Use::Unused, Dropped, "a different media type is requested"),
            (
                Use::Streamed,
                Handled,
                "a stream of items or events, through the builder's `stream_items` or `events`",
            ),
        ],
        predicates::read,
    )
    .by(predicates::content_label),
    dropped("description", NO_TEXT).only(V32),
    handled("schema", "the return type").one(Kind::Schema),
    dropped("example", NO_EXAMPLE),
    dropped("examples", NO_EXAMPLE).map(Kind::Example).whole(),
    dropped("encoding", "it does not apply to responses").map(Kind::Encoding).whole(),
    depends("itemSchema", ITEMS, predicates::item_schema).only(V3).one(Kind::Schema),
    dropped("itemEncoding", "it does not apply to responses").only(V32).one(Kind::Encoding),
    dropped("prefixEncoding", "it does not apply to responses").only(V32).list(Kind::Encoding),
];

pub(super) const INNER_CONTENT: &[Row] = &[
    by_use(
        "",
        &[
            (Use::BySchema, Handled, "JSON"),
            (Use::AsJson, Approximated, "encoded as JSON, regardless of the media type"),
            (Use::Unused, Dropped, "the first one is used"),
        ],
        predicates::inner,
    )
    .by(predicates::content_label),
    dropped("description", NO_TEXT).only(V32),
    handled("schema", "the type of the argument").one(Kind::Schema),
    dropped("example", "example calls use the examples of the parameter"),
    dropped("examples", "example calls use the examples of the parameter").map(Kind::Example).whole(),
    dropped("encoding", "it applies only to forms").map(Kind::Encoding).whole(),
    dropped("itemSchema", "parameters and headers are not sequences").only(V32).one(Kind::Schema),
    dropped("itemEncoding", "it applies only to multipart bodies").only(V32).one(Kind::Encoding),
    dropped("prefixEncoding", "it applies only to multipart bodies").only(V32).list(Kind::Encoding),
];

pub(super) const ENCODING: &[Row] = &[
    handled("", "the encoding of a field or part"),
    handled("contentType", "the media type of a part; in a form, only JSON or none"),
    dropped("headers", "headers of parts are not sent").map(Kind::Header),
    handled("style", "the encoding of a field").by(predicates::style_label),
    handled("explode", "the encoding of a field"),
    approximated("allowReserved", ESCAPED),
    dropped("encoding", NO_NESTED).only(V32).map(Kind::Encoding).whole(),
    dropped("itemEncoding", NO_NESTED).only(V32).one(Kind::Encoding).whole(),
    dropped("prefixEncoding", NO_NESTED).only(V32).list(Kind::Encoding).whole(),
];

pub(super) const RESPONSE: &[Row] = &[
    handled("", "the return type or an error").by(predicates::status_label),
    handled("description", "docs"),
    depends(
        "summary",
        &[(Handled, "docs"), (Dropped, "the docs contain the description")],
        predicates::summary_of_response,
    )
    .only(V32),
    handled("headers", "docs").map(Kind::Header),
    handled("content", "the return type, or the type of the error body").only(V3).map(Kind::ReadContent),
    dropped("links", "links are not followed; the linked operations can be called as methods")
        .only(V3)
        .map(Kind::Link),
    handled("schema", "the return type, or the type of the error body").only(V2).one(Kind::Schema),
    dropped("examples", NO_EXAMPLE).only(V2),
];

/// The explanation of the outcome of header serialization.
const HEADER_FORM: &str = "a header is read as a string, a number or a comma-separated list";

pub(super) const HEADER: &[Row] = &[
    by_use(
        "",
        &[
            (Use::Documented, Handled, "a line in the docs; available from `Response::header`"),
            (Use::Undocumented, Approximated, "an error contains all headers, but its docs do not list them"),
            (Use::Elsewhere, Dropped, "the media type is in `content`"),
        ],
        predicates::header,
    ),
    depends(
        "description",
        &[(Handled, "docs"), (Dropped, "the docs of errors do not list headers")],
        predicates::header_text,
    ),
    dropped("required", "headers are read on demand").only(V3),
    dropped("deprecated", "headers are read on demand").only(V3),
    dropped("allowEmptyValue", "it does not apply to headers").only(V30),
    approximated("style", HEADER_FORM).only(V3),
    approximated("explode", HEADER_FORM).only(V3),
    dropped("allowReserved", "it does not apply to headers").only(V30),
    handled("schema", "its type").only(V3).one(Kind::Schema),
    handled("content", "its type").only(V3).map(Kind::InnerContent),
    dropped("example", "the docs contain no example responses").only(V3),
    dropped("examples", "the docs contain no example responses").only(V3).map(Kind::Example).whole(),
    approximated("collectionFormat", HEADER_FORM).only(V2),
];

pub(super) const LINK: &[Row] = &[
    dropped("", "the linked operation is a method"),
    dropped("operationRef", "links are not followed"),
    dropped("operationId", "links are not followed"),
    dropped("parameters", "links are not followed"),
    dropped("requestBody", "links are not followed"),
    dropped("description", "links are not followed"),
    dropped("server", "links are not followed").one(Kind::Server),
];

pub(super) const CALLBACK: &[Row] = &[approximated("", PAYLOADS).rest(Kind::PathItem)];

pub(super) const REFERENCE: &[Row] = &[
    handled("$ref", "the target"),
    dropped("summary", "the summary of the target is used").only(V31),
    dropped("description", "the description of the target is used").only(V31),
];

pub(super) const EXAMPLE: &[Row] = &[
    approximated("", "the value in example calls, if it is a parameter's first one"),
    approximated("value", "the value in example calls, if it is a parameter's first one"),
    dropped("summary", "example calls have no description"),
    dropped("description", "example calls have no description"),
    dropped("externalValue", "external examples are not read"),
    approximated("dataValue", "the value in example calls, if it is a parameter's first one").only(V32),
    dropped("serializedValue", "example calls are generated from the data").only(V32),
];
