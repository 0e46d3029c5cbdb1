//! `inspect`: the model, as text or JSON.
//!
//! [`generator::inspect`] collects the strings; [`text`] formats them in columns, serde as JSON.

mod text;

use generator::inspect;

use crate::Outcome;
use crate::arguments::Inspect;
use crate::project;
use crate::project::Input;
use crate::report;

impl Inspect {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        let input = Input { spec: self.spec, ..Input::default() };
        let Some(made) = project::model(&input, false, "nothing was printed") else {
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
                report::say(&format!("cannot write the model as JSON: {error}"));
                Outcome::BadInput
            }
        }
    }
}
