//! Finds operations that return pages of a list, and determines how to request the next page.
//!
//! Pagination is derived only if names, types and defaults in the document prove it. Operations without such
//! evidence are called as usual. The maintainer can override the result for each operation. [`words`]
//! contains the names that documents use for pagination, [`search`] combines them, and [`places`] walks the
//! response.

mod places;
mod search;
mod words;

use super::{Facts, Output};
use crate::config::Config;
pub use crate::config::PagingStyle;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Operation, TypeId, Usage};
use crate::pointer::Pointer;
use crate::suggest::{help, nearest};

/// The pagination of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Pagination {
    /// The pagination style.
    pub style: PagingStyle,
    /// The parameter that selects a page; `None` for links.
    pub parameter: Option<PageParameter>,
    /// The parameter's value for the first page, if known.
    pub first: Option<i64>,
    /// The parameter for the page size, as an index into the operation's parameters.
    pub size: Option<usize>,
    /// The location of the paginated list in the response.
    pub items: FieldPath,
    /// The type of the list's items.
    pub item: Usage,
    /// The location of the page number.
    pub current: Option<FieldPath>,
    /// The location of the page count.
    pub page_count: Option<FieldPath>,
    /// The location of the total item count.
    pub total: Option<FieldPath>,
    /// The location of the link or value for the next page.
    pub next: Option<FieldPath>,
    /// The location of a flag that indicates whether there are more pages.
    pub more: Option<FieldPath>,
    /// The parameter that, together with a declared `Link` header, is evidence of pagination.
    pub selector: Option<PageParameter>,
    /// Whether the maintainer configured any aspect of the pagination.
    pub configured: bool,
}

impl Pagination {
    /// Returns the response fields that indicate whether there are more pages, for pagination by page number
    /// or offset.
    ///
    /// A total item count is evidence of pagination. However, it does not determine the number of the last
    /// page, because the server can choose the page size.
    pub fn end(&self) -> impl Iterator<Item = &FieldPath> {
        let total = self.total.iter().filter(|_| self.style != PagingStyle::Number);
        self.more.iter().chain(&self.page_count).chain(total).chain(&self.next)
    }
}

/// The parameter that selects a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageParameter {
    /// A query parameter, as an index into the operation's parameters.
    Query(usize),
    /// A field of the body.
    Body(TypeId, usize),
}

/// The path to a value in a response, through nested fields. The empty path is the whole response body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldPath(pub Vec<(TypeId, usize)>);

impl FieldPath {
    /// Returns the wire names of the fields on the path.
    pub fn names<'a>(&self, api: &'a Api) -> Vec<&'a str> {
        self.0.iter().filter_map(|step| places::field(api, *step)).map(|field| field.name.as_str()).collect()
    }

    /// Returns the path as a JSON pointer (RFC 6901).
    pub fn pointer(&self, api: &Api) -> String {
        Pointer::root().keys(self.names(api)).text().into_owned()
    }
}

impl PageParameter {
    /// Returns the parameter's wire name.
    pub fn name(self, api: &Api, operation: &Operation) -> String {
        let name = match self {
            Self::Query(index) => operation.params.get(index).map(|param| &param.name),
            Self::Body(ty, index) => places::field(api, (ty, index)).map(|field| &field.name),
        };
        name.cloned().unwrap_or_default()
    }
}

/// Records the pagination of each emitted operation.
pub(super) fn pagination(api: &Api, config: &Config, facts: &mut Facts, findings: &mut Diagnostics) {
    for (id, output) in &facts.outputs {
        let operation = api.operation(*id);
        let wish = config.pagination.get(&operation.id);
        let found = match output {
            Output::Json(usage) | Output::Maybe(usage) => search::search(api, operation, usage, wish),
            _ => Err("the response is not JSON".to_owned()),
        };
        match (wish, found) {
            (Some(wish), found) if wish.off => {
                if let (Err(why), false) = (found, config.borrowed) {
                    let why = format!("has no effect, because the operation is not paginated: {why}");
                    findings.push(unused(&operation.id, &why, "remove the entry"));
                }
            }
            (_, Ok(found)) => {
                facts.pagination.insert(*id, found);
            }
            (Some(_), Err(why)) if !config.borrowed => {
                findings.push(unused(
                    &operation.id,
                    &format!("does not match the operation: {why}"),
                    "set `style`, `parameter`, `next` or `items`, or remove the entry; `openapi-crate schema --reference` describes them",
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
            let help = help(near, "use the `operationId` of an operation");
            findings.push(unused(name, "does not match any operation of the document", &help));
        }
    }
}

fn unused(operation: &str, why: &str, help: &str) -> Diagnostic {
    Diagnostic::error(Code::UnusedSetting, &Pointer::root(), format!("`pagination.{operation}` {why}"))
        .help(help)
}
