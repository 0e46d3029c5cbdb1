//! `inspect`: the model, for people or for programs.
//!
//! [`generator::inspect`] collects the strings; [`text`] lays them out in columns, and serde writes them as JSON.

mod text;

use generator::inspect;

use crate::Outcome;
use crate::cli::Inspect;
use crate::project;
use crate::project::Input;
use crate::report;

impl Inspect {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        let input = Input { spec: self.file, ..Input::default() };
        let Some(made) = project::model(&input, false) else {
            return Outcome::BadInput;
        };
        let view = inspect::view(&made.model);
        if !self.json {
            report::print(&text::render(&view));
            return Outcome::Done;
        }
        match report::print_json(&view) {
            Ok(()) => Outcome::Done,
            Err(error) => {
                report::say(&format!("the model cannot be written as JSON: {error}"));
                Outcome::BadInput
            }
        }
    }
}
