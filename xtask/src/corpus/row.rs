//! All results for one document, as a row of the report.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::find::Document;
use super::tally::Stock;

/// All results for one document.
pub(super) struct Row {
    pub(super) document: Document,
    pub(super) measured: Measured,
    pub(super) checked: Option<Checked>,
    pub(super) tested: Option<Tested>,
}

/// The outcome for a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Fate {
    /// A crate was generated.
    Generated,
    /// The generator rejected the document with findings.
    Refused,
    /// The file is not an OpenAPI description of a supported version.
    NotOpenApi,
    /// The process ended without a result.
    #[default]
    Crashed,
    /// The process exceeded the time limit.
    TimedOut,
}

/// The generator's result for a document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Measured {
    pub(super) fate: Fate,
    /// The reason why there is no crate.
    pub(super) reason: Option<String>,
    /// The version declared by the document.
    pub(super) version: String,
    /// The number of documented operations.
    pub(super) operations: usize,
    /// The number of operations that became methods.
    pub(super) emitted: usize,
    /// The number of emitted types.
    pub(super) types: usize,
    /// The number of lines in emitted Rust files, without the runtime.
    pub(super) lines: usize,
    /// Emitted Rust files that do not parse, with the reason.
    pub(super) broken: Vec<String>,
    /// The findings by code.
    pub(super) findings: BTreeMap<String, Found>,
    /// The outcomes of the constructs.
    #[serde(default)]
    pub(super) stock: Stock,
    /// The time in seconds, from reading the file to the last emitted file.
    pub(super) seconds: f64,
    /// The peak memory in MB, if the system reports it.
    pub(super) memory: Option<u64>,
    /// The hash of the emitted crate.
    pub(super) crate_hash: u64,
}

/// The findings with one code.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Found {
    pub(super) severity: String,
    /// The outcome of the affected constructs.
    pub(super) fate: String,
    pub(super) number: usize,
    /// The first finding with the code.
    pub(super) example: String,
}

/// The compiler's result for a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Checked {
    pub(super) compiles: bool,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    /// The first error, or the first warning if there is no error.
    pub(super) first: Option<String>,
}

/// The outcome of the emitted tests of a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tested {
    /// The number of tests that passed.
    pub passed: usize,
    /// The number of tests that failed.
    pub failed: usize,
    /// The reason why there is no result, or the first failure.
    pub first: Option<String>,
}

impl Tested {
    /// Returns whether the tests were run and all of them passed.
    pub fn is_good(&self) -> bool {
        self.first.is_none() && self.failed == 0
    }

    /// Creates the result for tests that could not be run.
    pub fn not_run(why: impl Into<String>) -> Self {
        Self { first: Some(why.into()), ..Self::default() }
    }
}
