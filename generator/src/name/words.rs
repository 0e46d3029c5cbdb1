//! Converts any string from a document to a safe identifier in the requested case.
//!
//! No other code changes the case of names. The conversion is a pure function of the string. Symbols are spelled
//! out, and characters that no identifier can contain become their code points, so that different strings rarely
//! share a name. No name is empty. Names are in Unicode Normalization Form C, the form in which rustc compares
//! identifiers.

use heck::{ToKebabCase, ToSnakeCase, ToUpperCamelCase};
use unicode_ident::is_xid_start;
use unicode_normalization::UnicodeNormalization as _;

use super::letters::is_letter;
use crate::lock::Case;

/// Converts a string to snake case, such as `group_id` or `größe`.
pub(super) fn snake(text: &str) -> String {
    guard(cased(&spell(text, is_letter), |text| text.to_snake_case()), "n", "empty")
}

/// Converts a string to upper camel case, such as `GroupId` or `Größe`.
pub(super) fn camel(text: &str) -> String {
    guard(cased(&spell(text, is_letter), |text| text.to_upper_camel_case()), "N", "Empty")
}

/// Converts a string to kebab case in ASCII, such as `group-id`, for package names.
pub(super) fn kebab(text: &str) -> String {
    guard(spell(text, |_| false).to_kebab_case(), "n", "empty")
}

/// Converts a name to ASCII; for example, `größe` becomes `gr_uf6_udf_e`.
pub(super) fn ascii(name: &str, case: Case) -> String {
    let words = spell(name, |_| false);
    match case {
        Case::Upper => guard(words.to_upper_camel_case(), "N", "Empty"),
        Case::Lower => guard(words.to_snake_case(), "n", "empty"),
    }
}

/// Changes the case of a string, preserving its combining marks.
///
/// heck treats the marks as separators, so each of them is replaced with a caseless letter while heck runs.
fn cased(text: &str, change: fn(&str) -> String) -> String {
    if text.is_ascii() {
        return change(text);
    }
    let mut marks: Vec<char> = text.chars().filter(|c| is_letter(*c) && !c.is_alphanumeric()).collect();
    marks.sort_unstable();
    marks.dedup();
    let replaced: String = text.chars().map(|c| placeholder(&marks, c).unwrap_or(c)).collect();
    let original = |c: char| {
        let index = (u32::from(c).checked_sub(PLACEHOLDERS)).and_then(|index| usize::try_from(index).ok());
        index.and_then(|index| marks.get(index).copied()).unwrap_or(c)
    };
    change(&replaced).chars().map(original).nfc().collect()
}

/// The first Tangut ideograph, a caseless letter that is not recommended for general use in identifiers (Unicode
/// Standard Annex 31).
const PLACEHOLDERS: u32 = 0x17000;

fn placeholder(marks: &[char], c: char) -> Option<char> {
    let index = marks.binary_search(&c).ok()?;
    char::from_u32(PLACEHOLDERS + u32::try_from(index).ok()?).filter(|c| c.is_alphanumeric())
}

/// Adds a prefix to a name whose first character cannot start an identifier, such as a digit. Replaces an empty name.
fn guard(name: String, digit_prefix: &str, empty: &str) -> String {
    match name.chars().next() {
        None => empty.to_owned(),
        Some(c) if !is_xid_start(c) => format!("{digit_prefix}{name}"),
        Some(_) => name,
    }
}

/// Replaces all characters except ASCII letters, ASCII digits and those that `is_kept` accepts. Separators,
/// whitespace and control characters become spaces, symbols become words, and all others become code points.
///
/// A leading `-` counts as a symbol rather than a separator, because it distinguishes sort keys such as `name` and
/// `-name`.
fn spell(text: &str, is_kept: fn(char) -> bool) -> String {
    let text = match text.is_ascii() {
        true => plural_acronyms_as_words(text),
        false => plural_acronyms_as_words(&text.nfc().collect::<String>()),
    };
    let only_separators = !text.is_empty() && text.chars().all(is_separator);
    let mut out = String::with_capacity(text.len());
    let word = |out: &mut String, text: &str| {
        out.push(' ');
        out.push_str(text);
        out.push(' ');
    };
    for (index, c) in text.char_indices() {
        if c.is_ascii_alphanumeric() || is_kept(c) {
            out.push(c);
        } else if let Some(name) = separator(c) {
            if only_separators || (c == '-' && index == 0) { word(&mut out, name) } else { out.push(' ') }
        } else if let Some(name) = symbol(c) {
            word(&mut out, name);
        } else if !c.is_whitespace() && !c.is_control() {
            word(&mut out, &format!("u{:x}", u32::from(c)));
        } else {
            out.push(' ');
        }
    }
    out
}

