//! Resolves references against the base URI that a document declares in `$self` (OpenAPI 3.2.0, "Establishing
//! the Base URI").
//!
//! Used by `bundle`, `normalise` and `lower` to recognize references to a document by its URI. No URL is
//! fetched, and no file is read.

use serde_json::Value;

/// Returns a document's `$self`, which only OpenAPI 3.2 defines.
pub(crate) fn self_uri(tree: &Value) -> Option<&str> {
    let version = tree.get("openapi")?;
    // In YAML, an unquoted `3.2` is a number.
    let version = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
    let text = tree.get("$self")?.as_str()?;
    ((version == "3.2" || version.starts_with("3.2.")) && is_valid(text)).then_some(text)
}

/// Returns whether a string is a valid `$self`, which is a URI reference without a fragment.
pub(crate) fn is_valid(text: &str) -> bool {
    !text.is_empty() && !text.contains('#') && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Converts a reference to a fragment-only reference (`#...`) if its target is in the document with the URI
/// `own`.
pub(crate) fn local(own: &str, reference: &str) -> Option<String> {
    let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    // A fragment-only reference does not need to be converted.
    (!uri.is_empty() && resolve(own, uri) == resolve(own, own)).then(|| format!("#{fragment}"))
}

/// Returns the path from the folder of `base` to a URI in or under that folder.
pub(crate) fn relative<'a>(base: &str, uri: &'a str) -> Option<&'a str> {
    let (folder, _) = base.rsplit_once('/')?;
    let rest = uri.strip_prefix(folder)?.strip_prefix('/')?;
    (folder.contains("://") && !rest.is_empty()).then_some(rest)
}

/// Resolves a reference without a fragment against a base URI (RFC 3986, section 5.2.2).
pub(crate) fn resolve(base: &str, reference: &str) -> String {
    let (base, reference) = (Parts::from_text(base), Parts::from_text(reference));
    if reference.scheme.is_some() {
        return Parts { path: &without_dots(reference.path), ..reference }.text();
    }
    let scheme = base.scheme;
    if reference.authority.is_some() {
        return Parts { scheme, path: &without_dots(reference.path), ..reference }.text();
    }
    let authority = base.authority;
    if reference.path.is_empty() {
        let query = reference.query.or(base.query);
        return Parts { scheme, authority, path: &without_dots(base.path), query }.text();
    }
    let merged = if reference.path.starts_with('/') {
        reference.path.to_owned()
    } else {
        let folder = base.path.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
        let root = if authority.is_some() { "/" } else { "" };
        format!("{}{}", folder.unwrap_or_else(|| root.to_owned()), reference.path)
    };
    Parts { scheme, authority, path: &without_dots(&merged), query: reference.query }.text()
}

/// The parts of a URI reference without a fragment (RFC 3986, section 3).
#[derive(Clone, Copy)]
struct Parts<'a> {
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn from_text(text: &'a str) -> Self {
        let (text, query) = text.split_once('?').map_or((text, None), |(text, query)| (text, Some(query)));
        let scheme = text.split_once(':').filter(|(scheme, _)| is_scheme(scheme));
        let (scheme, rest) = scheme.map_or((None, text), |(scheme, rest)| (Some(scheme), rest));
        let Some(rest) = rest.strip_prefix("//") else {
            return Self { scheme, authority: None, path: rest, query };
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Self { scheme, authority: Some(authority), path, query }
    }

    fn text(self) -> String {
        let mut out = String::new();
        if let Some(scheme) = self.scheme {
            out.push_str(&scheme.to_ascii_lowercase());
            out.push(':');
        }
        if let Some(authority) = self.authority {
            out.push_str("//");
            out.push_str(&authority.to_ascii_lowercase());
        }
        out.push_str(self.path);
        if let Some(query) = self.query {
            out.push('?');
            out.push_str(query);
        }
        out
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Removes the dot segments from a path (RFC 3986, section 5.2.4).
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let is_absolute = path.starts_with('/');
    let ends_in_folder = matches!(path.rsplit('/').next(), Some("." | "..")) || path.ends_with('/');
    for segment in path.trim_start_matches('/').split('/') {
        match segment {
            "." => {}
            ".." => drop(kept.pop()),
            segment => kept.push(segment),
        }
    }
    let mut out = if is_absolute { "/".to_owned() } else { String::new() };
    out.push_str(&kept.join("/"));
    if ends_in_folder && !out.is_empty() && !out.ends_with('/') {
        out.push('/');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_as_in_rfc_3986() {
        let base = "http://a/b/c/d;p?q";
        // The normal and abnormal examples in RFC 3986, sections 5.4.1 and 5.4.2.
        for (reference, uri) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
        ] {
            assert_eq!(resolve(base, reference), uri, "{reference}");
        }
    }

    #[test]
    fn a_reference_to_the_document_is_local() {
        for (own, reference, expected) in [
            ("https://example.com/api/openapi", "https://EXAMPLE.com/api/openapi#/a", Some("#/a")),
            ("https://example.com/api/openapi", "openapi#/a", Some("#/a")),
            ("https://example.com/api/openapi", "./openapi", Some("#")),
            ("https://example.com/api/openapi", "#/a", None),
            ("https://example.com/api/openapi", "other#/a", None),
            ("/api/openapi", "/api/openapi#/a", Some("#/a")),
            ("/api/openapi", "../api/openapi#a", Some("#a")),
            ("openapi.yaml", "openapi.yaml#/a", Some("#/a")),
            ("urn:example:api", "urn:example:api#/a", Some("#/a")),
        ] {
            assert_eq!(local(own, reference).as_deref(), expected, "{reference} in {own}");
        }
    }

    #[test]
    fn files_next_to_the_document_have_a_relative_path() {
        let base = "https://example.com/api/openapi.yaml";
        assert_eq!(relative(base, "https://example.com/api/models/pet.yaml"), Some("models/pet.yaml"));
        for uri in
            ["https://example.com/other.yaml", "https://example.com/apis/x", "https://example.com/api/"]
        {
            assert_eq!(relative(base, uri), None, "{uri}");
        }
        assert_eq!(relative("/api/openapi", "/api/pet"), None);
    }
}
