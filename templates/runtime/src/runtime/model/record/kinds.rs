//! The kinds of fields that `record!` knows: what an absent member, a null and a value mean to each.
//!
//! Part of `record!`, which picks the module by the name of the kind. A new kind is a new module here.

use serde::de::MapAccess;
use serde::ser::{Serialize, SerializeMap};

use super::super::member::{Member, Seed};
use super::super::nullable::Nullable;
use super::write::Writer;
use crate::runtime::json::repair;

/// `Option<T>`: absent and null are the same, and nothing is written for `None`.
pub mod opt {
    use super::*;

    /// An object without the member is read.
    pub const REQUIRED: bool = false;

    /// What the field holds before anything is read.
    pub fn blank<T>() -> Option<T> {
        None
    }

    /// Reads a value or null.
    ///
    /// # Errors
    /// The value is not a `T`.
    #[inline]
    pub fn read<'de, T: Member, A: MapAccess<'de>>(
        field: &mut Option<T>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match map.next_value_seed(Seed::new()) {
            Ok(value) => *field = value,
            Err(error) => repair::leave_out(error)?,
        }
        Ok(())
    }

    /// Writes the member unless the field is `None`.
    #[inline]
    pub fn write<T: Serialize, M: SerializeMap>(out: &mut Writer<M>, name: &'static str, field: &Option<T>) {
        if field.is_some() {
            out.member(name, field);
        }
    }
}

/// `T`: the member must be there.
pub mod req {
    use super::*;

    /// An object without the member is refused.
    pub const REQUIRED: bool = true;

    /// What the field holds before anything is read.
    pub fn blank<T: Member>() -> T {
        T::blank()
    }

    /// Reads a value.
    ///
    /// # Errors
    /// The value is not a `T`.
    #[inline]
    pub fn read<'de, T: Member, A: MapAccess<'de>>(field: &mut T, map: &mut A) -> Result<(), A::Error> {
        match map.next_value_seed(Seed::new()) {
            Ok(value) => *field = value,
            Err(error) => repair::fill(error)?,
        }
        Ok(())
    }

    /// Writes the member.
    #[inline]
    pub fn write<T: Serialize, M: SerializeMap>(out: &mut Writer<M>, name: &'static str, field: &T) {
        out.member(name, field);
    }
}

/// `Option<T>`: the member must be there, and may be null.
pub mod null {
    use super::*;

    pub use super::opt::{blank, read};

    /// An object without the member is refused.
    pub const REQUIRED: bool = true;

    /// Writes the member, as null if the field is `None`.
    #[inline]
    pub fn write<T: Serialize, M: SerializeMap>(out: &mut Writer<M>, name: &'static str, field: &Option<T>) {
        out.member(name, field);
    }
}

/// `Nullable<T>`: absent, null and a value are three things.
pub mod tri {
    use super::*;

    /// An object without the member is read.
    pub const REQUIRED: bool = false;

    /// What the field holds before anything is read.
    pub fn blank<T>() -> Nullable<T> {
        Nullable::Absent
    }

    /// Reads a value or null.
    ///
    /// # Errors
    /// The value is neither a `T` nor null.
    #[inline]
    pub fn read<'de, T: Member, A: MapAccess<'de>>(
        field: &mut Nullable<T>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match map.next_value_seed(Seed::new()) {
            Ok(value) => *field = value,
            Err(error) => repair::leave_out(error)?,
        }
        Ok(())
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

/// The map that takes the members no other field takes.
pub mod extra {
    use std::collections::BTreeMap;

    use serde::de::Error;
    use serde_json::{Map, Value};

    use super::*;

    /// A map from the names of members to their values.
    pub trait Members: Default {
        /// The type of the values.
        type Value;
        /// Adds a member; `false` if there was one of this name.
        fn add(&mut self, name: &str, value: Self::Value) -> bool;
        /// All members.
        fn members(&self) -> impl Iterator<Item = (&String, &Self::Value)>;
    }

    impl Members for Map<String, Value> {
        type Value = Value;

        fn add(&mut self, name: &str, value: Value) -> bool {
            self.insert(name.to_owned(), value).is_none()
        }

        fn members(&self) -> impl Iterator<Item = (&String, &Value)> {
            self.iter()
        }
    }

    impl<T> Members for BTreeMap<String, T> {
        type Value = T;

        fn add(&mut self, name: &str, value: T) -> bool {
            self.insert(name.to_owned(), value).is_none()
        }

        fn members(&self) -> impl Iterator<Item = (&String, &T)> {
            self.iter()
        }
    }

    /// What the field holds before anything is read.
    pub fn blank<F: Members>() -> F {
        F::default()
    }

    /// Reads one member.
    ///
    /// # Errors
    /// The value does not fit, or a member of this name was read before.
    pub fn read<'de, F: Members<Value: Member>, A: MapAccess<'de>>(
        field: &mut F,
        name: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let value = match map.next_value_seed(Seed::new()) {
            Ok(value) => value,
            Err(error) => return repair::leave_out(error),
        };
        if field.add(name, value) {
            return Ok(());
        }
        Err(A::Error::custom(format_args!("duplicate field `{name}`")))
    }

    /// Writes all members; one that bears the name of a field is a failure, as the object would have it twice.
    pub fn write<F: Members<Value: Serialize>, M: SerializeMap>(
        out: &mut Writer<M>,
        fields: &[&str],
        field: &F,
    ) {
        for (name, value) in field.members() {
            if fields.contains(&name.as_str()) {
                out.fail(format_args!("the additional member `{name}` bears the name of a field"));
            }
            out.member(name, value);
        }
    }
}
