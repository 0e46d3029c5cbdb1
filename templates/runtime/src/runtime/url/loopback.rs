//! Loopback hosts: credentials may be sent there without TLS, and proxies are bypassed.

use std::net::{IpAddr, Ipv4Addr};

/// The loopback hosts as a proxy exclusion list. A name includes its subdomains. The last entry is
/// 127.0.0.0/8 as IPv4-mapped IPv6 addresses.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub(crate) const EXCLUSIONS: &str = "localhost,localhost.,127.0.0.0/8,::1,::ffff:7f00:0/104";

/// Returns whether a URL's host is a loopback host.
///
/// These are `localhost` and its subdomains (RFC 6761, section 6.3), 127.0.0.0/8, `::1`, and 127.0.0.0/8
/// mapped to IPv6. A trailing dot is ignored.
pub(crate) fn is_loopback(host: &str) -> bool {
    let inside = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if let Some(address) = inside {
        return address.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback());
    }
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}
