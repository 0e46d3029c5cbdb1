//! Dates and times, URIs and bytes: what is read, refused and written.

use proptest::prelude::*;
use runtime::runtime::{Base64, Date, DateTime, Uri, Uuid};
use serde::de::DeserializeOwned;
use serde_json::json;

fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(json!(text)).map_err(|error| error.to_string())
}

#[test]
fn date_times_keep_point_and_offset() {
    for (text, written) in [
        ("2024-06-16T06:41:12.123Z", "2024-06-16T06:41:12.123Z"),
        ("2024-06-16T06:41:12Z", "2024-06-16T06:41:12Z"),
        ("2024-06-16T06:41:12.123456789+05:30", "2024-06-16T06:41:12.123456789+05:30"),
        ("2013-10-20T19:20:30+01:00", "2013-10-20T19:20:30+01:00"),
        ("2013-10-20T19:20:30.1-08:00", "2013-10-20T19:20:30.100-08:00"),
        ("2024-06-16 06:41:12Z", "2024-06-16T06:41:12Z"),
        ("2024-06-16t06:41:12z", "2024-06-16T06:41:12Z"),
        ("2024-06-16T06:41:12+0000", "2024-06-16T06:41:12Z"),
        ("2024-06-16T06:41:12+00:00", "2024-06-16T06:41:12Z"),
    ] {
        let time: DateTime = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(serde_json::to_value(time).unwrap(), json!(written));
        assert!(time.has_offset(), "{text}");
        assert_eq!(Ok(time), time.to_string().parse());
    }
}

#[test]
fn date_times_without_an_offset_are_utc_and_are_written_as_they_came() {
    for (text, written, point) in [
        ("2024-06-16T06:41:12", "2024-06-16T06:41:12", "2024-06-16T06:41:12Z"),
        ("2024-06-16T06:41:12.5", "2024-06-16T06:41:12.500", "2024-06-16T06:41:12.5Z"),
        ("2024-06-16 06:41:12.123456", "2024-06-16T06:41:12.123456", "2024-06-16T06:41:12.123456Z"),
        ("2024-06-16", "2024-06-16", "2024-06-16T00:00:00Z"),
    ] {
        let time: DateTime = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let complete: DateTime = read(point).unwrap_or_else(|error| panic!("{point}: {error}"));
        assert_eq!(*time, *complete, "{text}");
        assert_eq!(time.naive(), complete.naive_utc(), "{text}");
        assert!(!time.has_offset() && time != complete, "{text}");
        assert_eq!(serde_json::to_value(time).unwrap(), json!(written));
        assert_eq!(Ok(time), written.parse());
    }
}

#[test]
fn date_times_are_those_of_chrono() {
    let time = chrono::DateTime::UNIX_EPOCH;
    assert_eq!(DateTime::from(time).to_string(), "1970-01-01T00:00:00Z");
    assert_eq!(chrono::DateTime::from(DateTime::from(time)), time);
    assert_eq!(DateTime::from(time).timestamp(), 0);
    assert!("1970-01-01T00:00:00+01:00".parse::<DateTime>().is_ok_and(|early| early < time.into()));
}

#[test]
fn texts_that_name_no_point_in_time_are_refused() {
    for text in [
        "",
        "2024-06",
        "2024-06-16T",
        "2024-06-16T06:41:12X",
        "2024-13-16T06:41:12Z",
        "yesterday",
        "1718520072",
    ] {
        assert!(read::<DateTime>(text).is_err(), "{text}");
    }
    assert!(serde_json::from_value::<DateTime>(json!(1_718_520_072)).is_err());
}

#[test]
fn dates_are_days() {
    let day: Date = read("2024-02-29").unwrap();
    assert_eq!(serde_json::to_value(day).unwrap(), json!("2024-02-29"));
    for text in ["2023-02-29", "", "2024-02-29T00:00:00Z"] {
        assert!(read::<Date>(text).is_err(), "{text}");
    }
}

#[test]
fn uris_are_kept_letter_for_letter() {
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
fn uuids_are_made_strictly_and_read_letter_for_letter() {
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
        // The crate takes other forms as well.
        assert!(!valid || other.is_ok_and(|other| Uuid::from(other).as_str() == text.to_lowercase()));
        assert_eq!(Uuid::from_text(text).into_string(), uuid.to_string());
    }
    assert!(serde_json::from_value::<Uuid>(json!(42)).is_err());
}

#[test]
fn bytes_are_read_in_each_form_of_base64() {
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
        assert_eq!(read::<Base64>(text).unwrap().as_bytes(), bytes, "{text}");
    }
    for text in ["Z", "=", "Zm9v!", "+_", "Zm 9v", "Zh=="] {
        let error = read::<Base64>(text).unwrap_err();
        assert_eq!(error, format!("invalid value: string {text:?}, expected bytes as base64"));
    }
}

#[test]
fn bytes_are_written_with_the_standard_alphabet() {
    let bytes = Base64::from(b"\xfb\xff");
    assert_eq!(bytes.to_string(), "+/8=");
    assert_eq!(format!("{bytes:?}"), "Base64(+/8=)");
    assert_eq!(serde_json::to_value(&bytes).unwrap(), json!("+/8="));
    assert_eq!(bytes, Base64::from(vec![0xfb, 0xff]));
    assert_eq!(Base64::from(&[0xfb, 0xff][..]).into_bytes(), Vec::from(bytes));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_round_trip(bytes: Vec<u8>) {
        let written = serde_json::to_string(&Base64::from(bytes.clone())).unwrap();
        prop_assert_eq!(serde_json::from_str::<Base64>(&written).unwrap().into_bytes(), bytes);
    }

    #[test]
    fn any_text_is_a_uri(text: String) {
        let written = serde_json::to_string(&Uri::from(text.clone())).unwrap();
        prop_assert_eq!(serde_json::from_str::<Uri>(&written).unwrap().into_string(), text);
    }
}
