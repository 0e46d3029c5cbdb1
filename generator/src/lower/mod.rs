//! Builds the model from the document. This is the last stage with access to the document.
//!
//! First, all named schemas get their ids, in document order; then they are defined, followed by the operations.
//! Inline types get their ids when they are found, and are defined after the types that contain them. Therefore,
//! neither depth nor recursion in the document causes recursion here. Anything that the model cannot express becomes
//! [`Type::Any`] with a warning. An operation that cannot be called correctly is omitted with a warning. This stage
//! does not depend on Rust names.

mod additional;
mod all_of;
mod all_of_properties;
mod annotations;
mod body;
mod branch_members;
mod classify;
mod client_parameters;
mod constants;
mod cycles;
mod defaults;
mod discriminate;
mod dot_segments;
mod enums;
mod extensions;
mod external_docs;
mod form;
mod joint;
mod label;
mod media_types;
mod meet;
mod members;
mod methods;
mod narrow;
mod nested;
mod notation;
mod object;
mod operation;
mod operation_id;
mod params;
mod path;
mod path_query;
mod place;
mod resources;
mod responses;
mod scalar;
mod schema;
mod security;
mod server_url;
mod service;
mod settings;
mod tags;
mod union;
mod webhooks;
mod xml;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

pub(crate) use nested::{is_chosen, settled};

use extensions::Settings;
use form::Formed;
use joint::Meets;
use members::{Members, Sources};
use place::Place;
use resources::Resources;

use crate::config::{BareObject, Config};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Origin, Shape, TagId, Type, TypeDef, TypeId};
use crate::normalise::Dialect;
use crate::pointer::Pointer;
use crate::resolve::{Document, Node};
use crate::suggest::Suggestions;
use openapiv3::Discriminator;

/// The maximum nesting depth of unnamed schemas, and of schemas that extend each other.
const MAX_DEPTH: usize = 100;

/// The maximum nesting depth of unnamed lists and maps. Each is a level of one Rust type, and the compiler
/// limits the depth to which it resolves traits (`recursion_limit`).
const MAX_COLLECTIONS: usize = 32;

/// Builds the model of a document; `dialect` is its original version.
pub(crate) fn lower(
    document: &Document,
    dialect: Dialect,
    config: &Config,
    findings: &mut Diagnostics,
) -> Api {
    let mut lowering = Lowering::new(document, dialect, config, findings);
    lowering.bare_object = config.models.bare_object.unwrap_or(match dialect {
        Dialect::Swagger20 => BareObject::Any,
        Dialect::OpenApi30 | Dialect::OpenApi31 | Dialect::OpenApi32 => BareObject::Map,
    });
    lowering.api.foreign = scalar::foreign_types(config);
    lowering.service();
    lowering.security_schemes();
    lowering.declare_schemas();
    lowering.define_schemas();
    lowering.operations();
    lowering.webhooks();
    lowering.break_cycles();
    lowering.settle_unions();
    // A union with one remaining variant is an alias, which can close a cycle of aliases.
    lowering.break_cycles();
    lowering.keep_children();
    lowering.settle_parameters();
    lowering.settle_xml();
    lowering.check_defaults();
    lowering.check_settings();
    lowering.api
}

/// The state of lowering a document.
struct Lowering<'a> {
    document: &'a Document,
    /// The original version of the document.
    dialect: Dialect,
    config: &'a Config,
    findings: &'a mut Diagnostics,
    api: Api,
    /// The ids of the tags, keyed by name.
    tags: BTreeMap<String, TagId>,
    /// The groups of untagged operations.
    resources: Resources,
    /// The ids of the named schemas, keyed by pointer.
    named: BTreeMap<Pointer, TypeId>,
    /// The ids of inline types in named schemas, keyed by pointer.
    inline: BTreeMap<Pointer, TypeId>,
    /// The ids of inline types in the current operation, keyed by pointer. Each operation has its own types,
    /// even if several operations share a parameter.
    local: Option<BTreeMap<Pointer, TypeId>>,
    /// The progress of each type, in id order.
    progress: Vec<Progress>,
    /// Types that have an id but are not yet defined.
    queue: VecDeque<(TypeId, Formed<'a>)>,
    /// The forms of schemas, keyed by pointer; `None` while a form is being computed.
    forms: BTreeMap<Pointer, Option<Formed<'a>>>,
    /// The type of a schema with only `type: object`.
    bare_object: BareObject,
    /// The synthetic nodes, each of which represents several schemas.
    meets: Meets<'a>,
    /// The members of referenced unnamed object schemas, keyed by pointer.
    gathered: BTreeMap<Pointer, Rc<Members<'a>>>,
    /// The schemas of inherited properties.
    sources: Sources<'a>,
    /// The current nesting depth of schemas.
    depth: usize,
    /// The current nesting depth of unnamed lists and maps.
    collections: usize,
    /// Whether named schemas allow `null`, if this is already known.
    nullable: BTreeMap<TypeId, bool>,
    /// The unions with a discriminator, which is resolved after all types are defined.
    discriminated: Vec<Discriminated>,
    /// The objects with a discriminator. They are recorded because a value can match a schema that extends
    /// one of them.
    bases: Vec<TypeId>,
    /// The parameters that the document declares for all operations of a client, by location and name.
    globals: BTreeSet<(String, String)>,
    /// Suggests corrections for unknown names. The total number of comparisons is limited.
    suggestions: Suggestions,
    /// The maintainer's settings that the document has matched so far.
    settings: Settings,
}

