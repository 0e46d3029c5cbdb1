//! Indexes of the pages: a reference with one line per operation, the mdBook files, and `llms.txt`.
//!
//! mdBook's default preprocessors are disabled, because they would replace `{{#include ..}}` in a description
//! with the contents of a file.

use super::guides::Guide;
use super::operation::signature;
use super::readme;
use super::site::Site;
use crate::emit::WEBHOOKS_PAGE;
use crate::emit::markdown::{code, first_rest, line};
use crate::model::Model;
use crate::sanitize::one_line;

/// The file name of the page that lists all operations, without the extension.
const REFERENCE: &str = "reference";

/// Returns the reference. Each operation's line contains its arguments, its return type and its request.
pub(super) fn reference(site: &Site<'_>) -> String {
    let mut text = String::from("# API reference\n");
    for page in &site.apis {
        let module = code(&format!("client.{}()", site.model.names.tag(page.tag).module));
        text.push_str(&format!("\n## {}\n\nMethods of {module}:\n\n", page.title));
        for id in &page.operations {
            let operation = site.model.api.operation(*id);
            let link = format!("{}.md#{}", page.file, site.slug(*id));
            let signature = signature(site, *id, Some(&link), REFERENCE);
            let request = code(&format!("{} {}", operation.method, operation.path.sent()));
            text.push_str(&format!("- {signature}: {request}\n"));
        }
    }
    text
}

/// Returns `SUMMARY.md`, mdBook's table of contents.
pub(super) fn summary(site: &Site<'_>, guides: &[Guide]) -> String {
    let mut text = String::from("# Summary\n\n[Overview](index.md)\n\n# Guides\n\n");
    let item = |title: &str, path: &str| format!("- [{title}]({path})\n");
    guides.iter().for_each(|guide| text.push_str(&item(guide.title, &guide.path())));
    text.push_str("\n# Reference\n\n");
    text.push_str(&item("API reference", &format!("{REFERENCE}.md")));
    for page in &site.apis {
        text.push_str(&item(&page.name, &format!("{}.md", page.file)));
    }
    if !site.model.api.webhooks.is_empty() {
        text.push_str(&item(WEBHOOKS_PAGE, &format!("{WEBHOOKS_PAGE}.md")));
    }
    if !site.models.is_empty() {
        text.push_str("\n# Models\n\n");
    }
    for page in &site.models {
        text.push_str(&item(&page.title, &format!("models/{}.md", page.file)));
    }
    text
}

/// Returns `book.toml`, mdBook's settings.
pub(super) fn settings(model: &Model) -> String {
    let title = toml::Value::String(one_line(&model.api.title));
    format!(
        "# `mdbook build docs` writes a searchable site to `target/book`.\n\
         [book]\ntitle = {title}\nlanguage = \"en\"\nsrc = \".\"\n\n\
         [build]\nbuild-dir = \"../target/book\"\n\
         # Descriptions in the API must not be treated as mdBook directives.\nuse-default-preprocessors = false\n\n\
         [output.html]\nno-section-label = true\n\n\
         [output.html.playground]\nrunnable = false\n"
    )
}

/// Returns `llms.txt`, an index for language models (llmstxt.org).
pub(super) fn llms(site: &Site<'_>, guides: &[Guide]) -> String {
    let model = site.model;
    let mut text = format!("# {}\n\n> {}\n\n", model.names.package, readme::description(model));
    text.push_str(
        "Each operation is a method of a tag's handle, such as `client.tag().method(required)`, and returns a request builder. Each \
         schema is a type. All examples compile.\n\n## Docs\n\n",
    );
    let item = |title: &str, path: &str, about: &str| format!("- [{title}]({path}): {about}\n");
    text.push_str(&item("README", "README.md", "installation and a first program"));
    text.push_str(&item("API reference", "docs/reference.md", "all operations, one line each"));
    text.push_str(&item("Models", "docs/index.md", "all operations and types, with descriptions"));
    text.push_str("\n## Guides\n\n");
    for guide in guides {
        text.push_str(&item(guide.title, &format!("docs/{}", guide.path()), guide.about));
    }
    text.push_str("\n## Operations\n\n");
    for page in &site.apis {
        let tag = model.api.tag(page.tag);
        let about = tag.description.as_deref().map(first_rest).filter(|text| !text.is_empty());
        let about = about.unwrap_or_else(|| format!("operations of {}", line(&tag.name)));
        text.push_str(&item(&page.name, &format!("docs/{}.md", page.file), &about));
    }
    text
}
