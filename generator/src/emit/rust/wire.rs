//! `tests/wire`, which contains a test of the sent request and the decoded response for each operation, and a round
//! trip for each schema.
//!
//! The files correspond to those in `src`: one per operation, under its tag, and one per module of `models`. Expected
//! values are derived from OpenAPI's rules ([`styles`]), not from the runtime under test.

mod body;
mod call;
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

use quote::quote;

use self::sample::{LARGEST, Samples};
use super::client_parameters::gate_of;
use super::format;
use super::ident::ident;
use super::lib_rs::lookalikes;
use super::models::{gate, modules};
use super::vocabulary::parsed;
use crate::emit::budget::Budget;
use crate::emit::{Files, WEBHOOKS};
use crate::model::Model;
use crate::name::RustName;
use crate::name::TypeName;

/// The test code that all crates share: the server and the comparisons.
const SUPPORT: &str = include_str!(concat!(env!("GENERATOR_TEMPLATES"), "/crate/wire.rs"));

/// The folder of the tests.
const FOLDER: &str = "tests/wire";

/// The tests, grouped by file. `T` is the content of a file: blocks of text, unless stated otherwise.
#[derive(Default)]
struct Tests<'a, T = Vec<String>> {
    /// The tests of operations and of types in `api`, keyed by the modules of the tag and of the operation.
    operations: BTreeMap<&'a str, BTreeMap<&'a str, T>>,
    /// The tests of types in `models`, keyed by module.
    schemas: BTreeMap<&'a str, T>,
}

impl<'a, T: Default> Tests<'a, T> {
    fn of_operation(&mut self, tag: &'a str, file: &'a str) -> &mut T {
        self.operations.entry(tag).or_default().entry(file).or_default()
    }

    /// Returns the tests of the file that contains a type.
    fn of_type(&mut self, name: &'a TypeName) -> &mut T {
        match name.in_api {
            true => self.of_operation(&name.module, &name.file),
            false => self.schemas.entry(&name.module).or_default(),
        }
    }
}

/// Adds the files under `tests/wire`.
pub(super) fn emit(model: &Model, files: &mut Files, budget: &Budget) {
    let samples = Samples::new(model);
    let mut tests: Tests<'_> = Tests::default();
    for tag in model.facts.tags() {
        for id in model.facts.operations_of(*tag) {
            let file = &model.names.operation(id).file;
            let text = budget.text(|| operation::tests(&samples, *tag, id));
            tests.of_operation(&model.names.tag(*tag).module, file).push(text);
        }
    }
    schemas::emit(&samples, &mut tests);
    variants::emit(&samples, &mut tests);
    let mut roots = String::new();
    if !tests.operations.is_empty() {
        roots.push_str("mod operations;\n");
        let line = |tag: &&str| format!("#[cfg(feature = {tag:?})]\nmod {tag};\n");
        list(files, "operations", tests.operations.keys().map(line).collect());
    }
    if !tests.schemas.is_empty() {
        roots.push_str("mod schemas;\n");
        let modules =
            modules(model).into_iter().filter(|(module, _)| tests.schemas.contains_key(module.as_str()));
        let line = |(module, types): (&RustName, Vec<_>)| format!("{}mod {module};\n", gate(model, &types));
        list(files, "schemas", modules.map(line).collect());
    }
    if let Some(text) = webhooks::file(&samples) {
        roots.push_str(&format!("#[cfg(feature = {WEBHOOKS:?})]\nmod webhooks;\n"));
        files.insert(format!("{FOLDER}/webhooks.rs"), text);
    }
    let support = format!("{}{}", lookalikes(model), SUPPORT.replace("the_crate", &model.names.krate));
    files.insert(format!("{FOLDER}/main.rs"), format::file([support, client(&samples), roots]));
    for (tag, by_file) in tests.operations {
        list(
            files,
            &format!("operations/{tag}"),
            by_file.keys().map(|name| format!("mod {name};\n")).collect(),
        );
        let by_file = by_file.into_iter();
        files.extend(
            by_file.map(|(name, blocks)| (format!("{FOLDER}/operations/{tag}/{name}.rs"), file(blocks))),
        );
    }
    let schemas = tests.schemas.into_iter();
    files.extend(schemas.map(|(name, blocks)| (format!("{FOLDER}/schemas/{name}.rs"), file(blocks))));
}

/// Adds the list of the modules in a folder.
fn list(files: &mut Files, folder: &str, modules: String) {
    files.insert(format!("{FOLDER}/{folder}/mod.rs"), format::file([modules]));
}

/// Returns a file with tests.
fn file(blocks: Vec<String>) -> String {
    format::file(std::iter::once("use crate::*;".to_owned()).chain(blocks))
}

/// Returns the method that creates a client with the client-level parameters.
fn client(samples: &Samples<'_>) -> String {
    let model = samples.model;
    let parameters = model.all_client_parameters().filter_map(|(one, names)| {
        let (value, _) = call::sent(samples, &one.param)?;
        let method = ident(&names.method);
        let gate = parsed(&gate_of(model, &one.param));
        let allow = one.param.deprecated.then(|| {
            quote! { #[allow(deprecated, reason = "deprecated parameters are also tested")] }
        });
        Some(quote! { #gate #allow let builder = builder.#method(#value); })
    });
    format::item(quote! {
        impl Wire {
            fn client(&self) -> Client {
                let builder = Client::builder().base_url(self.server.uri()).access_token("the-token");
                #(#parameters)*
                builder.build().expect("the address is valid")
            }
        }
    })
}

/// Returns the comment that replaces a test.
fn not_tested(reason: &str) -> String {
    format!("// Not tested: {reason}.\n")
}

/// Returns the reason for a missing sample, for use in a comment. `sample` is the subject of the sentence.
fn too_large(sample: &str) -> String {
    format!("{sample} would exceed {} KiB or the limit for all samples", LARGEST >> 10)
}
