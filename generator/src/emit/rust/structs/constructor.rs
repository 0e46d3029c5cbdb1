//! Constructors and setters of structs, as arguments of `record!`.

use super::Member;
use crate::analyse::Presence;
use crate::emit::rust::vocabulary::Uses;
use crate::emit::rust_type::RustType;
use crate::emit::spell::{self, Argument, Conversion};
use crate::model::Model;

/// Returns how the constructor or a setter sets a field: the rest of its line in `record!`. It is empty if only the
/// server sets the field.
pub(super) fn argument(model: &Model, member: &Member<'_>, request: bool, uses: &mut Uses) -> String {
    let required = is_required(member);
    if let Some(value) = member.constant.as_ref().filter(|_| required) {
        // Tokens are written with spaces, as in `Kind :: Node`.
        return format!(" = {}", value.to_string().replace(" :: ", "::"));
    }
    if !required && request && member.field.read_only {
        return String::new();
    }
    let argument = accepted(model, member);
    let (words, ty) = match (&argument.ty, argument.conversion) {
        (RustType::Into(ty), _) => ("into ", &**ty),
        (RustType::Iterator(item), _) => match &**item {
            RustType::Into(ty) => ("list into ", &**ty),
            ty => ("list ", ty),
        },
        (ty, Conversion::Boxed) => ("boxed ", ty),
        (ty, _) => ("", ty),
    };
    let ty = rooted(uses.text(ty));
    match required {
        true => format!(" ({words}{ty})"),
        false if member.field.deprecated => format!(" [deprecated {words}{ty}]"),
        false => format!(" [{words}{ty}]"),
    }
}

/// Returns whether `new` sets a field.
pub(super) fn is_required(member: &Member<'_>) -> bool {
    matches!(member.presence, Presence::Required | Presence::Nullable)
}

/// Returns whether a field is an argument of `new`.
pub(super) fn is_given(member: &Member<'_>) -> bool {
    is_required(member) && member.constant.is_none()
}

/// Returns the argument for a field. A nullable field accepts the value, an `Option` or a `Nullable`.
fn accepted<'a>(model: &'a Model, member: &Member<'a>) -> Argument<'a> {
    let into = |ty: RustType<'a>| Argument { ty: ty.into_it(), conversion: Conversion::Into };
    match member.presence {
        Presence::ThreeStates => into(member.inner().wrapped_by("Nullable")),
        Presence::Nullable => into(member.inner().wrapped("Option")),
        Presence::Required | Presence::Optional => {
            spell::field_argument(model, &member.field.usage.ty, member.boxed)
        }
    }
}

/// The words that can precede a type in `record!`.
const WORDS: [&str; 4] = ["boxed", "deprecated", "into", "list"];

/// Returns the type with a leading `::` if it starts with the name of a crate that `record!` would read as a word.
fn rooted(ty: String) -> String {
    match ty.split_once("::") {
        Some((first, _)) if WORDS.contains(&first) => format!("::{ty}"),
        _ => ty,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_named_like_a_word_is_not_read_as_one() {
        for (ty, expected) in [
            ("list::Item", "::list::Item"),
            ("deprecated::Old<i64>", "::deprecated::Old<i64>"),
            ("listing::Item", "listing::Item"),
            ("Vec<list::Item>", "Vec<list::Item>"),
            ("String", "String"),
        ] {
            assert_eq!(rooted(ty.to_owned()), expected);
        }
    }
}
