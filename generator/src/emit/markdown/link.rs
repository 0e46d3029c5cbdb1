//! Link targets, and web URLs in text.

/// Returns a link target for use between parentheses, or `None` if its scheme is not `http`, `https` or `mailto`.
///
/// Characters that could end the target, or are invalid in a URL (RFC 3986), are percent-encoded.
pub(super) fn target(url: &str) -> Option<String> {
    let url = url.trim();
    // rustdoc could interpret an email address without a dot as an intra-doc link.
    let is_mail = has_scheme(url, "mailto:") && url.contains('.');
    if !(is_mail || ["https://", "http://"].iter().any(|scheme| has_scheme(url, scheme))) {
        return None;
    }
    let mut out = String::with_capacity(url.len());
    for (at, c) in url.char_indices() {
        match c {
            '&' if super::escape::starts_entity(&url[at..]) => out.push_str("&amp;"),
            '<' | '>' | '(' | ')' | '[' | ']' | '"' | '\\' | '`' | '|' | '^' => encode(c, &mut out),
            c if c.is_ascii_graphic() || c.is_alphanumeric() => out.push(c),
            c => encode(c, &mut out),
        }
    }
    Some(out)
}

fn encode(c: char, out: &mut String) {
    let mut buffer = [0; 4];
    for byte in c.encode_utf8(&mut buffer).bytes() {
        out.push_str(&format!("%{byte:02X}"));
    }
}

fn has_scheme(url: &str, scheme: &str) -> bool {
    url.len() > scheme.len()
        && url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// Returns whether a URL or an email address is valid between angle brackets.
pub(super) fn is_address(text: &str) -> bool {
    let web = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme));
    match web {
        Some(rest) => !rest.is_empty() && !text.contains(is_end) && !text.contains('&'),
        None => {
            let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '@');
            let dots = text.split_once('@').is_some_and(|(user, host)| {
                !user.is_empty()
                    && host.split('.').all(|label| {
                        label.starts_with(|c: char| c.is_ascii_alphanumeric())
                            && label.ends_with(|c: char| c.is_ascii_alphanumeric())
                    })
            });
            dots && text.chars().all(is_word)
        }
    }
}

/// Returns the length of the web URL at the start of the text, if any.
pub(super) fn web_address(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let end = text.find(is_end).unwrap_or(text.len());
    let url = text.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']);
    (url.len() > scheme.len()).then_some(url.len())
}

/// Returns the length of the URL at the start of the text, if its scheme is not allowed. Some renderers would turn such
/// a URL into a link.
pub(super) fn foreign_address(text: &str) -> Option<usize> {
    let is_foreign = ["ftp://", "ftps://", "xmpp:"].iter().any(|scheme| has_scheme(text, scheme));
    is_foreign.then(|| text.find(is_end).unwrap_or(text.len()))
}

/// Returns whether a character ends a URL in text.
fn is_end(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '(' | ')' | '[' | ']' | '\\' | '|')
}
