//! Strict and lenient decoding: the effect of an invalid value on each type of member, and the reported
//! repairs.

use std::collections::BTreeMap;

use proptest::prelude::*;
use runtime::runtime::{
    Date, DateTime, Nullable, Reading, Repair, UnknownValue, Uri, Value, decode_json, one_of, open_enum,
    record,
};
use serde_json::json;

#[derive(Clone, PartialEq)]
enum State {
    Active,
    Unknown(UnknownValue),
}
open_enum! { State { Active = "active", } }

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
    Name(String),
    Unknown(Value),
}
one_of! { Member { Owner: record Owner, Name: text String, } }

/// A required member of each type.
#[derive(Debug, Clone, PartialEq)]
struct Required {
    flag: bool,
    count: i32,
    size: f64,
    name: String,
    when: DateTime,
    day: Date,
    link: Uri,
    state: State,
    level: Level,
    list: Vec<i64>,
    map: BTreeMap<String, i64>,
    owner: Owner,
    boxed: Box<Owner>,
    member: Member,
    any: Value,
    or_null: Option<i64>,
}
record! {
    Required {
        "flag" flag: req,
        "count" count: req,
        "size" size: req,
        "name" name: req,
        "when" when: req,
        "day" day: req,
        "link" link: req,
        "state" state: req,
        "level" level: req,
        "list" list: req,
        "map" map: req,
        "owner" owner: req,
        "boxed" boxed: req,
        "member" member: req,
        "any" any: req,
        "orNull" or_null: null,
    }
}

/// An optional member of each type.
#[derive(Debug, Clone, PartialEq)]
struct Optional {
    flag: Option<bool>,
    count: Option<i32>,
    name: Option<String>,
    when: Option<DateTime>,
    state: Option<State>,
    level: Option<Level>,
    list: Option<Vec<i64>>,
    owners: Option<Vec<Owner>>,
    map: Option<BTreeMap<String, Owner>>,
    owner: Option<Box<Owner>>,
    member: Option<Member>,
    three: Nullable<i64>,
    extra: BTreeMap<String, i64>,
}
record! {
    Optional {
        "flag" flag: opt,
        "count" count: opt,
        "name" name: opt,
        "when" when: opt,
        "state" state: opt,
        "level" level: opt,
        "list" list: opt,
        "owners" owners: opt,
        "map" map: opt,
        "owner" owner: opt,
        "member" member: opt,
        "three" three: tri,
        .. extra
    }
}

/// Decodes leniently and returns the value, with the repairs as lines.
#[track_caller]
fn lenient<T: serde::de::DeserializeOwned>(value: &Value) -> (T, Vec<String>) {
    let (read, repairs) = Reading::Lenient.decode(value.to_string().as_bytes()).unwrap();
    (read, repairs.iter().map(Repair::to_string).collect())
}

/// Like `lenient`, but sorts the repairs, since other crates' features determine whether serde_json preserves the
/// order of members.
fn lenient_sorted<T: serde::de::DeserializeOwned>(value: &Value) -> (T, Vec<String>) {
    let (read, mut repairs) = lenient(value);
    repairs.sort();
    (read, repairs)
}

fn strict<T: serde::de::DeserializeOwned>(value: &Value) -> Result<T, String> {
    decode_json(value.to_string().as_bytes()).map_err(|error| format!("{}: {}", error.path(), error.reason()))
}

fn complete_object() -> Value {
    json!({
        "flag": true, "count": 1, "size": 0.5, "name": "a", "when": "2024-06-16T06:41:12Z", "day": "2024-06-16",
        "link": "/a", "state": "active", "level": 1, "list": [1], "map": {"a": 1}, "owner": {"id": "a", "version": 1},
        "boxed": {"id": "a", "version": 1}, "member": "a", "any": [1], "orNull": 1,
    })
}

#[test]
fn valid_responses_are_not_repaired() {
    let (read, repairs) = lenient::<Required>(&complete_object());
    assert_eq!((serde_json::to_value(&read).unwrap(), repairs), (complete_object(), vec![]));
}

