//! Dates and times, as sent by servers.

use std::str::FromStr;

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, ParseError, SecondsFormat, TimeZone, Utc};

use super::verbatim::verbatim;

/// A date and time (`format: date-time`), preserved verbatim.
///
/// [`time`](Self::time) parses RFC 3339 with nanosecond precision. It also accepts a space in place of the
/// `T`, an offset without a colon, and a time without seconds. Many servers omit the offset or the time of
/// day. The defaults are UTC and midnight; see [`has_offset`](Self::has_offset).
///
/// Decoding a response never fails because of an invalid date and time. The string is preserved,
/// [`is_valid`](Self::is_valid) returns `false`, and `time` returns `None`.
///
/// Values are compared by instant, regardless of the offset. Invalid strings sort first. Comparisons parse
/// both strings. [`parse`](str::parse) accepts only valid strings; [`from_text`](Self::from_text) accepts any
/// string.
#[derive(Debug, Clone)]
pub struct DateTime(Box<str>);

verbatim!(DateTime by instant, "a date and time (RFC 3339)");

impl DateTime {
    /// Returns the instant with its offset, or in UTC if the string has no offset. Returns `None` if the
    /// string is invalid.
    pub fn time(&self) -> Option<chrono::DateTime<FixedOffset>> {
        parse(&self.0).ok().map(|(time, _)| time)
    }

    /// Returns whether the string has an offset from UTC, so that its instant is unambiguous.
    pub fn has_offset(&self) -> bool {
        parse(&self.0).is_ok_and(|(_, has_offset)| has_offset)
    }

    /// Returns the date and time without the offset, for servers that send local time without an offset.
    /// Returns `None` if the string is invalid.
    pub fn naive(&self) -> Option<NaiveDateTime> {
        self.time().map(|time| time.naive_local())
    }

    fn instant(&self) -> Option<chrono::DateTime<Utc>> {
        self.time().map(|time| time.to_utc())
    }
}

/// Parses a date and time. Returns the date and time, and whether it has an offset.
fn parse(text: &str) -> Result<(chrono::DateTime<FixedOffset>, bool), ParseError> {
    let complete = with_seconds(text);
    let text = complete.as_deref().unwrap_or(text);
    let error = match text.parse::<chrono::DateTime<FixedOffset>>() {
        Ok(time) => return Ok((time, true)),
        Err(error) => error,
    };
    let formats = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dt%H:%M:%S%.f"];
    let naive = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    let naive = naive.or_else(|| text.parse::<NaiveDate>().ok().map(NaiveDateTime::from));
    naive.map(|time| (time.and_utc().fixed_offset(), false)).ok_or(error)
}

/// Adds the seconds to a time that has only hours and minutes, which ISO 8601 permits and RFC 3339 does not.
fn with_seconds(text: &str) -> Option<String> {
    let (minutes, offset) = text.split_at_checked("2024-06-16T06:41".len())?;
    let has_minutes = minutes.as_bytes().get(13) == Some(&b':');
    (has_minutes && !offset.starts_with([':', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']))
        .then(|| format!("{minutes}:00{offset}"))
}

/// Formats the instant as RFC 3339, with as many fractional digits as needed. A zero offset is written as
/// `Z`.
impl<Tz: TimeZone> From<chrono::DateTime<Tz>> for DateTime {
    fn from(time: chrono::DateTime<Tz>) -> Self {
        Self(time.fixed_offset().to_rfc3339_opts(SecondsFormat::AutoSi, true).into_boxed_str())
    }
}

impl TryFrom<&DateTime> for chrono::DateTime<FixedOffset> {
    type Error = ParseError;

    fn try_from(time: &DateTime) -> Result<Self, ParseError> {
        parse(&time.0).map(|(time, _)| time)
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
        parse(text).map(|_| Self(text.into()))
    }
}

/// A calendar date without a time zone (`format: date`, such as `2024-06-16`), preserved verbatim.
///
/// Decoding a response never fails because of an invalid date. The string is preserved,
/// [`is_valid`](Self::is_valid) returns `false`, and [`day`](Self::day) returns `None`.
///
/// Values are compared by date. Invalid strings sort first. [`parse`](str::parse) accepts only valid dates;
/// [`from_text`](Self::from_text) accepts any string.
#[derive(Debug, Clone)]
pub struct Date(Box<str>);

verbatim!(Date by day, "a date (RFC 3339)");

impl Date {
    /// Returns the date, or `None` if the string is invalid.
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
