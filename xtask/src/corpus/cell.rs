//! Converts strings from documents and findings to table cells in the report.

use generator::one_line;

/// The maximum length of a quoted string, in characters.
const QUOTED: usize = 300;

/// Returns a string as a table cell: on one line, without Markdown or HTML.
pub fn cell(text: &str) -> String {
    let line = one_line(text);
    let short: String = line.chars().take(QUOTED).collect();
    let more = if short.len() < line.len() { "…" } else { "" };
    let mut out = String::new();
    for c in short.chars() {
        if matches!(c, '|' | '\\' | '<' | '`' | '*' | '_' | '[' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out + more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_one_line_without_markup() {
        assert_eq!(cell("a|b\n<c>"), "a\\|b \\<c>");
        assert!(cell(&"x".repeat(1000)).len() < 400);
    }
}
