//! Parses a description into a [`tree`](super::tree) of harmless elements. Only this module uses the Markdown parser.

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::tree::{Block, Inline, Item, Kind, Link, Row};
use super::{html, link, table};
use crate::sanitize::{one_line, printable};

/// The maximum nesting of lists and block quotes. More deeply nested ones are flattened.
pub(super) const MAX_DEPTH: usize = 8;

/// The maximum nesting of emphasis and links. More deeply nested ones become plain text.
const MAX_MARKS: usize = 5;

/// The maximum product of the nesting depth and the number of lines. A larger description is not parsed, since the cost
/// grows with this product.
const MAX_COST: usize = 4_000_000;

/// Returns the blocks of a description. A description with excessive nesting becomes plain paragraphs.
pub(super) fn parse(text: &str) -> Vec<Block> {
    let source = printable(&expanded(text));
    let source = source.trim();
    if is_costly(source) {
        return plain(source);
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut builder =
        Builder { source, open: vec![Open::new(What::Root, false)], too_deep: 0, too_marked: 0 };
    let events = Parser::new_ext(source, options).into_offset_iter();
    for (event, at) in html::rewritten(events.map(|(event, range)| (event, range.start))) {
        builder.event(event, at);
    }
    builder.finish()
}

/// Expands each tab to spaces, up to the next CommonMark tab stop.
fn expanded(text: &str) -> String {
    if !text.contains('\t') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let width = 4 - column % 4;
                out.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            '\n' => {
                out.push(c);
                column = 0;
            }
            c => {
                out.push(c);
                column += 1;
            }
        }
    }
    out
}

fn is_costly(source: &str) -> bool {
    let depth = |line: &str| {
        let head = line.bytes().take_while(|b| b" >-*+.)0123456789".contains(b)).count();
        head / 2
    };
    let deepest = source.lines().map(depth).max().unwrap_or(0);
    // Lists can continue across lines that are not indented, so all lines count.
    deepest > MAX_DEPTH && deepest.saturating_mul(source.lines().count()) > MAX_COST
}

/// Returns the text as plain paragraphs.
fn plain(source: &str) -> Vec<Block> {
    let mut out = Vec::new();
    let mut parts = Vec::new();
    for line in source.lines().map(str::trim).chain([""]) {
        if !line.is_empty() {
            parts.extend([Inline::Text(line.to_owned()), Inline::SoftBreak]);
        } else if !parts.is_empty() {
            out.push(Block { kind: Kind::Paragraph(std::mem::take(&mut parts)), gap: true });
        }
    }
    out
}

/// An element that is not yet closed.
struct Open {
    what: What,
    gap: bool,
    blocks: Vec<Block>,
    parts: Vec<Inline>,
    /// Whether a blank line precedes the paragraph that contains `parts`.
    parts_gap: bool,
}

enum What {
    Root,
    Quote,
    /// A list, and whether it is numbered. Only HTML lists use the flag.
    List(Vec<Item>, bool),
    Item(String),
    Paragraph,
    Heading,
    Code(String),
    Table(Vec<pulldown_cmark::Alignment>, Vec<Row>),
    Cell,
    Marked(&'static str),
    Link {
        kind: LinkType,
        image: bool,
        target: String,
        title: String,
    },
    /// An ignored element, whose parts are added to its parent.
    Plain,
}

impl Open {
    fn new(what: What, gap: bool) -> Self {
        Self { what, gap, blocks: Vec::new(), parts: Vec::new(), parts_gap: false }
    }

