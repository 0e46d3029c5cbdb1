//! Defines [`Pointer`], a JSON pointer (RFC 6901). Pointers identify the nodes of a document, from loading to
//! the last diagnostic.
//!
//! Used by all stages. Pointers do not depend on OpenAPI. They do not contain lines or columns, which `load`
//! computes on demand.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use serde_json::Value;

/// The length, in bytes, above which descendants share a pointer instead of copying it. Copies for thousands
/// of nodes under a path of 100 KB would use too much memory. Shorter pointers are copied, because one string
/// is faster to compare and to read.
const SHARED: usize = 512;

/// The number of characters to print from the start of a long pointer, and from its end. Pointers in real
/// documents are shorter; thousands of findings under a path of 100 KB would otherwise fill the disk.
const LISTED: usize = 1_024;

/// The location of a node in a document, such as `/paths/~1users~1{id}/get`.
#[derive(Clone, Debug, Default)]
pub struct Pointer {
    /// The start of a long pointer, which other pointers share. It is not empty, and `text` continues it.
    base: Option<Arc<Pointer>>,
    /// The steps after `base`, each preceded by `/`.
    text: Arc<str>,
}

impl Pointer {
    /// Returns the pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Appends an object key; `key` is escaped.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.step(&escaped(key))
    }

    /// Appends an array index.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.step(&index.to_string())
    }

    /// Appends a step that is already escaped.
    fn step(&self, escaped: &str) -> Self {
        let (base, start) = match self.text.len() > SHARED {
            true => (Some(Arc::new(self.clone())), ""),
            false => (self.base.clone(), &*self.text),
        };
        let mut text = String::with_capacity(start.len() + 1 + escaped.len());
        text.push_str(start);
        text.push('/');
        text.push_str(escaped);
        Self { base, text: text.into() }
    }

    /// Appends several object keys.
    #[must_use]
    pub fn keys<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> Self {
        keys.into_iter().fold(self.clone(), |at, key| at.key(key))
    }

    /// Parses a pointer, and escapes its steps as [`key`](Self::key) does, so that different spellings of a
    /// location are equal. Returns `None` unless the text is empty or starts with `/`.
    pub fn parse_any(text: &str) -> Option<Self> {
        let parsed = Self::parse(text)?;
        if text.len() <= SHARED && !text.contains('~') {
            return Some(parsed);
        }
        Some(parsed.segments().fold(Self::root(), |at, step| at.key(&step)))
    }

    /// Parses a pointer; `None` unless it is empty or starts with `/`.
    pub fn parse(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self { base: None, text: text.into() })
    }

    /// Returns a `$ref` to this node in the same document. Only `%` is encoded, which is sufficient for
    /// parsing the reference again.
    pub(crate) fn reference(&self) -> String {
        format!("#{}", self.text().replace('%', "%25"))
    }

    /// Returns the pointer as a string, escaped as RFC 6901 requires.
    pub fn text(&self) -> Cow<'_, str> {
        match &self.base {
            None => Cow::Borrowed(&self.text),
            Some(_) => Cow::Owned(self.chunks().concat()),
        }
    }

    /// Returns the pointer for output that lists many pointers. This is its [`text`](Self::text) or, if it is
    /// long, the first and last 1,024 characters with ` ... ` in between.
    pub fn listed(&self) -> Cow<'_, str> {
        let chunks = self.chunks();
        if chunks.iter().map(|chunk| chunk.chars().count()).sum::<usize>() <= 2 * LISTED {
            return self.text();
        }
        let start = chunks.iter().flat_map(|chunk| chunk.chars()).take(LISTED);
        let end = chunks.iter().rev().flat_map(|chunk| chunk.chars().rev()).take(LISTED);
        let end: Vec<char> = end.collect();
        Cow::Owned(start.chain(" ... ".chars()).chain(end.into_iter().rev()).collect())
    }

    /// Returns the node in a tree at this location.
    pub fn find<'v>(&self, tree: &'v Value) -> Option<&'v Value> {
        match &self.base {
            None => below(tree, &self.text),
            Some(_) => self.chunks().into_iter().try_fold(tree, below),
        }
    }

    /// Returns a mutable reference to the node in a tree at this location.
    pub fn find_mut<'v>(&self, tree: &'v mut Value) -> Option<&'v mut Value> {
        self.chunks().into_iter().try_fold(tree, |node, chunk| node.pointer_mut(chunk))
    }

    /// Returns the shared and unshared parts of the string, starting from the root.
    fn chunks(&self) -> Vec<&str> {
        let mut chunks: Vec<&str> =
            std::iter::successors(Some(self), |at| at.base.as_deref()).map(|at| &*at.text).collect();
        chunks.reverse();
        chunks
    }

    /// Returns the steps from the root, unescaped.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = String> + '_ {
        self.escaped_segments().map(|step| unescaped(step).into_owned())
    }

    /// Returns the steps from the root, still [`escaped`].
    pub(crate) fn escaped_segments(&self) -> impl DoubleEndedIterator<Item = &str> + '_ {
        // The part before the first `/` is empty and not a step; the root has no `/`.
        let chunks = self.chunks().into_iter().filter_map(|chunk| chunk.strip_prefix('/'));
        chunks.flat_map(|rest| rest.split('/'))
    }

    /// Returns the last step, unescaped; `None` for the root.
    pub fn last(&self) -> Option<String> {
        self.segments().next_back()
    }

    /// Returns the pointer to the parent; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.text.rsplit_once('/')?;
        match &self.base {
            Some(base) if parent.is_empty() => Some(base.as_ref().clone()),
            base => Some(Self { base: base.clone(), text: parent.into() }),
        }
    }

    /// Replaces the prefix `from` with `to`; returns the pointer unchanged if it is not at or under `from`.
    #[must_use]
    pub fn rebased(&self, from: &Self, to: &Self) -> Self {
        let text = self.text();
        match text.strip_prefix(&*from.text()) {
            Some(rest) if is_end(rest) => rest.split('/').skip(1).fold(to.clone(), |at, step| at.step(step)),
            _ => self.clone(),
        }
    }

    /// Returns whether `other` is this node or one of its descendants.
    pub fn contains(&self, other: &Self) -> bool {
        if self.shares_base(other) {
            return other.text.strip_prefix(&*self.text).is_some_and(is_end);
        }
        other.text().strip_prefix(&*self.text()).is_some_and(is_end)
    }

    /// Returns whether both pointers share the same `base`. Returns `false` if the bases could only be
    /// compared as strings.
    fn shares_base(&self, other: &Self) -> bool {
        match (&self.base, &other.base) {
            (None, None) => true,
            (Some(one), Some(other)) => {
                Arc::ptr_eq(one, other) || (Arc::ptr_eq(&one.text, &other.text) && one.shares_base(other))
            }
            _ => false,
        }
    }
}

