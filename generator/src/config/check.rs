//! Validates the values of a configuration.
//!
//! Part of `config`. The rules are those of Cargo, HTTP, JSON pointers and Python. The validation depends
//! neither on TOML nor on the document.

use super::{
    Config, Docs, Errors, Extensions, Http, Levels, Login, Package, Pagination, Retry, Webhooks, derives,
    format_types,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::headers;
use crate::pointer::Pointer;
use crate::suggest;

/// Returns an error for the first invalid value.
pub(super) fn config(config: &Config) -> Result<(), Diagnostic> {
    let root = Pointer::root();
    files(config, &root)?;
    overlays(config, &root)?;
    webhooks(&config.webhooks)?;
    for (index, tag) in config.tags.iter().enumerate() {
        let at = root.key("tags").index(index);
        ensure(!tag.is_empty(), &at, "the tag's name is empty")?;
        ensure(!config.tags[..index].contains(tag), &at, format!("duplicate tag `{tag}`"))?;
    }
    for (key, resource) in &config.resources {
        let at = root.keys(["resources", key.as_str()]);
        ensure(!resource.trim().is_empty(), &at, "the resource's name is empty")?;
    }
    levels(&config.diagnostics, &root.key("diagnostics"))?;
    dependencies(config)?;
    format_types::check(config)?;
    derives::check(config)?;
    package(&config.package, &root.key("package"))?;
    extensions(&config.extensions, &root.key("extensions"))?;
    http(&config.http, &root.key("http"))?;
    login(&config.login, &root.key("login"))?;
    errors(&config.errors, &root.key("errors"))?;
    retry(&config.retry, &root.key("retry"))?;
    pagination(config, &root)?;
    docs(&config.docs, &root.key("docs"))
}

/// Validates the names of files and folders, except for overlays.
fn files(config: &Config, root: &Pointer) -> Result<(), Diagnostic> {
    if let Some(document) = &config.document {
        ensure(!document.trim().is_empty(), &root.key("document"), "the document's name is empty")?;
    }
    if let Some(source) = &config.source {
        let why = format!("`{source}` is not a URL: expected `https://`");
        ensure(source.contains("://"), &root.key("source"), why)?;
    }
    if let Some(document) = config.document.as_ref().filter(|document| document.contains("://")) {
        let why = format!("`{document}` is a URL; set `source` to it, and `document` to a file for its copy");
        return Err(wrong(&root.key("document"), why));
    }
    if let Some(out) = &config.out {
        ensure(!out.trim().is_empty(), &root.key("out"), "the name of the output folder is empty")?;
    }
    if let Some(document) = &config.release.document {
        let at = root.keys(["release", "document"]);
        ensure(!document.trim().is_empty(), &at, "the document's name is empty")?;
    }
    for (index, folder) in config.refs.roots.iter().enumerate() {
        let at = root.keys(["refs", "roots"]).index(index);
        ensure(!folder.trim().is_empty(), &at, "the folder's name is empty")?;
    }
    if let Some(lock) = &config.lock {
        ensure(!lock.trim().is_empty(), &root.key("lock"), "the naming lock's name is empty")?;
        let why = "a naming lock is set, but `locked = false` disables it";
        ensure(config.locked != Some(false), &root.key("lock"), why)?;
    }
    Ok(())
}

fn overlays(config: &Config, root: &Pointer) -> Result<(), Diagnostic> {
    for (index, overlay) in config.release.overlays.iter().enumerate() {
        let at = root.keys(["release", "overlays"]).index(index);
        ensure(!overlay.trim().is_empty(), &at, "the overlay's name is empty")?;
    }
    for (index, overlay) in config.overlays.iter().enumerate() {
        let at = root.key("overlays").index(index);
        ensure(!overlay.trim().is_empty(), &at, "the overlay's name is empty")?;
        let twice = config.overlays[..index].contains(overlay);
        ensure(!twice, &at, format!("duplicate overlay `{overlay}`"))?;
    }
    Ok(())
}

fn pagination(config: &Config, root: &Pointer) -> Result<(), Diagnostic> {
    for (operation, paging) in &config.pagination {
        let at = root.keys(["pagination", operation.as_str()]);
        let only = Pagination { off: true, ..Pagination::default() };
        ensure(
            !paging.off || *paging == only,
            &at,
            "unexpected entry; `off` disables pagination for this operation",
        )?;
        let why = "the entry is empty; remove it, or set `off = true`";
        ensure(*paging != Pagination::default(), &at, why)?;
    }
    Ok(())
}

/// Validates additional dependencies and features. Cargo would reject an invalid entry, and an entry with the name of
/// a dependency or feature of the runtime would replace it.
fn dependencies(config: &Config) -> Result<(), Diagnostic> {
    let manifest: toml::Table = MANIFEST.parse().unwrap_or_default();
    for (entry, table, given) in [
        ("dependencies", "dependencies", &config.dependencies),
        ("dev_dependencies", "dev-dependencies", &config.dev_dependencies),
    ] {
        let at = Pointer::root().key(entry);
        let existing = |name: &str| {
            let of = |table: &str| {
                manifest.get(table).and_then(toml::Value::as_table).is_some_and(|t| t.contains_key(name))
            };
            of(table) || (entry == "dependencies" && of("dependencies"))
        };
        for (name, value) in given {
            let at = at.key(name);
            ensure(is_crate(name), &at, format!("`{name}` is not a valid dependency name"))?;
            ensure(!existing(name), &at, format!("`{name}` is a dependency of every emitted crate"))?;
            let is_package = config.package.name.as_deref() == Some(name);
            ensure(!is_package, &at, format!("`{name}` is the name of the package itself"))?;
            let why = "expected a version, or a table with `version`, `path` or `git`";
            ensure(value.is_str() || value.is_table(), &at, why)?;
        }
    }
    for (name, needs) in &config.features {
        let at = Pointer::root().keys(["features", name.as_str()]);
        ensure(is_crate(name), &at, format!("`{name}` is not a valid feature name"))?;
        let is_plain = |need: &String| {
            !need.is_empty() && need.chars().all(|c| c.is_ascii_alphanumeric() || "-_:/?+.".contains(c))
        };
        ensure(needs.iter().all(is_plain), &at, "expected a list of features, `dep:NAME` or `NAME/FEATURE`")?;
    }
    Ok(())
}

/// Returns whether every emitted crate has a dependency with the given name.
pub(super) fn is_runtime_dependency(name: &str) -> bool {
    let manifest: toml::Table = MANIFEST.parse().unwrap_or_default();
    let found = manifest.get("dependencies").and_then(|table| table.get(name));
    found.is_some_and(|found| found.get("optional").is_none())
}

/// Returns whether Cargo accepts the name of a dependency or feature.
pub(super) fn is_crate(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
}

fn levels(levels: &Levels, at: &Pointer) -> Result<(), Diagnostic> {
    for (entry, names) in [("allow", &levels.allow), ("deny", &levels.deny)] {
        for (index, name) in names.iter().enumerate() {
            let at = at.key(entry).index(index);
            let Some(code) = Code::from_name(name).filter(|code| code.is_about_document()) else {
                let all = Code::ALL.iter().filter(|code| code.is_about_document());
                let near = suggest::nearest(name, all.map(|code| code.name()));
                let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                return Err(wrong(&at, format!("`{name}` is not a finding code for documents{near}"))
                    .help("run `openapi-crate explain` to list all codes"));
            };
            let why = format!("`{name}` is always an error, and cannot be listed here");
            ensure(code.outcome().is_some(), &at, why)?;
            ensure(!names[..index].contains(name), &at, format!("duplicate code `{name}`"))?;
        }
    }
    let both = levels.allow.iter().find(|name| levels.deny.contains(name));
    both.map_or(Ok(()), |name| Err(wrong(&at.key("allow"), format!("`{name}` is both allowed and denied"))))
}

fn package(package: &Package, at: &Pointer) -> Result<(), Diagnostic> {
    if let Some(name) = &package.name {
        package_name(name).map_err(|why| wrong(&at.key("name"), why))?;
    }
    if let Some(version) = &package.version {
        let why = format!("`{version}` is not a valid version: expected three numbers, such as 0.1.0");
        ensure(is_version(version), &at.key("version"), why)?;
    }
    for (entry, value) in [("license", &package.license), ("copyright", &package.copyright)] {
        let is_empty = value.as_ref().is_some_and(|value| value.trim().is_empty());
        ensure(!is_empty, &at.key(entry), format!("`{entry}` is empty"))?;
    }
    let keywords = at.key("keywords");
    ensure(package.keywords.len() <= 5, &keywords, "too many keywords; crates.io accepts at most five")?;
    for (index, keyword) in package.keywords.iter().enumerate() {
        let fits = keyword.len() <= 20
            && keyword.starts_with(|c: char| c.is_ascii_alphanumeric())
            && keyword.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'));
        let why = format!(
            "`{keyword}` is not a valid crates.io keyword: expected at most 20 letters, digits, `_`, `-` or `+`"
        );
        ensure(fits, &keywords.index(index), why)?;
    }
    Ok(())
}

/// The manifest of the runtime.
const MANIFEST: &str = include_str!(env!("GENERATOR_RUNTIME_MANIFEST"));

/// The keywords of Rust, including reserved ones.
pub(super) const KEYWORDS: &str =
    "abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen if impl in let
    loop macro match mod move mut override priv pub ref return self static struct super trait true try type typeof unsafe
    unsized use virtual where while yield Self";

/// Names that Cargo rejects for a new package, or that emitted code uses as the first segment of a path, grouped by
/// reason.
const RESERVED: [(&str, &str); 6] = [
    ("a Rust keyword", KEYWORDS),
    ("part of Rust's standard distribution", "alloc core proc_macro std test"),
    ("a folder name that Cargo uses", "build deps examples incremental"),
    (
        "a device name on Windows",
        "aux com1 com2 com3 com4 com5 com6 com7 com8 com9 con lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9 nul prn",
    ),
    (
        "a dependency of every emitted crate",
        "base64 bytes chrono futures_core getrandom hmac http http_body percent_encoding quick_xml reqwest serde serde_json sha2 tokio tracing uuid wiremock",
    ),
    ("a module of every emitted crate", "models operations schemas"),
];

/// Returns the name if Cargo and crates.io accept it for a new package.
///
/// # Errors
/// Returns the reason if the name is invalid.
pub fn package_name(name: &str) -> Result<String, String> {
    let lower = name.to_ascii_lowercase();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        Err(format!("`{name}` is not a valid package name: expected an ASCII letter at the start"))
    } else if !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
        Err(format!("`{name}` is not a valid package name: expected ASCII letters, digits, `-` or `_`"))
    } else if name.len() > 64 {
        Err(format!("`{name}` is not a valid package name: longer than 64 characters"))
    } else {
        let folded = lower.replace('-', "_");
        match RESERVED.iter().find(|(_, words)| words.split_whitespace().any(|word| word == folded)) {
            Some((what, _)) => Err(format!(
                "`{name}` is not available as a package name, because it is {what}; try `{name}-client`"
            )),
            None => Ok(name.to_owned()),
        }
    }
}