/// Lowercases all but the first letter of each plural acronym, because heck would split `IDs` into `i` and `ds`.
///
/// An acronym has at least two capital letters. Its plural `s` must be at the end of the string, or before a capital
/// letter or a character that is not a letter.
fn plural_acronyms_as_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let capitals = rest.bytes().take_while(u8::is_ascii_uppercase).count();
        let after = rest.get(capitals..).unwrap_or_default();
        let is_plural = capitals > 1
            && after
                .strip_prefix('s')
                .is_some_and(|end| !end.starts_with(|c: char| c.is_alphabetic() && !c.is_uppercase()));
        let (kept, lowered) = match capitals {
            0 => (c.len_utf8(), 0),
            _ if is_plural => (1, capitals - 1),
            _ => (capitals, 0),
        };
        let (kept, after) = rest.split_at(kept);
        let (lowered, after) = after.split_at(lowered);
        out.push_str(kept);
        out.push_str(&lowered.to_ascii_lowercase());
        rest = after;
    }
    out
}

fn is_separator(c: char) -> bool {
    separator(c).is_some()
}

/// Returns the word for a symbol that normally only separates words. The word is used only if the string consists
/// entirely of separators, or for a leading `-`.
fn separator(c: char) -> Option<&'static str> {
    Some(match c {
        '_' => "underscore",
        '-' => "minus",
        '.' => "dot",
        '/' => "slash",
        '\\' => "backslash",
        ':' => "colon",
        ';' => "semicolon",
        ',' => "comma",
        '(' => "open paren",
        ')' => "close paren",
        '[' => "open bracket",
        ']' => "close bracket",
        '{' => "open brace",
        '}' => "close brace",
        '"' => "quote",
        '\'' => "apostrophe",
        '`' => "backtick",
        _ => return None,
    })
}

/// Returns the word for a symbol that has a meaning in a name.
fn symbol(c: char) -> Option<&'static str> {
    Some(match c {
        '+' => "plus",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '?' => "question",
        '*' => "star",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '~' => "tilde",
        '#' => "hash",
        '@' => "at",
        '$' => "dollar",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_be_spelled_in_ascii() {
        for (name, case, spelled) in [
            ("größe", Case::Lower, "gr_uf6_udf_e"),
            ("Größe", Case::Upper, "GrUf6UdfE"),
            ("名前", Case::Upper, "U540dU524d"),
            ("group_id", Case::Lower, "group_id"),
        ] {
            assert_eq!(ascii(name, case), spelled);
        }
    }

    #[test]
    fn any_string_yields_an_identifier() {
        let texts = [
            ("groupId", "group_id", "GroupId"),
            ("q64", "q64", "Q64"),
            ("getGroupsDynamicsettings", "get_groups_dynamicsettings", "GetGroupsDynamicsettings"),
            ("authorization.unusedRoles", "authorization_unused_roles", "AuthorizationUnusedRoles"),
            ("-name", "minus_name", "MinusName"),
            ("", "empty", "Empty"),
            ("../../etc", "etc", "Etc"),
            ("..", "dot_dot", "DotDot"),
            (">=", "greater_equal", "GreaterEqual"),
            ("2fa", "n2fa", "N2fa"),
            ("@type", "at_type", "AtType"),
            ("名前", "名前", "名前"),
            ("Größe", "größe", "Größe"),
            ("GRÖSSE_der-Änderung", "grösse_der_änderung", "GrösseDerÄnderung"),
            ("o\u{308}l", "öl", "Öl"),
            ("имяФайла", "имя_файла", "ИмяФайла"),
            ("ชื่อ-ผู้ใช้", "ชื่อ_ผู้ใช้", "ชื่อผู้ใช้"),
            ("a\u{202e}b \u{1f600}", "a_u202e_b_u1f600", "AU202eBU1f600"),
            ("٣x", "n٣x", "N٣x"),
            (" \n\t", "empty", "Empty"),
            ("SOAPAction", "soap_action", "SoapAction"),
            ("IDs", "ids", "Ids"),
            ("listAPIs", "list_apis", "ListApis"),
            ("propertyIDsToView", "property_ids_to_view", "PropertyIdsToView"),
            ("vCPUs_2.VMs2", "v_cpus_2_vms2", "VCpus2Vms2"),
            ("DNSsec.As.ABsÉ", "dn_ssec_as_abs_é", "DnSsecAsAbsÉ"),
        ];
        for (text, snake_name, camel_name) in texts {
            assert_eq!((snake(text).as_str(), camel(text).as_str()), (snake_name, camel_name), "of {text:?}");
        }
    }
}
