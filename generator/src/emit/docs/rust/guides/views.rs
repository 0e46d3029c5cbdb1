//! The template views of the guides.

use askama::Template;

use super::super::access::{SchemeLine, Undeclared};

#[derive(Template)]
#[template(path = "docs/guides/requests.md")]
pub(super) struct Requests {
    pub(super) krate: String,
    pub(super) example: Vec<String>,
    pub(super) keeps_unknown: bool,
    pub(super) is_lenient: bool,
}

#[derive(Template)]
#[template(path = "docs/guides/authentication.md")]
pub(super) struct Authentication {
    pub(super) krate: String,
    pub(super) undeclared: Option<Undeclared>,
    pub(super) has_schemes: bool,
    pub(super) schemes: Vec<SchemeLine>,
    pub(super) has_oauth: bool,
}

#[derive(Template)]
#[template(path = "docs/guides/pagination.md")]
pub(super) struct Pagination {
    pub(super) example: Vec<String>,
    pub(super) resumed: Vec<String>,
    pub(super) operations: Vec<String>,
}

#[derive(Template)]
#[template(path = "docs/guides/retries.md")]
pub(super) struct Retries {
    pub(super) krate: String,
    pub(super) outline: Option<String>,
}

#[derive(Template)]
#[template(path = "docs/guides/errors.md")]
pub(super) struct Errors {
    pub(super) krate: String,
    pub(super) has_decoded: bool,
    pub(super) decoded: Vec<String>,
}

#[derive(Template)]
#[template(path = "docs/guides/files.md")]
pub(super) struct Files {
    pub(super) krate: String,
    pub(super) has_parts: bool,
    pub(super) has_bodies: bool,
    pub(super) has_download: bool,
    pub(super) download: Vec<String>,
    pub(super) operations: Vec<String>,
}

#[derive(Template)]
#[template(path = "docs/guides/testing.md")]
pub(super) struct Testing {
    pub(super) dependency: String,
    pub(super) example: Vec<String>,
}

#[derive(Template)]
#[template(path = "docs/guides/features.md")]
pub(super) struct Features {
    pub(super) dependency: String,
    pub(super) tags: Vec<TagLine>,
    pub(super) other_models: Option<(String, &'static str)>,
    pub(super) webhooks: Option<String>,
    pub(super) has_xml: bool,
    pub(super) has_blocking: bool,
    pub(super) blocking: Vec<String>,
}

/// The Cargo feature of a tag.
pub(super) struct TagLine {
    pub(super) feature: String,
    pub(super) gives: String,
}

#[derive(Template)]
#[template(path = "docs/guides/transport.md")]
pub(super) struct Transport {
    pub(super) krate: String,
}
