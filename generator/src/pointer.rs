//! JSON pointers (RFC 6901): the address of every node of a document, from loading to the last diagnostic.
//!
//! Used by all stages. A pointer knows nothing of OpenAPI, and nothing of lines and columns: `load` maps it to those on demand.

use std::fmt;

/// The address of a node in the document, such as `/paths/~1users~1{id}/get`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The address of the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// The address of the member `key` of the object here; `key` is escaped.
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

    /// The address of the element `index` of the list here.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The address of several members below this one.
    #[must_use]
    pub fn keys<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> Self {
        keys.into_iter().fold(self.clone(), |at, key| at.key(key))
    }

    /// Reads a pointer from its text; `None` unless it is empty or starts with `/`.
    pub fn parse(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// The reference to this node within its document: a fragment in which nothing but `%` has to be encoded to be read back.
    pub(crate) fn reference(&self) -> String {
        format!("#{}", self.0.replace('%', "%25"))
    }

    /// The text of the pointer, escaped as RFC 6901 has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The steps from the root, unescaped.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = String> + '_ {
        // What is left of the first `/` is empty, and no step; the root has no `/` at all.
        let steps = self.0.strip_prefix('/').map(|rest| rest.split('/'));
        steps.into_iter().flatten().map(|step| step.replace("~1", "/").replace("~0", "~"))
    }

    /// The last step, unescaped; `None` for the root.
    pub fn last(&self) -> Option<String> {
        self.segments().next_back()
    }

    /// The address of the node around this one; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('/').map(|(parent, _)| Self(parent.to_owned()))
    }

    /// The same node where `from` is called `to`; itself if it does not lie there.
    #[must_use]
    pub fn rebased(&self, from: &Self, to: &Self) -> Self {
        if !from.contains(self) {
            return self.clone();
        }
        Self(format!("{}{}", to.0, self.0.strip_prefix(&from.0).unwrap_or_default()))
    }

    /// Whether `other` is this node or lies below it.
    pub fn contains(&self, other: &Self) -> bool {
        other.0.strip_prefix(&self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Undoes percent-encoding (RFC 3986, section 2.1); `None` if that does not give text.
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

/// The way to a node while a tree is walked. It costs nothing; a pointer is made of it only where something is to be said.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way<'a> {
    /// The whole document.
    Root,
    /// What stands at this address.
    At(&'a Pointer),
    /// The member of this name.
    Key(&'a Way<'a>, &'a str),
    /// The element at this place.
    Index(&'a Way<'a>, usize),
}

impl Way<'_> {
    /// The address of the node.
    pub(crate) fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::At(pointer) => (*pointer).clone(),
            Self::Key(parent, key) => parent.pointer().key(key),
            Self::Index(parent, index) => parent.pointer().index(*index),
        }
    }

    /// The address of the member `key` of the node.
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
    fn steps_are_escaped_and_read_back() {
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
