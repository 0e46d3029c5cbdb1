//! Maps JSON pointers to lines and columns.
//!
//! Part of `load`. The index is built only when a position is needed. The parsers that build the tree report
//! no positions, so the source is parsed again: by `saphyr-parser` for YAML, and by the scanner in this file
//! for JSON. A YAML parser cannot read all JSON; for example, it rejects tabs and escaped surrogate pairs.
//! These parsers do not validate the source; the index ends at the first syntax error.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::tree::MAX_DEPTH;
use crate::diagnostic::Position;
use crate::pointer::{Pointer, escaped};

/// The position of a node, and the positions of its descendants.
#[derive(Debug)]
pub(super) struct Index {
    /// The position of the key, or of the node itself if it has no key.
    pub(super) position: Position,
    /// The position of the first duplicate of the key.
    pub(super) repeated: Option<Position>,
    /// The source text of an unquoted YAML scalar.
    pub(super) plain: Option<String>,
    /// The children, keyed by escaped step. With escaped keys, the path is not decoded for each lookup; there can be
    /// thousands of lookups under a path of 100 KB.
    children: BTreeMap<String, Index>,
}

impl Index {
    fn new(position: Position) -> Self {
        Self { position, repeated: None, plain: None, children: BTreeMap::new() }
    }

    /// Returns the node or its nearest indexed ancestor, up to the root.
    pub(super) fn find(&self, pointer: &Pointer) -> Option<&Self> {
        let mut node = self;
        for step in pointer.escaped_segments() {
            match node.children.get(step) {
                Some(child) => node = child,
                None => break,
            }
        }
        Some(node)
    }

    /// Returns the node if it is indexed.
    pub(super) fn exact(&self, pointer: &Pointer) -> Option<&Self> {
        pointer.escaped_segments().try_fold(self, |node, step| node.children.get(step))
    }
}

/// Indexes a YAML source.
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
            // The content of an anchor is not indexed again at its aliases, so a location under an alias has
            // the alias's position.
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

/// The parser's error message for brackets that are nested too deeply.
const TOO_DEEP: &str = "recursion limit exceeded";

/// Returns the position at which a YAML source exceeds the nesting limit; later events are not read.
pub(super) fn too_deep(text: &str) -> Option<Position> {
    let mut depth = 0_usize;
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(found) => found,
            // The scanner reads up to 255 brackets ahead of the events.
            Err(error) if error.info() == TOO_DEEP => {
                return Some(Position { line: error.marker().line(), column: error.marker().col() + 1 });
            }
            Err(_) => return None,
        };
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

/// Indexes a JSON source.
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

/// A JSON scanner that counts lines and columns.
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

    /// Skips whitespace and separators. Returns the position of the next token, or `None` at the end.
    fn skip_between(&mut self) -> Option<Position> {
        while self.rest.peek().is_some_and(|c| c.is_whitespace() || matches!(c, ',' | ':')) {
            self.next();
        }
        self.rest.peek().map(|_| self.at)
    }

    /// Reads a string up to its closing quote. Returns `None` if the quote is missing or an escape is invalid.
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

/// Builds the index from events in document order.
#[derive(Default)]
struct Builder {
    open: Vec<Frame>,
    root: Option<Index>,
}

/// An object or array that is still open.
struct Frame {
    node: Index,
    /// The index of the next array element.
    next: Option<usize>,
    /// The object key whose value comes next.
    key: Option<(String, Position)>,
}

impl Builder {
    /// Returns whether indexing must stop, because the root is complete or the nesting exceeds the limit.
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
            escaped(&key).into_owned()
        } else {
            // The key is itself a mapping, so no pointer can refer to its value. An empty key prevents the value from
            // being read as a key.
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
        // The source may end early, so open nodes are closed.
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
