//! Lowers the security schemes and the security requirements of each operation.

use openapiv3::{APIKeyLocation, OAuth2Flows, SecurityScheme as Scheme};
use serde_json::{Value, json};

use super::Lowering;
use crate::base_uri;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Flow, Location, Requirement, SecurityKind, SecurityScheme};
use crate::normalise::Dialect;
use crate::pointer::Pointer;
use crate::resolve::{Node, Target, target};

impl<'a> Lowering<'a> {
    /// Lowers the security schemes.
    pub(super) fn security_schemes(&mut self) {
        for (name, node) in self.document.components("securitySchemes") {
            let Some(node) = self.document.follow(&node) else { continue };
            if node.text("type").is_some_and(|kind| kind == "mutualTLS") {
                let description = node.text("description");
                let kind = SecurityKind::MutualTls;
                let (name, deprecated) = (name.to_owned(), self.is_deprecated(&node));
                self.api.security_schemes.push(SecurityScheme { name, deprecated, description, kind });
                let message = "client certificates are set by the transport, not by the client";
                let finding = Diagnostic::note(Code::UnsupportedSecurity, &node.at, message);
                self.findings.push(finding.help("configure a `client_identity` on `ReqwestTransport`"));
                continue;
            }
            match node.parse::<Scheme>(&[], json!({})) {
                Ok(scheme) => {
                    let (name, description) = (name.to_owned(), node.text("description"));
                    let mut kind = kind(scheme);
                    self.newer_oauth2(&mut kind, &node);
                    let deprecated = self.is_deprecated(&node);
                    let scheme = SecurityScheme { name, deprecated, description, kind };
                    self.check_scheme(&scheme, &node);
                    self.api.security_schemes.push(scheme);
                }
                Err(why) => {
                    self.warn(
                        Code::InvalidSecurity,
                        &node.at,
                        format!("invalid security scheme: {why}; the scheme is omitted"),
                    );
                }
            }
        }
    }

    fn is_deprecated(&self, node: &Node<'a>) -> bool {
        self.since_3_2(node, "deprecated").is_some_and(|value| value.json == &json!(true))
    }

