//! The address of a document: an `https` URL, or `http` for this machine, and the addresses that it may redirect to.
//!
//! A URL comes from the maintainer, but a redirect from a server: it must not lead to a service that only this machine or its network reaches.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

/// A URL without credentials and fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    is_https: bool,
    /// Host and port, as written.
    authority: String,
    /// Path and query, starting with `/`.
    rest: String,
}

/// The reach of a host. A name other than `localhost` counts as public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// This machine.
    Loopback,
    /// A network that is not public.
    Private,
    /// Everything else.
    Public,
}

impl Address {
    /// Parses a URL (RFC 3986).
    ///
    /// # Errors
    /// Returns the reason if it is not a URL, has credentials, or is neither `https` nor `http` on this machine.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let whole = text.split_once('#').map_or(text, |(whole, _)| whole);
        let (scheme, rest) = whole.split_once("://").ok_or("expected `https://`")?;
        let is_https = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return Err(format!("`{scheme}` is not supported: expected `https`")),
        };
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        if authority.contains('@') {
            return Err(
                "credentials in a URL are not supported: they would be stored and displayed".to_owned()
            );
        }
        if rest.chars().any(|c| !c.is_ascii_graphic()) || authority.chars().any(|c| !c.is_ascii_graphic()) {
            return Err("expected a URL of visible ASCII characters, with others percent-encoded".to_owned());
        }
        let rest = if rest.starts_with('/') { rest.to_owned() } else { format!("/{rest}") };
        let address = Self { is_https, authority: authority.to_owned(), rest };
        if address.host().is_empty() {
            return Err("the host is missing".to_owned());
        }
        if !is_https && address.reach() != Reach::Loopback {
            return Err("`http` is only supported for this machine: use `https`".to_owned());
        }
        Ok(address)
    }

    /// Resolves the target of a redirect.
    ///
    /// # Errors
    /// Returns the reason if the target has another scheme, or a host with another reach.
    pub(crate) fn redirected(&self, target: &str) -> Result<Self, String> {
        let scheme = if self.is_https { "https" } else { "http" };
        let absolute = if target.contains("://") {
            target.to_owned()
        } else if let Some(rest) = target.strip_prefix("//") {
            format!("{scheme}://{rest}")
        } else if target.starts_with('/') {
            format!("{scheme}://{}{target}", self.authority)
        } else {
            let path = self.rest.split('?').next().unwrap_or_default();
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{scheme}://{}{folder}/{target}", self.authority)
        };
        let next = Self::parse(&absolute)?;
        if next.is_https != self.is_https {
            return Err("the scheme changes".to_owned());
        }
        if next.reach() != self.reach() {
            return Err(format!(
                "it leads from {} to {}",
                self.reach().description(),
                next.reach().description()
            ));
        }
        Ok(next)
    }

    /// Returns the URL without its query, which may contain a token.
    pub(crate) fn shown(&self) -> String {
        let whole = self.to_string();
        whole.split('?').next().unwrap_or_default().to_owned()
    }

    /// Returns the last segment of the path.
    pub(crate) fn file_name(&self) -> &str {
        let path = self.rest.split('?').next().unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default()
    }

    /// Returns whether the scheme is `https`.
    pub(crate) fn is_https(&self) -> bool {
        self.is_https
    }

    fn host(&self) -> &str {
        match self.authority.strip_prefix('[') {
            Some(literal) => literal.split(']').next().unwrap_or_default(),
            None => self.authority.split(':').next().unwrap_or_default(),
        }
    }

    /// Returns the reach of the host.
    pub(crate) fn reach(&self) -> Reach {
        let host = self.host().trim_end_matches('.').to_ascii_lowercase();
        match IpAddr::from_str(&host) {
            Ok(address) => Reach::from_ip(address),
            // RFC 6761, section 6.3.
            Err(_) if host == "localhost" || host.ends_with(".localhost") => Reach::Loopback,
            // Resolvers read `127.1` and `0x7f000001` as addresses.
            Err(_) if host.split('.').next_back().is_some_and(is_number) => Reach::Private,
            Err(_) => Reach::Public,
        }
    }
}

