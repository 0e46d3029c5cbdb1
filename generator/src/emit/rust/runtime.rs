//! The runtime's files, copied verbatim from `templates/runtime`.
//!
//! The files are embedded, so that the generator works without its source tree. A test compares the list with the
//! folder. Parts that an API does not need are omitted to save compile time.

use crate::analyse::Given;
use crate::emit::Files;
use crate::ir::{Extra, Method, Notation, Operation, Param, Scalar, Shape, Style, Type};
use crate::model::Model;

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        /// The path of each file under `src/runtime` of the emitted crate, and its content.
        const FILES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!(env!("GENERATOR_TEMPLATES"), "/runtime/src/runtime/", $name)))),*];
    };
}

embedded![
    "auth/authorize.rs",
    "auth/flight.rs",
    "auth/hosts.rs",
    "auth/keys.rs",
    "auth/mod.rs",
    "auth/no_trace.rs",
    "auth/oauth2.rs",
    "auth/pkce.rs",
    "auth/redirect.rs",
    "auth/scheme.rs",
    "auth/session.rs",
    "auth/settings.rs",
    "auth/source.rs",
    "auth/token_form.rs",
    "auth/trace.rs",
    "blocking/item_stream.rs",
    "blocking/mod.rs",
    "blocking/polling.rs",
    "blocking/streams.rs",
    "call/mockable.rs",
    "call/mod.rs",
    "call/no_trace.rs",
    "call/representation.rs",
    "call/retry_loop.rs",
    "call/trace.rs",
    "client/background.rs",
    "client/builder.rs",
    "client/log.rs",
    "client/login.rs",
    "client/middleware.rs",
    "client/mod.rs",
    "client/policies.rs",
    "client/retry.rs",
    "client/retry_budget.rs",
    "error/api.rs",
    "error/auth.rs",
    "error/body.rs",
    "error/mod.rs",
    "error/paging.rs",
    "error/polling.rs",
    "error/parts.rs",
    "error/retry_after.rs",
    "facade.rs",
    "json/locate.rs",
    "json/mod.rs",
    "json/repair/mod.rs",
    "json/repair/tree.rs",
    "json/text.rs",
    "json/write.rs",
    "mod.rs",
    "model/constructor.rs",
    "model/date_time.rs",
    "model/member/collections.rs",
    "model/member/mod.rs",
    "model/member/numbers.rs",
    "model/mod.rs",
    "model/nullable.rs",
    "model/one_of/choose.rs",
    "model/one_of/constant.rs",
    "model/one_of/kinds.rs",
    "model/one_of/mod.rs",
    "model/one_of/reader.rs",
    "model/one_of/trial.rs",
    "model/open_enum.rs",
    "model/record/keys.rs",
    "model/record/kinds.rs",
    "model/record/mod.rs",
    "model/record/shape.rs",
    "model/record/write.rs",
    "model/safe_debug.rs",
    "model/scalar.rs",
    "model/uuid.rs",
    "model/verbatim.rs",
    "paging/link.rs",
    "paging/mod.rs",
    "paging/pager.rs",
    "paging/position.rs",
    "paging/rules.rs",
    "paging/scan.rs",
    "paging/stream.rs",
    "polling/machine.rs",
    "polling/mod.rs",
    "polling/poller.rs",
    "polling/state.rs",
    "polling/status.rs",
    "profile.rs",
    "redact/assigned.rs",
    "redact/body.rs",
    "redact/headers.rs",
    "redact/mod.rs",
    "redact/names.rs",
    "redact/pairs.rs",
    "redact/redaction.rs",
    "redact/sanitize.rs",
    "redact/secret.rs",
    "redact/spelling.rs",
    "request/assemble.rs",
    "request/body/extra_fields.rs",
    "request/body/form.rs",
    "request/body/item_body.rs",
    "request/body/mod.rs",
    "request/body/multipart.rs",
    "request/body/part.rs",
    "request/body/xml.rs",
    "request/client_parameter.rs",
    "request/client_values.rs",
    "request/extension_method.rs",
    "request/idempotency.rs",
    "request/mod.rs",
    "request/operation.rs",
    "request/options.rs",
    "request/param.rs",
    "request/plain_cookie.rs",
    "request/querystring.rs",
    "request/reserved.rs",
    "request/style.rs",
    "reqwest/builder.rs",
    "reqwest/mod.rs",
    "reqwest/proxy.rs",
    "reqwest/stream.rs",
    "response/decoders.rs",
    "response/mod.rs",
    "response/statuses.rs",
    "response/xml.rs",
    "streaming/connection.rs",
    "streaming/download.rs",
    "streaming/event.rs",
    "streaming/event_format.rs",
    "streaming/event_parser.rs",
    "streaming/events.rs",
    "streaming/item_stream.rs",
    "streaming/mod.rs",
    "streaming/save.rs",
    "testing/mock.rs",
    "testing/mod.rs",
    "testing/record.rs",
    "testing/respond.rs",
    "testing/rule.rs",
    "testing/same_call.rs",
    "testing/xml.rs",
    "transport/body.rs",
    "transport/body_stream.rs",
    "transport/clock.rs",
    "transport/deadline.rs",
    "transport/error.rs",
    "transport/file.rs",
    "transport/framing.rs",
    "transport/future.rs",
    "transport/lock.rs",
    "transport/mod.rs",
    "transport/request.rs",
    "transport/response.rs",
    "transport/sent.rs",
    "transport/stream.rs",
    "url/dot_segments.rs",
    "url/encode.rs",
    "url/loopback.rs",
    "url/mod.rs",
    "url/server.rs",
    "webhooks/event.rs",
    "webhooks/mod.rs",
    "webhooks/scheme.rs",
    "webhooks/verify.rs",
    "xml/mod.rs",
    "xml/parse.rs",
    "xml/read.rs",
    "xml/shape.rs",
    "xml/write.rs",
];

