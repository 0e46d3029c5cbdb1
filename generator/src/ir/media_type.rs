//! Media types (RFC 9110, section 8.3.1) and the encodings of their bodies.

use super::ContentKind;

impl ContentKind {
    /// Returns the encoding for a media type.
    pub fn from_media_type(media_type: &str) -> Self {
        // A document that leaves the type open means JSON, as in other tools.
        if is_json(media_type) || is_range(media_type) {
            return Self::Json;
        }
        let name = essence(media_type).to_ascii_lowercase();
        let (class, rest) = name.split_once('/').unwrap_or((name.as_str(), ""));
        match (class, rest) {
            ("*", _) => Self::Json,
            ("application", "x-www-form-urlencoded") => Self::Form,
            ("multipart", _) => Self::Multipart,
            ("text", _) => Self::Text,
            _ => Self::Binary,
        }
    }
}

/// Returns a media type without its parameters. Its letters are case-insensitive.
pub fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Returns whether a media type is one of these, which are in lower case.
fn is_one_of(media_type: &str, names: &[&str]) -> bool {
    names.iter().any(|name| essence(media_type).eq_ignore_ascii_case(name))
}

/// Returns whether a media type is `application/json`, with or without parameters.
pub fn is_plain_json(media_type: &str) -> bool {
    is_one_of(media_type, &["application/json"])
}

/// Returns whether a media type is JSON: `application/json`, `text/json`, or one with the suffix `+json` (RFC 6839,
/// section 3.1).
pub fn is_json(media_type: &str) -> bool {
    is_one_of(media_type, &["application/json", "text/json"])
        || (essence(media_type).to_ascii_lowercase().ends_with("+json") && !is_json_sequence(media_type))
}

/// Returns whether a media type leaves the choice to the server.
pub fn is_range(media_type: &str) -> bool {
    is_one_of(media_type, &["*/*", "*", "application/*"])
}

/// Returns whether a media type is plain text, or any text.
pub fn is_plain_text(media_type: &str) -> bool {
    is_one_of(media_type, &["text/plain", "text/*"])
}

/// Returns whether the parts of a multipart body have names (RFC 7578).
pub fn is_form_data(media_type: &str) -> bool {
    is_one_of(media_type, &["multipart/form-data", "multipart/*"])
}

/// Returns whether a media type is server-sent events.
pub fn is_events(media_type: &str) -> bool {
    is_one_of(media_type, &["text/event-stream"])
}

/// Returns whether each value of a JSON sequence starts with a control character, instead of ending with a line feed
/// (RFC 7464).
pub fn has_record_separators(media_type: &str) -> bool {
    essence(media_type).to_ascii_lowercase().ends_with("json-seq")
}

/// Returns whether a media type is a sequence of JSON values: JSON lines under any of their names, or a JSON text sequence
/// (RFC 7464; RFC 8091 for the suffix `+json-seq`).
pub fn is_json_sequence(media_type: &str) -> bool {
    const SUBTYPES: [&str; 9] = [
        "jsonl",
        "jsonlines",
        "json-lines",
        "json-seq",
        "ndjson",
        "stream+json",
        "x-jsonl",
        "x-jsonlines",
        "x-ndjson",
    ];
    let name = essence(media_type).to_ascii_lowercase();
    name.ends_with("+json-seq")
        || name.split_once('/').is_some_and(|(class, subtype)| {
            matches!(class, "application" | "text") && SUBTYPES.contains(&subtype)
        })
}

/// Returns whether a media type is XML (RFC 7303): `application/xml`, `text/xml`, or one with the suffix `+xml`.
pub fn is_xml(media_type: &str) -> bool {
    let name = essence(media_type).to_ascii_lowercase();
    name.ends_with("/xml") || name.ends_with("+xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_case_are_ignored() {
        for name in
            ["application/json", " Application/JSON ; charset=utf-8", "text/json", "application/hal+JSON;v=1"]
        {
            assert!(is_json(name), "{name}");
        }
        for name in [
            "application/x-ndjson",
            "Application/JSONL; a=b",
            "application/geo+json-seq",
            "application/stream+json",
        ] {
            assert!(is_json_sequence(name) && !is_json(name), "{name}");
        }
        assert!(!is_json_sequence("application/geo+json") && !is_json_sequence("image/jsonl"));
        assert!(is_plain_json("application/JSON;charset=utf-8") && !is_plain_json("text/json"));
        for name in ["application/geojson", "json", "application/json-seq", "*/*", ""] {
            assert!(!is_json(name), "{name}");
        }
        assert!(is_range("*/*;q=0.8") && is_range("Application/*") && !is_range("image/*"));
        assert!(is_form_data("Multipart/Form-Data; boundary=x") && !is_form_data("multipart/mixed"));
    }

    #[test]
    fn the_kind_follows_the_media_type() {
        for (media_type, expected) in [
            ("application/json", ContentKind::Json),
            ("Application/JSON; charset=utf-8", ContentKind::Json),
            ("application/problem+json", ContentKind::Json),
            ("*/*", ContentKind::Json),
            ("multipart/form-data", ContentKind::Multipart),
            ("application/x-www-form-urlencoded", ContentKind::Form),
            ("text/event-stream", ContentKind::Text),
            ("application/xml", ContentKind::Binary),
            ("image/*", ContentKind::Binary),
            ("", ContentKind::Binary),
        ] {
            assert_eq!(ContentKind::from_media_type(media_type), expected, "{media_type}");
        }
    }
}
