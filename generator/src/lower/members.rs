//! Members: the properties of an object that several schemas describe, gathered part by part, then defined each once.
//!
//! Gathering looks at nodes only, so that a property which two parts describe becomes one type, and none of the types that either part
//! would be by itself. Properties of a named schema are taken over with their types; one that another part describes as well gets a new
//! type, and that of the named schema stays as it is.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Lowering;
use super::form::{Form, is_constraint, is_structural};
use super::place::Place;
use crate::ir::{Extra, Field, Shape, Struct, Type, TypeId, Usage};
use crate::pointer::Pointer;
use crate::resolve::{Additional, Node};

/// What an object's parts say of its members.
#[derive(Clone, Default)]
pub(super) struct Members<'a> {
    /// The properties, in the order in which they were met.
    all: Vec<Member<'a>>,
    /// Where each of them is.
    places: BTreeMap<String, usize>,
    /// What is said of other properties.
    extra: Vec<Others<'a>>,
    /// The lists of required properties, with the schemas that they stand in: a list may name properties of other parts.
    required: Vec<(Pointer, Rc<[String]>)>,
}

/// A property, and all that the parts say of it.
#[derive(Clone)]
struct Member<'a> {
    name: Rc<str>,
    first: Said<'a>,
    more: Vec<Said<'a>>,
}

/// What one part says of a property.
#[derive(Clone)]
enum Said<'a> {
    /// It is described there.
    Written(Node<'a>),
    /// A named schema has it; its schemas, and what became of it.
    Taken(Rc<Field>, Rc<[Node<'a>]>),
}

/// What one part says of properties that are not listed.
#[derive(Clone)]
enum Others<'a> {
    Refused,
    Free,
    /// They are of this schema; what became of that, if a named schema says so.
    Of(Node<'a>, Option<Usage>),
    /// There are some that cannot be typed, whatever other parts say.
    Untyped,
}

/// The schemas of what an object took from several: another that is made of it needs them again.
#[derive(Default)]
pub(super) struct Sources<'a> {
    fields: BTreeMap<(TypeId, String), Rc<[Node<'a>]>>,
    others: BTreeMap<TypeId, Node<'a>>,
}

impl<'a> Members<'a> {
    fn add(&mut self, name: &str, said: Said<'a>) {
        let known = self.places.get(name).and_then(|index| self.all.get_mut(*index));
        let Some(member) = known else {
            self.places.insert(name.to_owned(), self.all.len());
            self.all.push(Member { name: name.into(), first: said, more: Vec::new() });
            return;
        };
        if !member.said_mut().any(|known| known.takes(&said)) {
            member.more.push(said);
        }
    }

    fn extend(&mut self, other: &Self) {
        for member in &other.all {
            member.said().for_each(|said| self.add(&member.name, said.clone()));
        }
        other.extra.iter().for_each(|one| self.others(one.clone()));
        for (at, names) in &other.required {
            self.require(at, names);
        }
    }

    fn others(&mut self, others: Others<'a>) {
        let is_known = self.extra.iter().any(|known| match (known, &others) {
            (Others::Refused, Others::Refused)
            | (Others::Free, Others::Free)
            | (Others::Untyped, Others::Untyped) => true,
            (Others::Of(one, _), Others::Of(other, _)) => one.at == other.at,
            _ => false,
        });
        if !is_known {
            self.extra.push(others);
        }
    }

    fn require(&mut self, at: &Pointer, names: &Rc<[String]>) {
        if !names.is_empty() && self.required.iter().all(|(known, all)| known != at || all != names) {
            self.required.push((at.clone(), names.clone()));
        }
    }
}

impl<'a> Member<'a> {
    fn said(&self) -> impl DoubleEndedIterator<Item = &Said<'a>> {
        std::iter::once(&self.first).chain(&self.more)
    }

    fn said_mut(&mut self) -> impl Iterator<Item = &mut Said<'a>> {
        std::iter::once(&mut self.first).chain(&mut self.more)
    }
}

impl Said<'_> {
    /// Takes over what says the same; `false` if it says something else.
    fn takes(&mut self, other: &Self) -> bool {
        match (self, other) {
            (Self::Written(one), Self::Written(other)) => one.at == other.at,
            (Self::Taken(known, one), Self::Taken(field, other)) => {
                let same =
                    one.len() == other.len() && one.iter().zip(other.iter()).all(|(a, b)| a.at == b.at);
                if same && field.required && !known.required {
                    Rc::make_mut(known).required = true;
                }
                same
            }
            _ => false,
        }
    }
}