/// Returns whether a string is a semantic version. Pre-release and build suffixes are validated only loosely.
fn is_version(text: &str) -> bool {
    let (numbers, rest) = text.split_at(text.find(['-', '+']).unwrap_or(text.len()));
    let is_number = |part: &str| part.parse::<u64>().is_ok_and(|number| number.to_string() == part);
    numbers.split('.').count() == 3
        && numbers.split('.').all(is_number)
        && rest.len() != 1
        && rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+'))
}

fn extensions(extensions: &Extensions, at: &Pointer) -> Result<(), Diagnostic> {
    let Extensions { method_name, permissions, preview, idempotent, error_codes, default, resource } =
        extensions;
    let all = [
        ("method_name", method_name),
        ("permissions", permissions),
        ("preview", preview),
        ("idempotent", idempotent),
        ("error_codes", error_codes),
        ("default", default),
        ("resource", resource),
    ];
    for (entry, value) in all {
        if let Some(value) = value {
            let why = format!("`{value}` is not a vendor extension: expected the prefix `x-`");
            ensure(value.starts_with("x-"), &at.key(entry), why)?;
        }
    }
    Ok(())
}

fn http(http: &Http, at: &Pointer) -> Result<(), Diagnostic> {
    if let Some(agent) = &http.user_agent {
        header_value(agent, &at.key("user_agent"))?;
    }
    let headers = at.key("headers");
    for (name, value) in &http.headers {
        let at = headers.key(name);
        header_name(name, &at)?;
        header_value(value, &at)?;
        let why = format!("`{name}` is reserved for the transport");
        ensure(!headers::is_framing(name), &at, why)?;
        let why = "`User-Agent` is not allowed here; use the `user_agent` entry";
        ensure(!name.eq_ignore_ascii_case("user-agent"), &at, why)?;
        let alike = http.headers.keys().filter(|other| other.eq_ignore_ascii_case(name)).count();
        ensure(alike == 1, &at, format!("duplicate header `{name}`; header names are case-insensitive"))?;
    }
    Ok(())
}

