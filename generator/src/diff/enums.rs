//! Compares enums, and reports values that were added, removed or renamed.
//!
//! Part of `diff`. The kind of change depends on the use of the enum. The official rules cover the
//! values of a property, but not those of a parameter or of a schema without properties.

use std::collections::BTreeMap;

use super::change::{Change, Direction};
use super::kind::Kind;
use super::pair::{Key, Pair, Root};
use super::types::text;
use crate::ir::{Enumeration, Literal, PathStep, TypeId};

/// The kinds of change for the values of an enum.
struct ValueKinds {
    added: Kind,
    removed: Kind,
}

fn value_kinds(pair: &Pair<'_>, key: &Key) -> ValueKinds {
    let in_content = match key.path.split_first() {
        // Form fields count as parameters.
        Some((PathStep::Body, rest)) => {
            !pair.takes_fields(&key.root) || rest.iter().filter(|step| **step != PathStep::Item).count() != 1
        }
        first => matches!(first, Some((PathStep::Response, _))),
    };
    match &key.root {
        Root::Schema(_) if key.path.is_empty() => {
            ValueKinds { added: Kind::ValueAdded, removed: Kind::ValueRemoved }
        }
        Root::Operation(_) if !in_content => {
            ValueKinds { added: Kind::ParameterValueAdded, removed: Kind::ParameterValueRemoved }
        }
        _ => ValueKinds { added: Kind::PropertyValueAdded, removed: Kind::PropertyValueRemoved },
    }
}

/// Compares the values of an enum that both documents have.
pub(super) fn compare(
    pair: &Pair<'_>,
    key: &Key,
    (before, old): (TypeId, &Enumeration),
    (after, new): (TypeId, &Enumeration),
    subject: Option<&str>,
    out: &mut Vec<Change>,
) {
    let kinds = value_kinds(pair, key);
    let way = pair.direction(before, after);
    let (old_names, new_names) =
        (&pair.old.model.names.ty(before).members, &pair.new.model.names.ty(after).members);
    let at = |id| pair.new.model.api.ty(id).pointer.key("enum");
    let note = |change: Change, out: &mut Vec<Change>| {
        out.push(match subject {
            Some(subject) => change.about(subject).way(way),
            None => change.way(way),
        });
    };
    let known: BTreeMap<&Literal, usize> = index(old);
    for (place, value) in new.values.iter().enumerate() {
        let rust = pair.new.rust_member(after, place);
        let Some(&earlier) = known.get(&value.value) else {
            let is_new = new_names.get(place).is_none_or(|name| !old_names.contains(name));
            note(
                Change::new(kinds.added, &at(after)).rust(rust).to(described(&value.value)).seen(is_new),
                out,
            );
            continue;
        };
        if old_names.get(earlier) != new_names.get(place) {
            let was = pair.old.rust_member(before, earlier);
            note(
                Change::new(Kind::ValueRustName, &at(after)).rust(rust.clone()).from(was).to(rust.clone()),
                out,
            );
        }
        let earlier = old.values.get(earlier).and_then(|value| value.description.as_ref());
        if earlier != value.description.as_ref() {
            let change = Change::new(Kind::ValueDescription, &at(after)).rust(rust);
            note(change.from(text(earlier)).to(text(value.description.as_ref())), out);
        }
    }
    let kept: BTreeMap<&Literal, usize> = index(new);
    for (place, value) in old.values.iter().enumerate().filter(|(_, value)| !kept.contains_key(&value.value))
    {
        let is_gone = old_names.get(place).is_none_or(|name| !new_names.contains(name));
        let at = pair.old.model.api.ty(before).pointer.key("enum");
        let rust = pair.old.rust_member(before, place);
        note(Change::new(kinds.removed, &at).rust(rust).from(described(&value.value)).seen(is_gone), out);
    }
}

fn index(values: &Enumeration) -> BTreeMap<&Literal, usize> {
    values.values.iter().enumerate().map(|(index, value)| (&value.value, index)).collect()
}

/// Returns a value as written on the wire.
pub(super) fn described(value: &Literal) -> String {
    match value {
        Literal::Text(text) => text.clone(),
        Literal::Integer(number) => number.to_string(),
    }
}

/// Removes the directions in which a read-only or write-only property is not sent. If no direction remains, returns
/// the one that the property allows.
pub(super) fn narrowed(way: Option<Direction>, read_only: bool, write_only: bool) -> Option<Direction> {
    let way = way?;
    let left = Direction::from_flags(way.is_sent() && !read_only, way.is_received() && !write_only);
    left.or(Some(if read_only { Direction::Response } else { Direction::Request }))
}
