//! Server URLs: corrects those that clients cannot use as base URLs.

use super::Lowering;
use crate::pointer::Pointer;

impl Lowering<'_> {
    /// Returns the URL without the parts that a base URL cannot have, each with a warning, and without dot segments
    /// (RFC 3986, section 5.2.4); `None` if its scheme is not HTTP.
    pub(super) fn server_url(&mut self, url: &str, at: &Pointer) -> Option<String> {
        let end = outside_braces(url, &['?', '#']).unwrap_or(url.len());
        let (url, rest) = url.split_at(end);
        if !rest.is_empty() {
            let message =
                format!("`{rest}` in the server URL is left out: a base URL has no query or fragment");
            self.warn("invalid-server", at, message);
        }
        let Some((scheme, rest)) = url.split_once("://") else { return Some(without_dot_segments(url)) };
        if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") && !scheme.contains('{') {
            let message = format!("server with the scheme `{scheme}`; it is left out, since it is not HTTP");
            self.warn("invalid-server", at, message);
            return None;
        }
        let (authority, path) = rest.split_at(outside_braces(rest, &['/']).unwrap_or(rest.len()));
        let host = match authority.rsplit_once('@') {
            Some((_, host)) => {
                self.warn("invalid-server", at, "the credentials in the server URL are left out");
                host
            }
            None => authority,
        };
        Some(format!("{scheme}://{host}{}", without_dot_segments(path)))
    }
}

/// Returns the offset of the first of these characters that is not in the name of a variable.
fn outside_braces(url: &str, wanted: &[char]) -> Option<usize> {
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

/// Removes the segments `.` and `..` from a path. At the start of a relative one, they refer to the unknown location of the
/// document; the rest is then relative to the host.
fn without_dot_segments(path: &str) -> String {
    // The dots can be percent-encoded.
    let dots = |segment: &str| segment.replace("%2e", ".").replace("%2E", ".");
    let is_dot = |segment: &str| matches!(&*dots(segment), "." | "..");
    if !path.split('/').any(is_dot) {
        return path.to_owned();
    }
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        match &*dots(segment) {
            "." => {}
            ".." => drop(kept.pop()),
            _ => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_segments_are_removed() {
        for (path, expected) in [
            ("/a/../b", "/b"),
            ("/a/%2E%2e/b", "/b"),
            ("../v3", "/v3"),
            ("./v3", "/v3"),
            ("/..", "/"),
            ("/a/./{b}", "/a/{b}"),
            ("v3//", "v3//"),
        ] {
            assert_eq!(without_dot_segments(path), expected);
        }
    }
}
