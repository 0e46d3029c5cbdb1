//! Suggests the intended name for a mistyped one, for the help text of a diagnostic.

/// Returns the name closest to `wanted`, if it is similar enough. If several names are equally close,
/// returns the first one.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = wanted.chars().take(MAX_LENGTH + 1).count();
    if length > MAX_LENGTH {
        return None;
    }
    // The limit must be less than the length. With a limit of 1, any letter would match a one-letter name.
    let limit = (length / 3).clamp(1, 4).min(length.saturating_sub(1));
    let folded = wanted.to_lowercase();
    names
        .into_iter()
        // The length in bytes is checked first, because that is cheaper. A character has one to four bytes,
        // regardless of case.
        .filter(|name| name.len() <= 4 * (length + limit) && name.chars().count().abs_diff(length) <= limit)
        .map(|name| (distance(&folded, &name.to_lowercase(), limit), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The help text for a name in a list of the settings that the document does not contain.
pub(crate) const NOT_IN_DOCUMENT: &str = "remove it from the list, or use the spelling in the document";

/// Returns a help text that suggests the name `near`, or returns `otherwise` if there is none.
pub(crate) fn help(near: Option<&str>, otherwise: &str) -> String {
    near.map_or_else(|| otherwise.to_owned(), |near| format!("did you mean `{near}`?"))
}

/// The maximum length, in characters, of a name for which suggestions are made.
const MAX_LENGTH: usize = 100;

/// Suggests names for any number of mistyped ones, with a limit on the total number of comparisons.
#[derive(Debug, Default)]
pub(crate) struct Suggestions {
    compared: usize,
}

impl Suggestions {
    /// The maximum number of names to compare across all calls.
    const MAX_COMPARED: usize = 1_000_000;

    /// Like [`nearest`]; also returns `None` after a million comparisons.
    pub(crate) fn nearest<'a>(
        &mut self,
        wanted: &str,
        names: impl ExactSizeIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        self.compared = self.compared.saturating_add(names.len());
        if self.compared > Self::MAX_COMPARED { None } else { nearest(wanted, names) }
    }
}

/// Returns the edit distance between two strings: the number of characters added, removed, replaced or
/// swapped with a neighbor (optimal string alignment). If the distance exceeds `limit`, the result can be any
/// number greater than `limit`.
fn distance(a: &str, b: &str, limit: usize) -> usize {
    let b: Vec<char> = b.chars().collect();
    let (mut before, mut row): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=b.len()).collect());
    let mut last = None;
    for (i, x) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, ((y, above), diagonal)) in b.iter().zip(row.iter().skip(1)).zip(&row).enumerate() {
            let left = next.last().copied().unwrap_or_default();
            let mut least = (diagonal + usize::from(x != *y)).min(above + 1).min(left + 1);
            let crossed = last == Some(*y) && j.checked_sub(1).and_then(|j| b.get(j)) == Some(&x);
            if let Some(swapped) = j.checked_sub(1).and_then(|j| before.get(j)).filter(|_| crossed) {
                least = least.min(swapped + 1);
            }
            next.push(least);
        }
        if next.iter().min().is_some_and(|least| *least > limit) {
            // A swap continues from the row before the previous one, so the previous row must also exceed the
            // limit.
            if row.iter().min().is_some_and(|least| *least > limit) {
                return limit + 1;
            }
        }
        before = std::mem::replace(&mut row, next);
        last = Some(x);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_is_recognized_and_another_name_is_not() {
        let names = ["Group", "GroupCreate", "User"];
        assert_eq!(nearest("group", names), Some("Group"));
        assert_eq!(nearest("GroupCraete", names), Some("GroupCreate"));
        assert_eq!(nearest("Usre", names), Some("User"));
        assert_eq!(nearest("Invoice", names), None);
        assert_eq!(nearest("p", ["x", "P"]), Some("P"));
        assert_eq!(nearest("p", ["x"]), None);
        assert_eq!(nearest(&"a".repeat(101), [format!("{}b", "a".repeat(100)).as_str()]), None);
    }

    #[test]
    fn suggestions_end_after_a_million_comparisons() {
        let mut names = vec!["A name with a different length"; 250_000];
        names[0] = "Group";
        let mut suggestions = Suggestions::default();
        let found: Vec<_> = (0..5).map(|_| suggestions.nearest("Gruop", names.iter().copied())).collect();
        assert_eq!(found, [Some("Group"), Some("Group"), Some("Group"), Some("Group"), None]);
    }
}
