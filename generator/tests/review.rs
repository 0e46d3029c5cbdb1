//! Review size: a small change to the document changes only a few relevant lines of the output.
//!
//! Each test changes one item in the Groups document, regenerates everything, and compares all lines.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use generator::config::Config;
use generator::emit::docs::Flavor;
use generator::emit::{self, Files};
use generator::load::Source;
use generator::lock::Lock;
use generator::{Model, Pipeline};
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

fn spec() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

fn model(tree: &Value, lock: &Lock) -> Model {
    let config = Config::read(&spec().join("sdk.toml")).expect("the configuration is valid");
    let source = Source::parse("x.json", tree.to_string()).expect("it is JSON");
    let made = Pipeline::locked(config, lock.clone()).model(&source);
    made.unwrap_or_else(|findings| panic!("{findings:?}")).0
}

/// Returns all committed files: the crate with its docs, the lock, and the pages that are snapshots.
fn files(model: &Model) -> Files {
    let mut files = emit::crate_files(model);
    files.insert("names.lock".to_owned(), model.lock.render());
    for (name, text) in emit::docs_files(model, purecloud_python_202()) {
        files.insert(format!("python/{name}"), text);
    }
    files
}

/// Returns the unchanged document, its files and its lock.
fn base() -> &'static (Value, Files, Lock) {
    static BASE: OnceLock<(Value, Files, Lock)> = OnceLock::new();
    BASE.get_or_init(|| {
        let source = Source::read(&spec().join("groups-202.0.0.yaml")).expect("the document is valid");
        let model = model(source.tree(), &Lock::default());
        (source.tree().clone(), files(&model), model.lock)
    })
}

/// Returns the changed lines, each prefixed with its file name.
fn changed(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let (tree, before, lock) = base();
    let mut tree = tree.clone();
    change(&mut tree);
    let after = files(&model(&tree, lock));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut lines = Vec::new();
    for name in names {
        let text = |files: &'static Files| files.get(name).map_or("", String::as_str);
        let (old, new) = (text(before), after.get(name).map_or("", String::as_str));
        for line in TextDiff::from_lines(old, new).iter_all_changes() {
            let sign = match line.tag() {
                ChangeTag::Equal => continue,
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            };
            lines.push(format!("{name}: {sign}{}", line.value().trim_end()));
        }
    }
    lines
}

fn at<'a>(tree: &'a mut Value, pointer: &str) -> &'a mut Value {
    tree.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}"))
}

/// Checks that at most `most` lines changed, and that each removed line contains one of the strings in `of`.
///
/// Lines in wire tests are counted separately, up to `samples`. A type is part of the samples of all types
/// that contain it, and a new last member adds a comma to the previous line.
fn bound(what: &str, lines: &[String], most: usize, of: &[&str], samples: usize) {
    let (wire, read): (Vec<&String>, Vec<&String>) =
        lines.iter().partition(|line| line.starts_with("tests/wire/"));
    let text = lines.join("\n  ");
    assert!(!read.is_empty(), "{what}: no change");
    assert!(read.len() <= most, "{what}: {} changed lines\n  {text}", read.len());
    assert!(wire.len() <= samples, "{what}: {} changed lines of samples\n  {text}", wire.len());
    let gone = read.iter().filter(|line| line.contains(": -"));
    let stray: Vec<_> = gone.filter(|line| !of.iter().any(|word| line.contains(word))).collect();
    assert!(stray.is_empty(), "{what}: unrelated lines: {stray:#?}\n  {text}");
}

#[test]
fn changing_a_description() {
    let lines = changed(|tree| {
        *at(tree, "/components/schemas/Group/properties/memberCount/description") = json!("Changed.");
    });
    bound("a description", &lines, 8, &["Number of members"], 0);
}

#[test]
fn adding_a_property() {
    let lines = changed(|tree| {
        let all = at(tree, "/components/schemas/Group/properties");
        all["newProperty"] = json!({"type": "string", "description": "New."});
    });
    bound("a property", &lines, 8, &[], 40);
}

#[test]
fn adding_a_request_property() {
    let lines = changed(|tree| {
        let all = at(tree, "/components/schemas/GroupCreate/properties");
        all["newProperty"] = json!({"type": "string", "description": "New."});
    });
    bound("a property of a request", &lines, 16, &[], 8);
}

#[test]
fn adding_an_enum_value() {
    let lines = changed(|tree| {
        let all = at(tree, "/components/schemas/Group/properties/visibility/enum");
        all.as_array_mut().expect("it is a list").push(json!("newvalue"));
    });
    bound("an enum value", &lines, 8, &[], 0);
}

#[test]
fn adding_an_operation() {
    let lines = changed(|tree| {
        let mut operation = at(tree, "/paths/~1api~1v2~1groups~1{groupId}/get").clone();
        for key in ["operationId", "x-purecloud-method-name"] {
            operation[key] = json!("getGroupTwice");
        }
        at(tree, "/paths")["/api/v2/groups/{groupId}/twice"] = json!({"get": operation});
    });
    bound("an operation", &lines, 200, &[], 120);
}

#[test]
fn adding_a_parameter() {
    let lines = changed(|tree| {
        let all = at(tree, "/paths/~1api~1v2~1groups/get/parameters");
        let parameter = json!({"name": "newParameter", "in": "query", "description": "New.", "schema": {"type": "integer"}});
        all.as_array_mut().expect("it is a list").push(parameter);
    });
    bound("a parameter", &lines, 24, &["get_groups("], 6);
}

#[test]
fn adding_a_schema() {
    let lines = changed(|tree| {
        let schema =
            json!({"type": "object", "description": "New.", "properties": {"name": {"type": "string"}}});
        at(tree, "/components/schemas")["NewSchema"] = schema;
        let all = at(tree, "/components/schemas/Group/properties");
        all["newSchema"] = json!({"$ref": "#/components/schemas/NewSchema"});
    });
    bound("a schema", &lines, 60, &["use super::{"], 40);
}

fn purecloud_python_202() -> Flavor {
    "purecloud-python-202".parse().expect("the flavor exists")
}
