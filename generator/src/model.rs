//! Model: everything that is known about an API before the first line is emitted.
//!
//! Between `name` and `emit`. It combines the tables of the earlier stages; it decides nothing.

use crate::analyse::Facts;
use crate::config::Config;
use crate::ir::{Api, Docs, OperationId, Param, TypeId};
use crate::lock::Lock;
use crate::name::Names;

/// The input of every emitter.
#[derive(Debug)]
pub struct Model {
    /// The API, as the document declares it.
    pub api: Api,
    /// Facts derived from it.
    pub facts: Facts,
    /// The Rust names of everything.
    pub names: Names,
    /// The maintainer's settings.
    pub config: Config,
    /// The settled names: those of the lock that was read, and all public ones of this API.
    pub lock: Lock,
}

impl Model {
    /// The separate arguments of an operation with their names: the parameters, then the fields of a form.
    pub fn arguments(&self, id: OperationId) -> impl Iterator<Item = (&Param, &str)> + Clone {
        let names = self.names.operation(id);
        let params = self.api.operation(id).params.iter().zip(&names.params);
        let fields = self.facts.fields(id).iter().zip(&names.fields);
        params.chain(fields).map(|(param, name)| (param, name.as_str()))
    }

    /// The description of a type; of one that stands for duplicates, only what all of them have in common.
    pub fn docs(&self, id: TypeId) -> Docs {
        let mut docs = self.api.ty(id).docs.clone();
        for other in self.facts.alike(id).map(|id| &self.api.ty(id).docs) {
            docs.summary = docs.summary.filter(|summary| other.summary.as_ref() == Some(summary));
            docs.description = docs.description.filter(|text| other.description.as_ref() == Some(text));
        }
        docs
    }

    /// The number of emitted operations.
    pub fn emitted_operations(&self) -> usize {
        self.api.operations().filter(|(id, _)| self.facts.owner(*id).is_some()).count()
    }

    /// The number of emitted schemas: the named ones.
    pub fn emitted_schemas(&self) -> usize {
        self.api.schemas().filter(|(id, _)| self.facts.ty(*id).emitted).count()
    }

    /// The number of emitted types: named schemas, and types written inline.
    pub fn emitted_types(&self) -> usize {
        self.facts.emitted_types(&self.api).count()
    }
}
