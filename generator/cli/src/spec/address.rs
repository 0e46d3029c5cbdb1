//! The URL of a document (`https`, or `http` for localhost only), and the redirects that are allowed from it.
//!
//! The maintainer chooses the URL, but a server chooses the redirect. A redirect must not lead to a service that only
//! this machine or its network can reach. URLs are parsed as in browsers: `http://0x7f.1/` is `http://127.0.0.1/`. The
//! canonical URL is used for the download, so the client connects to the host that was checked.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use generator::Pointer;
use generator::diagnostic::{Code, Diagnostic};
use url::{Host, Url};

/// The parts of query parameter names that identify credentials, in lower case and without separators.
const SECRETS: [&str; 11] = [
    "accesskey",
    "apikey",
    "auth",
    "bearer",
    "credential",
    "jwt",
    "passw",
    "secret",
    "session",
    "signature",
    "token",
];

/// The complete names of query parameters that identify credentials.
const SECRET_NAMES: [&str; 5] = ["code", "key", "pwd", "sid", "sig"];

/// A URL without credentials or fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address(Url);

/// The network scope of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NetworkScope {
    /// The local machine.
    Loopback,
    /// A network that is not public.
    Private,
    /// Everything else. A name that does not indicate its network counts as public, even if it resolves to a private
    /// address.
    Public,
}

impl Address {
    /// Parses a URL (URL Standard).
    ///
    /// # Errors
    /// Returns the reason if the text is not a URL, contains credentials, or is neither `https` nor `http` on
    /// localhost.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (scheme, rest) = text.split_once("://").ok_or("expected `https://`")?;
        if !["https", "http"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
            return Err(format!("`{scheme}` is not supported: expected `https`"));
        }
        // The URL Standard removes or rewrites other characters, which would hide a mistake.
        if text.chars().any(|c| !c.is_ascii_graphic() || c == '\\') {
            return Err("expected a URL of visible ASCII characters; percent-encode all others".to_owned());
        }
        // If the host is missing, the URL Standard would parse the start of the path as the host.
        if rest.starts_with('/') {
            return Err("the host is missing".to_owned());
        }
        Self::checked(Url::parse(text).map_err(|error| format!("invalid URL: {error}"))?)
    }

    fn checked(mut url: Url) -> Result<Self, String> {
        url.set_fragment(None);
        let address = Self(url);
        if !address.0.username().is_empty() || address.0.password().is_some() {
            return Err(
                "credentials in a URL are not supported, since they would be stored and displayed".to_owned()
            );
        }
        match address.0.scheme() {
            "https" => Ok(address),
            "http" if address.network_scope() == NetworkScope::Loopback => Ok(address),
            "http" => Err("`http` is supported only for localhost; use `https`".to_owned()),
            scheme => Err(format!("`{scheme}` is not supported: expected `https`")),
        }
    }

    /// Resolves the target of a redirect.
    ///
    /// # Errors
    /// Returns the reason if the target has a different scheme, or a host with a different scope. In a private network,
    /// the host must be the same. A server there is trusted to serve a document, but not to choose which other service
    /// in the network is called.
    pub(crate) fn redirected(&self, target: &str) -> Result<Self, String> {
        let next = self.0.join(target).map_err(|error| format!("invalid URL: {error}"))?;
        let next = Self::checked(next)?;
        if next.0.scheme() != self.0.scheme() {
            return Err("the scheme is different".to_owned());
        }
        let (from, to) = (self.network_scope(), next.network_scope());
        if from != to {
            return Err(format!(
                "the target is in {}, but the source is in {}",
                to.description(),
                from.description()
            ));
        }
        if to == NetworkScope::Private && next.0.host() != self.0.host() {
            return Err("it leads to a different host in a private network".to_owned());
        }
        Ok(next)
    }

    /// Returns an error if the query seems to contain a credential. It would be stored in sdk.toml and in the lock of the
    /// document, which are committed.
    pub(crate) fn refuse_secrets(&self) -> Result<(), Diagnostic> {
        let is_secret = |name: &str| {
            let plain = |c: &char| c.is_ascii_alphanumeric();
            let name: String = name.chars().filter(plain).collect::<String>().to_ascii_lowercase();
            SECRETS.iter().any(|secret| name.contains(secret)) || SECRET_NAMES.contains(&name.as_str())
        };
        let Some((name, _)) = self.0.query_pairs().find(|(name, _)| is_secret(name)) else { return Ok(()) };
        let message = format!(
            "the query of `{}` contains `{name}`, which seems to be a credential; it would be stored in sdk.toml",
            self.shown()
        );
        Err(Diagnostic::error(Code::CredentialInUrl, &Pointer::root(), message).help(
            "download the document with another tool, such as `curl --header 'Authorization: ...'`, and use the file \
             as the document, without `source`",
        ))
    }

    /// Returns the URL without the query, which can contain a token.
    pub(crate) fn shown(&self) -> String {
        let whole = self.to_string();
        whole.split('?').next().unwrap_or_default().to_owned()
    }

    /// Returns the last segment of the path.
    pub(crate) fn file_name(&self) -> &str {
        self.0.path().rsplit('/').next().unwrap_or_default()
    }

    /// Returns whether the scheme is `https`.
    pub(crate) fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Returns the network scope of the host.
    pub(crate) fn network_scope(&self) -> NetworkScope {
        match self.0.host() {
            Some(Host::Ipv4(address)) => NetworkScope::from_v4(address),
            Some(Host::Ipv6(address)) => NetworkScope::from_v6(address),
            Some(Host::Domain(name)) => NetworkScope::from_name(name),
            // Neither scheme allows a URL without a host.
            None => NetworkScope::Private,
        }
    }
}

