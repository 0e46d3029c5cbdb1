//! Names response enums, their variants, and the methods that return the variants' values.

use std::collections::BTreeMap;

use super::book::{Book, Thing};
use super::operations::TagScopes;
use super::reserved::OUTPUT_METHODS;
use super::scope::{self, Scope};
use super::{OperationName, OutputName, TagName, words};
use crate::analyse::{Case, Facts, Output};
use crate::ir::{Api, Operation, Status, TagId};
use crate::lock::{self, Keys, Kind};

/// Names the response enums, their variants and their methods. This happens after all builders are named, so that a
/// response does not change the name of a builder.
pub(super) fn outputs(
    api: &Api,
    facts: &Facts,
    tags: &[TagName],
    names: &mut [OperationName],
    scopes: &mut BTreeMap<TagId, TagScopes>,
    book: &mut Book<'_>,
) {
    for (id, operation) in api.operations() {
        let (Some(Output::Choice(cases)), Some(tag)) = (facts.output(id), facts.owner(id)) else { continue };
        let (Some(scopes), Some(name)) = (scopes.get_mut(&tag), names.get_mut(id.index())) else {
            continue;
        };
        let text = name.text.clone();
        let plain = words::camel(&text);
        let wanted = [format!("{plain}Output"), format!("{plain}CallOutput")];
        let keys = [Keys::outputs(&Keys::operation(operation))];
        let thing = Thing { keys: &keys, kind: Kind::Type, source: &text, public: true };
        name.output = scopes.types.take(book, &thing, &wanted);
        let path = format!("api::{}::{}", tags[tag.index()].module, name.output);
        name.outputs = variants(operation, cases, &path, book);
    }
}

fn variants(operation: &Operation, cases: &[Case], path: &str, book: &mut Book<'_>) -> Vec<OutputName> {
    let mut variants = Scope::new(book, path, lock::Case::Upper, &[]);
    let mut methods = Scope::new(book, path, lock::Case::Lower, OUTPUT_METHODS);
    let (key, mut names) = (Keys::operation(operation), Vec::new());
    for case in cases {
        let (keys, source) = ([Keys::output(&key, case.status)], case.status.to_string());
        let thing = |kind| Thing { keys: &keys, kind, source: &source, public: true };
        let variant = variants.take(book, &thing(Kind::Variant), &[variant(case.status)]);
        let into = words::snake(&format!("into {variant}"));
        let into = methods.take(book, &thing(Kind::Method), &scope::value(into));
        names.push(OutputName { variant, into });
    }
    names
}

/// Returns the variant name for a status; different statuses have different names.
fn variant(status: Status) -> String {
    let code = match status {
        Status::Code(code) => code,
        // This variant is for all statuses for which the operation declares no other response.
        Status::Range(_) | Status::Default => return "Other".to_owned(),
    };
    let name = match code {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritative",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        208 => "AlreadyReported",
        226 => "ImUsed",
        _ => return format!("Status{code}"),
    };
    name.to_owned()
}
