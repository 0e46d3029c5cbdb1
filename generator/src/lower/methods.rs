//! Finds the operations of each path, and checks methods for which the path item has no field.
//!
//! OpenAPI 3.2 added the `query` field, and `additionalOperations` for all other methods (3.2.0, section 4.9).

use super::Lowering;
use super::operation::Found;
use crate::diagnostic::{Code, Diagnostic};
use crate::headers::is_token;
use crate::ir::{LeftOut, Method};
use crate::resolve::Node;

impl<'a> Lowering<'a> {
    /// Returns all operations, in document order.
    pub(super) fn find_operations(&mut self) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        for (path, node) in self.document.root().members_of("paths") {
            if path.starts_with("x-") {
                continue;
            }
            let Some(item) = self.document.follow(&node) else { continue };
            let newer = [self.since_3_2(&item, "query"), self.since_3_2(&item, "additionalOperations")];
            for (key, node) in item.members() {
                let known = Method::ALL.into_iter().find(|method| method.key() == key);
                let method = match key {
                    "query" if newer[0].is_some() => Some(Method::Query),
                    "additionalOperations" if newer[1].is_some() => {
                        self.additional_operations(path, &item, &node, &mut found);
                        None
                    }
                    _ => known,
                };
                found.extend(method.map(|method| Found { path, method, item: item.clone(), node }));
            }
        }
        found
    }

    fn additional_operations(
        &mut self,
        path: &'a str,
        item: &Node<'a>,
        additional: &Node<'a>,
        found: &mut Vec<Found<'a>>,
    ) {
        if additional.object().is_none() {
            let message = format!(
                "expected an object that contains the other operations of `{path}`, by method; the \
                 value is ignored"
            );
            self.warn(Code::OperationLeftOut, &additional.at, message);
        }
        for (name, node) in additional.members().into_iter().filter(|(name, _)| !name.starts_with("x-")) {
            let method = Method::Other(name.to_owned());
            match unfit(name) {
                None => found.push(Found { path, method, item: item.clone(), node }),
                Some((why, help)) => {
                    let finding = Diagnostic::warning(
                        Code::OperationLeftOut,
                        &node.at,
                        format!("`{name} {path}` is omitted: {why}"),
                    );
                    self.findings.push(finding.help(help));
                    let path = path.to_owned();
                    self.api.left_out.push(LeftOut { pointer: node.at, method, path, why: Some(why) });
                }
            }
        }
    }
}

/// Returns the reason why a key of `additionalOperations` cannot be sent as a request method, and a suggested
/// fix.
fn unfit(name: &str) -> Option<(String, String)> {
    let fixed = Method::ALL.into_iter().chain([Method::Query]);
    if let Some(method) = fixed.into_iter().find(|method| method.key().eq_ignore_ascii_case(name)) {
        let key = method.key();
        return Some((
            format!("a method with its own field (`{key}`) must not be in `additionalOperations`"),
            format!("move the operation to the `{key}` field of the path"),
        ));
    }
    if name.eq_ignore_ascii_case("CONNECT") {
        return Some((
            "CONNECT requests open a tunnel and have no path (RFC 9110, section 9.3.6)".to_owned(),
            "remove the operation, or use a different method".to_owned(),
        ));
    }
    (!is_token(name)).then(|| {
        (
            "its key is not a valid method: a token is required (RFC 9110, section 9.1)".to_owned(),
            "use letters, digits and hyphens, as in `COPY` or `VERSION-CONTROL`".to_owned(),
        )
    })
}