impl NetworkScope {
    fn from_name(name: &str) -> Self {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let is_below = |domain: &str| {
            name.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.'))
        };
        // RFC 6761, section 6.3, reserves `localhost` and its subdomains.
        if is_below("localhost") {
            return Self::Loopback;
        }
        // RFC 6762 and RFC 8375; `internal` is reserved by ICANN. A name without a dot belongs to the local network.
        let is_local = ["local", "internal", "home.arpa"].iter().any(|domain| is_below(domain));
        if is_local || !name.contains('.') { Self::Private } else { Self::Public }
    }

    fn from_v4(address: Ipv4Addr) -> Self {
        let [first, second, third, _] = address.octets();
        // A connection to 0.0.0.0 reaches the local machine.
        if address.is_loopback() || address.is_unspecified() {
            return Self::Loopback;
        }
        // The IANA registry of special-purpose addresses (RFC 6890) does not mark these blocks as globally reachable.
        let is_special = first == 0
            || address.is_private()
            || address.is_link_local()
            || address.is_broadcast()
            || address.is_multicast()
            || address.is_documentation()
            || (first == 100 && second & 0xc0 == 64)
            || (first == 192 && second == 0 && third == 0)
            || (first == 198 && second & 0xfe == 18)
            || first >= 240;
        if is_special { Self::Private } else { Self::Public }
    }

