//! Unions: the variant of each value, lossless round trips, and bounded decoding time.

use std::collections::BTreeMap;

use runtime::runtime::{Date, DateTime, UnknownValue, Uuid, Value, one_of, open_enum, record};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

#[derive(Debug, Clone, PartialEq)]
struct Cat {
    kind: String,
    lives: Option<i64>,
}
record! { Cat { "kind" kind: req, "lives" lives: opt, } }

#[derive(Debug, Clone, PartialEq)]
struct Dog {
    kind: Option<String>,
    friends: Option<Vec<Pet>>,
}
record! { Dog { "kind" kind: opt, "friends" friends: opt, } }

/// A record without a field for the tag.
#[derive(Debug, Clone, PartialEq)]
struct Fish {
    salt: bool,
}
record! { Fish { "salt" salt: req, } }

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
enum Pet {
    Cat(Box<Cat>),
    Dog(Box<Dog>),
    Fish(Box<Fish>),
    Unknown(Value),
}
one_of! {
    Pet by "kind" {
        Cat: record Cat = "cat" | "kitten",
        Dog: tagged Dog = "dog",
        Fish: tagged Fish = "7",
    }
}

#[derive(Clone, PartialEq)]
enum Level {
    High,
    Unknown(UnknownValue),
}
open_enum! { Level { High = "high", } }

#[derive(Debug, Clone, PartialEq)]
struct Card {
    object: Option<String>,
    number: Option<String>,
    id: Option<i32>,
}
record! { Card { "object" object: opt, "number" number: opt, "id" id: opt, } }

#[derive(Debug, Clone, PartialEq)]
struct Bank {
    object: Option<String>,
    iban: String,
    id: Option<String>,
}
record! { Bank { "object" object: opt, "iban" iban: req, "id" id: opt, } }

#[derive(Debug, Clone, PartialEq)]
enum Any {
    Level(Level),
    DateTime(DateTime),
    Text(String),
    Integer(i64),
    Number(f64),
    Boolean(bool),
    Numbers(Vec<i64>),
    Texts(Vec<String>),
    Card(Box<Card>),
    Bank(Box<Bank>),
    Pet(Pet),
    Map(BTreeMap<String, i64>),
    Unknown(Value),
}
one_of! {
    Any {
        Level: known Level,
        DateTime: text DateTime,
        Text: text String,
        Integer: number i64,
        Number: number f64,
        Boolean: boolean bool,
        Numbers: list Vec<i64>,
        Texts: list Vec<String>,
        Card: record Card {"object": "card" | "debit_card"},
        Bank: record Bank,
        Pet: one_of Pet,
        Map: map BTreeMap<String, i64>,
    }
}

fn read<T: DeserializeOwned + Serialize>(value: &Value) -> T {
    let read: T = serde_json::from_str(&value.to_string()).expect("a union accepts any value");
    assert_eq!(serde_json::to_value(&read).expect("it is written"), *value, "no data is lost");
    read
}

#[test]
fn the_tag_selects_the_variant() {
    let cat = |kind: &str| Pet::from(Cat { kind: kind.to_owned(), lives: None });
    assert_eq!(read::<Pet>(&json!({"kind": "cat"})), cat("cat"));
    assert_eq!(read::<Pet>(&json!({"kind": "kitten"})), cat("kitten"));
    let friends = json!({"kind": "dog", "friends": [{"kind": "cat", "lives": 9}, {"kind": "cow"}, 1]});
    let Pet::Dog(dog) = read(&friends) else { panic!("it is a dog") };
    assert!(matches!(dog.friends.as_deref(), Some([Pet::Cat(_), Pet::Unknown(_), Pet::Unknown(_)])));
}

#[test]
fn a_value_that_matches_no_variant_is_preserved() {
    for value in
        [json!({"kind": "cow", "milk": 1}), json!({"lives": 9}), json!(null), json!("cat"), json!({})]
    {
        assert_eq!(read::<Pet>(&value), Pet::Unknown(value.clone()));
        assert!(!read::<Pet>(&value).is_known());
    }
    // The tag is known, but the rest does not match.
    let odd = json!({"kind": "cat", "lives": "nine"});
    assert_eq!(read::<Pet>(&odd), Pet::Unknown(odd.clone()));
    assert!(read::<Pet>(&json!({"kind": "cat"})).is_known());
    assert!(serde_json::from_str::<Pet>("{").is_err());
}

