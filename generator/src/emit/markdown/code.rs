//! Code spans and code blocks that can contain any text.

/// The maximum length of a run of backticks inside a code span. The span is delimited by a longer run. In text with
/// longer runs, backticks become apostrophes.
const MAX_RUN: usize = 16;

/// Appends a part of a line. Adjacent code spans are separated, because they would otherwise merge.
pub(super) fn push(out: &mut String, part: &str) {
    if out.ends_with('`') && part.starts_with('`') {
        out.push(' ');
    }
    out.push_str(part);
}

/// Returns a code span. The text must be one line without surrounding whitespace.
pub(super) fn span(text: &str) -> String {
    let longest = longest_run(text);
    match text {
        "" => "` `".to_owned(),
        plain if longest == 0 => format!("`{plain}`"),
        text if longest > MAX_RUN => format!("`{}`", text.replace('`', "'")),
        text => {
            let mark = "`".repeat(longest + 1);
            format!("{mark} {text} {mark}")
        }
    }
}

/// Returns a code span for a table, where `\|` is a literal vertical bar. Parsers disagree about text that already
/// contains `\|`, so such text is escaped instead.
pub(super) fn cell_span(text: &str) -> String {
    if text.contains("\\|") { super::escape::cell_text(text) } else { span(text).replace('|', "\\|") }
}

/// Returns the lines of a fenced block that rustdoc does not compile.
pub(super) fn block(text: &str) -> Vec<String> {
    let longest = longest_run(text);
    let replaced = (longest > MAX_RUN).then(|| text.replace('`', "'"));
    let fence = "`".repeat(if replaced.is_some() { 3 } else { 3.max(longest + 1) });
    let mut lines = vec![format!("{fence}text")];
    let text = replaced.as_deref().unwrap_or(text);
    lines.extend(text.trim_end_matches('\n').split('\n').map(|line| line.trim_end().to_owned()));
    lines.push(fence);
    lines
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
