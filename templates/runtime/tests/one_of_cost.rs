//! Unions: the cost of decoding is proportional to the size of the value, regardless of its shape. Each leaf
//! counts how often it is decoded.

use std::cell::Cell;
use std::collections::BTreeMap;

use runtime::runtime::{
    Value, one_of,
    one_of::{Member, Replace},
    record,
};
use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::json;

thread_local! {
    static READS: Cell<usize> = const { Cell::new(0) };
}

/// A string that counts how often it is decoded.
#[derive(Debug, Clone, PartialEq)]
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        READS.set(READS.get() + 1);
        String::deserialize(deserializer).map(Self)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Member for Text {
    type Decoding = Replace;

    fn blank() -> Self {
        Self(String::new())
    }
}

/// Decodes a value, checks that it round-trips, and returns how often leaves were decoded.
fn reads<T: DeserializeOwned + Serialize>(value: &Value) -> (T, usize) {
    READS.set(0);
    let read: T = serde_json::from_str(&value.to_string()).expect("a union accepts any value");
    let reads = READS.get();
    assert_eq!(serde_json::to_value(&read).expect("it is written"), *value, "no data is lost");
    (read, reads)
}

macro_rules! node {
    ($name:ident { $($wire:literal $field:ident: $kind:ident $ty:ty,)* }) => {
        #[derive(Debug, Clone, PartialEq)]
        struct $name {
            $($field: $ty,)*
        }
        record! { $name { $($wire $field: $kind,)* } }
    };
}

node! { A { "a" a: opt Option<Node>, "n" n: opt Option<Text>, } }
node! { B { "a" a: opt Option<Node>, "m" m: opt Option<Text>, "t" t: opt Option<Text>, } }

/// A union that is mutually recursive with `Inner`, through records, lists, maps and another union.
#[derive(Debug, Clone, PartialEq)]
enum Node {
    A(Box<A>),
    B(Box<B>),
    Nodes(Vec<Node>),
    Inner(Inner),
    Map(BTreeMap<String, Vec<Option<Inner>>>),
    Unknown(Value),
}
one_of! {
    Node {
        A: record A,
        B: record B,
        Nodes: list Vec<Node>,
        Inner: one_of Inner,
        Map: map BTreeMap<String, Vec<Option<Inner>>>,
    }
}

node! { Left { "next" next: opt Option<Box<Node>>, "end" end: req i64, "l" l: opt Option<Text>, } }
node! { Right { "next" next: opt Option<Box<Node>>, "end" end: req bool, "l" l: opt Option<Text>, } }

#[derive(Debug, Clone, PartialEq)]
enum Inner {
    Left(Box<Left>),
    Right(Box<Right>),
    Unknown(Value),
}
one_of! { Inner { Left: record Left, Right: record Right, } }

node! { Kid { "kind" kind: req String, "kids" kids: opt Option<Vec<Tagged>>, "l" l: req Text, "z" z: opt Option<bool>, } }

#[derive(Debug, Clone, PartialEq)]
enum Tagged {
    Kid(Box<Kid>),
    Unknown(Value),
}
one_of! { Tagged by "kind" { Kid: record Kid = "kid", } }

/// Returns a value with this number of nested levels.
fn levels(depth: usize, leaf: Value, level: impl Fn(Value) -> Value) -> Value {
    (0..depth).fold(leaf, |value, _| level(value))
}

#[test]
fn each_leaf_of_a_deep_value_is_read_a_few_times() {
    for depth in [10, 30, 60, 120] {
        let value = levels(depth, json!({"m": "x"}), |inner| json!({"a": inner, "m": "x"}));
        let (node, reads) = reads::<Node>(&value);
        assert!(matches!(node, Node::B(_)));
        assert!(reads <= 3 * (depth + 1), "{reads} reads of {depth} leaves");
    }
}

