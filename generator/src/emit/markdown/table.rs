//! HTML tables, whose rows can differ in length.

use pulldown_cmark::Alignment;

use super::tree::{Inline, Kind, Row};

/// The maximum number of cells that are added to make the rows of a table equally long. If more are needed, the rows
/// become paragraphs.
const MAX_ADDED: usize = 1_000;

/// Returns a table whose rows have the same length.
pub(super) fn blocks(mut alignments: Vec<Alignment>, mut rows: Vec<Row>) -> Vec<Kind> {
    rows.retain(|row| !row.is_empty());
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let added: usize = rows.iter().map(|row| width - row.len()).sum();
    if added > MAX_ADDED {
        return rows.into_iter().map(|row| Kind::Paragraph(line(row))).collect();
    }
    if width == 0 {
        return Vec::new();
    }
    alignments.resize(width, Alignment::None);
    rows.iter_mut().for_each(|row| row.resize_with(width, Vec::new));
    vec![Kind::Table(alignments, rows)]
}

fn line(row: Row) -> Vec<Inline> {
    let mut parts = Vec::new();
    for cell in row {
        if !parts.is_empty() {
            parts.push(Inline::Text(" | ".to_owned()));
        }
        parts.extend(cell);
    }
    parts
}
