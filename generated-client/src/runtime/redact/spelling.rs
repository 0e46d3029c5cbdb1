//! Finds a secret in text, in any encoding: verbatim, percent-encoded, form-encoded, escaped as in JSON or
//! HTML, in Base64, or in hexadecimal digits. It may be part of a longer value, or truncated at either end of the text.

// This module compares only values; names are compared in `names`.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// The minimum length of a secret that is searched for, in bytes. Shorter values occur by chance in too many
/// strings.
const MIN_LENGTH: usize = 4;

/// The shortest prefix of a secret, in characters, that is recognized at the end of truncated text.
const MIN_CUT: usize = 6;

/// The maximum number of truncation marks that are examined. An excerpt has two.
const MAX_CUTS: usize = 4;

/// The maximum number of comparisons for one secret, after which the remaining text is redacted. A server may
/// choose a string, or even a token, that is expensive to search for.
const MAX_STEPS: usize = 500_000;

/// The maximum number of characters that are compared. After a match of a longer secret, the remaining text
/// is redacted.
const MAX_LENGTH: usize = 512;

/// A string to search for.
pub(super) struct Needle {
    characters: Vec<char>,
    /// Whether the string is Base64, in which case adjacent characters of the Base64 alphabet belong to it.
    is_base64: bool,
    /// Whether the secret is longer than this string.
    is_start: bool,
}

impl Needle {
    /// Returns all encodings that differ in more than escapes. Returns none if the value is too short.
    pub(super) fn spellings(secret: &str) -> Vec<Self> {
        if secret.trim().len() < MIN_LENGTH {
            return Vec::new();
        }
        let mut needles = vec![Self::new(secret, false)];
        for at in 0..3 {
            // Four Base64 characters encode three bytes, so a secret has three alignments. The characters at
            // both ends depend on the adjacent bytes.
            let padded = [&b"\0\0\0"[..at], secret.as_bytes()].concat();
            let (start, end) = (usize::from(at > 0) + at, padded.len() * 4 / 3);
            for text in [STANDARD_NO_PAD.encode(&padded), URL_SAFE_NO_PAD.encode(&padded)] {
                let inner = text.get(start..end).unwrap_or_default();
                if inner.len() > MIN_LENGTH && needles.iter().all(|known| !known.is(inner)) {
                    needles.push(Self::new(inner, true));
                }
            }
        }
        let digits: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
        needles.extend([Self::new(&digits.to_ascii_uppercase(), false), Self::new(&digits, false)]);
        needles
    }

    fn new(text: &str, is_base64: bool) -> Self {
        let characters: Vec<char> = text.chars().take(MAX_LENGTH).collect();
        Self { is_start: text.chars().nth(MAX_LENGTH).is_some(), characters, is_base64 }
    }

    fn is(&self, text: &str) -> bool {
        text.chars().eq(self.characters.iter().copied())
    }

    /// Adds the ranges of this secret in a string.
    pub(super) fn find(&self, text: &str, found: &mut Vec<Range<usize>>) {
        let bytes = text.as_bytes();
        for (at, _) in text.match_indices('…').take(MAX_CUTS) {
            found.extend(self.cut_start(text, at + '…'.len_utf8()));
        }
        let Some(&first) = self.characters.first() else { return };
        let mut buffer = [0; 4];
        let lead = first.encode_utf8(&mut buffer).as_bytes().first().copied().unwrap_or_default();
        let (mut at, mut steps) = (0, 0);
        while let Some(byte) = bytes.get(at) {
            if steps > MAX_STEPS {
                found.push(at..bytes.len());
                return;
            }
            if (*byte == lead || matches!(byte, b'%' | b'\\' | b'+' | b'&'))
                && let Some(end) = self.matches(bytes, at, &mut steps)
            {
                let range = self.extend(bytes, at..end);
                at = range.end.max(at + 1);
                found.push(range);
            } else {
                at += 1;
            }
        }
    }

    /// Returns the end of the secret that starts here.
    fn matches(&self, text: &[u8], at: usize, steps: &mut usize) -> Option<usize> {
        let mut offsets = vec![at];
        for (count, &character) in self.characters.iter().enumerate() {
            let mut next = Vec::new();
            *steps += offsets.len();
            for &offset in &offsets {
                add_spellings(text, offset, character, &mut next);
            }
            next.sort_unstable();
            next.dedup();
            if next.is_empty() {
                // In truncated text, a prefix of the secret is a match.
                let cut = offsets.iter().find_map(|offset| cut_at(text, *offset));
                return cut.filter(|_| count >= MIN_CUT);
            }
            offsets = next;
        }
        offsets.last().copied()
    }

    /// Returns the range of a secret whose start was truncated here.
    fn cut_start(&self, text: &str, start: usize) -> Option<Range<usize>> {
        let last = self.characters.len().checked_sub(MIN_LENGTH)?;
        let rest = (1..=last).find_map(|skipped| {
            let tail = Self { characters: self.characters.get(skipped..)?.to_vec(), ..*self };
            tail.matches(text.as_bytes(), start, &mut 0)
        });
        rest.map(|end| start..end)
    }

    fn extend(&self, text: &[u8], range: Range<usize>) -> Range<usize> {
        if self.is_start {
            return range.start..text.len();
        }
        if !self.is_base64 {
            return range;
        }
        let in_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_=%".contains(byte);
        let before = text
            .get(..range.start)
            .unwrap_or_default()
            .iter()
            .rev()
            .take_while(|byte| in_base64(byte))
            .count();
        let after =
            text.get(range.end..).unwrap_or_default().iter().take_while(|byte| in_base64(byte)).count();
        range.start - before..range.end + after
    }
}