/// Validates the webhook signature scheme.
fn webhooks(scheme: &Webhooks) -> Result<(), Diagnostic> {
    let at = Pointer::root().key("webhooks");
    let headers = [
        ("header", &scheme.header),
        ("id_header", &scheme.id_header),
        ("timestamp_header", &scheme.timestamp_header),
    ];
    for (key, name) in headers.iter().filter_map(|(key, name)| Some((key, name.as_ref()?))) {
        header_name(name, &at.key(key))?;
    }
    let others = [&scheme.prefix, &scheme.separator, &scheme.timestamp_prefix, &scheme.content];
    let is_set = headers.iter().skip(1).map(|(_, value)| *value).chain(others).any(Option::is_some);
    ensure(scheme.header.is_some() || !is_set, &at, "a signature scheme requires `header`")?;
    let is_dated = scheme.timestamp_prefix.is_none() || scheme.timestamp_header.is_some();
    ensure(is_dated, &at, "`timestamp_prefix` requires `timestamp_header`")?;
    // An unsigned timestamp would not protect against replayed requests.
    let is_signed = scheme.content.as_ref().is_some_and(|content| content.contains("{timestamp}"));
    let why = "`timestamp_header` requires a `content` with `{timestamp}`";
    ensure(scheme.timestamp_header.is_none() || is_signed, &at, why)?;
    let Some(content) = &scheme.content else { return Ok(()) };
    let at = at.key("content");
    ensure(content.contains("{body}"), &at, "the signed content does not contain `{body}`")?;
    for (placeholder, header) in [("{id}", &scheme.id_header), ("{timestamp}", &scheme.timestamp_header)] {
        let why = format!("`{placeholder}` requires the name of its header");
        ensure(!content.contains(placeholder) || header.is_some(), &at, why)?;
    }
    let rest = content.replace("{body}", "").replace("{id}", "").replace("{timestamp}", "");
    ensure(!rest.contains(['{', '}']), &at, "unknown placeholder; expected `{id}`, `{timestamp}` or `{body}`")
}

