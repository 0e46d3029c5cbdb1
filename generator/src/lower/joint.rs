//! Defines the synthetic nodes, each of which represents several schemas of the document, and the data for
//! combining schemas. [`meet`](super::meet) creates the nodes.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::form::Form;
use crate::pointer::Pointer;
use crate::resolve::Node;

/// The synthetic nodes, each of which represents several schemas.
#[derive(Default)]
pub(super) struct Meets<'a> {
    /// The pointers of the nodes, keyed by the pointers of their owner and parts.
    pub(super) known: BTreeMap<(Pointer, Vec<Pointer>), Pointer>,
    /// The parts of the nodes.
    pub(super) parts: BTreeMap<Pointer, Vec<Node<'a>>>,
    /// The total number of parts in all nodes.
    pub(super) size: usize,
    /// The bases of schemas, keyed by the schemas' pointers; they are cached only while their total number is
    /// small.
    pub(super) bases: BTreeMap<Pointer, Rc<BTreeSet<Pointer>>>,
    /// The total number of cached bases.
    pub(super) bases_size: usize,
    /// The nodes whose uses are being lowered. Recursion normally stops at a named type, but a list that
    /// contains itself has no name.
    pub(super) open: Vec<Pointer>,
}

/// A schema with the data needed to compare it with others.
pub(super) struct Known<'a> {
    /// The schema.
    pub(super) node: Node<'a>,
    /// The final target of the schema's references, or the schema itself.
    pub(super) target: Node<'a>,
    /// The form, after following references.
    pub(super) form: Form<'a>,
    /// Whether `null` is allowed.
    pub(super) nullable: bool,
    /// The variants if it is a union, after following references.
    pub(super) alternatives: Vec<(Node<'a>, Form<'a>)>,
    /// The pointers of the schema and of its `allOf` ancestors.
    pub(super) bases: Rc<BTreeSet<Pointer>>,
}

/// The keywords next to an `allOf`.
pub(super) struct Own<'a> {
    /// Whether the schema itself declares or requires properties.
    pub(super) members: bool,
    /// Whether there are several union branches.
    pub(super) choice: bool,
    /// The form that results from the schema's own type, if it has no members.
    pub(super) form: Form<'a>,
}

impl<'a> Meets<'a> {
    /// Returns the parts of a synthetic node, or `None` for a node in the document.
    pub(super) fn parts(&self, at: &Pointer) -> Option<&[Node<'a>]> {
        self.parts.get(at).map(Vec::as_slice)
    }
}
