//! Common vendor extensions and their outcomes.
//!
//! Tests compare the table with the sources: extensions with [`ExtensionUse::Always`] have rows in the keyword
//! tables, and no stage reads any of the others by name.

/// The use of a vendor extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtensionUse {
    /// The extension is always read, with this outcome.
    Always(&'static str),
    /// The extension is read if this entry in `[extensions]` of `sdk.toml` contains its name.
    Setting(&'static str),
    /// The extension is not read; the string describes what applies instead.
    No(&'static str),
}

/// Common vendor extensions: their names, the objects in which they occur, and their use.
pub const VENDOR_EXTENSIONS: &[(&[&str], &str, ExtensionUse)] = &[
    (&["x-nullable"], "Swagger 2.0 schemas", ExtensionUse::Always("as `nullable`")),
    (
        &["x-enum-varnames", "x-enumNames"],
        "enums, server variables",
        ExtensionUse::Always("the names of the variants"),
    ),
    (
        &["x-enum-descriptions", "x-enumDescriptions"],
        "enums, server variables",
        ExtensionUse::Always("the docs of the variants"),
    ),
    (
        &["x-ms-enum"],
        "enums",
        ExtensionUse::Always("the name of an inline enum, and the names and docs of the variants"),
    ),
    (&["x-enumDeprecated", "x-enum-deprecated"], "enums", ExtensionUse::Always("the docs of the variants")),
    (
        &["x-deprecated-message", "x-deprecatedMessage", "x-deprecation-message", "x-ms-deprecation"],
        "operations, parameters, schemas",
        ExtensionUse::Always("the docs, and the note of a deprecated method"),
    ),
    (
        &["x-ms-parameter-location", "x-speakeasy-globals"],
        "parameters, documents",
        ExtensionUse::Always("the client builder sets the parameter"),
    ),
    (&["x-ms-secret", "x-sensitive"], "schemas", ExtensionUse::Always("`Debug` and logs omit the value")),
    (
        &["x-codegen-request-body-name", "x-body-name"],
        "operations, request bodies",
        ExtensionUse::Always("the name of the body argument"),
    ),
    (
        &["x-example"],
        "Swagger 2.0 parameters",
        ExtensionUse::Always("the value in example calls that set it"),
    ),
    (&["x-webhooks"], "OpenAPI 3.0 documents", ExtensionUse::Always("like `webhooks` in OpenAPI 3.1")),
    (
        &[
            "x-fern-sdk-method-name",
            "x-speakeasy-name-override",
            "x-ms-client-name",
            "x-purecloud-method-name",
        ],
        "operations",
        ExtensionUse::Setting("method_name"),
    ),
    (
        &["x-fern-sdk-group-name", "x-speakeasy-group"],
        "untagged operations",
        ExtensionUse::Setting("resource"),
    ),
    (&["x-beta", "x-genesys-preview"], "operations", ExtensionUse::Setting("preview")),
    (&["x-idempotent", "x-fern-idempotent"], "operations", ExtensionUse::Setting("idempotent")),
    (&["x-inin-error-codes"], "responses", ExtensionUse::Setting("error_codes")),
    (&["x-default"], "schemas", ExtensionUse::Setting("default")),
    (&["x-inin-requires-permissions"], "operations", ExtensionUse::Setting("permissions")),
    (
        &["x-ms-pageable", "x-ms-odata", "x-speakeasy-pagination", "x-fern-pagination"],
        "operations",
        ExtensionUse::No("pages are recognized by their parameters and properties"),
    ),
    (
        &["x-ms-long-running-operation"],
        "operations",
        ExtensionUse::Always("the request builder has `poller()`"),
    ),
    (
        &["x-ms-long-running-operation-options"],
        "operations",
        ExtensionUse::No("the method and the links in the responses determine the location of the result"),
    ),
    (
        &["x-extensible-enum"],
        "schemas",
        ExtensionUse::No("every enum preserves unknown values; `enum` and its names apply"),
    ),
    (
        &["x-ms-discriminator-value"],
        "schemas",
        ExtensionUse::No("`discriminator.mapping` and constants apply"),
    ),
    (
        &["x-ms-error-response"],
        "responses",
        ExtensionUse::No("the status determines the result; all except 2xx are errors"),
    ),
    (
        &["x-ms-parameterized-host"],
        "Swagger 2.0 documents",
        ExtensionUse::No("`host` applies; the client builder accepts any base URL"),
    ),
    (&["x-ms-paths"], "documents", ExtensionUse::No("only `paths` contains operations")),
    (
        &["x-ms-skip-url-encoding"],
        "parameters",
        ExtensionUse::No("`allowReserved` applies instead (to path parameters since OpenAPI 3.2)"),
    ),
    (
        &["x-amazon-apigateway-integration", "x-amazon-apigateway-authorizer", "x-amazon-apigateway-cors"],
        "documents, operations, security schemes",
        ExtensionUse::No("it configures the gateway"),
    ),
    (
        &["x-speakeasy-retries", "x-fern-retries"],
        "documents, operations",
        ExtensionUse::No("the retry policy of the client applies"),
    ),
    (
        &["x-speakeasy-ignore", "x-fern-ignore", "x-internal"],
        "operations, parameters, schemas",
        ExtensionUse::No("all are generated; an overlay can remove them"),
    ),
    (
        &["x-fern-type-name", "x-speakeasy-type-override", "x-go-name"],
        "schemas",
        ExtensionUse::No("type names come from the naming lock"),
    ),
    (
        &["x-codeSamples", "x-code-samples", "x-fern-examples"],
        "operations",
        ExtensionUse::No("examples are generated from the schemas"),
    ),
    (&["x-examples"], "parameters, schemas", ExtensionUse::No("`example` and `examples` apply")),
    (
        &["x-displayName", "x-tagGroups", "x-logo"],
        "documents, tags",
        ExtensionUse::No("the tag's `summary` is its heading, since OpenAPI 3.2"),
    ),
];