/// The runtime's manifest, the only list of the emitted crate's dependencies and their versions.
pub(super) const MANIFEST: &str = include_str!(env!("GENERATOR_RUNTIME_MANIFEST"));

/// A part of the runtime that only some APIs need. In `facade.rs` and each `mod.rs`, its lines end with a comment that
/// contains its name.
struct Part {
    name: &'static str,
    /// The common prefix of the part's file names.
    files: &'static str,
    needed: fn(&Model) -> bool,
}

const PARTS: &[Part] = &[
    Part {
        name: "plain cookies",
        files: "request/plain_cookie.",
        needed: |m| has_notation(m, Notation::Cookie),
    },
    Part { name: "query strings", files: "request/querystring.", needed: has_query_strings },
    Part {
        name: "reserved characters",
        files: "request/reserved.",
        needed: |m| has_notation(m, Notation::Reserved),
    },
    Part { name: "extension methods", files: "request/extension_method.", needed: has_extension_methods },
    Part { name: "item bodies", files: "request/body/item_body.", needed: has_item_bodies },
    Part { name: "item streams", files: "blocking/item_stream.", needed: has_item_streams },
    Part { name: "item streams", files: "streaming/item_stream.", needed: has_item_streams },
    Part { name: "polling", files: "polling/", needed: has_polling },
    Part { name: "polling", files: "error/polling.", needed: has_polling },
    Part { name: "polling", files: "blocking/polling.", needed: has_polling },
    Part { name: "unions", files: "model/one_of/", needed: has_unions },
    Part { name: "webhooks", files: "webhooks/", needed: has_webhooks },
    Part { name: "xml", files: "xml/", needed: has_xml },
    Part { name: "xml", files: "response/xml.", needed: has_xml },
    Part { name: "xml", files: "request/body/xml.", needed: has_xml },
    Part { name: "xml", files: "testing/xml.", needed: has_xml },
    Part { name: "uuids", files: "model/uuid.", needed: has_uuids },
];

/// Adds the runtime's files, without the parts that the API does not need.
pub(super) fn emit(model: &Model, files: &mut Files) {
    let absent: Vec<&Part> = PARTS.iter().filter(|part| !(part.needed)(model)).collect();
    for (name, text) in FILES {
        if absent.iter().any(|part| name.starts_with(part.files)) {
            continue;
        }
        let text = if lists_parts(name) { without(text, &absent) } else { (*text).to_owned() };
        files.insert(format!("src/runtime/{name}"), text);
    }
}

/// Returns the parameters of all emitted operations.
fn parameters(model: &Model) -> impl Iterator<Item = &Param> {
    let emitted = model.api.operations().filter(|(id, _)| model.facts.owner(*id).is_some());
    emitted.flat_map(|(_, operation)| &operation.params)
}

fn has_notation(model: &Model, notation: Notation) -> bool {
    parameters(model).any(|param| param.notation == notation)
}

/// Returns whether an operation sends JSON or text as its entire query string. Forms are excluded, since they are
/// encoded as exploded objects.
fn has_query_strings(model: &Model) -> bool {
    let mut all = parameters(model).filter(|param| param.notation == Notation::Querystring);
    all.any(|param| param.style != Style::FormExploded)
}

fn has_extension_methods(model: &Model) -> bool {
    model.api.operations().any(|(id, operation)| {
        model.facts.owner(id).is_some() && matches!(operation.method, Method::Query | Method::Other(_))
    })
}

fn has_item_bodies(model: &Model) -> bool {
    model.api.operations().any(|(id, _)| model.facts.body(id).is_some_and(|sent| sent.given == Given::Items))
}

fn has_item_streams(model: &Model) -> bool {
    model.api.operations().any(|(id, _)| model.facts.stream_items(id).is_some())
}

