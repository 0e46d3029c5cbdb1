//! Applies `additionalProperties`, the rule for properties that a part of an object does not declare.
//!
//! `additionalProperties` applies to each property that is not in the `properties` next to it (JSON Schema
//! Core, section 10.3.2.3). In an `allOf`, this includes the properties that only other parts declare.

use std::rc::Rc;

use super::Lowering;
use super::all_of::can_be_both;
use super::joint::Known;
use super::members::{Declaration, Members, Others};
use super::place::Place;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Extra, PathStep, Struct, Type, TypeId, Usage};
use crate::normalise::OWN_RULE;
use crate::resolve::Node;

/// The maximum number of comparisons between an object's properties and the rules of other parts.
const MAX_COMPARED: usize = 20_000;

impl<'a> Lowering<'a> {
    /// Restricts the members of an object with the `additionalProperties` of the parts that do not declare
    /// them. A rule that contradicts a member is usually meant for other properties, so it is reported and
    /// ignored for this member.
    pub(super) fn restrict(&mut self, all: &mut Members<'a>) {
        let mut left = MAX_COMPARED;
        for one in all.extra.clone() {
            let Others::Of { node, beside, .. } = one else { continue };
            let owner = node.at.parent().and_then(|at| self.document.at(&at));
            if owner.is_some_and(|owner| owner.flag(OWN_RULE)) {
                continue;
            }
            let rule = self.known(&node);
            for member in &mut all.all {
                if beside.contains(&*member.name) {
                    continue;
                }
                let Some(rest) = left.checked_sub(1) else {
                    let message = "too many properties to compare with the `additionalProperties` of other schemas; the keyword is ignored for these properties";
                    return self.warn(Code::TooManyParts, &node.at, message);
                };
                left = rest;
                let declared: Vec<Node<'a>> =
                    member.declarations().flat_map(Declaration::nodes).cloned().collect();
                let known: Vec<Known<'a>> = declared.iter().map(|node| self.known(node)).collect();
                if known.iter().any(|declared| self.implies(declared, &rule)) {
                    continue;
                }
                if known.iter().all(|declared| can_be_both(declared, &rule)) {
                    let restricted = Declaration::Restricted(node.clone());
                    if !member.declarations_mut().any(|known| known.takes(&restricted)) {
                        member.more.push(restricted);
                    }
                } else if let Some(declared) = declared.last() {
                    let message = format!(
                        "conflicting `allOf` schemas for `{}`: no value satisfies both its schema and the `additionalProperties` of another schema; that `additionalProperties` is ignored for this property",
                        member.name
                    );
                    let finding = Diagnostic::warning(Code::AllOfConflict, &declared.at, message);
                    self.findings.push(finding.help(format!("make it compatible with {}", node.at)));
                }
            }
        }
    }

    /// Returns the rule of a defined object for undeclared properties.
    pub(super) fn others_of(&self, id: TypeId, object: &Struct, usage: &Usage) -> Others<'a> {
        let of = |node| {
            let beside = object.fields.iter().map(|field| field.name.clone()).collect();
            Others::Of { node, usage: Some(usage.clone()), beside: Rc::new(beside) }
        };
        if let Some(node) = self.sources.others.get(&id) {
            return of(node.clone());
        }
        match self.document.at(&self.api.ty(id).pointer.key("additionalProperties")) {
            Some(node) if node.json.as_object().is_some_and(|schema| !schema.is_empty()) => of(node),
            Some(_) => Others::Free,
            None => Others::Untyped,
        }
    }

    /// Combines the rules of all parts for properties that no part declares.
    pub(super) fn extra_of(&mut self, id: TypeId, others: &[Others<'a>]) -> Extra {
        let mut nodes = Vec::new();
        let mut taken = None;
        for one in others {
            if let Others::Of { node, usage, .. } = one {
                nodes.push(node.clone());
                taken = usage.clone();
            }
        }
        let has = |wanted: fn(&Others<'a>) -> bool| others.iter().any(wanted);
        let any = Extra::Kept(Box::new(Type::Any.into()));
        if has(|one| matches!(one, Others::Untyped)) {
            return any;
        }
        let nodes = self.reduced(&nodes);
        let at = self.api.ty(id).pointer.clone();
        match (self.meet(&at, &nodes), taken) {
            (None, _) if has(|one| matches!(one, Others::Free)) => any,
            (None, _) if others.is_empty() => Extra::Unspecified,
            (None, _) => Extra::Refused,
            (Some(node), Some(usage)) if others.len() == 1 => {
                self.sources.others.insert(id, node);
                Extra::Kept(Box::new(usage))
            }
            (Some(node), _) => {
                let usage = self.usage(&node, &Place::of_type(id).step(PathStep::MapValue));
                self.sources.others.insert(id, node);
                Extra::Kept(Box::new(usage))
            }
        }
    }
}
