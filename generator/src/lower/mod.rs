//! Lower: from the document to the model; the last stage that sees a document.
//!
//! All named schemas get their ids first, in document order; then they are defined, then the operations. A type that is written
//! out inside another gets its id where it is met and is defined once the type around it is complete, so neither depth nor recursion of
//! the document is recursion here. What the model cannot express becomes [`Type::Any`] with a warning; an operation with a part that cannot
//! be called rightly is left out with a warning. Nothing here knows a Rust name.

mod all_of;
mod annotations;
mod body;
mod constants;
mod cycles;
mod defaults;
mod enums;
mod form;
mod meet;
mod members;
mod narrow;
mod nested;
mod object;
mod operation;
mod params;
mod path;
mod place;
mod responses;
mod scalar;
mod schema;
mod security;
mod service;
mod settings;
mod tell;
mod union;

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

pub(crate) use nested::settled;

use form::Formed;
use meet::Meets;
use members::{Members, Sources};
use place::Place;
use settings::Settings;
use tell::Discriminated;

use crate::config::{BareObject, Config};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Api, Origin, Shape, TagId, Type, TypeDef, TypeId};
use crate::normalise::Dialect;
use crate::pointer::Pointer;
use crate::resolve::{Document, Node};

/// How many schemas may stand inside each other without a name, or build on each other, before it is given up.
const MAX_DEPTH: usize = 100;

/// Builds the model of a document; `dialect` is the version that it was written in.
pub(crate) fn lower(
    document: &Document,
    dialect: Dialect,
    config: &Config,
    findings: &mut Diagnostics,
) -> Api {
    let mut lowering = Lowering::new(document, config, findings);
    lowering.bare_object = config.models.bare_object.unwrap_or(match dialect {
        Dialect::Swagger20 => BareObject::Any,
        Dialect::OpenApi30 | Dialect::OpenApi31 => BareObject::Map,
    });
    lowering.service();
    lowering.security_schemes();
    lowering.declare_schemas();
    lowering.define_schemas();
    lowering.operations();
    lowering.break_cycles();
    lowering.settle_unions();
    // A choice with one alternative left is another name for it, which may close a circle of names.
    lowering.break_cycles();
    lowering.keep_children();
    lowering.settle_parameters();
    lowering.check_defaults();
    lowering.check_settings();
    lowering.api
}

/// What is known while a document is lowered.
struct Lowering<'a> {
    document: &'a Document,
    config: &'a Config,
    findings: &'a mut Diagnostics,
    api: Api,
    /// The tags by their names.
    tags: BTreeMap<String, TagId>,
    /// The ids of the named schemas by their addresses.
    named: BTreeMap<Pointer, TypeId>,
    /// The ids of types that are written out inside named schemas, by their addresses.
    inline: BTreeMap<Pointer, TypeId>,
    /// The same for the operation that is being lowered: each operation has types of its own, even where several share a parameter.
    local: Option<BTreeMap<Pointer, TypeId>>,
    /// How far each type is, in the order of their ids.
    progress: Vec<Progress>,
    /// Types that have an id and wait to be defined.
    queue: VecDeque<(TypeId, Formed<'a>)>,
    /// What schemas amount to, by their addresses; nothing yet for those that are being looked at.
    forms: BTreeMap<Pointer, Option<Formed<'a>>>,
    /// The type of a schema that says `type: object` and nothing else.
    bare_object: BareObject,
    /// The nodes that stand for several schemas.
    meets: Meets<'a>,
    /// What objects say of their members that have no name and are referred to, by their addresses.
    gathered: BTreeMap<Pointer, Rc<Members<'a>>>,
    /// The schemas of properties that objects took over from others.
    sources: Sources<'a>,
    /// How many schemas deep this is.
    depth: usize,
    /// Whether the named schemas admit `null`, as far as that is known.
    nullable: BTreeMap<TypeId, bool>,
    /// The unions with a discriminator, to be settled when all types are there.
    discriminated: Vec<Discriminated>,
    /// The objects with a discriminator: a value may be of a schema that is made of them.
    bases: Vec<TypeId>,
    /// Which of the maintainer's settings the document has answered to.
    settings: Settings,
}

/// How far the definition of a type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Declared,
    Begun,
    Done,
}

impl<'a> Lowering<'a> {
    fn new(document: &'a Document, config: &'a Config, findings: &'a mut Diagnostics) -> Self {
        Self {
            document,
            config,
            findings,
            api: Api::default(),
            tags: BTreeMap::new(),
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
            nullable: BTreeMap::new(),
            discriminated: Vec::new(),
            bases: Vec::new(),
            settings: Settings::default(),
        }
    }

    /// Gives an id to every named schema.
    fn declare_schemas(&mut self) {
        for (name, node) in self.document.components("schemas") {
            let id = self.declare(&node, Origin::Schema(name.to_owned()));
            self.named.insert(node.at, id);
        }
    }

    /// Gives an id to the type that stands at a node; its shape is to be filled in.
    fn declare(&mut self, node: &Node<'a>, origin: Origin) -> TypeId {
        let id = TypeId::new(self.api.types.len());
        let notes = self.annotations(node);
        self.api.types.push(TypeDef {
            pointer: node.at.clone(),
            origin,
            docs: notes.docs,
            deprecated: notes.deprecated,
            example: notes.example,
            shape: Shape::Alias(Type::Any.into()),
        });
        self.progress.push(Progress::Declared);
        id
    }

    /// Defines every named schema and what is written out inside it.
    fn define_schemas(&mut self) {
        let schemas: Vec<_> = self.document.components("schemas").into_iter().map(|(_, node)| node).collect();
        for node in schemas {
            if let Some(id) = self.named.get(&node.at).copied() {
                self.define_named(id, &node);
            }
            self.define_queued();
        }
    }

    /// Defines a named schema, unless that is done or begun.
    fn define_named(&mut self, id: TypeId, node: &Node<'a>) {
        if self.progress_of(id) != Progress::Declared {
            return;
        }
        self.set_progress(id, Progress::Begun);
        let formed = self.form(node);
        let shape = if formed.form.has_a_name() {
            self.shape(id, &formed)
        } else {
            // Whether `null` is a value, too, is said where the name is used.
            let mut usage = self.usage_of(formed, &Place::of_type(id));
            usage.nullable = false;
            Shape::Alias(usage)
        };
        self.finish(id, shape);
    }

    /// Defines the types that were met inside others, and those inside them.
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

    fn warn(&mut self, code: &'static str, at: &Pointer, message: impl Into<String>) {
        self.findings.push(Diagnostic::warning(code, at, message));
    }

    fn note(&mut self, code: &'static str, at: &Pointer, message: impl Into<String>) {
        self.findings.push(Diagnostic::note(code, at, message));
    }
}
