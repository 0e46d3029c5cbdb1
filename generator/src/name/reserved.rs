//! Reserved: the names that an emitted item must not take, by the kind of scope.
//!
//! Keywords of all editions, prelude names that emitted code or a macro writes unqualified, and the runtime words that an
//! emitted file imports. A runtime word that is added later goes here before it is emitted.

/// Keywords: they cannot be written as a plain identifier (Rust reference, "Keywords", all editions).
pub(super) const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "macro_rules",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait",
    "true", "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Types, traits and variants that emitted files write without a path.
pub(super) const TYPES: &[&str] = &[
    "AsRef", "BTreeMap", "Base64", "Blank", "Box", "Bytes", "Clone", "Client", "Copy", "Date", "DateTime", "Debug", "Default", "Drop",
    "Eq", "Err", "Error", "Fn", "FnMut", "FnOnce", "From", "FromStr", "Hash", "Into", "IntoFuture", "IntoIterator", "Iterator",
    "Json", "Map", "None", "Nothing", "Nullable", "Ok", "Operation", "Option", "Ord", "PartialEq", "PartialOrd", "Region",
    "Request", "RequestOptions", "Response", "Result", "Self", "Send", "Sized", "Some", "String", "Style", "Sync", "Text",
    "Binary", "ToString", "UnknownValue", "Uri", "Uuid", "Value", "Vec",
];

/// The last variant of every open enum.
pub(super) const VARIANTS: &[&str] = &["Unknown", "Self"];

/// What an emitted method or setter writes in its body, and the methods that every request builder has or will have.
pub(super) const PARAMS: &[&str] = &[
    "body", "into_future", "items", "options", "pages", "request", "send", "strings",
];

/// The constructor, and the conversions, that a setter of the same name would hide.
pub(super) const FIELDS: &[&str] = &["new", "default", "clone"];

/// What a handle has besides its operations.
pub(super) const METHODS: &[&str] = &["new", "clone"];

/// What a client has besides its tags, and the modules and features that a crate has in any case.
pub(super) const MODULES: &[&str] = &[
    "alloc", "api", "aux", "blocking", "builder", "client", "clone", "con", "core", "default", "docs", "lib", "main",
    "models", "native_tls", "new", "nul", "prn", "request", "runtime", "rustls", "servers", "std", "tracing",
];
