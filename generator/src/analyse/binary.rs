//! Reports emitted properties whose schema has `format: binary`.
//!
//! JSON has no binary values (RFC 8259, section 3). Therefore, `format: binary` is meaningful only for a
//! complete body or a part of a multipart body. Everywhere else, the value is sent as a string.

use super::Facts;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Extra, Scalar, Shape, Type};
use crate::pointer::Pointer;

/// The maximum nesting depth of lists and maps to search.
const DEPTH: usize = 32;

/// Reports each binary property. For merged types, only the representative is searched.
pub(super) fn report(api: &Api, facts: &Facts, findings: &mut Diagnostics) {
    for id in facts.emitted_types(api) {
        let ty = api.ty(id);
        let Shape::Struct(object) = &ty.shape else { continue };
        for field in object.fields.iter().filter(|field| is_binary(api, &field.usage.ty)) {
            let subject = format!("the property `{}` is", field.name);
            findings.push(finding(&subject, &field.pointer));
        }
        if let Extra::Kept(usage) = &object.extra
            && is_binary(api, &usage.ty)
        {
            findings.push(finding("the additional properties are", &ty.pointer.key("additionalProperties")));
        }
    }
}

fn finding(subject: &str, at: &Pointer) -> Diagnostic {
    let message = format!(
        "{subject} binary, but JSON has no binary values; the client sends and receives an undecoded string"
    );
    Diagnostic::note(Code::BinaryProperty, at, message)
        .help("if the server uses base64, declare `format: byte`, for example with an overlay")
}

/// Returns whether a type is binary, possibly nested in lists and maps.
fn is_binary(api: &Api, ty: &Type) -> bool {
    let mut ty = api.resolved(ty);
    for _ in 0..DEPTH {
        match ty {
            Type::List(item) | Type::Map(item) => ty = api.resolved(&item.ty),
            _ => break,
        }
    }
    matches!(ty, Type::Scalar(Scalar::Binary))
}
