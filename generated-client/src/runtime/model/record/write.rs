//! Serializes records as serde maps.

// This module must not depend on a particular format.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::shape::Record;

/// Serializes members and stores the first error, so that emitted code needs no `?`.
#[derive(Debug)]
pub struct Writer<M: SerializeMap> {
    map: M,
    outcome: Result<(), M::Error>,
}

impl<M: SerializeMap> Writer<M> {
    #[inline]
    pub(super) fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if self.outcome.is_ok() {
            self.outcome = self.map.serialize_entry(name, value);
        }
    }

    pub(super) fn fail(&mut self, reason: impl fmt::Display) {
        if self.outcome.is_ok() {
            self.outcome = Err(serde::ser::Error::custom(reason));
        }
    }
}

/// Serializes a record as a map.
///
/// # Errors
/// Returns an error if a value cannot be serialized, or if an additional member has the name of a field.
#[inline]
pub fn serialize<R: Record, S: Serializer>(record: &R, serializer: S) -> Result<S::Ok, S::Error> {
    // Binary formats may require the number of members in advance. Text formats do not, and counting takes
    // time.
    let length = if serializer.is_human_readable() { None } else { Some(count(record)) };
    let mut out = Writer { map: serializer.serialize_map(length)?, outcome: Ok(()) };
    record.write(&mut out);
    out.outcome?;
    out.map.end()
}

/// Serializes a record as a map. An additional member is written first, unless the record contains it.
///
/// # Errors
/// Returns an error under the same conditions as [`serialize`].
pub fn serialize_with<R: Record, S: Serializer>(
    record: &R,
    serializer: S,
    name: &'static str,
    value: Option<impl Serialize>,
) -> Result<S::Ok, S::Error> {
    let written = names(record).iter().any(|written| written == name);
    let Some(value) = value.filter(|_| !written) else { return serialize(record, serializer) };
    let length = if serializer.is_human_readable() { None } else { Some(count(record) + 1) };
    let mut out = Writer { map: serializer.serialize_map(length)?, outcome: Ok(()) };
    out.member(name, &value);
    record.write(&mut out);
    out.outcome?;
    out.map.end()
}

fn count<R: Record>(record: &R) -> usize {
    names(record).len()
}

/// Returns the names of the members that a record writes.
fn names<R: Record>(record: &R) -> Vec<Value> {
    let mut out = Writer { map: Names(Vec::new()), outcome: Ok(()) };
    record.write(&mut out);
    out.map.0
}

/// A serializer that collects member names.
struct Names(Vec<Value>);

impl SerializeMap for Names {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> fmt::Result {
        self.0.push(serde_json::to_value(key).map_err(|_| fmt::Error)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, _value: &T) -> fmt::Result {
        Ok(())
    }

    fn end(self) -> fmt::Result {
        Ok(())
    }
}
