//! The trait that `record!` implements: the members of a struct, by index.

use serde::de::{IgnoredAny, MapAccess};

use super::write::Writer;
use crate::runtime::model::member::Member;

/// The names of a [`Record`] and of its members.
#[doc(hidden)]
#[derive(Debug)]
pub struct Layout {
    /// The name of the struct, for messages.
    pub name: &'static str,
    /// The member names, in struct order.
    pub fields: &'static [&'static str],
    /// For each of `fields`, whether the member is required.
    pub required: &'static [bool],
}

/// A struct with named members, implemented by `record!`.
pub trait Record: Member {
    /// The names. They are one constant, because the compiler checks each constant like a function.
    const LAYOUT: Layout;
    /// Whether [`read_other`](Self::read_other) preserves the members without a field.
    const KEEPS_OTHERS: bool = false;

    /// Deserializes the member at `index` of [`Layout::fields`] into its field.
    ///
    /// # Errors
    /// Returns an error if the value does not match the field.
    fn read<'de, A: MapAccess<'de>>(&mut self, index: usize, map: &mut A) -> Result<(), A::Error>;

    /// Deserializes a member without a field.
    ///
    /// # Errors
    /// Returns an error if the value does not match, or if the member is duplicated.
    fn read_other<'de, A: MapAccess<'de>>(&mut self, _name: &str, map: &mut A) -> Result<(), A::Error> {
        map.next_value::<IgnoredAny>().map(|_| ())
    }

    /// Writes the members in struct order. The writer stores the first error.
    fn write<M: serde::ser::SerializeMap>(&self, out: &mut Writer<M>);
}
