//! Turns an OpenAPI description into a Rust client crate with Markdown docs.
//!
//! ```text
//!  bytes ──load──▶ tree ──normalise──▶ tree (3.0) ──resolve──▶ typed document ──lower──▶ Api
//!                                                                                       │
//!            files on disk ◀──write── Files ◀──emit── Model { Api, Facts, Names } ◀──analyse, name
//! ```
//!
//! Each stage is a module of that name; only the two at the ends touch the file system. [`model`] runs all
//! stages up to the names, [`emit::crate_files`] and [`emit::docs_files`] make files from them, [`mod@write`] compares them with a folder.
//! [`diff::diff`] compares two models, [`coverage::coverage`] says what became of each part of a document. Nothing here prints, and nothing depends on time, place or the order of a hash map: same input, same bytes.

pub mod analyse;
pub mod bundle;
pub mod config;
pub mod coverage;
pub mod diagnostic;
pub mod diff;
pub mod emit;
mod foreign;
pub mod ir;
mod license;
pub mod load;
pub mod lock;
mod lower;
pub mod name;
mod normalise;
pub mod overlay;
pub mod pointer;
pub mod printable;
mod resolve;
pub mod write;

use analyse::Facts;
use config::Config;
use diagnostic::Diagnostics;
use ir::{Api, Docs, OperationId, Param, TypeId};
use lock::{Keys, Lock};
use name::Names;

/// All that is known of an API before the first line is emitted.
#[derive(Debug)]
pub struct Model {
    /// What the API is.
    pub api: Api,
    /// What follows from it.
    pub facts: Facts,
    /// What everything is called in Rust.
    pub names: Names,
    /// What the maintainer asked for.
    pub config: Config,
    /// The names that are settled from now on: those that were before, and all public ones of this API.
    pub lock: Lock,
}

impl Model {
    /// What a call of an operation takes one by one, with what each is called: the parameters, then the fields of a form.
    pub fn arguments(&self, id: OperationId) -> impl Iterator<Item = (&Param, &str)> + Clone {
        let names = self.names.operation(id);
        let params = self.api.operation(id).params.iter().zip(&names.params);
        let fields = self.facts.fields(id).iter().zip(&names.fields);
        params.chain(fields).map(|(param, name)| (param, name.as_str()))
    }

    /// What the document says of a type; of one that stands for others only what it says of all of them.
    pub fn docs(&self, id: TypeId) -> Docs {
        let mut docs = self.api.ty(id).docs.clone();
        for other in self.facts.alike(id).map(|id| &self.api.ty(id).docs) {
            docs.summary = docs.summary.filter(|summary| other.summary.as_ref() == Some(summary));
            docs.description = docs.description.filter(|text| other.description.as_ref() == Some(text));
        }
        docs
    }
}

/// Like [`locked_model`], of an API of which no name is settled.
///
/// # Errors
/// Those of [`locked_model`].
pub fn model(source: &load::Source, config: Config) -> Result<(Model, Diagnostics), Diagnostics> {
    locked_model(source, config, &Lock::default())
}

/// Runs the stages from a loaded document to a model that is ready to be emitted. No name in `lock` is changed.
///
/// # Errors
/// All findings, at least one of them an error, if the document cannot be turned into a crate. Otherwise the
/// findings (repairs, approximations, things left out) come with the model.
pub fn locked_model(
    source: &load::Source,
    config: Config,
    lock: &Lock,
) -> Result<(Model, Diagnostics), Diagnostics> {
    let mut findings = Diagnostics::default();
    source.repairs().iter().for_each(|repair| findings.push(repair.clone()));
    let tree = normalise::normalise(source, &mut findings);
    if findings.has_errors() {
        return Err(findings);
    }
    let dialect = normalise::dialect(source.tree());
    let unknown = coverage::unknown_keys(source.tree(), dialect);
    let document = resolve::resolve(tree, source.refusals(), &mut findings);
    let api = lower::lower(&document, dialect, &config, &mut findings);
    findings.judge_defects(config.strict);
    if findings.has_errors() {
        findings.point_at_the_text(unknown);
        return Err(findings);
    }
    let keys = Keys::of(&api);
    let facts = analyse::analyse(&api, &config, lock, &keys, &mut findings);
    if findings.has_errors() {
        findings.point_at_the_text(unknown);
        return Err(findings);
    }
    let names = name::name(&api, &facts, &config, lock, &keys, &mut findings);
    findings.point_at_the_text(unknown);
    if findings.has_errors() {
        return Err(findings);
    }
    let lock = names.settled(lock);
    Ok((Model { api, facts, names, config, lock }, findings))
}