/// Tests each required member in turn, absent and null.
#[test]
fn required_members_that_are_absent_or_null_get_a_default() {
    for (name, default, takes_null) in [
        ("flag", json!(false), false),
        ("count", json!(0), false),
        ("size", json!(0.0), false),
        ("name", json!(""), false),
        ("when", json!(""), false),
        ("day", json!(""), false),
        ("link", json!(""), false),
        ("state", json!(""), false),
        ("level", json!(0), false),
        ("list", json!([]), false),
        ("map", json!({}), false),
        ("owner", json!({"id": "", "version": 0}), false),
        ("boxed", json!({"id": "", "version": 0}), false),
        ("member", json!(null), true),
        ("any", json!(null), true),
        ("orNull", json!(null), true),
    ] {
        let mut absent = complete_object();
        absent.as_object_mut().unwrap().remove(name);
        let (read, repairs) = lenient::<Required>(&absent);
        assert_eq!(serde_json::to_value(&read).unwrap()[name], default);
        assert_eq!(repairs, [format!("{name}: missing field `{name}`")]);
        assert_eq!(strict::<Required>(&absent), Err(format!(": missing field `{name}`")));

        let mut null = complete_object();
        null[name] = Value::Null;
        let (read, repairs) = lenient::<Required>(&null);
        assert_eq!(serde_json::to_value(&read).unwrap()[name], default);
        assert_eq!(repairs.len(), usize::from(!takes_null), "{repairs:?}");
        assert!(
            repairs.iter().all(|repair| repair.starts_with(&format!("{name}: invalid type, expected "))),
            "{repairs:?}"
        );
        assert_eq!(strict::<Required>(&null).is_ok(), takes_null);
    }
}

#[test]
fn an_invalid_required_member_is_not_repaired() {
    for (name, value, path) in [
        ("flag", json!("yes"), "flag"),
        ("count", json!(1.5), "count"),
        ("state", json!(5), "state"),
        ("list", json!("1"), "list"),
        ("owner", json!([]), "owner"),
        ("boxed", json!({"id": 5}), "boxed.id"),
    ] {
        let mut other = complete_object();
        other[name] = value;
        // A repair of a different member does not hide the error.
        other.as_object_mut().unwrap().remove("name");
        let text = other.to_string();
        let error = Reading::Lenient.decode::<Required>(text.as_bytes()).unwrap_err();
        assert_eq!(error.path(), path, "{error}");
        assert!(error.reason().starts_with("invalid type"), "{error}");
        assert!(error.line() == 1 && error.excerpt().contains(&format!("\"{name}\"")), "{error}");
    }
}

#[test]
fn invalid_optional_members_are_none() {
    for (name, value) in [
        ("flag", json!("yes")),
        ("count", json!(3_000_000_000_i64)),
        ("name", json!({})),
        ("when", json!(1_718_520_072)),
        ("state", json!(["active"])),
        ("level", json!("one")),
        ("list", json!({"0": 1})),
        ("owners", json!("none")),
        ("map", json!([])),
        ("owner", json!("8b3c")),
        ("three", json!("3")),
    ] {
        let value = json!({ name: value, "x": 1 });
        let (read, repairs) = lenient::<Optional>(&value);
        assert_eq!(serde_json::to_value(&read).unwrap(), json!({"x": 1}));
        assert_eq!(repairs.len(), 1, "{repairs:?}");
        assert!(repairs[0].starts_with(&format!("{name}: invalid ")), "{repairs:?}");
        let error = strict::<Optional>(&value).unwrap_err();
        assert!(error.starts_with(&format!("{name}: invalid ")), "{error}");
    }
}

