//! Converts HTML in a description to Markdown, for the elements in [`tag`](super::tag).
//! Everything else remains text, which is escaped later.
//!
//! The output is balanced. An end tag closes only elements that were opened by tags, and the end of a Markdown element
//! also closes the HTML elements inside it. The running time is linear, since [`MAX_OPEN`] bounds the number of open
//! elements.

mod element;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};

use super::tag::{Name, Tag as Html, resolved, tag};

/// The maximum number of open HTML elements. Further tags remain text.
const MAX_OPEN: usize = 24;

/// The offset of events that have no location in the description, because an HTML element produces them.
pub(super) const NOWHERE: usize = usize::MAX;

/// An open element.
enum Open {
    /// A Markdown element.
    Markdown(TagEnd),
    /// A Markdown paragraph whose end has already been written, before an HTML block inside it.
    Ended,
    /// An HTML element, with the event that closes it. The event is `None` for an element that has no effect, such as a
    /// relative link.
    Html(Name, Option<TagEnd>),
}

/// Rewrites the events of a description, each with its offset.
pub(super) struct Rewriter<'a> {
    out: Vec<(Event<'a>, usize)>,
    open: Vec<Open>,
    /// The number of open HTML elements.
    html: usize,
    /// The lines of the current HTML block, and the offset of the first.
    block: Option<(String, usize)>,
    /// The content of the current `code` or `pre` element, and whether it becomes a code block.
    code: Option<(String, Name)>,
    /// The number of open Markdown emphasis and link elements inside the code, which have no effect there.
    marks_in_code: usize,
}

/// Returns the events, with HTML elements replaced by Markdown.
pub(super) fn rewritten<'a>(events: impl Iterator<Item = (Event<'a>, usize)>) -> Vec<(Event<'a>, usize)> {
    let mut rewriter =
        Rewriter { out: Vec::new(), open: Vec::new(), html: 0, block: None, code: None, marks_in_code: 0 };
    for (event, at) in events {
        rewriter.event(event, at);
    }
    rewriter.end_block(NOWHERE);
    rewriter.end_code(NOWHERE);
    while !rewriter.open.is_empty() {
        rewriter.close(NOWHERE);
    }
    rewriter.out
}

impl<'a> Rewriter<'a> {
    fn event(&mut self, event: Event<'a>, at: usize) {
        match event {
            Event::Html(text) => {
                let (lines, _) = self.block.get_or_insert_with(|| (String::new(), at));
                lines.push_str(&text);
            }
            Event::Start(Tag::HtmlBlock) => self.start_html(at),
            Event::End(TagEnd::HtmlBlock) => self.end_block(at),
            Event::InlineHtml(text) => match tag(&text).filter(|tag| tag.len == text.len()) {
                Some(tag) => self.tag(&tag, &text),
                None => self.inline(Event::InlineHtml(text), at),
            },
            Event::Start(tag) => self.start(tag, at),
            Event::End(end) => self.end(end, at),
            inline => self.inline(inline, at),
        }
    }

