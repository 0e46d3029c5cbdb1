//! Servers, credentials and client-level parameters, with a table row for each.

use crate::analyse::{ClientParameter, Proof, ServerChoice, parameter_example, proof};
use crate::emit::markdown::{cell, code_cell};
use crate::ir::{Flow, Location, SecurityKind, SecurityScheme};
use crate::model::Model;
use crate::name::ClientParameterName;

/// A security scheme, and the client builder's methods for its credentials.
pub(super) struct SchemeLine {
    pub(super) name: String,
    pub(super) by: String,
    pub(super) what: String,
}

/// The reason why no security schemes are listed.
pub(super) enum Undeclared {
    /// The document does not declare security, so credentials are sent with every request.
    Everywhere,
    /// The document declares that operations require no credentials, so none are sent.
    Public,
}

/// A client-level parameter, and the client builder's method that sets it.
pub(super) struct ParameterLine {
    pub(super) name: String,
    pub(super) by: String,
    pub(super) description: String,
}

/// A server, and the client builder's method that selects it.
pub(super) struct ServerLine {
    pub(super) url: String,
    pub(super) by: String,
    pub(super) description: String,
}

/// Returns the security schemes of the operations, or no schemes if the OAuth 2 section of the guide covers them.
pub(super) fn schemes(model: &Model) -> Vec<SchemeLine> {
    let schemes: Vec<_> = model.used_schemes().collect();
    if let [(_, SecurityScheme { kind: SecurityKind::OAuth2 { flows, metadata_url, .. }, deprecated, .. })] =
        schemes.as_slice()
        && !(*deprecated || metadata_url.is_some() || flows.iter().any(|flow| flow.device_url.is_some()))
    {
        return Vec::new();
    }
    schemes.into_iter().map(|(index, scheme)| line(model, index, scheme)).collect()
}

/// Returns the parameters that are set on the client builder.
pub(super) fn client_parameters(model: &Model) -> Vec<ParameterLine> {
    let line = |(one, names): (&ClientParameter, &ClientParameterName)| {
        let default =
            one.param.default.as_ref().map(|value| format!("Default: {}.", code_cell(&value.to_string())));
        let example = parameter_example(&one.param).map(|text| format!("Example: {}.", code_cell(&text)));
        let text = one.param.description.as_deref().map(cell);
        ParameterLine {
            name: code_cell(&one.param.name),
            by: code_cell(&format!("{}(..)", names.method)),
            description: text.into_iter().chain(default).chain(example).collect::<Vec<_>>().join(" "),
        }
    };
    model.all_client_parameters().map(line).collect()
}

/// Returns the reason why no security schemes are listed.
pub(super) fn undeclared(model: &Model) -> Undeclared {
    if model.facts.security().is_declared { Undeclared::Public } else { Undeclared::Everywhere }
}

fn line(model: &Model, index: usize, scheme: &SecurityScheme) -> SchemeLine {
    let what = match &scheme.kind {
        SecurityKind::OAuth2 { flows, metadata_url, .. } => {
            let metadata = metadata_url.iter().map(|url| format!("metadata at {}", code_cell(url)));
            let parts: Vec<String> = flows.iter().map(flow).chain(metadata).collect();
            format!("OAuth 2: {}", parts.join("; "))
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
            format!("the `Authorization` header, scheme {}", code_cell(name))
        }
    };
    let what = if scheme.deprecated { format!("{what} (deprecated)") } else { what };
    SchemeLine { name: code_cell(&scheme.name), by: by(model, index, scheme), what }
}

fn flow(flow: &Flow) -> String {
    let url = flow.token_url.as_deref().or(flow.authorization_url.as_deref()).unwrap_or_default();
    let scopes: Vec<String> = flow.scopes.iter().map(|scope| code_cell(scope)).collect();
    let scopes = if scopes.is_empty() { String::new() } else { format!(" ({})", scopes.join(", ")) };
    let device = flow.device_url.as_ref().map(|device| format!("{}, tokens at ", code_cell(device)));
    format!("{} at {}{}{scopes}", flow.name, device.unwrap_or_default(), code_cell(url))
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

/// Returns the servers to choose from, or no servers if the only one has no variables.
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
