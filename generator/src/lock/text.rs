//! The text format of a lock: a header, then lines of the form `<pointer> <kind> <Rust path>`, sorted by bytes.
//!
//! Part of `lock`. Git merges the lines and people edit them, so every line is validated, and the order is
//! irrelevant. All characters except visible ASCII are percent-encoded (for example, as `%0A`), so that no string
//! from a document can add a line.

use std::fmt::Write as _;

use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::is_nfc;

use super::{Case, Kind, Lock, Locked, split};
use crate::diagnostic::{Code, Diagnostic, Position};
use crate::pointer::Pointer;

/// The start of a lock's first line, which contains the format version.
const VERSION: &str = "# Naming lock, version 1:";

/// The maximum length of a name, in bytes. Names of modules are also file names. Generated names are shorter, even with
/// a number.
const LONGEST: usize = 120;

const HEADER: &str = "\
# Naming lock, version 1: the location of each declaration, its kind, and its path in Rust.
# `openapi-crate generate` adds lines and never changes a name; `openapi-crate names` explains, prunes and regenerates names.
# To rename an item, edit the last segment of its path. The order of lines is not significant; the file is written sorted.
";

impl Lock {
    /// Parses a lock; an empty string locks nothing.
    ///
    /// # Errors
    /// Returns a single finding with its position if a line is malformed or a duplicate, or if the format version
    /// is not supported.
    pub fn parse(text: &str) -> Result<Self, Diagnostic> {
        let mut lock = Self::default();
        if text.trim().is_empty() {
            return Ok(lock);
        }
        let marks = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];
        let conflict = text.lines().position(|line| marks.iter().any(|mark| line.starts_with(mark)));
        if let Some(index) = conflict {
            return Err(wrong(index + 1, 1, "unresolved merge conflict".to_owned())
                .help("keep the lines of both sides, and run `openapi-crate generate`"));
        }
        if !text.starts_with(VERSION) {
            return Err(wrong(1, 1, format!("the first line does not start with `{VERSION}`"))
                .help("restore the file from version control, or use the generator version that wrote it"));
        }
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (pointer, kind, path) = parts(number, line)?;
            if let Some(first) = lock.get(&pointer, kind) {
                let message =
                    format!("line {} already contains a name for the same {}", first.line, kind.word());
                return Err(wrong(number, 1, message).help("keep the line whose name is published"));
            }
            lock.insert((pointer, kind), Locked { path, line: number });
        }
        Ok(lock)
    }

    /// Renders the lock as text.
    pub fn render(&self) -> String {
        let mut lines: Vec<String> = self
            .iter()
            .map(|(pointer, kind, locked)| format!("{} {} {}\n", escape(pointer), kind.word(), locked.path))
            .collect();
        lines.sort_unstable();
        HEADER.chars().chain(lines.iter().flat_map(|line| line.chars())).collect()
    }
}

/// Parses a line of a lock.
fn parts(number: usize, line: &str) -> Result<(Pointer, Kind, String), Diagnostic> {
    let mut column = 1;
    let mut words = line.split(' ').map(|word| {
        let at = column;
        column += word.chars().count() + 1;
        (at, word)
    });
    let (Some((at, pointer)), Some((kind_at, kind)), Some((path_at, path)), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        let message = "expected three fields separated by single spaces: pointer, kind and Rust path";
        return Err(wrong(number, 1, message.to_owned()));
    };
    let pointer = unescape(pointer)
        .filter(|text| text.starts_with('/'))
        .and_then(|text| Pointer::parse(&text))
        .ok_or_else(|| wrong(number, at, format!("`{pointer}` is not a percent-encoded JSON pointer")))?;
    let kind = Kind::of_word(kind)
        .ok_or_else(|| wrong(number, kind_at, format!("unknown kind of name `{kind}`")))?;
    if let Some(why) = path_error(kind, path) {
        return Err(wrong(
            number,
            path_at,
            format!("`{path}` is not a valid path to a {}: {why}", kind.word()),
        ));
    }
    Ok((pointer, kind, path.to_owned()))
}

/// Returns the reason why a path is not valid for a name of the given kind.
fn path_error(kind: Kind, path: &str) -> Option<&'static str> {
    let is_step = |step: &str| {
        step.starts_with(|c: char| is_xid_start(c) || c == '_')
            && step.chars().all(is_xid_continue)
            && step.chars().any(|c| c != '_')
    };
    let name = split(path).1;
    // Scripts without case have no uppercase letters.
    let is_capital = |c: char| c.is_uppercase() || !(c.is_ascii() || c.is_lowercase());
    if !path.split("::").all(is_step) {
        return Some("expected letters, digits and `_`, joined by `::`");
    }
    if path.split("::").any(|step| step.len() > LONGEST) {
        return Some("expected at most 120 bytes per name");
    }
    if !is_nfc(path) {
        return Some("not in Unicode normal form C");
    }
    match kind.case() {
        _ if kind == Kind::Module && !name.is_ascii() => {
            Some("module names must be ASCII, because modules are files")
        }
        Case::Upper if !name.starts_with(is_capital) => {
            Some("expected an uppercase letter at the start of the name")
        }
        Case::Lower if name.contains(char::is_uppercase) => Some("unexpected uppercase letter in the name"),
        Case::Upper | Case::Lower => None,
    }
}

