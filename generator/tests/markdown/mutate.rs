//! Mutations of the corpus: strings that are cut, joined, repeated or indented, with inserted tokens.

use crate::corpus::{ALL, TOKENS};

/// A random number generator, reproducible from its seed (xorshift64*).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Returns a number below `limit`, which must not be 0.
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        usize::try_from(number).unwrap_or_default() % limit
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// Returns the next string.
pub(crate) fn text(random: &mut Random) -> String {
    let mut chars: Vec<char> = match random.below(4) {
        0 => Vec::new(),
        _ => random.of(&ALL).chars().collect(),
    };
    for _ in 0..=random.below(8) {
        let at = random.below(chars.len() + 1);
        let end = (at + random.below(12)).min(chars.len());
        match random.below(8) {
            0 => drop(chars.drain(at..end)),
            1 => {
                let part: Vec<char> = chars[at..end].to_vec();
                let to = random.below(chars.len() + 1);
                chars.splice(to..to, part);
            }
            2 => {
                let other: Vec<char> = random.of(&ALL).chars().collect();
                let from = random.below(other.len() + 1);
                chars.splice(at..at, other[from..(from + 40).min(other.len())].iter().copied());
            }
            3 => {
                let indent = random.of(&["  ", "    ", "> ", "- ", "1. ", "\t", "| "]);
                chars =
                    chars.iter().collect::<String>().replace('\n', &format!("\n{indent}")).chars().collect();
            }
            _ => {
                let tokens: String = (0..=random.below(4)).map(|_| random.of(TOKENS)).collect();
                chars.splice(at..at, tokens.chars());
            }
        }
        chars.truncate(600);
    }
    chars.into_iter().collect()
}
