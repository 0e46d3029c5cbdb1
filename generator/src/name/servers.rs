//! Names the servers that a user can choose, and the values of their variables.

use super::book::{Book, Thing};
use super::reserved::{ROOT_TYPES, SERVER_METHODS};
use super::scope::{self, Scope};
use super::types::variants;
use super::{RustName, TagName, TypeName, bounds, words};
use crate::analyse::{Facts, ServerChoice, used_variables};
use crate::ir::{Api, Server};
use crate::lock::{Case, Keys, Kind};
use crate::pointer::Pointer;

/// The maximum number of words in a description that is used as a server's name.
const WORDS: usize = 4;

/// The names of the items for choosing a server. The types are in the crate root.
#[derive(Clone, Debug)]
pub struct ServerNames {
    /// The name of the type of a chosen server, such as `Server`, or `Region` if the user only chooses the value
    /// of one variable.
    pub ty: RustName,
    /// The name of the client builder's method for choosing a server.
    pub method: RustName,
    /// The names of the servers, in the order of [`Servers::listed`](crate::analyse::Servers::listed).
    pub servers: Vec<ServerName>,
    /// The names of the enums of variables with listed values, in the order of
    /// [`Servers::enums`](crate::analyse::Servers::enums).
    pub enums: Vec<TypeName>,
}

impl ServerNames {
    /// Returns the name of the client builder's method for choosing a server, or `None` if there is no choice.
    pub fn method_or_none(&self) -> Option<&RustName> {
        Some(&self.method).filter(|method| !method.is_empty())
    }
}

/// The names of one server.
#[derive(Clone, Debug)]
pub struct ServerName {
    /// The name of the variant, such as `Sandbox`.
    pub variant: RustName,
    /// The name of the type for the values of the server's variables; empty if there are none.
    pub ty: RustName,
    /// The names of the setters for the variables in the server's URL, in order.
    pub fields: Vec<RustName>,
}

/// Names the items for choosing a server. The types avoid the names of the tags' handles, since both are in scope in
/// the client's methods.
pub(super) fn servers(
    api: &Api,
    facts: &Facts,
    tags: &[TagName],
    methods: &mut Scope,
    book: &mut Book<'_>,
) -> ServerNames {
    let mut types = Scope::new(book, "", Case::Upper, ROOT_TYPES);
    for tag in tags {
        types.reserve(&tag.handle);
    }
    let servers = facts.servers();
    let mut names = ServerNames {
        ty: RustName::none(),
        method: RustName::none(),
        servers: Vec::new(),
        enums: Vec::new(),
    };
    if !matches!(servers.choice, ServerChoice::Fixed | ServerChoice::Value) {
        let keys = [Keys::servers()];
        let thing = |kind| Thing { keys: &keys, kind, source: "server", public: true };
        names.ty = types.take(book, &thing(Kind::Type), &["Server".to_owned(), "ApiServer".to_owned()]);
        let wanted = ["server".to_owned(), "api_server".to_owned()];
        names.method = methods.take(book, &thing(Kind::Method), &wanted);
    }
    values(api, facts, &mut names, &mut types, methods, book);
    let mut members = Scope::new(book, names.ty.as_str(), Case::Upper, &["Self"]);
    let several = servers.choice == ServerChoice::Server;
    for server in servers.listed.iter().filter_map(|index| api.servers.get(*index)) {
        let (keys, source) = ([Keys::server(server)], title(server));
        let thing = |kind| Thing { keys: &keys, kind, source: &source, public: true };
        let wanted = [words::camel(&source), words::camel(&place(server))];
        let variant =
            if several { members.take(book, &thing(Kind::Variant), &wanted) } else { RustName::none() };
        let ty = match servers.choice {
            ServerChoice::Server if used_variables(server).next().is_some() => {
                let wanted = [format!("{variant}Server"), format!("{variant}ApiServer")];
                types.take(book, &thing(Kind::Type), &wanted)
            }
            ServerChoice::Variables => names.ty.clone(),
            _ => RustName::none(),
        };
        let fields = fields(server, &ty, book);
        names.servers.push(ServerName { variant, ty, fields });
    }
    names
}

/// Names the variables with listed values. If several variables have the same name, the names of all except
/// the first include the server.
fn values(
    api: &Api,
    facts: &Facts,
    names: &mut ServerNames,
    types: &mut Scope,
    methods: &mut Scope,
    book: &mut Book<'_>,
) {
    let mut seen: Vec<&str> = Vec::new();
    for (server, variable) in &facts.servers().enums {
        let Some(server) = api.servers.get(*server) else { continue };
        let Some(variable) = server.variables.get(*variable) else { continue };
        let plain = Keys::server_variable(&variable.name);
        let keys = [if seen.contains(&variable.name.as_str()) {
            of_server(&Keys::server(server), &variable.name)
        } else {
            plain
        }];
        seen.push(&variable.name);
        let thing = |kind| Thing { keys: &keys, kind, source: &variable.name, public: true };
        let long = format!("server {}", variable.name);
        let wanted = [words::camel(&variable.name), words::camel(&long)];
        let name = types.take(book, &thing(Kind::Type), &wanted);
        let module = bounds::cut(&words::snake(&variable.name), Case::Lower);
        if facts.servers().choice == ServerChoice::Value {
            names.ty.clone_from(&name);
            names.method = methods.take(book, &thing(Kind::Method), &[module.clone(), words::snake(&long)]);
        }
        let members = variants(&variable.values, &keys, true, &name, book);
        let module = RustName::new(module);
        names.enums.push(TypeName { members, ..TypeName::new(name, module, false) });
    }
}

/// Returns the key of a variable in the server with the given key.
fn of_server(server: &Pointer, variable: &str) -> Pointer {
    server.key("variables").key(variable)
}

fn fields(server: &Server, ty: &str, book: &mut Book<'_>) -> Vec<RustName> {
    if ty.is_empty() {
        return Vec::new();
    }
    let mut scope = Scope::new(book, ty, Case::Lower, SERVER_METHODS);
    let key = Keys::server(server);
    let variables: Vec<_> =
        used_variables(server).map(|(_, variable)| (variable, [of_server(&key, &variable.name)])).collect();
    let all: Vec<_> = variables
        .iter()
        .map(|(variable, keys)| {
            let thing = Thing { keys, kind: Kind::Method, source: &variable.name, public: true };
            (thing, scope::value(words::snake(&variable.name)))
        })
        .collect();
    scope.take_all(book, &all)
}

/// Returns the title of a server: its name, or else its description if that is short, or else its host and path.
fn title(server: &Server) -> String {
    if let Some(name) = server.name.as_ref().filter(|name| name.contains(char::is_alphanumeric)) {
        return name.clone();
    }
    let text = server.description.as_deref().unwrap_or_default();
    let dull = ["server", "api", "the", "url", "environment", "endpoint"];
    let all: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let distinctive: Vec<&str> =
        all.iter().copied().filter(|word| !dull.contains(&word.to_lowercase().as_str())).collect();
    if distinctive.is_empty() || distinctive.len() > WORDS || text.contains("://") {
        place(server)
    } else {
        distinctive.join(" ")
    }
}

/// Returns the host and the path of a server's URL.
fn place(server: &Server) -> String {
    let rest = server.url.split_once("://").map_or(server.url.as_str(), |(_, rest)| rest);
    rest.replace(['{', '}'], " ").trim_matches('/').to_owned()
}
