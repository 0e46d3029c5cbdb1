//! The document, `info`, servers, tags, security schemes and components.

use super::super::predicates;
use super::operations::PAYLOADS;
use super::{Case, Kind, Row, V2, V3, V31, V32, approximated, depends, dropped, handled};
use crate::diagnostic::Outcome::{Approximated, Dropped, Handled};

/// The row of links to external pages.
pub(super) const EXTERNAL_DOCS: Row =
    depends("externalDocs", LINKED, predicates::external_docs).one(Kind::ExternalDocs).whole();

/// The outcomes of links to external pages.
const LINKED: &[Case; 2] = &[(Handled, "a link in the docs"), (Dropped, "only web URLs can be linked")];

/// The reason for dropping contacts.
const NO_CONTACT: &str = "not in the crate docs";

/// The reason for dropping the license of a document.
const NO_LICENSE: &str = "this is the document's license; sdk.toml sets the crate's license";

/// The row of OAuth scopes.
const SCOPES: Row = approximated(
    "scopes",
    "in the docs of each operation, and in the authentication guide unless OAuth 2 is the only scheme; the \
     caller chooses the scopes",
);

pub(super) const DOCUMENT: &[Row] = &[
    handled("openapi", "selects the version of the document").only(V3),
    handled("swagger", "selects the version of the document").only(V2),
    handled("info", "the crate docs").one(Kind::Info),
    handled("servers", "the base URL, and the choice of servers").only(V3).list(Kind::Server),
    handled("paths", "operations").map(Kind::PathItem),
    approximated("webhooks", "events in the `webhooks` module: JSON payloads, and headers with one value")
        .only(V31)
        .map(Kind::PathItem)
        .whole(),
    approximated("x-webhooks", "like `webhooks` in OpenAPI 3.1").only(V3).map(Kind::PathItem).whole(),
    handled("x-speakeasy-globals", "client builder methods, and setters instead of arguments").only(V3),
    handled("components", "definitions that operations refer to").only(V3).one(Kind::Components),
    handled("security", "the credentials of operations without `security`, and their scopes in the docs")
        .list(Kind::Requirement),
    handled("tags", "client handles, modules and features").list(Kind::Tag),
    EXTERNAL_DOCS,
    dropped("jsonSchemaDialect", "schemas are read according to OpenAPI's rules").only(V31),
    handled("host", "the base URL").only(V2),
    handled("basePath", "the base URL").only(V2),
    depends(
        "schemes",
        &[(Handled, "the base URL; https is preferred"), (Approximated, "`ws` and `wss` are ignored")],
        predicates::schemes,
    )
    .only(V2),
    depends(
        "consumes",
        &[(Handled, "the media type of request bodies"), (Approximated, "one of several is sent")],
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
    handled("definitions", "models").only(V2).map(Kind::Schema),
    handled("parameters", "definitions that operations refer to").only(V2).map(Kind::Parameter),
    handled("responses", "definitions that operations refer to").only(V2).map(Kind::Response),
    handled("securityDefinitions", "the client builder's credentials").only(V2).map(Kind::SecurityScheme),
    handled("$self", "the document's URI, against which references are resolved").only(V32),
];

pub(super) const INFO: &[Row] = &[
    handled("title", "the crate docs; the package name, unless sdk.toml sets one"),
    handled("version", "the crate docs; the crate has a separate version"),
    handled("description", "the crate docs"),
    dropped("summary", "the crate docs contain the title and the description").only(V31),
    dropped("termsOfService", "not in the crate docs"),
    dropped("contact", NO_CONTACT).one(Kind::Contact).whole(),
    dropped("license", NO_LICENSE).one(Kind::License).whole(),
];

pub(super) const CONTACT: &[Row] =
    &[dropped("name", NO_CONTACT), dropped("url", NO_CONTACT), dropped("email", NO_CONTACT)];

pub(super) const LICENSE: &[Row] =
    &[dropped("name", NO_LICENSE), dropped("identifier", NO_LICENSE).only(V31), dropped("url", NO_LICENSE)];

pub(super) const EXTERNAL_DOCS_OBJECT: &[Row] =
    &[handled("description", "the link text"), handled("url", "the link")];

pub(super) const SERVER: &[Row] = &[
    handled("", "a base URL"),
    handled("url", "a base URL"),
    depends(
        "description",
        &[(Handled, "the docs of the servers"), (Dropped, "there is only one server")],
        predicates::server_text,
    ),
    handled("variables", "a client builder method").map(Kind::ServerVariable),
    depends(
        "name",
        &[(Handled, "the name of the server"), (Dropped, "there is only one server")],
        predicates::server_text,
    )
    .only(V32),
];

pub(super) const SERVER_VARIABLE: &[Row] = &[
    handled("", "an enum, or a setter"),
    handled("enum", "the values of an enum"),
    handled("x-enum-varnames", "the names of the variants"),
    handled("x-enumNames", "the names of the variants"),
    handled("x-enum-descriptions", "the docs of the variants"),
    handled("x-enumDescriptions", "the docs of the variants"),
    handled("default", "the default value"),
    handled("description", "docs"),
];

pub(super) const TAG: &[Row] = &[
    handled("", "a client handle, a module and a feature"),
    handled("name", "their names"),
    handled("description", "their docs"),
    EXTERNAL_DOCS,
    handled("summary", "the heading of its page; the docs of the handle if there is no description")
        .only(V32),
    dropped("parent", "handles are not nested").only(V32),
    depends(
        "kind",
        &[
            (
                Handled,
                "a tag of kind `badge` or `audience` is not a handle; an operation belongs to the \
             first of its other tags",
            ),
            (Dropped, "a tag of any other kind is a handle"),
        ],
        predicates::tag_kind,
    )
    .only(V32),
];

pub(super) const SECURITY_SCHEME: &[Row] = &[
    handled("", "a client builder method, or `login`").by(predicates::scheme_label),
    handled("type", "the kind of method"),
    approximated("description", "the docs of its method, if the client builder has one for this scheme"),
    handled("name", "the header, the query parameter or the cookie"),
    handled("in", "header, query or cookie"),
    handled("scheme", "the scheme in the `Authorization` header").only(V3),
    dropped("bearerFormat", "a hint for readers; any token is sent unchanged").only(V3),
    handled("flows", "the OAuth 2 URLs").only(V3).one(Kind::Flows),
    approximated("openIdConnectUrl", "mentioned in the docs; the URL is not read").only(V3),
    handled("flow", "the OAuth 2 flow").only(V2),
    handled("authorizationUrl", "the OAuth 2 URL").only(V2),
    handled("tokenUrl", "the OAuth 2 URL").only(V2),
    SCOPES.only(V2),
    approximated("oauth2MetadataUrl", "mentioned in the docs; the URL is not read").only(V32),
    handled("deprecated", "docs").only(V32),
];

pub(super) const FLOWS: &[Row] = &[
    handled("authorizationCode", "an OAuth 2 login").one(Kind::Flow),
    handled("clientCredentials", "an OAuth 2 login").one(Kind::Flow),
    approximated("password", "mentioned in the docs; the caller obtains the token").one(Kind::Flow),
    approximated("implicit", "mentioned in the docs; the caller obtains the token").one(Kind::Flow),
    approximated("deviceAuthorization", "mentioned in the docs; the caller obtains the token")
        .only(V32)
        .one(Kind::Flow),
];

pub(super) const FLOW: &[Row] = &[
    handled("authorizationUrl", "the OAuth 2 URL"),
    handled("tokenUrl", "the OAuth 2 URL"),
    dropped("refreshUrl", "tokens are refreshed at `tokenUrl`"),
    SCOPES,
    approximated("deviceAuthorizationUrl", "mentioned in the docs; the caller obtains the token").only(V32),
];

pub(super) const REQUIREMENT: &[Row] = &[handled("", "the credentials of a call")];

pub(super) const COMPONENTS: &[Row] = &[
    handled("schemas", "models").map(Kind::Schema),
    handled("responses", "definitions that operations refer to").map(Kind::Response),
    handled("parameters", "definitions that operations refer to").map(Kind::Parameter),
    handled("examples", "definitions that parameters refer to").map(Kind::Example),
    handled("requestBodies", "definitions that operations refer to").map(Kind::RequestBody),
    handled("headers", "definitions that responses refer to").map(Kind::Header),
    handled("securitySchemes", "the client builder's credentials").map(Kind::SecurityScheme),
    dropped("links", "links are not followed; the linked operations can be called as methods")
        .map(Kind::Link),
    approximated("callbacks", PAYLOADS).map(Kind::Callback).whole(),
    handled("pathItems", "definitions that paths refer to").only(V31).map(Kind::PathItem),
    handled("mediaTypes", "definitions that `content` refers to").only(V32).map(Kind::MediaType),
];

#[cfg(test)]
mod tests {
    use super::super::{Inside, Kind};

    #[test]
    fn each_keyword_has_one_row_per_version() {
        for kind in Kind::ALL {
            let rows = kind.rows();
            for (index, row) in rows.iter().enumerate() {
                let twin = rows.iter().skip(index + 1).find(|other| {
                    other.keyword == row.keyword && row.dialects.iter().any(|d| other.dialects.contains(d))
                });
                assert!(twin.is_none(), "{} {:?}", kind.name(), row.keyword);
                assert!(row.keyword.is_empty() || !matches!(row.inside, Inside::Rest(_)), "{}", row.keyword);
            }
        }
    }
}