fn wrong(line: usize, column: usize, message: String) -> Diagnostic {
    Diagnostic::error(Code::WrongLock, &Pointer::root(), message)
        .at(Position { line, column })
        .help("correct the line, or restore the file from version control")
}

/// Percent-encodes a pointer as one word of visible ASCII.
pub(super) fn escape(pointer: &Pointer) -> String {
    let text = pointer.text();
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_graphic() && byte != b'%' {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let value = digit(rest.next()?)? * 16 + digit(rest.next()?)?;
            bytes.push(u8::try_from(value).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(lines: &str) -> Result<Lock, (Position, String)> {
        Lock::parse(&format!("{HEADER}{lines}"))
            .map_err(|finding| (finding.position.unwrap_or(Position { line: 0, column: 0 }), finding.message))
    }

    #[test]
    fn a_rendered_lock_parses_to_the_same_lock() {
        let mut lock = Lock::default();
        for (index, key) in ["a b", "名\u{202e}", "\n/x type y", "100%", "", "~/", "\u{0}"].iter().enumerate()
        {
            let at = Pointer::root().keys(["components", "schemas", key]);
            lock.put(at, Kind::Type, format!("models::T{index}"));
        }
        let text = lock.render();
        assert_eq!(text.lines().count(), HEADER.lines().count() + lock.len(), "{text}");
        assert!(text.chars().all(|c| c == '\n' || c == ' ' || c.is_ascii_graphic()), "{text}");
        let read = Lock::parse(&text).unwrap_or_default();
        assert_eq!(read.render(), text);
        let all =
            |lock: &Lock| lock.iter().map(|(p, k, l)| (p.clone(), k, l.path.clone())).collect::<Vec<_>>();
        assert_eq!(all(&read), all(&lock));
    }

    #[test]
    fn names_can_have_letters_of_any_script() {
        let lines = "\
/a type models::Größe
/b type models::名前
/c field models::Größe::größe
/d field models::Größe::名前
/e argument api::x::ИмяФайла::имя_файла
";
        let read = lock(lines).unwrap_or_else(|(place, message)| panic!("{}: {message}", place.line));
        assert!(read.render().ends_with(lines), "{}", read.render());
    }

    #[test]
    fn lines_are_sorted_by_bytes() {
        let mut lock = Lock::default();
        for key in ["Group", "Group-x", "GroupA"] {
            let at = Pointer::root().key(key);
            lock.put(at.key("x"), Kind::Field, "models::A::x".to_owned());
            lock.put(at, Kind::Type, "models::A".to_owned());
        }
        let text = lock.render();
        let lines: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.is_sorted(), "{text}");
    }

    #[test]
    fn a_malformed_line_is_reported_with_its_position() {
        for (line, column, part) in [
            ("/a type", 1, "three fields"),
            ("/a  type models::A", 1, "three fields"),
            ("a type models::A", 1, "not a percent-encoded JSON pointer"),
            ("/a%2 type models::A", 1, "not a percent-encoded JSON pointer"),
            ("/a%ff type models::A", 1, "not a percent-encoded JSON pointer"),
            ("/a tipe models::A", 4, "unknown kind"),
            ("/a type models::r#type", 9, "letters, digits"),
            ("/a type models::", 9, "letters, digits"),
            ("/a type models::A\u{202e}b", 9, "letters, digits"),
            ("/a type models::\u{1f600}", 9, "letters, digits"),
            ("/a type models::\u{308}A", 9, "letters, digits"),
            ("/a type models::Gro\u{308}ße", 9, "normal form C"),
            (&format!("/a type models::{}", "A".repeat(121)), 9, "at most 120 bytes"),
            ("/a type models::größe", 9, "an uppercase letter"),
            ("/a field models::A::Größe", 10, "unexpected uppercase letter"),
            ("/a field models::A::grÖße", 10, "unexpected uppercase letter"),
            ("/a module models::größe", 11, "must be ASCII"),
            ("/a type models::a", 9, "an uppercase letter"),
            ("/a field models::A::B", 10, "unexpected uppercase letter"),
            ("<<<<<<< HEAD", 1, "merge"),
        ] {
            let (place, message) =
                lock(&format!("/b type models::B\n{line}\n")).err().unwrap_or_else(|| panic!("{line}"));
            let first = HEADER.lines().count() + 2;
            assert_eq!((place.line, place.column), (first, column), "{line}");
            assert!(message.contains(part), "{line}: {message}");
        }
    }

    #[test]
    fn a_duplicate_line_is_refused() {
        let found = lock("/a type models::A\n/a type models::B\n").err().map(|(_, message)| message);
        assert_eq!(found.as_deref(), Some("line 4 already contains a name for the same type"));
    }

    #[test]
    fn an_unknown_format_is_refused() {
        assert!(Lock::parse("").is_ok_and(|lock| lock.is_empty()));
        assert!(Lock::parse("# Naming lock, version 2: x\n").is_err());
        assert!(Lock::parse("/a type models::A\n").is_err());
    }
}