    /// Adds the parts of OAuth 2 that are new in OpenAPI 3.2: the device flow and the metadata URL.
    fn newer_oauth2(&mut self, kind: &mut SecurityKind, node: &Node<'a>) {
        let SecurityKind::OAuth2 { token_url, scopes, flows, metadata_url, .. } = kind else { return };
        if let Some(url) = self.since_3_2(node, "oauth2MetadataUrl") {
            *metadata_url = node.text("oauth2MetadataUrl");
            let message = "the OAuth 2 authorization server's metadata is not read";
            let finding = Diagnostic::note(Code::UnsupportedSecurity, &url.at, message);
            self.findings
                .push(finding.help("pass its URLs to `token_url(...)` and `authorization_url(...)`"));
        }
        let device = node.get("flows").and_then(|flows| self.since_3_2(&flows, "deviceAuthorization"));
        let Some(device) = device else { return };
        let (Some(device_url), Some(own)) = (device.text("deviceAuthorizationUrl"), device.text("tokenUrl"))
        else {
            let message = "the `deviceAuthorization` flow is omitted, because it requires \
             `deviceAuthorizationUrl` and `tokenUrl`";
            self.warn(Code::UnsupportedSecurity, &node.at, message);
            return;
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let named: Vec<(String, String)> = device
            .members_of("scopes")
            .into_iter()
            .map(|(name, node)| (name.to_owned(), text(node.json)))
            .collect();
        let names = named.iter().map(|(name, _)| name.clone()).collect();
        scopes.extend(
            named.into_iter().filter(|(name, _)| !flows.iter().any(|flow| flow.scopes.contains(name))),
        );
        token_url.get_or_insert_with(|| own.clone());
        flows.push(Flow {
            name: "deviceAuthorization",
            authorization_url: None,
            device_url: Some(device_url),
            token_url: Some(own),
            scopes: names,
        });
    }

    /// Reports the parts of a scheme that users must implement, because the emitted client does not implement
    /// them.
    fn check_scheme(&mut self, scheme: &SecurityScheme, node: &Node<'a>) {
        let (message, help) = match &scheme.kind {
            SecurityKind::OpenIdConnect(_) => (
                "the OpenID Connect discovery document is not read",
                "log in with `login(OAuth2::...)`, and pass that document's token URL to `token_url(...)`",
            ),
            kind if kind.is_challenged() => (
                "challenge-based HTTP schemes are not supported",
                "use a middleware that responds to the challenge",
            ),
            _ => return,
        };
        self.findings.push(Diagnostic::note(Code::UnsupportedSecurity, &node.at, message).help(help));
    }

    /// Returns the name of the scheme that a requirement's key identifies. The key is a name or, since OpenAPI 3.2, the
    /// URI of a scheme (3.2.0, "Security Requirement Object"). A name takes precedence over an identical URI.
    fn scheme_named(&self, key: &str, schemes: Option<&Node<'a>>) -> String {
        let root = self.document.root();
        let is_name = schemes.is_some_and(|all| all.json.get(key).is_some());
        if is_name || self.dialect < Dialect::OpenApi32 {
            return key.to_owned();
        }
        let own = root.text("$self").and_then(|own| base_uri::local(&own, key));
        let Target::Local(at) = target(own.as_deref().unwrap_or(key)) else { return key.to_owned() };
        let name = at
            .last()
            .filter(|name| at == Pointer::root().keys(["components", "securitySchemes", name.as_str()]));
        name.unwrap_or_else(|| key.to_owned())
    }

    /// Returns the requirements of an operation: its own list, even if empty, or else the document's list. An
    /// empty requirement in the list means that no credentials are required.
    pub(super) fn security(&mut self, operation: &Node<'a>) -> Vec<Vec<Requirement>> {
        let root = self.document.root();
        let list_of = |node: &Node<'a>| node.get("security").filter(|list| list.json.is_array());
        let Some(list) = list_of(operation).or_else(|| list_of(&root)) else {
            return Vec::new();
        };
        self.api.declares_security = true;
        let mut ways = Vec::new();
        let schemes = root.get("components").and_then(|all| all.get("securitySchemes"));
        for (index, way) in list.json.as_array().into_iter().flatten().enumerate() {
            let Some(way) = way.as_object() else { continue };
            let at = list.at.index(index);
            let requirements: Vec<Requirement> = way
                .iter()
                .map(|(name, scopes)| requirement(&self.scheme_named(name, schemes.as_ref()), scopes))
                .collect();
            for Requirement { scheme: name, .. } in &requirements {
                if schemes.as_ref().is_none_or(|all| all.json.get(name).is_none()) {
                    let known = self.api.security_schemes.iter().map(|scheme| scheme.name.as_str());
                    let message = format!("undeclared security scheme `{name}`");
                    let mut finding = Diagnostic::warning(Code::UnknownSecurity, &at.key(name), message);
                    if let Some(near) = self.suggestions.nearest(name, known) {
                        finding = finding.help(format!("did you mean `{near}`?"));
                    }
                    self.findings.push(finding);
                }
            }
            ways.push(requirements);
        }
        ways
    }
}

fn requirement(scheme: &str, scopes: &Value) -> Requirement {
    let scopes = scopes.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    Requirement { scheme: scheme.to_owned(), scopes: scopes.collect() }
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
        Scheme::OpenIDConnect { open_id_connect_url, .. } => SecurityKind::OpenIdConnect(open_id_connect_url),
    }
}

/// Combines the OAuth 2 flows into one scheme. Each URL comes from the first flow that declares it; the
/// scopes are those of all flows.
fn oauth2(flows: OAuth2Flows) -> SecurityKind {
    let mut found = Vec::new();
    let mut scopes: Vec<(String, String)> = Vec::new();
    let mut flow = |name, authorization_url, token_url, named: Vec<(String, String)>| {
        let own = named.iter().map(|(scope, _)| scope.clone()).collect();
        for (scope, text) in named {
            if !scopes.iter().any(|(known, _)| *known == scope) {
                scopes.push((scope, text));
            }
        }
        found.push(Flow { name, authorization_url, device_url: None, token_url, scopes: own });
    };
    if let Some(f) = flows.authorization_code {
        flow("authorizationCode", Some(f.authorization_url), Some(f.token_url), Vec::from_iter(f.scopes));
    }
    if let Some(f) = flows.client_credentials {
        flow("clientCredentials", None, Some(f.token_url), Vec::from_iter(f.scopes));
    }
    if let Some(f) = flows.password {
        flow("password", None, Some(f.token_url), Vec::from_iter(f.scopes));
    }
    if let Some(f) = flows.implicit {
        flow("implicit", Some(f.authorization_url), None, Vec::from_iter(f.scopes));
    }
    let authorization_url = found.iter().find_map(|flow| flow.authorization_url.clone());
    let token_url = found.iter().find_map(|flow| flow.token_url.clone());
    SecurityKind::OAuth2 { authorization_url, token_url, scopes, flows: found, metadata_url: None }
}
