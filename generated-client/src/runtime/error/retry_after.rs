//! Parses both forms of `Retry-After` (RFC 9110, section 10.2.3).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDateTime};
use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// Returns the delay that the server requests, in whole seconds. An HTTP date is relative to the response's
/// `Date` header, or else to the local clock. Returns `None` if the header is absent or invalid.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = http_date(text)?;
    let now = headers.get(DATE).and_then(|date| http_date(date.to_str().ok()?)).or_else(unix_now)?;
    Some(Duration::from_secs(u64::try_from(until.saturating_sub(now)).unwrap_or(0)))
}

/// Parses an HTTP date in any of its three formats (RFC 9110, section 5.6.7). Returns seconds since the Unix
/// epoch.
fn http_date(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(date) = DateTime::parse_from_rfc2822(text) {
        return Some(date.timestamp());
    }
    ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .map(|date| date.and_utc().timestamp())
}

fn unix_now() -> Option<i64> {
    // This target has no system clock, and an attempt to read it would panic.
    if cfg!(all(target_arch = "wasm32", target_os = "unknown")) {
        return None;
    }
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(elapsed.as_secs()).ok()
}
