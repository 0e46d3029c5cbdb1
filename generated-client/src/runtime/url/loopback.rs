//! The one rule for hosts that are this machine: credentials may go there without TLS, and no proxy is used.

use std::net::{IpAddr, Ipv4Addr};

/// The same hosts as an exclusion list for proxies: a name covers its subdomains. The last entry is 127.0.0.0/8 as
/// IPv4-mapped IPv6 addresses.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub(crate) const EXCLUSIONS: &str = "localhost,localhost.,127.0.0.0/8,::1,::ffff:7f00:0/104";

/// Returns whether a URL's host is this machine: `localhost` and names below it (RFC 6761, 6.3), 127.0.0.0/8, `::1`, and
/// 127.0.0.0/8 mapped to IPv6. A trailing dot makes no difference.
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
