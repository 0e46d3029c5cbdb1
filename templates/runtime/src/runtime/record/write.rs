//! Writes records as maps of serde.
//!
//! Part of `record!`. It must not know any particular format.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Record;

/// Takes members one after the other and keeps the first failure, so that the emitted code needs no `?`.
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

/// Writes a record as a map.
///
/// # Errors
/// A value cannot be written, or a member of the `..` field bears the name of a field.
#[inline]
pub fn serialize<R: Record, S: Serializer>(record: &R, serializer: S) -> Result<S::Ok, S::Error> {
    // Binary formats may need the number of members first; text formats do not, and counting costs time.
    let length = if serializer.is_human_readable() { None } else { Some(count(record)) };
    let mut out = Writer { map: serializer.serialize_map(length)?, outcome: Ok(()) };
    record.write(&mut out);
    out.outcome?;
    out.map.end()
}

fn count<R: Record>(record: &R) -> usize {
    let mut out = Writer { map: Counter(0), outcome: Ok(()) };
    record.write(&mut out);
    out.map.0
}

/// Counts the members that are written to it.
struct Counter(usize);

impl SerializeMap for Counter {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, _key: &T) -> fmt::Result {
        self.0 += 1;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, _value: &T) -> fmt::Result {
        Ok(())
    }

    fn end(self) -> fmt::Result {
        Ok(())
    }
}
