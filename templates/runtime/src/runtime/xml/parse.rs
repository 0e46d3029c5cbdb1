//! Parses XML into a tree of elements. Servers are not trusted: the depth and the number of nodes are limited, and a
//! document type declaration is an error, so that no entities can be defined.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::runtime::json::text::without_bom;

/// The maximum nesting of elements. `serde_json` parses at most 127 levels.
const MAX_DEPTH: usize = 100;

/// The maximum number of elements and attributes.
const MAX_NODES: usize = 2_000_000;

/// An element. Names have no prefix.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    /// The attributes, without namespace declarations.
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// The text in the element itself, without that of its children.
    pub(super) text: String,
    /// Whether the element is null (`xsi:nil`).
    pub(super) nil: bool,
}

impl Element {
    /// Returns whether the element contains only whitespace.
    pub(super) fn is_empty(&self) -> bool {
        self.attributes.is_empty() && self.children.is_empty() && self.text.trim_ascii().is_empty()
    }
}

/// Parses a document and returns its root element. The error is a human-readable reason.
pub(super) fn parse(body: &[u8]) -> Result<Element, String> {
    let text = std::str::from_utf8(without_bom(body)).map_err(|error| format!("it is not UTF-8: {error}"))?;
    let mut reader = Reader::from_str(text);
    let mut tree = Tree::default();
    loop {
        let event = reader.read_event();
        let event = event.map_err(|error| format!("{error} at byte {}", reader.error_position()))?;
        match event {
            Event::Start(tag) => tree.open(&tag)?,
            Event::Empty(tag) => {
                tree.open(&tag)?;
                tree.close();
            }
            Event::End(_) => tree.close(),
            Event::Text(text) => tree.text(&text.xml10_content())?,
            Event::CData(text) => tree.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => tree.text(resolve(&reference)?.encode_utf8(&mut [0; 4]))?,
            Event::Decl(declaration) => {
                if let Some(Ok(encoding)) = declaration.encoding()
                    && !is_supported(&encoding, text)
                {
                    return Err("its encoding is not UTF-8".to_owned());
                }
            }
            Event::DocType(_) => return Err("it has a document type declaration".to_owned()),
            Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => return tree.finish(),
        }
    }
}

/// Returns whether a declared encoding is UTF-8, or irrelevant because the text is ASCII.
fn is_supported(encoding: &str, text: &str) -> bool {
    ["utf-8", "utf8"].iter().any(|name| encoding.eq_ignore_ascii_case(name)) || text.is_ascii()
}

/// Returns the character of a reference. Only the five predefined entities exist.
fn resolve(reference: &BytesRef<'_>) -> Result<char, String> {
    let character = reference.resolve_char_ref().map_err(|error| error.to_string())?;
    let character = character.or_else(|| {
        Some(match &**reference {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "apos" => '\'',
            "quot" => '"',
            _ => return None,
        })
    });
    character.ok_or_else(|| "it refers to an undefined entity".to_owned())
}

/// The tree under construction.
#[derive(Default)]
struct Tree {
    root: Option<Element>,
    open: Vec<Element>,
    nodes: usize,
}

impl Tree {
    fn count(&mut self, nodes: usize) -> Result<(), String> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > MAX_NODES {
            return Err(format!("it has more than {MAX_NODES} elements and attributes"));
        }
        Ok(())
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), String> {
        if self.open.is_empty() && self.root.is_some() {
            return Err("it has more than one root element".to_owned());
        }
        if self.open.len() == MAX_DEPTH {
            return Err(format!("elements are nested more than {MAX_DEPTH} levels deep"));
        }
        self.count(1)?;
        let mut element = Element { name: local(tag.name().0).to_owned(), ..Element::default() };
        let mut names = Vec::new();
        // The built-in check for duplicates compares each attribute with all others.
        for attribute in tag.attributes().with_checks(false) {
            self.count(1)?;
            let attribute = attribute.map_err(|error| format!("an attribute is invalid: {error}"))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|error| format!("an attribute is invalid: {error}"))?.into_owned();
            let name = attribute.key.0;
            names.push(name);
            let (prefix, local) = name.split_once(':').unwrap_or(("", name));
            match (prefix, local) {
                ("", "xmlns") | ("xmlns", _) => {}
                (prefix, "nil") if !prefix.is_empty() => {
                    element.nil = matches!(value.trim_ascii(), "true" | "1");
                }
                _ => element.attributes.push((local.to_owned(), value)),
            }
        }
        names.sort_unstable();
        if names.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) {
            return Err("an element has two attributes with the same name".to_owned());
        }
        self.open.push(element);
        Ok(())
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim_ascii().is_empty() => {}
            None => return Err("it has text outside the root element".to_owned()),
        }
        Ok(())
    }

    fn finish(self) -> Result<Element, String> {
        if !self.open.is_empty() {
            return Err("it is truncated: an element is not closed".to_owned());
        }
        self.root.ok_or_else(|| "it has no root element".to_owned())
    }
}

/// Returns a name without its prefix.
fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}