/// Returns whether the last label of a host makes it an IPv4 address (URL standard, "ends in a number").
fn is_number(label: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    digits(label) || label.strip_prefix("0x").is_some_and(|hex| hex.chars().all(|c| c.is_ascii_hexdigit()))
}

impl Reach {
    fn from_ip(address: IpAddr) -> Self {
        let address = match address {
            IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(address, IpAddr::V4),
            IpAddr::V4(_) => address,
        };
        let unique_local = |v6: &Ipv6Addr| v6.segments()[0] & 0xfe00 == 0xfc00;
        let link_local = |v6: &Ipv6Addr| v6.segments()[0] & 0xffc0 == 0xfe80;
        match address {
            _ if address.is_loopback() => Self::Loopback,
            IpAddr::V4(v4) if v4.is_private() || v4.is_link_local() || v4.is_unspecified() => Self::Private,
            // Shared address space (RFC 6598).
            IpAddr::V4(v4) if v4.octets()[0] == 100 && v4.octets()[1] & 0xc0 == 64 => Self::Private,
            IpAddr::V6(v6) if unique_local(&v6) || link_local(&v6) || v6.is_unspecified() => Self::Private,
            _ => Self::Public,
        }
    }

    fn description(self) -> &'static str {
        match self {
            Self::Loopback => "this machine",
            Self::Private => "a private network",
            Self::Public => "a public host",
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_https { "https" } else { "http" };
        write!(f, "{scheme}://{}{}", self.authority, self.rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_secure_and_local_addresses_without_credentials_are_accepted() {
        for good in [
            "https://a.example",
            "HTTPS://a.example/api.json?v=1#top",
            "http://localhost:80/a",
            "http://127.0.0.1/",
            "http://[::1]:8080/a",
        ] {
            assert!(Address::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "http://a.example/",
            "ftp://a.example/",
            "https://user:secret@a.example/",
            "https:///api.json",
            "https://a.example/a b",
            "https://a.example/\u{e9}",
            "http://10.0.0.1/",
            "http://127.1/",
            "file:///etc/passwd",
        ] {
            assert!(Address::parse(bad).is_err(), "{bad}");
        }
        let address = Address::parse("https://a.example/v1/api.json?token=secret#x");
        assert_eq!(address.map(|address| address.shown()).as_deref(), Ok("https://a.example/v1/api.json"));
    }

    #[test]
    fn a_redirect_keeps_scheme_and_reach() {
        let from = |text: &str, target: &str| {
            let address = Address::parse(text).expect("the URL is valid");
            address.redirected(target).map(|next| next.to_string())
        };
        let public = "https://a.example/v1/api.json?x=1";
        assert_eq!(from(public, "/b").as_deref(), Ok("https://a.example/b"));
        assert_eq!(from(public, "b.json").as_deref(), Ok("https://a.example/v1/b.json"));
        assert_eq!(from(public, "//b.example/c").as_deref(), Ok("https://b.example/c"));
        assert_eq!(from(public, "https://b.example/c?d").as_deref(), Ok("https://b.example/c?d"));
        for refused in [
            "http://a.example/",
            "http://localhost/",
            "https://localhost/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://10.1.2.3/",
            "https://169.254.169.254/latest",
            "https://100.64.0.1/",
            "https://[fe80::1]/",
            "https://[fd00::1]/",
            "file:///etc/passwd",
        ] {
            assert!(from(public, refused).is_err(), "{refused}");
        }
        assert!(from("http://127.0.0.1/a", "https://127.0.0.1/a").is_err());
        assert_eq!(from("http://127.0.0.1/a", "http://localhost/b").as_deref(), Ok("http://localhost/b"));
    }
}
