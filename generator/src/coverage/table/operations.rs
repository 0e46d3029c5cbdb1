//! Operations: paths, operations, requests and responses.

use super::super::predicates;
use super::Class::{Approximated, Dropped, Handled};
use super::{Kind, Row, UNREAD, V2, V3, V31, V32, approximated, depends, dropped, handled};

/// The reason for dropping the examples of bodies and responses.
const NO_EXAMPLE: &str = "examples in the docs are made from the schema";

/// The reason for ignoring the escaping settings of a parameter.
const ESCAPED: &str = "reserved characters are always escaped, which servers read as the same";

/// The outcome of the extensions that name a body.
const BODY_NAME: &str = "the name of the argument for the body, where it is one argument";

const OPERATIONS: Row = handled("", "").one(Kind::Operation);

const fn method(keyword: &'static str) -> Row {
    Row { keyword, ..OPERATIONS }
}

pub(super) const PATH_ITEM: &[Row] = &[
    handled("", "the path of its operations"),
    handled("$ref", "followed"),
    dropped("summary", "the docs are those of the operations").only(V3),
    dropped("description", "the docs are those of the operations").only(V3),
    method("get"),
    method("put"),
    method("post"),
    method("delete"),
    method("options"),
    method("head"),
    method("patch"),
    method("trace"),
    handled("servers", "where its operations go").only(V3).list(Kind::Server),
    handled("parameters", "arguments of its operations").list(Kind::Parameter),
    dropped("query", V32).only(UNREAD),
    dropped("additionalOperations", V32).only(UNREAD),
];

pub(super) const OPERATION: &[Row] = &[
    handled("", "a method and a request builder"),
    depends(
        "tags",
        &[
            (Handled, "the handle on which the method is"),
            (Approximated, "the method is on the handle of the first that is generated"),
        ],
        predicates::tags,
    ),
    handled("summary", "docs"),
    handled("description", "docs"),
    dropped("externalDocs", "the docs of the crate do not link to it"),
    handled("operationId", "the name of the method"),
    handled("parameters", "arguments and setters").list(Kind::Parameter),
    handled("requestBody", "an argument, or several").only(V3).one(Kind::RequestBody),
    handled("responses", "what the call gives, and its errors").map(Kind::Response),
    dropped("callbacks", "the server makes these calls").only(V3).map(Kind::Callback),
    handled("deprecated", "an attribute of the method"),
    handled("security", "the credentials that go with the call").list(Kind::Requirement),
    handled("servers", "where the call goes").only(V3).list(Kind::Server),
    depends(
        "consumes",
        &[(Handled, "the media type of the body"), (Approximated, "of several, one is sent")],
        predicates::consumes,
    )
    .only(V2),
    depends(
        "produces",
        &[
            (Handled, "the media types that an answer is asked for in"),
            (Approximated, "of several kinds, JSON is asked for"),
        ],
        predicates::produces,
    )
    .only(V2),
    dropped("schemes", "calls go by the scheme of the base URL").only(V2),
    handled("x-codegen-request-body-name", BODY_NAME),
    handled("x-body-name", BODY_NAME),
];

pub(super) const PARAMETER: &[Row] = &[
    handled("", "an argument or a setter").by(predicates::parameter_label),
    handled("name", "its name on the wire, from which that in Rust is made"),
    handled("in", "where it goes"),
    handled("description", "docs"),
    handled("required", "an argument, else a setter"),
    handled("deprecated", "an attribute of the setter, a line of docs for an argument"),
    dropped("allowEmptyValue", "an empty text is sent as any other"),
    handled("style", "how it is written").only(V3).by(predicates::style_label),
    handled("explode", "how it is written").only(V3),
    approximated("allowReserved", ESCAPED).only(V3),
    handled("schema", "its type").one(Kind::Schema),
    handled("content", "its type").only(V3).map(Kind::InnerContent),
    approximated("example", "the value in the examples of the docs, where one sets it").only(V3),
    approximated("examples", "the first is the value in the examples of the docs, where one sets it")
        .only(V3),
    depends(
        "collectionFormat",
        &[(Handled, "how it is written"), (Approximated, "commas are written")],
        predicates::collection_format,
    )
    .only(V2),
    depends(
        "x-example",
        &[(Approximated, "the value in the examples of the docs, where one sets it"), (Dropped, NO_EXAMPLE)],
        predicates::body_example,
    )
    .only(V2),
];

pub(super) const REQUEST_BODY: &[Row] = &[
    handled("", "an argument, or several"),
    handled("description", "docs"),
    handled("content", "what the arguments are").map(Kind::SentContent),
    handled("required", "an argument, else a setter"),
    handled("x-codegen-request-body-name", BODY_NAME).only(V3),
    handled("x-body-name", BODY_NAME).only(V3),
];

pub(super) const SENT_CONTENT: &[Row] = &[
    depends(
        "",
        &[
            (Handled, "written as the schema says"),
            (Handled, "text or octets"),
            (Approximated, "text or octets that the caller has written"),
            (Dropped, "another form of this body is sent; the docs name this one"),
        ],
        predicates::sent,
    )
    .by(predicates::content_label),
    handled("schema", "the type of the argument").one(Kind::Schema),
    dropped("example", NO_EXAMPLE),
    dropped("examples", NO_EXAMPLE),
    depends(
        "encoding",
        &[
            (Handled, "how the fields and parts of a form are written"),
            (Dropped, "it means something in forms only"),
        ],
        predicates::encoding,
    )
    .map(Kind::Encoding),
    dropped("$ref", V32).only(UNREAD),
    dropped("itemSchema", V32).only(UNREAD),
    dropped("itemEncoding", V32).only(UNREAD),
    dropped("prefixEncoding", V32).only(UNREAD),
];

