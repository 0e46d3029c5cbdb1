//! Names the methods for alternative representations of a response, such as `as_csv` and `as_pdf`.

use super::book::{Book, Thing};
use super::scope::Scope;
use super::{RustName, words};
use crate::analyse::Representation;
use crate::ir::Operation;
use crate::lock::{Keys, Kind};

/// The words in method names for media types whose subtype is not a common file extension.
const WORDS: &[(&str, &str)] = &[
    ("application/octet-stream", "bytes"),
    ("application/vnd.ms-excel", "xls"),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    ("text/plain", "text"),
];

/// Names the methods for alternative representations. They are in the same scope as the builder's setters, which are
/// named first.
pub(super) fn representations(
    operation: &Operation,
    all: &[Representation],
    scope: &mut Scope,
    book: &mut Book<'_>,
) -> Vec<RustName> {
    let key = Keys::operation(operation);
    let keys: Vec<_> = all.iter().map(|one| [Keys::representation(&key, &one.media_type)]).collect();
    let things = all.iter().zip(&keys).map(|(one, keys)| {
        let thing = Thing { keys, kind: Kind::Method, source: &one.media_type, public: true };
        let name = |word: &str| words::snake(&format!("as {word}"));
        (thing, vec![name(&word(&one.media_type)), name(&one.media_type)])
    });
    scope.take_all(book, &things.collect::<Vec<_>>())
}

/// Returns the word for a media type. By default, it is the last part of the subtype, without a suffix such
/// as `+xml`.
fn word(media_type: &str) -> String {
    let name = media_type.to_ascii_lowercase();
    if let Some((_, word)) = WORDS.iter().find(|(known, _)| *known == name) {
        return (*word).to_owned();
    }
    let subtype = name.split_once('/').map_or(name.as_str(), |(_, subtype)| subtype);
    let subtype = subtype.split('+').next().unwrap_or(subtype);
    let last = subtype.rsplit('.').next().unwrap_or(subtype);
    last.strip_prefix("x-").unwrap_or(last).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_media_type_has_a_short_word() {
        for (media_type, expected) in [
            ("text/csv", "csv"),
            ("Text/Plain", "text"),
            ("application/pdf", "pdf"),
            ("application/x-ndjson", "ndjson"),
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
            ("application/vnd.github.v3.diff", "diff"),
            ("image/svg+xml", "svg"),
        ] {
            assert_eq!(word(media_type), expected, "{media_type}");
        }
    }
}
