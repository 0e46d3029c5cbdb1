//! The docs of the emitted crate: one page per tag, schema and task, plus indexes and the README.
//!
//! [`site`] maps types and operations to pages, [`operation`] and [`types`] build the views, and `emit::markdown`
//! escapes the document's strings. Each fact is on a separate line, so that a text change affects only one line.

mod access;
mod book;
mod dependency;
mod guides;
mod operation;
mod parameters;
mod readme;
mod site;
mod slugs;
mod text;
mod types;
mod webhooks;

use askama::Template;
use rayon::prelude::*;

use self::guides::Guide;
use self::site::{ApiPage, ModelPage, Site, TYPES};
use self::text::{lines, rendered};
use self::types::TypeView;
use super::{Flavor, render};
use crate::emit::budget::Budget;
use crate::emit::markdown::{cell, code, code_cell, first_cell, line};
use crate::emit::{Files, WEBHOOKS_PAGE};
use crate::ir::OperationId;
use crate::model::Model;

pub(in crate::emit::docs) use guides::condition;

#[derive(Template)]
#[template(path = "docs/api.md")]
struct ApiView {
    title: String,
    has_description: bool,
    description: Vec<String>,
    accessor: String,
    feature: String,
    base_uri: String,
    operations: Vec<OperationPart>,
    has_types: bool,
    types_title: &'static str,
    types: Vec<TypeView>,
}

/// An operation on the page of a tag.
#[derive(Default)]
struct OperationPart {
    slug: String,
    name: String,
    summary: String,
    text: String,
}

#[derive(Template)]
#[template(path = "docs/model.md")]
struct ModelView {
    types: Vec<TypeView>,
}

#[derive(Template)]
#[template(path = "docs/index.md")]
struct IndexView {
    title: String,
    has_description: bool,
    description: Vec<String>,
    operations: Vec<OperationLine>,
    models: Vec<ModelLine>,
}

struct OperationLine {
    call: String,
    link: String,
    request: String,
    summary: String,
}

struct ModelLine {
    name: String,
    link: String,
    description: String,
}

/// The flavor of the emitted crate's docs.
pub(super) const FLAVORS: &[Flavor] = &[Flavor { name: "rust", pages }];

/// Returns all pages, keyed by path under the docs folder.
pub(super) fn pages(model: &Model, budget: &Budget) -> Files {
    let site = Site::new(model);
    let guides = guides::guides(&site);
    below_docs(&site, &guides, budget)
}

/// Returns the docs of the crate: the pages in `docs`, the README, and an index for language models.
pub(super) fn crate_docs(model: &Model, budget: &Budget) -> Files {
    let site = Site::new(model);
    let guides = guides::guides(&site);
    let pages = below_docs(&site, &guides, budget).into_iter();
    let mut files: Files = pages.map(|(path, text)| (format!("docs/{path}"), text)).collect();
    files.insert("README.md".to_owned(), readme::readme(model, &guides));
    files.insert("llms.txt".to_owned(), book::llms(&site, &guides));
    files
}

fn below_docs(site: &Site<'_>, guides: &[Guide], budget: &Budget) -> Files {
    let apis = site.apis.par_iter().map(|page| (format!("{}.md", page.file), api(site, page, budget)));
    let models = site
        .models
        .par_iter()
        .map(|page| (format!("models/{}.md", page.file), budget.text(|| schema(site, page))));
    let mut pages: Files = apis.chain(models).collect();
    pages.extend(webhooks::page(site).map(|page| (format!("{}.md", WEBHOOKS_PAGE), page)));
    pages.extend(guides.iter().map(|guide| (guide.path(), guide.text.clone())));
    pages.insert("index.md".to_owned(), index(site));
    pages.insert("reference.md".to_owned(), book::reference(site));
    pages.insert("SUMMARY.md".to_owned(), book::summary(site, guides));
    pages.insert("book.toml".to_owned(), book::settings(site.model));
    pages
}

fn api(site: &Site<'_>, page: &ApiPage, budget: &Budget) -> String {
    let model = site.model;
    let names = model.names.tag(page.tag);
    let description = model.api.tag(page.tag).description.as_deref().map(lines).unwrap_or_default();
    let operations: Vec<OperationPart> =
        page.operations.iter().map(|id| part(site, *id, page, budget)).collect();
    let counted = operations.iter().map(|part| part.text.len()).sum();
    let view = || ApiView {
        title: page.title.clone(),
        has_description: !description.is_empty(),
        description,
        accessor: code(&format!("client.{}()", names.module)),
        feature: code(&names.module),
        base_uri: code(&model.api.servers.first().map(|server| server.default_url()).unwrap_or_default()),
        operations,
        has_types: !page.types.is_empty(),
        types_title: TYPES,
        types: page.types.iter().map(|id| types::view(site, *id, 3, &page.file)).collect(),
    };
    budget.around(counted, || rendered(&view()))
}

/// Renders an operation separately, because the pages of tags can be large.
fn part(site: &Site<'_>, id: OperationId, page: &ApiPage, budget: &Budget) -> OperationPart {
    if budget.is_exceeded() {
        return OperationPart::default();
    }
    let view = operation::view(site, id, &page.file);
    let text = budget.text(|| render(&view));
    OperationPart { slug: view.slug, name: view.method_code, summary: view.summary_cell, text }
}

fn schema(site: &Site<'_>, page: &ModelPage) -> String {
    let from = format!("models/{}", page.file);
    let views = page.types.iter().enumerate();
    rendered(&ModelView {
        types: views
            .map(|(index, id)| types::view(site, *id, if index == 0 { 1 } else { 2 }, &from))
            .collect(),
    })
}

fn index(site: &Site<'_>) -> String {
    let model = site.model;
    let operations = site.operations().map(|(page, id)| {
        let operation = model.api.operation(id);
        OperationLine {
            call: code(&site.call(page, id)),
            link: format!("{}.md#{}", page.file, site.slug(id)),
            request: code_cell(&format!("{} {}", operation.method, operation.path.sent())),
            summary: operation.docs.summary.as_deref().map(cell).unwrap_or_default(),
        }
    });
    let models = site.models.iter().filter_map(|page| {
        let id = page.types.first()?;
        let docs = &model.api.ty(*id).docs;
        let text = docs.summary.as_deref().or(docs.description.as_deref());
        Some(ModelLine {
            name: code(&model.names.ty(*id).name),
            link: site.link(*id, "index")?,
            description: text.map(first_cell).unwrap_or_default(),
        })
    });
    let description = model.api.description.as_deref().map(lines).unwrap_or_default();
    rendered(&IndexView {
        title: line(&model.api.title),
        has_description: !description.is_empty(),
        description,
        operations: operations.collect(),
        models: models.collect(),
    })
}
