//! Records: the values that each kind of field accepts, rejects and writes, in JSON and in other formats.

use std::collections::BTreeMap;
use std::fmt::Debug;

use runtime::runtime::{Date, DateTime, Map, Nullable, UnknownValue, Uri, Value, open_enum, record};
use serde::de::DeserializeOwned;
use serde_json::json;

#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
enum Color {
    Red,
    Unknown(UnknownValue),
}
open_enum! { Color { Red = "red", } }

#[derive(Debug, Clone, PartialEq)]
struct Group {
    id: Option<String>,
    name: String,
    r#type: Option<Color>,
    parent: Option<Box<Group>>,
    owner: Option<String>,
    note: Nullable<String>,
}
record! {
    Group {
        "id" id: opt,
        "name" name: req,
        "@type" r#type: opt,
        "parent" parent: opt,
        "owner" owner: null,
        "note" note: tri,
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Open {
    id: i32,
    others: Map,
}
record! { Open { "id" id: req, .. others } }

#[derive(Debug, Clone, PartialEq)]
struct Limits {
    unit: Option<String>,
    limits: BTreeMap<String, u8>,
}
record! { Limits { "unit" unit: opt, .. limits, } }

#[derive(Debug, Clone, PartialEq)]
struct Empty {}
record! { Empty {} }

#[derive(Debug, Clone, PartialEq)]
struct OnlyOthers {
    others: BTreeMap<String, Vec<Empty>>,
}
record! { OnlyOthers { .. others } }

/// A required field of each type that a model may contain.
#[derive(Debug, Clone, PartialEq)]
struct Required {
    text: String,
    flag: bool,
    number: f64,
    color: Color,
    when: DateTime,
    day: Date,
    uri: Uri,
    list: Vec<Limits>,
    map: BTreeMap<String, Limits>,
    record: Limits,
    boxed: Box<Limits>,
    maybe: Option<Limits>,
    any: Value,
    object: Map,
}
record! {
    Required {
        "text" text: req,
        "flag" flag: req,
        "number" number: req,
        "color" color: req,
        "when" when: req,
        "day" day: req,
        "uri" uri: req,
        "list" list: req,
        "map" map: req,
        "record" record: req,
        "boxed" boxed: req,
        "maybe" maybe: req,
        "any" any: req,
        "object" object: req,
    }
}

/// Decodes in every way that `serde_json` supports: borrowed names, owned names, names from a reader, a tree.
#[track_caller]
fn read<T: DeserializeOwned + PartialEq + Debug>(text: &str) -> Result<T, String> {
    let from_str = serde_json::from_str::<T>(text).map_err(|error| error.to_string());
    let from_slice = serde_json::from_slice::<T>(text.as_bytes()).map_err(|error| error.to_string());
    let from_reader = serde_json::from_reader::<_, T>(text.as_bytes()).map_err(|error| error.to_string());
    assert_eq!(from_str, from_slice);
    assert_eq!(from_str.is_ok(), from_reader.is_ok(), "{from_str:?} or {from_reader:?}");
    if let Ok(value) = &from_str {
        let tree: Value = serde_json::from_str(text).unwrap();
        assert_eq!(Ok(value), serde_json::from_value(tree).as_ref().map_err(|error| error.to_string()));
    }
    from_str
}

#[track_caller]
fn assert_rejected<T: DeserializeOwned + PartialEq + Debug>(text: &str, reason: &str) {
    let error = read::<T>(text).expect_err("must be rejected");
    assert!(error.starts_with(reason), "{error:?} does not begin with {reason:?}");
}

#[track_caller]
fn round_trips<T: DeserializeOwned + serde::Serialize + PartialEq + Debug>(value: Value) {
    let record: T = read(&value.to_string()).unwrap();
    assert_eq!(serde_json::to_value(&record).unwrap(), value);
    let text = serde_json::to_string(&record).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
}

fn group() -> Group {
    Group { id: None, name: "a".into(), r#type: None, parent: None, owner: None, note: Nullable::Absent }
}

#[test]
fn each_kind_of_field_is_read_and_written() {
    let minimal = json!({"name": "a", "owner": null});
    assert_eq!(read(&minimal.to_string()), Ok(group()));
    round_trips::<Group>(minimal);
    round_trips::<Group>(json!({"name": "a", "owner": null, "note": null}));
    round_trips::<Group>(json!({
        "id": "1", "name": "a", "@type": "red", "owner": "b", "note": "c",
        "parent": {"name": "d", "owner": null},
    }));
}

#[test]
fn members_are_written_in_struct_order() {
    let full = Group { id: Some("1".into()), owner: Some("o".into()), note: Nullable::Null, ..group() };
    assert_eq!(serde_json::to_string(&full).unwrap(), r#"{"id":"1","name":"a","owner":"o","note":null}"#);
    assert_eq!(serde_json::to_string(&Empty {}).unwrap(), "{}");
}

#[test]
fn names_can_be_escaped_and_in_any_order() {
    let expected = Group { id: Some("1".into()), r#type: Some(Color::Red), ..group() };
    for text in [
        r#"{"id":"1","name":"a","@type":"red","owner":null}"#,
        r#"{"owner":null,"@type":"red","name":"a","id":"1"}"#,
        r#"{"name":"a","id":"1","owner":null,"@type":"red"}"#,
        r#" { "n\u0061me" : "a" , "\u0069d":"\u0031", "owner": null, "@\u0074ype":"r\u0065d" } "#,
    ] {
        assert_eq!(read(text), Ok(expected.clone()), "{text}");
    }
}

#[test]
fn absent_and_null_are_none_for_an_optional_field() {
    for text in [r#"{"name":"a","owner":null}"#, r#"{"id":null,"name":"a","parent":null,"owner":null}"#] {
        assert_eq!(read(text), Ok(group()), "{text}");
    }
}

#[test]
fn absent_null_and_a_value_are_distinguished() {
    let note = |text: &str| read::<Group>(text).unwrap().note;
    assert_eq!(note(r#"{"name":"a","owner":null}"#), Nullable::Absent);
    assert_eq!(note(r#"{"name":"a","owner":null,"note":null}"#), Nullable::Null);
    assert_eq!(note(r#"{"name":"a","owner":null,"note":"n"}"#), Nullable::Value("n".into()));
}

#[test]
fn invalid_values_are_rejected_with_the_field_name() {
    for (text, reason) in [
        (r#"{}"#, "missing field `name`"),
        (r#"{"name":"a"}"#, "missing field `owner`"),
        (r#"{"name":null,"owner":null}"#, "field `name`: invalid type: null, expected a string"),
        (r#"{"name":5,"owner":null}"#, "field `name`: invalid type: integer `5`, expected a string"),
        (r#"{"name":"a","name":"b","owner":null}"#, "duplicate field `name`"),
        (r#"{"id":null,"id":null}"#, "duplicate field `id`"),
        (r#"{"note":null,"note":null}"#, "duplicate field `note`"),
        (r#"{"owner":true}"#, "field `owner`: invalid type: boolean `true`, expected a string"),
        (r#"{"note":[]}"#, "field `note`: invalid type: sequence, expected a string"),
        (r#"{"@type":1}"#, "field `@type`: invalid type: integer `1`, expected a string (Color)"),
        (r#"{"parent":{"name":1}}"#, "field `name`: invalid type: integer `1`, expected a string"),
        (r#"{"parent":[]}"#, "field `parent`: invalid type: sequence, expected an object (Group)"),
        (r#"[]"#, "invalid type: sequence, expected an object (Group)"),
        (r#""a""#, r#"invalid type: string "a", expected an object (Group)"#),
        (r#"{"name":"a""#, "EOF while parsing an object"),
        (r#"{"name":"a",}"#, "trailing comma"),
    ] {
        assert_rejected::<Group>(text, reason);
    }
}

#[test]
fn the_field_is_named_even_without_a_position() {
    let error = serde_json::from_value::<Group>(json!({"parent": {"name": null}})).unwrap_err();
    assert_eq!(error.to_string(), "field `name`: invalid type: null, expected a string");
    let error = serde_json::from_value::<Open>(json!({"id": 3_000_000_000_u64})).unwrap_err();
    assert_eq!(error.to_string(), "field `id`: invalid value: integer `3000000000`, expected i32");
}

#[test]
fn a_syntax_error_keeps_its_category() {
    assert!(serde_json::from_str::<Group>(r#"{"name": nul}"#).unwrap_err().is_syntax());
    assert!(serde_json::from_str::<Group>(r#"{"parent": {"name": "#).unwrap_err().is_eof());
    assert!(serde_json::from_str::<Group>(r#"{"name": 1}"#).unwrap_err().is_data());
}

#[test]
fn unknown_members_are_ignored_or_kept() {
    let text = r#"{"x":{"y":[1,{"z":null}]},"name":"a","":0,"owner":null,"x":1}"#;
    assert_eq!(serde_json::from_str::<Group>(text).unwrap(), group());

    round_trips::<Open>(json!({"id": 1, "x": {"y": [1, null]}, "": 0}));
    round_trips::<Limits>(json!({"unit": "s", "a": 1, "b": 2}));
    round_trips::<Limits>(json!({}));
    round_trips::<OnlyOthers>(json!({"a": [{}, {}], "b": []}));
    round_trips::<Empty>(json!({}));
    assert_eq!(read::<Empty>(r#"{"a":1}"#), Ok(Empty {}));

    assert_rejected::<Limits>(r#"{"a":1,"b":300}"#, "field `b`: invalid value: integer `300`, expected u8");
    assert_rejected::<Limits>(r#"{"a":1,"a":1}"#, "duplicate field `a`");
    assert_rejected::<Open>(r#"{"id":1,"x":1,"x":1}"#, "duplicate field `x`");
    assert_rejected::<Open>(r#"{"x":1}"#, "missing field `id`");
}

#[test]
fn an_additional_member_cannot_replace_a_field() {
    let others = json!({"id": 2}).as_object().unwrap().clone();
    let error = serde_json::to_string(&Open { id: 1, others }).unwrap_err();
    assert_eq!(error.to_string(), "the additional member `id` has the name of a field");
}

#[test]
fn every_type_can_be_required() {
    let full = json!({
        "text": "t", "flag": true, "number": 1.5, "color": "green", "when": "2024-06-16T06:41:12.123Z",
        "day": "2024-06-16", "uri": "/a b", "list": [{}], "map": {"a": {}}, "record": {"x": 1},
        "boxed": {}, "maybe": {}, "any": null, "object": {"a": null},
    });
    round_trips::<Required>(full.clone());
    for name in full.as_object().unwrap().keys() {
        let mut lacking = full.clone();
        lacking.as_object_mut().unwrap().remove(name);
        assert_rejected::<Required>(&lacking.to_string(), &format!("missing field `{name}`"));
        if name != "any" && name != "maybe" {
            lacking[name] = Value::Null;
            assert_rejected::<Required>(&lacking.to_string(), &format!("field `{name}`: invalid type: null"));
        }
    }
}

/// Models may be named like prelude items, and fields like the macro's variables.
mod hostile {
    use runtime::runtime::{UnknownValue, open_enum, record};

    #[derive(Debug, PartialEq)]
    pub(super) struct Result {
        pub(super) map: std::option::Option<Option>,
        at: i32,
        index: String,
        out: Box,
    }
    record! { Result { "map" map: opt, "at" at: req, "index" index: req, "out" out: req, } }

    #[derive(Debug, PartialEq)]
    pub(super) struct Option {
        others: std::collections::BTreeMap<std::string::String, String>,
    }
    record! { Option { .. others } }

    #[derive(Clone, PartialEq)]
    pub(super) enum String {
        None,
        Some,
        Unknown(UnknownValue),
    }
    open_enum! { String { None = "none", Some = "some", } }

    #[derive(Clone, PartialEq)]
    pub(super) enum Box {
        Ok,
        Err,
        Unknown(UnknownValue<i64>),
    }
    open_enum! { Box: i64 { Ok = 0, Err = 1, } }
}

#[test]
fn models_can_have_names_of_the_prelude() {
    round_trips::<hostile::Result>(
        json!({"map": {"a": "none", "b": "c"}, "at": 1, "index": "some", "out": 1}),
    );
}

/// A record with more required fields than two machine words have bits.
macro_rules! wide {
    ($($wire:literal $field:ident)*) => {
        #[derive(Debug, Clone, PartialEq)]
        struct Wide { $(pub $field: u32,)* }
        record! { Wide { $($wire $field: req,)* } }
        const WIDE: &[&str] = &[$($wire),*];
    };
}
wide! {
    "f000" f000 "f001" f001 "f002" f002 "f003" f003 "f004" f004 "f005" f005 "f006" f006 "f007" f007
    "f008" f008 "f009" f009 "f010" f010 "f011" f011 "f012" f012 "f013" f013 "f014" f014 "f015" f015
    "f016" f016 "f017" f017 "f018" f018 "f019" f019 "f020" f020 "f021" f021 "f022" f022 "f023" f023
    "f024" f024 "f025" f025 "f026" f026 "f027" f027 "f028" f028 "f029" f029 "f030" f030 "f031" f031
    "f032" f032 "f033" f033 "f034" f034 "f035" f035 "f036" f036 "f037" f037 "f038" f038 "f039" f039
    "f040" f040 "f041" f041 "f042" f042 "f043" f043 "f044" f044 "f045" f045 "f046" f046 "f047" f047
    "f048" f048 "f049" f049 "f050" f050 "f051" f051 "f052" f052 "f053" f053 "f054" f054 "f055" f055
    "f056" f056 "f057" f057 "f058" f058 "f059" f059 "f060" f060 "f061" f061 "f062" f062 "f063" f063
    "f064" f064 "f065" f065 "f066" f066 "f067" f067 "f068" f068 "f069" f069 "f070" f070 "f071" f071
    "f072" f072 "f073" f073 "f074" f074 "f075" f075 "f076" f076 "f077" f077 "f078" f078 "f079" f079
    "f080" f080 "f081" f081 "f082" f082 "f083" f083 "f084" f084 "f085" f085 "f086" f086 "f087" f087
    "f088" f088 "f089" f089 "f090" f090 "f091" f091 "f092" f092 "f093" f093 "f094" f094 "f095" f095
    "f096" f096 "f097" f097 "f098" f098 "f099" f099 "f100" f100 "f101" f101 "f102" f102 "f103" f103
    "f104" f104 "f105" f105 "f106" f106 "f107" f107 "f108" f108 "f109" f109 "f110" f110 "f111" f111
    "f112" f112 "f113" f113 "f114" f114 "f115" f115 "f116" f116 "f117" f117 "f118" f118 "f119" f119
    "f120" f120 "f121" f121 "f122" f122 "f123" f123 "f124" f124 "f125" f125 "f126" f126 "f127" f127
    "f128" f128 "f129" f129 "f130" f130 "f131" f131 "f132" f132 "f133" f133 "f134" f134 "f135" f135
    "f136" f136 "f137" f137 "f138" f138 "f139" f139 "f140" f140 "f141" f141 "f142" f142 "f143" f143
    "f144" f144 "f145" f145 "f146" f146 "f147" f147 "f148" f148 "f149" f149 "f150" f150 "f151" f151
    "f152" f152 "f153" f153 "f154" f154 "f155" f155 "f156" f156 "f157" f157 "f158" f158 "f159" f159
    "f160" f160 "f161" f161 "f162" f162 "f163" f163 "f164" f164 "f165" f165 "f166" f166 "f167" f167
    "f168" f168 "f169" f169 "f170" f170 "f171" f171 "f172" f172 "f173" f173 "f174" f174 "f175" f175
    "f176" f176 "f177" f177 "f178" f178 "f179" f179 "f180" f180 "f181" f181 "f182" f182 "f183" f183
    "f184" f184 "f185" f185 "f186" f186 "f187" f187 "f188" f188 "f189" f189 "f190" f190 "f191" f191
    "f192" f192 "f193" f193 "f194" f194 "f195" f195 "f196" f196 "f197" f197 "f198" f198 "f199" f199
}

#[test]
fn a_record_may_have_any_number_of_fields() {
    let full: Map = WIDE.iter().zip(0..).map(|(name, number)| ((*name).to_owned(), json!(number))).collect();
    round_trips::<Wide>(Value::Object(full.clone()));
    for name in WIDE {
        let mut lacking = full.clone();
        lacking.remove(*name);
        assert_rejected::<Wide>(&Value::Object(lacking).to_string(), &format!("missing field `{name}`"));
        assert_rejected::<Wide>(
            &format!(r#"{{"{name}":1,"{name}":1}}"#),
            &format!("duplicate field `{name}`"),
        );
    }
}

/// Tests a format that is not human-readable, is not self-describing, and requires lengths up front.
#[test]
fn binary_formats_work() {
    let full = Group {
        id: Some("1".into()),
        parent: Some(Box::new(group())),
        note: Nullable::Null,
        r#type: Some("new".into()),
        ..group()
    };
    let bytes = postcard::to_allocvec(&full).unwrap();
    assert_eq!(postcard::from_bytes::<Group>(&bytes).unwrap(), full);

    let limits = Limits { unit: None, limits: BTreeMap::from([("a".into(), 1), ("b".into(), 2)]) };
    let bytes = postcard::to_allocvec(&limits).unwrap();
    assert_eq!(postcard::from_bytes::<Limits>(&bytes).unwrap(), limits);
}
