//! Assigns every Rust identifier in one pass, and stores the identifiers in a side table.
//!
//! This stage runs after `analyse` and before `emit`; emitters only look up names. [`words`] derives candidates
//! from strings, [`scope`] assigns each name once, [`reserved`] lists unavailable names, and the lock contains
//! the names from earlier runs. Named schemas come before their inline types, and operations follow document
//! order, so that each name depends on as little of the document as possible.

mod book;
mod bounds;
mod client_parameters;
mod explain;
mod fastapi;
mod files;
mod letters;
mod operations;
mod outputs;
mod representations;
mod reserved;
mod resource;
mod rust_name;
mod scope;
mod security;
mod servers;
mod shared_name;
mod types;
mod webhooks;
mod words;

use std::collections::BTreeMap;

use crate::analyse::Facts;
use crate::config::{Config, package_name};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, OperationId, TagId, TypeId};
use crate::lock::{Case, Keys, Lock};
use crate::pointer::Pointer;
use book::{Book, Trace};

pub use book::Named;
pub use bounds::file_stem;
pub use client_parameters::ClientParameterName;
pub use explain::{Explained, explain};
pub use rust_name::RustName;
pub use security::SchemeName;
pub use servers::{ServerName, ServerNames};

/// The Rust names of all declarations.
#[derive(Clone, Debug)]
pub struct Names {
    /// The package name, as in a manifest, such as `purecloud-platform-client-v2`.
    pub package: String,
    /// The crate name, as in `use`, such as `purecloud_platform_client_v2`.
    pub krate: String,
    types: Vec<TypeName>,
    operations: Vec<OperationName>,
    tags: Vec<TagName>,
    servers: ServerNames,
    schemes: BTreeMap<usize, SchemeName>,
    webhooks: Vec<RustName>,
    client_parameters: BTreeMap<usize, ClientParameterName>,
    all: Vec<Named>,
}

/// The names of a type.
#[derive(Clone, Debug)]
pub struct TypeName {
    /// The type name, such as `GroupState`.
    pub name: RustName,
    /// The name of the module. For a type in `api`, this is the module of the tag (`groups`); for a type in `models`,
    /// it is the module of the type's file (`group`).
    pub module: RustName,
    /// Whether the type is in `api` instead of `models`.
    pub in_api: bool,
    /// For a type in `api`, the name of the private module (and file) inside `module`, such as `get_groups`;
    /// otherwise, empty.
    pub file: RustName,
    /// The names of the fields or variants, in order.
    pub members: Vec<RustName>,
}

/// The names of an operation.
#[derive(Clone, Debug)]
pub struct OperationName {
    /// The name of the method of the tag's handle, such as `get_groups`.
    pub method: RustName,
    /// The name of the request builder, such as `GetGroups`.
    pub builder: RustName,
    /// The name of the private module (and file) inside the tag's module, such as `get_groups`.
    pub file: RustName,
    /// The names of the parameters, in order.
    pub params: Vec<RustName>,
    /// The names of the form fields that are separate arguments, in order.
    pub fields: Vec<RustName>,
    /// The name of the body argument.
    pub body: RustName,
    /// The name of the argument for the body's media type, if the caller sets the media type.
    pub media_type: RustName,
    /// The names of the methods for alternative representations of the response, in order, such as `as_csv`.
    pub representations: Vec<RustName>,
    /// The name of the response enum, if there are several results, such as `CreateThingOutput`; otherwise, empty.
    pub output: RustName,
    /// The names for the cases of the response enum, in order.
    pub outputs: Vec<OutputName>,
    /// The string in the document from which the operation's names are derived.
    text: String,
}

/// The names of one case of a response enum.
#[derive(Clone, Debug)]
pub struct OutputName {
    /// The name of the variant, such as `Created`.
    pub variant: RustName,
    /// The name of the method that returns the variant's value, such as `into_created`.
    pub into: RustName,
}

/// The names of a tag.
#[derive(Clone, Debug)]
pub struct TagName {
    /// The name of the client's method, of the module in `api`, of its file and of its Cargo feature, such as
    /// `groups`.
    pub module: RustName,
    /// The name of the handle, such as `Groups`.
    pub handle: RustName,
}

impl TypeName {
    /// Creates the names of a type that has no members and no file in `api`.
    fn new(name: RustName, module: RustName, in_api: bool) -> Self {
        Self { name, module, in_api, file: RustName::none(), members: Vec::new() }
    }

    /// Creates empty placeholders for the names of a type that has not yet been named.
    fn none() -> Self {
        Self::new(RustName::none(), RustName::none(), false)
    }
}

