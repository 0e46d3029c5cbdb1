//! Extensions: the vendor extensions that many documents have, and their outcomes.
//!
//! Tests compare the table with the sources: those with [`Use::Always`] have rows in the tables of keywords, and no stage reads
//! any of the others by its name.

/// The use of a vendor extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It is always read: its outcome.
    Always(&'static str),
    /// It is read if this entry of `[extensions]` in `sdk.toml` has its name.
    Setting(&'static str),
    /// It is not read: what applies instead.
    No(&'static str),
}

/// Extensions, and the objects that they occur in.
pub const VENDOR_EXTENSIONS: &[(&[&str], &str, Use)] = &[
    (&["x-nullable"], "schemas of Swagger 2.0", Use::Always("as `nullable`")),
    (
        &["x-enum-varnames", "x-enumNames"],
        "enums, server variables",
        Use::Always("the names of the variants"),
    ),
    (
        &["x-enum-descriptions", "x-enumDescriptions"],
        "enums, server variables",
        Use::Always("the docs of the variants"),
    ),
    (&["x-ms-secret", "x-sensitive"], "schemas", Use::Always("`Debug` and logs do not show the value")),
    (
        &["x-codegen-request-body-name", "x-body-name"],
        "operations, request bodies",
        Use::Always("the name of the argument for the body"),
    ),
    (&["x-example"], "parameters of Swagger 2.0", Use::Always("the value in example calls, if they set it")),
    (&["x-webhooks"], "documents of OpenAPI 3.0", Use::Always("as `webhooks` of OpenAPI 3.1")),
    (
        &[
            "x-fern-sdk-method-name",
            "x-speakeasy-name-override",
            "x-ms-client-name",
            "x-purecloud-method-name",
        ],
        "operations",
        Use::Setting("method_name"),
    ),
    (&["x-fern-sdk-group-name", "x-speakeasy-group"], "operations without a tag", Use::Setting("resource")),
    (&["x-beta", "x-genesys-preview"], "operations", Use::Setting("preview")),
    (&["x-idempotent", "x-fern-idempotent"], "operations", Use::Setting("idempotent")),
    (&["x-inin-error-codes"], "responses", Use::Setting("error_codes")),
    (&["x-default"], "schemas", Use::Setting("default")),
    (&["x-inin-requires-permissions"], "operations", Use::Setting("permissions")),
    (
        &["x-ms-pageable", "x-ms-odata", "x-speakeasy-pagination", "x-fern-pagination"],
        "operations",
        Use::No("pages are recognized by their parameters and properties"),
    ),
    (
        &["x-ms-long-running-operation", "x-ms-long-running-operation-options"],
        "operations",
        Use::No("the method returns the first response; the caller polls"),
    ),
    (
        &["x-ms-enum", "x-extensible-enum"],
        "schemas",
        Use::No("every enum preserves unknown values; `enum` and its names apply"),
    ),
    (&["x-ms-discriminator-value"], "schemas", Use::No("`discriminator.mapping` and constants apply")),
    (&["x-ms-error-response"], "responses", Use::No("the status decides: all except 2xx are errors")),
    (&["x-ms-parameter-location"], "parameters", Use::No("each operation has its parameters")),
    (
        &["x-ms-parameterized-host"],
        "documents of Swagger 2.0",
        Use::No("`host` applies; the client builder accepts any base URL"),
    ),
    (&["x-ms-paths"], "documents", Use::No("only `paths` contains operations")),
    (
        &["x-ms-skip-url-encoding"],
        "parameters",
        Use::No("`allowReserved` applies, to path parameters since OpenAPI 3.2"),
    ),
    (
        &["x-amazon-apigateway-integration", "x-amazon-apigateway-authorizer", "x-amazon-apigateway-cors"],
        "documents, operations, security schemes",
        Use::No("it configures the gateway"),
    ),
    (
        &["x-speakeasy-retries", "x-fern-retries"],
        "documents, operations",
        Use::No("the retry policy of the client applies"),
    ),
    (
        &["x-speakeasy-ignore", "x-fern-ignore", "x-internal"],
        "operations, parameters, schemas",
        Use::No("all are generated; an overlay can remove them"),
    ),
    (
        &["x-fern-type-name", "x-speakeasy-type-override", "x-go-name"],
        "schemas",
        Use::No("the naming lock renames types"),
    ),
    (
        &["x-codeSamples", "x-code-samples", "x-fern-examples"],
        "operations",
        Use::No("examples are generated from the schemas"),
    ),
    (&["x-examples"], "parameters, schemas", Use::No("`example` and `examples` apply")),
    (
        &["x-displayName", "x-tagGroups", "x-logo"],
        "documents, tags",
        Use::No("`summary` of a tag is its heading, since OpenAPI 3.2"),
    ),
];
