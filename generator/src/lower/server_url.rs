//! Corrects server URLs that clients cannot use as base URLs.

use super::{Lowering, dot_segments};
use crate::diagnostic::Code;
use crate::ir::Server;
use crate::pointer::Pointer;

impl Lowering<'_> {
    /// Returns the URL without dot segments (RFC 3986, section 5.2.4). Parts that a base URL cannot have are
    /// also removed, each with a warning. Returns `None` if the URL's scheme is neither HTTP nor HTTPS.
    pub(super) fn server_url(&mut self, url: &str, at: &Pointer) -> Option<String> {
        let end = outside_braces(url, &['?', '#']).unwrap_or(url.len());
        let (url, rest) = url.split_at(end);
        if !rest.is_empty() {
            let message = format!(
                "a base URL has neither a query nor a fragment; `{rest}` in the server URL is omitted"
            );
            self.warn(Code::InvalidServer, at, message);
        }
        let Some((scheme, rest)) = url.split_once("://") else { return Some(without_dot_segments(url)) };
        if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") && !scheme.contains('{') {
            let message =
                format!("the server's scheme is `{scheme}`, which is not HTTP; the server is omitted");
            self.warn(Code::InvalidServer, at, message);
            return None;
        }
        let (authority, path) = rest.split_at(outside_braces(rest, &['/']).unwrap_or(rest.len()));
        let host = match authority.rsplit_once('@') {
            Some((_, host)) => {
                self.warn(Code::InvalidServer, at, "the server URL contains credentials; they are omitted");
                host
            }
            None => authority,
        };
        Some(format!("{scheme}://{host}{}", without_dot_segments(path)))
    }

    /// Reports a URL that clients reject if its variables have their default values.
    pub(super) fn check_default_url(&mut self, server: &Server) {
        // A URL with an undeclared placeholder has already been reported.
        let is_complete = server.url.contains('{') != server.variables.is_empty();
        let Some(why) = fault(&server.default_url()).filter(|_| is_complete) else { return };
        let message = match server.variables.first() {
            Some(_) => format!(
                "with the default values of its variables, the server URL {why}; callers must set other values before the first call"
            ),
            None => {
                format!("the server URL {why}; callers must set a different base URL before the first call")
            }
        };
        self.warn(Code::ServerVariable, &server.pointer.key("url"), message);
    }
}

/// Returns the reason why a client rejects a base URL, according to its `BaseUrl` type. The scheme of the
/// document's address is unknown, so a relative URL is checked without a host.
fn fault(url: &str) -> Option<&'static str> {
    if url.contains(['?', '#']) {
        return Some("has a query or fragment");
    }
    if matches!(url, "http:" | "https:") {
        return Some("has no host");
    }
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let (authority, path) = rest.split_at(rest.find(['/', '\\']).unwrap_or(rest.len()));
    if dot_segments::resolved(path).is_some() {
        return Some("has dot segments");
    }
    if scheme.is_empty() {
        return None;
    }
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
        return Some("does not start with `https://` or `http://`");
    }
    if authority.contains('@') {
        return Some("has a user name or password");
    }
    // The colons of an IPv6 address are in brackets.
    let port_at = authority.rfind(':').filter(|at| *at > authority.rfind(']').unwrap_or_default());
    let (host, port) = authority.split_at(port_at.unwrap_or(authority.len()));
    if host.strip_suffix('.').unwrap_or(host).split('.').any(str::is_empty) {
        return Some("has a host with an empty label");
    }
    let is_in_host = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=[:]".contains(c);
    let is_in_path = |c: char| c > ' ' && !matches!(c, '<' | '>' | '`' | '\u{7f}');
    if !host.chars().all(is_in_host) || !path.chars().all(is_in_path) {
        return Some("contains an invalid character");
    }
    let is_invalid = |port: &str| port.parse::<u16>().is_err();
    port.strip_prefix(':').is_some_and(is_invalid).then_some("has an invalid port")
}

/// Returns the offset of the first of the `wanted` characters outside braces.
pub(super) fn outside_braces(url: &str, wanted: &[char]) -> Option<usize> {
    let mut inside = false;
    url.char_indices().find_map(|(at, c)| {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            _ => {}
        }
        (!inside && wanted.contains(&c)).then_some(at)
    })
}

fn without_dot_segments(path: &str) -> String {
    dot_segments::resolved(path).unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unusable_urls_are_found() {
        for (url, expected) in [
            ("https://api.example/v1/a@b", None),
            ("http://[::1]:8080", None),
            ("http://[::1]", None),
            ("https:", Some("has no host")),
            ("https://<region>.example.com", Some("contains an invalid character")),
            ("https://m\u{fc}nchen.example", Some("contains an invalid character")),
            ("https://api.example/a b", Some("contains an invalid character")),
            ("/v1", None),
            ("https://.example", Some("has a host with an empty label")),
            ("https://", Some("has a host with an empty label")),
            ("https://api.example:/v1", Some("has an invalid port")),
            ("https://api.example:99999", Some("has an invalid port")),
            ("https://me@api.example", Some("has a user name or password")),
            ("ftp://api.example", Some("does not start with `https://` or `http://`")),
            ("https://api.example/v1?x", Some("has a query or fragment")),
            ("https://api.example/../v1", Some("has dot segments")),
        ] {
            assert_eq!(fault(url), expected, "{url}");
        }
    }
}
