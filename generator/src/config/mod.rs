//! The contents of `spec/sdk.toml`.
//!
//! The configuration is read once, before the pipeline starts ([`read`]), and passed to the stages that need
//! it. Entries are validated here ([`check`]) without the document; the stage that uses an entry reports
//! whether it matches anything.

mod check;
mod derives;
mod format_types;
mod read;
mod several;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use check::package_name;
pub(crate) use derives::{ALL as ALL_MODELS, STANDARD as STANDARD_DERIVES};
pub use format_types::{Example, FormatType};
pub use read::place;
pub use several::Sdk;

/// The contents of an `sdk.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The document, relative to the configuration's folder.
    pub document: Option<String>,
    /// The URL from which `fetch` downloads `document`. `generate` does not use it.
    pub source: Option<String>,
    /// The folder of the emitted crate, relative to the configuration's folder.
    pub out: Option<String>,
    /// Overlays, in the order in which they are applied, relative to the configuration's folder.
    pub overlays: Vec<String>,
    /// The other files that the document refers to.
    pub refs: Refs,
    /// The tags whose operations are generated, by their names in the document. Default: all.
    pub tags: Vec<String>,
    /// The resources of untagged operations, by the start of their paths (whole segments, such as `/v1/checkout`) or
    /// by `operationId`. Default: derived from the path.
    pub resources: BTreeMap<String, String>,
    /// The properties and parameters whose values are secrets, by their names in the document. `Debug` output and logs of
    /// the emitted crate omit these values, and those with `format: password`, `x-ms-secret` or `x-sensitive`.
    pub secrets: Vec<String>,
    /// The naming lock, relative to the configuration's folder. Default: `names.lock`.
    pub lock: Option<String>,
    /// Whether to use a naming lock. Default: `true`.
    pub locked: Option<bool>,
    /// The settings for names.
    pub names: Naming,
    /// The emitted package.
    pub package: Package,
    /// The vendor extensions that have a meaning, by name.
    pub extensions: Extensions,
    /// Headers to send with every request.
    pub http: Http,
    /// Authentication hosts for servers other than the first one; set both entries or neither.
    pub login: Login,
    /// The locations of details in error bodies, as JSON pointers.
    pub errors: Errors,
    /// Operations that are idempotent although their method (`POST`, `PATCH`) is not.
    pub retry: Retry,
    /// The encoding of parameters where OpenAPI leaves it undefined.
    pub parameters: Parameters,
    /// The parameters that callers set once on the client, by their names in the document; operation methods have no arguments
    /// for them. With `false`, a parameter remains an argument, even if the document declares it on the client
    /// (`x-ms-parameter-location: client`, `x-speakeasy-globals`).
    pub client_parameters: BTreeMap<String, bool>,
    /// The settings for typed streams.
    pub streams: Streams,
    /// The webhook signatures. Default: those of Standard Webhooks 1.0.0.
    pub webhooks: Webhooks,
    /// The settings for models.
    pub models: Models,
    /// The Rust types of other crates for values with a `format`, by format. A format that no schema has is an error. The
    /// types apply to properties, list items, map values, union variants, parameters and form fields, but not to enums,
    /// nor to response headers. Each type must implement `Clone`, `Debug`, `Default`, `PartialEq`, `Send`, `Serialize`
    /// and `Sync`, `Deserialize` without a lifetime, and for strings also `FromStr`, which the examples use. Values are
    /// read and written by its serde implementation alone. In lenient mode, a value that it rejects is treated like any
    /// other mismatch. Types with these traits are, for example, `rust_decimal::Decimal` (with the feature `serde-str`
    /// for strings, or `serde-float` for numbers), `jiff::Timestamp` (with `serde`), `chrono::DateTime<chrono::Utc>`, and
    /// `uuid::Uuid` (with `serde`).
    pub types: BTreeMap<String, FormatType>,
    /// Pagination by `operationId`, for operations whose pagination is not detected, or is detected incorrectly.
    pub pagination: BTreeMap<String, Pagination>,
    /// The settings for the docs.
    pub docs: Docs,
    /// The last release of the emitted package.
    pub release: Release,
    /// The severity of findings, by code.
    pub diagnostics: Levels,
    /// Additional dependencies of the crate, as in a manifest, for the code in `src/custom`.
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, serde_json::Value>"))]
    pub dependencies: toml::Table,
    /// Additional dev-dependencies of the crate, as in a manifest.
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, serde_json::Value>"))]
    pub dev_dependencies: toml::Table,
    /// Additional features of the crate, as in a manifest. If a feature already exists, the entries are added
    /// to it.
    pub features: BTreeMap<String, Vec<String>>,
    /// Several SDKs in one file, by name. An SDK's entries are added to those at the top level of the file, and take precedence.
    /// `generate`, `check` and `fetch` process all SDKs; other commands require `--sdk NAME`. The default naming lock of an SDK
    /// is `names-NAME.lock`.
    pub sdk: BTreeMap<String, Config>,
    /// Whether the output folder contains `src/custom/mod.rs`, which the crate then includes. Not read from the file.
    #[serde(skip)]
    pub custom: bool,
    /// Whether these settings were written for a different document, in which case entries that match nothing
    /// are allowed. Not read from the file.
    #[serde(skip)]
    pub borrowed: bool,
    /// Whether repairable defects in the document are errors instead of warnings.
    pub strict: bool,
}

