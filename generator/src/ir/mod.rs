//! The intermediate model of an API, independent of the document's OpenAPI version and of Rust.
//!
//! `lower` builds the model, `analyse` and `name` derive side tables from it, and the emitters read the model
//! and both tables. The model contains no `openapiv3` types, Rust identifiers or tokens. Names are verbatim
//! from the document, and every node has the JSON pointer to its origin. Types are in one flat arena and
//! refer to each other by [`TypeId`], so they can form cycles.

use std::collections::BTreeSet;

mod content_kind;
mod dump;
mod foreign;
mod ids;
mod operation;
mod origin;
mod service;
mod status;
mod types;
mod webhook;
mod xml;
mod xml_shape;

pub use dump::dump;
pub use foreign::{Foreign, ForeignType, Wire};
pub use ids::{OperationId, TypeId};
pub use operation::{
    Body, Content, ContentKind, Encoding, Header, LeftOut, Location, Method, Notation, Operation, Param,
    PathPart, PathTemplate, Permissions, Response, Style,
};
pub use origin::{Origin, PathStep, Root};
pub use service::{
    Flow, Requirement, SecurityKind, SecurityScheme, Server, ServerVariable, Tag, TagId, TagKind,
    is_web_address,
};
pub use status::Status;
pub use types::{
    Alternative, Enumeration, Extra, Field, Fixed, Literal, Scalar, Shape, Step, Struct, Type, TypeDef,
    Union, Usage, Value, Variant, plain,
};

pub use webhook::{Callback, Webhook};
pub use xml::{Xml, XmlNode};
pub use xml_shape::{XmlField, XmlName, XmlShape, xml_extra, xml_name, xml_shape};

use crate::pointer::Pointer;

/// An API, as described by a document.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description` (CommonMark).
    pub description: Option<String>,
    /// The servers, in document order. There is at least one, since the default in OpenAPI 3.0 is `/`.
    pub servers: Vec<Server>,
    /// The tags: those in the document's list, followed by all others in the order of first use.
    pub tags: Vec<Tag>,
    /// The operations, in document order, indexed by [`OperationId`].
    pub operations: Vec<Operation>,
    /// The webhooks, in document order.
    pub webhooks: Vec<Webhook>,
    /// The operations that cannot be called correctly, in document order; they are not in
    /// [`operations`](Self::operations).
    pub left_out: Vec<LeftOut>,
    /// All types, named schemas first, in document order, indexed by [`TypeId`].
    pub types: Vec<TypeDef>,
    /// The security schemes, in document order.
    pub security_schemes: Vec<SecurityScheme>,
    /// Whether the document declares security requirements, globally or for any operation.
    pub declares_security: bool,
    /// The Rust types from other crates, in the order of their formats, indexed by [`Foreign::index`].
    pub foreign: Vec<ForeignType>,
}