/// Validates a header name. RFC 9110, section 5.1: a field name is a token.
fn header_name(name: &str, at: &Pointer) -> Result<(), Diagnostic> {
    let why = format!("`{name}` is not a valid header name: expected letters, digits or `-`");
    ensure(headers::is_token(name), at, why)
}

/// Validates a header value. RFC 9110, section 5.5: a value consists of visible characters, with spaces only
/// between them.
fn header_value(value: &str, at: &Pointer) -> Result<(), Diagnostic> {
    let fits = !value.is_empty() && value.trim() == value && value.chars().all(|c| matches!(c, ' '..='~'));
    ensure(fits, at, "invalid header value: expected visible ASCII characters, with spaces only between them")
}

fn login(login: &Login, at: &Pointer) -> Result<(), Diagnostic> {
    let Login { api_host, login_host } = login;
    ensure(
        api_host.is_some() == login_host.is_some(),
        at,
        "`api_host` and `login_host` must be set together",
    )?;
    for (entry, value) in [("api_host", api_host), ("login_host", login_host)] {
        if let Some(value) = value {
            let fits =
                !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || "/.-:".contains(c));
            ensure(fits, &at.key(entry), format!("`{value}` cannot occur in a URL's scheme and host"))?;
        }
    }
    Ok(())
}

fn errors(errors: &Errors, at: &Pointer) -> Result<(), Diagnostic> {
    let Errors { code, message, correlation_id, correlation_header } = errors;
    for (entry, value) in [("code", code), ("message", message), ("correlation_id", correlation_id)] {
        if let Some(value) = value {
            let why = format!("`{value}` is not a JSON pointer into the body: expected the prefix `/`");
            ensure(value.starts_with('/'), &at.key(entry), why)?;
        }
    }
    correlation_header.as_ref().map_or(Ok(()), |name| header_name(name, &at.key("correlation_header")))
}

fn retry(retry: &Retry, at: &Pointer) -> Result<(), Diagnostic> {
    for (index, id) in retry.idempotent.iter().enumerate() {
        let at = at.key("idempotent").index(index);
        ensure(!retry.idempotent[..index].contains(id), &at, format!("duplicate operation `{id}`"))?;
    }
    retry.idempotency_header.as_ref().map_or(Ok(()), |name| header_name(name, &at.key("idempotency_header")))
}

fn docs(docs: &Docs, at: &Pointer) -> Result<(), Diagnostic> {
    if let Some(name) = &docs.python_package {
        let is_word = |word: &str| {
            word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        let why = format!("`{name}` is not a valid Python package name");
        ensure(name.split('.').all(is_word), &at.key("python_package"), why)?;
    }
    Ok(())
}

pub(super) fn ensure(holds: bool, at: &Pointer, why: impl Into<String>) -> Result<(), Diagnostic> {
    if holds { Ok(()) } else { Err(wrong(at, why)) }
}

/// Returns the finding for an invalid value.
pub(super) fn wrong(at: &Pointer, why: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::WrongEntry, at, why)
        .help("correct the entry; `openapi-crate schema --reference` describes all entries")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_reserved_by_rust_and_emitted_code_are_rejected() {
        let manifest: toml::Table = MANIFEST.parse().expect("the manifest of the runtime is TOML");
        let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
        let dependencies = dependencies.into_iter().flat_map(toml::Table::keys).map(String::as_str);
        // Only the tests of an emitted crate use this dependency.
        for name in dependencies.chain(["wiremock", "models", "true", "Self", "gen", "proc-macro", "_", ""]) {
            assert!(package_name(name).is_err(), "`{name}` is accepted");
        }
        assert_eq!(package_name("http-client"), Ok("http-client".to_owned()));
    }
}
