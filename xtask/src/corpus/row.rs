//! Row: what is known about a document in the end.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::find::Document;
use super::tally::Stock;

/// What is known of a document in the end.
pub(super) struct Row {
    pub(super) document: Document,
    pub(super) measured: Measured,
    pub(super) checked: Option<Checked>,
}

/// How it went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Fate {
    /// There is a crate.
    Generated,
    /// The generator said why there is none.
    Refused,
    /// The file is no OpenAPI description, or not one of a version that is read.
    NotOpenApi,
    /// The process ended without a word.
    #[default]
    Crashed,
    /// The time limit was reached.
    TimedOut,
}

/// What came of a document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Measured {
    pub(super) fate: Fate,
    /// Why there is no crate.
    pub(super) reason: Option<String>,
    /// The version that the document bears.
    pub(super) version: String,
    /// Operations of the document.
    pub(super) operations: usize,
    /// Those that became methods.
    pub(super) emitted: usize,
    /// Types that were emitted.
    pub(super) types: usize,
    /// Lines of all emitted Rust files, but for the runtime's.
    pub(super) lines: usize,
    /// Emitted Rust files that do not parse, and why.
    pub(super) broken: Vec<String>,
    /// The findings, by their codes.
    pub(super) findings: BTreeMap<String, Found>,
    /// What became of its constructs.
    #[serde(default)]
    pub(super) stock: Stock,
    /// Seconds, from the file to the text of the last emitted file.
    pub(super) seconds: f64,
    /// The most memory that was in use, in MB, where the system tells.
    pub(super) memory: Option<u64>,
    /// Changes with the emitted crate.
    pub(super) crate_hash: u64,
}

/// Findings of one code.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Found {
    pub(super) severity: String,
    /// What became of what they are about.
    pub(super) fate: String,
    pub(super) number: usize,
    /// The first of them.
    pub(super) example: String,
}

/// What the compiler said of a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Checked {
    pub(super) compiles: bool,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    /// The first message, an error if there is one.
    pub(super) first: Option<String>,
}
