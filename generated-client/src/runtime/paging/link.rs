//! Links to the next page: extracts them from a `Link` header and resolves them to a URL that is safe to
//! request with credentials.

use http::HeaderMap;
use http::header::LINK;

use crate::runtime::error::paging::PagingErrorKind;
use crate::runtime::url::dot_segments::has_dot_segments;
use crate::runtime::url::{BaseUrl, split_origin};

/// Returns the target of the first link with `rel="next"` (RFC 8288, section 3).
pub(super) fn next_link(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    let mut links = values.flat_map(|value| split(value, ','));
    links.find_map(|link| {
        let (target, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
        let is_next = split(parameters, ';').any(|parameter| {
            parameter.split_once('=').is_some_and(|(name, value)| {
                let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
                name.trim().eq_ignore_ascii_case("rel")
                    && relations.any(|word| word.eq_ignore_ascii_case("next"))
            })
        });
        (is_next && !target.is_empty()).then(|| target.to_owned())
    })
}

/// Splits at separators outside quotes and angle brackets.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut target) = (false, false);
    text.split(move |c: char| {
        match c {
            '"' if !target => quoted = !quoted,
            '<' if !quoted => target = true,
            '>' if !quoted => target = false,
            _ => {}
        }
        c == separator && !quoted && !target
    })
}

/// Resolves a link to a URL.
///
/// Links are resolved as in RFC 3986, with one exception. A path that does not start with the base URL's path is
/// appended to the base URL, because servers behind a gateway omit the gateway's prefix. `current` is the
/// operation's URL.
///
/// # Errors
/// Returns `ForeignLink` if the link has a different scheme, host or port than the base URL, or is outside
/// the base URL's path. Returns `UnusableLink` if it is not a URL, or contains dot segments in any encoding.
pub(crate) fn resolve(link: &str, base: &BaseUrl, current: &str) -> Result<String, PagingErrorKind> {
    let link = link.split('#').next().unwrap_or_default().trim();
    let is_invalid =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\\' | '<' | '>' | '"' | '`');
    if link.is_empty() || link.contains(is_invalid) {
        return Err(PagingErrorKind::UnusableLink);
    }
    let (path, _) = link.split_once('?').unwrap_or((link, ""));
    if has_dot_segments(path) {
        return Err(PagingErrorKind::UnusableLink);
    }
    let current_path = current.split('?').next().unwrap_or_default();
    let (origin, prefix) = split_origin(base.as_str());
    if let Some(rest) = link.strip_prefix("//") {
        let scheme = origin.split(':').next().unwrap_or_default();
        return absolute(format!("{scheme}://{rest}"), base);
    }
    if has_scheme(path) {
        return absolute(link.to_owned(), base);
    }
    Ok(if link.starts_with('?') {
        format!("{current_path}{link}")
    } else if !link.starts_with('/') {
        let folder = current_path.rfind('/').and_then(|end| current_path.get(..=end)).unwrap_or_default();
        format!("{folder}{link}")
    } else if path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
        format!("{origin}{link}")
    } else {
        format!("{}{link}", base.as_str())
    })
}

/// Returns whether a path starts with a scheme. A relative reference has no colon in its first segment (RFC 3986,
/// section 4.2).
fn has_scheme(path: &str) -> bool {
    path.split('/').next().is_some_and(|segment| segment.contains(':'))
}

fn absolute(url: String, base: &BaseUrl) -> Result<String, PagingErrorKind> {
    let (origin, path) = split_origin(&url);
    let origin = BaseUrl::parse(origin).map_err(|_| PagingErrorKind::UnusableLink)?;
    let (_, prefix) = split_origin(base.as_str());
    let inside =
        path.strip_prefix(prefix).is_some_and(|rest| matches!(rest.bytes().next(), None | Some(b'/' | b'?')));
    if inside && origin.same_origin(base) { Ok(url) } else { Err(PagingErrorKind::ForeignLink) }
}
