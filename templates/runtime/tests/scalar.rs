//! Dates and times, URIs and bytes: accepted, rejected and written values.

use std::hash::{DefaultHasher, Hash, Hasher};

use proptest::prelude::*;
use runtime::runtime::{Base64, Date, DateTime, Uri, Uuid};
use serde::de::DeserializeOwned;
use serde_json::json;

fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(json!(text)).map_err(|error| error.to_string())
}

/// Strings that represent a point in time, and the same time in UTC.
const READABLE: [(&str, &str); 24] = [
    ("2024-06-16T06:41:12.123Z", "2024-06-16T06:41:12.123Z"),
    ("2024-06-16T06:41:12Z", "2024-06-16T06:41:12Z"),
    ("2024-06-16T06:41:12.52Z", "2024-06-16T06:41:12.520Z"),
    ("2024-06-16T06:41:12.0Z", "2024-06-16T06:41:12Z"),
    ("2024-06-16T06:41:12.000000Z", "2024-06-16T06:41:12Z"),
    ("2024-06-16T06:41:12.1234567890123Z", "2024-06-16T06:41:12.123456789Z"),
    ("2024-06-16T06:41:12.123456789+05:30", "2024-06-16T01:11:12.123456789Z"),
    ("2013-10-20T19:20:30.1-08:00", "2013-10-21T03:20:30.100Z"),
    ("2024-06-16 06:41:12Z", "2024-06-16T06:41:12Z"),
    ("2024-06-16t06:41:12z", "2024-06-16T06:41:12Z"),
    ("2024-06-16T06:41:12+0000", "2024-06-16T06:41:12Z"),
    ("2024-06-16T06:41:12+00:00", "2024-06-16T06:41:12Z"),
    ("2024-06-16T06:41:12-00:00", "2024-06-16T06:41:12Z"),
    ("2024-06-16T06:41:12 +02:00", "2024-06-16T04:41:12Z"),
    ("2024-06-16T06:41Z", "2024-06-16T06:41:00Z"),
    ("2024-06-16 06:41+02:00", "2024-06-16T04:41:00Z"),
    ("2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"),
    ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
    ("2024-06-16T06:41:12", "2024-06-16T06:41:12Z"),
    ("2024-06-16T06:41:12.5", "2024-06-16T06:41:12.500Z"),
    ("2024-06-16 06:41:12.123456", "2024-06-16T06:41:12.123456Z"),
    ("2024-06-16T06:41", "2024-06-16T06:41:00Z"),
    ("2024-06-16", "2024-06-16T00:00:00Z"),
];

/// Strings that servers send as points in time but that do not represent one.
const UNREADABLE: [&str; 14] = [
    "",
    " ",
    "2024-06",
    "2024-06-16T",
    "2024-06-16T06",
    "2024-06-16T06:41:12X",
    "2024-13-16T06:41:12Z",
    "2024-06-16T24:00:00Z",
    "2024-06-16T06:41é",
    "/Date(1718520072000)/",
    "0000-00-00T00:00:00Z",
    "Sun, 16 Jun 2024 06:41:12 GMT",
    "yesterday",
    "1718520072",
];

#[test]
fn date_times_are_preserved_verbatim() {
    for (text, utc) in READABLE {
        let time: DateTime = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let point = time.time().unwrap_or_else(|| panic!("{text}"));
        assert_eq!(point.to_utc().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true), utc, "{text}");
        assert_eq!(serde_json::to_value(&time).unwrap(), json!(text));
        assert_eq!((time.as_str(), time.to_string().as_str(), time.is_valid()), (text, text, true));
        assert_eq!(text.parse().as_ref(), Ok(&time));
        assert_eq!(chrono::DateTime::try_from(time), Ok(point));
    }
}

#[test]
fn unparsable_date_times_are_preserved() {
    for text in UNREADABLE {
        let time: DateTime = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(
            (time.time(), time.naive(), time.is_valid(), time.has_offset()),
            (None, None, false, false),
            "{text}"
        );
        assert_eq!(serde_json::to_value(&time).unwrap(), json!(text));
        assert_eq!(DateTime::from_text(text), time);
        assert!(text.parse::<DateTime>().is_err() && chrono::DateTime::try_from(&time).is_err(), "{text}");
    }
    assert!(serde_json::from_value::<DateTime>(json!(1_718_520_072)).is_err());
}

