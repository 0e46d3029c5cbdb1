//! Rust string literals that contain JSON, for the emitted tests.

use std::fmt::Write as _;

use serde_json::Value;

/// Escapes all non-ASCII characters in JSON, since the compiler rejects bidirectional control characters.
fn visible(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() && c != '\u{7f}' {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

/// The maximum number of `#` around a raw string literal.
const MARKS: usize = 255;

/// Returns JSON as a raw string literal, or as an ordinary string literal if a raw one would need too many `#`.
pub(super) fn literal(value: &Value, indent: &str) -> String {
    let text = visible(&serde_json::to_string_pretty(value).unwrap_or_default());
    let text = text.replace('\n', &format!("\n{indent}"));
    let run = |after: &str| after.bytes().take_while(|byte| *byte == b'#').count();
    // The number of `#` must exceed the length of any run of `#` after a quote. A string without quotes needs no `#`.
    let marks = text.split('"').skip(1).map(|after| run(after) + 1).max().unwrap_or_default();
    if marks > MARKS {
        return format!("{text:?}");
    }
    let marks = "#".repeat(marks);
    format!("r{marks}\"{text}\"{marks}")
}
