//! Integers in responses, which are decoded by value in any notation.

use std::collections::BTreeMap;

use runtime::runtime::{Nullable, UnknownValue, Value, one_of, open_enum, record};

#[derive(Clone, PartialEq)]
enum Level {
    One,
    Unknown(UnknownValue<i64>),
}
open_enum! { Level: i64 { One = 1, } }

#[derive(Debug, Clone, PartialEq)]
struct Owner {
    id: String,
    version: i64,
}
record! { Owner { "id" id: req, "version" version: req, } }

#[derive(Debug, Clone, PartialEq)]
enum Member {
    Owner(Box<Owner>),
    Unknown(Value),
}
one_of! { Member { Owner: record Owner, } }

#[derive(Debug, Clone, PartialEq)]
struct Optional {
    count: Option<i32>,
    level: Option<Level>,
    list: Option<Vec<i64>>,
    member: Option<Member>,
    three: Nullable<i64>,
    extra: BTreeMap<String, i64>,
}
record! {
    Optional {
        "count" count: opt,
        "level" level: opt,
        "list" list: opt,
        "member" member: opt,
        "three" three: tri,
        .. extra
    }
}

#[test]
fn integers_are_read_by_value() {
    for (text, value) in [
        ("1.0", 1),
        ("1e3", 1000),
        ("-2.50e1", -25),
        ("-0.0", 0),
        ("9007199254740991.0", 9_007_199_254_740_991),
        ("1e18", 1_000_000_000_000_000_000),
        ("-9.2e18", -9_200_000_000_000_000_000),
    ] {
        let owner = serde_json::from_str::<Owner>(&format!(r#"{{"id":"a","version":{text}}}"#)).unwrap();
        assert_eq!(owner.version, value);
        // The same applies to lists, maps and enums, and to a union that was buffered as a tree.
        let value = format!(
            r#"{{"list":[{text}],"three":{text},"x":{text},"level":{text},"member":{{"id":"a","version":{text}}}}}"#
        );
        let read = serde_json::from_str::<Optional>(&value).unwrap();
        assert_eq!(
            (read.list, read.three, read.extra["x"]),
            (Some(vec![owner.version]), Nullable::Value(owner.version), owner.version)
        );
        assert_eq!(read.level.map(|level| level.value()), Some(owner.version));
        assert_eq!(read.member, Some(Member::Owner(Box::new(owner))));
    }
    for text in
        ["1.5", "1e-1", "1e19", "12345678901234567.0", "9223372036854775807.0", "1e300", "\"1\"", "true"]
    {
        let owner = serde_json::from_str::<Owner>(&format!(r#"{{"id":"a","version":{text}}}"#));
        assert!(owner.is_err(), "{text}");
    }
    assert!(serde_json::from_str::<Optional>(r#"{"count":2147483648.0}"#).is_err());
    assert_eq!(serde_json::from_str::<Optional>(r#"{"count":-2147483648.0}"#).unwrap().count, Some(i32::MIN));
}
