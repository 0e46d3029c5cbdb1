//! Lowers the title, the servers and the tags of a document.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use openapiv3::ServerVariable as Variable;
use serde_json::{Value, json};

use super::external_docs::linked;
use super::resources::is_placeholder;
use super::{Lowering, enums};
use crate::diagnostic::Code;
use crate::ir::{Literal, Server, ServerVariable, Tag, TagId, TagKind, Variant};
use crate::resolve::Node;

impl<'a> Lowering<'a> {
    /// Lowers the title, the version, the description, the servers and the declared tags.
    pub(super) fn service(&mut self) {
        let root = self.document.root();
        if let Some(info) = root.get("info") {
            self.api.title = info.text("title").unwrap_or_default();
            self.api.version = info.text("version").unwrap_or_default();
            self.api.description = info.text("description");
        }
        self.api.description = linked(self.api.description.take(), &root);
        self.api.servers = self.servers(&root);
        let relative = self.api.servers.first().filter(|server| !server.default_url().contains("://"));
        if let Some(pointer) = relative.map(|server| server.pointer.clone()) {
            let message = "the first server is a path without a host; calls require a base URL";
            self.note(Code::NoServer, &pointer.key("url"), message);
        }
        if self.api.servers.is_empty() {
            let pointer = root.at.key("servers");
            self.note(Code::NoServer, &root.at, "no server is declared; calls require a base URL");
            self.api.servers.push(Server {
                pointer,
                url: "/".to_owned(),
                name: None,
                description: None,
                variables: Vec::new(),
            });
        }
        let declared = root.items_of("tags");
        for node in &declared {
            match node.text("name") {
                Some(name) if self.tags.contains_key(&name) => {
                    self.warn(
                        Code::DuplicateTag,
                        &node.at,
                        format!("duplicate tag `{name}`; the second one is ignored"),
                    );
                }
                Some(name) => self.declared_tag(&name, node),
                None => self.warn(Code::InvalidTag, &node.at, "tag without a name; the tag is ignored"),
            }
        }
        self.check_parents(&declared);
    }

    /// Lowers the servers of a node. If two servers differ only in scheme, the `https` one comes first.
    fn servers(&mut self, node: &Node<'a>) -> Vec<Server> {
        let mut servers = Vec::new();
        for node in node.items_of("servers") {
            servers.extend(self.server(&node));
        }
        self.check_server_names(&servers);
        // The indices of the servers with each URL. An index is removed when its server is swapped.
        let mut places: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
        for (index, server) in servers.iter().enumerate() {
            let server: &Server = server;
            places.entry(server.url.clone()).or_default().push_back(index);
        }
        for index in 0..servers.len() {
            let Some(rest) =
                servers.get(index).and_then(|server: &Server| server.url.strip_prefix("http://"))
            else {
                continue;
            };
            let safe = format!("https://{rest}");
            let Some(twins) = places.get_mut(&safe) else { continue };
            while let Some(twin) = twins.pop_front() {
                if twin > index {
                    servers.swap(index, twin);
                    break;
                }
            }
        }
        servers
    }

    /// Reports servers in the same list that have the same name (OpenAPI 3.2.0, "Server Object").
    fn check_server_names(&mut self, servers: &[Server]) {
        let mut names = BTreeSet::new();
        for server in servers {
            let Some(name) = &server.name else { continue };
            if !names.insert(name) {
                let message =
                    format!("duplicate server name `{name}`; each server gets a different name in Rust");
                self.warn(Code::DuplicateServer, &server.pointer.key("name"), message);
            }
        }
    }

    /// Lowers the servers of an operation or its path.
    pub(super) fn own_servers(&mut self, item: &Node<'a>, operation: &Node<'a>) -> Vec<Server> {
        let servers =
            if operation.get("servers").is_some() { self.servers(operation) } else { self.servers(item) };
        let all = self.document.root();
        // Many documents repeat the global servers in each operation.
        let same = |one: &Server| self.api.servers.iter().any(|server| server.url == one.url);
        if all.get("servers").is_some() && servers.first().is_some_and(same) {
            return Vec::new();
        }
        if let [first, _, ..] = servers.as_slice() {
            let message = format!(
                "this operation declares several servers; only the first one, `{}`, is used",
                first.default_url()
            );
            self.note(Code::FirstServer, &first.pointer, message);
        }
        servers
    }

    fn server(&mut self, node: &Node<'a>) -> Option<Server> {
        let Some(url) = node.text("url") else {
            self.warn(Code::InvalidServer, &node.at, "server without a URL; the server is omitted");
            return None;
        };
        let url = if url.starts_with("//") { format!("https:{url}") } else { url };
        let url = self.server_url(&url, &node.at.key("url"))?;
        let mut variables = Vec::new();
        for (name, node) in node.members_of("variables") {
            variables.extend(self.server_variable(name, &node));
        }
        for name in placeholders(&url) {
            if !variables.iter().any(|variable| variable.name == name) {
                let message = format!("`{{{name}}}` in the URL has no variable; it is left unchanged");
                self.warn(Code::ServerVariable, &node.at.key("url"), message);
            }
        }
        let name = self.since_3_2(node, "name").and_then(|_| node.text("name"));
        let (pointer, description) = (node.at.clone(), node.text("description"));
        let server = Server { pointer, url, name, description, variables };
        self.check_default_url(&server);
        Some(server)
    }

    fn server_variable(&mut self, name: &str, node: &Node<'a>) -> Option<ServerVariable> {
        let variable: Variable = match node.parse(&[], json!({})) {
            Ok(variable) => variable,
            Err(why) => {
                self.warn(
                    Code::InvalidServer,
                    &node.at,
                    format!("invalid server variable: {why}; the variable is omitted"),
                );
                return None;
            }
        };
        let values: Vec<_> = variable.enumeration.into_iter().map(Value::String).collect();
        let values: Vec<Variant> = enums::enumeration(self, node, &values).values;
        let listed = values.iter().any(|v| v.value == Literal::Text(variable.default.clone()));
        if !listed && !values.is_empty() {
            let message = format!("the default `{}` is not one of the enum values", variable.default);
            self.note(Code::DefaultNotInEnum, &node.at.key("default"), message);
        }
        let description = node.text("description");
        Some(ServerVariable { name: name.to_owned(), default: variable.default, description, values })
    }

    /// Returns the ids of an operation's tags, and adds tags that are not declared. Tags that only mark operations come
    /// last. The result is empty if the operation is untagged.
    pub(super) fn tags(&mut self, names: &[String]) -> Vec<TagId> {
        let (mut ids, mut seen) = (Vec::new(), BTreeSet::new());
        for name in names.iter().filter(|name| !name.trim().is_empty()) {
            let known = self.tags.get(name).copied();
            let id = known.unwrap_or_else(|| self.tag(name, None, TagKind::Tag));
            if seen.insert(id) {
                ids.push(id);
            }
        }
        ids.sort_by_key(|id| self.api.tag(*id).marker);
        ids
    }

    /// Adds a tag.
    pub(super) fn tag(&mut self, name: &str, description: Option<String>, kind: TagKind) -> TagId {
        let id = TagId::new(self.api.tags.len());
        self.tags.insert(name.to_owned(), id);
        let untagged = kind != TagKind::Tag;
        let marker = kind == TagKind::Tag && is_placeholder(name);
        let (name, summary) = (name.to_owned(), None);
        self.api.tags.push(Tag { name, kind, untagged, marker, summary, description });
        id
    }
}

/// Returns the names in braces in a URL.
fn placeholders(url: &str) -> impl Iterator<Item = &str> {
    url.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}
