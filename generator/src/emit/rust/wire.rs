//! `tests/wire`: for each operation, the request on the wire and a response to decode; for each schema, a round trip.
//!
//! The files are those of `src`: one per operation, below its tag, and one per module of `models`. Expected values follow from the rules of
//! OpenAPI ([`wire_styles`](super::wire_styles)), not from the runtime under test.

mod operation;
mod request;
mod responses;
mod schemas;
mod variants;

use std::collections::BTreeMap;

use super::format::HEADER;
use super::lib_rs::lookalikes;
use super::models::{gate, modules};
use super::sample::{LARGEST, Samples};
use crate::emit::Files;
use crate::model::Model;

/// The part that is the same for every crate: the server and the comparisons.
const SUPPORT: &str = include_str!(concat!(env!("GENERATOR_TEMPLATES"), "/crate/wire.rs"));

/// The folder of the tests of operations.
const OPERATIONS: &str = "tests/wire/operations";

/// The folder of the tests of schemas.
const SCHEMAS: &str = "tests/wire/schemas";

/// The tests, by their paths.
type Tests = BTreeMap<String, String>;

/// Adds the files.
pub(super) fn emit(model: &Model, files: &mut Files) {
    let samples = Samples::new(model);
    let mut tests = Tests::new();
    for tag in model.facts.tags() {
        for id in model.facts.operations_of(*tag) {
            let path = file_of(&model.names.tag(*tag).module, &model.names.operation(id).file);
            operation::emit(&samples, *tag, id, tests.entry(path).or_default());
        }
    }
    schemas::emit(&samples, &mut tests);
    variants::emit(&samples, &mut tests);
    let mut main =
        format!("{HEADER}\n{}{}", lookalikes(model), SUPPORT.replace("the_crate", &model.names.krate));
    main.push_str(&lists(model, &tests, files));
    files.insert("tests/wire/main.rs".to_owned(), main);
    let file = |(path, text): (String, String)| (path, format!("{HEADER}\nuse crate::*;\n{text}"));
    files.extend(tests.into_iter().map(file));
}

/// Returns the file of the tests of an operation, or of a type in `api`.
fn file_of(tag: &str, file: &str) -> String {
    format!("{OPERATIONS}/{tag}/{file}.rs")
}

/// Adds the lists of modules, with the features that they need; returns the lines for the root.
fn lists(model: &Model, tests: &Tests, files: &mut Files) -> String {
    let mut tags: BTreeMap<&str, String> = BTreeMap::new();
    for path in tests.keys() {
        let below =
            path.strip_prefix(OPERATIONS).and_then(|path| path.trim_start_matches('/').split_once('/'));
        if let Some((tag, file)) = below {
            let line = format!("mod {};\n", file.trim_end_matches(".rs"));
            tags.entry(tag).or_default().push_str(&line);
        }
    }
    let line = |tag: &&str| format!("#[cfg(feature = {tag:?})]\nmod {tag};\n");
    let of_tags: String = tags.keys().map(line).collect();
    let of_schemas: String = modules(model)
        .iter()
        .filter(|(module, _)| tests.contains_key(&format!("{SCHEMAS}/{module}.rs")))
        .map(|(module, types)| format!("{}mod {module};\n", gate(model, types)))
        .collect();
    let mut root = String::new();
    for (name, folder, list) in [("operations", OPERATIONS, of_tags), ("schemas", SCHEMAS, of_schemas)] {
        if !list.is_empty() {
            files.insert(format!("{folder}/mod.rs"), format!("{HEADER}\n{list}"));
            root.push_str(&format!("mod {name};\n"));
        }
    }
    for (tag, list) in tags {
        files.insert(format!("{OPERATIONS}/{tag}/mod.rs"), format!("{HEADER}\n{list}"));
    }
    if root.is_empty() { root } else { format!("\n{root}") }
}

/// The reason for a missing sample, for a comment.
fn too_large(what: &str) -> String {
    format!("a sample of {what} would exceed {} KiB, or the limit of all samples", LARGEST >> 10)
}
