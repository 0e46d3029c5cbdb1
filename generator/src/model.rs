//! Defines [`Model`], an API with all tables from the earlier stages. The model is the input of the emitters.
//!
//! The model is created between `name` and `emit`. It only combines the tables.

use crate::analyse::{
    ClientParameter, Constant, Facts, Representation, WebhookConstants, constant_parameter, constant_property,
};
use crate::config::Config;
use crate::ir::{Api, Docs, Field, Literal, OperationId, Param, SecurityScheme, TypeId, Webhook};
use crate::lock::Lock;
use crate::name::{ClientParameterName, Names, RustName};

/// The input of every emitter.
#[derive(Debug)]
pub struct Model {
    /// The API, as declared by the document.
    pub api: Api,
    /// The facts that were derived from the API.
    pub facts: Facts,
    /// The Rust names of all declarations.
    pub names: Names,
    /// The maintainer's settings.
    pub config: Config,
    /// The size of the document's files, in bytes.
    pub size: usize,
    /// The locked names: the names in the input lock, and all public names of this API.
    pub lock: Lock,
}

impl Model {
    /// Returns the separate arguments of an operation with their names: parameters, then form fields. Constants
    /// are not arguments.
    pub fn arguments(&self, id: OperationId) -> impl Iterator<Item = (&Param, &RustName)> + Clone {
        self.inputs(id).filter(|(param, _)| constant_parameter(&self.api, param).is_none())
    }

    /// Returns the arguments of an operation's method, without the body.
    pub fn required_arguments(&self, id: OperationId) -> impl Iterator<Item = (&Param, &RustName)> + Clone {
        self.arguments(id).filter(|(param, _)| param.required && self.on_client(param).is_none())
    }

    /// Returns the arguments of an operation that are setters of its builder, without the body: optional
    /// arguments, and arguments that override the client's value.
    pub fn optional_arguments(&self, id: OperationId) -> impl Iterator<Item = (&Param, &RustName)> + Clone {
        self.arguments(id).filter(|(param, _)| !param.required || self.on_client(param).is_some())
    }

    /// Returns the client-level parameters of an operation with their names. Parameters that the operation
    /// requires come first.
    pub fn client_parameters(
        &self,
        id: OperationId,
    ) -> impl Iterator<Item = (&Param, &ClientParameterName)> + Clone {
        let of = move |required| {
            self.api.operation(id).params.iter().filter(move |param| param.required == required)
        };
        of(true).chain(of(false)).filter_map(|param| Some((param, self.on_client(param)?)))
    }

    /// Returns the names of a parameter that is set on the client; `None` if it is set with each call.
    pub fn on_client(&self, param: &Param) -> Option<&ClientParameterName> {
        let index = self.facts.client_parameter(&self.api, param)?;
        self.names.client_parameters().get(&index)
    }

    /// Returns the parameters for which the client builder has methods, with their names.
    pub fn all_client_parameters(&self) -> impl Iterator<Item = (&ClientParameter, &ClientParameterName)> {
        let names = self.names.client_parameters();
        self.facts.client_parameters().filter_map(|(index, one)| Some((one, names.get(&index)?)))
    }

    /// Returns the arguments and the constants of an operation, in document order.
    pub fn inputs(&self, id: OperationId) -> impl Iterator<Item = (&Param, &RustName)> + Clone {
        let names = self.names.operation(id);
        let params = self.api.operation(id).params.iter().zip(&names.params);
        let fields = self.facts.fields(id).iter().zip(&names.fields);
        params.chain(fields)
    }

    /// Returns the constants of an operation, which its method sends without an argument.
    pub fn constants(&self, id: OperationId) -> impl Iterator<Item = (&Param, &Literal)> {
        self.inputs(id).filter_map(|(param, _)| Some((param, constant_parameter(&self.api, param)?)))
    }

    /// Returns the alternative representations of an operation's response, with the names of their methods.
    pub fn representations(&self, id: OperationId) -> impl Iterator<Item = (&Representation, &RustName)> {
        self.facts.representations(id).iter().zip(&self.names.operation(id).representations)
    }

    /// Returns the webhooks with their constants and the names of their variants.
    pub fn webhooks(&self) -> impl Iterator<Item = (&Webhook, &WebhookConstants, &RustName)> {
        let all = self.api.webhooks.iter().zip(self.facts.webhooks()).zip(self.names.webhooks());
        all.map(|((webhook, constants), name)| (webhook, constants, name))
    }

    /// Returns the security schemes of the emitted operations, with their indices.
    pub fn used_schemes(&self) -> impl Iterator<Item = (usize, &SecurityScheme)> {
        let used = self.facts.security().used.iter();
        used.filter_map(|index| Some((*index, self.api.security_schemes.get(*index)?)))
    }

    /// Returns the only allowed value of a property, which constructors set without an argument; `None` if the
    /// property is not required or allows several values.
    pub fn constant(&self, id: TypeId, index: usize, field: &Field) -> Option<Constant<'_>> {
        constant_property(&self.api, &self.facts, (id, index), field)
    }

    /// Returns the documentation of a type. If the type represents several merged types, only the parts that
    /// they all share are included.
    pub fn docs(&self, id: TypeId) -> Docs {
        let mut docs = self.api.ty(id).docs.clone();
        for other in self.facts.duplicates_of(id).map(|id| &self.api.ty(id).docs) {
            docs.summary = docs.summary.filter(|summary| other.summary.as_ref() == Some(summary));
            docs.description = docs.description.filter(|text| other.description.as_ref() == Some(text));
        }
        docs
    }

    /// Returns the number of emitted operations.
    pub fn emitted_operations(&self) -> usize {
        self.api.operations().filter(|(id, _)| self.facts.owner(*id).is_some()).count()
    }

    /// Returns the number of emitted named schemas.
    pub fn emitted_schemas(&self) -> usize {
        self.api.schemas().filter(|(id, _)| self.facts.ty(*id).emitted).count()
    }

    /// Returns the number of emitted types: named schemas and inline types.
    pub fn emitted_types(&self) -> usize {
        self.facts.emitted_types(&self.api).count()
    }
}
