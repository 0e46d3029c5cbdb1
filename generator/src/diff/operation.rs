//! Compares operations, and reports those that were added, removed or changed.
//!
//! Part of `diff`. Parameters, bodies and responses are compared in separate modules.

use std::collections::BTreeSet;

use super::change::{Change, Place};
use super::kind::Kind;
use super::pair::{Pair, Side};
use super::types::text;
use super::{params, responses};
use crate::analyse::Stream;
use crate::emit::spell;
use crate::emit::{paging, polling};
use crate::ir::{Operation, OperationId, Requirement, Server};
use crate::pointer::Pointer;

/// Compares all operations.
pub(super) fn compare(pair: &Pair<'_>, out: &mut Vec<Change>) {
    paths(pair, out);
    for (index, matched) in pair.operations.iter().enumerate() {
        let mut found = Vec::new();
        match *matched {
            (Some(before), Some(after)) => both(pair, before, after, &mut found),
            (None, Some(after)) => found.extend(lone(&pair.new, after, Kind::OperationAdded)),
            (Some(before), None) => found.extend(lone(&pair.old, before, Kind::OperationRemoved)),
            (None, None) => {}
        }
        let is_preview =
            |side: &Side<'_>, id: Option<OperationId>| id.is_none_or(|id| side.operation(id).preview);
        let preview = is_preview(&pair.old, matched.0) && is_preview(&pair.new, matched.1);
        let place = Place::Operation(pair.described(index));
        out.extend(found.into_iter().map(|change| Change { place: place.clone(), preview, ..change }));
    }
}

/// Reports the paths of operations that only one document has. The old and new paths of an operation that
/// moved are excluded.
fn paths(pair: &Pair<'_>, out: &mut Vec<Change>) {
    let of = |side: &Side<'_>, id: &OperationId| {
        let operation = side.operation(*id);
        let at = Pointer::root().keys(["paths", operation.path.text.as_str()]);
        side.rust_operation(*id).map(|_| (operation.path.text.clone(), at))
    };
    let (mut kept, mut came, mut went) = (BTreeSet::new(), Vec::new(), Vec::new());
    for matched in &pair.operations {
        match matched {
            (None, Some(id)) => came.extend(of(&pair.new, id)),
            (Some(id), None) => went.extend(of(&pair.old, id)),
            (Some(before), Some(after)) => {
                kept.insert(pair.old.operation(*before).path.text.as_str());
                kept.insert(pair.new.operation(*after).path.text.as_str());
            }
            (None, None) => {}
        }
    }
    for (kind, mut list) in [(Kind::PathAdded, came), (Kind::PathRemoved, went)] {
        list.dedup();
        for (path, at) in list.into_iter().filter(|(path, _)| !kept.contains(path.as_str())) {
            out.push(Change::new(kind, &at).about(path));
        }
    }
}

/// Returns the change for an operation that only one document has, if it is part of the crate.
fn lone(side: &Side<'_>, id: OperationId, kind: Kind) -> Option<Change> {
    let operation = side.operation(id);
    let change = Change::new(kind, &operation.pointer).rust(side.rust_operation(id)?);
    let summary = text(operation.docs.summary.as_ref());
    Some(if kind == Kind::OperationAdded { change.to(summary) } else { change.from(summary) })
}

/// Compares an operation that both documents have.
fn both(pair: &Pair<'_>, before: OperationId, after: OperationId, out: &mut Vec<Change>) {
    let (old, new) = (pair.old.operation(before), pair.new.operation(after));
    let at = &new.pointer;
    let (was, is) = (pair.old.rust_operation(before), pair.new.rust_operation(after));
    match (&was, &is) {
        (None, None) => return,
        (None, Some(is)) => return out.push(Change::new(Kind::OperationEntered, at).rust(is)),
        (Some(was), None) => return out.push(Change::new(Kind::OperationLeft, at).rust(was)),
        (Some(_), Some(_)) => {}
    }
    let from = out.len();
    if old.path.text != new.path.text || old.method != new.method {
        let described = |operation: &Operation| format!("{} {}", operation.method, operation.path.text);
        out.push(Change::new(Kind::OperationMoved, at).from(described(old)).to(described(new)));
    }
    names(pair, before, after, out);
    params::compare(pair, before, after, out);
    params::body(pair, before, after, out);
    responses::compare(pair, before, after, out);
    compare_paging(pair, before, after, out);
    compare_polling(pair, before, after, out);
    match (old.sends_events(), new.sends_events()) {
        (false, true) => out.push(Change::new(Kind::EventsAdded, at)),
        (true, false) => out.push(Change::new(Kind::EventsRemoved, at)),
        (true, true) => {
            let of = |side: &Side<'_>, id| streamed(side, side.model.facts.typed_events(id));
            let (was, is) = (of(&pair.old, before), of(&pair.new, after));
            if was != is {
                out.push(Change::new(Kind::EventsType, at).from(was).to(is));
            }
        }
        (false, false) => {}
    }
    items(pair, before, after, out);
    representations(pair, before, after, out);
    notes(old, new, out);
    for change in out.iter_mut().skip(from).filter(|change| change.rust.is_none()) {
        change.rust.clone_from(&is);
    }
}

