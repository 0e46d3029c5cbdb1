//! `tests/wire`, which contains a test of the sent request and the decoded response for each operation, and a round
//! trip for each schema.
//!
//! The files correspond to those in `src`: one per operation, under its tag, and one per module of `models`. Expected
//! values are derived from OpenAPI's rules ([`styles`]), not from the runtime under test.

mod body;
mod literal;
mod operation;
mod request;
mod responses;
mod sample;
mod schemas;
mod streams;
mod styles;
mod variants;
mod webhooks;
mod xml;

use std::collections::BTreeMap;

use super::client_parameters::gate_of;
use super::format::HEADER;
use super::lib_rs::lookalikes;
use super::models::{gate, modules};
use crate::emit::budget::Budget;
use crate::emit::{Files, WEBHOOKS};
use crate::model::Model;
use crate::name::RustName;
use crate::name::TypeName;
use sample::{LARGEST, Samples};

/// The test code that all crates share: the server and the comparisons.
const SUPPORT: &str = include_str!(concat!(env!("GENERATOR_TEMPLATES"), "/crate/wire.rs"));

/// The folder of the tests.
const FOLDER: &str = "tests/wire";

/// The tests, grouped by file.
#[derive(Default)]
struct Tests<'a> {
    /// The tests of operations and of types in `api`, keyed by the modules of the tag and of the operation.
    operations: BTreeMap<&'a str, BTreeMap<&'a str, String>>,
    /// The tests of types in `models`, keyed by module.
    schemas: BTreeMap<&'a str, String>,
}

impl<'a> Tests<'a> {
    fn of_operation(&mut self, tag: &'a str, file: &'a str) -> &mut String {
        self.operations.entry(tag).or_default().entry(file).or_default()
    }

    /// Returns the tests of the file that contains a type.
    fn of_type(&mut self, name: &'a TypeName) -> &mut String {
        match name.in_api {
            true => self.of_operation(&name.module, &name.file),
            false => self.schemas.entry(&name.module).or_default(),
        }
    }
}

/// Adds the files under `tests/wire`.
pub(super) fn emit(model: &Model, files: &mut Files, budget: &Budget) {
    let samples = Samples::new(model);
    let mut tests = Tests::default();
    for tag in model.facts.tags() {
        for id in model.facts.operations_of(*tag) {
            let file = &model.names.operation(id).file;
            let text = budget.text(|| operation::tests(&samples, *tag, id));
            tests.of_operation(&model.names.tag(*tag).module, file).push_str(&text);
        }
    }
    schemas::emit(&samples, &mut tests);
    variants::emit(&samples, &mut tests);
    let support = SUPPORT.replace("the_crate", &model.names.krate);
    let support = support.replace("        // client-level parameters\n", &client_parameters(&samples));
    let mut main = format!("{HEADER}\n{}{support}", lookalikes(model));
    let mut lists = Vec::new();
    let mut roots: Vec<String> = Vec::new();
    if !tests.operations.is_empty() {
        roots.push("mod operations;\n".to_owned());
        let line = |tag: &&str| format!("#[cfg(feature = {tag:?})]\nmod {tag};\n");
        lists.push((format!("{FOLDER}/operations"), tests.operations.keys().map(line).collect()));
    }
    if !tests.schemas.is_empty() {
        roots.push("mod schemas;\n".to_owned());
        let modules =
            modules(model).into_iter().filter(|(module, _)| tests.schemas.contains_key(module.as_str()));
        let line = |(module, types): (&RustName, Vec<_>)| format!("{}mod {module};\n", gate(model, &types));
        lists.push((format!("{FOLDER}/schemas"), modules.map(line).collect()));
    }
    if let Some(text) = webhooks::tests(&samples) {
        roots.push(format!("#[cfg(feature = {WEBHOOKS:?})]\nmod webhooks;\n"));
        files.insert(format!("{FOLDER}/webhooks.rs"), format!("{HEADER}\n{text}"));
    }
    if !roots.is_empty() {
        main.push('\n');
        main.extend(roots);
    }
    files.insert(format!("{FOLDER}/main.rs"), main);
    let file = |text: String| format!("{HEADER}\nuse crate::*;\n{text}");
    for (tag, texts) in tests.operations {
        let folder = format!("{FOLDER}/operations/{tag}");
        lists.push((folder.clone(), texts.keys().map(|name| format!("mod {name};\n")).collect()));
        files.extend(texts.into_iter().map(|(name, text)| (format!("{folder}/{name}.rs"), file(text))));
    }
    let schemas = tests.schemas.into_iter();
    files.extend(schemas.map(|(name, text)| (format!("{FOLDER}/schemas/{name}.rs"), file(text))));
    let list = |(folder, lines): (String, String)| (format!("{folder}/mod.rs"), format!("{HEADER}\n{lines}"));
    files.extend(lists.into_iter().map(list));
}

/// Returns the calls that set the client-level parameters.
fn client_parameters(samples: &Samples<'_>) -> String {
    let model = samples.model;
    let mut calls = String::new();
    for (one, names) in model.all_client_parameters() {
        if let Some((rust, _)) = operation::sent(samples, &one.param) {
            for line in gate_of(model, &one.param).lines() {
                calls.push_str(&format!("        {line}\n"));
            }
            if one.param.deprecated {
                calls.push_str(
                    "        #[allow(deprecated, reason = \"deprecated parameters are also tested\")]\n",
                );
            }
            calls.push_str(&format!("        let builder = builder.{}({rust});\n", names.method));
        }
    }
    calls
}

/// Returns the reason for a missing sample, for use in a comment. `sample` is the subject of the sentence.
fn too_large(sample: &str) -> String {
    format!("{sample} would exceed {} KiB or the limit for all samples", LARGEST >> 10)
}
