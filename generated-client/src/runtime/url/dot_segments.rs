//! Detects dot segments in every encoding that a server or an intermediate proxy may resolve.

use percent_encoding::percent_decode;

/// The maximum number of times that a path is decoded. Each gateway may decode it once.
const DECODINGS: usize = 4;

/// Returns whether a path has a `.` or `..` segment (RFC 3986, section 5.2.4).
///
/// The segment may be percent-encoded once or several times, between encoded slashes or backslashes, or
/// followed by parameters (`..;a=b`). Also returns `true` for overlong UTF-8, such as `%C0%AE` for `.`, which
/// some servers decode although RFC 3629, section 3, forbids it.
pub(crate) fn has_dot_segments(path: &str) -> bool {
    let mut text = path.as_bytes().to_vec();
    for _ in 0..DECODINGS {
        if text.split(|byte| matches!(byte, b'/' | b'\\')).any(is_dots) || has_overlong(&text) {
            return true;
        }
        let decoded: Vec<u8> = percent_decode(&text).collect();
        if decoded == text {
            return false;
        }
        text = decoded;
    }
    // Only an attempt to bypass this check would encode a path that often.
    true
}

/// Returns whether bytes contain a character that is encoded with more bytes than necessary.
fn has_overlong(text: &[u8]) -> bool {
    text.windows(2)
        .any(|pair| matches!(pair, [0xC0 | 0xC1, 0x80..=0xBF] | [0xE0, 0x80..=0x9F] | [0xF0, 0x80..=0x8F]))
}

fn is_dots(segment: &[u8]) -> bool {
    let name = segment.split(|byte| *byte == b';').next().unwrap_or_default();
    // URL parsers drop tabs and newlines (URL Standard, section 4.4).
    matches!(name.trim_ascii(), b"." | b"..")
}