/// Returns the JSON Schema of an `sdk.toml`, with the documentation of all entries.
#[cfg(feature = "schema")]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Config).to_value()
}

/// The severity of findings, by their codes.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Levels {
    /// Codes of warnings and notes that are not displayed. Reports still contain them.
    pub allow: Vec<String>,
    /// Codes of warnings and notes that are treated as errors.
    pub deny: Vec<String>,
}

/// The other files that the document refers to.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Refs {
    /// Folders with files that the document may refer to, in addition to its own folder; relative to the
    /// configuration's folder.
    pub roots: Vec<String>,
}

/// The settings for names.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Naming {
    /// Whether to use only ASCII for new names. By default, letters of any script are preserved if rustc accepts them
    /// without a warning.
    pub ascii: bool,
}

/// The emitted package; entries that are not set are omitted from its manifest.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Package {
    /// The name on crates.io. Default: derived from the document's title.
    pub name: Option<String>,
    /// The version. Default: 0.1.0.
    pub version: Option<String>,
    /// The description, in one sentence.
    pub description: Option<String>,
    /// The license, as an SPDX expression.
    pub license: Option<String>,
    /// The copyright years and holder in the MIT license. Default: the package's contributors.
    pub copyright: Option<String>,
    /// The URL of the repository.
    pub repository: Option<String>,
    /// Whether the package is published on crates.io. Otherwise, its manifest forbids publishing, and its README
    /// refers to the repository or a path.
    pub publish: bool,
    /// At most five keywords.
    pub keywords: Vec<String>,
    /// Categories, as crates.io slugs.
    pub categories: Vec<String>,
    /// Whether the package is excluded from any workspace that contains its folder, by an empty `[workspace]` table in its
    /// manifest. Default: `false`, so that the package can be a member of a workspace.
    pub standalone: bool,
}

/// The names of vendor extensions; a name that the document never uses is an error.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Extensions {
    /// On an operation: its name in SDKs.
    pub method_name: Option<String>,
    /// On an operation: `{type: ANY|ALL, permissions: [...]}`.
    pub permissions: Option<String>,
    /// On an operation: `true` if it is a preview.
    pub preview: Option<String>,
    /// On an operation: `true` if it is idempotent.
    pub idempotent: Option<String>,
    /// On a response: an object of error codes and their descriptions.
    pub error_codes: Option<String>,
    /// On a schema: a default that is not among the enum values, and would therefore be invalid as `default`.
    pub default: Option<String>,
    /// On an untagged operation, or on its path: the name of its resource.
    pub resource: Option<String>,
}

/// Headers to send with every request.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    /// The `User-Agent`. Default: the package's name and version.
    pub user_agent: Option<String>,
    /// Additional headers.
    pub headers: BTreeMap<String, String>,
}

/// Authentication hosts for servers other than the document's first one; set both entries or neither. Without
/// these entries, all servers use the document's authentication URLs.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Login {
    /// The part of a server's URL that is replaced to derive the URL of its login server.
    pub api_host: Option<String>,
    /// The replacement.
    pub login_host: Option<String>,
}

/// The locations of details in error bodies, as JSON pointers.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Errors {
    /// The machine-readable code.
    pub code: Option<String>,
    /// The human-readable message.
    pub message: Option<String>,
    /// The correlation ID, which the server's operators use to find a call.
    pub correlation_id: Option<String>,
    /// The response header with the correlation ID. If present, it takes precedence over the body.
    pub correlation_header: Option<String>,
}

/// Operations that are idempotent although their method (`POST`, `PATCH`) is not.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Retry {
    /// The idempotent operations, by `operationId`.
    pub idempotent: Vec<String>,
    /// The request header that the server uses to recognize a repeated call. It is sent by the operations in
    /// `idempotent`, and by operations with a parameter of this name.
    pub idempotency_header: Option<String>,
}

