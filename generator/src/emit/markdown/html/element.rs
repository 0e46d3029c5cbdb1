//! Processes start and end tags of HTML elements. Omitted end tags are implied by the rules of HTML.

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag};

use super::super::tag::{Name, Tag as Html};
use super::Rewriter;

impl Rewriter<'_> {
    /// Starts an HTML element, and returns whether it can start here.
    pub(super) fn start_tag(&mut self, tag: &Html, at: usize) -> bool {
        let is_flat = self.is_flat();
        let start = match tag.name {
            Name::Code | Name::Pre => {
                if tag.name == Name::Pre && !is_flat && !self.end_paragraph(at) {
                    return false;
                }
                self.before_inline(at);
                self.code = Some((String::new(), tag.name));
                return true;
            }
            Name::Strong => Some(Tag::Strong),
            Name::Emphasis => Some(Tag::Emphasis),
            Name::Link => tag.target.as_ref().map(|target| Tag::Link {
                link_type: LinkType::Inline,
                dest_url: CowStr::from(target.clone()),
                title: CowStr::from(""),
                id: CowStr::from(""),
            }),
            // Cells and headings can contain only one line.
            Name::Paragraph | Name::Heading | Name::Bullets | Name::Numbers if is_flat => {
                self.inline(Event::SoftBreak, at);
                None
            }
            Name::Item if is_flat && self.find(&[Name::Bullets, Name::Numbers]).is_some() => {
                self.inline(Event::Text(CowStr::from(" - ")), at);
                None
            }
            Name::Table if is_flat => return false,
            name => return self.start_block(name, at),
        };
        self.before_inline(at);
        self.push(tag.name, start, at);
        true
    }

    /// Starts a block, and returns whether it can start here.
    fn start_block(&mut self, name: Name, at: usize) -> bool {
        match name {
            Name::Item => {
                let Some(list) = self.find(&[Name::Bullets, Name::Numbers]) else { return false };
                self.close_above(list, at);
                self.push(name, Some(Tag::Item), at);
            }
            Name::Row => {
                let Some(table) = self.find(&[Name::Table]) else { return false };
                self.close_above(table, at);
                self.push(name, Some(Tag::TableRow), at);
            }
            Name::Cell => {
                let Some(row) = self.find(&[Name::Row]) else { return false };
                self.close_above(row, at);
                self.push(name, Some(Tag::TableCell), at);
            }
            Name::Section => return self.find(&[Name::Table]).is_some(),
            _ => {
                if !self.end_paragraph(at) {
                    return false;
                }
                self.before_block(at);
                let start = match name {
                    Name::Bullets => Tag::List(None),
                    Name::Numbers => Tag::List(Some(1)),
                    Name::Table => Tag::Table(Vec::new()),
                    Name::Heading => {
                        let (id, classes, attrs) = (None, Vec::new(), Vec::new());
                        Tag::Heading { level: HeadingLevel::H1, id, classes, attrs }
                    }
                    _ => Tag::Paragraph,
                };
                self.push(name, Some(start), at);
            }
        }
        true
    }

    /// Closes an HTML element, and returns whether the tag had an effect. The end tag of a block that is not open is
    /// ignored, since HTML closes some elements implicitly.
    pub(super) fn end_tag(&mut self, name: Name, at: usize) -> bool {
        match self.find(&[name]) {
            Some(index) => {
                self.close_above(index, at);
                self.close(at);
                true
            }
            None => !matches!(name, Name::Strong | Name::Emphasis | Name::Link | Name::Code | Name::Pre),
        }
    }
}
