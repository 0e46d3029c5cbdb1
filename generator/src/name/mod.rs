//! Name: every Rust identifier, decided in one pass into a side table.
//!
//! After `analyse`, before `emit`; emitters only look names up. [`words`] makes a candidate of a text, [`scope`] gives each name
//! once, [`reserved`] says what nobody gets, and the lock what is settled already. Named schemas come before what is written out
//! inside them, and operations in document order, so that a name depends on as little of the document as possible.

mod answers;
mod book;
mod bounds;
mod common;
mod explain;
mod fastapi;
mod operations;
mod reserved;
mod scope;
mod security;
mod servers;
mod types;
mod words;

use std::collections::BTreeMap;

use crate::analyse::Facts;
use crate::config::{Config, package_name};
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, OperationId, TagId, TypeId};
use crate::lock::{Case, Keys, Lock};
use book::{Book, Trace};

pub use book::Named;
pub use bounds::file_stem;
pub use explain::{Explained, explain};
pub use security::SchemeName;
pub use servers::{ServerName, ServerNames};

/// What everything is called in Rust. All strings are identifiers as they stand (`type_`, never `r#type`), unless said otherwise.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The package, as in a manifest: `purecloud-platform-client-v2`.
    pub package: String,
    /// The crate, as in `use`: `purecloud_platform_client_v2`.
    pub krate: String,
    types: Vec<TypeName>,
    operations: Vec<OperationName>,
    tags: Vec<TagName>,
    servers: ServerNames,
    schemes: BTreeMap<usize, SchemeName>,
    all: Vec<Named>,
}

/// What a type is called.
#[derive(Clone, Debug, Default)]
pub struct TypeName {
    /// Its name: `GroupState`.
    pub name: String,
    /// The module that holds it, below `models` (`group`) or, for a type written out in an operation, below `api` (`groups`); also the name of the file.
    pub module: String,
    /// Whether it stands below `api` instead of `models`.
    pub in_api: bool,
    /// Its fields or variants, in their order.
    pub members: Vec<String>,
}

/// What an operation is called.
#[derive(Clone, Debug, Default)]
pub struct OperationName {
    /// The method of the tag's handle: `get_groups`.
    pub method: String,
    /// The request builder: `GetGroups`.
    pub builder: String,
    /// Its parameters, in their order.
    pub params: Vec<String>,
    /// The fields of its form, where they are arguments of their own, in their order.
    pub fields: Vec<String>,
    /// Its body.
    pub body: String,
    /// The media type of its body, where the caller says it.
    pub media_type: String,
    /// What it gives, where that is one of several: `CreateThingAnswer`; empty elsewhere.
    pub answer: String,
    /// The cases of that, in their order.
    pub answers: Vec<AnswerName>,
    /// The text that all of these are made from.
    text: String,
}

/// What one of several answers is called.
#[derive(Clone, Debug, Default)]
pub struct AnswerName {
    /// The variant: `Created`.
    pub variant: String,
    /// The method that takes its value out: `into_created`.
    pub into: String,
}

/// What a tag is called.
#[derive(Clone, Debug, Default)]
pub struct TagName {
    /// The method of the client, and the module below `api`, its file and its Cargo feature: `groups`.
    pub module: String,
    /// The handle: `Groups`.
    pub handle: String,
}

impl Names {
    /// What a type is called.
    pub fn ty(&self, id: TypeId) -> &TypeName {
        &self.types[id.index()]
    }

    /// What an operation is called.
    pub fn operation(&self, id: OperationId) -> &OperationName {
        &self.operations[id.index()]
    }

    /// What a tag is called.
    pub fn tag(&self, id: TagId) -> &TagName {
        &self.tags[id.index()]
    }

    /// What the client builder's methods for security schemes are called, by the index of the scheme; some go by methods that every builder has.
    pub fn schemes(&self) -> &BTreeMap<usize, SchemeName> {
        &self.schemes
    }

    /// What the choice of a server is called.
    pub fn servers(&self) -> &ServerNames {
        &self.servers
    }

    /// Every name that users of the crate meet, with the places that declare what bears it, in the order in which they were given.
    pub fn public(&self) -> impl Iterator<Item = &Named> {
        self.all.iter().filter(|named| named.public)
    }

    /// The lock with all public names in it.
    pub(crate) fn settled(&self, lock: &Lock) -> Lock {
        let mut lock = lock.clone();
        for named in self.public() {
            for key in &named.keys {
                lock.put(key.clone(), named.kind, named.path.clone());
            }
        }
        lock
    }
}

/// Decides all names.
pub(crate) fn name(
    api: &Api,
    facts: &Facts,
    config: &Config,
    lock: &Lock,
    keys: &Keys,
    findings: &mut Diagnostics,
) -> Names {
    named(api, facts, config, keys, Book::new(lock, false), findings).0
}

/// The name of the package of an API with this title: one that cargo takes.
fn package(title: &str) -> String {
    let name = bounds::cut_package(&words::kebab(title));
    if package_name(&name).is_ok() { name } else { format!("{name}-client") }
}

/// Decides all names; says why, if the book asks for it.
fn named(
    api: &Api,
    facts: &Facts,
    config: &Config,
    keys: &Keys,
    mut book: Book<'_>,
    findings: &mut Diagnostics,
) -> (Names, Vec<Trace>) {
    let package = config.package.name.clone().unwrap_or_else(|| package(&api.title));
    let (tags, mut scopes) = operations::tags(api, facts, &mut book);
    let mut operations = operations::operations(api, facts, &tags, &mut scopes, &mut book);
    answers::answers(api, facts, &tags, &mut operations, &mut scopes, &mut book);
    let (tags, scopes, book_) = (&tags[..], &mut scopes, &mut book);
    let types = types::types(types::Types {
        api,
        facts,
        config,
        keys,
        tags,
        operations: &operations,
        scopes,
        book: book_,
    });
    let mut methods = scope::Scope::new(&book, "ClientBuilder", Case::Lower, reserved::BUILDER_METHODS);
    let servers = servers::servers(api, facts, tags, &mut methods, &mut book);
    let schemes = security::schemes(api, facts, &mut methods, &mut book);
    let (all, traces) = book.close(findings);
    let names = Names {
        krate: package.replace('-', "_"),
        package,
        types,
        operations,
        servers,
        schemes,
        tags: tags.to_vec(),
        all,
    };
    (names, traces)
}
