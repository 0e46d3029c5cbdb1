//! Pagination: which operations answer with a part of a list, and how the next part is asked for.
//!
//! Found from names, types and defaults in the document alone, and only where they prove it: an operation that pages in a way
//! the document does not show is called page by page, as ever. The maintainer can say otherwise per operation. [`words`] holds
//! the names by which documents speak of pages, [`search`] puts them together, [`places`] walks the answer.

mod places;
mod search;
mod words;

use super::{Answer, Facts};
use crate::config::Config;
pub use crate::config::PagingStyle;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Api, Operation, TypeId, Usage};
use crate::pointer::Pointer;
use crate::suggest::nearest;

/// How an operation pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Pagination {
    /// How the next page is asked for.
    pub style: PagingStyle,
    /// What asks for a page; `None` where a link does.
    pub parameter: Option<PageParameter>,
    /// What the parameter is for the first page, if that is known.
    pub first: Option<i64>,
    /// The parameter that sets how many items a page has, as an index of the operation's parameters.
    pub size: Option<usize>,
    /// The list.
    pub items: FieldPath,
    /// What it holds.
    pub item: Usage,
    /// The number of the page.
    pub current: Option<FieldPath>,
    /// The number of pages.
    pub page_count: Option<FieldPath>,
    /// The number of items on all pages.
    pub total: Option<FieldPath>,
    /// What leads to the next page.
    pub next: Option<FieldPath>,
    /// Whether there is a next page.
    pub more: Option<FieldPath>,
    /// One sentence: what in the document led to this, with names in backquotes.
    pub proof: String,
}

/// What asks for a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageParameter {
    /// A query parameter, as an index of the operation's parameters.
    Query(usize),
    /// A field of the body.
    Body(TypeId, usize),
}

/// The way to a value in an answer: a field, and then fields of what that holds. Without any, it is the answer itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldPath(pub Vec<(TypeId, usize)>);

impl FieldPath {
    /// The names on the wire.
    pub fn names<'a>(&self, api: &'a Api) -> Vec<&'a str> {
        self.0.iter().filter_map(|step| places::field(api, *step)).map(|field| field.name.as_str()).collect()
    }

    /// The place as a JSON pointer (RFC 6901).
    pub fn pointer(&self, api: &Api) -> String {
        Pointer::root().keys(self.names(api)).as_str().to_owned()
    }
}

impl PageParameter {
    /// The name on the wire.
    pub fn name(self, api: &Api, operation: &Operation) -> String {
        let name = match self {
            Self::Query(index) => operation.params.get(index).map(|param| &param.name),
            Self::Body(ty, index) => places::field(api, (ty, index)).map(|field| &field.name),
        };
        name.cloned().unwrap_or_default()
    }
}

/// Fills the table.
pub(super) fn pagination(api: &Api, config: &Config, facts: &mut Facts, findings: &mut Diagnostics) {
    for (id, answer) in &facts.answers {
        let operation = api.operation(*id);
        let wish = config.pagination.get(&operation.id);
        let found = match answer {
            Answer::Json(usage) | Answer::Maybe(usage) => search::search(api, operation, usage, wish),
            _ => Err("the answer is not JSON".to_owned()),
        };
        match (wish, found) {
            (Some(wish), found) if wish.off => {
                if let (Err(why), false) = (found, config.borrowed) {
                    let why = format!("turns off what is off anyway: {why}");
                    findings.push(unused(&operation.id, &why, "take the entry away"));
                }
            }
            (_, Ok(found)) => {
                facts.pagination.insert(*id, found);
            }
            (Some(_), Err(why)) if !config.borrowed => {
                findings.push(unused(
                    &operation.id,
                    &format!("does not fit: {why}"),
                    "see the comments of spec/sdk.toml",
                ));
            }
            (_, Err(_)) => {}
        }
    }
    if config.borrowed {
        return;
    }
    for name in config.pagination.keys() {
        if api.operations.iter().all(|operation| operation.id != *name) {
            let near = nearest(name, api.operations.iter().map(|operation| operation.id.as_str()));
            let help = near.map_or_else(
                || "operations are named by their `operationId`".to_owned(),
                |near| format!("there is `{near}`; is that meant?"),
            );
            findings.push(unused(name, "is about no operation of the document", &help));
        }
    }
}

fn unused(operation: &str, why: &str, help: &str) -> Diagnostic {
    Diagnostic::error("unused-setting", &Pointer::root(), format!("`pagination.{operation}` {why}"))
        .help(help)
}