    fn from_v6(address: Ipv6Addr) -> Self {
        if address.is_loopback() || address.is_unspecified() {
            return Self::Loopback;
        }
        match address.segments() {
            // These addresses contain an IPv4 address: mapped, compatible, NAT64 (RFC 6052) and 6to4 (RFC 3056).
            [0, 0, 0, 0, 0, 0xffff | 0, high, low]
            | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
            | [0x2002, high, low, ..] => {
                Self::from_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)))
            }
            // Global unicast addresses are in `2000::/3` (RFC 4291); the documentation block inside it is excluded.
            [first, second, ..] if first & 0xe000 == 0x2000 && (first, second) != (0x2001, 0xdb8) => {
                Self::Public
            }
            _ => Self::Private,
        }
    }

    fn description(self) -> &'static str {
        match self {
            Self::Loopback => "localhost",
            Self::Private => "a private network",
            Self::Public => "a public host",
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
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
            "http://127.1/",
            "http://0x7f.1/",
            "http://2130706433/",
            "http://0.0.0.0/",
            "http://[::]/",
            "http://[::ffff:127.0.0.1]/",
            "http://%6cocalhost/",
            "http://LOCALHOST./",
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
            "http://10.1/",
            "http://0xa.1/",
            "http://167772161/",
            "http://[::ffff:10.0.0.1]/",
            "https://1.2.3.4.5/",
            "https://a.example\\@b.example/",
            "file:///etc/passwd",
        ] {
            assert!(Address::parse(bad).is_err(), "{bad}");
        }
        let address = Address::parse("https://a.example/v1/api.json?token=secret#x");
        assert_eq!(address.map(|address| address.shown()).as_deref(), Ok("https://a.example/v1/api.json"));
    }

    #[test]
    fn a_redirect_preserves_the_scheme_and_the_reach() {
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
            "https://0xa9.0xfe.0xa9fe/latest",
            "https://2852039166/latest",
            "https://0251.0376.0251.0376/latest",
            "https://%31%30.0.0.1/",
            "https://%6c%6f%63alhost/",
            "https://0.0.0.0/",
            "https://0/",
            "https://[::]/",
            "https://[::ffff:169.254.169.254]/",
            "https://[::ffff:7f00:1]/",
            "https://[::10.0.0.1]/",
            "https://[64:ff9b::10.0.0.1]/",
            "https://[2002:a00:1::]/",
            "https://[fec0::1]/",
            "https://[ff02::1]/",
            "https://198.18.0.1/",
            "https://240.0.0.1/",
            "https://255.255.255.255/",
            "https://metadata.google.internal/",
            "https://printer.local./",
            "https://router/",
            "\\\\10.0.0.1/",
            "https:\\\\10.0.0.1/",
            "//10.0.0.1/",
            "https://100.64.0.1/",
            "https://[fe80::1]/",
            "https://[fd00::1]/",
            "file:///etc/passwd",
        ] {
            assert!(from(public, refused).is_err(), "{refused}");
        }
        assert!(from("http://127.0.0.1/a", "https://127.0.0.1/a").is_err());
        assert_eq!(from("http://127.0.0.1/a", "http://localhost/b").as_deref(), Ok("http://localhost/b"));
        for public in ["https://8.8.8.8/", "https://[2606:4700::1111]/", "https://[::ffff:8.8.8.8]/"] {
            assert!(from("https://a.example/", public).is_ok(), "{public}");
        }
    }

    #[test]
    fn credentials_in_the_query_are_recognized() {
        let is_refused = |query: &str| {
            let address =
                Address::parse(&format!("https://a.example/api.json?{query}")).expect("the URL is valid");
            address.refuse_secrets().err()
        };
        for query in
            ["token=x", "v=1&X-Amz-Signature=x", "api_key=x", "sig=x&se=1", "private%5Ftoken=x", "KEY=x"]
        {
            let refused = is_refused(query).expect(query);
            assert!(!refused.message.contains("=x"), "{}", refused.message);
        }
        for query in ["v=1", "format=yaml&raw=true", "ref=main", "keyword=pets"] {
            assert!(is_refused(query).is_none(), "{query}");
        }
    }

    #[test]
    fn a_redirect_in_a_private_network_stays_on_its_host() {
        let specs = Address::parse("https://specs.internal/api.json").expect("the URL is valid");
        assert!(specs.redirected("https://specs.internal:8443/v2/api.json").is_ok());
        for refused in [
            "https://other.internal/",
            "https://169.254.169.254/",
            "https://localhost/",
            "https://a.example/",
        ] {
            assert!(specs.redirected(refused).is_err(), "{refused}");
        }
    }
}
