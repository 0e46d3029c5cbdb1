//! Pagination: the lines of a request builder's macro call, and of its docs, that describe how to request the next
//! page.

use super::doc::Doc;
use super::vocabulary::Uses;
use crate::analyse::{FieldPath, Output, PageParameter, Pagination, PagingStyle, Presence};
use crate::emit::paging::sentence;
use crate::emit::spell;
use crate::ir::{OperationId, Shape, TypeId};
use crate::model::Model;
use crate::name::RustName;

/// The attribute for code that uses a deprecated list. The pagination settings of `sdk.toml` can select such a list.
const ALLOW: &str = "#[allow(deprecated, reason = \"the list of this operation is deprecated\")]";

/// Returns the entries of `request_builder!` for a paginated operation, or an empty string for any other operation.
pub(super) fn entries(model: &Model, id: OperationId, uses: &mut Uses) -> String {
    let Some(paging) = model.facts.pagination(id) else { return String::new() };
    uses.runtime("Paging");
    let list = list_of(model, "page".to_owned(), &paging.items.0);
    let list = match model.facts.output(id) {
        Some(Output::Maybe(_)) if paging.items.0.is_empty() => "page.unwrap_or_default()".to_owned(),
        Some(Output::Maybe(usage)) if usage.nullable => {
            format!("page.flatten().map(|page| {list}).unwrap_or_default()")
        }
        Some(Output::Json(usage)) if !usage.nullable => list,
        Some(Output::Maybe(_) | Output::Json(_)) => format!("page.map(|page| {list}).unwrap_or_default()"),
        _ => list,
    };
    let deprecated = |(ty, index): &(TypeId, usize)| match &model.api.ty(*ty).shape {
        Shape::Struct(object) => object.fields.get(*index).is_some_and(|field| field.deprecated),
        _ => false,
    };
    let list = match paging.items.0.iter().any(deprecated) {
        true => {
            format!("{{\n            {ALLOW}\n            let list = {list};\n            list\n        }}")
        }
        false => list,
    };
    format!(
        "        paging: {},\n        item: {} = |page| {list},\n",
        rules(model, id, paging),
        uses.text(&spell::usage(model, &paging.item)),
    )
}

/// Adds the section about pagination to a doc comment. `link` is the path to the builder.
pub(super) fn doc(model: &Model, id: OperationId, link: &str, doc: Doc) -> Doc {
    let Some(evidence) = sentence(model, id) else { return doc };
    doc.line("# Paging").text(Some(&evidence)).line(format!(
        "Awaiting the builder returns one page. [`pages()`]({link}::pages) streams all pages, and [`items()`]({link}::items) streams all items."
    ))
}

/// Returns the runtime's paging rules, as a constant expression.
fn rules(model: &Model, id: OperationId, paging: &Pagination) -> String {
    let operation = model.api.operation(id);
    let parameter =
        paging.parameter.map(|parameter| parameter.name(&model.api, operation)).unwrap_or_default();
    let pointer = |path: &FieldPath| path.pointer(&model.api);
    let next = paging.next.as_ref().map(pointer).unwrap_or_default();
    let mut text = match paging.style {
        PagingStyle::Number => format!("Paging::number({parameter:?})"),
        PagingStyle::Offset => format!("Paging::offset({parameter:?})"),
        PagingStyle::Cursor => format!("Paging::cursor({parameter:?}, {next:?})"),
        PagingStyle::Link => format!("Paging::link({next:?})"),
        PagingStyle::LinkHeader => "Paging::link_header()".to_owned(),
    };
    let mut call =
        |word: &str, argument: String| text.push_str(&format!("\n            .{word}({argument})"));
    if matches!(paging.parameter, Some(PageParameter::Body(..))) {
        call("in_body", String::new());
    }
    if let Some(first) = paging.first {
        call("first", first.to_string());
    }
    let counted = matches!(paging.style, PagingStyle::Number | PagingStyle::Offset);
    let places = [
        ("items", Some(&paging.items).filter(|path| !path.0.is_empty())),
        ("current", paging.current.as_ref()),
        ("page_count", paging.page_count.as_ref()),
        ("total", paging.total.as_ref().filter(|_| paging.style == PagingStyle::Offset)),
        ("next", paging.next.as_ref().filter(|_| counted)),
        ("more", paging.more.as_ref()),
    ];
    for (word, path) in places {
        if let Some(path) = path {
            call(word, format!("{:?}", pointer(path)));
        }
    }
    text
}

/// Returns the expression that moves the list out of a page. If a field on the path is absent, the list is empty.
fn list_of(model: &Model, from: String, path: &[(TypeId, usize)]) -> String {
    let Some(((ty, index), below)) = path.split_first() else { return from };
    let name = model.names.ty(*ty).members.get(*index).map_or("", RustName::as_str);
    let field = match model.facts.presence(*ty, *index) {
        Presence::Required => return list_of(model, format!("{from}.{name}"), below),
        Presence::Optional | Presence::Nullable => format!("{from}.{name}"),
        Presence::ThreeStates => format!("{from}.{name}.into_option()"),
    };
    if below.is_empty() {
        return format!("{field}.unwrap_or_default()");
    }
    let inner = list_of(model, "inner".to_owned(), below);
    format!("{field}.map(|inner| {inner}).unwrap_or_default()")
}
