//! Tests of dialects: the same API in Swagger 2.0, OpenAPI 3.0, 3.1 and 3.2 results in the same crate, byte for byte.
//!
//! `dialects/2.0.yaml`, `3.0.yaml`, `3.1.yaml` and `3.2.yaml` cover everything that all versions can express.
//! `choices-*.yaml` cover what Swagger 2.0 cannot express. Where possible, each document uses syntax that is
//! specific to its version.

use std::path::Path;

use generator::Model;
use generator::config::{BareObject, Config, Models};
use generator::diagnostic::{Diagnostics, Severity};
use generator::emit;
use generator::load::Source;

fn model(name: &str) -> (Model, Diagnostics) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialects").join(format!("{name}.yaml"));
    let source = Source::read(&path).unwrap_or_else(|finding| panic!("{name}: {finding}"));
    // This setting is the only one whose default depends on the version.
    let models = Models { bare_object: Some(BareObject::Map), ..Models::default() };
    generator::model(&source, Config { models, ..Config::default() }).unwrap_or_else(|findings| {
        panic!("{name}: {:?}", findings.iter().map(ToString::to_string).collect::<Vec<_>>())
    })
}

/// Asserts that two documents result in the same files and naming lock, without warnings.
#[track_caller]
fn assert_same(one: &str, other: &str) {
    let ((first, findings), (second, others)) = (model(one), model(other));
    for (name, findings) in [(one, &findings), (other, &others)] {
        let warnings: Vec<_> = findings.iter().filter(|f| f.severity > Severity::Note).collect();
        assert!(warnings.is_empty(), "{name}: {warnings:?}");
    }
    let files = |model: &Model| {
        let mut files = emit::crate_files(model);
        files.insert("names.lock".to_owned(), model.lock.render());
        files
    };
    let (files, others) = (files(&first), files(&second));
    let only = |files: &emit::Files, others: &emit::Files| -> Vec<String> {
        files.keys().filter(|path| !others.contains_key(*path)).cloned().collect()
    };
    assert_eq!(only(&files, &others), [""; 0], "files only in {one}");
    assert_eq!(only(&others, &files), [""; 0], "files only in {other}");
    for (path, text) in &files {
        let other_text = others.get(path).map(String::as_str).unwrap_or_default();
        for (number, (line, other_line)) in text.lines().zip(other_text.lines()).enumerate() {
            assert_eq!(line, other_line, "{path}:{} of {one} and {other}", number + 1);
        }
        assert_eq!(text, other_text, "{path} of {one} and {other}");
    }
}

#[test]
fn swagger_2_0_and_openapi_3_0_generate_the_same_crate() {
    assert_same("2.0", "3.0");
}

#[test]
fn openapi_3_0_and_3_1_generate_the_same_crate() {
    assert_same("3.0", "3.1");
}

#[test]
fn openapi_3_1_and_3_2_generate_the_same_crate() {
    assert_same("3.1", "3.2");
}

#[test]
fn choices_in_openapi_3_0_and_3_1_generate_the_same_crate() {
    assert_same("choices-3.0", "choices-3.1");
}

#[test]
fn a_different_type_changes_the_crate() {
    let (first, _) = model("3.0");
    let (second, _) = model("choices-3.0");
    assert_ne!(emit::crate_files(&first), emit::crate_files(&second));
}
