//! `verify`: checks emitted crates against their documents, with random instances, the emitted tests and rustdoc.
//!
//! ```text
//!  document ──▶ generator ──▶ crate ──▶ cargo ──▶ emitted tests, rustdoc
//!      │                                  │
//!      └─▶ schemas ──▶ instance ──▶ judge ──▶ decoder ──▶ compare ──▶ shrink
//! ```
//!
//! The lower row does not use the generator's model, except for the names of the types.

mod cargo;
mod compare;
mod decoder;
mod findings;
mod found;
mod instance;
mod instances;
mod judge;
mod page;
mod requests;
mod schemas;
mod shrink;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, Subcommand};
use generator::config::Config;
use generator::diagnostic::{Code, Diagnostic};
use generator::{Failure, Input, Pipeline, Run, Source, inspect};
use openapi_crate::report::{self, Display};
use openapi_crate::{Outcome, Selection, program};
use serde_json::Value;
use xtask::checkout;
use xtask::corpus::find::{self, Document};
use xtask::corpus::paths::{at_file, failed, package_of, slashed, write_report};
use xtask::corpus::sample;
use xtask::verify::{Check, Verify};

use cargo::{Programs, Workspace};
use findings::Findings;
use found::{Totals, Verified};
use instances::Target;

/// The maximum number of crates that are compiled together.
const BATCH: usize = 12;

/// A document with an emitted crate.
struct Emitted {
    package: String,
    source: Source,
    targets: Vec<Target>,
    /// The properties for which null is decoded as absent.
    optional: BTreeSet<(String, String)>,
    findings: Findings,
}

/// The arguments of `cargo xtask`, with `verify` as the only command.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    display: Display,
    #[command(flatten)]
    selection: Selection,
}

/// The command.
#[derive(Debug, Subcommand)]
enum Command {
    Verify(Verify),
}

fn main() -> ExitCode {
    let Arguments { command: Command::Verify(arguments), display, selection } = program::parse("cargo xtask");
    display.apply();
    selection.apply();
    Verification { arguments }.run().into()
}

/// A run of the command.
struct Verification {
    arguments: Verify,
}

impl Verification {
    fn run(self) -> Outcome {
        let start = Instant::now();
        match self.results() {
            Ok(all) => self.conclude(&all, start.elapsed().as_secs_f64()),
            Err(finding) => {
                report::show_without_source(&finding);
                Outcome::BadInput
            }
        }
    }

    fn results(&self) -> Result<Vec<Verified>, Box<Diagnostic>> {
        let documents = self.documents()?;
        let work = match &self.arguments.work {
            Some(work) => work.clone(),
            None => checkout::root()?.join("target").join("verify"),
        };
        fs::create_dir_all(&work).map_err(|error| at_file("make", &work, &error))?;
        let work = work.canonicalize().map_err(|error| at_file("find", &work, &error))?;
        let mut all = Vec::new();
        for batch in documents.chunks(BATCH) {
            self.batch(batch, &work, &mut all)?;
        }
        Ok(all)
    }

    /// Verifies documents whose crates are compiled together.
    fn batch(
        &self,
        documents: &[Document],
        work: &Path,
        all: &mut Vec<Verified>,
    ) -> Result<(), Box<Diagnostic>> {
        let mut workspace = Workspace::new(work, self.arguments.jobs)?;
        let mut emitted = Vec::new();
        for document in documents {
            emitted.push(self.emitted(document, &mut workspace)?);
        }
        let (instances, tests) = (self.runs(Check::Instances), self.runs(Check::Tests));
        let mut programs = if (instances || tests) && emitted.iter().any(Result::is_ok) {
            workspace.build(instances, tests)?
        } else {
            BTreeMap::new()
        };
        for (document, emitted) in documents.iter().zip(emitted) {
            let mut found = match emitted {
                Ok(emitted) => {
                    let programs = programs.remove(&emitted.package).unwrap_or_default();
                    self.checked(&emitted, &programs, &workspace)?
                }
                Err(why) => Verified { unusable: Some(why), ..Verified::default() },
            };
            found.path = slashed(&document.path);
            report::say(&page::line(&found));
            all.push(found);
        }
        workspace.remove()
    }

    fn documents(&self) -> Result<Vec<Document>, Box<Diagnostic>> {
        let mut documents = if self.arguments.path.is_dir() {
            find::documents(&self.arguments.path)?
        } else {
            let folder = self.arguments.path.parent().unwrap_or(Path::new(""));
            find::document(folder, self.arguments.path.clone())?.into_iter().collect()
        };
        if let Some(number) = self.arguments.sample {
            documents = sample::sample(documents, number, self.arguments.seed);
        }
        if documents.is_empty() {
            let message = format!("`{}` contains no OpenAPI document", self.arguments.path.display());
            return Err(failed(Code::NoDocument, message, "specify a document, or a folder with documents"));
        }
        Ok(documents)
    }

    /// Emits the crate of a document into the workspace, or returns the reason why no crate was emitted.
    fn emitted(
        &self,
        document: &Document,
        workspace: &mut Workspace<'_>,
    ) -> Result<Result<Emitted, String>, Box<Diagnostic>> {
        let package = package_of(&document.path);
        let mut config = Config::default();
        config.package.name = Some(package.clone());
        let Run { source, model, findings } = match Pipeline::new(config).run(&Input::file(&document.file)) {
            Ok(run) => run,
            Err(failure) => return Ok(Err(reason(&failure))),
        };
        let files = match model.crate_files() {
            Ok(files) => files,
            Err(finding) => return Ok(Err(finding.to_string())),
        };
        let view = inspect::view(&model);
        let (targets, optional) = (targets(source.tree(), &view), optional(source.tree(), &view));
        let paths = targets.iter().map(|target| target.path.as_str());
        workspace.add(&package, &files, &decoder::program(&package, paths))?;
        Ok(Ok(Emitted { package, source, targets, optional, findings: Findings::new(&findings) }))
    }