/// The webhook signatures. Without `header`, they are those of Standard Webhooks 1.0.0.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Webhooks {
    /// The header with the signature. All other entries require it.
    pub header: Option<String>,
    /// The hash function of the HMAC. Default: `sha256`.
    pub algorithm: WebhookHash,
    /// The encoding of a signature. Default: `hex`.
    pub encoding: WebhookEncoding,
    /// The prefix of a signature, such as `sha256=`.
    pub prefix: Option<String>,
    /// The separator between several values in the header, such as `,`.
    pub separator: Option<String>,
    /// The header with the message ID.
    pub id_header: Option<String>,
    /// The header with the timestamp, in seconds since 1970. `content` must contain it.
    pub timestamp_header: Option<String>,
    /// The prefix of the timestamp in the values of its header, such as `t=`.
    pub timestamp_prefix: Option<String>,
    /// The signed content, with `{id}`, `{timestamp}` and `{body}`. Default: `{body}`.
    pub content: Option<String>,
}

/// The hash function of a signature.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum WebhookHash {
    /// SHA-256.
    #[default]
    Sha256,
    /// SHA-512.
    Sha512,
}

/// The encoding of a signature.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum WebhookEncoding {
    /// Hexadecimal digits.
    #[default]
    Hex,
    /// Base64.
    Base64,
}

/// The settings for typed streams.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Streams {
    /// The data of a server-sent event that ends a typed stream, unless it is valid for the declared type. Default:
    /// `[DONE]`. An empty string disables it.
    pub sentinel: Option<String>,
}

/// The encoding of parameters where OpenAPI leaves it undefined.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Parameters {
    /// The encoding of lists and objects nested in an exploded form. Default: `json`, with a warning.
    pub nested: Option<Nested>,
}

/// The encoding of lists and objects nested in an exploded form.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Nested {
    /// `range={"from":1}`, percent-encoded.
    Json,
    /// `range[from]=1`.
    Brackets,
    /// `range.from=1`.
    Dots,
}

/// The settings for models.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Models {
    /// Preserves properties that the document does not declare, so that a value can be sent back unchanged.
    pub keep_unknown_fields: bool,
    /// Generates a separate type for every inline schema, even if several are equal.
    pub apart: bool,
    /// The type of a schema with only `type: object`. Default: `any` in Swagger 2.0, and `map` in OpenAPI 3.
    pub bare_object: Option<BareObject>,
    /// The client's default treatment of responses that do not match the document.
    pub reading: Reading,
    /// Additional derives for models, each with a list of schemas. A derive applies to these schemas and to all types that they
    /// contain; `["*"]` selects all models. The name is `Eq`, `Hash`, or the path of a derive macro whose package is in
    /// `dependencies`. `Eq` and `Hash` cannot be derived for models that contain floating-point numbers: `"*"` excludes these
    /// models, and listing one is an error. The types in `types` must implement these traits. For other derives,
    /// all fields must implement the trait; implement it in `src/custom` for the types of `crate::runtime`.
    pub derives: BTreeMap<String, Vec<String>>,
}

/// The type of a schema with only `type: object`.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum BareObject {
    /// Any JSON value, which is what Swagger 2.0 tools assume.
    Any,
    /// An object with any members, as JSON Schema defines it.
    Map,
}

/// The treatment of responses that do not match the document.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// The first mismatch fails the call.
    #[default]
    Strict,
    /// Mismatches are repaired and reported.
    Lenient,
}

/// The pagination of an operation. Entries that are not set are derived from the document.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Pagination {
    /// Whether pagination is disabled.
    pub off: bool,
    /// The pagination style.
    pub style: Option<PagingStyle>,
    /// The query parameter or body field that selects a page.
    pub parameter: Option<String>,
    /// The response field that leads to the next page, as a path separated by `.`.
    pub next: Option<String>,
    /// The response field with the list, as a path separated by `.`.
    pub items: Option<String>,
    /// The parameter's value for the first page.
    pub first: Option<i64>,
}

/// A pagination style, which determines how to request the next page.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PagingStyle {
    /// By page number.
    Number,
    /// By the number of preceding items.
    Offset,
    /// By a value from the response.
    Cursor,
    /// By a URL in the response body.
    Link,
    /// By a URL in the `Link` response header.
    LinkHeader,
}

impl PagingStyle {
    /// Returns the style's name in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Offset => "offset",
            Self::Cursor => "cursor",
            Self::Link => "link",
            Self::LinkHeader => "link-header",
        }
    }
}

/// The settings for the docs.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Docs {
    /// The module name on pages about the vendor's own SDK.
    pub python_package: Option<String>,
}

/// The last release of the emitted package.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Release {
    /// The document of that release, relative to the configuration's folder.
    pub document: Option<String>,
    /// The overlays of that document, in order.
    pub overlays: Vec<String>,
}