/// Compares the names of the operation, and its tag handle.
fn names(pair: &Pair<'_>, before: OperationId, after: OperationId, out: &mut Vec<Change>) {
    let (old, new) = (pair.old.operation(before), pair.new.operation(after));
    let at = &new.pointer;
    let from = out.len();
    let names = |side: &Side<'_>, id| {
        let names = side.model.names.operation(id);
        (names.method.clone(), names.builder.clone())
    };
    let renamed = names(&pair.old, before) != names(&pair.new, after);
    if old.id != new.id || old.method_name != new.method_name {
        let described =
            if old.id == new.id { (&old.method_name, &new.method_name) } else { (&old.id, &new.id) };
        out.push(Change::new(Kind::OperationRenamed, at).from(described.0).to(described.1).seen(renamed));
    } else if renamed {
        let described = |path: Option<String>| path.unwrap_or_default();
        let change =
            Change::new(Kind::OperationRustName, at).from(described(pair.old.rust_operation(before)));
        out.push(change.to(described(pair.new.rust_operation(after))));
    }
    let tags = |side: &Side<'_>, operation: &Operation| -> Vec<String> {
        operation.tags.iter().map(|tag| side.model.api.tag(*tag).name.clone()).collect()
    };
    let home =
        |side: &Side<'_>, id| side.model.facts.owner(id).map(|tag| side.model.names.tag(tag).module.clone());
    let moved = home(&pair.old, before) != home(&pair.new, after);
    let (had, has) = (tags(&pair.old, old), tags(&pair.new, new));
    for tag in has.iter().filter(|tag| !had.contains(tag)) {
        out.push(Change::new(Kind::OperationTagAdded, &at.key("tags")).about(tag).to(tag).seen(moved));
    }
    for tag in had.iter().filter(|tag| !has.contains(tag)) {
        out.push(Change::new(Kind::OperationTagRemoved, &at.key("tags")).about(tag).from(tag).seen(moved));
    }
    if moved && out.len() == from {
        let described = |path: Option<String>| path.unwrap_or_default();
        let change =
            Change::new(Kind::OperationRustName, at).from(described(pair.old.rust_operation(before)));
        out.push(change.to(described(pair.new.rust_operation(after))));
    }
}

/// Compares the sequence of JSON values that the operation returns.
fn items(pair: &Pair<'_>, before: OperationId, after: OperationId, out: &mut Vec<Change>) {
    let at = &pair.new.operation(after).pointer;
    let of = |side: &Side<'_>, id| side.model.facts.stream_items(id).map(|items| streamed(side, Some(items)));
    match (of(&pair.old, before), of(&pair.new, after)) {
        (None, Some(is)) => out.push(Change::new(Kind::ItemsAdded, at).to(is)),
        (Some(was), None) => out.push(Change::new(Kind::ItemsRemoved, at).from(was)),
        (Some(was), Some(is)) if was != is => {
            out.push(Change::new(Kind::ItemsType, at).from(was).to(is));
        }
        _ => {}
    }
}

/// Describes the items of a stream.
fn streamed(side: &Side<'_>, stream: Option<&Stream>) -> String {
    stream.map_or_else(
        || "untyped events".to_owned(),
        |stream| spell::usage(side.model, &stream.item).to_string(),
    )
}

/// Compares the alternative representations of the response.
fn representations(pair: &Pair<'_>, before: OperationId, after: OperationId, out: &mut Vec<Change>) {
    let of = |side: &Side<'_>, id| -> BTreeSet<String> {
        side.model.facts.representations(id).iter().map(|one| one.media_type.to_ascii_lowercase()).collect()
    };
    let (had, has) = (of(&pair.old, before), of(&pair.new, after));
    let at = pair.new.operation(after).pointer.key("responses");
    let added =
        has.difference(&had).map(|name| Change::new(Kind::RepresentationAdded, &at).about(name).to(name));
    let removed =
        had.difference(&has).map(|name| Change::new(Kind::RepresentationRemoved, &at).about(name).from(name));
    out.extend(added.chain(removed));
}

