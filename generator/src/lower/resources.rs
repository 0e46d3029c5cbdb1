//! Groups untagged operations into resources, based on the settings, an extension, or the path.
//!
//! In the model, the group of an untagged operation is a tag like any other. If the path determines the group, the
//! group is named after the first literal segment that is neither a version nor `api`. For example,
//! `/api/v1/checkout/sessions/{id}` belongs to `checkout`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Lowering;
use super::extensions::Setting;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Tag, TagId, TagKind};
use crate::pointer::Pointer;
use crate::resolve::Node;

/// The group of operations whose paths have no literal segment; other tools use the same name.
const REST: &str = "default";

/// Returns whether a tag has the name that frameworks assign to all operations without a tag. Like these operations,
/// those with the tag are grouped by path.
pub(super) fn is_placeholder(tag: &str) -> bool {
    tag.eq_ignore_ascii_case(REST)
}

/// The names of groups, and the settings that have matched.
#[derive(Debug, Default)]
pub(super) struct Resources {
    /// The existing names, keyed by normalized spelling. A resource `users` joins the tag `Users`.
    names: BTreeMap<String, String>,
    /// The keys of `[resources]` that matched an operation.
    used: BTreeSet<String>,
}

impl<'a> Lowering<'a> {
    /// Collects the document's tags, since an untagged operation joins a tag with the same name, wherever the
    /// tag occurs.
    pub(super) fn collect_tags<'b>(&mut self, operations: impl Iterator<Item = &'b Node<'a>>)
    where
        'a: 'b,
    {
        let declared = self.api.tags.iter().map(|tag| tag.name.clone());
        let used = operations.filter_map(|node| node.json.get("tags")?.as_array());
        let used = used.flatten().filter_map(Value::as_str).filter(|name| !name.trim().is_empty());
        let names: Vec<String> = declared.chain(used.map(str::to_owned)).collect();
        for name in names {
            self.resources.names.entry(Tag::folded(&name)).or_insert(name);
        }
    }

    /// Returns the group of an untagged operation.
    pub(super) fn resource(&mut self, path: &str, id: &str, item: &Node<'a>, node: &Node<'a>) -> TagId {
        let name = self.configured_resource(path, id);
        let name = name.or_else(|| self.vendor_resource(item, node));
        let name = name.or_else(|| segment(path).map(str::to_owned));
        let kind = if name.is_some() { TagKind::Resource } else { TagKind::Rest };
        let name = name.unwrap_or_else(|| REST.to_owned());
        let name = self.resources.names.entry(Tag::folded(&name)).or_insert(name).clone();
        let known = self.tags.get(&name).copied();
        let id = known.unwrap_or_else(|| self.tag(&name, None, kind));
        self.api.tags[id.index()].untagged = true;
        id
    }

    /// Returns the resource configured for the `operationId` or, failing that, for the longest matching path prefix.
    fn configured_resource(&mut self, path: &str, id: &str) -> Option<String> {
        let resources = &self.config.resources;
        let prefixes = resources.iter().filter(|(key, _)| is_prefix(key, path));
        let by_path = || prefixes.max_by_key(|(key, _)| key.len());
        let (key, name) = resources.get_key_value(id).or_else(by_path)?;
        self.resources.used.insert(key.clone());
        Some(name.clone())
    }

    /// Returns the resource that the configured extension names, on an operation or on its path.
    fn vendor_resource(&mut self, item: &Node<'a>, node: &Node<'a>) -> Option<String> {
        let own = self.extension(Setting::Resource, node);
        let found = own.or_else(|| self.extension(Setting::Resource, item))?;
        let name = found.json.as_str().filter(|name| !name.trim().is_empty());
        if name.is_none() {
            self.warn(
                Code::InvalidExtension,
                &found.at,
                "expected the name of a resource; the value is ignored",
            );
        }
        name.map(str::to_owned)
    }

