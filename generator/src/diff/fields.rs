//! Compares the properties of an object, and determines whether the changes are visible in its struct.

use std::collections::BTreeMap;

use super::change::{Change, Direction};
use super::enums::narrowed;
use super::kind::Kind;
use super::pair::{Pair, Side};
use super::types::{self, Difference, text};
use crate::analyse::Presence;
use crate::emit::spell;
use crate::ir::{Extra, Field, Struct, TypeId};

/// A property and its field in Rust.
struct Member<'a> {
    field: &'a Field,
    index: usize,
    /// The type without `Option` and `Box`.
    plain: String,
    /// Whether the field can be absent, and whether it is boxed.
    around: (Presence, bool),
    /// Whether the field is an argument of `new`.
    given: bool,
    /// Whether `new` sets the field without an argument.
    constant: bool,
    /// Whether the field has a setter.
    settable: bool,
}

impl Member<'_> {
    /// Returns whether the fields have the same type and are set in the same way.
    fn is_like(&self, other: &Self) -> bool {
        self.is_set_like(other) && self.plain == other.plain && self.around == other.around
    }

    fn is_set_like(&self, other: &Self) -> bool {
        (self.given, self.settable) == (other.given, other.settable)
    }
}

fn members<'a>(side: &Side<'a>, id: TypeId, object: &'a Struct) -> Vec<Member<'a>> {
    let request = side.model.facts.ty(id).request;
    let member = |(index, field): (usize, &'a Field)| {
        let presence = side.model.facts.presence(id, index);
        let is_required = matches!(presence, Presence::Required | Presence::Nullable);
        let given = request && is_required && side.model.constant(id, index, field).is_none();
        Member {
            field,
            index,
            plain: spell::ty(side.model, &field.usage.ty).to_string(),
            around: (alike(presence), side.model.facts.is_boxed(id, index)),
            given,
            constant: request && is_required && !given,
            settable: request && !is_required && !field.read_only,
        }
    };
    object.fields.iter().enumerate().map(member).collect()
}

/// Converts `Nullable` to `Optional`, because the field is an `Option` in both cases.
fn alike(presence: Presence) -> Presence {
    if presence == Presence::Nullable { Presence::Optional } else { presence }
}

/// Compares two objects; `prefix` is the path from the item that contains them, such as `address.`.
pub(super) fn compare(
    pair: &Pair<'_>,
    (before, old): (TypeId, &Struct),
    (after, new): (TypeId, &Struct),
    prefix: &str,
    out: &mut Vec<Change>,
) {
    let way = pair.direction(before, after);
    let (old_members, new_members) = (members(&pair.old, before, old), members(&pair.new, after, new));
    let known: BTreeMap<&str, &Member<'_>> = old_members.iter().map(|m| (m.field.name.as_str(), m)).collect();
    for member in &new_members {
        let rust = pair.new.rust_member(after, member.index);
        let subject = format!("{prefix}{}", member.field.name);
        let Some(earlier) = known.get(member.field.name.as_str()) else {
            let kind = if member.field.required { Kind::PropertyAddedRequired } else { Kind::PropertyAdded };
            let described = types::described(&pair.new, &member.field.usage);
            let way = narrowed(way, member.field.read_only, member.field.write_only);
            out.push(
                Change::new(kind, &member.field.pointer).about(subject).rust(rust).to(described).way(way),
            );
            continue;
        };
        let mut found = Vec::new();
        field(pair, earlier, member, way, &mut found);
        if pair.old.rust_member(before, earlier.index).rsplit("::").next() != rust.rsplit("::").next() {
            let was = pair.old.rust_member(before, earlier.index);
            found.push(Change::new(Kind::PropertyRustName, &member.field.pointer).from(was).to(rust.clone()));
        }
        out.extend(found.into_iter().map(|change| {
            let way = change.direction.or(way);
            change.about(subject.clone()).rust(rust.clone()).way(way)
        }));
    }
    let kept: Vec<&str> = new_members.iter().map(|m| m.field.name.as_str()).collect();
    for gone in old_members.iter().filter(|m| !kept.contains(&m.field.name.as_str())) {
        let change = Change::new(Kind::PropertyRemoved, &gone.field.pointer)
            .about(format!("{prefix}{}", gone.field.name))
            .rust(pair.old.rust_member(before, gone.index))
            .from(types::described(&pair.old, &gone.field.usage));
        out.push(change.way(way));
    }
    whole(pair, (before, old, &old_members), (after, new, &new_members), way, out);
}