/// Returns the offset of the next truncation mark, or of the end of the text. Returns `None` unless it is here, or
/// truncates an encoded character that starts here.
fn cut_at(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.windows(3).position(|bytes| bytes == "…".as_bytes()).unwrap_or(rest.len());
    let inside = end <= 12 && matches!(rest.first(), Some(b'\\' | b'%' | b'&'));
    (end == 0 || inside).then_some(at + end)
}

/// Adds the offset after each encoding of a character that starts here.
fn add_spellings(text: &[u8], at: usize, character: char, next: &mut Vec<usize>) {
    let rest = text.get(at..).unwrap_or_default();
    let mut buffer = [0; 4];
    let raw = character.encode_utf8(&mut buffer).as_bytes();
    if rest.starts_with(raw) {
        next.push(at + raw.len());
    }
    match rest.first() {
        Some(b'+') if character == ' ' => next.push(at + 1),
        Some(b'%') => next.extend(percent(rest, raw).into_iter().map(|length| at + length)),
        // A backslash that is escaped once or several times.
        Some(b'\\') if character == '\\' => {
            let escaped =
                |count: usize| rest.get(..count).is_some_and(|run| run.iter().all(|byte| *byte == b'\\'));
            next.extend(escape(rest, character).map(|length| at + length));
            next.extend([2, 4, 8, 16].into_iter().filter(|count| escaped(*count)).map(|count| at + count));
        }
        Some(b'\\') => next.extend(escape(rest, character).map(|length| at + length)),
        Some(b'&') => next.extend(entity(rest, character).map(|length| at + length)),
        _ => {}
    }
}

/// Matches `%C3%A9` or, if encoded twice, `%25C3%25A9`. `%25` may be a percent sign or the start of a doubly
/// encoded byte.
fn percent(rest: &[u8], raw: &[u8]) -> Vec<usize> {
    let mut offsets = vec![0];
    for byte in raw {
        let mut next = Vec::new();
        for offset in offsets {
            let mut code = rest.get(offset..).and_then(|rest| rest.strip_prefix(b"%"));
            while let Some(digits) = code {
                if hex(digits.get(..2)) == Some(u32::from(*byte)) {
                    next.push(rest.len() - digits.len() + 2);
                }
                code = digits.strip_prefix(b"25");
            }
        }
        offsets = next;
    }
    offsets
}

/// Matches `\"`, `\n` and `\u00e9` with any number of backslashes.
fn escape(rest: &[u8], character: char) -> Option<usize> {
    let slashes = rest.iter().take_while(|byte| **byte == b'\\').count();
    let after = rest.get(slashes..)?;
    let short = match character {
        '\n' => b'n',
        '\r' => b'r',
        '\t' => b't',
        '\u{8}' => b'b',
        '\u{c}' => b'f',
        _ => u8::try_from(character).ok().filter(|byte| b"\"'/&<>=".contains(byte)).unwrap_or_default(),
    };
    if short != 0 && after.first() == Some(&short) {
        return Some(slashes + 1);
    }
    rust_escape(rest, slashes, character).or_else(|| json_escape(rest, slashes, character))
}

/// Matches `\u{e9}` and `\xc3\xa9`, as written by Rust's `Debug` for strings and bytes.
fn rust_escape(rest: &[u8], slashes: usize, character: char) -> Option<usize> {
    let after = rest.get(slashes..)?;
    if let Some(code) = after.strip_prefix(b"u{") {
        let end = code.iter().take(7).position(|byte| *byte == b'}')?;
        return (hex(code.get(..end)) == Some(u32::from(character))).then_some(slashes + 3 + end);
    }
    let mut buffer = [0; 4];
    let mut length = 0;
    for byte in character.encode_utf8(&mut buffer).bytes() {
        length += rest.get(length..)?.iter().take_while(|byte| **byte == b'\\').count();
        let code = rest.get(length..)?.strip_prefix(b"x")?.get(..2);
        (hex(code) == Some(u32::from(byte))).then_some(())?;
        length += 3;
    }
    Some(length)
}

/// Matches `\u00e9`, or a surrogate pair for a character above U+FFFF (RFC 8259, section 7).
fn json_escape(rest: &[u8], slashes: usize, character: char) -> Option<usize> {
    let mut units = [0; 2];
    let mut length = slashes;
    for (index, unit) in character.encode_utf16(&mut units).iter().enumerate() {
        if index > 0 {
            length += rest.get(length..)?.iter().take_while(|byte| **byte == b'\\').count();
        }
        let code = rest.get(length..)?.strip_prefix(b"u")?.get(..4);
        (hex(code) == Some(u32::from(*unit))).then_some(())?;
        length += 5;
    }
    Some(length)
}

/// Matches `&quot;`, `&#39;` and `&#x27;`.
fn entity(rest: &[u8], character: char) -> Option<usize> {
    let end = rest.iter().take(12).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(rest.get(1..end)?).ok()?;
    let code_point = match name {
        "quot" => u32::from('"'),
        "amp" => u32::from('&'),
        "lt" => u32::from('<'),
        "gt" => u32::from('>'),
        "apos" => u32::from('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            match number.strip_prefix(['x', 'X']) {
                Some(number) => u32::from_str_radix(number, 16).ok()?,
                None => number.parse().ok()?,
            }
        }
    };
    (code_point == u32::from(character)).then_some(end + 1)
}

fn hex(digits: Option<&[u8]>) -> Option<u32> {
    digits?.iter().try_fold(0, |number, digit| Some(number * 16 + char::from(*digit).to_digit(16)?))
}
