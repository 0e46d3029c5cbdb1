//! The table of all kinds of change, with their effect on users of the official SDKs and of the crate.
//!
//! Part of `diff`; contains only data. The docs page on the kinds of change is generated from this table, and
//! the tests that verify each case on emitted crates use it. No other code classifies changes.

mod api;
mod bodies;
mod models;
mod operations;
mod params;
mod properties;

use super::impact::{Official, Outcome};
use super::kind::Kind;

/// The rule for a kind of change.
#[derive(Debug)]
pub struct Rule {
    /// The kind of change.
    pub kind: Kind,
    /// The stable name that programs can match, such as `property-added`.
    pub name: &'static str,
    /// The headline with the placeholders `{subject}` and `{value}`, such as
    /// `optional property {subject} added`.
    template: &'static str,
    /// The class according to the official SDKs' rules.
    pub official: Official,
    /// The effect on the crate.
    pub effect: Effect,
    /// The migration advice; empty if the change is never breaking.
    pub advice: &'static str,
}

impl Rule {
    /// Returns the headline without names, such as `optional property added`.
    pub fn title(&self) -> String {
        self.headline("", "")
    }

    /// Returns the headline with names, such as ``optional property `x` added``.
    ///
    /// `subject` is the name of the part, and `value` is the value that was added or removed. Both are inserted
    /// unchanged, and omitted if empty.
    pub fn headline(&self, subject: &str, value: &str) -> String {
        // Both strings are inserted in one pass, since a name may contain a placeholder.
        let mut out = String::new();
        let mut rest = self.template;
        while let Some((before, after)) = rest.split_once('{') {
            let (placeholder, tail) = after.split_once('}').unwrap_or((after, ""));
            let name = if placeholder == "value" { value } else { subject };
            out.push_str(if name.is_empty() { before.trim_end() } else { before });
            out.push_str(name);
            rest = tail;
        }
        out.push_str(rest);
        out
    }

    /// Returns whether the headline contains a value.
    pub fn names_value(&self) -> bool {
        self.template.contains("{value}")
    }
}

/// The effect of a kind of change on the crate.
#[derive(Debug)]
pub enum Effect {
    /// The same effect, regardless of which side sends the item.
    Same(Outcome),
    /// An effect that depends on which side sends the item.
    ByDirection {
        /// The effect if the client sends the item.
        request: Outcome,
        /// The effect if the server sends the item.
        response: Outcome,
    },
}

impl Effect {
    /// Returns the effect if the client sends the item.
    pub fn request(&self) -> Outcome {
        match self {
            Self::Same(outcome) | Self::ByDirection { request: outcome, .. } => *outcome,
        }
    }

    /// Returns the effect if the server sends the item.
    pub fn response(&self) -> Outcome {
        match self {
            Self::Same(outcome) | Self::ByDirection { response: outcome, .. } => *outcome,
        }
    }
}

const TABLES: [&[Rule]; 6] = [
    api::API,
    operations::OPERATIONS,
    params::PARAMS,
    bodies::BODIES,
    models::MODELS,
    properties::PROPERTIES,
];

/// The number of kinds of change.
const COUNT: usize = Kind::ValueRustName as usize + 1;

/// All rules, indexed by the numbers of their kinds. The compiler checks that each kind has one.
const RULES: [&Rule; COUNT] = {
    let mut rules = [&TABLES[0][0]; COUNT];
    let (mut table, mut number) = (0, 0);
    while table < TABLES.len() {
        let mut row = 0;
        while row < TABLES[table].len() {
            let rule = &TABLES[table][row];
            assert!(rule.kind as usize == number, "the rules are in the same order as the kinds");
            rules[number] = rule;
            (row, number) = (row + 1, number + 1);
        }
        table += 1;
    }
    assert!(number == COUNT, "each kind has a rule");
    rules
};

impl Kind {
    /// All kinds of change, in the order of the table.
    pub const ALL: &'static [Self] = &{
        let mut kinds = [RULES[0].kind; COUNT];
        let mut number = 0;
        while number < COUNT {
            kinds[number] = RULES[number].kind;
            number += 1;
        }
        kinds
    };

    /// Returns the rule of the kind.
    pub fn rule(self) -> &'static Rule {
        RULES[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::diff::impact::Impact;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let names: BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.rule().name).collect();
        assert_eq!(names.len(), Kind::ALL.len());
        assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    }

    #[test]
    fn a_headline_contains_the_given_names() {
        let rule = Kind::PropertyValueRemoved.rule();
        assert_eq!(rule.title(), "value removed from property");
        assert_eq!(rule.headline("`{value}`", "`a  b`"), "value `a  b` removed from property `{value}`");
        for rule in Kind::ALL.iter().map(|kind| kind.rule()) {
            let title = rule.title();
            assert!(
                !title.contains(['{', '}']) && !title.contains("  ") && title.trim() == title,
                "{title:?}"
            );
        }
    }

    #[test]
    fn breaking_rules_have_advice() {
        for rule in Kind::ALL.iter().map(|kind| kind.rule()) {
            let breaks =
                [rule.effect.request(), rule.effect.response()].iter().any(|o| o.impact == Impact::Breaking);
            assert_eq!(breaks, !rule.advice.is_empty(), "{}", rule.name);
        }
    }
}
