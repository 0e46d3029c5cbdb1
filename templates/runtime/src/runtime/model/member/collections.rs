//! `Member` for options, boxes, lists and maps, whose contents are decoded by `Member`, too.

// In lenient mode, an invalid item of a list or map is omitted (see `repair`).

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::super::nullable::Nullable;
use super::{Member, Seed};
use crate::runtime::json::repair;

/// The maximum number of bytes that a list reserves based on its declared length.
const MAX_RESERVED: usize = 1 << 20;

impl<T: Member> Member for Option<T> {
    fn blank() -> Self {
        None
    }

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(Optional(PhantomData))
    }
}

impl<T: Member> Member for Nullable<T> {
    fn blank() -> Self {
        Self::Absent
    }

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::read(deserializer).map(Self::from)
    }
}

impl<T: Member> Member for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self::new)
    }
}

impl<T: Member> Member for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(List(PhantomData))
    }
}

impl<T: Member> Member for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members(PhantomData))
    }
}

struct Optional<T>(PhantomData<T>);

impl<'de, T: Member> Visitor<'de> for Optional<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    #[inline]
    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    #[inline]
    fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::read(deserializer).map(Some)
    }
}

struct List<T>(PhantomData<T>);

impl<'de, T: Member> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Vec<T>, A::Error> {
        let declared = access.size_hint().unwrap_or(0);
        let mut items = Vec::with_capacity(declared.min(MAX_RESERVED / size_of::<T>().max(1)));
        loop {
            match access.next_element_seed(Seed::new()) {
                Ok(Some(item)) => items.push(item),
                Ok(None) => return Ok(items),
                Err(error) => repair::omit(error)?,
            }
        }
    }
}

struct Members<T>(PhantomData<T>);

impl<'de, T: Member> Visitor<'de> for Members<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<BTreeMap<String, T>, A::Error> {
        let mut members = BTreeMap::new();
        while let Some(name) = access.next_key::<String>()? {
            match access.next_value_seed(Seed::new()) {
                Ok(value) => {
                    members.insert(name, value);
                }
                Err(error) => repair::omit(error)?,
            }
        }
        Ok(members)
    }
}
