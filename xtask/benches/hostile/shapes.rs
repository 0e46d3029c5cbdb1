//! Schemas that refer to each other: chains, diamonds and cliques, where the number of paths can be
//! exponential.

use serde_json::{Value, json};

use super::{Case, Entry, of_schemas, schema_ref, text};

pub(super) const ALL: &[Entry] = &[
    Entry("two required references per level", 8, 512, |n| {
        levels(n, |next| object(&["a", "b"], &[next.clone(), next.clone()]))
    }),
    Entry("one required reference per level", 64, 4_096, |n| {
        levels(n, |next| object(&["a"], std::slice::from_ref(next)))
    }),
    Entry("one optional reference per level", 64, 4_096, |n| {
        levels(n, |next| object(&[] as &[&str], std::slice::from_ref(next)))
    }),
    Entry("clique of required references", 8, 256, |n| {
        clique(n, |others| object(&keys(others.len()), others))
    }),
    Entry("clique of optional references", 8, 256, |n| clique(n, |others| object(&[] as &[&str], others))),
    Entry("array per level", 64, 4_096, |n| levels(n, |next| json!({ "type": "array", "items": next }))),
    Entry("map per level", 64, 4_096, |n| levels(n, |next| json!({ "additionalProperties": next }))),
    Entry("reference per level", 64, 16_384, |n| levels(n, Clone::clone)),
    Entry("nullable reference per level", 64, 4_096, |n| {
        levels(n, |next| json!({ "nullable": true, "allOf": [next] }))
    }),
    Entry("allOf with one reference per level", 64, 2_048, |n| {
        levels(n, |next| json!({ "allOf": [next, own(n)] }))
    }),
    Entry("allOf with a property per level", 64, 2_048, all_of_chain),
    Entry("allOf with the same reference twice per level", 8, 1_024, |n| {
        levels(n, |next| json!({ "allOf": [next, next] }))
    }),
    Entry("allOf of two references per level", 8, 512, |n| twins(n, "allOf")),
    Entry("clique of allOf", 8, 256, |n| clique(n, |others| json!({ "allOf": others }))),
    Entry("allOf of parts with the same property", 8, 512, all_of_same_property),
    Entry("oneOf per level", 8, 2_048, |n| levels(n, |next| json!({ "oneOf": [next, own(n)] }))),
    Entry("oneOf of two references per level", 8, 512, |n| twins(n, "oneOf")),
    Entry("anyOf of two references per level", 8, 512, |n| twins(n, "anyOf")),
    Entry("clique of oneOf", 8, 256, |n| clique(n, |others| json!({ "oneOf": others }))),
    Entry("oneOf next to properties", 8, 512, one_of_next_to_properties),
    Entry("anyOf next to properties", 8, 512, any_of_next_to_properties),
    Entry("oneOf of n objects", 64, 4_096, one_of_many),
    Entry("children of a discriminator", 64, 4_096, children),
    Entry("discriminator mapping", 64, 65_536, mapping),
];

/// Returns the schemas `L0` to `Ln`, each created from a reference to the next.
fn levels(size: usize, make: impl Fn(&Value) -> Value) -> Case {
    let level = |index: usize| match index == size {
        true => json!({ "type": "object", "properties": { "end": text() } }),
        false => make(&schema_ref(&format!("L{}", index + 1))),
    };
    of_schemas((0..=size).map(|index| (format!("L{index}"), level(index))))
}

/// Returns schemas that each refer to all others.
fn clique(size: usize, make: impl Fn(&[Value]) -> Value) -> Case {
    let all: Vec<Value> = (0..size).map(|index| schema_ref(&format!("C{index}"))).collect();
    let one = |index: usize| {
        let others: Vec<Value> = all
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index)
            .map(|(_, other)| other.clone())
            .collect();
        make(&others)
    };
    of_schemas((0..size).map(|index| (format!("C{index}"), one(index))))
}

