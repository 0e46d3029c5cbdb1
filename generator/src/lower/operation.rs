//! Lowers operations, and checks that the parts of each operation are consistent.

use std::collections::BTreeMap;

use openapiv3::Operation as Described;
use serde_json::json;

use super::extensions::Setting;
use super::external_docs::description;
use super::operation_id::Ids;
use super::place::Place;
use super::{Lowering, annotations, path};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Docs, LeftOut, Method, Operation, OperationId, PathTemplate, Permissions};
use crate::pointer::Pointer;
use crate::resolve::Node;

/// The vendor extension for an operation that the server accepts first and completes later.
const LONG_RUNNING: &str = "x-ms-long-running-operation";

/// The reason why an operation cannot be called correctly and is omitted.
pub(super) enum Unfit {
    /// The reason has already been reported.
    Reported,
    /// A problem at this location, with a description.
    Because(Pointer, String),
}

impl Unfit {
    pub(super) fn because(at: &Pointer, why: String) -> Self {
        Self::Because(at.clone(), why)
    }
}

/// An operation in the document.
pub(super) struct Found<'a> {
    pub(super) path: &'a str,
    pub(super) method: Method,
    pub(super) item: Node<'a>,
    pub(super) node: Node<'a>,
}

impl<'a> Lowering<'a> {
    /// Lowers all operations, in document order.
    pub(super) fn operations(&mut self) {
        let found = self.find_operations();
        // Declared ids come first, so that a generated id cannot equal a declared one.
        let mut ids = Ids::default();
        for operation in &found {
            if let Some(id) = operation.node.text("operationId")
                && let Some(duplicate) = ids.claim(id, &operation.node.at)
            {
                self.findings.push(duplicate);
            }
        }
        if found.is_empty() {
            let message = "the description has no operations, so the client has no methods";
            let help = "add operations to `paths`; webhooks and schemas do not produce methods";
            let at = Pointer::root().key("paths");
            self.findings.push(Diagnostic::warning(Code::NoOperations, &at, message).help(help));
        }
        self.collect_tags(found.iter().map(|operation| &operation.node));
        for operation in found {
            let types = self.api.types.len();
            self.local = Some(BTreeMap::new());
            match self.operation(&operation, &mut ids) {
                Ok(lowered) => {
                    self.define_queued();
                    self.api.operations.push(lowered);
                }
                Err(why) => {
                    self.forget_types(types);
                    let why = match why {
                        Unfit::Because(at, why) => {
                            let message =
                                format!("`{} {}` is omitted: {why}", operation.method, operation.path);
                            self.warn(Code::OperationLeftOut, &at, message);
                            Some(why)
                        }
                        Unfit::Reported => None,
                    };
                    let Found { path, method, node, .. } = operation;
                    self.api.left_out.push(LeftOut { pointer: node.at, method, path: path.to_owned(), why });
                }
            }
        }
        self.local = None;
    }

    fn operation(&mut self, found: &Found<'a>, ids: &mut Ids) -> Result<Operation, Unfit> {
        let node = &found.node;
        let apart =
            ["parameters", "requestBody", "responses", "callbacks", "servers", "security", "externalDocs"];
        let described: Described = node
            .parse(&apart, json!({"responses": {}}))
            .map_err(|why| Unfit::because(&node.at, format!("invalid operation: {why}")))?;
        let path = self.path(found)?;
        let place = Place::of_operation(OperationId::new(self.api.operations.len()));
        let mut params = self.params(&found.item, node, &place)?;
        let path = self.send_query_once(path, &mut params, &node.at);
        self.check_path(&path, &mut params, &node.at);
        let body = self.body(node, &place)?;
        let responses = self.responses(node, &place);
        self.report_unsupported(node);
        let id = node.text("operationId").unwrap_or_else(|| ids.generated_id(found));
        let (idempotent, idempotency_header) = self.idempotency(node, &id, &params);
        let mut tags = self.tags(&described.tags);
        if tags.iter().all(|tag| self.api.tag(*tag).marker) {
            let resource = self.resource(&path.text, &id, &found.item, node);
            tags.retain(|tag| *tag != resource);
            tags.insert(0, resource);
        }
        Ok(Operation {
            pointer: node.at.clone(),
            method_name: self.method_name(node).unwrap_or_else(|| id.clone()),
            id,
            method: found.method.clone(),
            path,
            tags,
            docs: Docs { summary: node.text("summary"), description: description(node) },
            deprecated: described.deprecated,
            deprecation: annotations::deprecation(node),
            preview: self.extension(Setting::Preview, node).is_some_and(|value| value.json == &json!(true)),
            idempotent,
            idempotency_header,
            long_running: node.flag(LONG_RUNNING),
            permissions: self.permissions(node),
            params,
            body,
            responses,
            servers: self.own_servers(&found.item, node),
            security: self.security(node),
            callbacks: self.callbacks(node),
        })
    }

