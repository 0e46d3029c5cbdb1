//! Support for OpenAPI 3.2's additions to the Tag Object (3.2.0, section 4.22).

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use super::external_docs::description;
use crate::diagnostic::Code;
use crate::ir::TagKind;
use crate::resolve::Node;

/// The kinds of tags that mark operations rather than grouping them (OpenAPI registry, "Tag Kinds").
const MARKERS: [&str; 2] = ["badge", "audience"];

impl<'a> Lowering<'a> {
    /// Adds a tag that the document declares.
    pub(super) fn declared_tag(&mut self, name: &str, node: &Node<'a>) {
        let text = |key: &str| self.since_3_2(node, key).and_then(|_| node.text(key));
        let (summary, kind) = (text("summary"), text("kind"));
        let id = self.tag(name, description(node), TagKind::Tag);
        if let Some(tag) = self.api.tags.get_mut(id.index()) {
            tag.marker |= kind.is_some_and(|kind| MARKERS.contains(&kind.as_str()));
            tag.summary = summary;
        }
    }

    /// Reports undeclared parents, and cycles of parents.
    pub(super) fn check_parents(&mut self, declared: &[Node<'a>]) {
        let mut parents: BTreeMap<String, String> = BTreeMap::new();
        for node in declared {
            let Some(parent) = self.since_3_2(node, "parent") else { continue };
            let (name, target) = (node.text("name"), node.text("parent"));
            match target.filter(|target| self.tags.contains_key(target)) {
                Some(target) => parents.extend(name.map(|name| (name, target))),
                None => {
                    self.warn(Code::InvalidTag, &parent.at, "the parent is not a declared tag; it is ignored")
                }
            }
        }
        let mut checked: BTreeSet<String> = BTreeSet::new();
        for node in declared {
            let mut seen = BTreeSet::new();
            let mut next = node.text("name");
            while let Some(name) = next.filter(|name| !checked.contains(name)) {
                if !seen.insert(name.clone()) {
                    let message = format!("tag `{name}` is its own ancestor; the parents are ignored");
                    self.warn(Code::InvalidTag, &node.at.key("parent"), message);
                    break;
                }
                next = parents.get(&name).cloned();
            }
            checked.extend(seen);
        }
    }
}
