//! `schema`: the JSON Schema for `sdk.toml`, and the reference page that is generated from it.
//!
//! The schema is derived from the types of `generator::config`. A test compares `sdk.schema.json` with these types,
//! so the program does not need the library that derives the schema.

mod page;

use crate::arguments::Schema;
use crate::{Outcome, report};

/// The JSON Schema for `sdk.toml`.
const SCHEMA: &str = include_str!("sdk.schema.json");

impl Schema {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        if !self.reference {
            report::print(SCHEMA);
            return Outcome::Done;
        }
        match serde_json::from_str(SCHEMA) {
            Ok(schema) => {
                report::print(&page::render(&schema));
                Outcome::Done
            }
            Err(error) => {
                report::say(&format!("cannot read the schema: {error}"));
                Outcome::BadInput
            }
        }
    }
}