    /// Runs the checks of one document.
    fn checked(
        &self,
        emitted: &Emitted,
        programs: &Programs,
        workspace: &Workspace<'_>,
    ) -> Result<Verified, Box<Diagnostic>> {
        let start = Instant::now();
        let mut found = Verified::default();
        if let Some(why) = &programs.error {
            found.unusable = Some(format!("the crate does not compile: {why}"));
            return Ok(found);
        }
        if let Some(program) = &programs.decoder {
            let check = instances::Check {
                tree: emitted.source.tree(),
                targets: &emitted.targets,
                optional: &emitted.optional,
                findings: &emitted.findings,
                number: self.arguments.instances,
                seed: self.arguments.seed,
            };
            match check.run(program) {
                Ok(instances) => found.instances = Some(instances),
                Err(why) => found.unusable = Some(format!("the schemas cannot be validated: {why}")),
            }
        }
        if self.runs(Check::Tests) {
            let (tested, requests) = workspace.test(programs)?;
            found.tests = Some(tested);
            match requests::check(emitted.source.tree(), &emitted.findings, &requests) {
                Ok(requests) => found.requests = Some(requests),
                Err(why) => found.unusable = Some(format!("the schemas cannot be validated: {why}")),
            }
        }
        if self.runs(Check::Docs) {
            found.docs = Some(workspace.docs(&emitted.package)?);
        }
        found.seconds = start.elapsed().as_secs_f64();
        Ok(found)
    }

    fn runs(&self, check: Check) -> bool {
        self.arguments.only.contains(&check)
    }

    /// Prints and writes the results.
    fn conclude(&self, all: &[Verified], seconds: f64) -> Outcome {
        let totals = Totals::of(all, seconds);
        report::print(&page::summary(&totals));
        report::print(&page::failures(all));
        if let Some(path) = &self.arguments.report {
            let text = |is_json| match is_json {
                true => page::json(&totals, all),
                false => page::markdown(&totals, all),
            };
            if let Err(finding) = write_report(path, text) {
                report::show_without_source(&finding);
                return Outcome::BadInput;
            }
        }
        if totals.good == totals.documents { Outcome::Done } else { Outcome::Findings }
    }
}

/// Returns the first error of a document for which no crate can be generated.
fn reason(failure: &Failure) -> String {
    match failure {
        Failure::File(wrong) => wrong.finding.to_string(),
        Failure::Output(finding) => finding.to_string(),
        Failure::Document { findings, .. } => findings
            .iter()
            .find(|finding| finding.severity == generator::diagnostic::Severity::Error)
            .map(ToString::to_string)
            .unwrap_or_default(),
    }
}

/// The keywords whose schemas apply to the same value as the schema that contains them.
const PARTS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// The JSON pointer to the schemas of a model.
const COMPONENTS: &str = "/components/schemas";

/// Returns the JSON pointer to the reusable schemas of a document.
fn folder(tree: &Value) -> &'static str {
    if tree.get("swagger").is_some() { "/definitions" } else { COMPONENTS }
}

/// Returns the JSON pointer to a type's schema in the document.
fn pointer(tree: &Value, ty: &inspect::TypeView) -> String {
    match ty.pointer.strip_prefix(COMPONENTS) {
        Some(rest) => format!("{}{rest}", folder(tree)),
        None => ty.pointer.clone(),
    }
}

/// Returns the schemas that have an emitted type: those in the document's components, and inline schemas.
fn targets(tree: &Value, view: &inspect::Api) -> Vec<Target> {
    let target = |ty: &inspect::TypeView| {
        let pointer = match &ty.schema {
            Some(name) => format!("{}/{}", folder(tree), name.replace('~', "~0").replace('/', "~1")),
            None => pointer(tree, ty),
        };
        // In a document of an older version, an inline schema can be at a different location.
        tree.pointer(&pointer)?;
        // The type of an inline part or branch can inherit members from the enclosing schema.
        let is_part = pointer.rsplit('/').nth(1).is_some_and(|step| PARTS.contains(&step));
        if is_part && ty.schema.is_none() {
            return None;
        }
        Some(Target { pointer, path: ty.rust.clone()?, is_inline: ty.schema.is_none() })
    };
    view.types.iter().filter_map(target).collect()
}

/// Returns the properties for which null is decoded as absent (`docs/decisions/nullable-fields.md`), each as the JSON
/// pointer to the schema and the name.
fn optional(tree: &Value, view: &inspect::Api) -> BTreeSet<(String, String)> {
    let is_optional = |member: &&inspect::MemberView| member.notes.contains(&"optional");
    let of_type = |ty: &inspect::TypeView| {
        let pointer = pointer(tree, ty);
        let members = ty.members.iter().filter(is_optional).filter_map(|member| member.name.clone());
        members.map(|name| (pointer.clone(), name)).collect::<Vec<_>>()
    };
    view.types.iter().flat_map(of_type).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_xtask_are_accepted_before_and_after_the_command() {
        for options in [["-q", "verify", "api.yaml"], ["verify", "api.yaml", "-q"]] {
            let parsed = Arguments::try_parse_from(["xtask"].into_iter().chain(options));
            let Command::Verify(arguments) = parsed.unwrap_or_else(|error| panic!("{error}")).command;
            assert_eq!(arguments.path, Path::new("api.yaml"));
        }
    }
}