#[test]
fn the_tag_is_written_even_if_the_record_does_not_contain_it() {
    let written = |pet: &Pet| serde_json::to_string(pet).expect("it is written");
    assert_eq!(written(&Dog { kind: None, friends: None }.into()), r#"{"kind":"dog"}"#);
    assert_eq!(written(&Dog { kind: Some("puppy".into()), friends: None }.into()), r#"{"kind":"puppy"}"#);
    assert_eq!(written(&Fish { salt: true }.into()), r#"{"kind":"7","salt":true}"#);
    let number: Pet = serde_json::from_str(r#"{"kind":7,"salt":true}"#).expect("it is read");
    assert_eq!(number, Fish { salt: true }.into());
}

#[test]
fn the_json_type_selects_the_variant() {
    assert_eq!(read::<Any>(&json!("high")), Level::High.into());
    assert_eq!(read::<Any>(&json!("low")), Any::from("low".to_owned()));
    assert!(matches!(read::<Any>(&json!("2024-02-29T12:00:00Z")), Any::DateTime(_)));
    assert_eq!(read::<Any>(&json!(i64::MAX)), Any::Integer(i64::MAX));
    assert_eq!(read::<Any>(&json!(1.5)), Any::Number(1.5));
    assert_eq!(read::<Any>(&json!(false)), Any::Boolean(false));
    assert_eq!(read::<Any>(&json!([1, 2])), Any::Numbers(vec![1, 2]));
    assert_eq!(read::<Any>(&json!(["a"])), Any::Texts(vec!["a".to_owned()]));
    assert_eq!(read::<Any>(&json!([])), Any::Numbers(Vec::new()));
    let mixed = json!(["a", 1]);
    assert_eq!(read::<Any>(&mixed), Any::Unknown(mixed.clone()));
}

#[test]
fn the_record_with_most_matching_members_is_selected() {
    assert!(matches!(read(&json!({"number": "1"})), Any::Card(_)));
    assert!(matches!(read(&json!({"iban": "1"})), Any::Bank(_)));
    // Both variants declare `id` and `object`, but only one declares the other member.
    assert!(matches!(read(&json!({"id": "x", "iban": "1"})), Any::Bank(_)));
    assert!(matches!(read(&json!({"object": "card", "id": 1})), Any::Card(_)));
    // A constant member rules out one variant. In the second value, no other variant matches.
    assert!(matches!(read(&json!({"object": "bank", "iban": "1"})), Any::Bank(_)));
    assert!(matches!(read(&json!({"object": "bank", "number": "1"})), Any::Unknown(_)));
    // The best variant rejects the value, since its `id` is not a number. Each other variant would drop a
    // member or lack a required one.
    assert!(matches!(read(&json!({"number": "1", "id": "x"})), Any::Unknown(_)));
    assert!(matches!(
        read(&json!({"number": "1", "iban": "1", "id": "x", "object": "card"})),
        Any::Unknown(_)
    ));
    assert!(matches!(read(&json!({"other": 1})), Any::Map(_)));
    assert!(matches!(read(&json!({"other": "x"})), Any::Unknown(_)));
    assert!(matches!(read(&json!({})), Any::Card(_)));
}

#[test]
fn a_nested_union_accepts_its_variants() {
    assert!(matches!(read(&json!({"kind": "cat", "lives": 1})), Any::Pet(Pet::Cat(_))));
    assert!(matches!(read(&json!({"kind": "cow"})), Any::Unknown(_)));
}

#[derive(Debug, Clone, PartialEq)]
struct Left {
    next: Option<Tree>,
    end: i64,
}
record! { Left { "next" next: opt, "end" end: req, } }

#[derive(Debug, Clone, PartialEq)]
struct Right {
    next: Option<Tree>,
    end: bool,
}
record! { Right { "next" next: opt, "end" end: req, } }

#[derive(Debug, Clone, PartialEq)]
enum Tree {
    Left(Box<Left>),
    Right(Box<Right>),
    Unknown(Value),
}
one_of! { Tree { Left: record Left, Right: record Right, } }

#[test]
fn a_value_that_matches_no_variant_is_decoded_quickly() {
    // A naive implementation would decode each level twice, once per variant.
    let mut value = json!({"end": "neither"});
    for _ in 0..60 {
        value = json!({"next": value, "end": "neither"});
    }
    assert_eq!(read::<Tree>(&value), Tree::Unknown(value.clone()));
    let mut value = json!({"end": true});
    for _ in 0..60 {
        value = json!({"next": value, "end": 1});
    }
    assert!(matches!(read(&value), Tree::Left(_)));
}

#[derive(Debug, Clone, PartialEq)]
enum Key {
    Uuid(Uuid),
    Date(Date),
    Unknown(Value),
}
one_of! { Key { Uuid: text Uuid, Date: text Date, } }

#[test]
fn a_string_that_is_not_a_uuid_is_tried_with_other_formats() {
    let key = |text: &str| serde_json::from_value::<Key>(json!(text)).unwrap();
    let uuid = "67e55044-10b1-426f-9247-bb680e5fe0c8";
    assert_eq!(key(uuid), Key::Uuid(Uuid::from_text(uuid)));
    assert!(matches!(key("2024-01-01"), Key::Date(_)));
    assert_eq!(key("other"), Key::Unknown(json!("other")));
}