/// Returns the node to which the given steps lead. Allocates memory only if a step is escaped.
fn below<'v>(tree: &'v Value, steps: &str) -> Option<&'v Value> {
    let mut steps = steps.split('/');
    // The part before the first `/` is empty.
    steps.next();
    steps.try_fold(tree, |node, step| match node {
        Value::Object(members) => members.get(&*unescaped(step)),
        // `+1` and `01` are not indices (RFC 6901, section 4).
        Value::Array(items) if !step.starts_with('+') && (step == "0" || !step.starts_with('0')) => {
            items.get(step.parse::<usize>().ok()?)
        }
        _ => None,
    })
}

/// Returns an object key as a pointer step, in which `~` becomes `~0`, and `/` becomes `~1` (RFC 6901, section
/// 3).
pub(crate) fn escaped(key: &str) -> Cow<'_, str> {
    if key.contains(['~', '/']) {
        Cow::Owned(key.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(key)
    }
}

/// Decodes `~1` and `~0` (RFC 6901, section 4) in one pass, because a path of 100 KB has thousands of them.
fn unescaped(step: &str) -> Cow<'_, str> {
    let Some((start, mut rest)) = step.split_once('~') else { return Cow::Borrowed(step) };
    let mut text = String::with_capacity(step.len());
    text.push_str(start);
    loop {
        let (c, after) = match (rest.strip_prefix('1'), rest.strip_prefix('0')) {
            (Some(after), _) => ('/', after),
            (_, Some(after)) => ('~', after),
            (None, None) => ('~', rest),
        };
        text.push(c);
        let Some((between, next)) = after.split_once('~') else {
            text.push_str(after);
            return Cow::Owned(text);
        };
        text.push_str(between);
        rest = next;
    }
}

/// Returns whether the rest of a pointer starts after a complete step.
fn is_end(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('/')
}

/// Compares the pointers as strings, regardless of which parts they share.
impl Ord for Pointer {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.shares_base(other) {
            return self.text.cmp(&other.text);
        }
        let (one, other) = (self.chunks(), other.chunks());
        let (mut one, mut other) = (one.into_iter(), other.into_iter());
        let (mut left, mut right) = (&b""[..], &b""[..]);
        loop {
            if left.is_empty() {
                left = one.find(|chunk| !chunk.is_empty()).map(str::as_bytes).unwrap_or_default();
            }
            if right.is_empty() {
                right = other.find(|chunk| !chunk.is_empty()).map(str::as_bytes).unwrap_or_default();
            }
            let length = left.len().min(right.len());
            if length == 0 {
                return left.len().cmp(&right.len());
            }
            let ((x, after), (y, rest)) = (left.split_at(length), right.split_at(length));
            // Shared chunks are equal, so they are not compared.
            let order = if std::ptr::eq(x, y) { Ordering::Equal } else { x.cmp(y) };
            if order.is_ne() {
                return order;
            }
            (left, right) = (after, rest);
        }
    }
}

