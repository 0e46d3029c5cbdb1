//! Lists the names that emitted items must not have, by scope.
//!
//! The lists contain the keywords of all editions, the prelude names that emitted code or macros use unqualified,
//! and the runtime items that emitted files import. A new runtime item must be added here before it is emitted.

/// Keywords, which are not valid as plain identifiers (Rust reference, "Keywords", all editions).
pub(super) const KEYWORDS: &[&str] = &[
    "Self",
    "abstract",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "macro_rules",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "union",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

/// The names of types, traits and variants that emitted files use without a path.
pub(super) const TYPES: &[&str] = &[
    "AsRef",
    "BTreeMap",
    "Base64",
    "Blank",
    "Box",
    "Bytes",
    "Clone",
    "Client",
    "Copy",
    "Date",
    "DateTime",
    "Debug",
    "Default",
    "Drop",
    "EmptyBody",
    "Eq",
    "Err",
    "Error",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromStr",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "Json",
    "JsonOrText",
    "Map",
    "Maybe",
    "None",
    "Nullable",
    "Ok",
    "Operation",
    "Option",
    "Ord",
    "Paging",
    "Scheme",
    "PartialEq",
    "PartialOrd",
    "Region",
    "Request",
    "RequestOptions",
    "Response",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Style",
    "Sync",
    "Text",
    "Binary",
    "ToString",
    "UnknownValue",
    "Uri",
    "Uuid",
    "Value",
    "Vec",
];

/// The names of items that only files in `api` import. Types in `models` can have these names.
pub(super) const API_TYPES: &[&str] = &["Body", "Download", "Events", "Part", "Representation"];

/// Names that a variant must not have: that of the catch-all variant of every open enum, and the keyword `Self`.
pub(super) const VARIANTS: &[&str] = &["Unknown", "Self"];

/// Names that the bodies of emitted methods and setters use, and names of methods that all request builders have
/// or might get.
pub(super) const PARAMS: &[&str] = &[
    "body",
    "events",
    "fmt",
    "into_future",
    "into_request",
    "items",
    "options",
    "pages",
    "poller",
    "request",
    "send",
    "stream",
    "stream_items",
    "strings",
    "wait",
];

/// The names of a struct's constructor and trait methods, which a setter with the same name would shadow.
pub(super) const FIELDS: &[&str] = &["new", "default", "clone"];

/// The names of a response enum's methods, except those that return its values.
pub(super) const OUTPUT_METHODS: &[&str] = &["clone", "decode"];

/// The name of the field for additional properties, in types that have this field.
pub(super) const EXTRA: &str = "extra";

/// The names of types that the crate root exports, and of types that are in scope in the client's methods.
pub(super) const ROOT_TYPES: &[&str] = &[
    "Client",
    "ClientBuilder",
    "ClientParameter",
    "Default",
    "Display",
    "Error",
    "ErrorShape",
    "Formatter",
    "FromStr",
    "Into",
    "OAuth2",
    "Option",
    "Profile",
    "RequestOptions",
    "Response",
    "Result",
    "Self",
    "Some",
    "String",
];

/// The names of the methods of a type for server variables, except the setters.
pub(super) const SERVER_METHODS: &[&str] = &["base_url", "clone", "default", "fmt", "new"];

/// The names of the methods that every client builder has.
pub(super) const BUILDER_METHODS: &[&str] = &[
    "access_token",
    "always_authorize",
    "authorization_url",
    "base_url",
    "basic_auth",
    "build",
    "checked_base_url",
    "client_parameter",
    "clock",
    "clone",
    "default_header",
    "gateway",
    "key",
    "log_bodies",
    "log_redact",
    "login",
    "listed_server",
    "login_page",
    "login_server_page",
    "max_response_bytes",
    "middleware",
    "new",
    "no_retry",
    "no_timeout",
    "retry",
    "retry_budget",
    "scheme_basic",
    "scheme_key",
    "scheme_login",
    "scheme_token",
    "timeout",
    "token_url",
    "transport",
    "user_agent",
    "wanted",
    "on_repair",
    "reading",
    "with_credential",
];

/// The names of methods that the prelude and implemented traits add to every value. An item with one of these names
/// would shadow the method, or be shadowed by it, since methods that take `self` by value are found first.
pub(super) const CONVERSIONS: &[&str] = &[
    "as_mut",
    "as_ref",
    "borrow",
    "borrow_mut",
    "clone",
    "clone_from",
    "clone_into",
    "fmt",
    "into",
    "into_future",
    "into_iter",
    "to_owned",
    "to_string",
    "try_into",
];

/// The names of a handle's methods, except those of its operations.
pub(super) const METHODS: &[&str] = &["new", "clone"];

/// Names that a tag must not have: the methods of every client, the modules and features of every crate, the crates of
/// the standard library, and the file names that Windows reserves.
pub(super) const MODULES: &[&str] = &[
    "alloc",
    "api",
    "aux",
    "base_url",
    "blocking",
    "brotli",
    "builder",
    "client",
    "clone",
    "con",
    "core",
    "default",
    "docs",
    "events",
    "gzip",
    "http2",
    "lib",
    "main",
    "models",
    "multipart",
    "native_tls",
    "new",
    "nul",
    "pkce",
    "prn",
    "request",
    "runtime",
    "rustls",
    "servers",
    "std",
    "stream",
    "testing",
    "tracing",
    "uuid",
    "wait",
    "xml",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Appends the contents of all runtime files to `text`.
    fn runtime(folder: &std::path::Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).expect("the runtime is part of the repository").flatten() {
            if entry.path().is_dir() {
                runtime(&entry.path(), text);
            } else {
                text.push_str(
                    &std::fs::read_to_string(entry.path()).expect("every runtime file is valid UTF-8"),
                );
            }
        }
    }

    /// Returns the names of functions in the blocks that start with `head`.
    fn functions<'t>(text: &'t str, head: &str) -> Vec<&'t str> {
        let open = format!("\n{head} {{\n");
        let blocks = text.split(open.as_str()).skip(1).filter_map(|rest| rest.split("\n}").next());
        let after_fn = blocks.flat_map(|block| block.split("fn ").skip(1));
        after_fn
            .filter_map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next())
            .collect()
    }

    #[test]
    fn names_that_the_runtime_defines_are_reserved() {
        let mut text = String::new();
        let folder = concat!(env!("GENERATOR_TEMPLATES"), "/runtime/src/runtime");
        runtime(folder.as_ref(), &mut text);
        for (head, reserved) in [
            ("impl Client", MODULES),
            ("impl ClientBuilder", BUILDER_METHODS),
            ("macro_rules! request_builder", PARAMS),
        ] {
            let defined = functions(&text, head);
            assert!(!defined.is_empty(), "the runtime no longer has `{head}`");
            let missing: Vec<_> = defined.iter().filter(|name| !reserved.contains(name)).collect();
            assert_eq!(missing, Vec::<&&str>::new(), "names in `{head}` that are not reserved");
        }
    }

    #[test]
    fn feature_names_of_the_runtime_are_reserved() {
        let manifest = env!("GENERATOR_RUNTIME_MANIFEST");
        let manifest = std::fs::read_to_string(manifest).expect("the runtime is part of the repository");
        let manifest: toml::Table = manifest.parse().expect("the runtime's manifest is valid TOML");
        let features =
            manifest.get("features").and_then(toml::Value::as_table).expect("the runtime has features");
        // No module name contains a hyphen, so `native-tls` cannot be one.
        let missing: Vec<_> =
            features.keys().filter(|name| !name.contains('-') && !MODULES.contains(&name.as_str())).collect();
        assert_eq!(missing, Vec::<&String>::new(), "features that are not reserved as modules");
    }
}