#[test]
fn date_times_without_an_offset_are_utc() {
    for (text, has_offset) in [
        ("2024-06-16T06:41:12+02:00", true),
        ("2024-06-16T06:41Z", true),
        ("2024-06-16T06:41:12", false),
        ("2024-06-16T06:41", false),
        ("2024-06-16", false),
    ] {
        assert_eq!(read::<DateTime>(text).unwrap().has_offset(), has_offset, "{text}");
    }
    let naive = |text| read::<DateTime>(text).unwrap().naive().unwrap().to_string();
    assert_eq!(naive("2024-06-16T06:41:12+02:00"), "2024-06-16 06:41:12");
    assert_eq!(naive("2024-06-16"), "2024-06-16 00:00:00");
}

fn hash<T: Hash>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn date_times_are_compared_by_the_point_in_time() {
    let time = |text: &str| DateTime::from_text(text);
    for text in ["2024-06-16T06:41:12.0Z", "2024-06-16T08:41:12+02:00", "2024-06-16 06:41:12"] {
        assert_eq!(
            (time(text), hash(&time(text))),
            (time("2024-06-16T06:41:12Z"), hash(&time("2024-06-16T06:41:12Z")))
        );
    }
    let sorted = ["", "yesterday", "2024-06-16T08:41:12+02:00", "2024-06-16T06:41:12.5Z", "2024-06-17"];
    let mut times: Vec<DateTime> = sorted.into_iter().rev().map(time).collect();
    times.sort();
    assert_eq!(times, sorted.map(time));
    assert!(time("yesterday") != time("") && time("yesterday") == time("yesterday"));
    assert_ne!(time("2024-06-16T06:41:12Z"), time("2024-06-16T06:41:13Z"));
}

#[test]
fn date_times_convert_from_chrono() {
    let time = chrono::DateTime::UNIX_EPOCH;
    assert_eq!(DateTime::from(time).to_string(), "1970-01-01T00:00:00Z");
    assert_eq!(DateTime::from(time).time(), Some(time.fixed_offset()));
    assert!("1970-01-01T00:00:00+01:00".parse::<DateTime>().is_ok_and(|early| early < time.into()));
}

#[test]
fn dates_are_days() {
    let day: Date = read("2024-02-29").unwrap();
    assert_eq!(day.day(), chrono::NaiveDate::from_ymd_opt(2024, 2, 29));
    assert_eq!((Date::from(day.day().unwrap()), day.to_string().parse()), (day.clone(), Ok(day.clone())));
    assert_eq!(chrono::NaiveDate::try_from(&day).ok(), day.day());
    for text in ["2023-02-29", "", "2024-02-29T00:00:00Z", "/Date(0)/", "0000-00-00", "29.02.2024"] {
        let kept: Date = read(text).unwrap();
        assert_eq!((kept.as_str(), kept.day(), kept.is_valid()), (text, None, false));
        assert_eq!(serde_json::to_value(&kept).unwrap(), json!(text));
        assert!(text.parse::<Date>().is_err() && chrono::NaiveDate::try_from(kept.clone()).is_err());
        assert!(kept < day && kept == Date::from_text(text));
    }
    assert!(serde_json::from_value::<Date>(json!(20_240_229)).is_err());
}

#[test]
fn uris_are_preserved_verbatim() {
    for (text, absolute) in [
        ("https://api.example.org/v2/groups?x=1#y", true),
        ("urn:isbn:0451450523", true),
        ("x-my.app+1:", true),
        ("/api/v2/groups/{id}", false),
        ("groups?at=10:30", false),
        ("//host/path", false),
        ("1a:b", false),
        (":", false),
        ("", false),
        ("not a uri: é", false),
    ] {
        let uri: Uri = read(text).unwrap();
        assert_eq!(uri.as_str(), text);
        assert_eq!(uri.to_string(), text);
        assert_eq!(uri.as_ref(), text);
        assert_eq!(serde_json::to_value(&uri).unwrap(), json!(text));
        assert_eq!((uri.is_absolute(), uri.is_relative()), (absolute, !absolute), "{text}");
        assert_eq!(Uri::from(text), Uri::from(text.to_owned()));
        assert_eq!(String::from(uri.clone()), uri.into_string());
    }
    assert!(serde_json::from_value::<Uri>(json!(null)).is_err());
}

