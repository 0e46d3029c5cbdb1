//! Rust string literals that contain JSON.

use std::fmt::Write as _;

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use serde_json::Value;

use crate::emit::rust::ident::word;

/// The maximum length of JSON inside a statement, next to other arguments.
const IN_STATEMENT: usize = 30;

/// The maximum length of JSON in an argument on one line.
const IN_ARGUMENT: usize = 60;

/// JSON in the body of a test.
pub(super) struct Json {
    /// The statement that binds the JSON to a name, or nothing if the JSON is short. `prettyplease` breaks every
    /// expression that contains a long literal.
    pub(super) binding: TokenStream,
    /// The name, or the literal itself.
    pub(super) text: TokenStream,
}

impl Json {
    /// Returns the JSON of a value. If it is long, the variable `name` contains it.
    pub(super) fn new(name: &'static str, value: &Value) -> Self {
        let text = pretty(value, "    ");
        let literal = raw(&text);
        if text.len() <= IN_STATEMENT && !text.contains('\n') {
            return Self { binding: TokenStream::new(), text: literal.into_token_stream() };
        }
        let name = word(name);
        Self { binding: quote! { let #name = #literal; }, text: name.into_token_stream() }
    }
}

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

/// Returns a value as JSON in an argument of a call, on one line if it is short.
pub(super) fn argument(value: &Value) -> Literal {
    let short = visible(&value.to_string());
    // Longer JSON is nested in the statement, the call and `value`.
    if short.len() <= IN_ARGUMENT { raw(&short) } else { raw(&pretty(value, "                ")) }
}

/// Returns a value as JSON in a separate statement.
pub(super) fn literal(value: &Value) -> Literal {
    raw(&pretty(value, "    "))
}

/// Returns a value as indented JSON. `indent` precedes all lines except the first.
fn pretty(value: &Value, indent: &str) -> String {
    let text = visible(&serde_json::to_string_pretty(value).unwrap_or_default());
    text.replace('\n', &format!("\n{indent}"))
}

/// Returns a raw string literal, or an ordinary string literal if a raw one would need too many `#`.
fn raw(text: &str) -> Literal {
    let run = |after: &str| after.bytes().take_while(|byte| *byte == b'#').count();
    // The number of `#` must exceed the length of any run of `#` after a quote. A string without quotes needs no `#`.
    let marks = text.split('"').skip(1).map(|after| run(after) + 1).max().unwrap_or_default();
    if marks > MARKS {
        return Literal::string(text);
    }
    let marks = "#".repeat(marks);
    let raw = format!("r{marks}\"{text}\"{marks}");
    raw.parse().unwrap_or_else(|_| Literal::string(text))
}
