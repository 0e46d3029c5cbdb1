//! Blocks of a description, as lines.

use pulldown_cmark::Alignment;

use super::inline::{self, Place};
use super::tree::{Block, Inline, Item, Kind, Row};
use super::{Wrap, code, sentences};

/// Returns the lines of the blocks, with blank lines where Markdown requires them or the document contains them.
pub(super) fn lines(blocks: &[Block], wrap: Wrap) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut before: Option<&Kind> = None;
    for block in blocks {
        let lines = block_lines(&block.kind, wrap);
        let Some(first) = lines.first() else { continue };
        if before.is_some_and(|before| block.gap || !can_follow(before, &block.kind, first)) {
            out.push(String::new());
        }
        out.extend(lines);
        before = Some(&block.kind);
    }
    out
}

/// Returns whether a block that starts with the line `first` can follow another block without a blank line.
fn can_follow(before: &Kind, block: &Kind, first: &str) -> bool {
    match (before, block) {
        (Kind::Paragraph(_) | Kind::Code(_), Kind::Code(_) | Kind::Quote(_)) => true,
        // A list that starts with any number other than 1 cannot interrupt a paragraph. Empty items are not
        // written.
        (Kind::Paragraph(_), Kind::List(_)) => {
            ["- ", "* ", "+ ", "1. ", "1) "].iter().any(|mark| first.starts_with(mark))
        }
        (Kind::Code(_), Kind::Paragraph(_) | Kind::List(_)) => true,
        _ => false,
    }
}

fn block_lines(kind: &Kind, wrap: Wrap) -> Vec<String> {
    match kind {
        Kind::Paragraph(parts) => paragraph(parts, wrap),
        Kind::Heading(parts) => heading(parts).into_iter().collect(),
        Kind::Code(text) => code::block(text),
        Kind::Quote(blocks) => {
            lines(blocks, wrap).iter().map(|line| format!("> {line}").trim_end().to_owned()).collect()
        }
        Kind::List(items) => list(items, wrap),
        Kind::Table(alignments, rows) => table(alignments, rows),
        // The rule consists of underscores, since dashes and asterisks could be list markers.
        Kind::Rule => vec!["___".to_owned()],
    }
}

fn paragraph(parts: &[Inline], wrap: Wrap) -> Vec<String> {
    match wrap {
        Wrap::AsWritten => inline::write(parts, Place::Lines).lines().map(str::to_owned).collect(),
        Wrap::Sentences => sentences::lines(&inline::paragraph(parts, Place::Sentences)),
    }
}

/// Returns a heading as a bold line, so that it does not change the page's outline.
fn heading(parts: &[Inline]) -> Option<String> {
    let text = inline::write(parts, Place::Line);
    Some(text).filter(|text| !text.is_empty())
}

fn list(items: &[Item], wrap: Wrap) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for item in items {
        let lines = lines(&item.blocks, wrap);
        if lines.is_empty() {
            continue;
        }
        if item.gap && !out.is_empty() {
            out.push(String::new());
        }
        let indent = " ".repeat(item.mark.len() + 1);
        for (index, line) in lines.into_iter().enumerate() {
            out.push(match (index, line.is_empty()) {
                (0, _) => format!("{} {line}", item.mark),
                (_, true) => line,
                (_, false) => format!("{indent}{line}"),
            });
        }
    }
    out
}

fn table(alignments: &[Alignment], rows: &[Row]) -> Vec<String> {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let rule = alignments.iter().map(|alignment| {
        let rule = match alignment {
            Alignment::None => "---",
            Alignment::Left => ":--",
            Alignment::Center => ":-:",
            Alignment::Right => "--:",
        };
        rule.to_owned()
    });
    let cells = |cells: &Row| row(cells.iter().map(|cell| inline::write(cell, Place::Cell)).collect());
    let mut out: Vec<String> = rows.iter().map(cells).collect();
    if !out.is_empty() {
        out.insert(1, row(rule.collect()));
    }
    out
}
