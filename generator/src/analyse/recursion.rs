//! Recursion: which fields must be boxed, and which requirements no finite value can meet.
//!
//! Both are questions about cycles of structs that contain each other directly (not through a list or a map). Around a cycle, the keys of
//! the types cannot always rise, so that every cycle is broken by its fields whose type has no greater key. Whether a field is
//! one of them hangs on no order, and on no type outside its cycles: what comes to a document, or moves in it, boxes nothing else.

use super::{Facts, Presence};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Api, Shape, Type, TypeId};
use crate::lock::Keys;

/// Boxes the fields that close a cycle of containment.
pub(super) fn boxes(api: &Api, keys: &Keys, facts: &mut Facts) {
    let closing = closing_fields(api, keys, facts, |_, _| true);
    facts.boxed.extend(closing);
}

/// Makes a field optional that closes a cycle of required fields: no finite value could have it.
pub(super) fn break_required_cycles(api: &Api, keys: &Keys, facts: &mut Facts, findings: &mut Diagnostics) {
    let required = |ty, field| facts.presence(ty, field) == Presence::Required;
    let closing = closing_fields(api, keys, facts, required);
    for (ty, index) in closing {
        facts.presence.insert((ty, index), Presence::Optional);
        let Shape::Struct(object) = &api.ty(ty).shape else { continue };
        let field = &object.fields[index];
        findings.push(
            Diagnostic::warning(
                "required-cycle",
                &field.pointer,
                format!(
                    "`{}` is required, but its type requires this one in turn: no finite value exists",
                    field.name
                ),
            )
            .help("it is treated as optional; take one of the properties out of `required`"),
        );
    }
}

/// A field that contains another struct directly: the struct that it is in, its index, and the other.
type Edge = (TypeId, usize, TypeId);

/// The fields that close a cycle: they are part of one, and their type has no greater key than the struct that they are in.
fn closing_fields(
    api: &Api,
    keys: &Keys,
    facts: &Facts,
    follow: impl Fn(TypeId, usize) -> bool,
) -> Vec<(TypeId, usize)> {
    let own = api.types().map(|(id, _)| id).filter(|id| facts.shared(*id) == *id);
    let edges: Vec<Edge> = own.flat_map(|ty| contained(api, facts, ty, &follow)).collect();
    let circles = circles(api.types.len(), &edges);
    let closes = |(ty, _, target): &&Edge| {
        circles.get(ty.index()) == circles.get(target.index()) && keys.ty(*target) <= keys.ty(*ty)
    };
    edges.iter().filter(closes).map(|(ty, field, _)| (*ty, *field)).collect()
}

/// The structs that one contains directly.
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

/// For each type, a number that it shares with those that contain it and that it contains: the strongly connected components,
/// by two walks (Kosaraju). They keep their own stack, so that a long chain cannot overflow the thread's.
fn circles(count: usize, edges: &[Edge]) -> Vec<usize> {
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
