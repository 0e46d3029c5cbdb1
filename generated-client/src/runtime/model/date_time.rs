//! Points in time and days, as servers write them.
//!
//! They are in the fields of models and in parameters. They must not know any particular model.

use std::str::FromStr;

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, ParseError, SecondsFormat, TimeZone, Utc};

use super::verbatim::verbatim;

/// A point in time (`format: date-time`), kept letter for letter.
///
/// [`time`](Self::time) reads it: RFC 3339, to the nanosecond, also with a blank in place of the `T`, with an offset without
/// a colon, and without seconds. Many servers leave out the offset from UTC, or the time of day: such a text means UTC, and
/// midnight; see [`has_offset`](Self::has_offset). Reading a response never fails because of a text that is none of these: it
/// is kept, [`is_valid`](Self::is_valid) returns `false`, and `time` returns `None`.
///
/// Values are compared by the point in time, whatever their offsets; texts that cannot be read come first. Both cost
/// reading the texts. [`parse`](str::parse) accepts readable texts only, [`from_text`](Self::from_text) any.
#[derive(Debug, Clone)]
pub struct DateTime(Box<str>);

verbatim!(DateTime by instant, "a date and time (RFC 3339)");

impl DateTime {
    /// The point in time with its offset; in UTC where the text has no offset. `None` if the text cannot be read.
    pub fn time(&self) -> Option<chrono::DateTime<FixedOffset>> {
        read(&self.0).ok().map(|(time, _)| time)
    }

    /// Returns whether the text has an offset from UTC, so that its point in time is certain.
    pub fn has_offset(&self) -> bool {
        read(&self.0).is_ok_and(|(_, has_offset)| has_offset)
    }

    /// Date and time without the offset, for texts that mean the time of some place and not of UTC. `None` if the text
    /// cannot be read.
    pub fn naive(&self) -> Option<NaiveDateTime> {
        self.time().map(|time| time.naive_local())
    }

    fn instant(&self) -> Option<chrono::DateTime<Utc>> {
        self.time().map(|time| time.to_utc())
    }
}

/// Reads a point in time, and whether it has an offset.
fn read(text: &str) -> Result<(chrono::DateTime<FixedOffset>, bool), ParseError> {
    let whole = with_seconds(text);
    let text = whole.as_deref().unwrap_or(text);
    let error = match text.parse::<chrono::DateTime<FixedOffset>>() {
        Ok(time) => return Ok((time, true)),
        Err(error) => error,
    };
    let forms = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dt%H:%M:%S%.f"];
    let naive = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let naive = naive.or_else(|| text.parse::<NaiveDate>().ok().map(NaiveDateTime::from));
    naive.map(|time| (time.and_utc().fixed_offset(), false)).ok_or(error)
}

/// The text with its seconds, if it has hours and minutes alone (ISO 8601 allows that, RFC 3339 does not).
fn with_seconds(text: &str) -> Option<String> {
    let (minutes, offset) = text.split_at_checked("2024-06-16T06:41".len())?;
    let has_minutes = minutes.as_bytes().get(13) == Some(&b':');
    (has_minutes && !offset.starts_with([':', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']))
        .then(|| format!("{minutes}:00{offset}"))
}

/// Written as RFC 3339 with as many digits as are needed, and with `Z` for the offset zero.
impl<Tz: TimeZone> From<chrono::DateTime<Tz>> for DateTime {
    fn from(time: chrono::DateTime<Tz>) -> Self {
        Self(time.fixed_offset().to_rfc3339_opts(SecondsFormat::AutoSi, true).into_boxed_str())
    }
}

impl TryFrom<&DateTime> for chrono::DateTime<FixedOffset> {
    type Error = ParseError;

    fn try_from(time: &DateTime) -> Result<Self, ParseError> {
        read(&time.0).map(|(time, _)| time)
    }
}

impl TryFrom<DateTime> for chrono::DateTime<FixedOffset> {
    type Error = ParseError;

    fn try_from(time: DateTime) -> Result<Self, ParseError> {
        (&time).try_into()
    }
}

impl FromStr for DateTime {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        read(text).map(|_| Self(text.into()))
    }
}

/// A day of the calendar without a time zone (`format: date`, such as `2024-06-16`), kept letter for letter.
///
/// [`day`](Self::day) reads it. Reading a response never fails because of a text that is not a day: it is kept,
/// [`is_valid`](Self::is_valid) returns `false`, and `day` returns `None`. [`parse`](str::parse) accepts days only,
/// [`from_text`](Self::from_text) any text. Values are compared by the day; texts that cannot be read come first.
#[derive(Debug, Clone)]
pub struct Date(Box<str>);

verbatim!(Date by day, "a date (RFC 3339)");

impl Date {
    /// The day; `None` if the text cannot be read.
    pub fn day(&self) -> Option<NaiveDate> {
        self.0.parse().ok()
    }
}

impl From<NaiveDate> for Date {
    fn from(day: NaiveDate) -> Self {
        Self(day.to_string().into_boxed_str())
    }
}

impl TryFrom<&Date> for NaiveDate {
    type Error = ParseError;

    fn try_from(day: &Date) -> Result<Self, ParseError> {
        day.0.parse()
    }
}

impl TryFrom<Date> for NaiveDate {
    type Error = ParseError;

    fn try_from(day: Date) -> Result<Self, ParseError> {
        (&day).try_into()
    }
}

impl FromStr for Date {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        text.parse::<NaiveDate>().map(|_| Self(text.into()))
    }
}
