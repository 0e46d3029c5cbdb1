//! Where each node of a text stands: from a JSON pointer to line and column.
//!
//! Part of `load`, made only when something is to be reported. The text is read by other parsers than those that build the tree,
//! which report no places: YAML by `saphyr-parser`, JSON by the few lines below (a JSON text is not always YAML: tabs, surrogate pairs).
//! Neither judges the text; at the first mistake the index ends with what stands before it.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::tree::MAX_DEPTH;
use crate::diagnostic::Position;
use crate::pointer::Pointer;

/// A node and all below it.
#[derive(Debug)]
pub(super) struct Index {
    /// Where its key stands, or itself if it has none.
    pub(super) position: Position,
    /// Where its key stands for the second time.
    pub(super) repeated: Option<Position>,
    /// The text of an unquoted YAML scalar.
    pub(super) plain: Option<String>,
    children: BTreeMap<String, Index>,
}

impl Index {
    fn new(position: Position) -> Self {
        Self { position, repeated: None, plain: None, children: BTreeMap::new() }
    }

    /// The node, or the nearest one above it that the text has; `None` only of an index of nothing.
    pub(super) fn find(&self, pointer: &Pointer) -> Option<&Self> {
        let mut node = self;
        for step in pointer.segments() {
            match node.children.get(&step) {
                Some(child) => node = child,
                None => break,
            }
        }
        Some(node)
    }

    /// The node, if the text has it.
    pub(super) fn exact(&self, pointer: &Pointer) -> Option<&Self> {
        pointer.segments().try_fold(self, |node, step| node.children.get(&step))
    }
}

/// The index of a YAML text.
pub(super) fn of_yaml(text: &str) -> Index {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        let position = start(span);
        match event {
            Event::MappingStart(..) => builder.open(position, None),
            Event::SequenceStart(..) => builder.open(position, Some(0)),
            Event::MappingEnd | Event::SequenceEnd => builder.close(),
            Event::Scalar(value, style, ..) => {
                builder.scalar(position, value.into_owned(), style == ScalarStyle::Plain);
            }
            // What an anchor holds is not repeated here: a place below an alias is that of the alias.
            Event::Alias(_) => builder.scalar(position, "*".to_owned(), false),
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
        if builder.full() {
            break;
        }
    }
    builder.finish()
}

/// Where a YAML text is nested deeper than a tree may be; events are read up to that place only.
pub(super) fn too_deep(text: &str) -> Option<Position> {
    let mut depth = 0_usize;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Some(start(span));
        }
    }
    None
}

fn start(span: Span) -> Position {
    Position { line: span.start.line(), column: span.start.col() + 1 }
}

/// The index of a JSON text.
pub(super) fn of_json(text: &str) -> Index {
    let mut builder = Builder::default();
    let mut scanner = Scanner { rest: text.chars().peekable(), at: Position { line: 1, column: 1 } };
    while let Some(position) = scanner.skip_between() {
        match scanner.next() {
            Some('{') => builder.open(position, None),
            Some('[') => builder.open(position, Some(0)),
            Some('}' | ']') => builder.close(),
            Some('"') => match scanner.string() {
                Some(value) => builder.scalar(position, value, false),
                None => break,
            },
            _ => {
                scanner.literal();
                builder.scalar(position, String::new(), false);
            }
        }
        if builder.full() {
            break;
        }
    }
    builder.finish()
}

/// Walks over a JSON text and counts lines and columns.
struct Scanner<'a> {
    rest: Peekable<Chars<'a>>,
    at: Position,
}

impl Scanner<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.next()?;
        if c == '\n' {
            self.at = Position { line: self.at.line + 1, column: 1 };
        } else {
            self.at.column += 1;
        }
        Some(c)
    }

    /// Skips blanks and separators; the place of what follows, `None` at the end.
    fn skip_between(&mut self) -> Option<Position> {
        while self.rest.peek().is_some_and(|c| c.is_whitespace() || matches!(c, ',' | ':')) {
            self.next();
        }
        self.rest.peek().map(|_| self.at)
    }

    /// Reads to the closing quote; `None` if there is none, or if an escape is wrong.
    fn string(&mut self) -> Option<String> {
        let mut quoted = String::from('"');
        loop {
            let c = self.next()?;
            quoted.push(c);
            match c {
                '\\' => quoted.push(self.next()?),
                '"' => return serde_json::from_str(&quoted).ok(),
                _ => {}
            }
        }
    }

    fn literal(&mut self) {
        while self.rest.peek().is_some_and(|c| c.is_alphanumeric() || matches!(c, '+' | '-' | '.')) {
            self.next();
        }
    }
}

/// Puts nodes into each other as they come.
#[derive(Default)]
struct Builder {
    open: Vec<Frame>,
    root: Option<Index>,
}

/// An object or a list that is not closed yet.
struct Frame {
    node: Index,
    /// The index of the next element, in a list.
    next: Option<usize>,
    /// The key whose value comes next, in an object.
    key: Option<(String, Position)>,
}

impl Builder {
    /// Whether nothing more should come: the text goes on after its root, or is nested without end.
    fn full(&self) -> bool {
        self.root.is_some() || self.open.len() > MAX_DEPTH + 1
    }

    fn open(&mut self, position: Position, next: Option<usize>) {
        self.open.push(Frame { node: Index::new(position), next, key: None });
    }

    fn scalar(&mut self, position: Position, value: String, plain: bool) {
        if let Some(frame) = self.open.last_mut()
            && frame.next.is_none()
            && frame.key.is_none()
        {
            frame.key = Some((value, position));
            return;
        }
        let mut node = Index::new(position);
        node.plain = plain.then_some(value);
        self.put(node);
    }

    fn close(&mut self) {
        if let Some(frame) = self.open.pop() {
            self.put(frame.node);
        }
    }

    fn put(&mut self, mut node: Index) {
        let Some(frame) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return;
        };
        let name = if let Some(index) = frame.next {
            frame.next = Some(index + 1);
            index.to_string()
        } else if let Some((key, position)) = frame.key.take() {
            node.position = position;
            key
        } else {
            // An object as a key of an object: no pointer leads there, but its value must not be taken for a key.
            frame.key = Some((String::new(), node.position));
            return;
        };
        match frame.node.children.get_mut(&name) {
            Some(first) => first.repeated = first.repeated.or(Some(node.position)),
            None => {
                frame.node.children.insert(name, node);
            }
        }
    }

    fn finish(mut self) -> Index {
        // A text that breaks off: what is open is closed.
        while let Some(frame) = self.open.last_mut() {
            if let Some((_, position)) = &frame.key {
                let position = *position;
                self.put(Index::new(position));
            }
            self.close();
        }
        self.root.unwrap_or_else(|| Index::new(Position { line: 1, column: 1 }))
    }
}
