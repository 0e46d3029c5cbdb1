//! The trait that `record!` implements: the members of a struct, by position.

use serde::de::{IgnoredAny, MapAccess};

use super::write::Writer;
use crate::runtime::model::member::Member;

/// What `record!` implements for a struct; the functions of this module do the rest.
pub trait Record: Member {
    /// The name of the struct, for messages.
    const NAME: &'static str;
    /// The names of the members, in the order of the struct.
    const FIELDS: &'static [&'static str];
    /// For each of [`FIELDS`](Self::FIELDS), whether an object without it is refused.
    const REQUIRED: &'static [bool];
    /// Whether [`read_other`](Self::read_other) keeps the members that no field takes.
    const KEEPS_OTHERS: bool = false;

    /// Reads the value of the member at `index` of [`FIELDS`](Self::FIELDS) into its field.
    ///
    /// # Errors
    /// The value does not fit the field.
    fn read<'de, A: MapAccess<'de>>(&mut self, index: usize, map: &mut A) -> Result<(), A::Error>;

    /// Reads the value of a member that no field takes.
    ///
    /// # Errors
    /// The value does not fit, or the member came twice.
    fn read_other<'de, A: MapAccess<'de>>(&mut self, _name: &str, map: &mut A) -> Result<(), A::Error> {
        map.next_value::<IgnoredAny>().map(|_| ())
    }

    /// Writes the members in the order of the struct; the writer keeps the first failure.
    fn write<M: serde::ser::SerializeMap>(&self, out: &mut Writer<M>);
}
