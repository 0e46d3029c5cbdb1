//! Collects the properties of an object from several schemas, then defines each one once.
//!
//! The first step only inspects nodes, so that a property declared in two parts gets one type, and no type is
//! created for either part alone. Properties of a named schema are inherited with their types. If another part
//! also declares such a property, the combined property gets a new type; the named schema's type does not
//! change.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Lowering;
use super::form::{Form, alternatively_required, is_alternative, is_constraint, is_structural};
use super::members::{Declaration, Member, Members, Others};
use super::place::Place;
use crate::diagnostic::Code;
use crate::ir::{Extra, Field, PathStep, Shape, Struct, Type, TypeId, Usage};
use crate::pointer::Pointer;
use crate::resolve::{Additional, Node};

impl<'a> Lowering<'a> {
    /// Defines an object from several schemas: first the properties of the parts, in order, then those of the
    /// object itself.
    pub(super) fn merged(&mut self, id: TypeId, node: &Node<'a>, parts: &[Node<'a>], choice: bool) -> Struct {
        let mut all = Members::default();
        self.gather_parts(node, parts, choice, &mut all);
        self.restrict(&mut all);
        let mut fields = Vec::new();
        for member in &all.all {
            let untyped = self.untyped_member(member, &all);
            fields.push(untyped.unwrap_or_else(|| self.member(id, member)));
        }
        let secret_extra =
            all.extra.iter().any(|one| matches!(one, Others::Of { node, .. } if self.has_secret(node)));
        let mut object = Struct { fields, extra: self.extra_of(id, &all.extra), secret_extra };
        // The properties of union branches are unknown here; they are preserved as additional properties.
        let untyped = all.extra.iter().any(|one| matches!(one, Others::Untyped));
        for (at, names) in all.required {
            let names = names.iter().filter(|name| !untyped || all.places.contains_key(*name));
            self.require(&mut object, &names.cloned().collect::<Vec<_>>(), &at);
        }
        if !untyped {
            self.mention(&mut object, all.mentioned);
        }
        if node.json.get("discriminator").is_some() {
            self.bases.push(id);
        }
        object
    }

    fn gather_parts(&mut self, node: &Node<'a>, parts: &[Node<'a>], choice: bool, into: &mut Members<'a>) {
        for part in parts {
            if self.enter(&part.at) {
                self.gather(part, into);
                self.leave();
            }
        }
        self.gather_own(node, into);
        if choice {
            self.keep_choice(node, into);
        }
    }

    fn gather(&mut self, part: &Node<'a>, into: &mut Members<'a>) {
        let formed = self.form(part);
        match &formed.form {
            Form::Reference(target) => match self.named.get(&target.at).copied() {
                Some(base) => self.gather_named(base, target, part, into),
                None => self.gather_once(target, into),
            },
            Form::Merge { parts, choice } => self.gather_parts(&formed.node, parts, *choice, into),
            Form::Map(values) => {
                self.gather_own(&formed.node, into);
                into.others(Others::from_node(values.clone(), []));
            }
            Form::Any if is_choice(&formed.node) => {
                self.gather_own(&formed.node, into);
                self.keep_choice(&formed.node, into);
            }
            Form::Struct | Form::Object | Form::Any => self.gather_own(&formed.node, into),
            Form::Union(_) => self.keep_choice(&formed.node, into),
            Form::Scalar(_) | Form::List(_) | Form::Enum(_) => {}
        }
    }

    /// Collects the members of an unnamed schema once for all references to it.
    fn gather_once(&mut self, target: &Node<'a>, into: &mut Members<'a>) {
        let known = match self.gathered.get(&target.at) {
            Some(known) => known.clone(),
            None => {
                let mut found = Members::default();
                if self.enter(&target.at) {
                    self.gather(target, &mut found);
                    self.leave();
                }
                let found = Rc::new(found);
                self.gathered.insert(target.at.clone(), found.clone());
                found
            }
        };
        into.extend(&known);
    }

    /// Collects the members that a schema itself declares.
    fn gather_own(&mut self, node: &Node<'a>, into: &mut Members<'a>) {
        for (at, names) in alternatively_required(node) {
            into.mention(&at, &names.into());
        }
        if !["properties", "required", "additionalProperties"].iter().any(|key| node.json.get(key).is_some())
        {
            return;
        }
        let schema = self.keywords(node);
        for (name, property) in &schema.properties {
            into.add(name, Declaration::Written(property.clone()));
        }
        match schema.additional {
            Additional::Unspecified => {}
            Additional::Refused => into.others(Others::Refused),
            Additional::Free => into.others(Others::Free),
            Additional::Of(values) => {
                into.others(Others::from_node(
                    values,
                    schema.properties.iter().map(|(name, _)| name.to_string()),
                ));
            }
        }
        into.require(&node.at, &schema.keywords.required.into());
    }

    /// Inherits the members of a named schema.
    fn gather_named(&mut self, base: TypeId, target: &Node<'a>, part: &Node<'a>, into: &mut Members<'a>) {
        // A cycle was already reported when the forms were computed.
        if !self.is_defined(base, target) {
            return;
        }
        let named = Type::Named(base);
        match self.api.resolved(&named).clone() {
            Type::Map(values) => {
                if let Form::Map(node) = self.form_in_the_end(target).form {
                    into.others(Others::Of { node, usage: Some(*values), beside: Rc::default() });
                }
            }
            Type::Named(id) => match &self.api.ty(id).shape {
                Shape::Struct(object) => {
                    // Another part may declare properties that this part does not declare.
                    let mut undeclared: BTreeMap<Pointer, Vec<String>> = BTreeMap::new();
                    for field in object.fields.iter().filter(|field| field.undeclared) {
                        let at = field.pointer.parent().unwrap_or_default();
                        undeclared.entry(at).or_default().push(field.name.clone());
                    }
                    for (at, names) in undeclared {
                        match is_alternative(&at) {
                            true => into.mention(&at, &names.into()),
                            false => into.require(&at, &names.into()),
                        }
                    }
                    for field in object.fields.iter().filter(|field| !field.undeclared) {
                        let sources = self.sources_of(id, field);
                        into.add(&field.name, Declaration::Taken(Rc::new(field.clone()), sources));
                    }
                    match &object.extra {
                        Extra::Unspecified => {}
                        Extra::Refused => into.others(Others::Refused),
                        Extra::Kept(usage) => into.others(self.others_of(id, object, usage)),
                    }
                }
                Shape::Union(_) => self.keep_choice(part, into),
                Shape::Enum(_) | Shape::Alias(_) => {}
            },
            _ => {}
        }
    }

    /// Makes the object preserve the properties of its union branches as untyped values.
    fn keep_choice(&mut self, at: &Node<'a>, into: &mut Members<'a>) {
        self.warn(
            Code::UnsupportedSchema,
            &at.at,
            "`oneOf` or `anyOf` inside an object is not supported; the properties of its branches are \
             preserved as untyped values",
        );
        into.others(Others::Untyped);
        self.gather_branches(at, into);
    }

    /// Returns the schemas that declare a property of a defined object.
    fn sources_of(&self, id: TypeId, field: &Field) -> Rc<[Node<'a>]> {
        let known = self.sources.fields.get(&(id, field.name.clone())).cloned();
        known.unwrap_or_else(|| self.document.at(&field.pointer).into_iter().collect())
    }

    /// Defines one property from all its declarations.
    fn member(&mut self, id: TypeId, member: &Member<'a>) -> Field {
        let place = Place::of_type(id);
        if member.more.is_empty() {
            return match &member.first {
                Declaration::Written(node) => self.field(&member.name, node, &place),
                Declaration::Taken(field, sources) => {
                    if let [] | [_, _, ..] = **sources {
                        self.sources.fields.insert((id, field.name.clone()), sources.clone());
                    }
                    (**field).clone()
                }
                // Not expected here, since a member has a declaration before the rules of other parts
                // restrict it.
                Declaration::Restricted(node) => self.field(&member.name, node, &place),
            };
        }
        let whole = self.noted_member(member);
        let usage =
            self.usage_of_member(id, member, &place.step(PathStep::Property(member.name.to_string())));
        // An enum contains the values that all declarations list.
        let is_listed = self.enumeration(self.api.resolved(&usage.ty)).is_some();
        let values = match is_listed || whole.values.is_empty() {
            true => Vec::new(),
            false => self.values_in_all(member.declarations().flat_map(Declaration::nodes)),
        };
        Field { usage, values, ..whole }
    }

    /// Combines all declarations of a property, except for their types.
    pub(super) fn noted_member(&self, member: &Member<'a>) -> Field {
        let noted = |declaration: &Declaration<'a>| match declaration {
            Declaration::Written(node) | Declaration::Restricted(node) => self.noted(&member.name, node),
            Declaration::Taken(field, _) => (**field).clone(),
        };
        let more = member.more.iter().filter(|one| !matches!(one, Declaration::Restricted(_)));
        more.map(noted).fold(noted(&member.first), narrowed)
    }

    /// Returns the type of a property that several parts declare. If they disagree on nullability, the last
    /// declaration that specifies it takes precedence, since its purpose is usually to allow `null`.
    fn usage_of_member(&mut self, id: TypeId, member: &Member<'a>, place: &Place) -> Usage {
        let mut sources: Vec<Node<'a>> = Vec::new();
        let mut nullable = false;
        for declaration in member.declarations() {
            match declaration {
                Declaration::Written(node) => {
                    let formed = self.form_in_the_end(node);
                    let is_typed = is_structural(node) && !matches!(formed.form, Form::Any);
                    if is_typed || node.json.get("nullable").is_some() {
                        nullable = formed.nullable;
                    }
                    if is_structural(node) {
                        sources.push(node.clone());
                    }
                }
                Declaration::Restricted(node) => sources.push(node.clone()),
                Declaration::Taken(field, nodes) => {
                    nullable = field.usage.nullable;
                    sources.extend(nodes.iter().cloned());
                }
            }
        }
        let left = self.reduced(&sources);
        self.sources.fields.insert((id, member.name.to_string()), left.clone().into());
        // Inherit the type that a named schema has already derived from the same schemas.
        for declaration in member.declarations().rev() {
            let Declaration::Taken(field, nodes) = declaration else { continue };
            if nodes.len() == left.len() && nodes.iter().zip(&left).all(|(a, b)| a.at == b.at) {
                return Usage { ty: field.usage.ty.clone(), nullable };
            }
        }
        let at = self.api.ty(id).pointer.clone();
        let ty = match self.meet(&at, &left) {
            Some(node) => self.usage(&node, place).ty,
            None => Type::Any,
        };
        Usage { ty, nullable }
    }
}

/// Returns whether a schema has union branches that do more than require properties.
fn is_choice(node: &Node<'_>) -> bool {
    ["oneOf", "anyOf"].iter().flat_map(|key| node.items_of(key)).any(|one| !is_constraint(&one, true))
}

/// Combines two declarations of a property, except for their types. The later declaration takes precedence.
fn narrowed(known: Field, later: Field) -> Field {
    let mut field = Field { required: known.required || later.required, ..later };
    field.read_only |= known.read_only;
    field.write_only |= known.write_only;
    field.secret |= known.secret;
    field.deprecated |= known.deprecated;
    field.values = match (known.values, field.values) {
        (all, none) | (none, all) if none.is_empty() => all,
        (known, later) => later.into_iter().filter(|value| known.contains(value)).collect(),
    };
    field.default = field.default.or(known.default);
    field.example = field.example.or(known.example);
    field.xml = field.xml.or(known.xml);
    field.docs.summary = field.docs.summary.or(known.docs.summary);
    field.docs.description = field.docs.description.or(known.docs.description);
    field
}