#[test]
fn uuids_are_validated_on_creation_and_preserved_on_decoding() {
    for (text, valid) in [
        ("67e55044-10b1-426f-9247-bb680e5fe0c8", true),
        ("67E55044-10B1-426F-9247-BB680E5FE0C8", true),
        ("00000000-0000-0000-0000-000000000000", true),
        ("67e5504410b1426f9247bb680e5fe0c8", false),
        ("{67e55044-10b1-426f-9247-bb680e5fe0c8}", false),
        ("67e55044-10b1-426f-9247-bb680e5fe0cg", false),
        ("67e55044-10b1-426f-9247-bb680e5fe0c\u{e9}", false),
        ("67e55044010b1-426f-9247-bb680e5fe0c8", false),
        ("42", false),
        ("", false),
    ] {
        let uuid: Uuid = read(text).unwrap();
        assert_eq!((uuid.as_str(), uuid.is_valid()), (text, valid));
        assert_eq!(text.parse::<Uuid>().ok(), valid.then(|| uuid.clone()), "{text}");
        assert_eq!(serde_json::to_value(&uuid).unwrap(), json!(text));
        let other = uuid::Uuid::try_from(&uuid);
        // The `uuid` crate accepts additional formats.
        assert!(!valid || other.is_ok_and(|other| Uuid::from(other).as_str() == text.to_lowercase()));
        assert_eq!(Uuid::from_text(text).into_string(), uuid.to_string());
    }
    assert!(serde_json::from_value::<Uuid>(json!(42)).is_err());
}

#[test]
fn bytes_are_decoded_from_each_base64_variant() {
    for (text, bytes) in [
        ("", &b""[..]),
        ("Zm9v", b"foo"),
        ("Zm8=", b"fo"),
        ("Zm8", b"fo"),
        ("Zg==", b"f"),
        ("Zg=", b"f"),
        ("Zg", b"f"),
        ("+/+/", b"\xfb\xff\xbf"),
        ("-_-_", b"\xfb\xff\xbf"),
        ("-_8=", b"\xfb\xff"),
        ("-_8", b"\xfb\xff"),
    ] {
        let read: Base64 = read(text).unwrap();
        assert_eq!(read.bytes().as_deref(), Some(bytes), "{text}");
        assert_eq!(serde_json::to_value(&read).unwrap(), json!(text));
        assert_eq!((&read, hash(&read)), (&Base64::from(bytes), hash(&Base64::from(bytes))), "{text}");
    }
    for text in ["Z", "=", "Zm9v!", "+_", "Zm 9v", "Zh==", "Zm9v\n"] {
        let kept: Base64 = read(text).unwrap();
        assert_eq!((kept.as_str(), kept.bytes(), kept.is_valid()), (text, None, false));
        assert_eq!(serde_json::to_value(&kept).unwrap(), json!(text));
    }
    assert!(serde_json::from_value::<Base64>(json!([102])).is_err());
}

#[test]
fn bytes_are_written_with_the_standard_alphabet() {
    let bytes = Base64::from(b"\xfb\xff");
    assert_eq!(bytes.to_string(), "+/8=");
    assert_eq!(format!("{bytes:?}"), "Base64(+/8=)");
    assert_eq!(serde_json::to_value(&bytes).unwrap(), json!("+/8="));
    assert_eq!(bytes, Base64::from(vec![0xfb, 0xff]));
    assert_eq!(Base64::from(&[0xfb, 0xff][..]).into_string(), String::from(bytes));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_round_trip(bytes: Vec<u8>) {
        let written = serde_json::to_string(&Base64::from(bytes.clone())).unwrap();
        prop_assert_eq!(serde_json::from_str::<Base64>(&written).unwrap().bytes(), Some(bytes));
    }

    #[test]
    fn any_text_is_a_uri(text: String) {
        let written = serde_json::to_string(&Uri::from(text.clone())).unwrap();
        prop_assert_eq!(serde_json::from_str::<Uri>(&written).unwrap().into_string(), text);
    }

    #[test]
    fn any_string_of_a_date_time_is_preserved(text: String) {
        let written = serde_json::to_string(&text).unwrap();
        let time = serde_json::from_str::<DateTime>(&written).unwrap();
        prop_assert_eq!(serde_json::to_string(&time).unwrap(), written);
        prop_assert_eq!(time.is_valid(), text.parse::<DateTime>().is_ok());
    }

    /// Tests every form of fraction, separator and offset.
    #[test]
    fn any_notation_of_a_date_time_is_preserved(
        seconds in 0..253_402_300_800_i64,
        fraction in "(\\.[0-9]{1,12})?",
        separator in "[Tt ]",
        offset in "[Zz]|[+-](0[0-9]|1[0-3]):?[0-5][0-9]|",
    ) {
        let point = chrono::DateTime::from_timestamp(seconds, 0).unwrap();
        let text = format!("{}{fraction}{offset}", point.format(&format!("%Y-%m-%d{separator}%H:%M:%S")));
        let time: DateTime = read(&text).unwrap();
        prop_assert_eq!(time.as_str(), &text);
        prop_assert_eq!(time.has_offset(), !offset.is_empty());
        prop_assert!(time.is_valid(), "{}", text);
    }
}
