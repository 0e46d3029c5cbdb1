//! Ensures that names are also valid file names.
//!
//! Part of `name`. Names in a document can have any length. Common file systems limit file names to 255 bytes.
//! Windows reserves some names for devices, with any extension. A shortened name ends with a hash of the full
//! name, so that long names remain distinct.

use crate::lock::Case;

/// The maximum length of a name before it is shortened, in bytes.
pub(super) const LONGEST: usize = 100;

/// The maximum length of a shortened name without its hash, in bytes.
const KEPT: usize = 60;

/// The maximum length of a package name on crates.io, in bytes.
const LONGEST_PACKAGE: usize = 64;

/// Windows device names, which are reserved regardless of case and extension ("Naming Files, Paths, and
/// Namespaces").
pub(super) const DEVICES: &[&str] = &[
    "aux", "con", "nul", "prn", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Returns the name, shortened if it is too long. If possible, it is cut at a word boundary. A shortened name ends
/// with a hash of the full name.
pub(super) fn cut(name: &str, case: Case) -> String {
    match case {
        Case::Upper => cut_to(name, LONGEST, KEPT, ""),
        Case::Lower => cut_to(name, LONGEST, KEPT, "_"),
    }
}

/// Like [`cut`], for package names.
pub(super) fn cut_package(name: &str) -> String {
    cut_to(name, LONGEST_PACKAGE, KEPT - 10, "-")
}

/// Returns a file name, without an extension, for an identifier. The file name is ASCII, of limited length, and
/// not the name of a device.
pub fn file_stem(name: &str) -> String {
    let mut stem = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii() {
            stem.push(c);
        } else {
            stem.push_str(&format!("_u{:x}", u32::from(c)));
        }
    }
    if DEVICES.iter().any(|device| device.eq_ignore_ascii_case(&stem)) {
        stem.push('_');
    }
    cut_to(&stem, LONGEST, KEPT, "_")
}

fn cut_to(name: &str, longest: usize, kept: usize, joint: &str) -> String {
    if name.len() <= longest {
        return name.to_owned();
    }
    let end = (0..=kept).rev().find(|end| name.is_char_boundary(*end)).unwrap_or_default();
    let start = name.get(..end).unwrap_or_default();
    // The last, incomplete word is removed if it is short and starts at a word boundary.
    let word = |c: char| if joint.is_empty() { c.is_uppercase() } else { joint.starts_with(c) };
    let start = start.rfind(word).filter(|at| *at > kept / 2).and_then(|at| start.get(..at)).unwrap_or(start);
    format!("{}{joint}{}", start.trim_end_matches(['_', '-']), hash(name))
}

/// Returns a stable hash of a string as eight hexadecimal digits (64-bit FNV-1a, folded).
fn hash(text: &str) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_unchanged() {
        let longest = "a".repeat(LONGEST);
        for name in ["", "a", "group_id", longest.as_str()] {
            assert_eq!(cut(name, Case::Lower), name);
        }
    }

    #[test]
    fn long_names_keep_their_start_and_remain_distinct() {
        let lower = |end: &str| cut(&format!("{}{end}", "and_on_".repeat(40)), Case::Lower);
        assert_eq!(lower("a"), "and_on_and_on_and_on_and_on_and_on_and_on_and_on_and_on_and_40793720");
        assert_ne!(lower("a"), lower("b"));
        let upper = cut(&"AndOn".repeat(40), Case::Upper);
        assert!(upper.starts_with("AndOnAndOn") && upper.len() <= KEPT + 8, "{upper}");
        // The limit is in the middle of a character, and there is no word boundary.
        let letters = cut(&"ö".repeat(200), Case::Lower);
        assert!(letters.starts_with("öö") && letters.len() <= KEPT + 9, "{letters}");
        assert!(cut_package(&"and-on-".repeat(20)).len() <= LONGEST_PACKAGE);
    }

    #[test]
    fn file_names_are_ascii_and_not_devices() {
        for (name, stem) in [
            ("Con", "Con_"),
            ("LPT9", "LPT9_"),
            ("com10", "com10"),
            ("Group", "Group"),
            ("Größe", "Gr_uf6_udfe"),
        ] {
            assert_eq!(file_stem(name), stem);
        }
        assert!(file_stem(&"X".repeat(1000)).len() < 100);
    }
}
