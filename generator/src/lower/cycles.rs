//! Breaks cycles of types that only refer to each other.
//!
//! A struct can contain itself, because `analyse` boxes it. Three other kinds of cycles are not supported. An
//! alias of itself has no value. Decoding a union that includes itself might not terminate. A list that contains
//! itself cannot be expressed in Rust without a named type. Each such cycle is broken and reported.

use std::collections::BTreeMap;

use super::Lowering;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Shape, Type, TypeId, Usage};
use crate::pointer::Pointer;

/// The kind of references between types that a walk follows.
#[derive(Clone, Copy)]
enum Steps {
    /// From an alias to its target, and from a union to its variants. All types along these steps accept the
    /// same value.
    SameValue,
    /// From an alias to the named type in its definition, including inside lists and maps.
    Spelling,
}

impl Lowering<'_> {
    /// Breaks the cycles that no Rust type can express.
    pub(super) fn break_cycles(&mut self) {
        for cycle in self.cycles(Steps::SameValue) {
            self.break_choice(&cycle);
        }
        for cycle in self.cycles(Steps::Spelling) {
            self.break_spelling(&cycle);
        }
    }

    /// Removes the variant that leads back to its union.
    fn break_choice(&mut self, cycle: &[TypeId]) {
        let names: Vec<_> =
            cycle.iter().chain(cycle.first()).map(|id| format!("`{}`", self.api.ty(*id).pointer)).collect();
        let choice = cycle.iter().position(|id| matches!(self.api.ty(*id).shape, Shape::Union(_)));
        let (Some(position), Some(first)) = (choice, cycle.first()) else {
            // `resolve` has already reported cycles that consist only of references.
            let known = |at: &Pointer| {
                self.findings
                    .iter()
                    .any(|finding| finding.code == Code::CircularReference && at.contains(&finding.pointer))
            };
            let reported = cycle.iter().any(|id| known(&self.api.ty(*id).pointer));
            if let Some(first) = cycle.first().filter(|_| !reported) {
                let message = format!("circular schema: {}", names.join(" -> "));
                let at = self.api.ty(*first).pointer.clone();
                let finding = Diagnostic::error(Code::CircularReference, &at, message);
                self.findings.push(finding.help("replace one of the references with a definition"));
            }
            // To keep the model finite after the error, one of the aliases accepts any value.
            if let Some(ty) = cycle.first().and_then(|id| self.api.types.get_mut(id.index())) {
                ty.shape = Shape::Alias(Type::Any.into());
            }
            return;
        };
        let (Some(union), next) = (cycle.get(position), cycle.get(position + 1).unwrap_or(first)) else {
            return;
        };
        let Some(ty) = self.api.types.get_mut(union.index()) else { return };
        let at = ty.pointer.clone();
        if let Shape::Union(shape) = &mut ty.shape {
            shape.variants.retain(|variant| variant.ty != Type::Named(*next));
            if shape.variants.is_empty() {
                ty.shape = Shape::Alias(Type::Any.into());
            }
        }
        self.warn(Code::CircularChoice, &at, "a branch refers to this schema itself; the branch is omitted");
    }

    /// Replaces an alias in its own definition with a type that accepts any value.
    fn break_spelling(&mut self, cycle: &[TypeId]) {
        let (Some(last), Some(first)) = (cycle.last(), cycle.first()) else { return };
        let Some(ty) = self.api.types.get_mut(last.index()) else { return };
        let at = ty.pointer.clone();
        if let Shape::Alias(usage) = &mut ty.shape {
            replace(usage, *first);
        }
        self.warn(
            Code::RecursiveList,
            &at,
            "a list or map that contains itself is not supported; any value is accepted inside it",
        );
    }

    /// Returns the cycles found by walking all types, each as a path from its first to its last member. No
    /// cycle remains once all of these are broken.
    fn cycles(&self, steps: Steps) -> Vec<Vec<TypeId>> {
        let mut found = Vec::new();
        let mut done = vec![false; self.api.types.len()];
        // The position of each type on the current path.
        let mut places: BTreeMap<TypeId, usize> = BTreeMap::new();
        for (start, _) in self.api.types() {
            // The current path, with the untried steps of each member; the walk is not recursive, since
            // chains can have any length.
            let mut way: Vec<(TypeId, Vec<TypeId>)> = Vec::new();
            let mut next = Some(start);
            loop {
                if let Some(id) = next.take() {
                    if let Some(first) = places.get(&id) {
                        found.push(way.iter().skip(*first).map(|(member, _)| *member).collect());
                    } else if !done.get(id.index()).copied().unwrap_or(true) {
                        places.insert(id, way.len());
                        way.push((id, self.steps_from(id, steps)));
                    }
                }
                match way.last_mut() {
                    None => break,
                    Some((id, rest)) => match rest.pop() {
                        Some(step) => next = Some(step),
                        None => {
                            if let Some(mark) = done.get_mut(id.index()) {
                                *mark = true;
                            }
                            places.remove(id);
                            way.pop();
                        }
                    },
                }
            }
        }
        found
    }

    /// Returns the targets of one step, in reverse order.
    fn steps_from(&self, id: TypeId, steps: Steps) -> Vec<TypeId> {
        let mut to = match (&self.api.ty(id).shape, steps) {
            (Shape::Alias(usage), Steps::SameValue) => direct(&usage.ty).into_iter().collect(),
            (Shape::Alias(usage), Steps::Spelling) => named_in(usage).into_iter().collect(),
            (Shape::Union(union), Steps::SameValue) => {
                union.variants.iter().filter_map(|v| direct(&v.ty)).collect()
            }
            _ => Vec::new(),
        };
        to.reverse();
        to
    }
}

fn direct(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        _ => None,
    }
}

/// Returns the named type inside lists and maps; there is at most one.
fn named_in(usage: &Usage) -> Option<TypeId> {
    let mut usage = usage;
    loop {
        match &usage.ty {
            Type::List(inner) | Type::Map(inner) => usage = inner,
            ty => return direct(ty),
        }
    }
}

fn replace(usage: &mut Usage, id: TypeId) {
    let mut usage = usage;
    loop {
        match &mut usage.ty {
            Type::List(inner) | Type::Map(inner) => usage = inner,
            ty => {
                if *ty == Type::Named(id) {
                    *ty = Type::Any;
                }
                return;
            }
        }
    }
}