/// Returns whether the document has webhooks.
pub(super) fn has_webhooks(model: &Model) -> bool {
    !model.api.webhooks.is_empty()
}

fn has_xml(model: &Model) -> bool {
    model.facts.has_xml()
}

fn has_polling(model: &Model) -> bool {
    model.api.operations().any(|(id, _)| model.facts.polling(id).is_some())
}

fn has_unions(model: &Model) -> bool {
    model.api.types().any(|(_, ty)| matches!(ty.shape, Shape::Union(_)))
}

/// Returns whether a model or parameter uses the runtime's `Uuid` type.
pub(super) fn has_uuids(model: &Model) -> bool {
    let fields = model.api.types().flat_map(|(_, ty)| match &ty.shape {
        Shape::Struct(object) => {
            let extra = match &object.extra {
                Extra::Kept(usage) => Some(&usage.ty),
                Extra::Unspecified | Extra::Refused => None,
            };
            object.fields.iter().map(|field| &field.usage.ty).chain(extra).collect()
        }
        Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Alias(usage) => vec![&usage.ty],
        Shape::Enum(_) => Vec::new(),
    });
    let of_operation = |operation: &'_ Operation| {
        let bodies = operation.body.iter().flat_map(|body| &body.content);
        let responses = operation.responses.iter().flat_map(|response| &response.content);
        let params = operation.params.iter().map(|param| &param.usage.ty);
        let contents = bodies.chain(responses);
        let usages = contents.flat_map(|content| [&content.usage].into_iter().chain(&content.item));
        params.chain(usages.map(|usage| &usage.ty)).any(is_of_uuids)
    };
    fields.into_iter().any(|ty: &Type| is_of_uuids(ty))
        || model.api.operations().any(|(_, operation)| of_operation(operation))
}

/// Returns whether a type is a UUID, or a list or map of UUIDs.
fn is_of_uuids(ty: &Type) -> bool {
    match ty {
        Type::Scalar(kind) => *kind == Scalar::Uuid,
        // `lower` bounds the depth of lists and maps.
        Type::List(item) | Type::Map(item) => is_of_uuids(&item.ty),
        Type::Named(_) | Type::Object | Type::Any => false,
    }
}

/// Removes the lines of absent parts, along with their attributes and docs.
fn without(text: &str, absent: &[&Part]) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for line in text.lines() {
        if absent.iter().any(|part| line.ends_with(&mark(part))) {
            while kept.last().is_some_and(|line| {
                line.trim_start().starts_with("///") || line.trim_start().starts_with("#[")
            }) {
                kept.pop();
            }
        } else {
            kept.push(line);
        }
    }
    kept.iter().flat_map(|line| [line, "\n"]).collect()
}

/// Returns whether a file declares modules or re-exports items, and can therefore contain lines that belong
/// to parts.
fn lists_parts(name: &str) -> bool {
    name.ends_with("mod.rs") || name == "facade.rs"
}

fn mark(part: &Part) -> String {
    format!(" // part: {}", part.name)
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
    fn all_runtime_files_are_listed() {
        let folder = concat!(env!("GENERATOR_TEMPLATES"), "/runtime/src/runtime");
        let mut found = Vec::new();
        rust_files(folder.as_ref(), "", &mut found);
        found.sort();
        let mut listed: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        listed.sort_unstable();
        assert_eq!(listed, found);
    }

    #[test]
    fn unneeded_parts_are_omitted_with_their_lines() {
        let roots: Vec<&str> =
            FILES.iter().filter(|(name, _)| lists_parts(name)).map(|(_, text)| *text).collect();
        for part in PARTS {
            assert!(FILES.iter().any(|(name, _)| name.starts_with(part.files)), "{}", part.name);
            let module = part.files.trim_end_matches(['/', '.']);
            let module = module.rsplit_once('/').map_or(module, |(_, module)| module);
            let mut marked = 0;
            for all in &roots {
                let rest = without(all, &[part]);
                marked += all.lines().count() - rest.lines().count();
                let declared = rest.lines().filter(|line| !line.trim_start().starts_with("//"));
                let named = |line: &str| {
                    let is_part = |c: char| c.is_alphanumeric() || c == '_';
                    line.split(|c: char| !is_part(c)).any(|word| word == module) && line.contains("pub ")
                };
                assert_eq!(declared.filter(|line| named(line)).collect::<Vec<_>>(), Vec::<&str>::new());
            }
            assert!(marked > 0, "no line is marked with {:?}", mark(part));
        }
        for all in roots {
            assert_eq!(without(all, &[]), all);
            let marked = all.lines().filter(|line| line.contains("// part:"));
            let known = |line: &str| PARTS.iter().any(|part| line.ends_with(&mark(part)));
            assert_eq!(marked.filter(|line| !known(line)).count(), 0);
        }
    }
}
