//! Support for OpenAPI 3.2's additions to the Media Type Object (3.2.0, section 4.14).

use super::Lowering;
use crate::normalise::Dialect;
use crate::resolve::Node;

impl<'a> Lowering<'a> {
    /// Returns an entry of a `content` map or, since OpenAPI 3.2, the target of the entry if it is a
    /// reference. An unresolved reference has already been reported; the entry then has no schema.
    pub(super) fn media_type(&self, node: Node<'a>) -> Node<'a> {
        if self.dialect < Dialect::OpenApi32 {
            return node;
        }
        self.document.follow(&node).unwrap_or(node)
    }
}
