//! Inputs that consist of several files: two documents to compare, referenced files, or a naming lock.

use serde_json::{Value, json};

use super::{Case, Entry, document, get, members, operation, schema_ref, text};

pub(super) const ALL: &[Entry] = &[
    Entry("changed properties of two documents", 1_024, 16_384, |n| {
        compared(|old| {
            let property =
                |i: usize| if old && i.is_multiple_of(2) { text() } else { json!({ "type": "integer" }) };
            document(
                operation(&schema_ref("S")),
                json!({ "schemas": { "S": { "type": "object", "properties": members("p", n, property) } } }),
            )
        })
    }),
    Entry("renamed schemas of two documents", 256, 8_192, |n| {
        compared(|old| {
            let schemas = members(
                if old { "Old" } else { "New" },
                n,
                |_| json!({ "type": "object", "properties": { "p": text() } }),
            );
            document(operation(&text()), json!({ "schemas": schemas }))
        })
    }),
    Entry("changed operations of two documents", 256, 4_096, |n| {
        compared(|old| {
            let id = |i: usize| format!("{}{i}", if old { "old" } else { "new" });
            document(Value::Object(members("/p", n, |i| get(&id(i), json!({})))), json!({}))
        })
    }),
    Entry("changed values of two documents", 1_024, 32_768, |n| {
        compared(|old| {
            let values: Vec<String> =
                (0..n).map(|i| format!("{}{i}", if old { "old" } else { "new" })).collect();
            document(
                operation(&schema_ref("S")),
                json!({ "schemas": { "S": { "type": "string", "enum": values } } }),
            )
        })
    }),
    Entry("external files", 64, 2_048, files),
    Entry("chain of external files", 64, 2_048, chain_of_files),
    Entry("references to one external file", 1_024, 65_536, |n| {
        let properties = members("p", n, |_| json!({ "$ref": "other.json#/S" }));
        let other = json!({ "S": { "type": "object", "properties": { "p": text() } } });
        split(vec![("other.json".to_owned(), other.to_string())], Value::Object(properties))
    }),
    Entry("parts of one external file", 1_024, 16_384, |n| {
        let properties = members("p", n, |i| json!({ "$ref": format!("other.json#/S{i}") }));
        let other =
            Value::Object(members("S", n, |_| json!({ "type": "object", "properties": { "p": text() } })));
        split(vec![("other.json".to_owned(), other.to_string())], Value::Object(properties))
    }),
    Entry("lines of a lock", 1_024, 65_536, lock),
];

fn compared(make: impl Fn(bool) -> String) -> Case {
    let files = vec![("old.json".to_owned(), make(true)), ("new.json".to_owned(), make(false))];
    Case { files, arguments: vec!["diff", "old.json", "new.json"] }
}

/// Returns a description whose only schema has properties that refer to other files.
fn split(others: Vec<(String, String)>, properties: Value) -> Case {
    let schemas = json!({ "schemas": { "S": { "type": "object", "properties": properties } } });
    let text = document(operation(&schema_ref("S")), schemas);
    let files = [("api.json".to_owned(), text)].into_iter().chain(others).collect();
    Case {
        files,
        arguments: vec!["generate", "--spec", "api.json", "--out", "out", "--report", "report.json"],
    }
}

fn files(size: usize) -> Case {
    let other = json!({ "type": "object", "properties": { "p": text() } }).to_string();
    let others = (0..size).map(|i| (format!("f{i}.json"), other.clone())).collect();
    split(others, Value::Object(members("p", size, |i| json!({ "$ref": format!("f{i}.json") }))))
}

fn chain_of_files(size: usize) -> Case {
    let one = |i: usize| match i + 1 == size {
        true => text(),
        false => json!({ "type": "object", "properties": { "p": { "$ref": format!("f{}.json", i + 1) } } }),
    };
    let others = (0..size).map(|i| (format!("f{i}.json"), one(i).to_string())).collect();
    split(others, json!({ "p": { "$ref": "f0.json" } }))
}

/// Returns a lock whose names do not occur in the document.
fn lock(size: usize) -> Case {
    let lines: String =
        (0..size).map(|i| format!("/components/schemas/Gone{i:06} type models::Gone{i:06}\n")).collect();
    let settings = "lock = \"names.lock\"\n".to_owned();
    let text = document(operation(&text()), json!({}));
    let files = vec![
        ("api.json".to_owned(), text),
        ("names.lock".to_owned(), lines),
        ("sdk.toml".to_owned(), settings),
    ];
    Case { files, arguments: vec!["generate", "--spec", "api.json", "--out", "out"] }
}
