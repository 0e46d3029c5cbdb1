//! The pages and headings of types and operations, and links to them.

use std::collections::{BTreeMap, BTreeSet};

use super::slugs::Slugs;
use crate::analyse::Presence;
use crate::emit::markdown::{self, code, code_cell};
use crate::emit::spell;
use crate::ir::{OperationId, Origin, TagId, Type, TypeId, Usage};
use crate::model::Model;
use crate::name::file_stem;

/// The headings under an operation's heading, in order.
const SECTIONS: [&str; 3] = ["Example", "Parameters", "Return type"];

/// The last heading of an operation that has errors.
const ERRORS: &str = "Errors";

/// The heading of the types section on a tag's page.
pub(super) const TYPES: &str = "Types";

/// The page of a tag.
pub(super) struct ApiPage {
    pub(super) tag: TagId,
    /// The name of the page, such as `GroupsApi`.
    pub(super) name: String,
    /// The title of the page: the tag's summary, or else the tag's name.
    pub(super) title: String,
    /// The file name of the page, without the extension.
    pub(super) file: String,
    /// The operations on the page, sorted by Rust name.
    pub(super) operations: Vec<OperationId>,
    /// The inline types of the operations on the page.
    pub(super) types: Vec<TypeId>,
}

/// The page of a schema and its inline types.
pub(super) struct ModelPage {
    /// The title of the page, such as `Group`.
    pub(super) title: String,
    /// The file name of the page, without the folder or the extension.
    pub(super) file: String,
    /// The schema, followed by its inline types.
    pub(super) types: Vec<TypeId>,
}

/// All pages, and the location of each type and operation.
pub(super) struct Site<'a> {
    pub(super) model: &'a Model,
    pub(super) apis: Vec<ApiPage>,
    pub(super) models: Vec<ModelPage>,
    types: BTreeMap<TypeId, Place>,
    operations: BTreeMap<OperationId, String>,
}

struct Place {
    /// The path of the page under the docs folder, without the extension.
    page: String,
    /// The anchor of the heading.
    anchor: String,
    /// Whether the heading is the title of the page. A link to the title needs no anchor.
    is_title: bool,
}

impl<'a> Site<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        let mut site = Self {
            model,
            apis: apis(model),
            models: models(model),
            types: BTreeMap::new(),
            operations: BTreeMap::new(),
        };
        for page in &site.models {
            let mut slugs = Slugs::default();
            for (index, id) in page.types.iter().enumerate() {
                let anchor = slugs.next(&model.names.ty(*id).name);
                let place = Place { page: format!("models/{}", page.file), anchor, is_title: index == 0 };
                site.types.insert(*id, place);
            }
        }
        for page in &site.apis {
            let mut slugs = Slugs::default();
            slugs.next(&page.title);
            for id in &page.operations {
                site.operations.insert(*id, slugs.next(&model.names.operation(*id).method));
                let errors = model.api.operation(*id).errors().next().map(|_| ERRORS);
                SECTIONS.into_iter().chain(errors).for_each(|heading| drop(slugs.next(heading)));
            }
            slugs.next(TYPES);
            for id in &page.types {
                let anchor = slugs.next(&model.names.ty(*id).name);
                site.types.insert(*id, Place { page: page.file.clone(), anchor, is_title: false });
            }
        }
        site
    }

    /// Returns the anchor of an operation on its page.
    pub(super) fn slug(&self, id: OperationId) -> &str {
        self.operations.get(&id).map(String::as_str).unwrap_or_default()
    }

    /// Returns the operations with their pages, in the order of the pages.
    pub(super) fn operations(&self) -> impl Iterator<Item = (&ApiPage, OperationId)> {
        self.apis.iter().flat_map(|page| page.operations.iter().map(move |id| (page, *id)))
    }

    /// Returns the call chain from a client to an operation, such as `groups().get_groups`.
    pub(super) fn call(&self, page: &ApiPage, id: OperationId) -> String {
        let names = &self.model.names;
        format!("{}().{}", names.tag(page.tag).module, names.operation(id).method)
    }

    /// Returns the link to a type from the page `from`, or `None` if the type is not on any page.
    pub(super) fn link(&self, id: TypeId, from: &str) -> Option<String> {
        let place = self.types.get(&self.model.facts.shared(id))?;
        if place.page == from {
            return Some(format!("#{}", place.anchor));
        }
        let page = match from.rsplit_once('/') {
            None => place.page.clone(),
            Some((folder, _)) => match place.page.strip_prefix(&format!("{folder}/")) {
                Some(neighbor) => neighbor.to_owned(),
                None => format!("../{}", place.page),
            },
        };
        Some(if place.is_title { format!("{page}.md") } else { format!("{page}.md#{}", place.anchor) })
    }

    /// Returns a type with links, for use in a table.
    pub(super) fn usage(&self, usage: &Usage, from: &str) -> String {
        let mut spans = Spans::default();
        self.write_usage(usage, from, &mut spans);
        spans.finish()
    }

    /// Returns the type of a field, with the wrapper for its presence.
    pub(super) fn field(&self, ty: &Type, presence: Presence, boxed: bool, from: &str) -> String {
        let mut spans = Spans::default();
        let around = match presence {
            Presence::Required => None,
            Presence::Optional | Presence::Nullable => Some("Option<"),
            Presence::ThreeStates => Some("Nullable<"),
        };
        let starts: Vec<&str> = around.into_iter().chain(boxed.then_some("Box<")).collect();
        starts.iter().for_each(|start| spans.code(start));
        self.write(ty, from, &mut spans);
        spans.code(&">".repeat(starts.len()));
        spans.finish()
    }

    /// Returns the type in a variant of a union.
    pub(super) fn variant(&self, ty: &Type, boxed: bool, from: &str) -> String {
        self.field(ty, Presence::Required, boxed, from)
    }

    fn write_usage(&self, usage: &Usage, from: &str, spans: &mut Spans) {
        if usage.nullable {
            spans.code("Option<");
        }
        self.write(&usage.ty, from, spans);
        if usage.nullable {
            spans.code(">");
        }
    }

    fn write(&self, ty: &Type, from: &str, spans: &mut Spans) {
        let (start, inner) = match ty {
            Type::Named(id) => {
                let name = &self.model.names.ty(*id).name;
                return match self.link(*id, from) {
                    Some(link) => spans.link(name, &link),
                    None => spans.code(name),
                };
            }
            Type::List(item) => ("Vec<", item),
            Type::Map(value) => ("BTreeMap<String, ", value),
            Type::Scalar(_) | Type::Object | Type::Any => {
                return spans.code(&spell::ty(self.model, ty).to_string());
            }
        };
        spans.code(start);
        self.write_usage(inner, from, spans);
        spans.code(">");
    }
}