impl<'a> Lowering<'a> {
    /// An object of several schemas: the properties of the parts in their order, then its own.
    pub(super) fn merged(&mut self, id: TypeId, node: &Node<'a>, parts: &[Node<'a>], choice: bool) -> Struct {
        let mut all = Members::default();
        self.gather_parts(node, parts, choice, &mut all);
        let mut fields = Vec::new();
        for member in &all.all {
            fields.push(self.member(id, member));
        }
        let mut object = Struct { fields, extra: self.extra_of(id, &all.extra) };
        // What the alternatives of a choice declare is not known here; it is kept among the other properties.
        let untyped = all.extra.iter().any(|one| matches!(one, Others::Untyped));
        for (at, names) in all.required {
            let names = names.iter().filter(|name| !untyped || all.places.contains_key(*name));
            self.require(&mut object, &names.cloned().collect::<Vec<_>>(), &at);
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
                into.others(Others::Of(values.clone(), None));
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

    /// Gathers what a schema without a name of its own says: once, however many refer to it.
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

    /// Gathers what a schema says itself.
    fn gather_own(&mut self, node: &Node<'a>, into: &mut Members<'a>) {
        if !["properties", "required", "additionalProperties"].iter().any(|key| node.json.get(key).is_some())
        {
            return;
        }
        let schema = self.keywords(node);
        for (name, property) in &schema.properties {
            into.add(name, Said::Written(property.clone()));
        }
        match schema.additional {
            Additional::Unspoken => {}
            Additional::Refused => into.others(Others::Refused),
            Additional::Free => into.others(Others::Free),
            Additional::Of(values) => into.others(Others::Of(values, None)),
        }
        into.require(&node.at, &schema.keywords.required.into());
    }

    /// Takes over what a named schema has.
    fn gather_named(&mut self, base: TypeId, target: &Node<'a>, part: &Node<'a>, into: &mut Members<'a>) {
        // A circle has been reported when the forms were looked at.
        if !self.is_defined(base, target) {
            return;
        }
        let named = Type::Named(base);
        match self.api.resolved(&named).clone() {
            Type::Map(values) => {
                if let Form::Map(node) = self.form_in_the_end(target).form {
                    into.others(Others::Of(node, Some(*values)));
                }
            }
            Type::Named(id) => match &self.api.ty(id).shape {
                Shape::Struct(object) => {
                    // What this one does not declare, another part may.
                    let mut undeclared: BTreeMap<Pointer, Vec<String>> = BTreeMap::new();
                    for field in object.fields.iter().filter(|field| field.undeclared) {
                        let at = field.pointer.parent().unwrap_or_default();
                        undeclared.entry(at).or_default().push(field.name.clone());
                    }
                    for (at, names) in undeclared {
                        into.require(&at, &names.into());
                    }
                    for field in object.fields.iter().filter(|field| !field.undeclared) {
                        let sources = self.sources_of(id, field);
                        into.add(&field.name, Said::Taken(Rc::new(field.clone()), sources));
                    }
                    match &object.extra {
                        Extra::Unspoken => {}
                        Extra::Refused => into.others(Others::Refused),
                        Extra::Kept(usage) => into.others(self.others_of(id, usage)),
                    }
                }
                Shape::Union(_) => self.keep_choice(part, into),
                Shape::Enum(_) | Shape::Alias(_) => {}
            },
            _ => {}
        }
    }

    /// Keeps what cannot be told: the properties of the alternative that a value has chosen.
    fn keep_choice(&mut self, at: &Node<'a>, into: &mut Members<'a>) {
        self.warn(
            "unsupported-schema",
            &at.at,
            "a choice of schemas inside an object is not expressed; the properties of the one chosen are kept untyped",
        );
        into.others(Others::Untyped);
    }

    /// The schemas of a property of an object that is defined.
    fn sources_of(&self, id: TypeId, field: &Field) -> Rc<[Node<'a>]> {
        let known = self.sources.fields.get(&(id, field.name.clone())).cloned();
        known.unwrap_or_else(|| self.document.at(&field.pointer).into_iter().collect())
    }

    /// What an object that is defined says of properties that it does not list.
    fn others_of(&self, id: TypeId, usage: &Usage) -> Others<'a> {
        if let Some(node) = self.sources.others.get(&id) {
            return Others::Of(node.clone(), Some(usage.clone()));
        }
        match self.document.at(&self.api.ty(id).pointer.key("additionalProperties")) {
            Some(node) if node.json.as_object().is_some_and(|schema| !schema.is_empty()) => {
                Others::Of(node, Some(usage.clone()))
            }
            Some(_) => Others::Free,
            None => Others::Untyped,
        }
    }

    /// One property, by all that is said of it.
    fn member(&mut self, id: TypeId, member: &Member<'a>) -> Field {
        let place = Place::of_type(id);
        if member.more.is_empty() {
            return match &member.first {
                Said::Written(node) => self.field(&member.name, node, &place),
                Said::Taken(field, sources) => {
                    if let [] | [_, _, ..] = **sources {
                        self.sources.fields.insert((id, field.name.clone()), sources.clone());
                    }
                    (**field).clone()
                }
            };
        }
        let noted = |said: &Said<'a>| match said {
            Said::Written(node) => self.noted(&member.name, node),
            Said::Taken(field, _) => (**field).clone(),
        };
        let whole = member.more.iter().map(noted).fold(noted(&member.first), narrowed);
        Field { usage: self.usage_of_member(id, member, &place.step(&*member.name)), ..whole }
    }

    /// The type of a property that several parts describe. Where they disagree on `null`, the last that speaks of it is right: to add
    /// it is what such a description is mostly for.
    fn usage_of_member(&mut self, id: TypeId, member: &Member<'a>, place: &Place) -> Usage {
        let mut sources: Vec<Node<'a>> = Vec::new();
        let mut nullable = false;
        for said in member.said() {
            match said {
                Said::Written(node) => {
                    let formed = self.form_in_the_end(node);
                    let says_what = is_structural(node) && !matches!(formed.form, Form::Any);
                    if says_what || node.json.get("nullable").is_some() {
                        nullable = formed.nullable;
                    }
                    if is_structural(node) {
                        sources.push(node.clone());
                    }
                }
                Said::Taken(field, nodes) => {
                    nullable = field.usage.nullable;
                    sources.extend(nodes.iter().cloned());
                }
            }
        }
        let left = self.reduced(&sources);
        self.sources.fields.insert((id, member.name.to_string()), left.clone().into());
        // What a named schema made of the same schemas is taken over.
        for said in member.said().rev() {
            let Said::Taken(field, nodes) = said else { continue };
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

    /// What becomes of the properties that no part lists.
    fn extra_of(&mut self, id: TypeId, said: &[Others<'a>]) -> Extra {
        let mut nodes = Vec::new();
        let mut taken = None;
        for one in said {
            if let Others::Of(node, usage) = one {
                nodes.push(node.clone());
                taken = usage.clone();
            }
        }
        let has = |wanted: fn(&Others<'a>) -> bool| said.iter().any(wanted);
        let any = Extra::Kept(Box::new(Type::Any.into()));
        if has(|one| matches!(one, Others::Untyped)) {
            return any;
        }
        let nodes = self.reduced(&nodes);
        let at = self.api.ty(id).pointer.clone();
        match (self.meet(&at, &nodes), taken) {
            (None, _) if has(|one| matches!(one, Others::Free)) => any,
            (None, _) if said.is_empty() => Extra::Unspoken,
            (None, _) => Extra::Refused,
            (Some(node), Some(usage)) if said.len() == 1 => {
                self.sources.others.insert(id, node);
                Extra::Kept(Box::new(usage))
            }
            (Some(node), _) => {
                let usage = self.usage(&node, &Place::of_type(id).step("value"));
                self.sources.others.insert(id, node);
                Extra::Kept(Box::new(usage))
            }
        }
    }
}

/// Whether a schema lists alternatives that say more than which properties are present.
fn is_choice(node: &Node<'_>) -> bool {
    ["oneOf", "anyOf"].iter().flat_map(|key| node.items_of(key)).any(|one| !is_constraint(&one, true))
}

/// One property of two descriptions: the later texts are closer; its type is another question.
fn narrowed(known: Field, later: Field) -> Field {
    let mut field = Field { required: known.required || later.required, ..later };
    field.read_only |= known.read_only;
    field.write_only |= known.write_only;
    field.deprecated |= known.deprecated;
    field.values = match (known.values, field.values) {
        (all, none) | (none, all) if none.is_empty() => all,
        (known, later) => later.into_iter().filter(|value| known.contains(value)).collect(),
    };
    field.default = field.default.or(known.default);
    field.example = field.example.or(known.example);
    field.docs.summary = field.docs.summary.or(known.docs.summary);
    field.docs.description = field.docs.description.or(known.docs.description);
    field
}
