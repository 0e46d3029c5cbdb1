//! The parsed elements of a description. Strings are printable, but not yet escaped.

use pulldown_cmark::Alignment;

/// A block of a description.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) kind: Kind,
    /// Whether a blank line precedes the block.
    pub(super) gap: bool,
}

/// The kind of a block.
#[derive(Debug)]
pub(super) enum Kind {
    Paragraph(Vec<Inline>),
    /// A heading, written as bold text.
    Heading(Vec<Inline>),
    /// A code block, fenced or indented.
    Code(String),
    Quote(Vec<Block>),
    List(Vec<Item>),
    /// A table: the header row, then the body rows.
    Table(Vec<Alignment>, Vec<Row>),
    Rule,
}

/// The cells of a row.
pub(super) type Row = Vec<Vec<Inline>>;

/// An item of a list.
#[derive(Debug)]
pub(super) struct Item {
    /// The marker, such as `-` or `12.`.
    pub(super) mark: String,
    /// Whether a blank line precedes the item.
    pub(super) gap: bool,
    pub(super) blocks: Vec<Block>,
}

/// A part of a paragraph.
#[derive(Debug)]
pub(super) enum Inline {
    Text(String),
    Code(String),
    /// Emphasis, with its delimiter: `*`, `__` or `~~`.
    Marked(&'static str, Vec<Inline>),
    Link(Link),
    /// A URL or email address that is its own link text.
    Address(String),
    SoftBreak,
    HardBreak,
}

/// A link to a target that is safe to write.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) target: String,
    pub(super) title: String,
    pub(super) text: Vec<Inline>,
}