#[test]
fn a_deep_value_without_a_variant_is_read_a_few_times() {
    // The last member matches neither variant.
    for depth in [10, 30, 60, 120] {
        let value = levels(
            depth,
            json!({"l": "x", "end": "neither"}),
            |inner| json!({"next": inner, "l": "x", "end": "neither"}),
        );
        let (inner, reads) = reads::<Inner>(&value);
        assert!(matches!(inner, Inner::Unknown(_)));
        assert!(reads <= 6 * (depth + 1), "{reads} reads of {depth} leaves");
    }
}

#[test]
fn a_value_of_the_second_variant_at_each_level_is_still_typed() {
    for depth in [10, 30, 60, 120] {
        let value = levels(
            depth,
            json!({"l": "x", "end": true}),
            |inner| json!({"next": inner, "l": "x", "end": true}),
        );
        let (mut inner, reads) = reads::<Inner>(&value);
        assert!(reads <= 6 * (depth + 1), "{reads} reads of {depth} leaves");
        for _ in 0..depth {
            let Inner::Right(right) = inner else { panic!("it is the second variant") };
            let next = right.next.map(|next| *next);
            let Some(Node::Inner(next)) = next else { panic!("a union in a union: {next:?}") };
            inner = next;
        }
    }
}

#[test]
fn unions_in_lists_maps_and_unions_are_read_a_few_times() {
    for depth in [10, 20, 25] {
        let value =
            levels(depth, json!([]), |inner| json!({"other": [{"end": 1, "l": "x", "next": [inner]}, null]}));
        let (node, reads) = reads::<Node>(&value);
        assert!(matches!(node, Node::Map(_)));
        assert!(reads <= 6 * (depth + 1), "{reads} reads of {depth} leaves");
    }
}

#[test]
fn a_tag_at_each_level_does_not_increase_the_cost() {
    for depth in [10, 30, 60] {
        let kid = |kids: Value| json!({"kind": "kid", "kids": kids, "l": "x", "z": "neither"});
        let value = levels(depth, kid(json!([])), |inner| kid(json!([inner])));
        let (tagged, reads) = reads::<Tagged>(&value);
        assert!(matches!(tagged, Tagged::Unknown(_)));
        assert!(reads <= 6 * (depth + 1), "{reads} reads of {depth} leaves");
    }
}

#[test]
fn a_wide_value_is_read_a_few_times() {
    let items = 20_000;
    let value =
        Value::Array((0..items).map(|index| json!({"m": index.to_string(), "a": {"n": "x"}})).collect());
    let (node, reads) = reads::<Node>(&value);
    let Node::Nodes(nodes) = node else { panic!("it is a list") };
    assert!(nodes.iter().all(|node| matches!(node, Node::B(_))));
    assert!(reads <= 5 * 2 * items, "{reads} reads of {items} items");
}

/// A string type that accepts a single value.
#[derive(Debug, Clone, PartialEq)]
struct Never(Text);

impl<'de> Deserialize<'de> for Never {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        if text.0 == "end" { Err(serde::de::Error::custom("never")) } else { Ok(Self(text)) }
    }
}

impl Serialize for Never {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Nth<const N: usize>(Vec<Never>);

impl<'de, const N: usize> Deserialize<'de> for Nth<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self)
    }
}

impl<const N: usize> Member for Nth<N> {
    type Decoding = Replace;

    fn blank() -> Self {
        Self(Vec::new())
    }
}

impl<const N: usize> Serialize for Nth<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

macro_rules! many {
    ($($variant:ident $number:literal)*) => {
        #[derive(Debug, Clone, PartialEq)]
        enum Many {
            $($variant(Nth<$number>),)*
            Texts(Vec<Text>),
            Unknown(Value),
        }
        one_of! { Many { $($variant: list Nth<$number>,)* Texts: list Vec<Text>, } }
    };
}

