//! The context of operations: servers, tags and security schemes.
//!
//! Part of the model. Vendor-specific regions and login hosts are ordinary values here, not special cases.

use std::collections::BTreeMap;

use crate::pointer::Pointer;

use super::Variant;

/// The index of a [`Tag`] in [`Api::tags`](super::Api::tags).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(u32);

impl TagId {
    /// Creates the id for an index.
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Returns the index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A group of operations.
#[derive(Clone, Debug)]
pub struct Tag {
    /// The name, as in the document.
    pub name: String,
    /// The reason why an operation is in the group.
    pub kind: TagKind,
    /// Whether untagged operations belong to the group.
    pub untagged: bool,
    /// Whether the tag only marks operations, which then belong to the first of their other tags (OpenAPI 3.2.0, "Tag
    /// Object", the kinds `badge` and `audience`; also a tag named `default`).
    pub marker: bool,
    /// A short title (OpenAPI 3.2).
    pub summary: Option<String>,
    /// The description of the tag.
    pub description: Option<String>,
}

impl Tag {
    /// Returns the description, or the summary if there is none.
    pub fn about(&self) -> Option<&str> {
        self.description.as_deref().or(self.summary.as_deref())
    }

    /// Normalizes the spelling of a name, so that `User-Groups` and `user_groups` are the same resource.
    pub fn folded(name: &str) -> String {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        let folded: String = letters.flat_map(char::to_lowercase).collect();
        if folded.is_empty() { name.to_owned() } else { folded }
    }
}

/// The reason why an operation is in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagKind {
    /// A tag of the document.
    Tag,
    /// The resource in the operation's path; the operation is untagged.
    Resource,
    /// The operation has neither a tag nor a resource.
    Rest,
}

/// A server of the API.
#[derive(Clone, Debug)]
pub struct Server {
    /// The location of the server in the document.
    pub pointer: Pointer,
    /// The URL, with `{variable}` placeholders.
    pub url: String,
    /// The name (OpenAPI 3.2).
    pub name: Option<String>,
    /// The description of the server.
    pub description: Option<String>,
    /// The variables of the URL, in document order.
    pub variables: Vec<ServerVariable>,
}

impl Server {
    /// Returns the URL with the default of every variable, without a final `/`.
    pub fn default_url(&self) -> String {
        let defaults: BTreeMap<&str, &str> =
            self.variables.iter().map(|one| (one.name.as_str(), one.default.as_str())).collect();
        let mut url = String::with_capacity(self.url.len());
        for (text, name) in self.pieces() {
            url.push_str(text);
            match name.map(|name| (name, defaults.get(name))) {
                Some((_, Some(default))) => url.push_str(default),
                Some((name, None)) => url.extend(["{", name, "}"]),
                None => {}
            }
        }
        url.trim_end_matches('/').to_owned()
    }

    /// Returns the names between braces in the URL.
    pub fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.pieces().filter_map(|(_, name)| name)
    }

    /// Splits the URL into literal strings. Each string except the last is paired with the name in braces
    /// that follows it.
    fn pieces(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let mut rest = Some(self.url.as_str());
        std::iter::from_fn(move || {
            let url = rest.take()?;
            let Some(end) = url.find('}') else { return Some((url, None)) };
            let (before, after) = (&url[..end], &url[end + 1..]);
            rest = Some(after);
            // Only the innermost braces count, so `{a{b}` contains the name `b`.
            Some(match before.rfind('{') {
                Some(start) => (&before[..start], Some(&before[start + 1..])),
                None => (&url[..=end], None),
            })
        })
    }
}

/// A variable in a server's URL.
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// The name of the variable.
    pub name: String,
    /// The default value.
    pub default: String,
    /// The description of the variable.
    pub description: Option<String>,
    /// The allowed values; empty if any value is allowed.
    pub values: Vec<Variant>,
}

/// A security scheme.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// The name in `components.securitySchemes`.
    pub name: String,
    /// Whether the document marks the scheme as deprecated (OpenAPI 3.2).
    pub deprecated: bool,
    /// The description of the security scheme.
    pub description: Option<String>,
    /// The kind of scheme.
    pub kind: SecurityKind,
}

/// A security scheme that an operation requires (OpenAPI 3.0.4, "Security Requirement Object").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The name of the scheme, as in the document.
    pub scheme: String,
    /// The scopes (or roles, since OpenAPI 3.1) that the credentials need, in document order.
    pub scopes: Vec<String>,
}

impl Requirement {
    /// Returns a human-readable summary, such as `login` or `login (read, write)`.
    pub fn summary(&self) -> String {
        match self.scopes.as_slice() {
            [] => self.scheme.clone(),
            scopes => format!("{} ({})", self.scheme, scopes.join(", ")),
        }
    }
}

/// The kind of a security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// OAuth 2.
    OAuth2 {
        /// The URL of the authorization endpoint.
        authorization_url: Option<String>,
        /// The URL of the token endpoint.
        token_url: Option<String>,
        /// The scopes and their descriptions.
        scopes: Vec<(String, String)>,
        /// The flows, in the order of the specification.
        flows: Vec<Flow>,
        /// The URL of the authorization server's metadata (RFC 8414).
        metadata_url: Option<String>,
    },
    /// OpenID Connect, sent as `Authorization: Bearer`; the discovery document at this URL names the issuer.
    OpenIdConnect(String),
    /// A client certificate.
    MutualTls,
    /// `Authorization: Bearer`.
    Bearer,
    /// `Authorization: Basic`.
    Basic,
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// The location of the key.
        location: super::Location,
        /// The name of the header, query parameter or cookie.
        name: String,
    },
    /// Any other HTTP scheme, by name.
    Other(String),
}

impl SecurityKind {
    /// Returns whether the credentials depend on a challenge from the server, as with Digest.
    pub fn is_challenged(&self) -> bool {
        let known = ["digest", "hoba", "mutual", "negotiate", "ntlm", "scram-sha-1", "scram-sha-256"];
        matches!(self, Self::Other(name) if known.iter().any(|known| name.eq_ignore_ascii_case(known)))
    }
}

/// An OAuth 2 flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The name in the document, such as `clientCredentials`.
    pub name: &'static str,
    /// The URL of the authorization endpoint.
    pub authorization_url: Option<String>,
    /// The URL of the device authorization endpoint (RFC 8628, section 3.1).
    pub device_url: Option<String>,
    /// The URL of the token endpoint.
    pub token_url: Option<String>,
    /// The names of the flow's scopes.
    pub scopes: Vec<String>,
}

/// Returns whether a URL can be the target of a link, which requires the scheme `http` or `https`. A relative URL
/// cannot, because its base is unknown.
pub fn is_web_address(url: &str) -> bool {
    let has_scheme = |scheme: &str| {
        url.len() > scheme.len()
            && url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    ["https://", "http://"].into_iter().any(has_scheme)
}