pub(super) const READ_CONTENT: &[Row] = &[
    depends(
        "",
        &[
            (Handled, "read as the schema says"),
            (Handled, "a text, octets or events"),
            (Approximated, "octets, which the caller reads"),
            (Dropped, "another form of this answer is asked for"),
        ],
        predicates::read,
    )
    .by(predicates::content_label),
    handled("schema", "the type of the answer").one(Kind::Schema),
    dropped("example", NO_EXAMPLE),
    dropped("examples", NO_EXAMPLE),
    dropped("encoding", "it means nothing in an answer"),
    dropped("$ref", V32).only(UNREAD),
    dropped("itemSchema", V32).only(UNREAD),
    dropped("itemEncoding", V32).only(UNREAD),
    dropped("prefixEncoding", V32).only(UNREAD),
];

pub(super) const INNER_CONTENT: &[Row] = &[
    depends(
        "",
        &[
            (Handled, "JSON text"),
            (Approximated, "written as JSON text, whatever the media type"),
            (Dropped, "the first is taken"),
        ],
        predicates::inner,
    )
    .by(predicates::content_label),
    handled("schema", "the type of the argument").one(Kind::Schema),
    dropped("example", "the value in the examples of the docs is that of the parameter"),
    dropped("examples", "the value in the examples of the docs is that of the parameter"),
    dropped("encoding", "it means something in forms only"),
    dropped("$ref", V32).only(UNREAD),
    dropped("itemSchema", V32).only(UNREAD),
    dropped("itemEncoding", V32).only(UNREAD),
    dropped("prefixEncoding", V32).only(UNREAD),
];

pub(super) const ENCODING: &[Row] = &[
    handled("", "how a field or a part is written"),
    handled("contentType", "the media type of a part; in a form, JSON text or none"),
    dropped("headers", "headers of single parts are not sent").map(Kind::Header),
    handled("style", "how a field is written").by(predicates::style_label),
    handled("explode", "how a field is written"),
    approximated("allowReserved", ESCAPED),
];

pub(super) const RESPONSE: &[Row] = &[
    handled("", "what a call gives, or an error").by(predicates::status_label),
    handled("description", "docs"),
    dropped("summary", "the docs have the description").only(V31),
    handled("headers", "docs").map(Kind::Header),
    handled("content", "what the call gives, or what an error can be decoded as")
        .only(V3)
        .map(Kind::ReadContent),
    dropped("links", "the operations that they lead to can be called").only(V3).map(Kind::Link),
    handled("schema", "what the call gives, or what an error can be decoded as").only(V2).one(Kind::Schema),
    dropped("examples", NO_EXAMPLE).only(V2),
];

pub(super) const HEADER: &[Row] = &[
    depends(
        "",
        &[
            (Handled, "a line of docs; read by `Response::header`"),
            (Approximated, "an error keeps all headers, and its docs name none"),
            (Dropped, "the media type stands in `content`"),
        ],
        predicates::header,
    ),
    depends(
        "description",
        &[(Handled, "docs"), (Dropped, "the docs of errors name no headers")],
        predicates::header_text,
    ),
    dropped("required", "a header is read when it is asked for"),
    dropped("deprecated", "a header is read when it is asked for"),
    dropped("allowEmptyValue", "it means nothing in a header"),
    approximated("style", "a header is read as a text, a number or a list with commas"),
    approximated("explode", "a header is read as a text, a number or a list with commas"),
    dropped("allowReserved", "it means nothing in a header"),
    handled("schema", "the type to read it as").one(Kind::Schema),
    handled("content", "the type to read it as").only(V3).map(Kind::InnerContent),
    dropped("example", "the docs show no answers").only(V3),
    dropped("examples", "the docs show no answers").only(V3),
    approximated("collectionFormat", "a header is read as a text, a number or a list with commas").only(V2),
];

pub(super) const LINK: &[Row] = &[
    dropped("", "the operation that it leads to can be called"),
    dropped("operationRef", "see the link"),
    dropped("operationId", "see the link"),
    dropped("parameters", "see the link"),
    dropped("requestBody", "see the link"),
    dropped("description", "see the link"),
    dropped("server", "see the link").one(Kind::Server),
];

pub(super) const CALLBACK: &[Row] = &[dropped("", "the server makes these calls").rest(Kind::PathItem)];

pub(super) const REFERENCE: &[Row] = &[
    handled("$ref", "what it names"),
    dropped("summary", "what the reference names has its own").only(V31),
    dropped("description", "what the reference names has its own").only(V31),
];

pub(super) const EXAMPLE: &[Row] = &[
    approximated("", "the value in the examples of the docs, if it is the first of a parameter"),
    approximated("value", "the value in the examples of the docs, if it is the first of a parameter"),
    dropped("summary", "examples in the docs have no text"),
    dropped("description", "examples in the docs have no text"),
    dropped("externalValue", "other documents are not read"),
    dropped("dataValue", V32).only(UNREAD),
    dropped("serializedValue", V32).only(UNREAD),
];
