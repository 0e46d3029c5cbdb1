//! Resolves security requirements whose keys are URIs of security schemes in other files.
//!
//! Part of `bundle`. See OpenAPI 3.2.0, "Security Requirement Object": the name of a scheme in the document
//! takes precedence over an identical URI.

use serde_json::Value;

use super::Bundle;
use super::place::Kind;
use crate::pointer::{Pointer, Way};

/// Returns whether a key in a list of security requirements seems to refer to a scheme in another file.
pub(super) fn leads_out(list: &Value) -> bool {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .any(|requirement| requirement.keys().any(|key| is_uri(key) && !key.starts_with('#')))
}

/// Returns whether a key is a URI that refers to a part of a document.
fn is_uri(key: &str) -> bool {
    key.contains("#/")
}

impl Bundle<'_> {
    /// Replaces the keys that are URIs of schemes in other files with the names of these schemes in the tree.
    pub(super) fn requirements(&mut self, list: &mut Value, at: &Way<'_>, file: usize) {
        for requirement in list.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
            if !requirement.keys().any(|key| is_uri(key)) {
                continue;
            }
            let keys = std::mem::take(requirement);
            requirement.extend(keys.into_iter().map(|(key, scopes)| {
                let key = self.scheme(&key, at, file).unwrap_or(key);
                (key, scopes)
            }));
        }
    }

    /// Returns the name that a scheme in another file has in the tree.
    fn scheme(&mut self, key: &str, at: &Way<'_>, file: usize) -> Option<String> {
        let named = Pointer::root().keys(["components", "securitySchemes", key]);
        if !is_uri(key) || named.find(self.tree(0)).is_some() {
            return None;
        }
        // If the scheme is not found, it remains undeclared, which `lower` reports.
        let target = self.target(key, file, &at.pointer()).ok().filter(|target| target.0 > 0)?;
        self.home(&target, Kind::SecurityScheme).last()
    }
}
