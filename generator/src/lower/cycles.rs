//! Cycles: types that say nothing but each other's names.
//!
//! A struct may contain itself (`analyse` boxes it). A name that stands for itself has no value at all, a choice that includes itself could
//! be read for ever, and a list of itself cannot be written without a name between. Each is cut, and reported.

use std::collections::BTreeMap;

use super::Lowering;
use crate::diagnostic::Diagnostic;
use crate::ir::{Shape, Type, TypeId, Usage};
use crate::pointer::Pointer;

/// Which steps from type to type are followed.
#[derive(Clone, Copy)]
enum Steps {
    /// From a name to what it stands for, and from a choice to its alternatives: the same value is looked at again.
    SameValue,
    /// From a name to all that it is written with.
    Spelling,
}

impl Lowering<'_> {
    /// Cuts the cycles that no type could be made of.
    pub(super) fn break_cycles(&mut self) {
        for cycle in self.cycles(Steps::SameValue) {
            self.break_choice(&cycle);
        }
        for cycle in self.cycles(Steps::Spelling) {
            self.break_spelling(&cycle);
        }
    }

    /// Leaves out the alternative that leads back to its choice.
    fn break_choice(&mut self, cycle: &[TypeId]) {
        let names: Vec<_> = cycle.iter().map(|id| format!("`{}`", self.api.ty(*id).pointer)).collect();
        let choice = cycle.iter().position(|id| matches!(self.api.ty(*id).shape, Shape::Union(_)));
        let (Some(position), Some(first)) = (choice, cycle.first()) else {
            // `resolve` has reported the circles that are made of references alone.
            let known = |at: &Pointer| {
                self.findings
                    .iter()
                    .any(|finding| finding.code == "circular-reference" && at.contains(&finding.pointer))
            };
            let reported = cycle.iter().any(|id| known(&self.api.ty(*id).pointer));
            if let Some(first) = cycle.first().filter(|_| !reported) {
                let message = format!("this schema stands for itself: {} and so on", names.join(" -> "));
                let at = self.api.ty(*first).pointer.clone();
                let finding = Diagnostic::error("circular-reference", &at, message);
                self.findings.push(finding.help("one of them must say what it is instead of naming another"));
            }
            // For those who go on all the same: one of the names stands for any value.
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
        self.warn(
            "circular-choice",
            &at,
            "one of the alternatives leads back to this schema and adds nothing; it is left out",
        );
    }

    /// Puts any value where a name is written with itself.
    fn break_spelling(&mut self, cycle: &[TypeId]) {
        let (Some(last), Some(first)) = (cycle.last(), cycle.first()) else { return };
        let Some(ty) = self.api.types.get_mut(last.index()) else { return };
        let at = ty.pointer.clone();
        if let Shape::Alias(usage) = &mut ty.shape {
            replace(usage, *first);
        }
        self.warn(
            "recursive-list",
            &at,
            "a list or map of itself is not expressed, any value is taken inside it",
        );
    }

    /// The cycles that a walk through all types meets, each as the way from its first member to its last; cutting each somewhere
    /// leaves none.
    fn cycles(&self, steps: Steps) -> Vec<Vec<TypeId>> {
        let mut found = Vec::new();
        let mut done = vec![false; self.api.types.len()];
        // Where each type is on the way.
        let mut places: BTreeMap<TypeId, usize> = BTreeMap::new();
        for (start, _) in self.api.types() {
            // The way to here, and for each member the steps that are still to be tried; no recursion, for a document can chain any number.
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

    /// Where one step leads, the first last.
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

/// The name inside lists and maps; there is at most one.
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