impl Api {
    /// Returns the type with the given id.
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.index()]
    }

    /// Returns the operation with the given id.
    pub fn operation(&self, id: OperationId) -> &Operation {
        &self.operations[id.index()]
    }

    /// Returns the tag with the given id.
    pub fn tag(&self, id: TagId) -> &Tag {
        &self.tags[id.index()]
    }

    /// Returns the type from another crate that `foreign` refers to.
    pub fn foreign(&self, foreign: Foreign) -> &ForeignType {
        &self.foreign[usize::from(foreign.index)]
    }

    /// Returns all types with their ids.
    pub fn types(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.types.iter().enumerate().map(|(i, t)| (TypeId::new(i), t))
    }

    /// Returns all operations with their ids.
    pub fn operations(&self) -> impl Iterator<Item = (OperationId, &Operation)> {
        self.operations.iter().enumerate().map(|(i, o)| (OperationId::new(i), o))
    }

    /// Returns all tags with their ids.
    pub fn tags(&self) -> impl Iterator<Item = (TagId, &Tag)> {
        self.tags.iter().enumerate().map(|(i, t)| (TagId::new(i), t))
    }

    /// Returns the operations with the given tag, in document order.
    pub fn operations_of(&self, tag: TagId) -> impl Iterator<Item = (OperationId, &Operation)> {
        self.operations().filter(move |(_, o)| o.tags.contains(&tag))
    }

    /// Returns the named schemas, in document order.
    pub fn schemas(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.types().filter(|(_, t)| matches!(t.origin, Origin::Schema(_)))
    }

    /// Returns the inline types of `owner`, at any depth, in document order.
    pub fn inline_types_of(&self, owner: TypeId) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.types()
            .filter(move |(_, t)| matches!(t.origin, Origin::Inline { .. }) && self.root_of(t) == Some(owner))
    }

    /// Returns the named schema that contains an inline type; `None` for a type in an operation.
    pub fn root_of(&self, ty: &TypeDef) -> Option<TypeId> {
        let mut origin = &ty.origin;
        loop {
            match origin {
                Origin::Inline { owner, .. } => match &self.ty(*owner).origin {
                    Origin::Schema(_) => return Some(*owner),
                    deeper => origin = deeper,
                },
                _ => return None,
            }
        }
    }

    /// Returns the outermost owner of an inline type, and the steps from the owner to the type. For a named schema,
    /// the owner is the schema itself, and there are no steps.
    pub fn way_to(&self, id: TypeId) -> (Root, Vec<&PathStep>) {
        let mut ways: Vec<&[PathStep]> = Vec::new();
        let mut at = id;
        let root = loop {
            match &self.ty(at).origin {
                Origin::Schema(_) => break Root::Schema(at),
                Origin::Operation { operation, path } => {
                    ways.push(path);
                    break Root::Operation(*operation);
                }
                Origin::Inline { owner, path } => {
                    ways.push(path);
                    at = *owner;
                }
            }
        };
        (root, ways.into_iter().rev().flatten().collect())
    }

    /// Returns the number of steps of [`way_to`](Self::way_to) from the operation to its outermost inline type; 0 for a
    /// type in a named schema.
    pub fn outer_steps(&self, id: TypeId) -> usize {
        let mut origin = &self.ty(id).origin;
        loop {
            match origin {
                Origin::Schema(_) => return 0,
                Origin::Operation { path, .. } => return path.len(),
                Origin::Inline { owner, .. } => origin = &self.ty(*owner).origin,
            }
        }
    }

    /// Follows aliases; returns `ty` itself if it is not an alias.
    pub fn resolved<'a>(&'a self, ty: &'a Type) -> &'a Type {
        self.aliases(ty).last().map_or(ty, |(_, usage)| &usage.ty)
    }

    /// Returns the types that a value can have, following aliases and replacing unions with their variants, at
    /// any depth. Each union is visited once, so the running time is linear in the size of the unions.
    pub fn alternatives<'a>(&'a self, ty: &'a Type) -> Vec<&'a Type> {
        let (mut seen, mut found, mut todo) = (BTreeSet::new(), Vec::new(), vec![ty]);
        while let Some(ty) = todo.pop() {
            let ty = self.resolved(ty);
            match ty {
                Type::Named(id) => match &self.ty(*id).shape {
                    Shape::Union(union) if seen.insert(*id) => {
                        todo.extend(union.variants.iter().rev().map(|variant| &variant.ty));
                    }
                    Shape::Union(_) => {}
                    _ => found.push(ty),
                },
                _ => found.push(ty),
            }
        }
        found
    }

    /// Returns the aliases from `ty` to its resolved type, with their targets; empty if `ty` is not an alias.
    pub fn aliases<'a>(&'a self, ty: &'a Type) -> impl Iterator<Item = (TypeId, &'a Usage)> {
        let mut ty = ty;
        let next = move || match ty {
            Type::Named(id) => match &self.ty(*id).shape {
                Shape::Alias(usage) => {
                    ty = &usage.ty;
                    Some((*id, usage))
                }
                _ => None,
            },
            _ => None,
        };
        // `lower` rejects alias cycles; the bound ensures that emitters terminate even if the model is invalid.
        std::iter::from_fn(next).take(self.types.len())
    }
}

/// The documentation of a node, verbatim from the document (CommonMark).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// `title` or `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
}

impl Docs {
    /// Returns whether there is no documentation.
    pub fn is_empty(&self) -> bool {
        self.summary.is_none() && self.description.is_none()
    }
}

/// A node with a location in the document, for diagnostics and for readers of the model.
pub trait Located {
    /// Returns the JSON pointer to the node in the normalized document.
    fn pointer(&self) -> &Pointer;
}
