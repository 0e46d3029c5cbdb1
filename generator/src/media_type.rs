//! Defines `MediaType`, a media type (RFC 9110, section 8.3.1) as written in the document or the
//! configuration.
//!
//! `normalise` and all later stages use this module, which does not depend on any other module. Only this
//! module separates the parameters of a media type from its name.

/// A media type, possibly with parameters. Comparisons ignore case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MediaType<'a>(&'a str);

impl<'a> MediaType<'a> {
    /// Wraps a string from a document or the configuration.
    pub(crate) fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// Returns the name without parameters, as written in the document.
    pub(crate) fn essence(self) -> &'a str {
        self.0.split(';').next().unwrap_or_default().trim()
    }

    /// Returns whether this is one of the given media types, which are in lower case.
    fn is_one_of(self, names: &[&str]) -> bool {
        names.iter().any(|name| self.essence().eq_ignore_ascii_case(name))
    }

    fn ends_with(self, suffix: &str) -> bool {
        self.essence().to_ascii_lowercase().ends_with(suffix)
    }

    /// Returns whether this is `application/json`, with or without parameters.
    pub(crate) fn is_plain_json(self) -> bool {
        self.is_one_of(&["application/json"])
    }

    /// Returns whether this is JSON, which is `application/json`, `text/json`, or a media type with the suffix
    /// `+json` (RFC 6839, section 3.1).
    pub(crate) fn is_json(self) -> bool {
        self.is_one_of(&["application/json", "text/json"])
            || (self.ends_with("+json") && !self.is_json_sequence())
    }

    /// Returns whether this is a range such as `*/*`, which leaves the choice of the media type to the
    /// server.
    pub(crate) fn is_range(self) -> bool {
        self.is_one_of(&["*/*", "*", "application/*"])
    }

    /// Returns whether this is plain text or the range of all text types.
    pub(crate) fn is_plain_text(self) -> bool {
        self.is_one_of(&["text/plain", "text/*"])
    }

    /// Returns whether the parts of a multipart body have names (RFC 7578).
    pub(crate) fn is_form_data(self) -> bool {
        self.is_one_of(&["multipart/form-data", "multipart/*"])
    }

    /// Returns whether this is the media type of server-sent events.
    pub(crate) fn is_events(self) -> bool {
        self.is_one_of(&["text/event-stream"])
    }

    /// Returns whether each value in a JSON sequence starts with a control character, rather than ending with a line
    /// feed (RFC 7464).
    pub(crate) fn has_record_separators(self) -> bool {
        self.ends_with("json-seq")
    }

    /// Returns whether this is a sequence of JSON values, which is JSON Lines (by any of its names) or a JSON text
    /// sequence (RFC 7464; RFC 8091 for the suffix `+json-seq`).
    pub(crate) fn is_json_sequence(self) -> bool {
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
        let name = self.essence().to_ascii_lowercase();
        name.ends_with("+json-seq")
            || name.split_once('/').is_some_and(|(class, subtype)| {
                matches!(class, "application" | "text") && SUBTYPES.contains(&subtype)
            })
    }

    /// Returns whether this is XML (RFC 7303), which is `application/xml`, `text/xml`, or a media type with the
    /// suffix `+xml`.
    pub(crate) fn is_xml(self) -> bool {
        self.ends_with("/xml") || self.ends_with("+xml")
    }

    /// Returns whether this is a binary media type. A JSON string can contain such data only in encoded form.
    pub(crate) fn is_bytes(self) -> bool {
        let name = self.essence().to_ascii_lowercase();
        match name.split_once('/') {
            Some(("image", kind)) => kind != "svg+xml",
            Some(("audio" | "video" | "font", _)) => true,
            Some(("application", "octet-stream" | "pdf" | "zip" | "gzip" | "x-gzip" | "x-tar")) => true,
            Some(("application", kind)) => {
                kind.starts_with("vnd.openxmlformats-") || matches!(kind, "msword" | "vnd.ms-excel")
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_case_are_ignored() {
        for name in
            ["application/json", " Application/JSON ; charset=utf-8", "text/json", "application/hal+JSON;v=1"]
        {
            assert!(MediaType::new(name).is_json(), "{name}");
        }
        for name in [
            "application/x-ndjson",
            "Application/JSONL; a=b",
            "application/geo+json-seq",
            "application/stream+json",
        ] {
            assert!(MediaType::new(name).is_json_sequence() && !MediaType::new(name).is_json(), "{name}");
        }
        assert!(
            !MediaType::new("application/geo+json").is_json_sequence()
                && !MediaType::new("image/jsonl").is_json_sequence()
        );
        assert!(
            MediaType::new("application/JSON;charset=utf-8").is_plain_json()
                && !MediaType::new("text/json").is_plain_json()
        );
        for name in ["application/geojson", "json", "application/json-seq", "*/*", ""] {
            assert!(!MediaType::new(name).is_json(), "{name}");
        }
        assert!(
            MediaType::new("*/*;q=0.8").is_range()
                && MediaType::new("Application/*").is_range()
                && !MediaType::new("image/*").is_range()
        );
        assert!(
            MediaType::new("Multipart/Form-Data; boundary=x").is_form_data()
                && !MediaType::new("multipart/mixed").is_form_data()
        );
    }
}
