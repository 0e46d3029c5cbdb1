//! Chooses the variant of a union for a value.

// The rules are documented in `one_of!`. Only the first three functions and `Union::new` are generic; the others are
// compiled once for all unions.

use std::cmp::Reverse;

use serde_json::{Map, Value};

use super::super::open_enum;
use super::constant::{Compared, Json, compare};
use super::reader::Reader;
use super::trial::{Fit, Notes, address};
use super::{OneOf, Outline, Rules};

/// Decodes the variant that matches a value. Returns `None` if no variant matches.
pub(super) fn decode_variant<U: OneOf>(reader: Reader<'_>) -> Option<U> {
    let union = Union::new::<U>(&is_read::<U>);
    let candidates = union.candidates(reader.value);
    if let Some(index) = likely(&candidates).filter(|_| !reader.decode.is_cautious()) {
        let notes = Notes::default();
        let read = U::READ.get(index)?(Reader { notes: Some(&notes), ..reader });
        if read.is_none() {
            reader.decode.fail();
        }
        if candidates.len() == 1 || (read.is_some() && notes.is_empty()) {
            return read;
        }
    }
    let (index, _) = union.best(candidates, reader)?;
    U::READ.get(index)?(reader)
}

/// Returns the fit of the best variant, or `None` if no variant matches.
pub(super) fn fit<U: OneOf>(reader: Reader<'_>) -> Option<Fit> {
    let union = Union::new::<U>(&is_read::<U>);
    union.best(union.candidates(reader.value), reader).map(|(_, fit)| fit)
}

fn is_read<U: OneOf>(index: usize, reader: Reader<'_>) -> bool {
    U::READ.get(index).is_some_and(|read| read(reader).is_some())
}

/// A type-erased union.
struct Union<'a> {
    tag: &'static str,
    rules: &'static [Rules],
    /// Returns whether a value can be decoded as the variant at an index.
    is_read: &'a dyn Fn(usize, Reader<'_>) -> bool,
}

/// A variant that may match a value.
struct Candidate {
    index: usize,
    rules: &'static Rules,
    constants: usize,
    /// The number of the object's members without a field, and the number of members with a field.
    lost: usize,
    known: usize,
}

impl<'a> Union<'a> {
    fn new<U: OneOf>(is_read: &'a dyn Fn(usize, Reader<'_>) -> bool) -> Self {
        Self { tag: U::TAG, rules: U::RULES, is_read }
    }

    /// Returns the variant of the tag, or else the untagged variants whose outline matches the value.
    fn candidates(&self, value: &Value) -> Vec<Candidate> {
        let tag = value.as_object().filter(|_| !self.tag.is_empty()).and_then(|object| object.get(self.tag));
        let with_tag = |is: fn(Json, &Value) -> bool| {
            let tag = tag?;
            let has_tag = |rules: &Rules| rules.tags.iter().any(|constant| is(constant.json(), tag));
            self.rules.iter().enumerate().find(|(_, rules)| has_tag(rules))
        };
        // If there are tags for both, `"1"` matches the string rather than the number.
        if let Some((index, rules)) = with_tag(Json::equals).or_else(|| with_tag(Json::names)) {
            return vec![Candidate { index, rules, constants: 1, lost: 0, known: 1 }];
        }
        let untagged = self.rules.iter().enumerate().filter(|(_, rules)| rules.tags.is_empty());
        untagged.filter_map(|(index, rules)| candidate(index, rules, value)).collect()
    }

    /// Returns the best variant for a value, and its fit.
    fn best(&self, mut candidates: Vec<Candidate>, reader: Reader<'_>) -> Option<(usize, Fit)> {
        let is_only = candidates.len() == 1;
        // The variants that preserve the most members come first. Once a variant preserves all members, the others
        // need no trial.
        candidates.sort_by_key(|candidate| (candidate.lost, Reverse(candidate.constants)));
        let mut tried: Vec<(Candidate, Option<Fit>)> = Vec::new();
        let mut keeps_all = false;
        for candidate in candidates {
            if keeps_all && candidate.lost > 0 {
                break;
            }
            let fit = self.try_variant(&candidate, reader);
            keeps_all |= fit.as_ref().is_some_and(|fit| fit.lost.is_empty());
            tried.push((candidate, fit));
        }
        // Untried variants could preserve more.
        if !is_only && reader.decode.is_exhausted() {
            return None;
        }
        let fits = tried.iter().filter_map(|(candidate, fit)| Some((candidate.index, fit.as_ref()?)));
        let (index, best) = fits.max_by_key(|(index, fit)| (fit.rank(), Reverse(*index)))?;
        let keeps_more = |(candidate, fit): &(Candidate, Option<Fit>)| match fit {
            Some(fit) => fit.keeps_more(best),
            None => candidate.keeps_more(reader.value, best),
        };
        if !is_only && !best.lost.is_empty() && tried.iter().any(keeps_more) {
            return None;
        }
        tried
            .into_iter()
            .find(|(candidate, _)| candidate.index == index)
            .and_then(|(_, fit)| Some((index, fit?)))
    }

    /// Decodes a value as a variant and returns only the fit.
    fn try_variant(&self, candidate: &Candidate, reader: Reader<'_>) -> Option<Fit> {
        let notes = Notes::default();
        let before = open_enum::undocumented();
        let is_read =
            (self.is_read)(candidate.index, Reader { is_trial: true, notes: Some(&notes), ..reader });
        let undocumented = open_enum::undocumented().wrapping_sub(before);
        open_enum::set_undocumented(before);
        let mut fit = notes.into_fit();
        fit.constants += candidate.constants;
        fit.known += candidate.known;
        fit.undocumented += undocumented;
        if let Some(tag) = reader.value.get(self.tag).filter(|_| !candidate.rules.tags.is_empty()) {
            // The tag is written even if the record does not contain it.
            fit.lost.retain(|lost| *lost != address(tag));
        }
        is_read.then_some(fit)
    }
}

