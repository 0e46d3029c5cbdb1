//! Runs the generator on a single document, in a separate process.
//!
//! The worker collects all statistics and passes them to the parent in a JSON file.

use std::fs;
use std::time::Instant;

use generator::config::Config;
use generator::diagnostic::{self, Code, Diagnostics, Severity};
use generator::{Contents, Failure, Files, Input, Model, Pipeline, Plan, Run, Source, syntax_errors};
use serde_json::Value;

use super::CorpusOne;
use super::paths::hash;
use super::row::{Fate, Found, Measured};
use super::tally::Stock;
use crate::Outcome;
use crate::report;

impl Measured {
    fn collect_statistics(&mut self, source: &Source, model: Option<&Model>, findings: &Diagnostics) {
        (self.stock, self.operations, self.emitted) = Stock::from_findings(source, model, findings);
    }
}

impl CorpusOne {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        let measured = self.measure();
        let text = serde_json::to_string(&measured).unwrap_or_default();
        match fs::write(&self.result, text) {
            Ok(()) => Outcome::Done,
            Err(error) => {
                report::say(&format!("cannot write {}: {error}", report::shown(&self.result)));
                Outcome::BadInput
            }
        }
    }

    fn measure(&self) -> Measured {
        let start = Instant::now();
        let mut measured = Measured::default();
        let settings = super::find::settings(&self.file);
        let mut config = match settings.exists().then(|| Config::read(&settings)) {
            None => Config::default(),
            Some(Ok(config)) => config,
            Some(Err(finding)) => {
                measured.fate = Fate::Refused;
                measured.reason = Some(finding.to_string());
                return measured;
            }
        };
        config.package.name = Some(self.name.clone());
        match Pipeline::new(config).run(&Input::file(&self.file)) {
            Err(Failure::File(wrong)) => {
                measured.fate = Fate::Refused;
                measured.reason = Some(wrong.finding.to_string());
                return measured;
            }
            Err(Failure::Output(finding)) => {
                measured.fate = Fate::Refused;
                measured.reason = Some(finding.to_string());
            }
            Err(Failure::Document { source, findings }) => {
                measured.version = version(source.tree());
                refused(&mut measured, &findings);
                measured.collect_statistics(&source, None, &findings);
            }
            Ok(Run { source, model, findings }) => {
                measured.version = version(source.tree());
                measured.fate = Fate::Generated;
                count(&mut measured, &findings);
                let files = match model.crate_files() {
                    Ok(files) => files,
                    Err(finding) => {
                        measured.fate = Fate::Refused;
                        measured.reason = Some(finding.to_string());
                        return measured;
                    }
                };
                measured.seconds = start.elapsed().as_secs_f64();
                generated(&mut measured, &model, &files);
                measured.collect_statistics(&source, Some(&model), &findings);
                if let Some(problem) =
                    self.out.as_ref().and_then(|out| written(out, &model.crate_contents(), files))
                {
                    measured.fate = Fate::Refused;
                    measured.reason = Some(problem);
                }
            }
        }
        measured.memory = memory();
        measured
    }
}

fn refused(measured: &mut Measured, findings: &Diagnostics) {
    let not_openapi = |code| matches!(code, Code::NotOpenapi | Code::UnsupportedVersion);
    let error = findings.iter().find(|finding| finding.severity == Severity::Error);
    measured.fate = match error {
        Some(error) if not_openapi(error.code) => Fate::NotOpenApi,
        _ => Fate::Refused,
    };
    measured.reason = error.map(ToString::to_string);
    count(measured, findings);
}

fn generated(measured: &mut Measured, model: &Model, files: &Files) {
    measured.types = model.emitted_types();
    let own = |path: &str| path.ends_with(".rs") && !path.starts_with("src/runtime");
    measured.lines = files.iter().filter(|(path, _)| own(path)).map(|(_, text)| text.lines().count()).sum();
    measured.broken = syntax_errors(files);
    let parts: Vec<&[u8]> =
        files.iter().flat_map(|(path, text)| [path.as_bytes(), text.as_bytes()]).collect();
    measured.crate_hash = hash(&parts);
}

fn count(measured: &mut Measured, findings: &Diagnostics) {
    for finding in findings.iter() {
        let found = measured.findings.entry(finding.code.name().to_owned()).or_insert_with(|| Found {
            severity: finding.severity.to_string(),
            fate: fate(finding.code).to_owned(),
            number: 0,
            example: format!("{}: {}", finding.pointer, finding.message),
        });
        found.number += 1;
    }
}

/// Returns the outcome of a finding as one word.
fn fate(code: Code) -> &'static str {
    match code.outcome() {
        _ if code.is_defect() => "repaired",
        Some(diagnostic::Outcome::Handled) => "noted",
        Some(outcome) => outcome.name(),
        None => "dropped",
    }
}

/// Writes the crate, or returns a message on failure.
fn written(out: &std::path::Path, contents: &Contents, files: Files) -> Option<String> {
    Plan::new(out, contents, files).and_then(Plan::apply).err().map(|finding| finding.to_string())
}

fn version(tree: &Value) -> String {
    let version = tree.get("openapi").or_else(|| tree.get("swagger"));
    version
        .map(|version| version.as_str().map_or_else(|| version.to_string(), str::to_owned))
        .unwrap_or_default()
}

/// Returns the peak memory of this process in MB; available only on Linux.
fn memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? / 1024)
}