/// Compares the pagination of the operation.
fn compare_paging(pair: &Pair<'_>, before: OperationId, after: OperationId, out: &mut Vec<Change>) {
    let at = &pair.new.operation(after).pointer;
    let of = |side: &Side<'_>, id| {
        side.model.facts.pagination(id).map(|found| {
            let evidence = paging::sentence(side.model, id).unwrap_or_default();
            (found.style, spell::usage(side.model, &found.item).to_string(), evidence)
        })
    };
    match (of(&pair.old, before), of(&pair.new, after)) {
        (None, Some((_, _, proof))) => out.push(Change::new(Kind::PagingAdded, at).to(proof)),
        (Some((_, _, proof)), None) => out.push(Change::new(Kind::PagingRemoved, at).from(proof)),
        (Some(was), Some(is)) if (was.0, &was.1) != (is.0, &is.1) => {
            let change = Change::new(Kind::PagingChanged, at).from(was.2).to(is.2);
            out.push(change.seen(was.1 != is.1));
        }
        _ => {}
    }
}

/// Compares whether the operation is long-running.
fn compare_polling(pair: &Pair<'_>, before: OperationId, after: OperationId, out: &mut Vec<Change>) {
    let at = &pair.new.operation(after).pointer;
    match (polling::sentence(pair.old.model, before), polling::sentence(pair.new.model, after)) {
        (None, Some(evidence)) => out.push(Change::new(Kind::PollingAdded, at).to(evidence)),
        (Some(evidence), None) => out.push(Change::new(Kind::PollingRemoved, at).from(evidence)),
        _ => {}
    }
}

/// Compares the annotations of the operation, such as deprecation, permissions, security and descriptions.
fn notes(old: &Operation, new: &Operation, out: &mut Vec<Change>) {
    let at = &new.pointer;
    match (old.deprecated, new.deprecated) {
        (false, true) => out.push(Change::new(Kind::OperationDeprecated, at)),
        (true, false) => out.push(Change::new(Kind::OperationUndeprecated, at)),
        _ => {}
    }
    match (old.preview, new.preview) {
        (false, true) => out.push(Change::new(Kind::PreviewStarted, at)),
        (true, false) => out.push(Change::new(Kind::PreviewEnded, at)),
        _ => {}
    }
    if old.permissions != new.permissions {
        let described = |operation: &Operation| match &operation.permissions {
            Some(needed) => {
                format!("{} of {}", if needed.all { "all" } else { "any" }, needed.names.join(", "))
            }
            None => "none".to_owned(),
        };
        out.push(Change::new(Kind::Permissions, at).from(described(old)).to(described(new)));
    }
    if old.security != new.security {
        let described = |operation: &Operation| {
            let names = |way: &Vec<Requirement>| way.iter().map(Requirement::summary).collect::<Vec<_>>();
            let each: Vec<_> = operation.security.iter().map(|way| names(way).join(" and ")).collect();
            if each.is_empty() { "none".to_owned() } else { each.join(", or ") }
        };
        out.push(Change::new(Kind::Security, &at.key("security")).from(described(old)).to(described(new)));
    }
    let server =
        |operation: &Operation| operation.servers.first().map(Server::default_url).unwrap_or_default();
    if server(old) != server(new) {
        out.push(Change::new(Kind::OperationServer, &at.key("servers")).from(server(old)).to(server(new)));
    }
    if (old.idempotent, &old.idempotency_header) != (new.idempotent, &new.idempotency_header) {
        let described = |operation: &Operation| match (&operation.idempotency_header, operation.idempotent) {
            (Some(header), _) => format!("with a key in `{header}`"),
            (None, true) => "idempotent".to_owned(),
            (None, false) => "determined by the method".to_owned(),
        };
        out.push(Change::new(Kind::Idempotency, at).from(described(old)).to(described(new)));
    }
    let texts = [
        (Kind::OperationSummary, "summary", &old.docs.summary, &new.docs.summary),
        (Kind::OperationDescription, "description", &old.docs.description, &new.docs.description),
    ];
    for (kind, key, one, other) in texts.into_iter().filter(|(_, _, one, other)| one != other) {
        let change = Change::new(kind, &at.key(key));
        out.push(change.from(text(one.as_ref())).to(text(other.as_ref())));
    }
}
