//! A description on one line: blocks are joined, list items keep their markers, and code blocks become code
//! spans.

use super::tree::{Block, Inline, Kind};

/// Returns all blocks as the parts of a single paragraph.
pub(super) fn flat(blocks: Vec<Block>) -> Vec<Inline> {
    let mut out = Vec::new();
    for block in blocks {
        if !out.is_empty() {
            out.push(Inline::SoftBreak);
        }
        match block.kind {
            Kind::Paragraph(parts) | Kind::Heading(parts) => out.extend(parts),
            Kind::Code(text) => out.push(Inline::Code(text.split_whitespace().collect::<Vec<_>>().join(" "))),
            Kind::Quote(blocks) => out.extend(flat(blocks)),
            Kind::List(items) => {
                for (index, item) in items.into_iter().enumerate() {
                    out.push(Inline::Text(format!("{}{} ", if index > 0 { " " } else { "" }, item.mark)));
                    out.extend(flat(item.blocks));
                }
            }
            Kind::Table(_, rows) => {
                for (index, cell) in rows.into_iter().flatten().filter(|cell| !cell.is_empty()).enumerate() {
                    if index > 0 {
                        out.push(Inline::Text(" | ".to_owned()));
                    }
                    out.extend(cell);
                }
            }
            Kind::Rule => {}
        }
    }
    out
}
