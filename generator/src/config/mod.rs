//! What the maintainer asks for: the contents of `spec/sdk.toml`.
//!
//! Read once, before the pipeline starts ([`read`]), and handed to the stages that need it. It knows nothing of a document's contents:
//! what an entry says is checked here ([`check`]), whether it matches something there is said by the stage that uses it.

mod check;
mod read;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use check::package_name;
pub use read::place;

/// The contents of an `sdk.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The document, relative to the file's folder.
    pub document: Option<String>,
    /// Overlays of the document, in the order in which they are applied; relative to the file's folder.
    pub overlays: Vec<String>,
    /// The other files that the document refers to.
    pub refs: Refs,
    /// The tags whose operations are generated, by their names in the document; empty for all.
    pub tags: Vec<String>,
    /// The naming lock, relative to the file's folder; `names.lock` where absent.
    pub lock: Option<String>,
    /// Whether there is a naming lock; there is one where absent.
    pub locked: Option<bool>,
    /// The emitted package.
    pub package: Package,
    /// Which vendor extensions mean what.
    pub extensions: Extensions,
    /// What every request bears.
    pub http: Http,
    /// Where clients log in.
    pub login: Login,
    /// Where an error body says what.
    pub errors: Errors,
    /// Which calls can be repeated.
    pub retry: Retry,
    /// How parameters are written where OpenAPI leaves it open.
    pub parameters: Parameters,
    /// How models are emitted.
    pub models: Models,
    /// How operations page, by their `operationId`, where the document does not show it or shows it wrongly.
    pub pagination: BTreeMap<String, Pagination>,
    /// The docs flavours.
    pub docs: Docs,
    /// The last release of the emitted package.
    pub release: Release,
    /// Whether these settings were written for another document: one that matches nothing is then no error. Not read from the file.
    #[serde(skip)]
    pub borrowed: bool,
    /// Whether defects of the document that can be mended are errors instead of warnings.
    pub strict: bool,
}

/// The other files that the document refers to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Refs {
    /// Folders whose files it may refer to besides those below its own folder; relative to the file's folder.
    pub roots: Vec<String>,
}

/// The emitted package; what is absent is left out of its manifest.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Package {
    /// Its name on crates.io; made from the document's title where absent.
    pub name: Option<String>,
    /// Its version; 0.1.0 where absent.
    pub version: Option<String>,
    /// One sentence.
    pub description: Option<String>,
    /// An SPDX expression.
    pub license: Option<String>,
    /// The copyright holder in the text of the MIT license, with the years; the contributors of the package where absent.
    pub copyright: Option<String>,
    /// The repository's URL.
    pub repository: Option<String>,
    /// Whether it is published on crates.io; if not, its manifest forbids it, and the README names a path or the repository.
    pub publish: bool,
    /// At most five.
    pub keywords: Vec<String>,
    /// Slugs of crates.io.
    pub categories: Vec<String>,
    /// Whether it stands outside of any workspace, even if it lies inside the folder of one.
    pub standalone: bool,
}

/// Names of vendor extensions; one that the document never uses is an error.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Extensions {
    /// On an operation: the name that SDKs give it.
    pub method_name: Option<String>,
    /// On an operation: `{type: ANY|ALL, permissions: [...]}`.
    pub permissions: Option<String>,
    /// On an operation: `true` if it is a preview.
    pub preview: Option<String>,
    /// On an operation: `true` if it does no harm to call it twice.
    pub idempotent: Option<String>,
    /// On a response: an object of error codes and their texts.
    pub error_codes: Option<String>,
    /// On a schema: a default that cannot stand as `default`, because it is none of the values that are listed.
    pub default: Option<String>,
}

/// What every request bears.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    /// The `User-Agent`; made from the package's name and version where absent.
    pub user_agent: Option<String>,
    /// Further headers.
    pub headers: BTreeMap<String, String>,
}

/// Where clients of another server than the document's first one log in; both entries or none. Without them, all servers have the
/// login URLs that the document names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Login {
    /// The part of a server's URL in whose place `login_host` stands in the URL of its login server.
    pub api_host: Option<String>,
    /// What stands there.
    pub login_host: Option<String>,
}

/// Where an error body says what, as JSON pointers into the body.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Errors {
    /// The machine-readable code.
    pub code: Option<String>,
    /// The text for people.
    pub message: Option<String>,
    /// The id under which the server's operators find the call.
    pub correlation_id: Option<String>,
    /// The response header with that id; it goes before the body.
    pub correlation_header: Option<String>,
}

/// Which calls can be repeated that their methods (`POST`, `PATCH`) say nothing of.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retry {
    /// The operations that do no harm if they are called twice, by their `operationId`.
    pub idempotent: Vec<String>,
    /// The request header by which the server knows a repeated call again. It goes with the operations of `idempotent`, and with those that
    /// have a parameter of this name.
    pub idempotency_header: Option<String>,
}

/// How parameters are written where OpenAPI leaves it open.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Parameters {
    /// How lists and objects inside an exploded form are written; as JSON text, with a warning, where absent.
    pub nested: Option<Nested>,
}

/// How lists and objects inside an exploded form are written.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Nested {
    /// `range={"from":1}`, encoded.
    Json,
    /// `range[from]=1`
    Brackets,
    /// `range.from=1`
    Dots,
}

/// How models are emitted.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Models {
    /// Keeps properties that the document does not know, so that a value that was read can be sent back whole.
    pub keep_unknown_fields: bool,
    /// Gives each place of the document where a type is written out a type of its own, even where several say the same.
    pub apart: bool,
    /// The type of a schema that says `type: object` and nothing else; where absent, the version of the document decides.
    pub bare_object: Option<BareObject>,
    /// How the client reads responses that do not fit, unless its user decides otherwise.
    pub reading: Reading,
}

/// The type of a schema that says `type: object` and nothing else.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum BareObject {
    /// Any JSON value: what tools for Swagger 2.0 mean by it.
    Any,
    /// An object with any members: what JSON Schema means by it.
    Map,
}

/// How responses are read that do not fit the document.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// The first member that does not fit fails the call.
    #[default]
    Strict,
    /// What does not fit is repaired and reported.
    Lenient,
}

/// How an operation pages. What is absent is found in the document.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct Pagination {
    /// Whether it is not to be paged at all.
    pub off: bool,
    /// How the next page is asked for.
    pub style: Option<PagingStyle>,
    /// The query parameter, or the field of the body, that asks for a page.
    pub parameter: Option<String>,
    /// The field of the answer that leads to the next page; steps are separated by `.`.
    pub next: Option<String>,
    /// The field of the answer that holds the list; steps are separated by `.`.
    pub items: Option<String>,
    /// What the parameter is for the first page.
    pub first: Option<i64>,
}

/// How the next page is asked for.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum PagingStyle {
    /// By its number.
    Number,
    /// By the number of items before it.
    Offset,
    /// By a value out of the answer.
    Cursor,
    /// By a URL in the answer's body.
    Link,
    /// By a URL in the answer's `Link` header.
    LinkHeader,
}

impl PagingStyle {
    /// Its name, as in the configuration.
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

/// The docs flavours.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Docs {
    /// The name of the module in pages that show the vendor's own SDK.
    pub python_package: Option<String>,
}

/// The last release of the emitted package.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Release {
    /// The document that it was made from, relative to the file's folder.
    pub document: Option<String>,
    /// The overlays of that document, in their order.
    pub overlays: Vec<String>,
}
