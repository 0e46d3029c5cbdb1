//! Joint nodes: synthetic nodes that each represent several schemas of the document.
//! [`meet`](super::meet) creates them.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::form::Form;
use crate::pointer::Pointer;
use crate::resolve::Node;

/// The synthetic nodes.
#[derive(Default)]
pub(super) struct Meets<'a> {
    /// The pointers of the nodes, by the pointers of their owner and parts.
    pub(super) known: BTreeMap<(Pointer, Vec<Pointer>), Pointer>,
    /// The parts of the nodes.
    pub(super) parts: BTreeMap<Pointer, Vec<Node<'a>>>,
    /// The total number of parts.
    pub(super) size: usize,
    /// The bases of schemas, by the schemas' pointers; only kept while their total number is small.
    pub(super) bases: BTreeMap<Pointer, Rc<BTreeSet<Pointer>>>,
    /// The total number of these bases.
    pub(super) bases_size: usize,
    /// The nodes whose usage is being lowered; they are needed because a list of itself has no name
    /// at which to stop.
    pub(super) open: Vec<Pointer>,
}

/// A schema with its properties for comparison.
pub(super) struct Known<'a> {
    /// The schema.
    pub(super) node: Node<'a>,
    /// The final target.
    pub(super) target: Node<'a>,
    /// The form, after following references.
    pub(super) form: Form<'a>,
    /// Whether `null` is allowed.
    pub(super) nullable: bool,
    /// The variants if it is a union, after following references.
    pub(super) alternatives: Vec<(Node<'a>, Form<'a>)>,
    /// The pointers of its `allOf` ancestors, and its own pointer.
    pub(super) bases: Rc<BTreeSet<Pointer>>,
}

impl<'a> Meets<'a> {
    /// Returns the parts of a synthetic node; `None` for a node of the document.
    pub(super) fn parts(&self, at: &Pointer) -> Option<&[Node<'a>]> {
        self.parts.get(at).map(Vec::as_slice)
    }
}