    /// Moves the parts that are not yet in a block to a paragraph.
    fn flush(&mut self) {
        let parts = std::mem::take(&mut self.parts);
        if !parts.is_empty() {
            self.blocks.push(Block { kind: Kind::Paragraph(parts), gap: self.parts_gap });
        }
    }
}

struct Builder<'a> {
    source: &'a str,
    /// The root, followed by the open elements.
    open: Vec<Open>,
    /// The number of open lists, items and block quotes beyond the depth limit.
    too_deep: usize,
    /// The number of open emphasis and link elements beyond the depth limit.
    too_marked: usize,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, at: usize) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.top().what {
                What::Code(code) => code.push_str(&text),
                _ => self.text(&text, at),
            },
            Event::Code(text) => self.part(Inline::Code(one_line(&text)), at),
            Event::InlineHtml(text) | Event::Html(text) => self.text(&text, at),
            Event::SoftBreak => self.part(Inline::SoftBreak, at),
            Event::HardBreak => self.part(Inline::HardBreak, at),
            Event::Rule => {
                let gap = self.gap(at);
                self.block(Kind::Rule, gap);
            }
            // Only disabled extensions produce these events. Their text is preserved.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text, at)
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, at: usize) {
        let gap = self.gap(at);
        let what = match tag {
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Item => return self.start_container(&tag, at, gap),
            Tag::Paragraph => What::Paragraph,
            Tag::Heading { .. } => What::Heading,
            Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => What::Code(String::new()),
            Tag::Table(alignments) => What::Table(alignments, Vec::new()),
            Tag::TableHead | Tag::TableRow => {
                if let What::Table(_, rows) = &mut self.top().what {
                    rows.push(Row::new());
                }
                return;
            }
            Tag::TableCell => What::Cell,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {
                let is_heading = self.open.iter().any(|open| matches!(open.what, What::Heading));
                let is_underscore = self.source.as_bytes().get(at) == Some(&b'_');
                let what = match (tag, is_underscore) {
                    (Tag::Strong, _) if is_heading => What::Plain,
                    (Tag::Emphasis, false) => What::Marked("*"),
                    (Tag::Emphasis, true) => What::Marked("_"),
                    (Tag::Strong, false) => What::Marked("**"),
                    (Tag::Strong, true) => What::Marked("__"),
                    _ => What::Marked("~~"),
                };
                return self.start_mark(what, at);
            }
            Tag::Link { link_type, dest_url, title, .. } => {
                return self.start_link(link_type, false, &dest_url, &title, at);
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                return self.start_link(link_type, true, &dest_url, &title, at);
            }
            // This is an HTML block, whose lines are separate events, or a block from a disabled extension.
            _ => return self.top().flush(),
        };
        self.top().flush();
        self.open.push(Open::new(what, gap));
    }

    /// Opens a list, an item or a block quote. Beyond the depth limit, the content becomes a paragraph, which starts
    /// with the marker of an item.
    fn start_container(&mut self, tag: &Tag<'_>, at: usize, gap: bool) {
        self.top().flush();
        let is_container = |open: &&Open| matches!(open.what, What::Quote | What::List(..));
        let depth = self.open.iter().filter(is_container).count();
        let mark = matches!(tag, Tag::Item).then(|| match &self.top().what {
            What::List(items, true) if at == html::NOWHERE => format!("{}.", items.len() + 1),
            _ => self.mark(at),
        });
        if self.too_deep > 0 || (depth >= MAX_DEPTH && mark.is_none()) {
            self.too_deep += 1;
            if let Some(mark) = mark {
                self.text(&format!("{mark} "), at);
            }
            return;
        }
        let what = match (tag, mark) {
            (_, Some(mark)) => What::Item(mark),
            (Tag::List(start), _) => What::List(Vec::new(), start.is_some()),
            _ => What::Quote,
        };
        self.open.push(Open::new(what, gap));
    }

    /// Opens emphasis or a link. Beyond the depth limit, the content becomes plain text.
    fn start_mark(&mut self, what: What, at: usize) {
        let depth = self.open.iter().rev().take_while(|open| is_mark(&open.what)).count();
        if self.too_marked > 0 || depth >= MAX_MARKS {
            self.too_marked += 1;
            return;
        }
        if depth == 0 {
            self.start_paragraph(at);
        }
        self.open.push(Open::new(what, false));
    }

    fn start_link(&mut self, kind: LinkType, image: bool, url: &str, title: &str, at: usize) {
        // If links are nested, only the outer one is preserved.
        let is_within = self.open.iter().any(|open| matches!(open.what, What::Link { .. }));
        let what = match is_within {
            true => What::Plain,
            false => What::Link { kind, image, target: one_line(url), title: one_line(title) },
        };
        self.start_mark(what, at);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item if self.too_deep > 0 => {
                self.too_deep -= 1;
                self.top().flush();
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
                if self.too_marked > 0 =>
            {
                self.too_marked -= 1;
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::Table
            | TagEnd::TableCell
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image => self.close(),
            TagEnd::TableHead | TagEnd::TableRow => {}
            _ => self.top().flush(),
        }
    }

    /// Closes the innermost element, and adds it to its parent.
    fn close(&mut self) {
        if self.open.len() < 2 {
            return;
        }
        let Some(mut open) = self.open.pop() else { return };
        if !matches!(open.what, What::Paragraph | What::Heading | What::Cell) && !is_mark(&open.what) {
            open.flush();
        }
        let (parts, blocks, gap) = (open.parts, open.blocks, open.gap);
        match open.what {
            What::Root => {}
            What::Paragraph => self.block(Kind::Paragraph(parts), gap),
            What::Heading => self.block(Kind::Heading(vec![Inline::Marked("**", parts)]), gap),
            // Character references are resolved in code that came from HTML.
            What::Code(text) => self.block(Kind::Code(printable(&text)), gap),
            What::Quote => self.block(Kind::Quote(blocks), gap),
            What::List(items, _) => self.block(Kind::List(items), gap),
            What::Table(alignments, rows) => {
                for kind in table::blocks(alignments, rows) {
                    self.block(kind, gap);
                }
            }
            What::Item(mark) => match &mut self.top().what {
                What::List(items, _) => items.push(Item { mark, gap, blocks }),
                _ => self.top().blocks.extend(blocks),
            },
            What::Cell => {
                if let What::Table(_, rows) = &mut self.top().what
                    && let Some(row) = rows.last_mut()
                {
                    row.push(parts);
                }
            }
            What::Marked(mark) => self.top().parts.push(Inline::Marked(mark, parts)),
            What::Plain => parts.into_iter().for_each(|part| push(&mut self.top().parts, part)),
            What::Link { kind, image, target, title } => {
                linked(kind, image, &target, title, parts)
                    .into_iter()
                    .for_each(|part| push(&mut self.top().parts, part));
            }
        }
    }

    fn finish(mut self) -> Vec<Block> {
        while self.open.len() > 1 {
            self.close();
        }
        let root = self.top();
        root.flush();
        std::mem::take(&mut root.blocks)
    }

    fn top(&mut self) -> &mut Open {
        if self.open.is_empty() {
            self.open.push(Open::new(What::Root, false));
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    fn block(&mut self, kind: Kind, gap: bool) {
        let top = self.top();
        top.flush();
        top.blocks.push(Block { kind, gap });
    }

    /// Adds a part of a paragraph, and starts the paragraph if necessary.
    fn part(&mut self, part: Inline, at: usize) {
        self.start_paragraph(at);
        push(&mut self.top().parts, part);
    }

    fn start_paragraph(&mut self, at: usize) {
        if self.top().parts.is_empty() {
            self.top().parts_gap = self.gap(at);
        }
    }

    /// Adds text. Character references have been resolved, so the text can contain any character.
    fn text(&mut self, text: &str, at: usize) {
        self.part(Inline::Text(printable(text).replace('\n', " ")), at);
    }

    /// Returns the marker of an item.
    fn mark(&self, at: usize) -> String {
        let item = self.source.get(at..).unwrap_or_default().trim_start();
        let digits = item.bytes().take(9).take_while(u8::is_ascii_digit).count();
        let end = item.get(digits..digits + 1).unwrap_or_default();
        match end {
            "." | ")" if digits > 0 => item[..=digits].to_owned(),
            "*" | "+" if digits == 0 => end.to_owned(),
            _ => "-".to_owned(),
        }
    }

    /// Returns whether the preceding line is blank or contains only block quote markers.
    fn gap(&self, at: usize) -> bool {
        // The markers before a block are short, so the preceding 256 bytes suffice.
        let head = self.source.as_bytes().get(at.saturating_sub(256)..at).unwrap_or_default();
        let Some(line) = head.iter().rposition(|byte| *byte == b'\n') else { return false };
        let before = head[..line].iter().rev().take_while(|byte| **byte != b'\n');
        before.into_iter().all(|byte| matches!(byte, b' ' | b'>')) && line > 0
    }
}

fn is_mark(what: &What) -> bool {
    matches!(what, What::Marked(_) | What::Link { .. } | What::Plain)
}

/// Adds a part. Adjacent text is merged, because escaping depends on neighboring characters.
fn push(parts: &mut Vec<Inline>, part: Inline) {
    match (parts.last_mut(), part) {
        (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
        (_, part) => parts.push(part),
    }
}

/// Returns a link, or its text and target if the link is not allowed.
fn linked(kind: LinkType, image: bool, url: &str, title: String, text: Vec<Inline>) -> Vec<Inline> {
    let is_address = matches!(kind, LinkType::Autolink | LinkType::Email);
    if is_address && link::is_address(url) {
        return vec![Inline::Address(url.to_owned())];
    }
    if let Some(target) = link::target(url) {
        return vec![Inline::Link(Link { target, title, text })];
    }
    let title = if title.is_empty() { title } else { format!(" \"{title}\"") };
    let (start, end) = match (is_address, image) {
        (true, _) => ("<", ">".to_owned()),
        (false, true) => ("![", format!("]({url}{title})")),
        (false, false) => ("[", format!("]({url}{title})")),
    };
    let mut parts = vec![Inline::Text(start.to_owned())];
    text.into_iter().chain([Inline::Text(end)]).for_each(|part| push(&mut parts, part));
    parts
}
