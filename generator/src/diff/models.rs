//! Compares models: added, removed and changed schemas, including their inline schemas.
//!
//! Part of `diff`. Inline schemas in operations are also compared here; their changes belong to the
//! operation.

use super::change::{Change, Direction, Place};
use super::kind::Kind;
use super::pair::{Key, Pair, Root, Side};
use super::types::{self, text};
use super::{enums, fields};
use crate::emit::spell;
use crate::ir::{Alternative, PathStep, Shape, Type, TypeDef, TypeId, Union, Usage};
use crate::pointer::Pointer;

/// Compares all types.
pub(super) fn compare(pair: &Pair<'_>, out: &mut Vec<Change>) {
    for (after, _) in pair.new.model.api.types() {
        let Some(key) = pair.new.key(after) else { continue };
        let mut found = Vec::new();
        match pair.old.types.get(key) {
            Some(before) => both(pair, key, *before, after, &mut found),
            None if key.path.is_empty() => found.extend(added(&pair.new, after)),
            // An inline schema is added and removed together with its parent.
            None => {}
        }
        let preview = |before: &TypeId| pair.old.is_preview(*before);
        let preview = pair.new.is_preview(after) && pair.old.types.get(key).is_none_or(preview);
        out.extend(found.into_iter().map(|change| Change { place: place(pair, key), preview, ..change }));
    }
    for (before, ty) in pair.old.model.api.schemas() {
        let Some(key) = pair.old.key(before).filter(|key| !pair.new.types.contains_key(key)) else {
            continue;
        };
        if pair.old.model.facts.ty(before).emitted {
            let kind = if pair.old.has_properties(before) { Kind::ModelRemoved } else { Kind::TypeRemoved };
            let change = Change::new(kind, &ty.pointer).rust(pair.old.rust_type(before));
            let (way, preview) = (direction(&pair.old, before), pair.old.is_preview(before));
            out.push(Change { place: place(pair, key), preview, ..change.way(way) });
        }
    }
}

fn direction(side: &Side<'_>, id: TypeId) -> Option<Direction> {
    let facts = side.model.facts.ty(id);
    Direction::from_flags(facts.request, facts.response)
}

fn place(pair: &Pair<'_>, key: &Key) -> Place {
    match &key.root {
        Root::Schema(name) => Place::Model(name.clone()),
        Root::Operation(index) => Place::Operation(pair.described(*index)),
    }
}

/// Returns the change for a schema that only the new document has, if it is part of the crate.
fn added(side: &Side<'_>, id: TypeId) -> Option<Change> {
    let kind = if side.has_properties(id) { Kind::ModelAdded } else { Kind::TypeAdded };
    let change = Change::new(kind, &side.model.api.ty(id).pointer).rust(side.rust_type(id));
    side.model.facts.ty(id).emitted.then(|| change.way(direction(side, id)))
}

/// Compares a type that both documents have.
fn both(pair: &Pair<'_>, key: &Key, before: TypeId, after: TypeId, out: &mut Vec<Change>) {
    let (old, new) = (pair.old.model.api.ty(before), pair.new.model.api.ty(after));
    let emitted = |side: &Side<'_>, id| side.model.facts.ty(id).emitted;
    let rust = pair.new.rust_type(after);
    match (emitted(&pair.old, before), emitted(&pair.new, after)) {
        (true, true) => {}
        (false, false) => return,
        (false, true) if key.path.is_empty() => {
            let change = Change::new(Kind::ModelEntered, &new.pointer).rust(rust);
            return out.push(change.way(direction(&pair.new, after)));
        }
        (true, false) if key.path.is_empty() => {
            let change = Change::new(Kind::ModelLeft, &new.pointer).rust(pair.old.rust_type(before));
            return out.push(change.way(direction(&pair.old, before)));
        }
        _ => return,
    }
    let subject = subject(key);
    let from = out.len();
    shapes(pair, key, (before, old), (after, new), out);
    if out.get(from).is_none_or(|change| change.kind != Kind::ModelShape) {
        around(pair, key, (before, old), (after, new), out);
    }
    let way = pair.direction(before, after);
    for change in out.iter_mut().skip(from) {
        change.direction = change.direction.or(way);
        if change.subject.is_none() {
            change.subject.clone_from(&subject);
            change.rust.get_or_insert_with(|| rust.clone());
        }
    }
}

/// Returns the path from a root to an inline type, using names on the wire; `None` for the root. Steps to an
/// element are omitted.
fn subject(key: &Key) -> Option<String> {
    let (first, rest) = key.path.split_first()?;
    let named = rest.iter().filter(|step| !step.is_element());
    Some(PathStep::words(std::iter::once(first).chain(named)).join("."))
}

