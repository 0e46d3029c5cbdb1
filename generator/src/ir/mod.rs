//! The intermediate model: what an API is, without a trace of how the document spells it or how Rust will.
//!
//! `lower` builds it, `analyse` and `name` read it into side tables, the emitters read all three. It knows no
//! `openapiv3` type, no Rust identifier and no token. Names are verbatim those of the document; every node carries
//! the JSON pointer it came from. Types live in one flat arena and refer to each other by [`TypeId`], so cycles are plain ids.

mod dump;
mod media_type;
mod operation;
mod service;
mod types;

pub use dump::dump;
pub use operation::{
    Body, Content, ContentKind, Encoding, Header, LeftOut, Location, Method, Operation, OperationId, Param,
    PathPart, PathTemplate, Permissions, Response, Status, Style,
};
pub use service::{Flow, SecurityKind, SecurityScheme, Server, ServerVariable, Tag, TagId};
pub use types::{
    Alternative, Enumeration, Extra, Field, Fixed, Literal, Origin, Root, Scalar, Shape, Step, Struct, Type,
    TypeDef, TypeId, Union, Usage, Value, Variant, plain,
};

use crate::pointer::Pointer;

/// A whole API.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`, CommonMark.
    pub description: Option<String>,
    /// The servers, in document order; at least one (OpenAPI 3.0 gives `/` where none is named).
    pub servers: Vec<Server>,
    /// The tags: those that the document lists, then others in the order of their first use.
    pub tags: Vec<Tag>,
    /// The operations, in document order; [`OperationId`] is an index here.
    pub operations: Vec<Operation>,
    /// The operations that cannot be called rightly, in document order: they are not among [`operations`](Self::operations).
    pub left_out: Vec<LeftOut>,
    /// All types, named schemas first, in document order; [`TypeId`] is an index here.
    pub types: Vec<TypeDef>,
    /// The security schemes, in document order.
    pub security_schemes: Vec<SecurityScheme>,
    /// Whether the document says of any operation, or of all, which of them it needs.
    pub says_security: bool,
}

impl Api {
    /// The type behind an id.
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.index()]
    }

    /// The operation behind an id.
    pub fn operation(&self, id: OperationId) -> &Operation {
        &self.operations[id.index()]
    }

    /// The tag behind an id.
    pub fn tag(&self, id: TagId) -> &Tag {
        &self.tags[id.index()]
    }

    /// All types with their ids.
    pub fn types(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.types.iter().enumerate().map(|(i, t)| (TypeId::new(i), t))
    }

    /// All operations with their ids.
    pub fn operations(&self) -> impl Iterator<Item = (OperationId, &Operation)> {
        self.operations.iter().enumerate().map(|(i, o)| (OperationId::new(i), o))
    }

    /// All tags with their ids.
    pub fn tags(&self) -> impl Iterator<Item = (TagId, &Tag)> {
        self.tags.iter().enumerate().map(|(i, t)| (TagId::new(i), t))
    }

    /// The operations that bear a tag, in document order.
    pub fn operations_of(&self, tag: TagId) -> impl Iterator<Item = (OperationId, &Operation)> {
        self.operations().filter(move |(_, o)| o.tags.contains(&tag))
    }

    /// The named schemas, in document order.
    pub fn schemas(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.types().filter(|(_, t)| matches!(t.origin, Origin::Schema(_)))
    }

    /// The types written out inside `owner` (its inline enums and objects), at any depth, in document order.
    pub fn inline_types_of(&self, owner: TypeId) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.types()
            .filter(move |(_, t)| matches!(t.origin, Origin::Inline { .. }) && self.root_of(t) == Some(owner))
    }

    /// The named schema that a type is written out in; `None` for a type written out in an operation.
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

    /// What a type is written out in at last, and the steps from there to it; none for a named schema.
    pub fn way_to(&self, id: TypeId) -> (Root, Vec<&str>) {
        let mut ways: Vec<&[String]> = Vec::new();
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
        (root, ways.into_iter().rev().flatten().map(String::as_str).collect())
    }

    /// How many of the steps of [`way_to`](Self::way_to) lead through the operation, to a schema that is written out in it.
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

    /// Follows aliases until something that is not one; `ty` itself if it names no alias.
    pub fn resolved<'a>(&'a self, ty: &'a Type) -> &'a Type {
        let mut ty = ty;
        // `lower` refuses a cycle of aliases; the bound keeps even a wrong model from hanging an emitter.
        for _ in 0..=self.types.len() {
            match ty {
                Type::Named(id) => match &self.ty(*id).shape {
                    Shape::Alias(usage) => ty = &usage.ty,
                    _ => return ty,
                },
                _ => return ty,
            }
        }
        ty
    }
}

/// The texts of a node, as the document has them (CommonMark).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// `title` or `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
}

impl Docs {
    /// Whether the document says nothing.
    pub fn is_empty(&self) -> bool {
        self.summary.is_none() && self.description.is_none()
    }
}

/// Where a node stands in the document, for diagnostics and for the reader of the model.
pub trait Located {
    /// The JSON pointer of the node in the normalised document.
    fn pointer(&self) -> &Pointer;
}
