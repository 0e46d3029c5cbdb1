//! The constants of an operation, as a sentence for pages and doc comments.

use super::markdown::code;
use crate::ir::{Literal, Location, OperationId};
use crate::model::Model;

/// Returns a sentence about the constants that the method sends automatically, or `None` if there are none.
pub(super) fn sentence(model: &Model, id: OperationId) -> Option<String> {
    let each = model.constants(id).map(|(param, value)| {
        let value = match value {
            Literal::Text(text) => code(text),
            Literal::Integer(number) => code(&number.to_string()),
        };
        format!("the {} {} as {value}", kind(param.location), code(&param.name))
    });
    let each: Vec<String> = each.collect();
    (!each.is_empty()).then(|| format!("Always sends {}.", each.join(", ")))
}

/// Returns the kind of parameter for a location.
pub(super) fn kind(location: Location) -> &'static str {
    match location {
        Location::Path => "path parameter",
        Location::Query => "query parameter",
        Location::Header => "header",
        Location::Cookie => "cookie",
        Location::Field => "form field",
        Location::Part => "part",
    }
}