/// A union whose discriminator is resolved after all types are defined.
#[derive(Debug)]
struct Discriminated {
    union: TypeId,
    at: Pointer,
    discriminator: Discriminator,
}

/// The progress of a type's definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Declared,
    Begun,
    Done,
}

impl<'a> Lowering<'a> {
    fn new(
        document: &'a Document,
        dialect: Dialect,
        config: &'a Config,
        findings: &'a mut Diagnostics,
    ) -> Self {
        Self {
            document,
            dialect,
            config,
            findings,
            api: Api::default(),
            tags: BTreeMap::new(),
            resources: Resources::default(),
            named: BTreeMap::new(),
            inline: BTreeMap::new(),
            local: None,
            progress: Vec::new(),
            queue: VecDeque::new(),
            forms: BTreeMap::new(),
            bare_object: BareObject::Map,
            meets: Meets::default(),
            gathered: BTreeMap::new(),
            sources: Sources::default(),
            depth: 0,
            collections: 0,
            nullable: BTreeMap::new(),
            discriminated: Vec::new(),
            bases: Vec::new(),
            globals: client_parameters::globals(document),
            suggestions: Suggestions::default(),
            settings: Settings::default(),
        }
    }

    /// Assigns an id to every named schema.
    fn declare_schemas(&mut self) {
        for (name, node) in self.document.components("schemas") {
            let id = self.declare(&node, Origin::Schema(name.to_owned()));
            self.named.insert(node.at, id);
        }
    }

    /// Assigns an id to the type at a node; its shape is added later.
    fn declare(&mut self, node: &Node<'a>, origin: Origin) -> TypeId {
        let id = TypeId::new(self.api.types.len());
        let notes = self.annotations(node);
        self.api.types.push(TypeDef {
            pointer: node.at.clone(),
            origin,
            docs: notes.docs,
            deprecated: notes.deprecated,
            example: notes.example,
            xml: self.xml_of_type(node),
            shape: Shape::Alias(Type::Any.into()),
        });
        self.progress.push(Progress::Declared);
        id
    }

    /// Defines every named schema and its inline types.
    fn define_schemas(&mut self) {
        let schemas: Vec<_> = self.document.components("schemas").into_iter().map(|(_, node)| node).collect();
        for node in schemas {
            if let Some(id) = self.named.get(&node.at).copied() {
                self.define_named(id, &node);
            }
            self.define_queued();
        }
    }

    /// Defines a named schema, unless it is already defined or being defined.
    fn define_named(&mut self, id: TypeId, node: &Node<'a>) {
        if self.progress_of(id) != Progress::Declared {
            return;
        }
        self.set_progress(id, Progress::Begun);
        let around = std::mem::take(&mut self.collections);
        let formed = self.form(node);
        let shape = if formed.form.has_a_name() {
            self.shape(id, &formed)
        } else {
            // Each use of the name declares separately whether it allows `null`.
            let mut usage = self.usage_of(formed, &Place::of_type(id));
            usage.nullable = false;
            Shape::Alias(usage)
        };
        self.collections = around;
        self.finish(id, shape);
    }

    /// Defines the queued inline types, including nested ones.
    fn define_queued(&mut self) {
        while let Some((id, formed)) = self.queue.pop_front() {
            self.set_progress(id, Progress::Begun);
            let shape = self.shape(id, &formed);
            self.finish(id, shape);
        }
    }

    fn finish(&mut self, id: TypeId, shape: Shape) {
        if let Some(ty) = self.api.types.get_mut(id.index()) {
            ty.shape = shape;
        }
        self.set_progress(id, Progress::Done);
    }

    fn progress_of(&self, id: TypeId) -> Progress {
        self.progress.get(id.index()).copied().unwrap_or(Progress::Done)
    }

    fn set_progress(&mut self, id: TypeId, progress: Progress) {
        if let Some(place) = self.progress.get_mut(id.index()) {
            *place = progress;
        }
    }

    /// Returns the value of a keyword that OpenAPI 3.2 introduced, or `None` in documents of earlier versions.
    fn since_3_2(&self, node: &Node<'a>, key: &str) -> Option<Node<'a>> {
        node.get(key).filter(|_| self.dialect >= Dialect::OpenApi32)
    }

    fn warn(&mut self, code: Code, at: &Pointer, message: impl Into<String>) {
        self.findings.push(Diagnostic::warning(code, at, message));
    }

    fn note(&mut self, code: Code, at: &Pointer, message: impl Into<String>) {
        self.findings.push(Diagnostic::note(code, at, message));
    }
}