    fn path(&mut self, found: &Found<'a>) -> Result<PathTemplate, Unfit> {
        let at = Pointer::root().keys(["paths", found.path]);
        let (path, fragment) = path::without_fragment(found.path);
        if let Some(fragment) = fragment {
            self.findings.push(
                Diagnostic::warning(
                    Code::PathFragment,
                    &at,
                    format!("requests cannot contain the fragment `#{fragment}` of the path; it is omitted"),
                )
                .help("remove the fragment; if it distinguishes operations, declare a parameter instead"),
            );
        }
        let resolved = path::without_dot_segments(path).filter(|path| path::template(path).is_some());
        if let Some(resolved) = &resolved {
            let message = format!("path `{path}` has dot segments; the resolved path `{resolved}` is used");
            self.findings
                .push(Diagnostic::warning(Code::PathRepaired, &at, message).help("write the resolved path"));
        }
        let path = resolved.as_deref().unwrap_or(path);
        let mut template = path::template(path)
            .ok_or_else(|| Unfit::because(&found.node.at, "unbalanced braces in its path".to_owned()))?;
        template.text = found.path.to_owned();
        if !template.text.starts_with('/') {
            self.warn(
                Code::PathRepaired,
                &at,
                format!("path `{}` does not start with `/`; a `/` is added", found.path),
            );
            template = path::template(&format!("/{path}")).unwrap_or(template);
            template.text = format!("/{}", found.path);
        }
        Ok(template)
    }

    fn report_unsupported(&mut self, node: &Node<'a>) {
        let responses =
            node.members_of("responses").into_iter().filter_map(|(_, node)| self.document.follow(&node));
        let links: Vec<&str> =
            responses.flat_map(|response| response.members_of("links")).map(|(name, _)| name).collect();
        if !links.is_empty() {
            let message = format!(
                "nothing is generated for {}; their target operations can be called directly",
                counted("link", &links)
            );
            self.note(Code::UnsupportedLinks, &node.at.key("responses"), message);
        }
    }

    /// Returns the operation's name in the vendor's SDKs.
    fn method_name(&mut self, node: &Node<'a>) -> Option<String> {
        let extension = self.extension(Setting::MethodName, node)?;
        let name = extension.json.as_str().filter(|name| !name.trim().is_empty());
        if name.is_none() {
            self.warn(Code::InvalidExtension, &extension.at, "expected a method name; the value is ignored");
        }
        name.map(str::to_owned)
    }

    fn permissions(&mut self, node: &Node<'a>) -> Option<Permissions> {
        let extension = self.extension(Setting::Permissions, node)?;
        let all = match extension.text("type").as_deref() {
            Some("ANY") => Some(false),
            Some("ALL") => Some(true),
            _ => None,
        };
        let names: Option<Vec<String>> = extension
            .items_of("permissions")
            .iter()
            .map(|name| name.json.as_str().map(str::to_owned))
            .collect();
        if let (Some(all), Some(names)) = (all, names) {
            return Some(Permissions { all, names });
        }
        let message = "expected `{type: ANY or ALL, permissions: [...]}`; the value is ignored";
        self.warn(Code::InvalidExtension, &extension.at, message);
        None
    }

    /// Removes the types of an omitted operation.
    fn forget_types(&mut self, keep: usize) {
        self.api.types.truncate(keep);
        self.progress.truncate(keep);
        self.queue.clear();
        self.discriminated.retain(|pending| pending.union.index() < keep);
        self.bases.retain(|base| base.index() < keep);
    }
}

/// Returns a phrase with the number of items and the first few names.
pub(super) fn counted(what: &str, names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(3).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > shown.len() { ", ..." } else { "" };
    let s = if names.len() == 1 { "" } else { "s" };
    format!("{} {what}{s} ({}{more})", names.len(), shown.join(", "))
}
