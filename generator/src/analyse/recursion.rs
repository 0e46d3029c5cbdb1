//! Finds fields that must be boxed, and required fields for which no finite value exists.
//!
//! Both occur in cycles of structs that contain each other directly, not through lists or maps. Type keys
//! cannot keep increasing around a cycle, so every cycle has a field whose type's key is not greater than the
//! struct's key. The cycles are broken at these fields. This choice depends neither on the document order nor
//! on types outside the cycle. Adding or moving a declaration never changes which other fields are boxed.

use super::{Facts, Presence};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Shape, Type, TypeId};
use crate::lock::Keys;

/// Boxes the fields that close a cycle of containment.
pub(super) fn boxes(api: &Api, keys: &Keys, facts: &mut Facts) {
    let closing = closing_fields(api, keys, facts, |_, _| true);
    facts.boxed.extend(closing);
}

/// Makes a field optional if it closes a cycle of required fields, because no finite value could contain it.
pub(super) fn break_required_cycles(api: &Api, keys: &Keys, facts: &mut Facts, findings: &mut Diagnostics) {
    let required = |ty, field| facts.presence(ty, field) == Presence::Required;
    let closing = closing_fields(api, keys, facts, required);
    for (ty, index) in closing {
        if let Some(presence) = facts.presence.get_mut(ty.index()).and_then(|all| all.get_mut(index)) {
            *presence = Presence::Optional;
        }
        let Shape::Struct(object) = &api.ty(ty).shape else { continue };
        let field = &object.fields[index];
        findings.push(
            Diagnostic::warning(
                Code::RequiredCycle,
                &field.pointer,
                format!(
                    "required property `{}` makes this type infinitely large, because the property's type requires this type",
                    field.name
                ),
            )
            .help("remove one of the properties from `required`; until then it is treated as optional"),
        );
    }
}

/// A field that directly contains another struct: its struct, its index, and the other struct.
type Edge = (TypeId, usize, TypeId);

/// Returns the fields that close a cycle. Such a field is part of a cycle, and its type's key is not greater
/// than its struct's key.
fn closing_fields(
    api: &Api,
    keys: &Keys,
    facts: &Facts,
    follow: impl Fn(TypeId, usize) -> bool,
) -> Vec<(TypeId, usize)> {
    let own = api.types().map(|(id, _)| id).filter(|id| facts.shared(*id) == *id);
    let edges: Vec<Edge> = own.flat_map(|ty| contained(api, facts, ty, &follow)).collect();
    let components = components(api.types.len(), &edges);
    let closes = |(ty, _, target): &&Edge| {
        components.get(ty.index()) == components.get(target.index()) && keys.ty(*target) <= keys.ty(*ty)
    };
    edges.iter().filter(closes).map(|(ty, field, _)| (*ty, *field)).collect()
}

/// Returns the fields through which a struct directly contains structs.
fn contained(api: &Api, facts: &Facts, ty: TypeId, follow: &impl Fn(TypeId, usize) -> bool) -> Vec<Edge> {
    let Shape::Struct(object) = &api.ty(ty).shape else { return Vec::new() };
    let of = |(index, field): (usize, &crate::ir::Field)| match api.resolved(&field.usage.ty) {
        Type::Named(target) if follow(ty, index) && matches!(api.ty(*target).shape, Shape::Struct(_)) => {
            Some((ty, index, facts.shared(*target)))
        }
        _ => None,
    };
    object.fields.iter().enumerate().filter_map(of).collect()
}

/// Returns a number for each type; types in the same cycle have the same number. The numbers identify the
/// strongly connected components, found by two traversals (Kosaraju).
///
/// Both traversals use an explicit stack, so that a long chain cannot overflow the thread's stack.
fn components(count: usize, edges: &[Edge]) -> Vec<usize> {
    let (mut there, mut back) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for (ty, _, target) in edges {
        there[ty.index()].push(target.index());
        back[target.index()].push(ty.index());
    }
    let mut seen = vec![false; count];
    let mut finished = Vec::with_capacity(count);
    for root in 0..count {
        let mut stack = vec![(root, 0)];
        if std::mem::replace(&mut seen[root], true) {
            continue;
        }
        while let Some((ty, next)) = stack.pop() {
            let Some(target) = there[ty].get(next) else {
                finished.push(ty);
                continue;
            };
            stack.push((ty, next + 1));
            if !std::mem::replace(&mut seen[*target], true) {
                stack.push((*target, 0));
            }
        }
    }
    let mut number = vec![usize::MAX; count];
    for root in finished.into_iter().rev() {
        let mut todo = vec![root];
        while let Some(ty) = todo.pop() {
            if number[ty] == usize::MAX {
                number[ty] = root;
                todo.extend(back[ty].iter().copied().filter(|other| number[*other] == usize::MAX));
            }
        }
    }
    number
}
