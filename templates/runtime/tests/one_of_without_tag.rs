//! Unions without a tag: members that distinguish variants, and objects that match two variants.

use std::collections::BTreeMap;

use runtime::runtime::{UnknownValue, Value, one_of, open_enum, record};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

/// Decodes a value and checks that it round-trips.
fn read<T: DeserializeOwned + Serialize>(value: &Value) -> T {
    let read: T = serde_json::from_str(&value.to_string()).expect("a union accepts any value");
    assert_eq!(serde_json::to_value(&read).expect("it is written"), *value, "no data is lost");
    read
}

/// Defines structs whose members are all optional.
macro_rules! records {
    ($($name:ident { $($field:ident: $ty:ty),* })*) => {$(
        #[derive(Debug, Clone, PartialEq)]
        struct $name {
            $($field: Option<$ty>,)*
        }
        records!(@ $name $($field)*);
    )*};
    (@ $name:ident a b) => { record! { $name { "a" a: opt, "b" b: opt, } } };
    (@ $name:ident a c) => { record! { $name { "a" a: opt, "c" c: opt, } } };
    (@ $name:ident a b c) => { record! { $name { "a" a: opt, "b" b: opt, "c" c: opt, } } };
    (@ $name:ident a) => { record! { $name { "a" a: opt, } } };
    (@ $name:ident b) => { record! { $name { "b" b: opt, } } };
    (@ $name:ident m) => { record! { $name { "m" m: opt, } } };
    (@ $name:ident m a) => { record! { $name { "m" m: opt, "a" a: opt, } } };
}

macro_rules! union {
    ($name:ident { $($variant:ident: $kind:ident $held:ty, $of:ty $({ $($constants:tt)+ })?;)* }) => {
        #[derive(Debug, Clone, PartialEq)]
        enum $name {
            $($variant($held),)*
            Unknown(Value),
        }
        one_of! { $name { $($variant: $kind $of $({ $($constants)+ })?,)* } }
    };
}

#[derive(Clone, PartialEq)]
enum Early {
    X,
    Unknown(UnknownValue),
}
open_enum! { Early { X = "x", } }

#[derive(Clone, PartialEq)]
enum Late {
    Y,
    Z,
    Unknown(UnknownValue),
}
open_enum! { Late { Y = "y", Z = "z", } }

records! {
    OnlyA { a: bool }
    OnlyB { b: i64 }
    AOfX { a: Early }
    AOfY { a: Late }
    Ab { a: bool, b: i64 }
    Ac { a: bool, c: i64 }
    Abc { a: String, b: i64, c: i64 }
    InA { m: OnlyA }
    InB { m: OnlyB }
    InX { m: AOfX, a: bool }
    InY { m: AOfY, a: bool }
}

union! { Success {
    Good: record Box<Ab>, Ab {"a": true};
    Bad: record Box<Ac>, Ac {"a": false};
} }

#[test]
fn a_boolean_constant_distinguishes() {
    assert_eq!(read::<Success>(&json!({"a": false})), Ac { a: Some(false), c: None }.into());
    assert_eq!(read::<Success>(&json!({"a": true})), Ab { a: Some(true), b: None }.into());
    assert!(!read::<Success>(&json!({"a": null})).is_known());
    assert!(!read::<Success>(&json!({"a": "true"})).is_known());
}

union! { Constants {
    Null: map BTreeMap<String, Value>, BTreeMap<String, Value> {"v": ()};
    One: map BTreeMap<String, Vec<Value>>, BTreeMap<String, Vec<Value>> {"none": 1};
    Text: map BTreeMap<String, serde_json::Map<String, Value>>, BTreeMap<String, serde_json::Map<String, Value>> {"v" / "w": "1"};
    Number: map serde_json::Map<String, Value>, serde_json::Map<String, Value> {"v" / "w": 1, "v" / "f": (-1) | 0.5};
} }

#[test]
fn a_constant_can_be_of_any_type_and_nested() {
    assert!(matches!(read(&json!({"v": null})), Constants::Null(_)));
    assert!(matches!(read(&json!({"v": {"w": "1"}})), Constants::Text(_)));
    assert!(matches!(read(&json!({"v": {"w": 1}})), Constants::Number(_)));
    assert!(matches!(read(&json!({"v": {"w": 1, "f": -1}})), Constants::Number(_)));
    assert!(matches!(read(&json!({"v": {"w": 1, "f": 0.5}})), Constants::Number(_)));
    assert!(matches!(read(&json!({"v": {"w": 1, "f": 1}})), Constants::Unknown(_)));
    assert!(matches!(read(&json!({"v": {"w": true}})), Constants::Unknown(_)));
}

union! { Lists {
    Good: list Vec<Ab>, Vec<Ab> {[] / "a": true};
    Bad: list Vec<Ac>, Vec<Ac> {[] / "a": false};
    Abc: list Vec<Abc>, Vec<Abc>;
    Nested: list Vec<Vec<AOfX>>, Vec<Vec<AOfX>>;
    Other: list Vec<Vec<AOfY>>, Vec<Vec<AOfY>>;
} }

#[test]
fn lists_are_distinguished_by_their_items() {
    assert!(matches!(read(&json!([{"a": false}])), Lists::Bad(_)));
    assert!(matches!(read(&json!([{"a": true}, {"a": true, "b": 1}])), Lists::Good(_)));
    // Without constants, the variant that loses the fewest members of any item is selected.
    assert!(matches!(read(&json!([{"b": 1}, {"c": 1}])), Lists::Abc(_)));
    assert!(matches!(read(&json!([{"c": 1}])), Lists::Bad(_)));
    assert!(matches!(read(&json!([{"a": true}, {"a": false}])), Lists::Unknown(_)));
    assert!(matches!(read(&json!([[{"a": "x"}]])), Lists::Nested(_)));
    assert!(matches!(read(&json!([[{"a": "z"}]])), Lists::Other(_)));
}

