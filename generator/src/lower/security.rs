//! Security: the ways to log in, and which of them an operation needs.

use openapiv3::{APIKeyLocation, OAuth2Flows, SecurityScheme as Scheme};
use serde_json::json;

use super::Lowering;
use crate::diagnostic::Diagnostic;
use crate::ir::{Location, SecurityKind, SecurityScheme};
use crate::resolve::{Node, nearest};

impl<'a> Lowering<'a> {
    /// The ways to log in.
    pub(super) fn security_schemes(&mut self) {
        for (name, node) in self.document.components("securitySchemes") {
            let Some(node) = self.document.follow(&node) else { continue };
            match node.parse::<Scheme>(&[], json!({})) {
                Ok(scheme) => self.api.security_schemes.push(SecurityScheme {
                    name: name.to_owned(),
                    description: node.text("description"),
                    kind: kind(scheme),
                }),
                Err(why) => {
                    self.warn(
                        "invalid-security",
                        &node.at,
                        format!("this security scheme cannot be read and is left out: {why}"),
                    );
                }
            }
        }
    }

    /// What an operation needs: its own list, even an empty one, else that of the document. An alternative without names says
    /// that it can be called without a login as well.
    pub(super) fn security(&mut self, operation: &Node<'a>) -> Vec<Vec<String>> {
        let root = self.document.root();
        let Some(list) = operation.get("security").or_else(|| root.get("security")) else {
            return Vec::new();
        };
        let mut ways = Vec::new();
        for (index, way) in list.json.as_array().into_iter().flatten().enumerate() {
            let at = list.at.index(index);
            let names: Vec<String> =
                way.as_object().into_iter().flat_map(|way| way.keys().cloned()).collect();
            for name in &names {
                if !self.document.components("securitySchemes").iter().any(|(known, _)| known == name) {
                    let known: Vec<_> =
                        self.api.security_schemes.iter().map(|scheme| scheme.name.clone()).collect();
                    let message = format!("`{name}` is not a security scheme of this document");
                    let mut finding = Diagnostic::warning("unknown-security", &at.key(name), message);
                    if let Some(near) = nearest(name, known.iter().map(String::as_str)) {
                        finding = finding.help(format!("there is `{near}`; is that meant?"));
                    }
                    self.findings.push(finding);
                }
            }
            ways.push(names);
        }
        ways
    }
}

fn kind(scheme: Scheme) -> SecurityKind {
    match scheme {
        Scheme::APIKey { location, name, .. } => {
            let location = match location {
                APIKeyLocation::Query => Location::Query,
                APIKeyLocation::Header => Location::Header,
                APIKeyLocation::Cookie => Location::Cookie,
            };
            SecurityKind::ApiKey { location, name }
        }
        Scheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => SecurityKind::Bearer,
        Scheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => SecurityKind::Basic,
        Scheme::HTTP { scheme, .. } => SecurityKind::Other(scheme),
        Scheme::OAuth2 { flows, .. } => oauth2(flows),
        Scheme::OpenIDConnect { .. } => SecurityKind::Other("openIdConnect".to_owned()),
    }
}

/// The URLs of the first flow that has one, and the scopes of all flows.
fn oauth2(flows: OAuth2Flows) -> SecurityKind {
    let mut authorization_url = None;
    let mut token_url = None;
    let mut scopes: Vec<(String, String)> = Vec::new();
    let mut flow = |authorization: Option<String>, token: Option<String>, named: Vec<(String, String)>| {
        authorization_url = authorization_url.take().or(authorization);
        token_url = token_url.take().or(token);
        for (name, text) in named {
            if !scopes.iter().any(|(known, _)| *known == name) {
                scopes.push((name, text));
            }
        }
    };
    if let Some(f) = flows.authorization_code {
        flow(Some(f.authorization_url), Some(f.token_url), Vec::from_iter(f.scopes));
    }
    if let Some(f) = flows.client_credentials {
        flow(None, Some(f.token_url), Vec::from_iter(f.scopes));
    }
    if let Some(f) = flows.password {
        flow(None, Some(f.token_url), Vec::from_iter(f.scopes));
    }
    if let Some(f) = flows.implicit {
        flow(Some(f.authorization_url), None, Vec::from_iter(f.scopes));
    }
    SecurityKind::OAuth2 { authorization_url, token_url, scopes }
}