/// Compares the shapes of two types.
fn shapes(
    pair: &Pair<'_>,
    key: &Key,
    (before, old): (TypeId, &TypeDef),
    (after, new): (TypeId, &TypeDef),
    out: &mut Vec<Change>,
) {
    let way = pair.direction(before, after);
    match (&old.shape, &new.shape) {
        (Shape::Struct(one), Shape::Struct(other)) => {
            let prefix = subject(key).map(|path| format!("{path}.")).unwrap_or_default();
            fields::compare(pair, (before, one), (after, other), &prefix, out);
        }
        (Shape::Enum(one), Shape::Enum(other)) => {
            enums::compare(pair, key, (before, one), (after, other), subject(key).as_deref(), out);
        }
        (Shape::Alias(one), Shape::Alias(other)) => out.extend(target(pair, one, other, &new.pointer)),
        (Shape::Union(old_union), Shape::Union(new_union)) => {
            let (one, other) = (choices(&pair.old, before, old_union), choices(&pair.new, after, new_union));
            let kind = if one.iter().any(|choice| !other.contains(choice)) {
                Kind::UnionChanged
            } else {
                Kind::UnionVariantAdded
            };
            if one.len() != other.len() || kind == Kind::UnionChanged {
                let change = Change::new(kind, &new.pointer).from(one.join(", ")).to(other.join(", "));
                out.push(change.way(way));
            } else if one != other || !has_same_selection(old_union, new_union) {
                let described = |union: &Union| union.tag.clone().unwrap_or_default();
                let change = Change::new(Kind::UnionSelection, &new.pointer).from(described(old_union));
                out.push(change.to(described(new_union)).way(way));
            }
            let texts =
                |union: &Union| union.variants.iter().map(|v| v.description.clone()).collect::<Vec<_>>();
            if one == other && texts(old_union) != texts(new_union) {
                out.push(Change::new(Kind::ModelDescription, &new.pointer).way(way));
            }
        }
        // If an inline schema has a different shape, the parent's change covers it.
        _ if key.path.is_empty() => {
            let change = Change::new(Kind::ModelShape, &new.pointer).from(word(old)).to(word(new));
            out.push(change.way(way));
        }
        _ => {}
    }
}

/// Compares the targets of aliases.
fn target(pair: &Pair<'_>, old: &Usage, new: &Usage, at: &Pointer) -> Option<Change> {
    types::compare((&pair.old, old), (&pair.new, new))?;
    let described = (types::described(&pair.old, old), types::described(&pair.new, new));
    let seen = spell::usage(pair.old.model, old).to_string() != spell::usage(pair.new.model, new).to_string();
    Some(Change::new(Kind::AliasTarget, at).from(described.0).to(described.1).seen(seen))
}

fn word(ty: &TypeDef) -> &'static str {
    match ty.shape {
        Shape::Struct(_) => "object",
        Shape::Enum(_) => "enum",
        Shape::Union(_) => "choice",
        Shape::Alias(_) => "another name",
    }
}

/// Returns the variants of a union, with their names and contents.
fn choices(side: &Side<'_>, id: TypeId, union: &Union) -> Vec<String> {
    let names = &side.model.names.ty(id).members;
    let described = |ty: &Type| types::described(side, &Usage::from(ty.clone()));
    union
        .variants
        .iter()
        .zip(names)
        .map(|(variant, name)| format!("{name}: {}", described(&variant.ty)))
        .collect()
}

/// Returns whether both unions select variants by the same tags and fixed values, in the same order.
fn has_same_selection(one: &Union, other: &Union) -> bool {
    let is_alike = |(a, b): (&Alternative, &Alternative)| {
        (&a.tags, &a.fixed, a.fallback) == (&b.tags, &b.fixed, b.fallback)
    };
    one.tag == other.tag && one.variants.iter().zip(&other.variants).all(is_alike)
}

/// Compares the name, the use, the deprecation and the descriptions of a type.
fn around(
    pair: &Pair<'_>,
    key: &Key,
    (before, old): (TypeId, &TypeDef),
    (after, new): (TypeId, &TypeDef),
    out: &mut Vec<Change>,
) {
    let way = pair.direction(before, after);
    let at = &new.pointer;
    let names = (pair.old.rust_type(before), pair.new.rust_type(after));
    // If an operation or tag is renamed, its types move with it, and that change covers them.
    if names.0.rsplit("::").next() != names.1.rsplit("::").next() {
        out.push(Change::new(Kind::TypeRustName, at).from(names.0).to(names.1).way(way));
    }
    let is_unreferenced = |side: &Side<'_>, id| side.model.facts.is_unreferenced(id);
    match (is_unreferenced(&pair.old, before), is_unreferenced(&pair.new, after)) {
        (true, false) if key.path.is_empty() => out.push(Change::new(Kind::ModelUsed, at)),
        (false, true) if key.path.is_empty() => out.push(Change::new(Kind::ModelUnused, at)),
        _ => {}
    }
    let (earlier, later) = (pair.old.model.facts.derives(before), pair.new.model.facts.derives(after));
    let only = |all: &[String], other: &[String]| {
        all.iter().filter(|derive| !other.contains(derive)).cloned().collect::<Vec<_>>()
    };
    out.extend(only(later, earlier).into_iter().map(|derive| Change::new(Kind::TraitAdded, at).to(derive)));
    out.extend(
        only(earlier, later).into_iter().map(|derive| Change::new(Kind::TraitRemoved, at).from(derive)),
    );
    let is_struct = |ty: &TypeDef| matches!(ty.shape, Shape::Struct(_));
    if is_struct(old) && is_struct(new) {
        let sent = |side: &Side<'_>, id| side.model.facts.ty(id).request;
        match (sent(&pair.old, before), sent(&pair.new, after)) {
            (false, true) => out.push(Change::new(Kind::ModelSent, at).way(direction(&pair.new, after))),
            (true, false) => out.push(Change::new(Kind::ModelNotSent, at).way(direction(&pair.new, after))),
            _ => {}
        }
    }
    if old.deprecated != new.deprecated {
        let described = |is: bool| if is { "deprecated" } else { "not deprecated" };
        let change = Change::new(Kind::ModelDeprecation, at);
        out.push(change.from(described(old.deprecated)).to(described(new.deprecated)).way(way));
    }
    // The parent's description covers the description of an inline schema.
    if key.path.is_empty() {
        let texts = [(&old.docs.summary, &new.docs.summary), (&old.docs.description, &new.docs.description)];
        for (one, other) in texts.into_iter().filter(|(one, other)| one != other) {
            let change = Change::new(Kind::ModelDescription, at);
            out.push(change.from(text(one.as_ref())).to(text(other.as_ref())).way(way));
        }
    }
}
