//! Open enums: documented and unknown values, as strings and as numbers.

use std::collections::BTreeMap;

use proptest::prelude::*;
use runtime::runtime::{UnknownValue, open_enum};
use serde_json::{Value, json};

#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
enum Status {
    Active,
    InActive,
    Empty,
    Type,
    Unknown(UnknownValue),
}
open_enum! {
    Status {
        Active = "active",
        InActive = "in active/ünï",
        Empty = "",
        Type = "TYPE",
    }
}

#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
enum Code {
    One,
    Minus,
    Unknown(UnknownValue<i64>),
}
open_enum! {
    Code: i64 {
        One = 1,
        Minus = -1,
    }
}

#[derive(Clone, PartialEq)]
enum Small {
    Zero,
    Unknown(UnknownValue<u8>),
}
open_enum! { Small: u8 { Zero = 0, } }

/// An enum without documented values, for example because a later version of the document removed them.
#[derive(Clone, PartialEq)]
enum Nothing {
    Unknown(UnknownValue),
}
open_enum! { Nothing {} }

#[test]
fn debug_matches_a_derived_implementation() {
    let [unknown, number] = [format!("{:?}", Status::from("new")), format!("{:?}", Code::from(7))];
    assert_eq!(format!("{:?}", Status::VALUES), "[Active, InActive, Empty, Type]");
    assert_eq!(
        (unknown.as_str(), number.as_str()),
        ("Unknown(UnknownValue(\"new\"))", "Unknown(UnknownValue(7))")
    );
    assert_eq!(format!("{:?} {:?}", Code::Minus, Nothing::from("")), "Minus Unknown(UnknownValue(\"\"))");
}

#[test]
fn documented_values_have_their_string() {
    assert_eq!(Status::VALUES, [Status::Active, Status::InActive, Status::Empty, Status::Type]);
    for (value, text) in Status::VALUES.iter().zip(["active", "in active/ünï", "", "TYPE"]) {
        assert_eq!(value.as_str(), text);
        assert_eq!(value.to_string(), text);
        assert_eq!(value.as_ref(), text);
        assert!(value.is_known());
        assert_eq!(&Status::from(text), value);
        assert_eq!(&Status::from(text.to_owned()), value);
        assert_eq!(serde_json::to_value(value).unwrap(), json!(text));
        assert_eq!(&serde_json::from_value::<Status>(json!(text)).unwrap(), value);
    }
}

#[test]
fn unknown_values_are_preserved_verbatim() {
    for text in ["Active", "ACTIVE", "active ", "new\n\"value\"", "\u{0}", "💡"] {
        let value = Status::from(text);
        assert!(!value.is_known(), "{text}");
        assert_eq!(value.as_str(), text);
        assert_eq!(value, Status::from(text.to_owned()));
        assert_eq!(serde_json::to_value(&value).unwrap(), json!(text));
    }
    assert_ne!(Status::from("a"), Status::from("b"));
    assert_eq!(
        format!("{:>4}|{:?}", Status::from("x"), Status::from("x")),
        "   x|Unknown(UnknownValue(\"x\"))"
    );
    assert!(Nothing::VALUES.is_empty());
    assert_eq!(Nothing::from("a").as_str(), "a");
}

#[test]
fn strings_can_be_borrowed_owned_or_escaped() {
    for text in [r#""active""#, r#""\u0061ctive""#] {
        assert_eq!(serde_json::from_str::<Status>(text).unwrap(), Status::Active);
        assert_eq!(serde_json::from_reader::<_, Status>(text.as_bytes()).unwrap(), Status::Active);
    }
    let bytes = postcard::to_allocvec(&[Status::Type, Status::from("other")]).unwrap();
    assert_eq!(postcard::from_bytes::<[Status; 2]>(&bytes).unwrap(), [Status::Type, Status::from("other")]);
}

#[test]
fn a_string_value_can_be_a_map_key() {
    let map: BTreeMap<String, Status> = serde_json::from_str(r#"{"a":"active","b":"other"}"#).unwrap();
    assert_eq!(serde_json::to_string(&map).unwrap(), r#"{"a":"active","b":"other"}"#);
}

#[test]
fn values_that_are_not_strings_are_rejected() {
    for (value, reason) in [
        (json!(null), "invalid type: null, expected a string (Status)"),
        (json!(1), "invalid type: integer `1`, expected a string (Status)"),
        (json!(["active"]), "invalid type: sequence, expected a string (Status)"),
        (json!({"active": 1}), "invalid type: map, expected a string (Status)"),
    ] {
        assert_eq!(serde_json::from_value::<Status>(value).unwrap_err().to_string(), reason);
    }
}

#[test]
fn integer_enums_behave_like_string_enums() {
    assert_eq!(Code::VALUES, [Code::One, Code::Minus]);
    for (value, number, known) in [(Code::One, 1, true), (Code::Minus, -1, true), (Code::from(7), 7, false)] {
        assert_eq!(value.value(), number);
        assert_eq!(Code::from(number), value);
        assert_eq!(value.is_known(), known);
        assert_eq!(value.to_string(), number.to_string());
        assert_eq!(serde_json::to_value(&value).unwrap(), json!(number));
        assert_eq!(serde_json::from_value::<Code>(json!(number)).unwrap(), value);
    }
    for (value, reason) in [
        (json!("1"), "invalid type: string \"1\", expected i64"),
        (json!(1.5), "invalid type: floating point `1.5`, expected i64"),
        (json!(u64::MAX), "invalid value: integer `18446744073709551615`, expected i64"),
    ] {
        assert_eq!(serde_json::from_value::<Code>(value).unwrap_err().to_string(), reason);
    }
    assert_eq!(Small::from(0), Small::Zero);
    assert!(serde_json::from_value::<Small>(json!(256)).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_round_trips(text in ".*") {
        let value: Status = serde_json::from_value(json!(text)).unwrap();
        prop_assert_eq!(value.as_str(), &text);
        prop_assert_eq!(value.is_known(), Status::VALUES.contains(&value));
        let written = serde_json::to_string(&value).unwrap();
        prop_assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), json!(text));
        prop_assert_eq!(serde_json::from_str::<Status>(&written).unwrap(), value);
    }

    #[test]
    fn any_number_round_trips(number: i64) {
        let value: Code = serde_json::from_value(json!(number)).unwrap();
        prop_assert_eq!(value.value(), number);
        prop_assert_eq!(serde_json::to_value(&value).unwrap(), json!(number));
    }
}
