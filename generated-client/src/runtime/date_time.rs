//! Points in time, as servers write them: with an offset from UTC, without one, or as a day alone.
//!
//! They stand in the fields of models and in parameters. They must not know any particular model.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, ParseError, SecondsFormat, TimeZone};
use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

use super::blank::Blank;

/// A point in time with the offset from UTC that the server wrote, to the nanosecond (`format: date-time`).
///
/// Read as RFC 3339, with a blank in place of the `T` and an offset without colon as well. Many servers leave out the offset,
/// or the time of a day: such a text is taken for UTC, and for midnight. [`has_offset`](Self::has_offset) tells these, and
/// they are written back as they came. All others are written as RFC 3339, with `Z` for the offset zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    time: chrono::DateTime<FixedOffset>,
    form: Form,
}

/// How much of it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Form {
    Complete,
    NoOffset,
    Day,
}

impl DateTime {
    /// Whether it says which point in time it means: the text had an offset from UTC.
    pub fn has_offset(&self) -> bool {
        self.form == Form::Complete
    }

    /// What was written of it, where its author meant the time of some place and not of UTC.
    pub fn naive(&self) -> NaiveDateTime {
        self.time.naive_local()
    }
}

/// The point in time; UTC where no offset was written.
impl Deref for DateTime {
    type Target = chrono::DateTime<FixedOffset>;

    fn deref(&self) -> &Self::Target {
        &self.time
    }
}

impl<Tz: TimeZone> From<chrono::DateTime<Tz>> for DateTime {
    fn from(time: chrono::DateTime<Tz>) -> Self {
        Self { time: time.fixed_offset(), form: Form::Complete }
    }
}

impl From<DateTime> for chrono::DateTime<FixedOffset> {
    fn from(time: DateTime) -> Self {
        time.time
    }
}

/// Takes what is read from a server.
impl FromStr for DateTime {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let error = match text.parse::<chrono::DateTime<FixedOffset>>() {
            Ok(time) => return Ok(time.into()),
            Err(error) => error,
        };
        let naive = |time: NaiveDateTime, form| Self { time: time.and_utc().fixed_offset(), form };
        let spelled = |form| NaiveDateTime::parse_from_str(text, form).ok();
        if let Some(time) = spelled("%Y-%m-%dT%H:%M:%S%.f").or_else(|| spelled("%Y-%m-%d %H:%M:%S%.f")) {
            return Ok(naive(time, Form::NoOffset));
        }
        let day: NaiveDate = text.parse().map_err(|_| error)?;
        Ok(naive(day.into(), Form::Day))
    }
}

/// The text that goes on the wire.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.form {
            Form::Complete => f.pad(&self.time.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            Form::NoOffset => self.time.format("%Y-%m-%dT%H:%M:%S%.f").fmt(f),
            Form::Day => self.time.date_naive().fmt(f),
        }
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Read through a visitor, so that the format adds its position to the error.
        deserializer.deserialize_str(DateTimeVisitor)
    }
}

struct DateTimeVisitor;

impl Visitor<'_> for DateTimeVisitor {
    type Value = DateTime;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date and time (RFC 3339)")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<DateTime, E> {
        text.parse().map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
    }
}

impl Blank for DateTime {
    fn blank() -> Self {
        chrono::DateTime::<FixedOffset>::default().into()
    }
}
