//! The kinds of record fields: each module defines how absent members, nulls and values are decoded and
//! written.

// `record!` selects the module by the name of the kind. To add a kind, add a module.

use serde::de::MapAccess;
use serde::ser::{Serialize, SerializeMap};

use super::super::member::{InPlace, Member};
use super::super::nullable::Nullable;
use super::write::Writer;
use crate::runtime::json::repair;

/// `Option<T>`: absent and null are equivalent, and `None` is omitted.
pub mod opt {
    use super::*;

    /// Whether decoding fails if the member is absent.
    pub const REQUIRED: bool = false;

    /// Returns the placeholder before decoding.
    pub fn blank<T>() -> Option<T> {
        None
    }

    /// Deserializes a value or null.
    ///
    /// # Errors
    /// Returns an error if the value is not a `T`.
    #[inline]
    pub fn read<'de, F: Member, A: MapAccess<'de>>(field: &mut F, map: &mut A) -> Result<(), A::Error> {
        if let Err(error) = map.next_value_seed(InPlace(&mut *field)) {
            repair::omit(error)?;
            reset(field);
        }
        Ok(())
    }

    #[cold]
    fn reset<F: Member>(field: &mut F) {
        *field = F::blank();
    }

    /// Writes the member unless the field is `None`.
    #[inline]
    pub fn write<T: Serialize, M: SerializeMap>(out: &mut Writer<M>, name: &'static str, field: &Option<T>) {
        if field.is_some() {
            out.member(name, field);
        }
    }
}

/// `T`: the member is required.
pub mod req {
    use super::*;

    /// Whether decoding fails if the member is absent.
    pub const REQUIRED: bool = true;

    /// Returns the placeholder before decoding.
    pub fn blank<T: Member>() -> T {
        T::blank()
    }

    /// Deserializes a value.
    ///
    /// # Errors
    /// Returns an error if the value is not a `T`.
    #[inline]
    pub fn read<'de, T: Member, A: MapAccess<'de>>(field: &mut T, map: &mut A) -> Result<(), A::Error> {
        // Only null can be repaired, because null does not change the placeholder.
        map.next_value_seed(InPlace(field)).or_else(repair::fill)
    }

    /// Writes the member.
    #[inline]
    pub fn write<T: Serialize, M: SerializeMap>(out: &mut Writer<M>, name: &'static str, field: &T) {
        out.member(name, field);
    }
}

/// `Option<T>`: the member is required and nullable.
pub mod null {
    use super::*;

    pub use super::opt::{blank, read};

    /// Whether decoding fails if the member is absent.
    pub const REQUIRED: bool = true;

    /// Writes the member, as null if the field is `None`.
    #[inline]
    pub fn write<T: Serialize, M: SerializeMap>(out: &mut Writer<M>, name: &'static str, field: &Option<T>) {
        out.member(name, field);
    }
}

/// `Nullable<T>`: absent, null and a value are distinct.
pub mod tri {
    use super::*;

    pub use super::opt::read;

    /// Whether decoding fails if the member is absent.
    pub const REQUIRED: bool = false;

    /// Returns the placeholder before decoding.
    pub fn blank<T>() -> Nullable<T> {
        Nullable::Absent
    }

    /// Writes the member unless the field is `Absent`.
    #[inline]
    pub fn write<T: Serialize, M: SerializeMap>(
        out: &mut Writer<M>,
        name: &'static str,
        field: &Nullable<T>,
    ) {
        if !field.is_absent() {
            out.member(name, field);
        }
    }
}

/// A map of the additional members, which have no field.
pub mod extra {
    use std::collections::{BTreeMap, btree_map};

    use serde::de::Error;
    use serde_json::{Map, Value, map};

    use super::*;

    /// A map from member names to values.
    pub trait Members: Default {
        /// The type of the values.
        type Value;
        /// Adds a member with a placeholder and returns the placeholder. Returns `None` if the name was
        /// already present.
        fn add(&mut self, name: &str) -> Option<&mut Self::Value>;
        /// Removes a member.
        fn remove(&mut self, name: &str);
        /// Returns all members.
        fn members(&self) -> impl Iterator<Item = (&String, &Self::Value)>;
    }

    impl Members for Map<String, Value> {
        type Value = Value;

        fn add(&mut self, name: &str) -> Option<&mut Value> {
            match self.entry(name) {
                map::Entry::Vacant(entry) => Some(entry.insert(Value::Null)),
                map::Entry::Occupied(_) => None,
            }
        }

        fn remove(&mut self, name: &str) {
            self.remove(name);
        }

        fn members(&self) -> impl Iterator<Item = (&String, &Value)> {
            self.iter()
        }
    }

    impl<T: Member> Members for BTreeMap<String, T> {
        type Value = T;

        fn add(&mut self, name: &str) -> Option<&mut T> {
            match self.entry(name.to_owned()) {
                btree_map::Entry::Vacant(entry) => Some(entry.insert(T::blank())),
                btree_map::Entry::Occupied(_) => None,
            }
        }

        fn remove(&mut self, name: &str) {
            self.remove(name);
        }

        fn members(&self) -> impl Iterator<Item = (&String, &T)> {
            self.iter()
        }
    }

    /// Returns the placeholder before decoding.
    pub fn blank<F: Members>() -> F {
        F::default()
    }

    /// Deserializes an additional member.
    ///
    /// # Errors
    /// Returns an error if the value does not match, or if the name was already present.
    pub fn read<'de, F: Members<Value: Member>, A: MapAccess<'de>>(
        field: &mut F,
        name: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let Some(value) = field.add(name) else {
            return Err(A::Error::custom(format_args!("duplicate field `{name}`")));
        };
        map.next_value_seed(InPlace(value)).or_else(|error| {
            field.remove(name);
            repair::omit(error)
        })
    }

    /// Writes all members. Fails if one of them has the name of a field, because the object would contain
    /// the name twice.
    pub fn write<F: Members<Value: Serialize>, M: SerializeMap>(
        out: &mut Writer<M>,
        fields: &[&str],
        field: &F,
    ) {
        for (name, value) in field.members() {
            if fields.contains(&name.as_str()) {
                out.fail(format_args!("the additional member `{name}` has the name of a field"));
            }
            out.member(name, value);
        }
    }
}
