//! `Member` for options, boxes, lists and maps. Their contents are also decoded by `Member`.

// In lenient mode, an invalid item of a list or map is omitted (see `repair`). Placeholders are created in functions
// that return before their contents are decoded, so that they are not on the stack during decoding.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::super::nullable::Nullable;
use super::{Member, Replace};
use crate::runtime::json::repair;

/// The maximum number of bytes that a list reserves based on its declared length.
const MAX_RESERVED: usize = 1 << 20;

impl<T: Member> Member for Option<T> {
    type Decoding = Replace;

    fn blank() -> Self {
        None
    }

    #[inline]
    fn read_in_place<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(Optional(self, PhantomData))
    }
}

impl<T: Member> Member for Nullable<T> {
    type Decoding = Replace;

    fn blank() -> Self {
        Self::Absent
    }

    #[inline]
    fn read_in_place<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(Optional(self, PhantomData))
    }
}

impl<T: Member> Member for Box<T> {
    type Decoding = Replace;

    fn blank() -> Self {
        Self::new(T::blank())
    }

    #[inline]
    fn read_in_place<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        (**self).read_in_place(deserializer)
    }
}

impl<T: Member> Member for Vec<T> {
    type Decoding = Replace;

    fn blank() -> Self {
        Self::new()
    }

    #[inline]
    fn read_in_place<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(List(self))
    }
}

impl<T: Member> Member for BTreeMap<String, T> {
    type Decoding = Replace;

    fn blank() -> Self {
        Self::new()
    }

    #[inline]
    fn read_in_place<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(Members(self))
    }
}

/// A slot for a value or null.
trait Slot<T> {
    fn set_null(&mut self);
    /// Stores a placeholder for the value and returns it.
    fn set_blank(&mut self) -> Option<&mut T>;
}

impl<T: Member> Slot<T> for Option<T> {
    #[inline]
    fn set_null(&mut self) {
        *self = None;
    }

    #[inline]
    fn set_blank(&mut self) -> Option<&mut T> {
        *self = Some(T::blank());
        self.as_mut()
    }
}

impl<T: Member> Slot<T> for Nullable<T> {
    #[inline]
    fn set_null(&mut self) {
        *self = Self::Null;
    }

    #[inline]
    fn set_blank(&mut self) -> Option<&mut T> {
        *self = Self::Value(T::blank());
        self.as_option_mut()
    }
}

struct Optional<'a, S, T>(&'a mut S, PhantomData<T>);

impl<'de, T: Member, S: Slot<T>> Visitor<'de> for Optional<'_, S, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    #[inline]
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.0.set_null();
        Ok(())
    }

    #[inline]
    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.0.set_null();
        Ok(())
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.0.set_blank() {
            Some(value) => value.read_in_place(deserializer),
            None => Ok(()),
        }
    }
}

/// Appends a value to a list.
struct Push<'a, T>(&'a mut Vec<T>);

impl<'de, T: Member> DeserializeSeed<'de> for Push<'_, T> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        push_blank(self.0);
        let Some(item) = self.0.last_mut() else { return Ok(()) };
        let outcome = item.read_in_place(deserializer);
        if outcome.is_err() {
            self.0.pop();
        }
        outcome
    }
}

#[inline]
fn push_blank<T: Member>(items: &mut Vec<T>) {
    items.push(T::blank());
}

struct List<'a, T>(&'a mut Vec<T>);

impl<'de, T: Member> Visitor<'de> for List<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let declared = access.size_hint().unwrap_or(0);
        self.0.reserve_exact(declared.min(MAX_RESERVED / size_of::<T>().max(1)));
        loop {
            match access.next_element_seed(Push(self.0)) {
                Ok(Some(())) => {}
                Ok(None) => return Ok(()),
                Err(error) => repair::omit(error)?,
            }
        }
    }
}

struct Members<'a, T>(&'a mut BTreeMap<String, T>);

impl<'de, T: Member> Visitor<'de> for Members<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        // Holds a single value. Unlike a list, a map cannot drop its latest value after an error.
        let mut slot = Vec::new();
        while let Some(name) = access.next_key::<String>()? {
            match access.next_value_seed(Push(&mut slot)) {
                Ok(()) => insert_last(self.0, name, &mut slot),
                Err(error) => repair::omit(error)?,
            }
        }
        Ok(())
    }
}

#[inline]
fn insert_last<T>(members: &mut BTreeMap<String, T>, name: String, slot: &mut Vec<T>) {
    if let Some(value) = slot.pop() {
        members.insert(name, value);
    }
}
