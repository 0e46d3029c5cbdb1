//! Maps a member name to its index in the record, without allocation.

// This module must not depend on the types of fields.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Visitor};

use super::shape::Record;

/// A seed that decodes a member name to its index in [`Layout::fields`](super::Layout::fields), or to the number of
/// fields for any other name.
pub(super) struct KeySeed<'a, R> {
    expected: usize,
    other: &'a mut String,
    record: PhantomData<R>,
}

impl<'a, R> KeySeed<'a, R> {
    /// Creates a seed that tries `expected` first. If the record preserves additional members, `other`
    /// receives the name of an additional member.
    #[inline]
    pub(super) fn new(expected: usize, other: &'a mut String) -> Self {
        Self { expected, other, record: PhantomData }
    }
}

impl<'de, R: Record> DeserializeSeed<'de> for KeySeed<'_, R> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<R: Record> Visitor<'_> for KeySeed<'_, R> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the name of a member of {}", R::LAYOUT.name)
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<usize, E> {
        if R::LAYOUT.fields.get(self.expected).is_some_and(|field| names_equal(field, name)) {
            return Ok(self.expected);
        }
        let index = search(R::LAYOUT.fields, self.expected, name);
        if R::KEEPS_OTHERS && index == R::LAYOUT.fields.len() {
            self.other.clear();
            self.other.push_str(name);
        }
        Ok(index)
    }
}

/// Returns whether two names are equal. For short names, this is faster than a call to `memcmp`.
#[inline]
fn names_equal(a: &str, b: &str) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let (a, a_rest) = a.as_bytes().as_chunks::<8>();
    let (b, b_rest) = b.as_bytes().as_chunks::<8>();
    a.iter().zip(b).all(|(a, b)| u64::from_ne_bytes(*a) == u64::from_ne_bytes(*b))
        && a_rest.iter().zip(b_rest).all(|(a, b)| a == b)
}

/// Returns the index of a name, searching from `start` and wrapping around, or the number of fields if it is
/// absent.
#[inline(never)]
fn search(fields: &[&str], start: usize, name: &str) -> usize {
    let (before, after) = fields.split_at(start.min(fields.len()));
    if let Some(index) = after.iter().position(|field| names_equal(field, name)) {
        return start + index;
    }
    before.iter().position(|field| names_equal(field, name)).unwrap_or(fields.len())
}

/// The set of decoded members. It does not allocate for up to 128 fields.
pub(super) struct Seen {
    first: [u64; 2],
    rest: Vec<u64>,
}

impl Seen {
    #[inline]
    pub(super) fn new(fields: usize) -> Self {
        Self { first: [0; 2], rest: vec![0; fields.div_ceil(64).saturating_sub(2)] }
    }

    /// Adds a member. Returns `false` if it was already present.
    #[inline]
    pub(super) fn insert(&mut self, index: usize) -> bool {
        let word = index / 64;
        let bit = 1 << (index % 64);
        let Some(bits) = self.first.get_mut(word).or_else(|| self.rest.get_mut(word.wrapping_sub(2))) else {
            return false;
        };
        let new = *bits & bit == 0;
        *bits |= bit;
        new
    }

    /// Returns whether a member is present.
    #[inline]
    pub(super) fn contains(&self, index: usize) -> bool {
        let word = index / 64;
        let bits = self.first.get(word).or_else(|| self.rest.get(word.wrapping_sub(2)));
        bits.is_some_and(|bits| bits & (1 << (index % 64)) != 0)
    }
}
