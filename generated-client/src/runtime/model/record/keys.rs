//! From the name of a member to its position in the record, without an allocation.
//!
//! Part of `record!`. It must not know what the fields hold.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Visitor};

use super::shape::Record;

/// Reads the name of a member as its position in [`Record::FIELDS`]; the number of fields if none has the name.
pub(super) struct KeySeed<'a, R> {
    expected: usize,
    other: &'a mut String,
    record: PhantomData<R>,
}

impl<'a, R> KeySeed<'a, R> {
    /// `expected` is tried first; `other` receives a name that no field has, if the record keeps such members.
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
        write!(f, "the name of a member of {}", R::NAME)
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<usize, E> {
        if R::FIELDS.get(self.expected).is_some_and(|field| same(field, name)) {
            return Ok(self.expected);
        }
        let index = search(R::FIELDS, self.expected, name);
        if R::KEEPS_OTHERS && index == R::FIELDS.len() {
            self.other.clear();
            self.other.push_str(name);
        }
        Ok(index)
    }
}

/// Whether two names are equal. They are short: a call of the C library's comparison costs more than it saves.
#[inline]
fn same(a: &str, b: &str) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let (a, a_rest) = a.as_bytes().as_chunks::<8>();
    let (b, b_rest) = b.as_bytes().as_chunks::<8>();
    a.iter().zip(b).all(|(a, b)| u64::from_ne_bytes(*a) == u64::from_ne_bytes(*b))
        && a_rest.iter().zip(b_rest).all(|(a, b)| a == b)
}

/// The position of a name, looked for from `start` on and around; the number of fields if it is not there.
#[inline(never)]
fn search(fields: &[&str], start: usize, name: &str) -> usize {
    let (before, after) = fields.split_at(start.min(fields.len()));
    if let Some(index) = after.iter().position(|field| same(field, name)) {
        return start + index;
    }
    before.iter().position(|field| same(field, name)).unwrap_or(fields.len())
}

/// Which members have come. The usual record needs no allocation.
pub(super) struct Seen {
    first: [u64; 2],
    rest: Vec<u64>,
}

impl Seen {
    #[inline]
    pub(super) fn new(fields: usize) -> Self {
        Self { first: [0; 2], rest: vec![0; fields.div_ceil(64).saturating_sub(2)] }
    }

    /// Notes a member; `false` if it had come before.
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

    /// Whether a member has come.
    #[inline]
    pub(super) fn contains(&self, index: usize) -> bool {
        let word = index / 64;
        let bits = self.first.get(word).or_else(|| self.rest.get(word.wrapping_sub(2)));
        bits.is_some_and(|bits| bits & (1 << (index % 64)) != 0)
    }
}
