//! How texts of a document are shown in lists of changes: on one line, not too long, and never as markup.

use generator::emit::text::{code_text, one_line};

/// So much of an old or a new text is shown.
const SHOWN: usize = 60;

/// The start of a text, on one line.
pub(crate) fn cut(text: &str) -> String {
    let line = one_line(text);
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

/// A code span.
pub(crate) fn span(text: &str) -> String {
    let text = code_text(text);
    if text.is_empty() { "` `".to_owned() } else { format!("`{text}`") }
}

/// A phrase as a sentence starts.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().filter(|_| !text.starts_with('`'));
    first.map_or_else(|| text.to_owned(), |first| first.to_uppercase().chain(letters).collect())
}