impl OperationName {
    /// Creates empty placeholders for the names of an operation that has not yet been named.
    fn none() -> Self {
        Self {
            method: RustName::none(),
            builder: RustName::none(),
            file: RustName::none(),
            params: Vec::new(),
            fields: Vec::new(),
            body: RustName::none(),
            media_type: RustName::none(),
            representations: Vec::new(),
            output: RustName::none(),
            outputs: Vec::new(),
            text: String::new(),
        }
    }
}

impl Names {
    /// Returns the names of a type.
    pub fn ty(&self, id: TypeId) -> &TypeName {
        &self.types[id.index()]
    }

    /// Returns the names of an operation.
    pub fn operation(&self, id: OperationId) -> &OperationName {
        &self.operations[id.index()]
    }

    /// Returns the names of a tag.
    pub fn tag(&self, id: TagId) -> &TagName {
        &self.tags[id.index()]
    }

    /// Returns the names of the client builder's methods for security schemes, keyed by scheme index.
    ///
    /// A scheme has no entry if it uses a method that every client builder has.
    pub fn schemes(&self) -> &BTreeMap<usize, SchemeName> {
        &self.schemes
    }

    /// Returns the names of client-level parameters, keyed by index.
    pub fn client_parameters(&self) -> &BTreeMap<usize, ClientParameterName> {
        &self.client_parameters
    }

    /// Returns the names of the variants for webhook events, in document order.
    pub fn webhooks(&self) -> &[RustName] {
        &self.webhooks
    }

    /// Returns the names of the items for choosing a server.
    pub fn servers(&self) -> &ServerNames {
        &self.servers
    }

    /// Returns every public name, with the keys of its declarations, in the order of assignment.
    pub fn public(&self) -> impl Iterator<Item = &Named> {
        self.all.iter().filter(|named| named.public)
    }

    /// Returns whether any name contains letters such as `œ` that make it look like an ASCII name, which
    /// causes a rustc warning.
    pub fn has_lookalikes(&self) -> bool {
        let name = |named: &Named| named.path.rsplit("::").next().is_some_and(letters::resembles_ascii);
        self.all.iter().any(name)
    }

    /// Returns a lock with all public names added.
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

/// Assigns the Rust names of all declarations.
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

/// Returns a package name that Cargo accepts, derived from the title of the API.
fn package(api: &Api, findings: &mut Diagnostics) -> String {
    let words = words::kebab(&api.title);
    // `kebab("")` returns the word that replaces a string without letters.
    if words == words::kebab("") && !api.title.to_lowercase().contains(&words) {
        let message =
            format!("the title contains no letters to derive a name from; the package is named `{FALLBACK}`");
        let finding = Diagnostic::warning(Code::NoTitle, &Pointer::root().keys(["info", "title"]), message);
        findings.push(
            finding
                .help("set `name` in `[package]` of sdk.toml, pass --name, or add a title to the document"),
        );
        return FALLBACK.to_owned();
    }
    let name = bounds::cut_package(&words);
    if package_name(&name).is_ok() { name } else { format!("{name}-client") }
}

/// The package name for an API whose title contains no letters.
const FALLBACK: &str = "api-client";

/// Assigns the Rust names, and returns their derivations if the book records them.
fn named(
    api: &Api,
    facts: &Facts,
    config: &Config,
    keys: &Keys,
    mut book: Book<'_>,
    findings: &mut Diagnostics,
) -> (Names, Vec<Trace>) {
    book.ascii = config.names.ascii;
    let package = match &config.package.name {
        Some(name) => name.clone(),
        None => package(api, findings),
    };
    let (tags, mut scopes) = operations::tags(api, facts, &mut book);
    let mut operations = operations::operations(api, facts, &tags, &mut scopes, &mut book);
    outputs::outputs(api, facts, &tags, &mut operations, &mut scopes, &mut book);
    let modules = files::operations(facts, &tags, &mut operations);
    let (tags, scopes, book_) = (&tags[..], &mut scopes, &mut book);
    let mut types = types::types(types::Types {
        api,
        facts,
        config,
        keys,
        tags,
        operations: &operations,
        scopes,
        book: book_,
    });
    files::types(api, facts, &operations, modules, &mut types);
    let mut methods = scope::Scope::new(&book, "ClientBuilder", Case::Lower, reserved::BUILDER_METHODS);
    let servers = servers::servers(api, facts, tags, &mut methods, &mut book);
    let schemes = security::schemes(api, facts, &mut methods, &mut book);
    let client_parameters = client_parameters::client_parameters(facts, &mut methods, &mut book);
    let webhooks = webhooks::webhooks(api, &mut book);
    let (all, traces) = book.close(findings);
    let names = Names {
        krate: package.replace('-', "_"),
        package,
        types,
        operations,
        servers,
        schemes,
        webhooks,
        client_parameters,
        tags: tags.to_vec(),
        all,
    };
    (names, traces)
}
