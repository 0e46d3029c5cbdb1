//! Every link on a page leads to an existing page and heading.

use std::collections::BTreeMap;

use generator::emit::Files;
use generator::emit::docs;
use serde_json::{Value, json};

use crate::{groups, snippet};

/// Returns the anchors of a page as GitHub generates them, from headings outside fenced blocks.
fn anchors(page: &str) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut anchors = Vec::new();
    for line in outside_fences(page).filter(|line| line.starts_with('#')) {
        let heading = line.trim_start_matches('#').trim().to_lowercase();
        let slug: String = heading
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect();
        let mut anchor = slug.clone();
        while let Some(count) = seen.get_mut(&anchor) {
            *count += 1;
            anchor = format!("{slug}-{count}");
        }
        seen.insert(anchor.clone(), 0);
        anchors.push(anchor);
    }
    anchors
}

fn outside_fences(page: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    page.lines().filter(move |line| {
        let fence = line.starts_with("```");
        inside ^= fence;
        !inside && !fence
    })
}

/// Returns the targets of the links on a page, except links to other sites.
fn targets(page: &str) -> Vec<&str> {
    let lines = outside_fences(page).flat_map(|line| line.split("](").skip(1));
    lines.filter_map(|rest| rest.split(')').next()).filter(|target| !target.starts_with("http")).collect()
}

/// Resolves the path of a link relative to `page`.
fn resolve(page: &str, target: &str) -> String {
    let mut steps: Vec<&str> = page.split('/').collect();
    steps.pop();
    for step in target.split('/') {
        match step {
            ".." => steps.truncate(steps.len().saturating_sub(1)),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Returns the number of links. Panics if a link is broken.
fn check(files: &Files) -> usize {
    let mut count = 0;
    for (path, text) in files {
        for target in targets(text) {
            let (page, anchor) =
                target.split_once('#').map_or((target, None), |(page, anchor)| (page, Some(anchor)));
            let page = if page.is_empty() { path.clone() } else { resolve(path, page) };
            let there =
                files.get(&page).unwrap_or_else(|| panic!("{path} links to {page}, which does not exist"));
            if let Some(anchor) = anchor {
                assert!(
                    anchors(there).iter().any(|a| a == anchor),
                    "{path} links to {target}, but {page} has no such heading"
                );
            }
            count += 1;
        }
    }
    count
}

#[test]
fn links_of_the_groups_pages_work() {
    let files = docs::rust_files(&groups(include_str!("../../../spec/groups-202.0.0.yaml")));
    assert!(check(&files) > 300);
}

/// Returns an operation that responds with a schema and has an enum parameter.
fn operation(id: &str, tag: &str, schema: &str) -> Value {
    let reference = json!({"$ref": format!("#/components/schemas/{schema}")});
    json!({"get": {
        "operationId": id,
        "tags": [tag],
        "parameters": [{"name": "types", "in": "query", "schema": {"type": "string", "enum": ["a"]}}],
        "responses": {
            "200": {"description": "ok", "content": {"application/json": {"schema": reference}}},
            "400": {"description": "bad"},
        },
    }})
}

fn files(paths: Value, schemas: Value) -> Files {
    docs::rust_files(&snippet(&json!({"paths": paths, "components": {"schemas": schemas}}).to_string()))
}

#[test]
fn links_work_if_methods_are_named_like_headings() {
    let ids = ["example", "parameters", "errors", "types", "aApi", "zExample"];
    let paths = ids.map(|id| (format!("/{id}"), operation(id, "A", "Types"))).into_iter().collect();
    let own = json!({"type": "string", "enum": ["b"]});
    let types = json!({"type": "object", "properties": {"types": own, "self": {"$ref": "#/components/schemas/Types"}}});
    assert!(check(&files(paths, json!({"Types": types}))) > 20);
}

#[test]
fn links_work_if_names_differ_only_in_case() {
    let paths = json!({"/a": operation("a", "fooBar", "FooBar"), "/b": operation("b", "Foobar", "Foobar")});
    let one = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let other = json!({"type": "object", "properties": {"a": {"$ref": "#/components/schemas/FooBar"}}});
    let files = files(paths, json!({"FooBar": one, "Foobar": other}));
    let mut lower: Vec<String> = files.keys().map(|path| path.to_lowercase()).collect();
    lower.dedup();
    assert_eq!(lower.len(), files.len(), "{:?}", files.keys());
    assert!(check(&files) > 8);
}
