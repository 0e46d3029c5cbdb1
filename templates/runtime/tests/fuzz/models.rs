//! Models with each kind of field, and documents for them.

use std::collections::BTreeMap;

use runtime::runtime::{
    Base64, Date, DateTime, Map, Nullable, UnknownValue, Uri, Uuid, Value, one_of, open_enum, record,
    xml_model,
};

#[derive(Clone, PartialEq)]
pub(crate) enum Color {
    Red,
    Green,
    Unknown(UnknownValue),
}
open_enum! { Color { Red = "red", Green = "gr\u{fc}n", } }

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cat {
    kind: String,
    lives: Option<i64>,
}
record! { Cat { "kind" kind: req, "lives" lives: opt, } }

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dog {
    kind: Option<String>,
    friends: Option<Vec<Pet>>,
}
record! { Dog { "kind" kind: opt, "friends" friends: opt, } }

/// A union with a tag.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Pet {
    Cat(Box<Cat>),
    Dog(Box<Dog>),
    Unknown(Value),
}
one_of! {
    Pet by "kind" {
        Cat: record Cat = "cat" | "kitten",
        Dog: tagged Dog = "dog",
    }
}

/// A union without a tag.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Any {
    Color(Color),
    DateTime(DateTime),
    Text(String),
    Integer(i64),
    Number(f64),
    Boolean(bool),
    Numbers(Vec<i64>),
    Pet(Pet),
    Counts(BTreeMap<String, i64>),
    Unknown(Value),
}
one_of! {
    Any {
        Color: known Color,
        DateTime: text DateTime,
        Text: text String,
        Integer: number i64,
        Number: number f64,
        Boolean: boolean bool,
        Numbers: list Vec<i64>,
        Pet: one_of Pet,
        Counts: map BTreeMap<String, i64>,
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rich {
    text: String,
    flag: bool,
    small: Option<i32>,
    large: Option<i64>,
    bytes: Option<Vec<u8>>,
    number: Option<f64>,
    single: Option<f32>,
    color: Option<Color>,
    colors: Option<Vec<Color>>,
    when: Option<DateTime>,
    day: Option<Date>,
    uri: Option<Uri>,
    id: Option<Uuid>,
    data: Option<Base64>,
    pet: Option<Pet>,
    any: Option<Vec<Any>>,
    map: Option<BTreeMap<String, Any>>,
    note: Nullable<String>,
    parent: Option<Box<Rich>>,
    value: Option<Value>,
    object: Option<Map>,
    others: Map,
}
record! {
    Rich {
        "text" text: req,
        "flag" flag: req,
        "small" small: opt,
        "large" large: opt,
        "bytes" bytes: opt,
        "number" number: opt,
        "single" single: opt,
        "color" color: opt,
        "colors" colors: opt,
        "when" when: opt,
        "day" day: opt,
        "uri" uri: opt,
        "id" id: opt,
        "data" data: opt,
        "pet" pet: opt,
        "any" any: opt,
        "map" map: opt,
        "note" note: tri,
        "parent" parent: opt,
        "value" value: opt,
        "object" object: opt,
        .. others
    }
}

/// Documents for [`Rich`].
pub(crate) const DOCUMENTS: &[&[u8]] = &[
    br#"{"text":"a","flag":true}"#,
    r#"{"text": "Größe \u00e9\n", "flag": false, "small": -7, "large": 9007199254740993, "bytes": [0, 255],
 "number": 1.5e-3, "single": 0.1, "color": "red", "colors": ["grün", "blue", ""], "note": null,
 "when": "2024-02-29T23:59:59.5+01:00", "day": "2024-02-29", "uri": "https://example.com/a?b=c",
 "id": "8b3c0f6e-4a1d-4c39-9c1e-0d2a7f1e5b6c", "data": "aGVsbG8=", "unknown": {"a": [1, null, 2.5]}}"#
        .as_bytes(),
    br#"{"text":"p","flag":true,"pet":{"kind":"dog","friends":[{"kind":"cat","lives":9},{"kind":"cow","milk":1},{"kind":"dog"}]},
"any":["red","2024-01-02T03:04:05Z","text",1,1.5,true,[1,2],{"kind":"kitten"},{"a":1},null,[1,"x"]],
"map":{"a":1,"b":{"kind":"cat"},"":"x"}}"#,
    br#"{"text":"c","flag":true,"parent":{"text":"d","flag":false,"parent":{"text":"e","flag":true,"note":"n"}},
"value":{"deep":[[[[1e308,-0.0,18446744073709551615]]]]},"object":{"k":"v"},"note":"x","extra":[{}]}"#,
];

#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Person {
    id: Option<i32>,
    name: Option<String>,
    score: Option<f64>,
    active: Option<bool>,
    aliens: Option<Vec<String>>,
    friends: Option<Vec<Person>>,
    partner: Option<Box<Person>>,
    limits: Option<BTreeMap<String, i32>>,
    extra: Option<Value>,
}
record! {
    Person {
        "id" id: opt,
        "name" name: opt,
        "score" score: opt,
        "active" active: opt,
        "aliens" aliens: opt,
        "friends" friends: opt,
        "partner" partner: opt,
        "limits" limits: opt,
        "extra" extra: opt,
    }
}
xml_model! {
    Person "Person" {
        "id": number attribute "id",
        "name": text element "name" in "http://example.com/schema/sample" as "sample",
        "score": number element "score",
        "active": boolean element "active",
        "aliens": [wrapped text "alien"] element "aliens",
        "friends": [(Person) "friend"] element "friend",
        "partner": (Person) element "partner",
        "limits": {number} element "limits",
        "extra": any element "extra",
    }
}

/// XML documents for [`Person`].
pub(crate) const XML_DOCUMENTS: &[&[u8]] = &[
    br#"<?xml version="1.0" encoding="UTF-8"?>
<Person id="7" xmlns:sample="http://example.com/schema/sample"><sample:name>A &amp; B &#x41;</sample:name>
<score>1.5</score><active>true</active><aliens><alien>x</alien><alien/></aliens><!-- note --></Person>"#,
    br#"<Person><friend id="1"><partner><id>2</id></partner></friend><friend/><limits><a>1</a><b>2</b></limits>
<extra a="1"><b><![CDATA[<c>]]></b>text</extra></Person>"#,
];
