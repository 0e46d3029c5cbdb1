//! `docs`: generates the pages of one flavor into a separate folder.

use std::time::Instant;

use generator::Report;

use crate::Outcome;
use crate::arguments::Docs;
use crate::generate::{Mode, as_json, bring_up_to_date, size};
use crate::project;
use crate::report::count;

impl Docs {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        let start = Instant::now();
        let Some(made) = project::model(&self.input, "nothing was generated") else {
            return Outcome::BadInput;
        };
        let Some(files) = made.pages("nothing was generated", self.flavor) else {
            return Outcome::BadInput;
        };
        let mode = if self.check { Mode::Check } else { Mode::Write };
        if self.output.is_json() {
            return as_json(&self.out, files, None, mode, &made);
        }
        bring_up_to_date(&self.out, files, None, mode, |done| {
            let Report { written, unchanged, removed } = done;
            format!(
                "{} ({}); {written} written, {unchanged} unchanged, {removed} removed; {}; {:.2} s",
                size(&made.model),
                self.flavor,
                count(made.warnings, "warning"),
                start.elapsed().as_secs_f64(),
            )
        })
    }
}
