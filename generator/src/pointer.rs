//! JSON pointers (RFC 6901): the locations of all nodes in a document, from loading to the last diagnostic.
//!
//! Used by all stages. Pointers do not depend on OpenAPI. They have no lines and columns: `load` computes
//! those on demand.

use std::fmt;

/// The location of a node in a document, such as `/paths/~1users~1{id}/get`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// Returns the pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Appends an object key; `key` is escaped.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + key.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        for c in key.chars() {
            match c {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                c => text.push(c),
            }
        }
        Self(text)
    }

    /// Appends a list index.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// Appends several object keys.
    #[must_use]
    pub fn keys<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> Self {
        keys.into_iter().fold(self.clone(), |at, key| at.key(key))
    }

    /// Parses a pointer; `None` unless it is empty or starts with `/`.
    pub fn parse(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// Returns a `$ref` to this node in the same document. Only `%` is encoded, which suffices for parsing
    /// it.
    pub(crate) fn reference(&self) -> String {
        format!("#{}", self.0.replace('%', "%25"))
    }

    /// Returns the pointer as a string, escaped as RFC 6901 requires.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the steps from the root, unescaped.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = String> + '_ {
        // The part before the first `/` is empty and not a step; the root has no `/`.
        let steps = self.0.strip_prefix('/').map(|rest| rest.split('/'));
        steps.into_iter().flatten().map(|step| step.replace("~1", "/").replace("~0", "~"))
    }

    /// Returns the last step, unescaped; `None` for the root.
    pub fn last(&self) -> Option<String> {
        self.segments().next_back()
    }

    /// Returns the pointer to the parent; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('/').map(|(parent, _)| Self(parent.to_owned()))
    }

    /// Replaces the prefix `from` with `to`; returns the pointer unchanged if it is not at or below `from`.
    #[must_use]
    pub fn rebased(&self, from: &Self, to: &Self) -> Self {
        if !from.contains(self) {
            return self.clone();
        }
        Self(format!("{}{}", to.0, self.0.strip_prefix(&from.0).unwrap_or_default()))
    }

    /// Returns whether `other` is this node or one of its descendants.
    pub fn contains(&self, other: &Self) -> bool {
        other.0.strip_prefix(&self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Decodes percent-encoding (RFC 3986, section 2.1); `None` if the result is not UTF-8.
pub(crate) fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let encoded = (first == b'%').then(|| tail.get(..2)).flatten();
        let byte = encoded.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8(bytes).ok()
}

/// The path to a node during a walk, without allocations; a pointer is built from it only for a finding.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way<'a> {
    /// The whole document.
    Root,
    /// The node at this location.
    At(&'a Pointer),
    /// The member of this name.
    Key(&'a Way<'a>, &'a str),
    /// The element with this index.
    Index(&'a Way<'a>, usize),
}

impl Way<'_> {
    /// Returns the pointer to the node.
    pub(crate) fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::At(pointer) => (*pointer).clone(),
            Self::Key(parent, key) => parent.pointer().key(key),
            Self::Index(parent, index) => parent.pointer().index(*index),
        }
    }

    /// Returns the pointer to the member `key` of the node.
    pub(crate) fn key(&self, key: &str) -> Pointer {
        self.pointer().key(key)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "/" } else { &self.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_escaped_and_unescaped() {
        let at = Pointer::root().key("paths").key("/a~b/{id}").index(3);
        assert_eq!(at.as_str(), "/paths/~1a~0b~1{id}/3");
        assert_eq!(at.segments().collect::<Vec<_>>(), ["paths", "/a~b/{id}", "3"]);
        assert_eq!(at.last().as_deref(), Some("3"));
    }

    #[test]
    fn a_sibling_with_a_common_prefix_is_not_below() {
        let at = Pointer::root().key("a");
        assert!(at.contains(&at));
        assert!(at.contains(&at.key("b")));
        assert!(!at.contains(&Pointer::root().key("ab")));
    }
}
