//! Finds emitted files in which a string from the document is interpreted as anything other than text.
//!
//! Pages and doc comments are parsed both with rustdoc's extensions and as plain CommonMark. The manifest is parsed as
//! TOML, and paths must also be valid on Windows. The generator's own Markdown contains no HTML and no images, and its
//! examples refer to the crate by name.

use std::path::{Component, Path};

use generator::Files;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

/// The extensions that rustdoc enables.
const RUSTDOC: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION);

/// Returns the first fault in the files, as the outcome of the case.
pub(super) fn first_fault(files: &Files, krate: &str) -> Option<String> {
    files.iter().find_map(|(path, text)| {
        if !is_portable(path) {
            return Some(format!("bad path: {path}"));
        }
        if path == "Cargo.toml" {
            let error = text.parse::<toml_edit::DocumentMut>().err()?;
            return Some(format!("broken manifest: {error}"));
        }
        let live = |markdown: &str| {
            [RUSTDOC, Options::empty()].iter().find_map(|options| live(markdown, *options, krate))
        };
        let found = match path.rsplit_once('.') {
            Some((_, "md")) => live(text),
            Some((name, "rs")) if !name.starts_with("src/runtime") => {
                doc_comments(text).find_map(|doc| live(&doc))
            }
            _ => None,
        };
        let found = found.or_else(|| text.chars().find(|c| is_invisible(*c)).map(|c| format!("{c:?}")))?;
        Some(format!("live text: {found} in {path}"))
    })
}

/// Returns whether a path stays within its folder and consists of characters that every file system accepts.
fn is_portable(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
        && path.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c))
        && path.split('/').all(|part| part.len() <= 125 && !part.is_empty() && !part.ends_with('.'))
}

/// Returns whether a character is invisible or changes how other characters are displayed.
fn is_invisible(c: char) -> bool {
    c != '\n' && generator::is_hidden(c)
}

/// Returns the text of each doc comment, which consists of consecutive lines.
fn doc_comments(code: &str) -> impl Iterator<Item = String> {
    let mut docs = vec![String::new()];
    for line in code.lines().map(str::trim_start) {
        let doc = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
        match (doc, docs.last_mut()) {
            (Some(doc), Some(last)) => {
                last.push_str(doc.strip_prefix(' ').unwrap_or(doc));
                last.push('\n');
            }
            (None, Some(last)) if !last.is_empty() => docs.push(String::new()),
            _ => {}
        }
    }
    docs.into_iter()
}

/// Returns the first active element on a page, such as HTML or a foreign link, if any.
fn live(markdown: &str, options: Options, krate: &str) -> Option<String> {
    let mut events = Parser::new_ext(markdown, options);
    while let Some(event) = events.next() {
        let is_live = match &event {
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::Start(
                Tag::HtmlBlock
                | Tag::Image { .. }
                | Tag::FootnoteDefinition(_)
                | Tag::MetadataBlock(_)
                | Tag::CodeBlock(CodeBlockKind::Indented),
            ) => true,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => match &**info {
                "text" | "toml" => false,
                "no_run" | "rust,no_run" => {
                    let code = events.next();
                    !matches!(&code, Some(Event::Text(text)) if text.contains(&format!("{krate}::")))
                }
                _ => true,
            },
            Event::Start(Tag::Link { dest_url, .. }) => !is_harmless(dest_url),
            _ => false,
        };
        if is_live {
            return Some(format!("{event:?}"));
        }
    }
    None
}

/// Returns whether a link refers to a web page, an email address, another page of the crate, or an item.
fn is_harmless(link: &str) -> bool {
    let is_item = |rest: &str| rest.starts_with(':');
    link.split_once(':').is_none_or(|(scheme, rest)| {
        is_item(rest) || ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(path: &str, text: &str) -> Option<String> {
        first_fault(&Files::from([(path.to_owned(), text.to_owned())]), "thing_client")
    }

    #[test]
    fn active_markup_is_found() {
        for text in [
            "a <img src=x>",
            "<script>alert(1)</script>",
            "![a](https://a.b)",
            "[a](javascript:x)",
            "- [ ] task",
            "    panic!()",
            "```\npanic!()\n```",
            "```rust\npanic!()\n```",
            "```no_run\npanic!()\n```",
            "a\u{202e}b",
        ] {
            assert!(fault("docs/a.md", text).is_some(), "in a page: {text}");
            let comment: String = text.lines().map(|line| format!("    /// {line}\n")).collect();
            assert!(fault("src/a.rs", &comment).is_some(), "in a comment: {text}");
        }
        for path in ["../a", "/a", "C:\\a", "a/con:", "a//b", "a.", &"a".repeat(200)] {
            assert!(fault(path, "").is_some(), "{path}");
        }
        assert!(fault("Cargo.toml", "name = \"a\nb\"").is_some());
    }

    #[test]
    fn text_from_the_generator_is_accepted() {
        let text = "# Own\n\n[a](https://a.b) [b](models/B.md#c) [c](crate::models::C) `<b>`\n\n```text\npanic!()\n```\n\n\
            ```no_run\nuse thing_client::Client;\n```\n";
        assert_eq!(fault("docs/a.md", text), None);
        assert_eq!(fault("src/a.rs", "pub fn a() -> Vec<u8> {}\n/// Own.\nfn b<'a>() {}\n"), None);
        assert_eq!(fault("src/runtime/a.rs", "/// ```\n/// a\n/// ```\n"), None);
    }
}