/// Adjacent code spans and links.
#[derive(Default)]
struct Spans {
    text: String,
    open: String,
}

impl Spans {
    fn code(&mut self, text: &str) {
        self.open.push_str(text);
    }

    fn link(&mut self, name: &str, target: &str) {
        self.flush();
        self.text.push_str(&format!("[{}]({target})", code(name)));
    }

    fn flush(&mut self) {
        if !self.open.is_empty() {
            self.text.push_str(&code_cell(&std::mem::take(&mut self.open)));
        }
    }

    fn finish(mut self) -> String {
        self.flush();
        self.text
    }
}

fn apis(model: &Model) -> Vec<ApiPage> {
    let (mut titles, mut files) = (Titles::default(), Titles::default());
    let mut pages = Vec::new();
    let mut types: BTreeMap<&str, Vec<TypeId>> = BTreeMap::new();
    for id in model.facts.emitted_types(&model.api).filter(|id| model.names.ty(*id).in_api) {
        types.entry(&model.names.ty(id).module).or_default().push(id);
    }
    for tag in model.facts.tags() {
        let mut operations: Vec<OperationId> = model.facts.operations_of(*tag).collect();
        if operations.is_empty() {
            continue;
        }
        operations.sort_by_key(|id| &model.names.operation(*id).method);
        let names = model.names.tag(*tag);
        let types = types.remove(names.module.as_str()).unwrap_or_default();
        let name = titles.take(&format!("{}Api", names.handle));
        let file = files.take(&file_stem(&name));
        let summary =
            model.api.tag(*tag).summary.as_deref().map(markdown::line).filter(|text| !text.is_empty());
        let title = summary.unwrap_or_else(|| name.clone());
        pages.push(ApiPage { tag: *tag, name, title, file, operations, types });
    }
    pages
}

fn models(model: &Model) -> Vec<ModelPage> {
    let mut modules: BTreeMap<&str, Vec<TypeId>> = BTreeMap::new();
    for id in model.facts.emitted_types(&model.api).filter(|id| !model.names.ty(*id).in_api) {
        modules.entry(&model.names.ty(id).module).or_default().push(id);
    }
    let (mut titles, mut files) = (Titles::default(), Titles::default());
    let page = |mut types: Vec<TypeId>| {
        types.sort_by_key(|id| (!matches!(model.api.ty(*id).origin, Origin::Schema(_)), *id));
        let name = types.first().map(|id| model.names.ty(*id).name.as_str()).unwrap_or_default();
        let title = titles.take(name);
        let file = files.take(&file_stem(&title));
        ModelPage { title, file, types }
    };
    let mut pages: Vec<ModelPage> = modules.into_values().map(page).collect();
    pages.sort_by(|a, b| a.title.cmp(&b.title));
    pages
}

/// Page names that are unique on case-insensitive file systems.
#[derive(Default)]
struct Titles(BTreeSet<String>);

impl Titles {
    fn take(&mut self, title: &str) -> String {
        let numbered = (2..=self.0.len() + 2).map(|number| format!("{title}_{number}"));
        let mut all = [title.to_owned()].into_iter().chain(numbered);
        all.find(|title| self.0.insert(title.to_lowercase())).unwrap_or_default()
    }
}
