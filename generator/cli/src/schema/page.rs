//! The `sdk.toml` reference as Markdown, with one table of entries for each TOML table.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// The heading and introduction of the page.
const TOP: &str = "\
# sdk.toml

This page lists all entries of the configuration. Command-line options can override `document` and `out`; all other entries are optional. An unknown entry is
an error, as is one that matches nothing in the document. Paths are relative to the folder of the file. `openapi-crate schema --reference` prints
this page, and `openapi-crate schema` prints the JSON Schema for editors.
";

/// Renders the reference page from the JSON Schema for `sdk.toml`.
pub(super) fn render(schema: &Value) -> String {
    let mut out = TOP.to_owned();
    table(&mut out, schema, schema, "");
    out
}

/// Writes the entries of a TOML table, and then its nested tables.
fn table(out: &mut String, root: &Value, schema: &Value, path: &str) {
    let none = Map::new();
    let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&none);
    let entries = properties.iter().map(|(name, entry)| (name, entry, resolved(root, entry)));
    let (tables, plain): (Vec<_>, Vec<_>) = entries.partition(|(_, _, target)| is_table(target));
    if !plain.is_empty() {
        out.push_str("\n| Entry | Type | Meaning |\n|---|---|---|\n");
    }
    for (name, entry, target) in plain {
        let _ = writeln!(out, "| `{name}` | {} | {} |", kind(root, target), meaning(root, entry, target));
    }
    for (name, entry, target) in tables {
        let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let items = target.get("additionalProperties").filter(|items| **items != Value::Bool(false));
        let items = items.map(|items| resolved(root, items));
        // A table with `additionalProperties` is a map, whose keys the maintainer chooses.
        let (heading, inner) = match items {
            Some(items) if is_table(items) => (format!("{below}.KEY"), Some(items)),
            Some(_) => (below, None),
            None => (below, Some(target)),
        };
        let _ = writeln!(out, "\n## [{heading}]\n\n{}", description(entry).unwrap_or_default());
        match inner {
            Some(inner) => table(out, root, inner, &heading),
            None if below_is_root(target) => {
                out.push_str("\nThe keys are the names of the SDKs. Each table can contain all entries on this page except `sdk`.\n");
            }
            None => {
                let values = target.get("additionalProperties").unwrap_or(&Value::Null);
                let _ = writeln!(
                    out,
                    "\nThe keys are arbitrary. Type of the values: {}.",
                    kind(root, resolved(root, values))
                );
            }
        }
    }
}

/// Returns the schema that an entry refers to, without `null`.
fn resolved<'a>(root: &'a Value, entry: &'a Value) -> &'a Value {
    let entry = match variants(entry).as_slice() {
        [only] => only,
        _ => entry,
    };
    let name = entry.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix("#/$defs/"));
    name.and_then(|name| root.get("$defs")?.get(name)).unwrap_or(entry)
}

/// Returns the schemas that an entry can match, without `null`. Empty if there is only one.
fn variants(entry: &Value) -> Vec<&Value> {
    let not_null = |one: &&Value| one.get("type").and_then(Value::as_str) != Some("null");
    entry.get("anyOf").and_then(Value::as_array).into_iter().flatten().filter(not_null).collect()
}

/// Returns whether the values of a map are complete configurations.
fn below_is_root(map: &Value) -> bool {
    let values = map.get("additionalProperties");
    values.and_then(|values| values.get("$ref")).and_then(Value::as_str) == Some("#")
}

fn is_table(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("object")
}

fn description(schema: &Value) -> Option<String> {
    let text = schema.get("description").and_then(Value::as_str)?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Returns the description of an entry, followed by the descriptions of its values.
fn meaning(root: &Value, entry: &Value, target: &Value) -> String {
    let mut text = description(entry).or_else(|| description(target)).unwrap_or_default();
    let values = resolved(root, target).get("oneOf").and_then(Value::as_array);
    for value in values.into_iter().flatten() {
        let name = value.get("const").and_then(Value::as_str).unwrap_or_default();
        let _ = write!(text, "<br>`\"{name}\"`: {}", description(value).unwrap_or_default());
    }
    text.replace('|', "\\|")
}

/// Returns the type of a value, in TOML terms.
fn kind(root: &Value, schema: &Value) -> String {
    let schema = resolved(root, schema);
    if schema.get("oneOf").is_some() {
        return "string".to_owned();
    }
    let variants = variants(schema);
    if !variants.is_empty() {
        return variants.into_iter().map(|one| kind(root, one)).collect::<Vec<_>>().join(" or ");
    }
    let named = match schema.get("type") {
        Some(Value::String(name)) => Some(name.as_str()),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        _ => None,
    };
    match named {
        Some("array") => {
            let items = schema.get("items").map(|items| kind(root, items)).unwrap_or_default();
            format!("list of {items}s")
        }
        Some("object") => "table".to_owned(),
        Some(name) => name.to_owned(),
        None => "any value".to_owned(),
    }
}
