//! Resolves dot segments in server URLs and paths, as every HTTP client does before sending them.

/// Returns a path with its `.` and `..` segments resolved (RFC 3986, section 5.2.4), or `None` if it has none. The
/// segments can be percent-encoded. The result starts with `/`: at the start of a relative path, dot segments refer to
/// an unknown location, so the rest of the path becomes relative to the host.
pub(super) fn resolved(path: &str) -> Option<String> {
    let dots = |segment: &str| segment.to_ascii_lowercase().replace("%2e", ".");
    let is_dot = |segment: &str| matches!(&*dots(segment), "." | "..");
    if !path.split('/').any(is_dot) {
        return None;
    }
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.strip_prefix('/').unwrap_or(path).split('/') {
        match &*dots(segment) {
            "." => {}
            ".." => drop(kept.pop()),
            _ => kept.push(segment),
        }
    }
    let ends_with_dots = path.rsplit('/').next().is_some_and(is_dot);
    let end = if ends_with_dots && !kept.is_empty() { "/" } else { "" };
    Some(format!("/{}{end}", kept.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_segments_are_resolved() {
        for (path, expected) in [
            ("/a/../b/{c}", "/b/{c}"),
            ("/a/./b", "/a/b"),
            ("/a/%2E%2e/.%2E/b/..", "/"),
            ("/a//../b", "/a/b"),
            ("//a/.", "//a/"),
            ("a/../b", "/b"),
            ("../v3", "/v3"),
            ("./v3", "/v3"),
            ("/..", "/"),
        ] {
            assert_eq!(resolved(path).as_deref(), Some(expected), "{path}");
        }
        for path in ["/a/{b}..", "/...", "v3//", "/", ""] {
            assert_eq!(resolved(path), None, "{path}");
        }
    }
}
