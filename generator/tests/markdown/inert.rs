//! Checks that text is inert. The emitted Markdown is parsed with rustdoc's extensions, as plain CommonMark, and with
//! all extensions.

use generator::emit::markdown::{self, Wrap};
use generator::sanitize::printable;
use std::sync::LazyLock;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag};
use regex::Regex;

/// The extensions enabled by rustdoc.
const RUSTDOC: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION);

/// The extensions of GitHub and other renderers, except those that change ordinary lines.
const ALL: Options = RUSTDOC.union(Options::ENABLE_GFM).union(Options::ENABLE_WIKILINKS);

/// Panics if any part of a string is active in one of its contexts, or if any word of the string is missing.
pub(crate) fn check(text: &str) {
    let words = words(&source(text), Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let sentences = markdown::lines(text, Wrap::Sentences).join("\n");
    let written = markdown::lines(text, Wrap::AsWritten).join("\n");
    let (line, rest, cell) = (markdown::line(text), markdown::rest(text), markdown::cell(text));
    let places = [
        (format!("Own text.\n\n{sentences}\n\nOwn `text`."), true),
        (format!("# Own\n\n{written}\n\nOwn `text`."), true),
        (format!("{line}\n\nOwn."), true),
        (format!("# {line}"), true),
        (format!("- `own`: {rest}\n- `own`"), true),
        (format!("|Own | Own|\n|---|---|\n| {cell} | {cell} |\n| `own` | {cell} |\n"), true),
        (format!("|Own | Own|\n|---|---|\n| {} | own |\n", markdown::first_cell(text)), false),
        (format!("Own {} text.", markdown::code(text)), false),
        (format!("|Own | Own|\n|---|---|\n| {} | own |\n", markdown::code_cell(text)), false),
    ];
    for (place, is_whole) in places {
        let own_headings = usize::from(place.starts_with("# "));
        for options in [RUSTDOC, Options::empty(), ALL] {
            let wrong = wrong(&place, options, own_headings);
            assert_eq!(wrong, None, "for {text:?} in\n{place}");
        }
        if is_whole {
            let found = self::words(&place, RUSTDOC);
            let mut rest = found.chars();
            let missing = words.char_indices().find(|(_, c)| !rest.any(|found| found == *c));
            let missing = missing.map(|(at, _)| &words[at..]);
            assert_eq!(missing, None, "a part of {text:?} is missing in\n{place}");
        }
        let shape = (place.starts_with('|')).then(|| cells(&place));
        assert!(shape.is_none_or(|cells| cells % 2 == 0), "an additional cell for {text:?} in\n{place}");
        assert!(
            place.chars().all(|c| c == '\n' || !generator::sanitize::is_hidden(c)),
            "a hidden character for {text:?} in\n{place}"
        );
    }
}

/// Returns the string as the parser receives it, with tabs expanded to the next tab stop.
fn source(text: &str) -> String {
    let line = |line: &str| {
        line.chars().fold((String::new(), 0), |(mut out, column), c| {
            let width = if c == '\t' { 4 - column % 4 } else { 1 };
            out.extend(std::iter::repeat_n(if c == '\t' { ' ' } else { c }, width));
            (out, column + width)
        })
    };
    let lines: Vec<String> = text.split('\n').map(|text| line(text).0).collect();
    printable(&lines.join("\n")).trim().to_owned()
}

/// Returns the construct that violates the rules, if any.
fn wrong<'a>(markdown: &'a str, options: Options, own_headings: usize) -> Option<String> {
    let mut asked = None;
    let mut found = None;
    let mut headings = 0;
    let callback = |link: BrokenLink<'a>| -> Option<(CowStr<'a>, CowStr<'a>)> {
        asked = Some(format!("a link to an item: {:?}", link.reference));
        None
    };
    for event in Parser::new_with_broken_link_callback(markdown, options, Some(callback)) {
        let wrong = match &event {
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => true,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => &**info != "text",
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented) | Tag::Image { .. } | Tag::HtmlBlock) => {
                true
            }
            Event::Start(Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) | Tag::BlockQuote(Some(_))) => {
                true
            }
            Event::Start(Tag::Heading { .. }) => {
                headings += 1;
                headings > own_headings
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let is_mail = *link_type == pulldown_cmark::LinkType::Email;
                let scheme = dest_url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
                !is_mail && !matches!(scheme.as_deref(), Some("http" | "https" | "mailto"))
            }
            _ => false,
        };
        if wrong && found.is_none() {
            found = Some(format!("{event:?}"));
        }
    }
    found.or(asked)
}

/// Returns the displayed letters and digits, in order.
fn words(markdown: &str, options: Options) -> String {
    let mut shown = String::new();
    let mut html = String::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Html(text) | Event::InlineHtml(text) => html.push_str(&text),
            Event::Text(text) | Event::Code(text) => {
                shown.push_str(&without_tags(&std::mem::take(&mut html)));
                shown.push_str(&text);
            }
            Event::Start(Tag::HtmlBlock) | Event::End(_) => {
                shown.push_str(&without_tags(&std::mem::take(&mut html)));
            }
            _ => {}
        }
    }
    shown.push_str(&without_tags(&html));
    printable(&shown).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Removes the tags that become Markdown, and the character references, which are decoded.
fn without_tags(html: &str) -> String {
    const TAGS: &str = r#"(?i)</?(p|br|ul|ol|li|b|strong|i|em|code|pre|a|h[1-6]|table|thead|tbody|tfoot|tr|th|td)(\s[^<>]*)?/?>"#;
    static MATCHER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!("{TAGS}|&#?[0-9a-zA-Z]+;")).unwrap_or_else(|error| panic!("{error}"))
    });
    MATCHER.replace_all(html, "").into_owned()
}

/// Returns the number of table cells.
fn cells(markdown: &str) -> usize {
    Parser::new_ext(markdown, RUSTDOC).filter(|event| matches!(event, Event::Start(Tag::TableCell))).count()
}
