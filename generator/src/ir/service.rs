//! What surrounds the operations: servers, tags, security schemes.
//!
//! Part of the model; regions and logins of a particular vendor are plain data here.

use crate::pointer::Pointer;

use super::Variant;

/// The index of a [`Tag`] in [`Api::tags`](super::Api::tags).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(u32);

impl TagId {
    /// The id of the tag at this index.
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A group of operations.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Its name as the document has it.
    pub name: String,
    /// Its text.
    pub description: Option<String>,
}

/// Where the API is served.
#[derive(Clone, Debug)]
pub struct Server {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its URL, with `{variable}` placeholders.
    pub url: String,
    /// Its text.
    pub description: Option<String>,
    /// The variables of the URL, in document order.
    pub variables: Vec<ServerVariable>,
}

impl Server {
    /// The URL with every variable at its default, without a final `/`.
    pub fn default_url(&self) -> String {
        let mut url = self.url.clone();
        for variable in &self.variables {
            url = url.replace(&format!("{{{}}}", variable.name), &variable.default);
        }
        url.trim_end_matches('/').to_owned()
    }
}

/// A variable in the URL of a server.
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// Its name.
    pub name: String,
    /// The value if none is chosen.
    pub default: String,
    /// Its text.
    pub description: Option<String>,
    /// The values it may take; empty if any.
    pub values: Vec<Variant>,
}

/// A way to log in.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// Its name in `components.securitySchemes`.
    pub name: String,
    /// Its text.
    pub description: Option<String>,
    /// What it is.
    pub kind: SecurityKind,
}

/// The kinds of login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// OAuth 2.
    OAuth2 {
        /// The URL where a browser logs in.
        authorization_url: Option<String>,
        /// The URL that gives tokens.
        token_url: Option<String>,
        /// The scopes and their texts.
        scopes: Vec<(String, String)>,
        /// The ways to a token, in the order of the specification.
        flows: Vec<Flow>,
    },
    /// `Authorization: Bearer`, with a token whose issuer stands in the document behind this URL.
    OpenIdConnect(String),
    /// A certificate of the client.
    MutualTls,
    /// `Authorization: Bearer`.
    Bearer,
    /// `Authorization: Basic`.
    Basic,
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// Where it goes.
        location: super::Location,
        /// The name of the header, query parameter or cookie.
        name: String,
    },
    /// Another scheme of HTTP, by its name.
    Other(String),
}

impl SecurityKind {
    /// Whether what is sent depends on what the server asks first, as with Digest.
    pub fn is_challenged(&self) -> bool {
        let known = ["digest", "hoba", "mutual", "negotiate", "ntlm", "scram-sha-1", "scram-sha-256"];
        matches!(self, Self::Other(name) if known.iter().any(|known| name.eq_ignore_ascii_case(known)))
    }
}

/// A way to a token by OAuth 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Its name in the document, as in `clientCredentials`.
    pub name: &'static str,
    /// The URL where a browser logs in.
    pub authorization_url: Option<String>,
    /// The URL that gives tokens.
    pub token_url: Option<String>,
    /// The names of its scopes.
    pub scopes: Vec<String>,
}
