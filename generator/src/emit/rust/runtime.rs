//! The runtime's files, copied byte for byte from `templates/runtime`.
//!
//! They are embedded, so that the generator works without its source tree; a test compares the list with the folder.

use crate::emit::Files;

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
    "blank.rs",
    "blocking.rs",
    "body.rs",
    "body_error.rs",
    "client.rs",
    "client_builder.rs",
    "clock.rs",
    "config.rs",
    "deadline.rs",
    "decode.rs",
    "download.rs",
    "download/save.rs",
    "error.rs",
    "events.rs",
    "events/parser.rs",
    "idempotency.rs",
    "locate.rs",
    "middleware.rs",
    "mod.rs",
    "nullable.rs",
    "observe.rs",
    "one_of.rs",
    "one_of/kinds.rs",
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
    "redact_body.rs",
    "request.rs",
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
    "transport.rs",
    "transport_stream.rs",
    "unobserved.rs",
];

/// The manifest of the runtime: what the emitted crate depends on, and in which versions, stands there once.
pub(super) const MANIFEST: &str = include_str!("../../../../templates/runtime/Cargo.toml");

/// Adds the files.
pub(super) fn emit(files: &mut Files) {
    for (name, text) in FILES {
        files.insert(format!("src/runtime/{name}"), (*text).to_owned());
    }
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
}