/// Returns two schemas per level, each of which refers to both schemas of the next level.
fn twins(size: usize, keyword: &str) -> Case {
    let one = |index: usize| match index / 2 == size {
        true => own(index),
        false => {
            let next = index / 2 * 2 + 2;
            let both = [schema_ref(&format!("T{next}")), schema_ref(&format!("T{}", next + 1))];
            json!({ keyword: both })
        }
    };
    of_schemas((0..size * 2 + 2).map(|index| (format!("T{index}"), one(index))))
}

fn object(required: &[impl AsRef<str>], properties: &[Value]) -> Value {
    let required: Vec<&str> = required.iter().map(AsRef::as_ref).collect();
    let properties: serde_json::Map<String, Value> =
        keys(properties.len()).into_iter().zip(properties.iter().cloned()).collect();
    match required.is_empty() {
        true => json!({ "type": "object", "properties": properties }),
        false => json!({ "type": "object", "required": required, "properties": properties }),
    }
}

/// Returns the names `a` to `z`, then `a1`, and so on.
fn keys(size: usize) -> Vec<String> {
    let letter = |index: usize| char::from(b'a' + u8::try_from(index % 26).unwrap_or_default());
    (0..size)
        .map(|index| {
            format!("{}{}", letter(index), if index < 26 { String::new() } else { (index / 26).to_string() })
        })
        .collect()
}

/// Returns an object with a unique property.
fn own(index: usize) -> Value {
    json!({ "type": "object", "properties": { format!("own{index}"): text() } })
}

fn all_of_chain(size: usize) -> Case {
    let level = |index: usize| match index == size {
        true => own(index),
        false => json!({ "allOf": [schema_ref(&format!("L{}", index + 1)), own(index)] }),
    };
    of_schemas((0..=size).map(|index| (format!("L{index}"), level(index))))
}

/// Returns schemas with an `allOf` whose two parts both declare the same property, which refers to the next level.
fn all_of_same_property(size: usize) -> Case {
    levels(size, |next| {
        let part = json!({ "type": "object", "properties": { "p": next } });
        json!({ "allOf": [part, part] })
    })
}

fn one_of_next_to_properties(size: usize) -> Case {
    levels(
        size,
        |next| json!({ "type": "object", "properties": { "p": text() }, "oneOf": [next, own(size)] }),
    )
}

fn any_of_next_to_properties(size: usize) -> Case {
    levels(
        size,
        |next| json!({ "type": "object", "properties": { "p": text() }, "anyOf": [next, own(size)] }),
    )
}

fn one_of_many(size: usize) -> Case {
    let all: Vec<Value> = (0..size).map(|index| schema_ref(&format!("O{index}"))).collect();
    let first = ("Choice".to_owned(), json!({ "oneOf": all }));
    of_schemas([first].into_iter().chain((0..size).map(|index| (format!("O{index}"), own(index)))))
}

fn children(size: usize) -> Case {
    let base = json!({
        "type": "object", "required": ["kind"], "properties": { "kind": text() }, "discriminator": { "propertyName": "kind" },
    });
    let child = |index: usize| json!({ "allOf": [schema_ref("Base"), own(index)] });
    let children = (0..size).map(|index| (format!("Child{index}"), child(index)));
    of_schemas([("Base".to_owned(), base)].into_iter().chain(children))
}

fn mapping(size: usize) -> Case {
    let mapping = super::members("value", size, |_| json!("#/components/schemas/One"));
    let tagged = |name: &str| {
        (name.to_owned(), json!({ "type": "object", "required": ["kind"], "properties": { "kind": text() } }))
    };
    let choice = json!({
        "oneOf": [schema_ref("One"), schema_ref("Two")],
        "discriminator": { "propertyName": "kind", "mapping": mapping },
    });
    of_schemas([("Choice".to_owned(), choice), tagged("One"), tagged("Two")])
}