many! {
    V0 0 V1 1 V2 2 V3 3 V4 4 V5 5 V6 6 V7 7 V8 8 V9 9 V10 10 V11 11 V12 12 V13 13 V14 14 V15 15 V16 16 V17 17 V18 18
    V19 19 V20 20 V21 21 V22 22 V23 23 V24 24 V25 25 V26 26 V27 27 V28 28 V29 29 V30 30 V31 31 V32 32 V33 33 V34 34
    V35 35 V36 36 V37 37 V38 38 V39 39 V40 40 V41 41 V42 42 V43 43 V44 44 V45 45 V46 46 V47 47 V48 48 V49 49 V50 50
    V51 51 V52 52 V53 53 V54 54 V55 55 V56 56 V57 57 V58 58 V59 59 V60 60 V61 61 V62 62 V63 63 V64 64 V65 65 V66 66
}

#[test]
fn a_value_that_exceeds_the_budget_is_unknown() {
    let list = |items: usize| {
        let items = (0..items).map(|_| json!("x")).chain([json!("end")]);
        Value::Array(items.collect())
    };
    // 67 variants fail on the entire list; this cost is acceptable for a short list, but not for a long one.
    let (many, _) = reads::<Many>(&list(10));
    assert!(matches!(many, Many::Texts(_)));
    let (many, reads) = reads::<Many>(&list(10_000));
    assert!(matches!(many, Many::Unknown(_)));
    assert!(reads <= 70 * 10_000, "{reads} reads of 10,000 items");
}

node! { End { "a" a: req Text, } }

/// Several levels of unions, each of which contains both unions of the next level. There are exponentially many
/// paths to the last level.
macro_rules! dag {
    ($($one:ident $other:ident => $next:ident $other_next:ident,)*) => {$(
        dag!(@of $one $next $other_next one_of);
        dag!(@of $other $next $other_next one_of);
    )*};
    (@of $name:ident $next:ident $other:ident $kind:ident) => {
        #[derive(Debug, Clone, PartialEq)]
        enum $name {
            Next($next),
            Other($other),
            Unknown(Value),
        }
        one_of! { $name { Next: $kind $next, Other: $kind $other, } }
    };
}

/// Two equal unions at the last level, which count how often they are tried.
macro_rules! ends {
    ($($name:ident)*) => {$(
        #[derive(Debug, Clone, PartialEq)]
        enum $name {
            End(Box<End>),
            Unknown(Value),
        }

        impl one_of::OneOf for $name {
            const TAG: &'static str = "";
            const RULES: &'static [one_of::Rules] =
                &[one_of::Rules { tags: &[], fixed: &[], outline: one_of::kinds::record::outline::<End>() }];
            const READ: &'static [fn(one_of::Reader<'_>) -> Option<Self>] = &[|reader| {
                READS.set(READS.get() + 1);
                one_of::kinds::record::read(reader, Self::End)
            }];

            fn unknown(value: Value) -> Self {
                Self::Unknown(value)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    Self::End(end) => end.serialize(serializer),
                    Self::Unknown(value) => value.serialize(serializer),
                }
            }
        }
    )*};
}

ends! { L20 R20 }
dag! {
    L0 R0 => L1 R1, L1 R1 => L2 R2, L2 R2 => L3 R3, L3 R3 => L4 R4, L4 R4 => L5 R5, L5 R5 => L6 R6, L6 R6 => L7 R7,
    L7 R7 => L8 R8, L8 R8 => L9 R9, L9 R9 => L10 R10, L10 R10 => L11 R11, L11 R11 => L12 R12, L12 R12 => L13 R13,
    L13 R13 => L14 R14, L14 R14 => L15 R15, L15 R15 => L16 R16, L16 R16 => L17 R17, L17 R17 => L18 R18,
    L18 R18 => L19 R19, L19 R19 => L20 R20,
}

#[test]
fn unions_that_share_their_variants_are_tried_within_the_budget() {
    let value = json!({"a": "x"});
    let (few, _) = reads::<L15>(&value);
    assert!(few.is_known());
    let (many, left) = reads::<L0>(&value);
    assert!(!many.is_known());
    let (many, right) = reads::<R0>(&value);
    assert!(!many.is_known());
    assert!(left.max(right) <= 10_000, "{left} and {right} trials of a leaf");
}
