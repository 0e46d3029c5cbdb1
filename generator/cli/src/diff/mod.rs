//! `diff`: the changes between two documents, as text, Markdown or JSON.
//!
//! The generator finds and rates the changes. [`view`] collects the output, which [`text`], [`markdown`] and serde
//! format.

mod kinds;
mod markdown;
pub(crate) mod shown;
mod text;
pub(crate) mod view;

use generator::diff::{Impact, diff};

use crate::Outcome;
use crate::arguments::{Diff, Format};
use crate::documents::{self, Wanted};
use crate::report;

impl Diff {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        if self.kinds {
            report::print(&kinds::table());
            return Outcome::Done;
        }
        let wanted = Wanted {
            old: self.old.as_deref(),
            new: self.new.as_deref(),
            config: self.config.as_deref(),
            lenient: self.lenient,
            bare: self.no_overlays,
        };
        let Some(documents) = documents::read(&wanted) else {
            return Outcome::BadInput;
        };
        let changes = diff(&documents.old, &documents.new);
        let view = view::view(&documents, &changes);
        let is_breaking = changes.impact() == Some(Impact::Breaking);
        let outcome = if is_breaking { Outcome::Findings } else { Outcome::Done };
        match self.format {
            Format::Text => report::print(&text::render(&view)),
            Format::Markdown => report::print(&markdown::render(&view)),
            Format::Json => return report::print_json(&view, outcome),
        }
        outcome
    }
}