    /// Reports entries of `[resources]` that matched no operation.
    pub(super) fn check_resources(&mut self, root: &Pointer) {
        for key in self.config.resources.keys().filter(|key| !self.resources.used.contains(*key)) {
            let message =
                format!("`resources` contains `{key}`, which does not match any untagged operation");
            self.findings.push(Diagnostic::error(Code::UnusedSetting, root, message).help(
                "use the start of a path, such as `/v1/checkout`, or the `operationId` of an \
                     operation; tagged operations are grouped by their tags",
            ));
        }
    }
}

/// Returns whether a key of `[resources]` is a prefix of a path and ends at a segment boundary.
fn is_prefix(key: &str, path: &str) -> bool {
    let rest = key.starts_with('/').then(|| path.strip_prefix(key.trim_end_matches('/'))).flatten();
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Returns the first literal segment of a path that is neither a version nor `api`.
fn segment(path: &str) -> Option<&str> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let named = path.split('/').filter_map(literal);
    let mut named = named.filter(|name| !is_version(name) && !name.eq_ignore_ascii_case("api"));
    named.next()
}

/// Returns the name in a segment, without any suffix: a key (`users({id})`), a custom method (`jobs:cancel`), an extension
/// (`search.json`) or a placeholder (`users{format}`, `user-{id}`). Returns `None` if it starts with a placeholder.
fn literal(segment: &str) -> Option<&str> {
    let name = segment.split(['(', ':', ';', '{']).next().unwrap_or_default();
    let name =
        if name.len() < segment.len() { name.trim_end_matches(['-', '_', '.', ',', '=']) } else { name };
    let name = match name.split_once('.') {
        Some((stem, extension)) if !extension.contains('.') && !stem.is_empty() && !is_version(name) => stem,
        _ => name,
    };
    name.contains(|c: char| c.is_alphanumeric()).then_some(name)
}

/// Returns whether a segment is a version, such as `v1`, `V2.1`, `v1beta1`, `2.0` or `2010-04-01`.
fn is_version(segment: &str) -> bool {
    let marked = segment.strip_prefix(['v', 'V']);
    let number = marked.unwrap_or(segment);
    let end = number.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '_')));
    let (digits, stage) = number.split_at(end.unwrap_or(number.len()));
    let stage = stage.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '_'));
    let is_stage = ["", "alpha", "beta", "rc", "preview"].iter().any(|name| name.eq_ignore_ascii_case(stage));
    digits.starts_with(|c: char| c.is_ascii_digit()) && is_stage
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_belongs_to_its_first_name() {
        for (path, name) in [
            ("/v1/checkout/sessions/{id}", Some("checkout")),
            ("/api/v2.1/users", Some("users")),
            ("/2010-04-01/Accounts/{Sid}/Calls.json", Some("Accounts")),
            ("/v1beta1/{parent}/jobs:cancel", Some("jobs")),
            ("/users({id})/name", Some("users")),
            ("/search.json", Some("search")),
            ("/profiles{mediaTypeExtension}", Some("profiles")),
            ("/user-{id}/name", Some("user")),
            ("/v1.{format}/cars", Some("cars")),
            ("/{id}.json", None),
            ("/.well-known/jwks.json", Some(".well-known")),
            ("/1.0/video", Some("video")),
            ("/v1-preview/tasks", Some("tasks")),
            ("/vans", Some("vans")),
            ("/versions", Some("versions")),
            ("/3d/models", Some("3d")),
            ("/com.example.v1.Jobs/Run", Some("com.example.v1.Jobs")),
            ("/{id}", None),
            ("/{id}.json", None),
            ("/v1/:run", None),
            ("/", None),
            ("/?action=list", None),
        ] {
            assert_eq!(segment(path), name, "{path}");
        }
    }

    #[test]
    fn a_prefix_ends_between_segments() {
        for (key, path, is) in [
            ("/v1/a", "/v1/a", true),
            ("/v1/a", "/v1/a/{id}", true),
            ("/v1/a/", "/v1/a/{id}", true),
            ("/v1/a", "/v1/ab", false),
            ("/", "/v1/ab", true),
            ("v1", "v1/ab", false),
        ] {
            assert_eq!(is_prefix(key, path), is, "{key} {path}");
        }
    }
}
