//! The runtime's files, copied byte for byte from `templates/runtime`.
//!
//! They are embedded, so that the generator works without its source tree; a test compares the list with the folder.
//! Parts that an API does not need are left out: compiling them would cost its users time for nothing.

use crate::emit::Files;
use crate::ir::{Extra, Operation, Scalar, Shape, Type};
use crate::model::Model;

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        /// Each file's path below the emitted crate's `src/runtime`, and its text.
        const FILES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../../templates/runtime/src/runtime/", $name)))),*];
    };
}

embedded![
    "answers.rs",
    "api_error.rs",
    "assemble.rs",
    "attempts.rs",
    "auth.rs",
    "auth/authorize.rs",
    "auth/error.rs",
    "auth/flight.rs",
    "auth/hosts.rs",
    "auth/keys.rs",
    "auth/oauth2.rs",
    "auth/pkce.rs",
    "auth/redirect.rs",
    "auth/scheme.rs",
    "auth/session.rs",
    "auth/settings.rs",
    "auth/source.rs",
    "auth/token_form.rs",
    "base_url.rs",
    "behaviour.rs",
    "blocking.rs",
    "blocking/streams.rs",
    "body.rs",
    "body_error.rs",
    "client.rs",
    "client_builder.rs",
    "clock.rs",
    "config.rs",
    "date_time.rs",
    "deadline.rs",
    "decode.rs",
    "dot_segments.rs",
    "download.rs",
    "download/save.rs",
    "error.rs",
    "error_parts.rs",
    "events.rs",
    "events/parser.rs",
    "idempotency.rs",
    "locate.rs",
    "loopback.rs",
    "member.rs",
    "member/collections.rs",
    "member/numbers.rs",
    "middleware.rs",
    "mod.rs",
    "nullable.rs",
    "observe.rs",
    "one_of.rs",
    "one_of/choose.rs",
    "one_of/constant.rs",
    "one_of/kinds.rs",
    "one_of/reader.rs",
    "one_of/trial.rs",
    "open_enum.rs",
    "operation.rs",
    "options.rs",
    "paging.rs",
    "paging/error.rs",
    "paging/link.rs",
    "paging/pager.rs",
    "paging/position.rs",
    "paging/scan.rs",
    "paging/stream.rs",
    "param.rs",
    "payload.rs",
    "payload/file.rs",
    "payload/form.rs",
    "payload/members.rs",
    "payload/multipart.rs",
    "payload/part.rs",
    "payload/stream.rs",
    "printable.rs",
    "record.rs",
    "record/keys.rs",
    "record/kinds.rs",
    "record/write.rs",
    "redact.rs",
    "redact/assigned.rs",
    "redact/body.rs",
    "redact/names.rs",
    "redact/spelling.rs",
    "redact/wire.rs",
    "repair.rs",
    "repair/tree.rs",
    "request.rs",
    "reqwest_proxy.rs",
    "reqwest_settings.rs",
    "reqwest_stream.rs",
    "reqwest_transport.rs",
    "response.rs",
    "retry.rs",
    "retry_after.rs",
    "retry_budget.rs",
    "scalar.rs",
    "send.rs",
    "server_url.rs",
    "style.rs",
    "testing.rs",
    "testing/mock.rs",
    "testing/record.rs",
    "text.rs",
    "to_json.rs",
    "transport.rs",
    "transport_stream.rs",
    "unobserved.rs",
    "uuid.rs",
    "verbatim.rs",
];

/// The manifest of the runtime: what the emitted crate depends on, and in which versions, stands there once.
pub(super) const MANIFEST: &str = include_str!("../../../../templates/runtime/Cargo.toml");

/// A part of the runtime that only some APIs need. Its lines in `mod.rs` end with a comment that names it.
struct Part {
    name: &'static str,
    /// The start of the names of its files.
    files: &'static str,
    needed: fn(&Model) -> bool,
}

const PARTS: &[Part] = &[
    Part { name: "unions", files: "one_of", needed: has_unions },
    Part { name: "uuids", files: "uuid", needed: has_uuids },
];

