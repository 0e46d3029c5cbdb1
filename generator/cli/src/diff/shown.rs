//! Strings from a document in lists of changes: on one line, truncated and escaped.

use generator::code;
use generator::diff::Change;
use generator::one_line;

/// The maximum length of an old or new string, in characters.
const SHOWN: usize = 60;

/// The maximum number of common words that are displayed before the first difference.
const LEAD: usize = 3;

/// Returns the start of a string, on one line.
fn cut(text: &str) -> String {
    let line = one_line(text);
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

/// Truncates both strings. A string that is too long begins a few words before the first difference.
fn cut_both(old: &str, new: &str) -> (String, String) {
    let (old, new) = (one_line(old), one_line(new));
    let same = old.chars().zip(new.chars()).take_while(|(one, other)| one == other);
    // The words before the difference are kept as context.
    let mut shared = 0;
    let mut words = vec![0];
    for (letter, _) in same {
        shared += letter.len_utf8();
        if letter == ' ' {
            words.push(shared);
        }
    }
    let start = words.iter().rev().nth(LEAD).copied().unwrap_or_default();
    let from = |text: &str| match text.get(start..).filter(|_| text.chars().count() > SHOWN && start > 0) {
        Some(rest) => format!("...{}", cut(rest)),
        None => cut(text),
    };
    (from(&old), from(&new))
}

/// Returns the old and the new value, truncated. Each is `None` if it is absent or empty.
fn values(old: Option<&str>, new: Option<&str>) -> (Option<String>, Option<String>) {
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => {
            let (old, new) = cut_both(old, new);
            (Some(old), Some(new))
        }
        (old, new) => (old.map(cut), new.map(cut)),
    };
    let is_present = |text: &String| !text.is_empty();
    (old.filter(is_present), new.filter(is_present))
}

/// Returns the headline, with names and values as code spans, such as ``type of property `a` changed: `string` to
/// `integer` ``.
pub(crate) fn headline(change: &Change) -> String {
    let rule = change.kind.rule();
    let subject = change.subject.as_deref().map(span).unwrap_or_default();
    let (value, rest) = match values(change.old.as_deref(), change.new.as_deref()) {
        (Some(was), Some(is)) => (String::new(), format!(": {} to {}", span(&was), span(&is))),
        (Some(one), None) | (None, Some(one)) if rule.names_value() => (span(&one), String::new()),
        (Some(one), None) | (None, Some(one)) => (String::new(), format!(": {}", span(&one))),
        (None, None) => (String::new(), String::new()),
    };
    rule.headline(&subject, &value) + &rest
}

/// Returns a string as a code span.
pub(crate) fn span(text: &str) -> String {
    code(text)
}

/// Capitalizes the first letter, unless the string starts with a code span.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().filter(|_| !text.starts_with('`'));
    first.map_or_else(|| text.to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_strings_start_shortly_before_their_first_difference() {
        let text = |end: &str| {
            format!("The operations on groups of the platform, as of the release {end} and no later")
        };
        let shown = cut_both(&text("173"), &text("202"));
        assert_eq!(shown.0, "...of the release 173 and no later");
        assert_eq!(shown.1, "...of the release 202 and no later");
        let (short, long) = cut_both("The operations", &text("1"));
        assert_eq!(short, "The operations");
        assert!(long.starts_with("The operations on groups"), "{long}");
        assert_eq!(cut_both("", "a\nb"), (String::new(), "a b".to_owned()));
    }
}
