//! Finds properties that are described both by an object and by the branches of a union inside it.
//!
//! The properties of such branches are preserved untyped, except for those that the object itself declares.
//! If the type of such a property cannot hold the values of every branch, the property becomes untyped.

use std::collections::BTreeSet;

use super::Lowering;
use super::form::Form;
use super::joint::Known;
use super::members::{Declaration, Member, Members};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Field, Type};
use crate::pointer::Pointer;
use crate::resolve::Node;

/// The maximum number of schemas to visit in the branches of one union.
const MAX_VISITS: usize = 10_000;

impl<'a> Lowering<'a> {
    /// Collects the properties that the branches of a union declare, at any depth of nested unions and `allOf`.
    pub(super) fn gather_branches(&mut self, choice: &Node<'a>, into: &mut Members<'a>) {
        let mut seen: BTreeSet<Pointer> = BTreeSet::new();
        let mut todo = vec![choice.clone()];
        for _ in 0..MAX_VISITS {
            let Some(node) = todo.pop() else { return };
            if let Some(parts) = self.meets.parts(&node.at) {
                todo.extend(parts.iter().cloned());
                continue;
            }
            let Some(target) = self.document.follow(&node).filter(|target| seen.insert(target.at.clone()))
            else {
                continue;
            };
            todo.extend(["oneOf", "anyOf", "allOf"].iter().flat_map(|key| target.items_of(key)));
            if target.at != choice.at {
                let properties = self.keywords(&target).properties;
                let keyed = properties.into_iter().map(|(name, node)| ((name.into(), node.at.clone()), node));
                into.of_branches.extend(keyed);
            }
        }
    }

    /// Returns an untyped field for a member whose own type cannot hold the values that a union branch allows.
    /// Returns `None` for any other member.
    pub(super) fn untyped_member(&mut self, member: &Member<'a>, all: &Members<'a>) -> Option<Field> {
        let from = (member.name.clone(), Pointer::root());
        let same_name = all.of_branches.range(from..).take_while(|((name, _), _)| *name == member.name);
        let branches: Vec<Known<'a>> = same_name.map(|(_, node)| self.known(node)).collect();
        if branches.is_empty() {
            return None;
        }
        let declared: Vec<Known<'a>> =
            member.declarations().flat_map(Declaration::nodes).map(|node| self.known(node)).collect();
        let lost = branches.iter().find(|branch| {
            is_composite(&branch.form) && !declared.iter().any(|known| self.implies(known, branch))
        })?;
        let message = format!(
            "a branch of `oneOf` or `anyOf` describes `{}` differently from the object; any value is accepted",
            member.name
        );
        self.findings.push(Diagnostic::warning(Code::UnsupportedSchema, &lost.node.at, message));
        Some(Field { usage: Type::Any.into(), values: Vec::new(), ..self.noted_member(member) })
    }
}

/// Returns whether values of a form contain other values, which a different type could lose.
fn is_composite(form: &Form<'_>) -> bool {
    form.is_object() || matches!(form, Form::List(Some(_)) | Form::Union(_))
}
