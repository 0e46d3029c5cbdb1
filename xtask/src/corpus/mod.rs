//! `corpus`: runs the generator on a folder of real documents and reports the results.
//!
//! ```text
//!  find ──▶ sample ──▶ processes (one per document) ──▶ check ──▶ trial (both: cargo) ──▶ totals ──▶ page
//!                            │                            │         │
//!                            └────────── state (on disk) ─┴─────────┘
//! ```
//!
//! A document is hostile input. Each document is processed in a separate process ([`worker`]), which may
//! crash or hang without harm. Every result is stored immediately ([`state`]), so that an interrupted run can
//! resume.

mod arguments;
pub mod cell;
mod check;
mod fetch;
pub mod find;
mod page;
pub mod paths;
pub(crate) mod processes;
mod progress;
pub mod row;
pub mod sample;
mod state;
mod tally;
mod totals;
pub mod trial;
mod worker;
pub mod workspace;

use std::fs;
use std::time::{Duration, Instant};

use generator::diagnostic::{Code, Diagnostic};

use crate::Outcome;
use crate::checkout;
use crate::report;
pub(crate) use arguments::{Corpus, CorpusOne};
use paths::{at_file, failed, write_report};
use processes::Processes;
use row::Row;
use state::State;
use totals::Totals;

impl Corpus {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        match self.rows() {
            Ok((rows, seconds)) => self.conclude(&rows, seconds),
            Err(finding) => {
                report::show_without_source(&finding);
                Outcome::BadInput
            }
        }
    }

    fn rows(&self) -> Result<(Vec<Row>, f64), Box<Diagnostic>> {
        let start = Instant::now();
        if self.fetch {
            fetch::fetch(&self.dir)?;
        }
        let mut documents = find::documents(&self.dir)?;
        if let Some(number) = self.sample {
            documents = sample::sample(documents, number, self.seed);
        }
        if documents.is_empty() {
            let message =
                format!("there is no OpenAPI document in `{}` or its subfolders", self.dir.display());
            return Err(failed(
                Code::NoDocument,
                message,
                "specify a folder that contains documents, or add --fetch",
            ));
        }
        let work = match &self.work {
            Some(work) => work.clone(),
            None => checkout::root()?.join("target").join("corpus"),
        };
        fs::create_dir_all(&work).map_err(|error| at_file("create", &work, &error))?;
        let mut state = State::open(&work, self.fresh)?;
        let children = Processes {
            work: work.clone(),
            jobs: self.jobs.unwrap_or_else(all_processors),
            limit: Duration::from_secs(self.limit),
        };
        let measured = children.measure(&documents, &mut state)?;
        let mut rows: Vec<Row> = documents
            .into_iter()
            .zip(measured)
            .map(|(document, measured)| Row { document, measured, checked: None, tested: None })
            .collect();
        if self.check {
            check::Check { children: &children, tests: self.tests }.run(&mut rows, &mut state)?;
        }
        if self.tests {
            let trial = trial::Trial { children: &children, share: self.share, seed: self.seed };
            trial.run(&mut rows, &mut state)?;
        }
        Ok((rows, start.elapsed().as_secs_f64()))
    }

    /// Prints and writes the results.
    fn conclude(&self, rows: &[Row], seconds: f64) -> Outcome {
        let totals = Totals::from_rows(rows, seconds);
        report::print(&page::summary(&totals));
        report::print(&page::failing_tests(rows));
        if let Some(path) = &self.report {
            let text = |is_json| match is_json {
                true => page::json(&totals, rows),
                false => page::markdown(&totals, rows),
            };
            if let Err(finding) = write_report(path, text) {
                report::show_without_source(&finding);
                return Outcome::BadInput;
            }
        }
        if totals.is_good() { Outcome::Done } else { Outcome::Findings }
    }
}

fn all_processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
