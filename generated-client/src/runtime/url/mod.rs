//! A base URL that was checked: where requests go, and whether two of them are the same place for credentials.

pub(crate) mod dot_segments;
pub(crate) mod encode;
pub(crate) mod loopback;
pub(crate) mod server;

use http::Uri;

use dot_segments::has_dot_segments;
use loopback::is_loopback;

/// An `http` or `https` URL without query, fragment, credentials and trailing slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    text: String,
    https: bool,
    host: String,
    port: u16,
}

impl BaseUrl {
    /// Checks a URL. The error is a reason in words that holds no credentials.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        Self::parse_as("base URL", text)
    }

    /// The same for a URL that goes by another name.
    pub(crate) fn parse_as(what: &str, text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err(format!("no {what} is set"));
        }
        if text.contains('@') {
            return Err(format!("the {what} must not hold a user name or password"));
        }
        let shown = text.split(['?', '#']).next().unwrap_or_default();
        let wrong = |reason: &str| format!("the {what} {shown:?} {reason}");
        if text.contains(['?', '#']) {
            return Err(wrong("must not have a query or fragment"));
        }
        let uri: Uri = text.parse().map_err(|error| wrong(&format!("is not valid: {error}")))?;
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(wrong("must start with https:// or http://")),
        };
        let host = uri.host().filter(|host| !host.is_empty()).ok_or_else(|| wrong("has no host"))?;
        // Parsers of URLs take it, and no name server does: a server variable was left empty.
        if host.strip_suffix('.').unwrap_or(host).split('.').any(str::is_empty) {
            return Err(wrong("has an empty part in its host"));
        }
        let named_port = uri.authority().is_some_and(|authority| authority.as_str().len() > host.len());
        let port = match uri.port_u16() {
            Some(port) => port,
            None if named_port => return Err(wrong("has no valid port")),
            None if https => 443,
            None => 80,
        };
        if has_dot_segments(uri.path()) {
            return Err(wrong("must not have dot segments"));
        }
        Ok(Self { text: text.trim_end_matches('/').to_owned(), https, host: host.to_ascii_lowercase(), port })
    }

    /// The URL, without a trailing slash.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme, host and port, as they are written.
    pub(crate) fn origin(&self) -> &str {
        let authority = self.text.find("://").map_or(0, |scheme| scheme + 3);
        let path = self.text.get(authority..).and_then(|rest| rest.find('/'));
        path.and_then(|path| self.text.get(..authority + path)).unwrap_or(&self.text)
    }

    /// Whether scheme, host and port are the same.
    pub(crate) fn same_origin(&self, other: &Self) -> bool {
        (self.https, &self.host, self.port) == (other.https, &other.host, other.port)
    }

    /// Whether credentials may go there: encrypted, or not leaving the machine.
    pub(crate) fn is_confidential(&self) -> bool {
        self.https || is_loopback(&self.host)
    }
}
