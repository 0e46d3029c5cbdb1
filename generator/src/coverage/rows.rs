//! Finds the row of a keyword in the table.

use std::collections::BTreeMap;

use super::table::{Kind, Row, Rule, bare};
use crate::diagnostic::Outcome;
use crate::normalise::Dialect;

/// The row of vendor extensions, which every kind of object has.
pub const EXTENSION: Row = Row {
    rule: Rule::Either(
        &[
            (Outcome::Handled, "configured in sdk.toml"),
            (Outcome::Dropped, "a vendor extension; sdk.toml can map some"),
        ],
        // The predicate is always false, because the walk itself handles configured extensions.
        |_| false,
    ),
    ..bare("x-…")
};

/// The row of unknown keywords.
pub const UNKNOWN: Row = Row {
    rule: Rule::Always(Outcome::Dropped, "not a keyword of this object in any OpenAPI version"),
    ..bare("any other")
};

/// All rows, indexed by kind and keyword.
pub(super) struct Rows {
    /// All rows with their kinds; other tables refer to them by index.
    pub(super) all: Vec<(Kind, &'static Row)>,
    by_keyword: BTreeMap<Kind, BTreeMap<&'static str, Vec<usize>>>,
}

impl Rows {
    pub(super) fn new() -> Self {
        let mut rows = Self { all: Vec::new(), by_keyword: BTreeMap::new() };
        for kind in Kind::ALL {
            let of_kind = rows.by_keyword.entry(kind).or_default();
            for row in kind.rows().iter().chain([&EXTENSION, &UNKNOWN]) {
                of_kind.entry(row.keyword).or_default().push(rows.all.len());
                rows.all.push((kind, row));
            }
        }
        rows
    }

    /// Returns the row of a keyword in the given version, and its row in any other version.
    pub(super) fn find(
        &self,
        kind: Kind,
        keyword: &str,
        dialect: Dialect,
    ) -> (Option<(usize, &'static Row)>, Option<&'static Row>) {
        let rows =
            self.by_keyword.get(&kind).and_then(|rows| rows.get(keyword)).map_or(&[][..], Vec::as_slice);
        let found = || rows.iter().filter_map(|index| Some((*index, self.all.get(*index)?.1)));
        let other = found().map(|(_, row)| row).find(|row| !row.dialects.contains(&dialect));
        (found().find(|(_, row)| row.dialects.contains(&dialect)), other)
    }
}