/// Returns the index of the only candidate, or of the only one that has a field for each member. This variant is
/// decoded first, and the result is final if the variant ignores nothing.
fn likely(candidates: &[Candidate]) -> Option<usize> {
    if let [only] = candidates {
        return Some(only.index);
    }
    let mut complete = candidates.iter().filter(|candidate| candidate.lost == 0);
    let first = complete.next().filter(|first| matches!(first.rules.outline, Outline::Record { .. }))?;
    complete.next().is_none().then_some(first.index)
}

/// Returns the variant as a candidate. Returns `None` if the value has a different type, lacks a required member, or
/// has a different value for a constant.
fn candidate(index: usize, rules: &'static Rules, value: &Value) -> Option<Candidate> {
    let (lost, known) = match_outline(&rules.outline, value)?;
    let mut constants = 0;
    for (path, expected) in rules.fixed {
        match compare(value, path, expected) {
            Compared::Same => constants += 1,
            Compared::Absent => {}
            Compared::Other => return None,
        }
    }
    Some(Candidate { index, rules, constants, lost, known })
}

/// Returns the number of members without a field, and the number of members with a field. Returns `None` if the
/// outline does not match.
fn match_outline(outline: &Outline, value: &Value) -> Option<(usize, usize)> {
    let matches = match outline {
        Outline::Record { fields, required, keeps_others } => {
            let object = value.as_object()?;
            let is_complete =
                fields.iter().zip(*required).all(|(name, required)| !required || object.contains_key(*name));
            let known = fields.iter().filter(|name| object.contains_key(**name)).count();
            // A record with none of the members would drop the entire object.
            let matches = is_complete && (known > 0 || *keeps_others || object.is_empty());
            let lost = if *keeps_others { 0 } else { object.len().saturating_sub(known) };
            return matches.then_some((lost, known));
        }
        Outline::Object => value.is_object(),
        Outline::List => value.is_array(),
        Outline::Text => value.is_string(),
        Outline::Number => value.is_number(),
        Outline::Boolean => value.is_boolean(),
        Outline::Any => true,
    };
    matches.then_some((0, 0))
}

impl Candidate {
    /// Returns whether this variant, which cannot decode the object, has a field for a member that `fit`
    /// ignores.
    fn keeps_more(&self, value: &Value, fit: &Fit) -> bool {
        let (Outline::Record { fields, .. }, Value::Object(object)) = (&self.rules.outline, value) else {
            return false;
        };
        let is_lost =
            |name: &&str| member(object, name).is_some_and(|at| fit.lost.binary_search(&at).is_ok());
        fields.iter().any(is_lost)
    }
}

fn member(object: &Map<String, Value>, name: &str) -> Option<usize> {
    object.get(name).map(address)
}
