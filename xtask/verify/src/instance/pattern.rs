//! Random strings that match a pattern.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

use xtask::random::Random;

/// The exclusive upper bound of the random number of repetitions beyond the minimum.
const MORE: usize = 4;

/// The maximum length of a string, in bytes.
const LONGEST: usize = 4096;

/// Returns a string that matches, with at least `least` characters if the pattern permits it; `None` if the pattern is
/// not supported. Assertions such as word boundaries are ignored, so the validator may reject the string.
pub(super) fn matching(random: &mut Random, pattern: &str, least: usize) -> Option<String> {
    let hir = ParserBuilder::new().build().parse(pattern).ok()?;
    let mut text = String::new();
    // A minimum length can require more repetitions than the pattern.
    write(random, &hir, least.min(LONGEST), &mut text)?;
    Some(text)
}

fn write(random: &mut Random, hir: &Hir, least: usize, text: &mut String) -> Option<()> {
    if text.len() > LONGEST {
        return None;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => text.push(character(random, class)?),
        HirKind::Repetition(repetition) => {
            let min = usize::try_from(repetition.min).ok()?;
            let max = repetition.max.and_then(|max| usize::try_from(max).ok()).unwrap_or(LONGEST);
            let wanted = min + random.below(MORE).max(least.saturating_sub(text.chars().count() + min));
            for _ in 0..wanted.min(max) {
                write(random, &repetition.sub, 0, text)?;
            }
        }
        HirKind::Capture(capture) => write(random, &capture.sub, least, text)?,
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| write(random, part, least, text))?,
        HirKind::Alternation(parts) => {
            let part = parts.get(random.below(parts.len()))?;
            write(random, part, least, text)?;
        }
    }
    Some(())
}

/// Returns a character of a class, preferably a visible ASCII one.
fn character(random: &mut Random, class: &Class) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.ranges().iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => {
            class.ranges().iter().map(|range| (char::from(range.start()), char::from(range.end()))).collect()
        }
    };
    let visible: Vec<(char, char)> = ranges
        .iter()
        .map(|(first, last)| ((*first).max('!'), (*last).min('~')))
        .filter(|(first, last)| first <= last)
        .collect();
    let ranges = if visible.is_empty() { ranges } else { visible };
    if ranges.is_empty() {
        return None;
    }
    let (first, last) = *random.pick(&ranges);
    let width = u32::from(last) - u32::from(first) + 1;
    let offset = u32::try_from(random.below(usize::try_from(width).ok()?)).ok()?;
    Some(char::from_u32(u32::from(first) + offset).unwrap_or(first))
}