#[test]
fn an_integer_out_of_range_invalidates_only_its_member() {
    let value: Value =
        serde_json::from_str(r#"{"three": 18446744073709551615, "list": [1, 1e30], "x": 7}"#).unwrap();
    let (read, repairs) = lenient_sorted::<Optional>(&value);
    assert_eq!(serde_json::to_value(&read).unwrap(), json!({"list": [1], "x": 7}));
    assert_eq!(repairs, ["list[1]: invalid value, expected i64", "three: invalid value, expected i64"]);
}

#[test]
fn invalid_items_and_map_values_are_dropped() {
    let value = json!({
        "list": [1, "2", null, 3],
        "owners": [{"id": "a", "version": 1}, null, "b", {"id": "c"}, {"id": 5, "version": 1}],
        "map": {"a": {"id": "a", "version": 1}, "b": [], "c d": {"id": []}},
        "x": 1, "y": "1",
    });
    let (read, repairs) = lenient_sorted::<Optional>(&value);
    let kept = json!({
        "list": [1, 3],
        "owners": [{"id": "a", "version": 1}, {"id": "c", "version": 0}],
        "map": {"a": {"id": "a", "version": 1}},
        "x": 1,
    });
    assert_eq!(serde_json::to_value(&read).unwrap(), kept);
    assert_eq!(
        repairs,
        [
            "list[1]: invalid type, expected i64",
            "list[2]: invalid type, expected i64",
            "map.b: invalid type, expected an object (Owner)",
            "map[\"c d\"]: map[\"c d\"].id: invalid type, expected a string",
            "owners[1]: invalid type, expected an object (Owner)",
            "owners[2]: invalid type, expected an object (Owner)",
            "owners[3].version: missing field `version`",
            "owners[4]: owners[4].id: invalid type, expected a string",
            "y: invalid type, expected i64",
        ]
    );
}

/// A nested object that cannot be repaired drops only the nearest optional member.
#[test]
fn an_invalid_value_drops_the_nearest_optional_member() {
    let value = json!({"owner": {"id": ["a"], "version": 1}, "name": "a", "state": "active"});
    let (read, repairs) = lenient::<Optional>(&value);
    assert_eq!(serde_json::to_value(&read).unwrap(), json!({"name": "a", "state": "active"}));
    assert_eq!(repairs, ["owner: owner.id: invalid type, expected a string"]);
}

/// Union variants are never repaired, since a repair could make the wrong variant match.
#[test]
fn unions_are_read_strictly() {
    for member in [
        json!({"id": "a"}),
        json!({"id": "a", "version": null}),
        json!({"id": "a", "version": "1"}),
        json!(5),
    ] {
        let value = json!({"member": member, "count": "1"});
        let (read, repairs) = lenient::<Optional>(&value);
        assert_eq!(read.member, Some(Member::Unknown(member)));
        assert_eq!(repairs, ["count: invalid type, expected i32"]);
    }
    let (read, _) = lenient::<Optional>(&json!({"member": {"id": "a", "version": 1.0}, "count": "1"}));
    assert_eq!(read.member, Some(Member::Owner(Box::new(Owner { id: "a".to_owned(), version: 1 }))));
}

/// A type that decodes nested JSON, such as JSON in a string, is outside the tree.
#[test]
fn nested_json_of_a_custom_type_is_read_strictly() {
    #[derive(Debug, PartialEq)]
    struct Packed(Owner);
    impl serde::Serialize for Packed {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_unit()
        }
    }
    impl<'de> serde::Deserialize<'de> for Packed {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            // The tree signals the end of an object before the string is decoded.
            let (_, text) = <(Owner, String)>::deserialize(deserializer)?;
            serde_json::from_str(&text).map(Self).map_err(serde::de::Error::custom)
        }
    }
    impl runtime::runtime::Blank for Packed {
        type Decoding = runtime::runtime::record::Replace;

        fn blank() -> Self {
            Self(Owner { id: String::new(), version: 0 })
        }
    }
    #[derive(Debug, PartialEq)]
    struct Holder {
        count: Option<i32>,
        packed: Option<Packed>,
    }
    record! { Holder { "count" count: opt, "packed" packed: opt, } }
    let packed = |text: &str| json!({"count": "1", "packed": [{"id": "a"}, text]});
    let (read, repairs) = lenient::<Holder>(&packed(r#"{"id":"a","version":1}"#));
    assert_eq!(read.packed.unwrap().0.version, 1);
    assert_eq!(repairs, ["count: invalid type, expected i32", "packed[0].version: missing field `version`"]);
    let (read, repairs) = lenient::<Holder>(&packed(r#"{"id":"a"}"#));
    assert_eq!(read.packed, None);
    assert_eq!(repairs.last().unwrap(), "packed: missing field `version` at line 1 column 10");
}

#[test]
fn input_that_is_not_a_json_object_is_rejected() {
    for text in ["", "[]", "\"a\"", "null", "5", "{", "{\"flag\":}", "<html>", "{\"count\":1e999}"] {
        let error = Reading::Lenient.decode::<Optional>(text.as_bytes()).unwrap_err();
        let before = decode_json::<Optional>(text.as_bytes()).unwrap_err();
        assert_eq!(error, before, "{text}");
    }
    let deep = "[".repeat(100_000);
    assert!(Reading::Lenient.decode::<Optional>(format!("{{\"x\":{deep}").as_bytes()).is_err());
}

#[test]
fn the_last_of_duplicate_members_is_used() {
    let (read, repairs) = Reading::Lenient.decode::<Optional>(br#"{"count":1,"count":2}"#).unwrap();
    assert_eq!((read.count, repairs.len()), (Some(2), 1));
    assert_eq!((repairs[0].path(), repairs[0].reason()), ("count", "duplicate field `count`"));
}

/// Decoding without a client is strict in any serde format.
#[test]
fn serde_alone_is_strict() {
    assert!(serde_json::from_str::<Owner>(r#"{"id":"a"}"#).is_err());
    assert!(serde_json::from_value::<Optional>(json!({"count": "1"})).is_err());
    assert!(serde_json::from_value::<Optional>(json!({"list": ["1"]})).is_err());
    assert!(Reading::Strict.decode::<Owner>(br#"{"id":"a"}"#).is_err());
    let (owner, repairs) = Reading::Strict.decode::<Owner>(br#"{"id":"a","version":1}"#).unwrap();
    assert_eq!((owner.version, repairs.len()), (1, 0));
}

/// The number of reported repairs is bounded, but the number of repairs is not.
#[test]
fn only_the_first_of_many_repairs_are_reported() {
    let owners = vec![json!({"id": "a"}); 3000];
    let (read, repairs) = lenient::<Optional>(&json!({ "owners": owners }));
    assert_eq!((read.owners.unwrap().len(), repairs.len()), (3000, 1000));
    assert_eq!(repairs[999], "owners[999].version: missing field `version`");
}

/// A report contains no values from the response, and therefore no secrets.
#[test]
fn repairs_contain_no_values() {
    let (_, repairs) = Reading::Lenient
        .decode::<Optional>(br#"{"count":"s3cr3t","list":["s3cr3t"],"three":"s3cr3t"}"#)
        .unwrap();
    assert_eq!(repairs.len(), 3);
    assert!(!format!("{repairs:?}").contains("s3cr"), "{repairs:?}");
}

fn any_json() -> impl Strategy<Value = Value> {
    let single = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-z]{0,3}".prop_map(Value::from),
    ];
    single.prop_recursive(4, 40, 6, |inner| {
        let names = "flag|count|name|when|state|level|list|owners|map|owner|member|three|id|version|other";
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(names, inner, 0..8).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Every object can be decoded. A valid object has the same value as in strict mode, and a repaired
    /// object is valid afterward.
    #[test]
    fn any_object_is_read_leniently(value in any_json()) {
        let text = value.to_string();
        let strict = decode_json::<Optional>(text.as_bytes());
        match Reading::Lenient.decode::<Optional>(text.as_bytes()) {
            Ok((read, repairs)) => {
                prop_assert!(value.is_object());
                prop_assert_eq!(repairs.is_empty(), strict.is_ok());
                if let Ok(strict) = strict {
                    prop_assert_eq!(&read, &strict);
                }
                let written = serde_json::to_vec(&read).unwrap();
                prop_assert_eq!(decode_json::<Optional>(&written).unwrap(), read);
            }
            Err(error) => prop_assert!(!value.is_object(), "{}", error),
        }
    }
}

#[derive(Clone, PartialEq)]
enum Blank {
    Empty,
    Some,
    Unknown(UnknownValue),
}
open_enum! { Blank { Some = "some", Empty = "", } }

#[derive(Clone, PartialEq)]
enum Number {
    One,
    Zero,
    Unknown(UnknownValue<i32>),
}
open_enum! { Number: i32 { One = 1, Zero = 0, } }

#[derive(Debug, Clone, PartialEq)]
struct Documented {
    blank: Blank,
    number: Number,
}
record! { Documented { "blank" blank: req, "number" number: req, } }

#[test]
fn an_absent_enum_is_unknown_only_if_its_default_is_undocumented() {
    let (read, repairs) = Reading::Lenient.decode::<Documented>(b"{}").unwrap();
    assert_eq!(read, Documented { blank: Blank::Empty, number: Number::Zero });
    assert_eq!(repairs.len(), 2);
    let read = decode_json::<Documented>(br#"{"blank":"some","number":1}"#).unwrap();
    assert_eq!(read, Documented { blank: Blank::Some, number: Number::One });
}
