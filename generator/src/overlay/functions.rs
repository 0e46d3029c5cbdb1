//! Checks the function calls in a target before it is evaluated.
//!
//! Part of `overlay`. The JSONPath library treats an invalid regular expression as "no match" (RFC 9535,
//! section 2.4.6), so that an action would appear to select nothing.

use regex::RegexBuilder;

use crate::suggest::{help, nearest};

/// The functions that JSONPath defines (RFC 9535, section 2.4).
const NAMES: [&str; 5] = ["count", "length", "match", "search", "value"];

/// The maximum size of a compiled regular expression, in bytes. The limit is low, because the library
/// compiles the expression for every filtered node.
const MAX_COMPILED: usize = 1 << 16;

/// An error in a function call: the message and the help text.
pub(super) type Wrong = (String, String);

/// Returns an error for the first unknown function in a target.
pub(super) fn check_names(target: &str) -> Result<(), Wrong> {
    let unknown = calls(target).into_iter().find(|call| !NAMES.contains(&call.name));
    let Some(Call { name, at, .. }) = unknown else { return Ok(()) };
    let all = NAMES.map(|name| format!("`{name}`")).join(", ");
    let help = help(nearest(name, NAMES), &format!("the JSONPath functions are {all} (RFC 9535)"));
    Err((format!("unknown function `{name}` at character {at} of the JSONPath"), help))
}

/// Returns an error for the first invalid regular expression in a valid target.
pub(super) fn check_patterns(target: &str) -> Result<(), Wrong> {
    for call in calls(target).into_iter().filter(Call::has_pattern) {
        let Call { name, at, arguments } = call;
        let Some(pattern) = literal(arguments) else {
            let message = format!(
                "the regular expression in `{name}` at character {at} of the JSONPath is not a string literal"
            );
            return Err((
                message,
                format!("write the regular expression in quotes, as in `{name}(@.name, 'a.*')`"),
            ));
        };
        if let Err(why) = RegexBuilder::new(&pattern).size_limit(MAX_COMPILED).build() {
            let message = format!(
                "invalid regular expression `{pattern}` in `{name}` at character {at} of the JSONPath: {}",
                reason(&why)
            );
            let help = "correct the regular expression; backslashes are doubled in JSONPath strings, as in `'\\\\d'`";
            return Err((message, help.to_owned()));
        }
    }
    Ok(())
}

/// Returns the number of calls in a target that have a regular expression.
pub(super) fn patterns(target: &str) -> usize {
    calls(target).iter().filter(|call| call.has_pattern()).count()
}

/// Returns the reason why a regular expression is invalid, on one line.
fn reason(why: &regex::Error) -> String {
    match why {
        regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
        why => {
            let text = why.to_string();
            let last = text.lines().last().unwrap_or_default();
            last.strip_prefix("error: ").unwrap_or(last).to_owned()
        }
    }
}

/// A function call in a target.
struct Call<'a> {
    name: &'a str,
    /// The position of the function's name, in characters, starting at 1.
    at: usize,
    /// The rest of the target after the opening parenthesis.
    arguments: &'a str,
}

impl Call<'_> {
    fn has_pattern(&self) -> bool {
        matches!(self.name, "match" | "search")
    }
}

/// Returns the function calls in a target: names followed by a parenthesis, outside of quotes.
fn calls(target: &str) -> Vec<Call<'_>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in unquoted(target) {
        if c == '('
            && let Some(start) = start
            && let (Some(name), Some(arguments)) = (target.get(start..at), target.get(at + 1..))
        {
            let before = target.get(..start).unwrap_or_default();
            found.push(Call { name, at: before.chars().count() + 1, arguments });
        }
        let continues = c.is_alphanumeric() || matches!(c, '_' | '-');
        start = if continues { start.or(Some(at)) } else { None };
    }
    found
}

/// Returns the characters outside of quotes, with their byte offsets. Opening quotes are included.
pub(super) fn unquoted(target: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut quote, mut escaped) = (None, false);
    target.char_indices().filter(move |(_, c)| match quote {
        Some(_) if std::mem::take(&mut escaped) => false,
        Some(mark) => {
            escaped = *c == '\\';
            if *c == mark {
                quote = None;
            }
            false
        }
        None => {
            if matches!(c, '"' | '\'') {
                quote = Some(*c);
            }
            true
        }
    })
}

/// Returns the second argument if it is a string literal.
fn literal(arguments: &str) -> Option<String> {
    let mut depth = 0_usize;
    let comma = unquoted(arguments).find_map(|(at, c)| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (c == ',' && depth == 0).then_some(at)
    })?;
    let second = arguments.get(comma + 1..)?.trim_start();
    let mark = second.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    let inner = second.get(1..)?;
    let end = unquoted(second).nth(1).map(|(at, _)| at)?;
    let inner = inner.get(..end.checked_sub(2)?)?;
    let json = if mark == '\'' { inner.replace("\\'", "'").replace('"', "\\\"") } else { inner.to_owned() };
    serde_json::from_str(&format!("\"{json}\"")).ok()
}
