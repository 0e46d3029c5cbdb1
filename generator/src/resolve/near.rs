//! Near names: what a mistyped name was probably meant to be, for the help of a diagnostic.

/// The name that is nearest to `wanted`, if one is near enough to be worth suggesting; the first of several.
pub(crate) fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (wanted.chars().count() / 3).clamp(1, 4);
    names
        .into_iter()
        .map(|name| (distance(&wanted.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// How many characters must be added, removed, replaced or swapped with their neighbours to make `b` of `a` (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
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
        before = std::mem::replace(&mut row, next);
        last = Some(x);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        let names = ["Group", "GroupCreate", "User"];
        assert_eq!(nearest("group", names), Some("Group"));
        assert_eq!(nearest("GroupCraete", names), Some("GroupCreate"));
        assert_eq!(nearest("Usre", names), Some("User"));
        assert_eq!(nearest("Invoice", names), None);
    }
}
