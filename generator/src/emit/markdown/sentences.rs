//! Line breaks after the sentences of a paragraph, so that a change to a sentence affects only one line.

use super::inline::Written;

/// Returns the lines of a paragraph. A code span or a link is never broken.
pub(super) fn lines(paragraph: &Written) -> Vec<String> {
    let text = paragraph.text.as_str();
    let mut whole = paragraph.whole.iter().peekable();
    let mut out = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(". ") {
        while whole.next_if(|range| range.end <= at).is_some() {}
        if at < start || whole.peek().is_some_and(|range| range.contains(&at)) {
            continue;
        }
        let end = at + 1;
        let next = text[end..].trim_start_matches(' ');
        // The periods in "e.g. this" and "3. item" do not end a sentence. A new sentence starts with a capital letter.
        let word = text[start..at].rsplit([' ', '\n']).next().unwrap_or_default();
        if word.len() > 3 && !word.contains('.') && next.starts_with(|c: char| c.is_uppercase()) {
            push(&mut out, &text[start..end]);
            start = text.len() - next.len();
        }
    }
    push(&mut out, &text[start..]);
    out
}

/// Adds a part of a paragraph. A hard break within the part starts a new line.
fn push(out: &mut Vec<String>, part: &str) {
    out.extend(part.lines().map(|line| line.trim_end_matches(' ').to_owned()));
}