impl PartialOrd for Pointer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Pointer {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Pointer {}

/// Decodes percent-encoding (RFC 3986, section 2.1); `None` if the result is not UTF-8.
pub(crate) fn decoded(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let encoded = (first == b'%').then(|| tail.get(..2)).flatten();
        let byte = encoded.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// The path to a node during a walk, without allocations. A pointer is built from it only for a finding.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way<'a> {
    /// The whole document.
    Root,
    /// The node at this location.
    At(&'a Pointer),
    /// The member with this name.
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

    /// Returns the pointer to the node's member `key`.
    pub(crate) fn key(&self, key: &str) -> Pointer {
        self.pointer().key(key)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.text.is_empty() {
            f.write_str("/")
        } else {
            self.chunks().into_iter().try_for_each(|chunk| f.write_str(chunk))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_escaped_and_unescaped() {
        let at = Pointer::root().key("paths").key("/a~b/{id}").index(3);
        assert_eq!(at.text(), "/paths/~1a~0b~1{id}/3");
        assert_eq!(at.segments().collect::<Vec<_>>(), ["paths", "/a~b/{id}", "3"]);
        assert_eq!(at.last().as_deref(), Some("3"));
    }

    #[test]
    fn long_pointers_behave_like_their_strings() {
        let long = Pointer::root().key("paths").key(&"/a~b".repeat(400));
        let all: Vec<Pointer> = [
            &Pointer::root(),
            &long.parent().unwrap_or_default(),
            &long,
            &Pointer::root().key("paths").key("/"),
        ]
        .into_iter()
        .flat_map(|at| {
            [
                at.clone(),
                at.key("b"),
                at.key("b").index(1),
                at.key("a/b").key(&"c".repeat(600)).key("d"),
                at.index(0),
            ]
        })
        .collect();
        let whole = |at: &Pointer| Pointer::parse(&at.text()).unwrap_or_default();
        for one in &all {
            assert_eq!((one, one.to_string()), (&whole(one), whole(one).to_string()));
            assert_eq!(
                one.segments().rev().collect::<Vec<_>>(),
                whole(one).segments().rev().collect::<Vec<_>>()
            );
            assert_eq!((one.parent(), one.last()), (whole(one).parent(), whole(one).last()));
            for other in &all {
                let (x, y) = (whole(one), whole(other));
                assert_eq!((one.cmp(other), one == other), (x.text().cmp(&y.text()), x.text() == y.text()));
                assert_eq!(
                    (one.cmp(&y), *one == y, one.contains(&y)),
                    (one.cmp(other), one == other, one.contains(other))
                );
                assert_eq!(one.contains(other), x.contains(&y));
                assert_eq!(other.rebased(one, &long), y.rebased(&x, &long));
            }
        }
        // The pointers below share their start, which is stored once.
        let below = |name: &str| long.key("get").key(name);
        assert!(below("a").shares_base(&below("b")) && below("a").text.len() < 10);
    }

    #[test]
    fn escapes_are_decoded_from_left_to_right() {
        for (escaped, plain) in [("a", "a"), ("~01", "~1"), ("~1~0~1", "/~/"), ("~", "~"), ("a~~2b", "a~~2b")]
        {
            assert_eq!(unescaped(escaped), plain);
        }
    }

    #[test]
    fn the_middle_of_a_long_pointer_is_not_listed() {
        let short = Pointer::root().key("paths").key("/a");
        assert_eq!(short.listed(), short.text());
        let long = Pointer::root().key("paths").key(&"ü".repeat(3_000)).key("get").index(7);
        let listed = long.listed().into_owned();
        assert_eq!(listed.chars().count(), 2 * 1_024 + 5);
        assert!(listed.starts_with("/paths/ü") && listed.contains("ü ... ü") && listed.ends_with("ü/get/7"));
    }

    #[test]
    fn a_node_is_found_by_a_pointer_of_any_length() {
        let key = "/a~b".repeat(400);
        let mut tree = serde_json::json!({ &key: { "b": [1, 2] } });
        let at = Pointer::root().key(&key).key("b").index(1);
        assert_eq!(at.find(&tree), Some(&2.into()));
        assert_eq!(at.find_mut(&mut tree).map(|node| node.take()), Some(2.into()));
        assert_eq!(at.key("c").find(&tree), None);
    }

    #[test]
    fn a_sibling_with_a_common_prefix_is_not_below() {
        let at = Pointer::root().key("a");
        assert!(at.contains(&at));
        assert!(at.contains(&at.key("b")));
        assert!(!at.contains(&Pointer::root().key("ab")));
    }
}
