//! Checks whether rustc accepts names with non-ASCII letters without a warning.
//!
//! Part of `name`. The rules are those of the Rust reference ("Identifiers") and of the lints
//! `uncommon_codepoints`, `mixed_script_confusables`, `confusable_idents`, `non_camel_case_types` and
//! `non_snake_case`. They are based on Unicode Standard Annex 31 and Unicode Technical Standard 39. A name
//! that violates one of these rules is converted to ASCII.

use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::is_nfc;
use unicode_security::GeneralSecurityProfile;
use unicode_security::confusable_detection::skeleton as prototypes;
use unicode_security::mixed_script::{AugmentedScriptSet, is_potential_mixed_script_confusable_char};

use crate::lock::Case;

/// Returns whether a character is a non-ASCII letter, digit or combining mark that can be part of a name.
pub(super) fn is_letter(c: char) -> bool {
    let is_part = c.is_alphanumeric() || is_combining_mark(c);
    !c.is_ascii() && is_part && is_xid_continue(c) && c.identifier_allowed()
}

/// Returns whether rustc accepts a name without a warning, regardless of the crate's other names. Names
/// that look alike are checked separately.
pub(super) fn is_accepted(name: &str, case: Case) -> bool {
    let starts_well = name.starts_with(|c: char| c == '_' || is_xid_start(c));
    let is_cased = match case {
        Case::Upper => !name.starts_with(char::is_lowercase),
        Case::Lower => !name.contains(char::is_uppercase),
    };
    let is_word = |c: char| c == '_' || c.is_ascii_alphanumeric() || is_letter(c);
    name.is_ascii()
        || (starts_well
            && is_cased
            && name.chars().all(is_word)
            && is_nfc(name)
            && has_evident_script(name)
            && (is_latin(name) || !skeleton(name).is_ascii()))
}

/// Returns whether a name could be mistaken for an ASCII name, such as `cœur`.
pub(super) fn resembles_ascii(name: &str) -> bool {
    !name.is_ascii() && skeleton(name).is_ascii()
}

/// Returns the skeleton of a name (UTS 39, section 4), which is the same for all names that a reader could
/// confuse.
pub(super) fn skeleton(name: &str) -> String {
    prototypes(name).collect()
}

/// Returns whether the script of every confusable letter in a name is evident. A confusable letter looks like
/// a letter of another script. Its script is evident if the name also contains a letter of the same script that
/// is not confusable.
///
/// rustc requires this only of the crate as a whole. Here, each name must meet the requirement by itself, so that
/// the result does not depend on other names.
fn has_evident_script(name: &str) -> bool {
    let others = || name.chars().filter(|c| !c.is_ascii());
    let clear: Vec<AugmentedScriptSet> = others()
        .filter(|c| !is_potential_mixed_script_confusable_char(*c))
        .map(AugmentedScriptSet::for_char)
        .chain([latin()])
        .filter(|set| !set.is_all())
        .collect();
    let is_clear = |set: AugmentedScriptSet| {
        set.is_all()
            || clear.iter().any(|other| {
                let mut common = set;
                common.intersect_with(*other);
                !common.is_empty()
            })
    };
    others().filter(|c| is_potential_mixed_script_confusable_char(*c)).all(|c| is_clear(c.into()))
}

fn is_latin(name: &str) -> bool {
    let is_one = |set: AugmentedScriptSet| set == latin() || set.is_all();
    name.chars().all(|c| c.is_ascii() || is_one(c.into()))
}

fn latin() -> AugmentedScriptSet {
    AugmentedScriptSet::for_char('A')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_script_are_accepted() {
        for name in [
            "größe",
            "åre",
            "cœur",
            "adı",
            "имя",
            "цена",
            "名前",
            "メニュー",
            "이름",
            "שם",
            "اسم",
            "नाम",
            "ชื่อ",
            "x̂",
        ] {
            assert!(is_accepted(name, Case::Lower), "{name}");
        }
        for name in ["Größe", "Цена", "名前", "Ünal", "Ελλάδα"] {
            assert!(is_accepted(name, Case::Upper), "{name}");
        }
    }

    #[test]
    fn names_that_cause_a_rustc_warning_are_rejected() {
        for (name, case, why) in [
            ("оса", Case::Lower, "all letters look Latin"),
            ("ｆｕｌｌ", Case::Lower, "compatibility letters are uncommon"),
            ("x²", Case::Lower, "not part of an identifier"),
            ("a\u{202e}b", Case::Lower, "a mark that changes the direction of text"),
            ("a\u{200d}b", Case::Lower, "an invisible joiner"),
            ("\u{1f600}", Case::Lower, "an emoji"),
            ("o\u{308}", Case::Lower, "not in normal form C"),
            ("\u{302}x", Case::Lower, "starts with a mark"),
            ("größe", Case::Upper, "a value's case"),
            ("Größe", Case::Lower, "a type's case"),
        ] {
            assert!(!is_accepted(name, case), "{name}: {why}");
        }
    }

    #[test]
    fn names_that_look_alike_have_the_same_skeleton() {
        assert!(resembles_ascii("cœur") && resembles_ascii("adı") && !resembles_ascii("größe"));
        assert_eq!(skeleton("größe"), skeleton("gröβe"));
        assert_ne!(skeleton("größe"), skeleton("grösse"));
    }
}