/// Adds the files.
pub(super) fn emit(model: &Model, files: &mut Files) {
    let absent: Vec<&Part> = PARTS.iter().filter(|part| !(part.needed)(model)).collect();
    for (name, text) in FILES {
        if absent.iter().any(|part| name.starts_with(part.files)) {
            continue;
        }
        let text = if *name == "mod.rs" { without(text, &absent) } else { (*text).to_owned() };
        files.insert(format!("src/runtime/{name}"), text);
    }
}

fn has_unions(model: &Model) -> bool {
    model.api.types().any(|(_, ty)| matches!(ty.shape, Shape::Union(_)))
}

/// Whether a model or a parameter is spelled with the runtime's `Uuid`.
pub(super) fn has_uuids(model: &Model) -> bool {
    let fields = model.api.types().flat_map(|(_, ty)| match &ty.shape {
        Shape::Struct(object) => {
            let extra = match &object.extra {
                Extra::Kept(usage) => Some(&usage.ty),
                Extra::Unspoken | Extra::Refused => None,
            };
            object.fields.iter().map(|field| &field.usage.ty).chain(extra).collect()
        }
        Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Alias(usage) => vec![&usage.ty],
        Shape::Enum(_) => Vec::new(),
    });
    let of_operation = |operation: &'_ Operation| {
        let bodies = operation.body.iter().flat_map(|body| &body.content);
        let answers = operation.responses.iter().flat_map(|response| &response.content);
        let params = operation.params.iter().map(|param| &param.usage.ty);
        params.chain(bodies.chain(answers).map(|content| &content.usage.ty)).any(is_of_uuids)
    };
    fields.into_iter().any(|ty: &Type| is_of_uuids(ty))
        || model.api.operations().any(|(_, operation)| of_operation(operation))
}

/// Whether a type is a UUID, or holds some without a name in between.
fn is_of_uuids(ty: &Type) -> bool {
    match ty {
        Type::Scalar(kind) => *kind == Scalar::Uuid,
        // As deep as `lower` lets lists and maps be.
        Type::List(item) | Type::Map(item) => is_of_uuids(&item.ty),
        Type::Named(_) | Type::Object | Type::Any => false,
    }
}

/// A text without the lines of some parts, and without the attributes on these lines.
fn without(text: &str, absent: &[&Part]) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for line in text.lines() {
        if absent.iter().any(|part| line.ends_with(&mark(part))) {
            while kept.last().is_some_and(|line| line.starts_with("#[")) {
                kept.pop();
            }
        } else {
            kept.push(line);
        }
    }
    kept.iter().flat_map(|line| [line, "\n"]).collect()
}

fn mark(part: &Part) -> String {
    format!("; // part: {}", part.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rust_files(folder: &std::path::Path, prefix: &str, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("the runtime is part of the repository").flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                rust_files(&entry.path(), &format!("{name}/"), found);
            } else if name.ends_with(".rs") {
                found.push(name);
            }
        }
    }

    #[test]
    fn no_file_of_the_runtime_is_forgotten() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../templates/runtime/src/runtime");
        let mut found = Vec::new();
        rust_files(folder.as_ref(), "", &mut found);
        found.sort();
        let mut listed: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        listed.sort_unstable();
        assert_eq!(listed, found);
    }

    #[test]
    fn a_part_that_is_not_needed_is_left_out_with_its_lines() {
        let all = FILES.iter().find(|(name, _)| *name == "mod.rs").expect("the root of the runtime").1;
        for part in PARTS {
            assert!(FILES.iter().any(|(name, _)| name.starts_with(part.files)), "{}", part.name);
            let rest = without(all, &[part]);
            assert!(rest.len() < all.len(), "no line of `mod.rs` is marked with {:?}", mark(part));
            assert!(!rest.contains(part.files), "a line of {} is not marked: {rest}", part.name);
        }
        assert_eq!(without(all, &[]), all);
        let marked = all.lines().filter(|line| line.contains("// part:"));
        let known = |line: &str| PARTS.iter().any(|part| line.ends_with(&mark(part)));
        assert_eq!(marked.filter(|line| !known(line)).count(), 0);
    }
}
