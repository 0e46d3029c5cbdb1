//! Support: what the emitted crate can do with an operation, and what has to be said where it cannot.
//!
//! An operation whose body has no form that the runtime can send is left out, with a warning; what is only approximated is
//! emitted, with a warning. Nothing is passed over in silence.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Api, ContentKind, Operation, OperationId};

/// The operations that can be sent; says which others there are.
pub(super) fn sent(api: &Api, findings: &mut Diagnostics) -> Vec<OperationId> {
    api.operations().filter(|(_, operation)| can_be_sent(operation, findings)).map(|(id, _)| id).collect()
}

/// Whether the body has a form that the runtime can send.
fn can_be_sent(operation: &Operation, findings: &mut Diagnostics) -> bool {
    let Some(body) = &operation.body else { return true };
    if body.content.iter().any(|c| c.kind == ContentKind::Json) {
        return true;
    }
    let offered: Vec<_> = body.content.iter().map(|c| format!("`{}`", c.media_type)).collect();
    findings.push(
        Diagnostic::warning(
            "unsupported-body",
            &body.pointer,
            format!(
                "operation `{}` is left out: its body is {}, and only JSON bodies can be sent",
                operation.id,
                offered.join(" or ")
            ),
        )
        .help("call it through an HTTP client of your own"),
    );
    false
}
