//! Mutations of bytes. Each mutation depends only on the seed and its own number, so any other mutation can be omitted.
//!
//! The fuzz test of the runtime includes this file.

use std::ops::Range;

use super::hostile;
use crate::random::Random;

/// Numbers at the limits of integer types and of parsers.
const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "00",
    "1.5",
    "-0.0",
    "1e400",
    "1e-400",
    "127",
    "128",
    "255",
    "65536",
    "2147483648",
    "4294967296",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "18446744073709551616",
    "99999999999999999999999999999999999999999",
];

/// Sequences that are not valid UTF-8, or that parsers treat specially.
const SEQUENCES: &[&[u8]] = &[
    b"\xff",
    b"\xc3",
    b"\xc0\xaf",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\0",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\t",
    b"\x1e",
    b"\xc2\x85",
    b"\xe2\x80\xa8",
    b"\\ud800",
    b"\\u0000",
    b"null",
    b"{}",
    b"[]",
    b"\"\"",
    b"---\n",
    b"&a ",
    b"*a",
    b"<<: ",
    b"!!binary ",
    b": ",
    b", ",
    b"#",
    b"'",
    b"\"",
    b"\\",
    b"%",
    b"%2",
    b"$..*",
    b"[?@.a]",
];

/// Opening brackets, for inputs with deep nesting.
const BRACKETS: &[&[u8]] = &[b"[", b"{\"a\":", b"{", b"- ", b"? ", b"(", b"<", b"[?@[", b"[[a.", b"{a = "];

/// Returns the number of mutations for a seed. In most cases, it is low, since few inputs remain valid otherwise.
pub(super) fn count(seed: u64) -> u64 {
    *Random::new(seed, u64::MAX).pick(&[1, 1, 1, 1, 2, 2, 3, 8])
}

/// Applies one of a seed's mutations. `donor` is another input, parts of which can be inserted.
pub(super) fn apply(bytes: &mut Vec<u8>, donor: &[u8], seed: u64, number: u64) {
    let mut random = Random::new(seed, number);
    let at = random.below(bytes.len() + 1);
    match random.below(20) {
        0 => flip(bytes, at, &mut random),
        1 => insert(bytes, at, random.pick::<&[u8]>(SEQUENCES)),
        2 => insert(bytes, at, hostile::string(&mut random).as_bytes()),
        3 => drop(bytes.drain(part(at, bytes.len(), &mut random))),
        4 => repeat(bytes, at, &mut random),
        5 => {
            let start = random.below(donor.len() + 1);
            insert(bytes, at, &donor[part(start, donor.len(), &mut random)]);
        }
        6 if random.below(4) == 0 => bytes.truncate(at),
        6 => bytes.insert(at, u8::try_from(random.below(256)).unwrap_or_default()),
        7 => replace(bytes, at, u8::is_ascii_digit, random.pick(NUMBERS).as_bytes()),
        8 => nest(bytes, at, &mut random),
        9 => insert(bytes, [0, at][random.below(2)], b"\xef\xbb\xbf"),
        10..=14 => {
            let other = word(donor, random.below(donor.len() + 1));
            replace(bytes, at, is_word, &donor[other]);
        }
        15 => replace(bytes, at, is_word, hostile::string(&mut random).as_bytes()),
        16 => drop(bytes.drain(line(bytes, at))),
        17 => {
            let other = line(bytes, random.below(bytes.len() + 1));
            let copy = bytes[other].to_vec();
            let start = line(bytes, at).start;
            insert(bytes, start, &copy);
        }
        _ => {
            let start = random.below(donor.len() + 1);
            let other = donor[line(donor, start)].to_vec();
            bytes.splice(line(bytes, at), other);
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, new: &[u8]) {
    bytes.splice(at..at, new.iter().copied());
}

fn flip(bytes: &mut [u8], at: usize, random: &mut Random) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << random.below(8);
    }
}

/// Returns a part that starts at `at`. Most parts are short.
fn part(at: usize, end: usize, random: &mut Random) -> Range<usize> {
    let longest = 1 << random.below(10);
    at..(at + 1 + random.below(longest)).min(end).max(at)
}

fn repeat(bytes: &mut Vec<u8>, at: usize, random: &mut Random) {
    let part = bytes[part(at, bytes.len(), random)].to_vec();
    let most = [2, 20, 400][random.below(3)];
    insert(bytes, at, &part.repeat((1 + random.below(most)).min(100_000 / part.len().max(1))));
}

fn nest(bytes: &mut Vec<u8>, at: usize, random: &mut Random) {
    let most = [8, 200, 4_000, 100_000][random.below(4)];
    let bracket: &[u8] = random.pick::<&[u8]>(BRACKETS);
    insert(bytes, at, &bracket.repeat(1 + random.below(most)));
}

fn is_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-')
}

/// Replaces the next run of such bytes.
fn replace(bytes: &mut Vec<u8>, at: usize, is_part: impl Fn(&u8) -> bool, new: &[u8]) {
    bytes.splice(run(bytes, at, is_part), new.iter().copied());
}

fn word(bytes: &[u8], at: usize) -> Range<usize> {
    run(bytes, at, is_word)
}

fn run(bytes: &[u8], at: usize, is_part: impl Fn(&u8) -> bool) -> Range<usize> {
    let start = bytes[at..].iter().position(&is_part).map_or(bytes.len(), |skipped| at + skipped);
    let before = bytes[..start].iter().rev().take_while(|byte| is_part(byte)).count();
    let length = bytes[start..].iter().take_while(|byte| is_part(byte)).count();
    start - before..start + length
}

/// Returns the line that contains the position, with its line break.
fn line(bytes: &[u8], at: usize) -> Range<usize> {
    let start = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| at + end + 1);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_determines_the_mutated_bytes() {
        let text = b"# start\n/a/1 type models::A\n/b/22 field models::A::b\nlast line without end";
        let mutated = |seed: u64| {
            let mut bytes = text.to_vec();
            (0..count(seed)).for_each(|number| apply(&mut bytes, b"other: [1, 2]\n", seed, number));
            bytes
        };
        let all: Vec<Vec<u8>> = (0..2_000).map(mutated).collect();
        assert_eq!(all, (0..2_000).map(mutated).collect::<Vec<_>>());
        let changed = all.iter().filter(|bytes| bytes.as_slice() != text).count();
        assert!(changed > 1_800, "only {changed} of 2,000 inputs changed");
        let valid = all.iter().filter(|bytes| std::str::from_utf8(bytes).is_ok()).count();
        assert!((1_000..1_980).contains(&valid), "{valid} of 2,000 inputs are valid UTF-8");
    }

    #[test]
    fn empty_input_can_be_mutated() {
        for seed in 0..500 {
            apply(&mut Vec::new(), b"", seed, 0);
            apply(&mut Vec::new(), b"donor\n", seed, 1);
        }
    }
}
