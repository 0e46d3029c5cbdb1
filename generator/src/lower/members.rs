//! Defines the type that holds the property declarations from all parts of an object. [`all_of_properties`](super::all_of_properties)
//! collects them.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::ir::{Field, TypeId, Usage};
use crate::pointer::Pointer;
use crate::resolve::Node;

/// The members of an object, from all its parts.
#[derive(Clone, Default)]
pub(super) struct Members<'a> {
    /// The properties, in the order in which they were found.
    pub(super) all: Vec<Member<'a>>,
    /// The index of each property in `all`, keyed by name.
    pub(super) places: BTreeMap<String, usize>,
    /// The properties that union branches inside the object declare, keyed by name and pointer.
    pub(super) of_branches: BTreeMap<(Rc<str>, Pointer), Node<'a>>,
    /// The rules for properties that a part does not declare.
    pub(super) extra: Vec<Others<'a>>,
    /// The `required` lists, with the pointers of their schemas, because a list can name properties of other
    /// parts.
    pub(super) required: Vec<(Pointer, Rc<[String]>)>,
    /// The `required` lists of union branches, not all of which apply to a value.
    pub(super) mentioned: Vec<(Pointer, Rc<[String]>)>,
    /// The pointers of the union branches in `mentioned`.
    mentioned_at: BTreeSet<Pointer>,
}

/// A property with all its declarations.
#[derive(Clone)]
pub(super) struct Member<'a> {
    pub(super) name: Rc<str>,
    pub(super) first: Declaration<'a>,
    pub(super) more: Vec<Declaration<'a>>,
}

/// One part's declaration of a property.
#[derive(Clone)]
pub(super) enum Declaration<'a> {
    /// An inline schema.
    Written(Node<'a>),
    /// A field inherited from a named schema, and its schemas.
    Taken(Rc<Field>, Rc<[Node<'a>]>),
    /// The `additionalProperties` of a part that does not declare the property.
    Restricted(Node<'a>),
}

/// One part's rule for undeclared properties.
#[derive(Clone)]
pub(super) enum Others<'a> {
    Refused,
    Free,
    /// Undeclared properties match this schema.
    Of {
        node: Node<'a>,
        /// The lowered type, if a named schema declares the rule.
        usage: Option<Usage>,
        /// The properties declared next to the rule, to which the rule does not apply.
        beside: Rc<BTreeSet<String>>,
    },
    /// Some properties cannot be typed, regardless of what other parts declare.
    Untyped,
}

/// The schemas of members that several parts declare. They are needed again for objects that extend this
/// object.
#[derive(Default)]
pub(super) struct Sources<'a> {
    pub(super) fields: BTreeMap<(TypeId, String), Rc<[Node<'a>]>>,
    pub(super) others: BTreeMap<TypeId, Node<'a>>,
}

impl<'a> Members<'a> {
    pub(super) fn add(&mut self, name: &str, declaration: Declaration<'a>) {
        let known = self.places.get(name).and_then(|index| self.all.get_mut(*index));
        let Some(member) = known else {
            self.places.insert(name.to_owned(), self.all.len());
            self.all.push(Member { name: name.into(), first: declaration, more: Vec::new() });
            return;
        };
        if !member.declarations_mut().any(|known| known.takes(&declaration)) {
            member.more.push(declaration);
        }
    }

    pub(super) fn extend(&mut self, other: &Self) {
        for member in &other.all {
            member.declarations().for_each(|declaration| self.add(&member.name, declaration.clone()));
        }
        self.of_branches.extend(other.of_branches.clone());
        other.extra.iter().for_each(|one| self.others(one.clone()));
        for (at, names) in &other.required {
            self.require(at, names);
        }
        for (at, names) in &other.mentioned {
            self.mention(at, names);
        }
    }

    pub(super) fn others(&mut self, others: Others<'a>) {
        let is_known = self.extra.iter().any(|known| match (known, &others) {
            (Others::Refused, Others::Refused)
            | (Others::Free, Others::Free)
            | (Others::Untyped, Others::Untyped) => true,
            (Others::Of { node: one, .. }, Others::Of { node: other, .. }) => one.at == other.at,
            _ => false,
        });
        if !is_known {
            self.extra.push(others);
        }
    }

    pub(super) fn require(&mut self, at: &Pointer, names: &Rc<[String]>) {
        if !names.is_empty() && self.required.iter().all(|(known, all)| known != at || all != names) {
            self.required.push((at.clone(), names.clone()));
        }
    }

    pub(super) fn mention(&mut self, at: &Pointer, names: &Rc<[String]>) {
        if !names.is_empty() && self.mentioned_at.insert(at.clone()) {
            self.mentioned.push((at.clone(), names.clone()));
        }
    }
}

impl<'a> Member<'a> {
    pub(super) fn declarations(&self) -> impl DoubleEndedIterator<Item = &Declaration<'a>> {
        std::iter::once(&self.first).chain(&self.more)
    }

    pub(super) fn declarations_mut(&mut self) -> impl Iterator<Item = &mut Declaration<'a>> {
        std::iter::once(&mut self.first).chain(&mut self.more)
    }
}

impl<'a> Others<'a> {
    /// Creates the rule of a schema that declares the properties `beside`.
    pub(super) fn from_node(node: Node<'a>, beside: impl IntoIterator<Item = String>) -> Self {
        Self::Of { node, usage: None, beside: Rc::new(beside.into_iter().collect()) }
    }
}

impl<'a> Declaration<'a> {
    /// Returns the schemas of the property.
    pub(super) fn nodes(&self) -> &[Node<'a>] {
        match self {
            Self::Written(node) | Self::Restricted(node) => std::slice::from_ref(node),
            Self::Taken(_, nodes) => nodes,
        }
    }

    /// Merges an equal declaration. Returns `false` if the other declaration differs.
    pub(super) fn takes(&mut self, other: &Self) -> bool {
        match (self, other) {
            (Self::Written(one), Self::Written(other)) | (Self::Restricted(one), Self::Restricted(other)) => {
                one.at == other.at
            }
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
