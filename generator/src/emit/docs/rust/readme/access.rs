//! Servers and credentials in the README: a row for each, and the calls in the example.

use super::{SchemeLine, ServerLine, Undeclared};
use crate::analyse::{Proof, ServerChoice, proof, used_variables};
use crate::emit::markdown::{cell, code_cell};
use crate::ir::{Flow, Literal, Location, SecurityKind, SecurityScheme};
use crate::model::Model;
use crate::sanitize::one_line;

/// Returns the security schemes of the operations; empty if the README's section on authentication covers them.
pub(super) fn schemes(model: &Model) -> Vec<SchemeLine> {
    let schemes: Vec<_> = used(model).collect();
    if let [(_, SecurityScheme { kind: SecurityKind::OAuth2 { .. }, .. })] = schemes.as_slice() {
        return Vec::new();
    }
    schemes.into_iter().map(|(index, scheme)| line(model, index, scheme)).collect()
}

/// Returns the reason why no security schemes are listed.
pub(super) fn undeclared(model: &Model) -> Undeclared {
    if model.facts.security().is_said { Undeclared::Public } else { Undeclared::Everywhere }
}

fn used(model: &Model) -> impl Iterator<Item = (usize, &SecurityScheme)> {
    let used = model.facts.security().used.iter();
    used.filter_map(|index| Some((*index, model.api.security_schemes.get(*index)?)))
}

fn line(model: &Model, index: usize, scheme: &SecurityScheme) -> SchemeLine {
    let what = match &scheme.kind {
        SecurityKind::OAuth2 { flows, .. } => {
            let flows: Vec<String> = flows.iter().map(flow).collect();
            format!("OAuth 2: {}", flows.join("; "))
        }
        SecurityKind::Bearer => "a bearer token".to_owned(),
        SecurityKind::Basic => "a user name and a password".to_owned(),
        SecurityKind::ApiKey { location, name } => {
            let place = match location {
                Location::Query => "query parameter",
                Location::Cookie => "cookie",
                Location::Header | Location::Path | Location::Field | Location::Part => "header",
            };
            format!("a key in the {place} {}", code_cell(name))
        }
        SecurityKind::OpenIdConnect(url) => format!("OpenID Connect, discovery at {}", code_cell(url)),
        SecurityKind::MutualTls => "a client certificate".to_owned(),
        SecurityKind::Other(name) => {
            format!("the header `Authorization`, scheme {}", code_cell(name))
        }
    };
    SchemeLine { name: code_cell(&scheme.name), by: by(model, index, scheme), what }
}

fn flow(flow: &Flow) -> String {
    let url = flow.token_url.as_deref().or(flow.authorization_url.as_deref()).unwrap_or_default();
    let scopes: Vec<String> = flow.scopes.iter().map(|scope| code_cell(scope)).collect();
    let scopes = if scopes.is_empty() { String::new() } else { format!(" ({})", scopes.join(", ")) };
    format!("{} at {}{scopes}", flow.name, code_cell(url))
}

fn by(model: &Model, index: usize, scheme: &SecurityScheme) -> String {
    let names = model.names.schemes().get(&index);
    let own = names.map(|names| (names.method.as_str(), names.login.as_str()));
    match (proof(scheme), own) {
        (Some(Proof::Bearer), Some((method, login))) => format!("`{method}(..)`, `{login}(..)`"),
        (_, Some((method, _))) => format!("`{method}(..)`"),
        (Some(Proof::Bearer), None) => "`access_token(..)`, `login(..)`".to_owned(),
        (Some(Proof::Basic), None) => "`basic_auth(..)`".to_owned(),
        (Some(Proof::Key), None) => "`key(..)`".to_owned(),
        (None, None) if scheme.kind.is_challenged() => "a middleware".to_owned(),
        (None, None) => "`transport(..)`, with `ReqwestTransport::builder().client_identity(..)`".to_owned(),
    }
}

/// Returns the builder call for credentials; `None` if the document declares no usable scheme.
pub(super) fn credentials(model: &Model) -> Option<String> {
    let (index, scheme) = used(model).find(|(_, scheme)| proof(scheme).is_some())?;
    let names = model.names.schemes().get(&index);
    let method = names.map(|names| names.method.as_str());
    Some(match (proof(scheme)?, method) {
        (Proof::Bearer, method) => format!(".{}(\"your access token\")", method.unwrap_or("access_token")),
        (Proof::Basic, method) => {
            format!(".{}(\"your name\", \"your password\")", method.unwrap_or("basic_auth"))
        }
        (Proof::Key, method) => format!(".{}(\"your key\")", method?),
    })
}

/// Returns the servers to choose from; empty for a single one without variables.
pub(super) fn servers(model: &Model) -> Vec<ServerLine> {
    let (servers, names) = (model.facts.servers(), model.names.servers());
    if servers.choice == ServerChoice::Fixed {
        return Vec::new();
    }
    let listed = servers.listed.iter().zip(&names.servers);
    let listed = listed.filter_map(|(index, name)| Some((model.api.servers.get(*index)?, name)));
    listed
        .map(|(server, name)| {
            let of_server = match (servers.choice, name.ty.is_empty()) {
                (ServerChoice::Server, true) => format!("{}::{}", names.ty, name.variant),
                (ServerChoice::Server, false) => {
                    format!("{}::{}({}::new())", names.ty, name.variant, name.ty)
                }
                (ServerChoice::Variables, _) => format!("{}::new()", names.ty),
                (ServerChoice::Fixed | ServerChoice::Value, _) => format!("{}::..", names.ty),
            };
            let setters = if name.ty.is_empty() {
                String::new()
            } else {
                name.fields.iter().map(|field| format!(", `{field}(..)`")).collect()
            };
            ServerLine {
                url: code_cell(&server.url),
                by: format!("`{}({of_server})`{setters}", names.method),
                description: server.description.as_deref().map(cell).unwrap_or_default(),
            }
        })
        .collect()
}

/// Returns the builder call that selects a server, and the type that it mentions.
pub(super) fn server(model: &Model) -> Option<(&str, String)> {
    let (servers, names) = (model.facts.servers(), model.names.servers());
    let (ty, method) = (names.ty.as_str(), names.method.as_str());
    let first = servers.listed.first().and_then(|index| model.api.servers.get(*index))?;
    let call = |value: String| Some((ty, format!(".{method}({ty}::{value})")));
    match servers.choice {
        ServerChoice::Value => {
            let variable = used_variables(first).map(|(_, variable)| variable).next()?;
            let default = Literal::Text(variable.default.clone());
            let index = variable.values.iter().position(|v| v.value == default).unwrap_or(0);
            call(names.enums.first()?.members.get(index)?.clone())
        }
        ServerChoice::Variables => {
            let name = names.servers.first()?;
            let free = used_variables(first).zip(&name.fields);
            let mut free = free.filter(|((place, _), _)| servers.enum_of(0, *place).is_none());
            let setter = free.next().map(|((_, v), field)| format!(".{field}({:?})", one_line(&v.default)));
            call(format!("new(){}", setter.unwrap_or_default()))
        }
        ServerChoice::Server => {
            let name = names.servers.first()?;
            if name.ty.is_empty() { call(name.variant.clone()) } else { call("default()".to_owned()) }
        }
        ServerChoice::Fixed if !first.url.contains("://") => {
            let path = first.url.trim_end_matches('/');
            Some(("", format!(".base_url({:?})", one_line(&format!("https://api.example.com{path}")))))
        }
        ServerChoice::Fixed => None,
    }
}
