//! Validated base URLs, and origin checks for credentials.

pub(crate) mod dot_segments;
pub(crate) mod encode;
pub(crate) mod loopback;
pub(crate) mod server;

use http::Uri;

use dot_segments::has_dot_segments;
use loopback::is_loopback;

/// An `http` or `https` URL without a query, fragment, credentials or trailing slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    text: String,
    https: bool,
    host: String,
    port: u16,
}

impl BaseUrl {
    /// Parses a base URL. On error, returns a reason that does not contain credentials.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        Self::parse_as("base URL", text)
    }

    /// Parses a URL that errors refer to as `what`.
    pub(crate) fn parse_as(what: &str, text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err(format!("no {what} is set"));
        }
        if has_credentials(text) {
            return Err(format!("the {what} must not contain a user name or password"));
        }
        let shown = text.split(['?', '#']).next().unwrap_or_default();
        let invalid = |reason: &str| format!("the {what} {shown:?} {reason}");
        if text.contains(['?', '#']) {
            return Err(invalid("must not have a query or fragment"));
        }
        let uri: Uri = text.parse().map_err(|error| invalid(&format!("is not valid: {error}")))?;
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(invalid("must start with https:// or http://")),
        };
        let host = uri.host().filter(|host| !host.is_empty()).ok_or_else(|| invalid("has no host"))?;
        // URL parsers accept an empty label, but a host with one never resolves. The usual cause is a server
        // variable that was left empty.
        if host.strip_suffix('.').unwrap_or(host).split('.').any(str::is_empty) {
            return Err(invalid("has an empty label in its host"));
        }
        let named_port = uri.authority().is_some_and(|authority| authority.as_str().len() > host.len());
        let port = match uri.port_u16() {
            Some(port) => port,
            None if named_port => return Err(invalid("has an invalid port")),
            None if https => 443,
            None => 80,
        };
        if has_dot_segments(uri.path()) {
            return Err(invalid("must not have dot segments"));
        }
        Ok(Self { text: text.trim_end_matches('/').to_owned(), https, host: host.to_ascii_lowercase(), port })
    }

    /// Returns the URL, without a trailing slash.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the scheme, host and port verbatim.
    pub(crate) fn origin(&self) -> &str {
        split_origin(&self.text).0
    }

    /// Returns whether the scheme, host and port are equal.
    pub(crate) fn same_origin(&self, other: &Self) -> bool {
        (self.https, &self.host, self.port) == (other.https, &other.host, other.port)
    }

    /// Returns whether credentials may be sent to this URL, because the connection is encrypted or the host
    /// is a loopback host.
    pub(crate) fn is_confidential(&self) -> bool {
        self.https || is_loopback(&self.host)
    }
}

/// Returns whether a URL has a user name or a password. In a path, `@` is an ordinary character (RFC 3986, section 3.3).
fn has_credentials(url: &str) -> bool {
    let (origin, rest) = split_origin(url);
    // Without a host, the start of the path is uncertain, so `@` is searched for in the entire URL. Otherwise, an
    // error could display a password.
    let has_host = url.contains("://") && !origin.ends_with("://");
    origin.contains('@') || (!has_host && rest.contains('@'))
}

/// Splits an absolute URL into its origin (scheme, host and port, verbatim) and the rest.
pub(crate) fn split_origin(url: &str) -> (&str, &str) {
    let host = url.find("://").map_or(0, |scheme| scheme + 3);
    // Browsers and reqwest also accept a backslash as the start of the path (URL Standard, section 4.4).
    let end = url.get(host..).and_then(|rest| rest.find(['/', '?', '#', '\\']));
    url.split_at_checked(end.map_or(url.len(), |end| host + end)).unwrap_or((url, ""))
}
