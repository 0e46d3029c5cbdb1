//! Determines the encoding of a body from its media type.

use super::ContentKind;
use crate::media_type::MediaType;

impl ContentKind {
    /// Returns the encoding for a media type.
    pub fn from_media_type(media_type: &str) -> Self {
        // As in other tools, a missing media type means JSON.
        let given = MediaType::new(media_type);
        if given.is_json() || given.is_range() {
            return Self::Json;
        }
        let name = given.essence().to_ascii_lowercase();
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

#[cfg(test)]
mod tests {
    use super::*;

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