    /// Starts a Markdown element.
    fn start(&mut self, tag: Tag<'a>, at: usize) {
        let is_mark = matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        );
        if is_mark && self.code.is_some() {
            self.marks_in_code += 1;
            return;
        }
        match is_mark {
            true => self.before_inline(at),
            // Rows, cells and items are always inside a table or list, so they do not start a new block.
            false if matches!(tag, Tag::TableHead | Tag::TableRow | Tag::TableCell | Tag::Item) => {}
            false => {
                self.end_code(at);
                self.before_block(at);
            }
        }
        self.open.push(Open::Markdown(tag.to_end()));
        self.write(Event::Start(tag), at);
    }

    /// Closes a Markdown element, and the HTML elements in it.
    fn end(&mut self, end: TagEnd, at: usize) {
        let is_mark = matches!(
            end,
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
        );
        if is_mark && self.marks_in_code > 0 {
            self.marks_in_code -= 1;
            return;
        }
        self.end_code(at);
        while let Some(Open::Html(..)) = self.open.last() {
            self.close(at);
        }
        match self.open.last() {
            Some(Open::Ended) => drop(self.open.pop()),
            Some(_) => self.close(at),
            None => {}
        }
    }

    /// Writes an inline event, or adds its text to the code.
    fn inline(&mut self, event: Event<'a>, at: usize) {
        if let Some((code, _)) = &mut self.code {
            match &event {
                Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => code.push_str(text),
                Event::SoftBreak | Event::HardBreak => code.push('\n'),
                _ => {}
            }
            return;
        }
        if let Event::Text(text) = &event
            && text.trim().is_empty()
            && self.is_between_items()
        {
            return;
        }
        let is_break = matches!(event, Event::SoftBreak | Event::HardBreak);
        if is_break && self.is_between_items() {
            return;
        }
        if event == Event::Rule {
            self.before_block(at)
        } else {
            self.before_inline(at)
        }
        self.write(event, at);
    }

    /// Starts an HTML block. Lists and tables continue across blocks, but text does not.
    fn start_html(&mut self, at: usize) {
        let is_text = |name: &Name| {
            matches!(name, Name::Paragraph | Name::Heading | Name::Strong | Name::Emphasis | Name::Link)
        };
        while let Some(Open::Html(name, _)) = self.open.last()
            && is_text(name)
        {
            self.close(at);
        }
        let is_inside = matches!(self.open.last(), Some(Open::Html(name, _)) if *name != Name::Item);
        if !is_inside && !self.is_flat() {
            // The block parser starts a new paragraph here.
            self.write(Event::Start(Tag::HtmlBlock), at);
        }
    }

    /// Processes the lines of an HTML block.
    fn end_block(&mut self, at: usize) {
        let Some((lines, start)) = self.block.take() else { return };
        let mut rest = lines.as_str();
        let mut text = String::new();
        while let Some(next) = rest.find('<') {
            text.push_str(&rest[..next]);
            rest = &rest[next..];
            match tag(rest) {
                Some(tag) => {
                    self.text(&std::mem::take(&mut text), start);
                    self.tag(&tag, &rest[..tag.len]);
                    rest = &rest[tag.len..];
                }
                None => {
                    let (other, after) = rest.split_at(literal_len(rest));
                    text.push_str(other);
                    rest = after;
                }
            }
        }
        text.push_str(rest);
        self.text(&text, start);
        if self.code.as_ref().is_some_and(|(_, name)| *name == Name::Code) {
            self.end_code(at);
        }
    }

    /// Writes the text of an HTML block.
    fn text(&mut self, text: &str, at: usize) {
        if let Some((code, _)) = &mut self.code {
            code.push_str(&resolved(text));
            return;
        }
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.inline(Event::SoftBreak, at);
            }
            let line = if index > 0 { line.trim_start() } else { line };
            if !line.is_empty() {
                self.inline(Event::Text(CowStr::from(resolved(line))), at);
            }
        }
    }

    fn tag(&mut self, tag: &Html, source: &str) {
        let at = NOWHERE;
        if let Some((code, name)) = &mut self.code {
            match tag.is_end && tag.name == *name {
                true => self.end_code(at),
                false if tag.name == Name::Break => code.push('\n'),
                false => {}
            }
            return;
        }
        let done = match (tag.name, tag.is_end) {
            (Name::Break, _) => {
                self.inline(Event::HardBreak, at);
                true
            }
            (_, true) => self.end_tag(tag.name, at),
            (_, false) => self.html < MAX_OPEN && self.start_tag(tag, at),
        };
        if !done {
            self.inline(Event::Text(CowStr::from(source.to_owned())), at);
        }
    }

    /// Returns the index of the innermost of the given HTML elements within the innermost Markdown element.
    fn find(&self, names: &[Name]) -> Option<usize> {
        for (index, open) in self.open.iter().enumerate().rev() {
            match open {
                Open::Html(name, _) if names.contains(name) => return Some(index),
                // A tag inside a table cannot close a list around the table. Likewise, a tag inside a list cannot close
                // a table around the list.
                Open::Html(Name::Cell, _) if !names.contains(&Name::Row) && !names.contains(&Name::Table) => {
                    return None;
                }
                Open::Html(..) => {}
                Open::Markdown(_) | Open::Ended => return None,
            }
        }
        None
    }

    /// Closes the Markdown paragraph around a block, and returns whether the block can start here.
    fn end_paragraph(&mut self, at: usize) -> bool {
        let around = self.open.iter().rposition(|open| !matches!(open, Open::Html(..)));
        match around.and_then(|index| Some((index, self.open.get(index)?))) {
            Some((index, Open::Markdown(TagEnd::Paragraph))) => {
                self.close_above(index, at);
                self.close(at);
                self.open.push(Open::Ended);
                true
            }
            Some((_, Open::Markdown(end))) => {
                matches!(end, TagEnd::Item | TagEnd::List(_) | TagEnd::BlockQuote(_))
            }
            Some((_, Open::Ended | Open::Html(..))) | None => true,
        }
    }

    /// Closes the HTML elements that cannot contain a block, and opens an item if the block is directly in a list.
    fn before_block(&mut self, at: usize) {
        loop {
            match self.open.last() {
                Some(Open::Html(Name::Bullets | Name::Numbers, Some(_))) => {
                    return self.push(Name::Item, Some(Tag::Item), at);
                }
                Some(Open::Html(Name::Item, Some(_)) | Open::Markdown(_) | Open::Ended) | None => return,
                Some(Open::Html(..)) => self.close(at),
            }
        }
    }

    /// Starts an item or a cell if text is directly in a list or a table.
    fn before_inline(&mut self, at: usize) {
        match self.open.last() {
            Some(Open::Html(Name::Bullets | Name::Numbers, Some(_))) => {
                self.push(Name::Item, Some(Tag::Item), at);
            }
            Some(Open::Html(Name::Table, _)) => {
                self.push(Name::Row, Some(Tag::TableRow), at);
                self.push(Name::Cell, Some(Tag::TableCell), at);
            }
            Some(Open::Html(Name::Row, _)) => self.push(Name::Cell, Some(Tag::TableCell), at),
            _ => {}
        }
    }

    /// Returns whether the innermost element can contain only items or cells. Whitespace in such an element has no
    /// effect.
    fn is_between_items(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open::Html(Name::Bullets | Name::Numbers | Name::Table | Name::Row, Some(_)))
        )
    }

    /// Returns whether the innermost block can contain only one line.
    fn is_flat(&self) -> bool {
        let is_block = |open: &&Open| match open {
            Open::Html(name, end) => {
                end.is_some() && !matches!(name, Name::Strong | Name::Emphasis | Name::Link)
            }
            Open::Markdown(end) => !matches!(
                end,
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
            ),
            Open::Ended => true,
        };
        matches!(
            self.open.iter().rev().take(4 * MAX_OPEN).find(is_block),
            Some(
                Open::Html(Name::Cell | Name::Heading, _)
                    | Open::Markdown(TagEnd::TableCell | TagEnd::Heading(_))
            )
        )
    }

    fn push(&mut self, name: Name, start: Option<Tag<'a>>, at: usize) {
        self.html += 1;
        self.open.push(Open::Html(name, start.as_ref().map(Tag::to_end)));
        if let Some(start) = start {
            self.write(Event::Start(start), at);
        }
    }

    /// Closes the elements inside the element with the given index.
    fn close_above(&mut self, index: usize, at: usize) {
        while self.open.len() > index + 1 {
            self.close(at);
        }
    }

    /// Closes the innermost element.
    fn close(&mut self, at: usize) {
        match self.open.pop() {
            Some(Open::Html(_, end)) => {
                self.html -= 1;
                if let Some(end) = end {
                    self.write(Event::End(end), at);
                }
            }
            Some(Open::Markdown(end)) => self.write(Event::End(end), at),
            Some(Open::Ended) | None => {}
        }
    }

    /// Writes the code of a `code` or `pre` element.
    fn end_code(&mut self, at: usize) {
        let Some((code, name)) = self.code.take() else { return };
        if name == Name::Code || self.is_flat() {
            let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
            if !code.is_empty() {
                self.write(Event::Code(CowStr::from(code)), at);
            }
            return;
        }
        self.before_block(at);
        let kind = CodeBlockKind::Fenced(CowStr::from(""));
        self.write(Event::Start(Tag::CodeBlock(kind)), at);
        self.write(Event::Text(CowStr::from(code.trim_matches('\n').to_owned() + "\n")), at);
        self.write(Event::End(TagEnd::CodeBlock), at);
    }

    fn write(&mut self, event: Event<'a>, at: usize) {
        self.out.push((event, at));
    }
}

/// Returns the length of the literal text at the start of `text`, which starts with `<`. This is a comment, in which
/// tags have no effect, or else only the `<`.
fn literal_len(text: &str) -> usize {
    // The search for the end of a comment stops at this distance, which keeps the running time linear. If the end is
    // not found, only `<` is skipped.
    const LONGEST: usize = 2_000;
    let end = |text: &str| {
        let near = text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end]);
        near.find("-->").map(|end| end + "-->".len())
    };
    text.starts_with("<!--").then(|| end(text)).flatten().unwrap_or(1)
}
