//! Reserved: the names that an emitted item must not take, by the kind of scope.
//!
//! Keywords of all editions, prelude names that emitted code or a macro writes unqualified, and the runtime words that an
//! emitted file imports. A runtime word that is added later goes here before it is emitted.

/// Keywords: they cannot be written as a plain identifier (Rust reference, "Keywords", all editions).
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

/// Types, traits and variants that emitted files write without a path.
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
    "Nothing",
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

/// Those that only a file below `api` writes: a model can have these names.
pub(super) const API_TYPES: &[&str] = &["Body", "Download", "Events", "Part"];

/// The last variant of every open enum.
pub(super) const VARIANTS: &[&str] = &["Unknown", "Self"];

/// What an emitted method or setter writes in its body, and the methods that every request builder has or will have.
pub(super) const PARAMS: &[&str] = &[
    "body",
    "events",
    "fmt",
    "into_future",
    "items",
    "options",
    "pages",
    "request",
    "send",
    "stream",
    "strings",
    "wait",
];

/// The constructor, and the conversions, that a setter of the same name would hide.
pub(super) const FIELDS: &[&str] = &["new", "default", "clone"];

/// What an answer of several has besides the methods that take its values out.
pub(super) const ANSWER_METHODS: &[&str] = &["clone", "decode"];

/// The field that keeps the properties which no other field takes, in types that have it.
pub(super) const EXTRA: &str = "extra";

/// Types that the root of the crate exports, and those that stand where the client's methods are.
pub(super) const ROOT_TYPES: &[&str] = &[
    "Client",
    "ClientBuilder",
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

/// What a type that holds the values of a server's variables has besides their setters.
pub(super) const SERVER_METHODS: &[&str] = &["base_url", "clone", "default", "fmt", "new"];

/// The methods that a client builder has in any case.
pub(super) const BUILDER_METHODS: &[&str] = &[
    "access_token",
    "always_authorize",
    "authorization_url",
    "base_url",
    "basic_auth",
    "build",
    "checked_base_url",
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
];

/// Methods that the prelude and the implementations of emitted types put on every value: an item of this name would hide them, or
/// be hidden by them (those that take `self` by value are found first).
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

/// What a handle has besides its operations.
pub(super) const METHODS: &[&str] = &["new", "clone"];

/// What a client has besides its tags, and the modules and features that a crate has in any case.
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
];

#[cfg(test)]
mod tests {
    use super::*;

    /// All files of the runtime, one after the other.
    fn runtime(folder: &std::path::Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).expect("the runtime is part of the repository").flatten() {
            if entry.path().is_dir() {
                runtime(&entry.path(), text);
            } else {
                text.push_str(&std::fs::read_to_string(entry.path()).expect("a file of the runtime is text"));
            }
        }
    }

    /// The functions from a line that starts with `head` to the brace that closes it.
    fn functions<'t>(text: &'t str, head: &str) -> Vec<&'t str> {
        let open = format!("\n{head} {{\n");
        let blocks = text.split(open.as_str()).skip(1).filter_map(|rest| rest.split("\n}").next());
        let after_fn = blocks.flat_map(|block| block.split("fn ").skip(1));
        after_fn
            .filter_map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next())
            .collect()
    }

    #[test]
    fn what_the_runtime_defines_is_reserved() {
        let mut text = String::new();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../templates/runtime/src/runtime");
        runtime(folder.as_ref(), &mut text);
        for (head, reserved) in [
            ("impl Client", MODULES),
            ("impl ClientBuilder", BUILDER_METHODS),
            ("macro_rules! request_builder", PARAMS),
        ] {
            let defined = functions(&text, head);
            assert!(!defined.is_empty(), "the runtime has no `{head}` any more");
            let missing: Vec<_> = defined.iter().filter(|name| !reserved.contains(name)).collect();
            assert_eq!(missing, Vec::<&&str>::new(), "of `{head}`: reserve them before they are emitted");
        }
    }

    #[test]
    fn no_tag_gets_the_feature_of_the_runtime() {
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../templates/runtime/Cargo.toml");
        let manifest = std::fs::read_to_string(manifest).expect("the runtime is part of the repository");
        let manifest: toml::Table = manifest.parse().expect("the manifest of the runtime is one");
        let features = manifest.get("features").and_then(toml::Value::as_table).expect("it has features");
        // No tag's name keeps a hyphen, so `native-tls` cannot be one.
        let missing: Vec<_> =
            features.keys().filter(|name| !name.contains('-') && !MODULES.contains(&name.as_str())).collect();
        assert_eq!(missing, Vec::<&String>::new(), "reserve them as modules");
    }
}
