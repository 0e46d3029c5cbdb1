//! `inspect`: the model, as text or JSON.
//!
//! [`generator::inspect`] collects the strings. [`text`] formats them in columns, and serde as JSON.

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
        let Some(made) = project::model(&input, "nothing was printed") else {
            return Outcome::BadInput;
        };
        let view = inspect::view(&made.model);
        if self.json {
            return report::print_json(&view, Outcome::Done);
        }
        self.output.print(|| text::render(&view), &view)
    }
}
