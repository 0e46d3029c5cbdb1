//! `verify`: compares emitted crates with their documents, by random instances, tests and rustdoc.
//!
//! ```text
//!  document ──▶ generator ──▶ crate ──▶ cargo ──▶ emitted tests, rustdoc
//!      │                                  │
//!      └─▶ schemas ──▶ instance ──▶ judge ──▶ decoder ──▶ compare ──▶ shrink
//! ```
//!
//! The lower row does not use the generator's model, except for the names of the types.

mod arguments;
mod cargo;
mod compare;
mod decoder;
mod findings;
mod found;
mod instance;
mod instances;
mod judge;
mod page;
mod schemas;
mod shrink;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Instant;

use generator::config::Config;
use generator::diagnostic::Diagnostic;
use generator::{Failure, Input, Pipeline, Run, inspect};
use serde_json::Value;

use crate::corpus::find::{self, Document};
use crate::corpus::paths::{at_file, failed, package_of, slashed};
use crate::corpus::sample;
use crate::{Outcome, checkout, report};
pub(crate) use arguments::{Check, Verify};
use cargo::Crate;
use findings::Findings;
use found::{Totals, Verified};
use instances::Target;

impl Verify {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        match self.results() {
            Ok(all) => self.conclude(&all),
            Err(finding) => {
                report::show_without_source(&finding);
                Outcome::BadInput
            }
        }
    }

    fn results(&self) -> Result<Vec<Verified>, Box<Diagnostic>> {
        let documents = self.documents()?;
        let work = match &self.work {
            Some(work) => work.clone(),
            None => checkout::root()?.join("target").join("verify"),
        };
        fs::create_dir_all(&work).map_err(|error| at_file("make", &work, &error))?;
        let work = work.canonicalize().map_err(|error| at_file("find", &work, &error))?;
        let mut all = Vec::new();
        for document in &documents {
            let start = Instant::now();
            let mut found = self.document(document, &work)?;
            found.path = slashed(&document.path);
            found.seconds = start.elapsed().as_secs_f64();
            report::say(&page::line(&found));
            all.push(found);
        }
        Ok(all)
    }

    fn documents(&self) -> Result<Vec<Document>, Box<Diagnostic>> {
        let mut documents = if self.path.is_dir() {
            find::documents(&self.path)?
        } else {
            let folder = self.path.parent().unwrap_or(Path::new(""));
            find::document(folder, self.path.clone())?.into_iter().collect()
        };
        if let Some(number) = self.sample {
            documents = sample::sample(documents, number, self.seed);
        }
        if documents.is_empty() {
            let message = format!("`{}` contains no OpenAPI document", self.path.display());
            return Err(failed("no-documents", message, "specify a document, or a folder with documents"));
        }
        Ok(documents)
    }

    /// Runs the checks of one document.
    fn document(&self, document: &Document, work: &Path) -> Result<Verified, Box<Diagnostic>> {
        let mut found = Verified::default();
        let package = package_of(&document.path);
        let mut config = Config::default();
        config.package.name = Some(package.clone());
        let Run { source, model, findings } = match Pipeline::new(config).run(&Input::file(&document.file)) {
            Ok(run) => run,
            Err(failure) => {
                found.unusable = Some(reason(&failure));
                return Ok(found);
            }
        };
        let files = match model.crate_files() {
            Ok(files) => files,
            Err(finding) => {
                found.unusable = Some(finding.to_string());
                return Ok(found);
            }
        };
        let view = inspect::view(&model);
        let (targets, optional) = (targets(source.tree(), &view), optional(source.tree(), &view));
        let program =
            decoder::program(&package.replace('-', "_"), targets.iter().map(|one| one.path.as_str()));
        let krate = Crate::write(work, &package, &files, &program, self.jobs)?;
        let (instances, tests) = (self.runs(Check::Instances), self.runs(Check::Tests));
        if instances || tests {
            let programs = match krate.build(instances, tests)? {
                Ok(programs) => programs,
                Err(why) => {
                    found.unusable = Some(format!("the crate does not compile: {why}"));
                    return Ok(found);
                }
            };
            if let Some(program) = &programs.decoder {
                let findings = Findings::new(&findings);
                let (tree, number, seed) = (source.tree(), self.instances, self.seed);
                let check = instances::Check {
                    tree,
                    targets: &targets,
                    optional: &optional,
                    findings: &findings,
                    number,
                    seed,
                };
                match check.run(program) {
                    Ok(instances) => found.instances = Some(instances),
                    Err(why) => found.unusable = Some(format!("the schemas cannot be validated: {why}")),
                }
            }
            if tests {
                found.tests = Some(krate.test(&programs)?);
            }
        }
        if self.runs(Check::Docs) {
            found.docs = Some(krate.docs()?);
        }
        krate.remove()?;
        Ok(found)
    }

    fn runs(&self, check: Check) -> bool {
        self.only.contains(&check)
    }

    /// Prints and writes the results.
    fn conclude(&self, all: &[Verified]) -> Outcome {
        let totals = Totals::of(all);
        report::print(&page::summary(&totals));
        report::print(&page::failures(all));
        if let Some(path) = &self.report {
            let text = match path.extension().is_some_and(|extension| extension == "json") {
                true => page::json(&totals, all),
                false => page::markdown(&totals, all),
            };
            if let Err(error) = fs::write(path, text) {
                report::show_without_source(&at_file("write", path, &error));
                return Outcome::BadInput;
            }
            report::say(&format!("the report is in {}", report::shown(path)));
        }
        if totals.good == totals.documents { Outcome::Done } else { Outcome::Findings }
    }
}

/// Returns the first error of a document that cannot be turned into a crate.
fn reason(failure: &Failure) -> String {
    match failure {
        Failure::File(wrong) => wrong.finding.to_string(),
        Failure::Document { findings, .. } => findings
            .iter()
            .find(|finding| finding.severity == generator::diagnostic::Severity::Error)
            .map(ToString::to_string)
            .unwrap_or_default(),
    }
}

/// The location of schemas in the components of a model.
const COMPONENTS: &str = "/components/schemas";

/// Returns the location of schemas in the components of a document.
fn folder(tree: &Value) -> &'static str {
    if tree.get("swagger").is_some() { "/definitions" } else { COMPONENTS }
}

/// Returns the schemas in the document's components that have an emitted type.
fn targets(tree: &Value, view: &inspect::Api) -> Vec<Target> {
    let target = |ty: &inspect::TypeView| {
        let name = ty.schema.as_ref()?.replace('~', "~0").replace('/', "~1");
        let pointer = format!("{}/{name}", folder(tree));
        tree.pointer(&pointer)?;
        Some(Target { pointer, path: ty.rust.clone()? })
    };
    view.types.iter().filter_map(target).collect()
}

/// Returns the properties that are absent after null was read (`docs/decisions/nullable-fields.md`), each as the JSON
/// pointer to the schema and the name.
fn optional(tree: &Value, view: &inspect::Api) -> BTreeSet<(String, String)> {
    let is_optional = |member: &&inspect::MemberView| member.notes.contains(&"optional");
    let of_type = |ty: &inspect::TypeView| {
        let pointer = match ty.pointer.strip_prefix(COMPONENTS) {
            Some(rest) => format!("{}{rest}", folder(tree)),
            None => ty.pointer.clone(),
        };
        let members = ty.members.iter().filter(is_optional).filter_map(|member| member.name.clone());
        members.map(|name| (pointer.clone(), name)).collect::<Vec<_>>()
    };
    view.types.iter().flat_map(of_type).collect()
}
