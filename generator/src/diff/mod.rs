//! Diff: what changed from one document to another, and what that does to those who use the crate.
//!
//! Beside the pipeline, after `name`: a pure function of two models. It compares what the documents say (`ir`), and asks facts and names
//! only whether any of it can be seen in Rust. What neither crate contains is not looked at. [`rules`] is the one table that judges; how
//! a list of changes looks on a page or in a changelog is the command line's business.

mod change;
mod enums;
mod fields;
mod models;
mod operation;
mod pair;
mod params;
mod preview;
mod responses;
mod rules;
mod service;
mod types;

pub use change::{Change, Changes, Direction, Impact, Official, Outcome, Place};
pub use rules::{Kind, Rule};

use crate::Model;
use pair::Pair;

/// The changes from the old document to the new one.
///
/// Operations are matched by method and path (whatever its placeholders are called), then by `operationId`; schemas by name;
/// parameters by name and place; what is written out inside another by its place there.
pub fn diff(old: &Model, new: &Model) -> Changes {
    let pair = Pair::new(old, new);
    let mut list = Vec::new();
    service::compare(&pair, &mut list);
    operation::compare(&pair, &mut list);
    models::compare(&pair, &mut list);
    list.sort_by_key(|change| match change.place {
        change::Place::Api => 0,
        change::Place::Operation(_) => 1,
        change::Place::Model(_) => 2,
    });
    Changes { list: grouped(list) }
}

/// Puts the changes of one place side by side, where its first one stands.
fn grouped(list: Vec<Change>) -> Vec<Change> {
    let mut first = std::collections::BTreeMap::new();
    for (index, change) in list.iter().enumerate() {
        first.entry(change.place.clone()).or_insert(index);
    }
    let mut list: Vec<_> =
        list.into_iter().map(|change| (first.get(&change.place).copied(), change)).collect();
    list.sort_by_key(|(place, _)| *place);
    list.into_iter().map(|(_, change)| change).collect()
}
