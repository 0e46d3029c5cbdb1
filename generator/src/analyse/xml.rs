//! Determines the types that operations send or receive as XML. Only these have an XML form in the emitted code.

use super::{Facts, Given, Output, inside, parts};
use crate::ir::{Api, TypeId, Usage};

/// Records the types in the XML bodies and responses of the emitted operations.
pub(super) fn types(api: &Api, facts: &mut Facts) {
    let mut todo: Vec<TypeId> = Vec::new();
    for (id, operation) in api.operations().filter(|(id, _)| facts.owner(*id).is_some()) {
        let sent = facts.body(id).filter(|sent| sent.given == Given::Xml).zip(operation.body.as_ref());
        let content = sent.and_then(|(sent, body)| body.content.get(sent.content));
        let received = facts.output(id).into_iter().flat_map(usages);
        received.chain(content.map(|content| &content.usage)).for_each(|usage| parts(&usage.ty, &mut todo));
    }
    while let Some(id) = todo.pop() {
        if facts.xml_types.insert(id) {
            todo.extend(inside(api, id));
        }
    }
}

/// Returns the types of the XML in a result.
fn usages(output: &Output) -> Vec<&Usage> {
    match output {
        Output::Xml(usage) => vec![usage],
        Output::Choice(cases) => cases.iter().flat_map(|case| usages(&case.output)).collect(),
        _ => Vec::new(),
    }
}

impl Facts {
    /// Returns whether the body or a response of an operation is XML.
    pub fn uses_xml(&self, operation: crate::ir::OperationId) -> bool {
        self.body(operation).is_some_and(|sent| sent.given == Given::Xml)
            || self.output(operation).is_some_and(|output| !usages(output).is_empty())
    }
}