union! { Narrow {
    X: record Box<AOfX>, AOfX {"a": "x"};
    Wide: record Box<Abc>, Abc;
} }

#[test]
fn lost_members_outweigh_a_constant() {
    assert!(matches!(read(&json!({"a": "x", "b": 1, "c": 2})), Narrow::Wide(_)));
    assert!(matches!(read(&json!({"a": "x"})), Narrow::X(_)));
    assert!(matches!(read(&json!({"a": "y"})), Narrow::Wide(_)));
}

union! { Both {
    Ab: record Box<Ab>, Ab;
    Ac: record Box<Ac>, Ac;
} }
union! { Deep {
    A: record Box<InA>, InA;
    B: record Box<InB>, InB;
} }

#[test]
fn an_object_that_matches_two_variants_loses_nothing() {
    let both = json!({"a": true, "b": 1, "c": 2});
    assert_eq!(read::<Both>(&both), Both::Unknown(both.clone()));
    let both = json!({"m": {"a": true, "b": 1}});
    assert_eq!(read::<Deep>(&both), Deep::Unknown(both.clone()));
    assert!(matches!(read(&json!({"m": {"b": 1}})), Deep::B(_)));
}

#[test]
fn a_member_that_no_variant_has_is_ignored_like_in_any_record() {
    let read = |value: Value| serde_json::from_value::<Both>(value).expect("a union accepts any value");
    assert_eq!(read(json!({"a": true, "b": 1, "new": {"c": 1}})), Ab { a: Some(true), b: Some(1) }.into());
    assert!(matches!(read(json!({"new": 1})), Both::Unknown(_)));
}

union! { Enums {
    X: record Box<InX>, InX;
    Y: record Box<InY>, InY;
} }

#[test]
fn an_enum_that_documents_the_value_is_preferred() {
    assert!(matches!(read(&json!({"m": {"a": "x"}})), Enums::X(_)));
    assert!(matches!(read(&json!({"m": {"a": "z"}})), Enums::Y(_)));
    // An enum value from a newer server does not rule out a variant.
    assert!(matches!(read(&json!({"m": {"a": "new"}})), Enums::X(_)));
}

union! { Free {
    Ab: record Box<Ab>, Ab;
    Map: map BTreeMap<String, Value>, BTreeMap<String, Value>;
} }

#[test]
fn a_map_is_selected_if_a_record_would_lose_members() {
    assert!(matches!(read(&json!({"a": true})), Free::Ab(_)));
    assert!(matches!(read(&json!({"a": true, "new": 1})), Free::Map(_)));
    assert!(matches!(read(&json!({"a": 1})), Free::Map(_)));
}

union! { Outer {
    Success: one_of Success, Success;
    Wide: record Box<Abc>, Abc;
    Number: number i64, i64;
} }

#[test]
fn a_union_in_a_union_is_compared_like_its_variant() {
    assert!(matches!(read(&json!({"a": true, "b": 1})), Outer::Success(Success::Good(_))));
    assert!(matches!(read(&json!({"a": false, "c": 1})), Outer::Success(Success::Bad(_))));
    assert!(matches!(read(&json!({"b": 1, "c": 1})), Outer::Wide(_)));
    assert!(matches!(read(&json!(7)), Outer::Number(7)));
    assert!(matches!(read(&json!([7, null, {"a": false}])), Nullable(_)));
}

/// A list of nullable unions.
#[derive(Debug, Clone, PartialEq)]
struct Nullable(Vec<Option<Outer>>);

impl<'de> serde::Deserialize<'de> for Nullable {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self)
    }
}

impl Serialize for Nullable {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Tagged {
    Yes(Box<OnlyB>),
    No(Box<OnlyB2>),
    One(Box<OnlyB3>),
    Unknown(Value),
}
#[derive(Debug, Clone, PartialEq)]
struct OnlyB2 {
    b: Option<i64>,
}
record! { OnlyB2 { "b" b: opt, } }
#[derive(Debug, Clone, PartialEq)]
struct OnlyB3 {
    b: Option<i64>,
}
record! { OnlyB3 { "b" b: opt, } }
one_of! {
    Tagged by "is" {
        Yes: tagged OnlyB = true,
        No: tagged OnlyB2 = false | "no",
        One: tagged OnlyB3 = 1 | 5000000000_i64,
    }
}

#[test]
fn a_tag_is_written_in_its_own_type() {
    assert!(matches!(read(&json!({"is": true, "b": 1})), Tagged::Yes(_)));
    assert!(matches!(read(&json!({"is": false})), Tagged::No(_)));
    assert!(matches!(read(&json!({"is": 1})), Tagged::One(_)));
    assert!(matches!(read(&json!({"is": 2})), Tagged::Unknown(_)));
    // The keys of a mapping are strings: both types are accepted.
    let tag = |tag: Value| serde_json::from_value::<Tagged>(json!({ "is": tag })).expect("it is read");
    assert!(matches!(tag(json!("true")), Tagged::Yes(_)));
    assert!(matches!(tag(json!("1")), Tagged::One(_)));
    assert!(matches!(tag(json!(1.0)), Tagged::One(_)));
    assert!(matches!(tag(json!(5_000_000_000_i64)), Tagged::One(_)));
}
