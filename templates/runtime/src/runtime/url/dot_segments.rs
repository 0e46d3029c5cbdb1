//! Finds path segments that climb, in every spelling that a server or a proxy on the way may resolve.

use percent_encoding::percent_decode;

/// How often a path is decoded at most: each gateway on the way may do it once.
const DECODINGS: usize = 4;

/// Returns whether a path has a segment `.` or `..` (RFC 3986, 5.2.4), also percent-encoded once or several times, between
/// encoded slashes or backslashes, or followed by parameters (`..;a=b`).
pub(crate) fn has_dot_segments(path: &str) -> bool {
    let mut text = path.as_bytes().to_vec();
    for _ in 0..DECODINGS {
        if text.split(|byte| matches!(byte, b'/' | b'\\')).any(is_dots) {
            return true;
        }
        let decoded: Vec<u8> = percent_decode(&text).collect();
        if decoded == text {
            return false;
        }
        text = decoded;
    }
    // What is still encoded after that many times is written by nobody but to get past such a check.
    true
}

fn is_dots(segment: &[u8]) -> bool {
    let name = segment.split(|byte| *byte == b';').next().unwrap_or_default();
    // Parsers of URLs drop tabs and line ends (URL Standard, 4.4).
    matches!(name.trim_ascii(), b"." | b"..")
}
