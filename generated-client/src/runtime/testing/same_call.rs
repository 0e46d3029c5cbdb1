//! Comparison of two requests by the arguments of their calls.

use http::header::{CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderValue};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::runtime::transport::TransportRequest;

/// The request of a rule.
pub(super) struct Expected {
    pub(super) request: TransportRequest,
    /// The headers that are arguments of the call.
    pub(super) headers: HeaderMap,
}

/// Returns whether a request has the arguments of a rule.
///
/// The order of query parameters and JSON members is ignored, as are credentials and headers that are not arguments.
/// The boundaries of multipart bodies are not compared, because they always differ. Streamed bodies are not compared at
/// all.
pub(super) fn is_same(expected: &Expected, request: &TransportRequest) -> bool {
    let has_header = |name| request.headers.get_all(name).iter().eq(expected.headers.get_all(name));
    request.method == expected.request.method
        && is_same_url(&expected.request, request)
        && expected.headers.keys().all(has_header)
        && cookies(&expected.request).all(|cookie| cookies(request).any(|other| cookie == other))
        && is_same_body(&expected.request, request)
}

fn is_same_url(expected: &TransportRequest, request: &TransportRequest) -> bool {
    let (path, mut pairs) = parts(&expected.url);
    let (other_path, mut other_pairs) = parts(&request.url);
    let is_credential = |pair: &str| {
        let name = percent_decode_str(pair.split('=').next().unwrap_or_default()).decode_utf8_lossy();
        request.secret_parameters.iter().any(|secret| **secret == *name)
    };
    other_pairs.retain(|pair| pairs.contains(pair) || !is_credential(pair));
    pairs.sort_unstable();
    other_pairs.sort_unstable();
    path == other_path && pairs == other_pairs
}

/// Splits a URL into the part before the query, and the pairs of the query.
fn parts(url: &str) -> (&str, Vec<&str>) {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    (path, query.split('&').filter(|pair| !pair.is_empty()).collect())
}

fn cookies(request: &TransportRequest) -> impl Iterator<Item = &str> {
    let lines = request.headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split("; "))
}

fn is_same_body(expected: &TransportRequest, request: &TransportRequest) -> bool {
    if expected.body == request.body {
        return true;
    }
    if let (Some(expected), Some(request)) = (without_boundary(expected), without_boundary(request)) {
        return expected == request;
    }
    let json = |request: &TransportRequest| serde_json::from_slice::<Value>(&request.body).ok();
    json(expected).is_some_and(|expected| json(request) == Some(expected))
}

/// Returns a multipart body without its boundary, or `None` for any other body.
fn without_boundary(request: &TransportRequest) -> Option<Vec<u8>> {
    let media_type = request.headers.get(CONTENT_TYPE).map(HeaderValue::to_str)?.ok()?;
    let (kind, boundary) = media_type.split_once("boundary=")?;
    if !kind.get(..10)?.eq_ignore_ascii_case("multipart/") {
        return None;
    }
    let boundary = boundary.trim_matches('"').as_bytes();
    let mut rest = &request.body[..];
    let mut kept = Vec::with_capacity(rest.len());
    while let Some(&first) = rest.first() {
        match rest.strip_prefix(boundary) {
            Some(after) if !boundary.is_empty() => rest = after,
            _ => {
                kept.push(first);
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    Some(kept)
}
