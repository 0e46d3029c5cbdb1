//! Recursion: which fields must be boxed, and which requirements no finite value can meet.
//!
//! Both are questions about cycles of structs that contain each other directly (not through a list or a map). A depth-first
//! walk in document order finds the fields that close a cycle; it keeps its own stack, so that a long chain cannot overflow the thread's.

use super::{Facts, Presence};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Api, Shape, Type, TypeId};

/// Boxes the fields that close a cycle of containment.
pub(super) fn boxes(api: &Api, facts: &mut Facts) {
    let closing = closing_fields(api, |_, _| true);
    facts.boxed.extend(closing);
}

/// Makes a field optional that closes a cycle of required fields: no finite value could have it.
pub(super) fn break_required_cycles(api: &Api, facts: &mut Facts, findings: &mut Diagnostics) {
    let closing = closing_fields(api, |ty, field| facts.presence(ty, field) == Presence::Required);
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

/// The state of a type in the walk.
#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// The fields whose type is still open when the walk meets them: each closes a cycle.
fn closing_fields(api: &Api, follow: impl Fn(TypeId, usize) -> bool) -> Vec<(TypeId, usize)> {
    let mut state = vec![State::New; api.types.len()];
    let mut closing = Vec::new();
    for (root, _) in api.types() {
        if state[root.index()] != State::New {
            continue;
        }
        state[root.index()] = State::Open;
        let mut stack = vec![(root, 0)];
        while let Some((ty, next)) = stack.pop() {
            let Some((index, target)) = contained_from(api, ty, next, &follow) else {
                state[ty.index()] = State::Done;
                continue;
            };
            stack.push((ty, index + 1));
            match state[target.index()] {
                State::New => {
                    state[target.index()] = State::Open;
                    stack.push((target, 0));
                }
                State::Open => closing.push((ty, index)),
                State::Done => {}
            }
        }
    }
    closing
}

/// The first field at or after `from` that contains another struct directly, and that struct.
fn contained_from(
    api: &Api,
    ty: TypeId,
    from: usize,
    follow: &impl Fn(TypeId, usize) -> bool,
) -> Option<(usize, TypeId)> {
    let Shape::Struct(object) = &api.ty(ty).shape else { return None };
    object.fields.iter().enumerate().skip(from).find_map(|(index, field)| {
        match api.resolved(&field.usage.ty) {
            Type::Named(target) if follow(ty, index) && matches!(api.ty(*target).shape, Shape::Struct(_)) => {
                Some((index, *target))
            }
            _ => None,
        }
    })
}
