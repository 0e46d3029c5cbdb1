//! Service: the document, `info`, servers, tags, security schemes and components.

use super::super::predicates;
use super::Class::{Approximated, Dropped, Handled};
use super::{Kind, Row, UNREAD, V2, V3, V31, V32, approximated, depends, dropped, handled};

/// The row of links to external pages.
const EXTERNAL_DOCS: Row = dropped("externalDocs", "the docs of the crate do not link to it");

/// The row of OAuth scopes.
const SCOPES: Row = approximated(
    "scopes",
    "named in the README, unless OAuth 2 is the only login; which of them to ask for is the caller's choice",
);

pub(super) const DOCUMENT: &[Row] = &[
    handled("openapi", "says how the document is read").only(V3),
    handled("swagger", "says how the document is read").only(V2),
    handled("info", "the docs of the crate").one(Kind::Info),
    handled("servers", "the base URL, and what can be chosen of it").only(V3).list(Kind::Server),
    handled("paths", "operations").map(Kind::PathItem),
    dropped(
        "webhooks",
        "they are calls to a client, not by one; the named schemas that they carry are models",
    )
    .only(V31)
    .map(Kind::PathItem),
    handled("components", "what operations refer to").only(V3).one(Kind::Components),
    handled("security", "the credentials that go with operations that say nothing else")
        .list(Kind::Requirement),
    handled("tags", "handles of the client, modules and features").list(Kind::Tag),
    EXTERNAL_DOCS,
    dropped("jsonSchemaDialect", "schemas are read as OpenAPI has them").only(V31),
    handled("host", "the base URL").only(V2),
    handled("basePath", "the base URL").only(V2),
    depends(
        "schemes",
        &[(Handled, "the base URL; https goes first"), (Approximated, "`ws` and `wss` are not taken")],
        predicates::schemes,
    )
    .only(V2),
    depends(
        "consumes",
        &[(Handled, "the media type of bodies"), (Approximated, "of several, one is sent")],
        predicates::consumes,
    )
    .only(V2),
    depends(
        "produces",
        &[
            (Handled, "the media types that answers are asked for in"),
            (Approximated, "of several kinds, JSON is asked for"),
        ],
        predicates::produces,
    )
    .only(V2),
    handled("definitions", "models").only(V2).map(Kind::Schema),
    handled("parameters", "what operations refer to").only(V2).map(Kind::Parameter),
    handled("responses", "what operations refer to").only(V2).map(Kind::Response),
    handled("securityDefinitions", "the logins of the client builder").only(V2).map(Kind::SecurityScheme),
    dropped("$self", V32).only(UNREAD),
];

pub(super) const INFO: &[Row] = &[
    handled("title", "the docs of the crate; the name of the package, unless sdk.toml has one"),
    handled("version", "the docs of the crate, which has a version of its own"),
    handled("description", "the docs of the crate"),
    dropped("summary", "the docs of the crate have the title and the description").only(V31),
    dropped("termsOfService", "the docs of the crate do not repeat it"),
    dropped("contact", "the docs of the crate do not repeat it"),
    dropped("license", "it is the licence of the document; sdk.toml has that of the crate"),
];

pub(super) const SERVER: &[Row] = &[
    handled("", "a base URL"),
    handled("url", "a base URL"),
    depends(
        "description",
        &[(Handled, "the docs of the choice of servers"), (Dropped, "there is nothing to choose")],
        predicates::server_text,
    ),
    handled("variables", "a choice of the client builder").map(Kind::ServerVariable),
    dropped("name", V32).only(UNREAD),
];

pub(super) const SERVER_VARIABLE: &[Row] = &[
    handled("", "an enum, or a setter"),
    handled("enum", "the values of an enum"),
    handled("x-enum-varnames", "the names of the variants"),
    handled("x-enumNames", "the names of the variants"),
    handled("x-enum-descriptions", "the docs of the variants"),
    handled("x-enumDescriptions", "the docs of the variants"),
    handled("default", "the value where none is chosen"),
    handled("description", "docs"),
];

pub(super) const TAG: &[Row] = &[
    handled("", "a handle of the client, a module and a feature"),
    handled("name", "their names"),
    handled("description", "their docs"),
    EXTERNAL_DOCS,
    dropped("summary", V32).only(UNREAD),
    dropped("parent", V32).only(UNREAD),
    dropped("kind", V32).only(UNREAD),
];

pub(super) const SECURITY_SCHEME: &[Row] = &[
    handled("", "a method of the client builder, or `login`").by(predicates::scheme_label),
    handled("type", "which of them"),
    approximated(
        "description",
        "the docs of its method, if the client builder has one for this scheme alone",
    ),
    handled("name", "the header, the query parameter or the cookie"),
    handled("in", "header, query or cookie"),
    handled("scheme", "the word in the header `Authorization`").only(V3),
    dropped("bearerFormat", "a hint for people; any token is sent as it is").only(V3),
    handled("flows", "the URLs of the login").only(V3).one(Kind::Flows),
    approximated("openIdConnectUrl", "named in the docs; what stands there is not read").only(V3),
    handled("flow", "the kind of login").only(V2),
    handled("authorizationUrl", "the URL of the login").only(V2),
    handled("tokenUrl", "the URL of the login").only(V2),
    SCOPES.only(V2),
    dropped("oauth2MetadataUrl", V32).only(UNREAD),
    dropped("deprecated", V32).only(UNREAD),
];

pub(super) const FLOWS: &[Row] = &[
    handled("authorizationCode", "a login").one(Kind::Flow),
    handled("clientCredentials", "a login").one(Kind::Flow),
    approximated("password", "named in the docs; its token is got by the caller").one(Kind::Flow),
    approximated("implicit", "named in the docs; its token is got by the caller").one(Kind::Flow),
    dropped("deviceAuthorization", V32).only(UNREAD),
];

pub(super) const FLOW: &[Row] = &[
    handled("authorizationUrl", "the URL of the login"),
    handled("tokenUrl", "the URL of the login"),
    dropped("refreshUrl", "tokens are renewed at `tokenUrl`"),
    SCOPES,
    dropped("deviceAuthorizationUrl", V32).only(UNREAD),
];

pub(super) const REQUIREMENT: &[Row] = &[handled("", "which credentials go with a call")];

pub(super) const COMPONENTS: &[Row] = &[
    handled("schemas", "models").map(Kind::Schema),
    handled("responses", "what operations refer to").map(Kind::Response),
    handled("parameters", "what operations refer to").map(Kind::Parameter),
    handled("examples", "what parameters refer to").map(Kind::Example),
    handled("requestBodies", "what operations refer to").map(Kind::RequestBody),
    handled("headers", "what answers refer to").map(Kind::Header),
    handled("securitySchemes", "the logins of the client builder").map(Kind::SecurityScheme),
    dropped("links", "the operations that they lead to can be called").map(Kind::Link),
    dropped("callbacks", "the server makes these calls").map(Kind::Callback),
    handled("pathItems", "what paths refer to").only(V31).map(Kind::PathItem),
    dropped("mediaTypes", V32).only(UNREAD),
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