/// Compares a property that both documents have.
fn field(pair: &Pair<'_>, old: &Member<'_>, new: &Member<'_>, way: Option<Direction>, out: &mut Vec<Change>) {
    let at = &new.field.pointer;
    let (before, after) = (old.field, new.field);
    let changed = !old.is_like(new);
    let narrow = narrowed(way, before.read_only || after.read_only, before.write_only || after.write_only);
    if let Some(difference) = types::compare((&pair.old, &before.usage), (&pair.new, &after.usage)) {
        let kind = match difference {
            Difference::Null => Kind::PropertyNullable,
            Difference::Format => Kind::PropertyFormat,
            Difference::Constrained => Kind::PropertyConstrained,
            Difference::Freed => Kind::PropertyFreed,
            Difference::Type => Kind::PropertyType,
        };
        let described =
            (types::described(&pair.old, &before.usage), types::described(&pair.new, &after.usage));
        out.push(Change::new(kind, at).from(described.0).to(described.1).way(narrow).seen(changed));
    }
    let required = match (before.required, after.required) {
        (false, true) => Some(Kind::PropertyMadeRequired),
        (true, false) => Some(Kind::PropertyMadeOptional),
        _ => None,
    };
    out.extend(required.map(|kind| Change::new(kind, at).way(narrow).seen(changed)));
    let read_only = match (before.read_only, after.read_only) {
        (false, true) => Some(Kind::PropertyReadOnly),
        (true, false) if after.required => Some(Kind::PropertyNotReadOnlyRequired),
        (true, false) => Some(Kind::PropertyNotReadOnly),
        _ => None,
    };
    out.extend(read_only.map(|kind| Change::new(kind, at).way(way).seen(changed)));
    match (old.given, new.given) {
        (true, false) if new.constant => out.push(Change::new(Kind::PropertyConstant, at).way(narrow)),
        (false, true) if old.constant => out.push(Change::new(Kind::PropertyNotConstant, at).way(narrow)),
        _ => {}
    }
    if before.write_only != after.write_only {
        out.push(Change::new(Kind::PropertyWriteOnly, at).way(way).seen(changed));
    }
    // The property itself is unchanged, but its field changed: for example, the type became part of a cycle, or
    // is now sent in another direction.
    if out.is_empty() && old.around != new.around {
        out.push(Change::new(Kind::PropertyRustType, at).way(way));
    }
    notes(before, after, out);
}

/// Compares everything that does not affect the type.
fn notes(before: &Field, after: &Field, out: &mut Vec<Change>) {
    let at = &after.pointer;
    if before.default != after.default {
        let described = |field: &Field| field.default.as_ref().map(ToString::to_string).unwrap_or_default();
        out.push(Change::new(Kind::PropertyDefault, at).from(described(before)).to(described(after)));
    }
    match (before.deprecated, after.deprecated) {
        (false, true) => out.push(Change::new(Kind::PropertyDeprecated, at)),
        (true, false) => out.push(Change::new(Kind::PropertyUndeprecated, at)),
        _ => {}
    }
    let texts =
        [(&before.docs.summary, &after.docs.summary), (&before.docs.description, &after.docs.description)];
    for (old, new) in texts.into_iter().filter(|(old, new)| old != new) {
        let change = Change::new(Kind::PropertyDescription, at);
        out.push(change.from(text(old.as_ref())).to(text(new.as_ref())));
    }
}

/// Compares the object as a whole: additional properties, and the order of `new`'s arguments.
fn whole(
    pair: &Pair<'_>,
    (before, old, old_members): (TypeId, &Struct, &[Member<'_>]),
    (after, new, new_members): (TypeId, &Struct, &[Member<'_>]),
    way: Option<Direction>,
    out: &mut Vec<Change>,
) {
    let at = &pair.new.model.api.ty(after).pointer;
    let rust = pair.new.rust_type(after);
    let difference = match (&old.extra, &new.extra) {
        (Extra::Kept(old), Extra::Kept(new)) => {
            types::compare((&pair.old, old), (&pair.new, new)).map(|_| Kind::ExtraType)
        }
        (_, Extra::Kept(_)) => Some(Kind::ExtraAdded),
        (Extra::Kept(_), _) => Some(Kind::ExtraRemoved),
        (Extra::Unspecified, Extra::Refused) | (Extra::Refused, Extra::Unspecified) if keeps(pair) => {
            Some(if new.extra == Extra::Refused { Kind::ExtraRemoved } else { Kind::ExtraAdded })
        }
        _ => None,
    };
    let described = |side: &Side<'_>, extra: &Extra| match extra {
        Extra::Kept(usage) => types::described(side, usage),
        Extra::Unspecified | Extra::Refused => String::new(),
    };
    if let Some(kind) = difference {
        let change = Change::new(kind, &at.key("additionalProperties")).rust(rust.clone());
        let seen = extra_type(&pair.old, &old.extra) != extra_type(&pair.new, &new.extra);
        out.push(
            change
                .from(described(&pair.old, &old.extra))
                .to(described(&pair.new, &new.extra))
                .way(way)
                .seen(seen),
        );
    }
    let sent = |side: &Side<'_>, id| side.model.facts.ty(id).request;
    if sent(&pair.old, before) && sent(&pair.new, after) {
        let given = |members: &[Member<'_>]| -> Vec<String> {
            members.iter().filter(|m| m.given).map(|m| m.field.name.clone()).collect()
        };
        if let Some((was, is)) = reordered(&given(old_members), &given(new_members)) {
            let change = Change::new(Kind::ConstructorReordered, at).rust(format!("{rust}::new"));
            out.push(change.from(was).to(is).way(way));
        }
    }
}

/// Returns whether both crates preserve undeclared properties.
fn keeps(pair: &Pair<'_>) -> bool {
    pair.old.model.config.models.keep_unknown_fields && pair.new.model.config.models.keep_unknown_fields
}

/// Returns the type of the field that holds additional properties.
fn extra_type(side: &Side<'_>, extra: &Extra) -> Option<String> {
    match extra {
        Extra::Kept(usage) => Some(spell::usage(side.model, usage).to_string()),
        Extra::Unspecified if side.model.config.models.keep_unknown_fields => Some("Map".to_owned()),
        Extra::Unspecified | Extra::Refused => None,
    }
}

/// Returns the elements that both lists have, in each list's order; `None` if the two orders are equal.
pub(super) fn reordered(old: &[String], new: &[String]) -> Option<(String, String)> {
    let common = |of: &[String], other: &[String]| -> Vec<String> {
        of.iter().filter(|name| other.contains(name)).cloned().collect()
    };
    let (was, is) = (common(old, new), common(new, old));
    (was != is).then(|| (was.join(", "), is.join(", ")))
}
