//! Turns the use of a schema into a [`Usage`], and a named schema into a [`Shape`].

use super::form::{Form, Formed};
use super::place::Place;
use super::{Lowering, MAX_COLLECTIONS, MAX_DEPTH, Progress};
use crate::config::BareObject;
use crate::diagnostic::Code;
use crate::ir::{PathStep, Shape, Type, TypeId, Usage};
use crate::pointer::Pointer;
use crate::resolve::Node;

impl<'a> Lowering<'a> {
    /// Lowers the use of the schema at a node; `place` provides the name of an inline type.
    pub(super) fn usage(&mut self, node: &Node<'a>, place: &Place) -> Usage {
        let formed = self.form(node);
        self.usage_of(formed, place)
    }

    /// Lowers the use of a schema with a known form.
    pub(super) fn usage_of(&mut self, formed: Formed<'a>, place: &Place) -> Usage {
        if !self.enter(&formed.node.at) {
            return Type::Any.into();
        }
        // Recursion stops at a named type. A synthetic list or map that contains itself has no name, so it is
        // detected here.
        let met = self.meets.parts(&formed.node.at).map(|_| formed.node.at.clone());
        if met.as_ref().is_some_and(|at| self.meets.open.contains(at)) {
            self.leave();
            self.warn(
                Code::RecursiveList,
                &formed.node.at,
                "a list or map that contains itself is not supported; any value is accepted inside it",
            );
            return Type::Any.into();
        }
        let is_met = met.map(|at| self.meets.open.push(at)).is_some();
        let nullable = formed.nullable;
        let mut usage = match &formed.form {
            Form::Reference(target) => self.reference(target, place),
            Form::Any => Type::Any.into(),
            Form::Object if self.is_any(&formed.node) => Type::Any.into(),
            Form::Object => Type::Object.into(),
            Form::Scalar(kind) => Type::Scalar(*kind).into(),
            Form::Map(values) => {
                Type::Map(Box::new(self.inner(values, &place.step(PathStep::MapValue)))).into()
            }
            Form::List(None) => Type::List(Box::new(Type::Any.into())).into(),
            Form::List(Some(items)) => {
                Type::List(Box::new(self.inner(items, &place.step(PathStep::Item)))).into()
            }
            Form::Enum(_) | Form::Struct | Form::Merge { .. } | Form::Union(_) => {
                Type::Named(self.inline(formed, place)).into()
            }
        };
        usage.nullable |= nullable;
        if is_met {
            self.meets.open.pop();
        }
        self.leave();
        usage
    }

    /// Lowers the items of a list, or the values of a map.
    fn inner(&mut self, node: &Node<'a>, place: &Place) -> Usage {
        if self.collections >= MAX_COLLECTIONS {
            let message = format!(
                "lists and maps are nested more than {MAX_COLLECTIONS} levels deep here; any value is \
                 accepted inside them"
            );
            self.warn(Code::TooDeep, &node.at, message);
            return Type::Any.into();
        }
        self.collections += 1;
        let usage = self.usage(node, place);
        self.collections -= 1;
        usage
    }

    /// Returns whether a bare object means any value. Named schemas are excluded, because in generated
    /// documents they represent a class without fields.
    fn is_any(&self, node: &Node<'a>) -> bool {
        let keywords =
            ["additionalProperties", "required", "discriminator", "minProperties", "maxProperties", "allOf"];
        self.bare_object == BareObject::Any
            && !self.named.contains_key(&node.at)
            && keywords.iter().all(|key| node.json.get(key).is_none())
    }

    /// Lowers a reference to a schema.
    fn reference(&mut self, target: &Node<'a>, place: &Place) -> Usage {
        if let Some(id) = self.named.get(&target.at).copied() {
            let nullable = self.admits_null(id, target);
            return Usage { ty: Type::Named(id), nullable };
        }
        if let Some(id) = self.inline.get(&target.at).copied() {
            let nullable = self.form_in_the_end(target).nullable;
            return Usage { ty: Type::Named(id), nullable };
        }
        // An unnamed target is treated as if it were inline.
        self.usage(target, place)
    }

    /// Declares an inline type, which is defined later.
    fn inline(&mut self, formed: Formed<'a>, place: &Place) -> TypeId {
        let at = formed.node.at.clone();
        let known = self.local.as_ref().and_then(|local| local.get(&at)).or_else(|| self.inline.get(&at));
        if let Some(id) = known {
            return *id;
        }
        let id = self.declare(&formed.node, place.origin());
        self.local.as_mut().unwrap_or(&mut self.inline).insert(at, id);
        self.queue.push_back((id, formed));
        id
    }

    /// Returns the shape of a named type.
    pub(super) fn shape(&mut self, id: TypeId, formed: &Formed<'a>) -> Shape {
        match &formed.form {
            Form::Enum(values) => Shape::Enum(values.clone()),
            Form::Struct => Shape::Struct(self.object(id, &formed.node)),
            Form::Merge { parts, choice } => Shape::Struct(self.merged(id, &formed.node, parts, *choice)),
            Form::Union(variants) => Shape::Union(self.union(id, &formed.node, variants)),
            _ => Shape::Alias(Type::Any.into()),
        }
    }

    /// Defines a named schema if necessary. Returns `false` if its definition is in progress.
    pub(super) fn is_defined(&mut self, id: TypeId, node: &Node<'a>) -> bool {
        if self.progress_of(id) == Progress::Declared {
            if !self.enter(&node.at) {
                return false;
            }
            self.define_named(id, node);
            self.leave();
        }
        self.progress_of(id) == Progress::Done
    }

    /// Returns whether a named schema allows `null`.
    fn admits_null(&mut self, id: TypeId, node: &Node<'a>) -> bool {
        if let Some(known) = self.nullable.get(&id) {
            return *known;
        }
        let nullable = self.form_in_the_end(node).nullable;
        self.nullable.insert(id, nullable);
        nullable
    }

    /// Enters a nested schema. If it is nested too deeply, adds a warning and returns `false`.
    pub(super) fn enter(&mut self, at: &Pointer) -> bool {
        if self.depth >= MAX_DEPTH {
            let message =
                format!("schemas are nested more than {MAX_DEPTH} levels deep; any value is accepted");
            self.warn(Code::TooDeep, at, message);
            return false;
        }
        self.depth += 1;
        true
    }

    /// Leaves a schema after [`enter`](Self::enter).
    pub(super) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }
}
