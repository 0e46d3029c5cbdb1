//! Digests of the generated files, which the next run uses to detect edited files.
//!
//! Part of `write`. The digests are in a committed text file, which has one digest and path per line. If the file
//! is missing, or has no line for a generated file, edits are not detected. If a merge
//! leaves several lines for a file, each of them is valid.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::emit::Files;

/// The name of the file in the output folder.
pub const DIGESTS: &str = ".generated.digests";

const HEADER: &str = "\
# The digests of the files that openapi-crate generates here, which it uses to recognize manual edits.
# After a merge conflict, keep the lines of both sides, and generate again.
";

/// Renders the digests of the given files.
pub(super) fn render(files: &Files) -> String {
    let mut text = HEADER.to_owned();
    for (path, content) in files {
        text.push_str(&format!("{:016x} {path}\n", digest(content.as_bytes())));
    }
    text
}

/// Reads the digests in a folder; lines with a different format are skipped.
pub(super) fn read(dir: &Path) -> BTreeMap<String, BTreeSet<u64>> {
    let mut known: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    // As with the manifest, a symbolic link is not followed.
    let path = dir.join(DIGESTS);
    let is_file = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file());
    let text = if is_file { fs::read_to_string(&path).unwrap_or_default() } else { String::new() };
    for (number, path) in text.lines().filter_map(|line| line.split_once(' ')) {
        if let Some(digest) = u64::from_str_radix(number, 16).ok().filter(|_| number.len() == 16) {
            known.entry(path.to_owned()).or_default().insert(digest);
        }
    }
    known
}

/// Returns the FNV-1a digest of the contents, which detects accidental changes. CRLF line endings count as LF,
/// because Git may have converted them.
pub(super) fn digest(content: &[u8]) -> u64 {
    let mut bytes = content.iter().copied().peekable();
    let mut digest = 0xcbf2_9ce4_8422_2325_u64;
    while let Some(byte) = bytes.next() {
        if byte == b'\r' && bytes.peek() == Some(&b'\n') {
            continue;
        }
        digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    digest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_match_the_algorithm_and_ignore_line_endings() {
        assert_eq!(digest(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(digest(b"foobar"), 0x8594_4171_f739_67e8);
        assert_eq!(digest(b"a\r\nb"), digest(b"a\nb"));
        assert_ne!(digest(b"a\rb"), digest(b"ab"));
    }
}
