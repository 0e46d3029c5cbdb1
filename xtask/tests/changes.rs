//! Checks that every kind of change is detected in its cases, in both directions, and that its classification
//! matches the emitted crates.

#[path = "../src/semver/cases.rs"]
mod cases;
#[path = "common/surface.rs"]
mod surface;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use cases::{Case, cases, kinds};
use generator::Model;
use generator::diff::{Changes, Direction, Impact, Kind, diff};
use serde_json::Value;
use surface::Surface;

/// A case with its models and the changes between them.
struct Judged {
    case: Case,
    old: Model,
    new: Model,
    there: Changes,
    back: Changes,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes")
}

fn all() -> &'static [Judged] {
    static ALL: OnceLock<Vec<Judged>> = OnceLock::new();
    ALL.get_or_init(|| {
        let judged = |case: Case| {
            let (old, new) = case.models().unwrap_or_else(|why| panic!("{why}"));
            let (there, back) = (diff(&old, &new), diff(&new, &old));
            Judged { case, old, new, there, back }
        };
        cases(&folder()).unwrap_or_else(|why| panic!("{why}")).into_iter().map(judged).collect()
    })
}

#[test]
fn each_case_contains_its_declared_changes() {
    let mut wrong = Vec::new();
    for Judged { case, there, back, .. } in all() {
        wrong.extend(case.check(there, back).err());
        assert!(
            case.name.contains(' ') && (case.program.is_none() || case.reason.is_none()),
            "{}",
            case.name
        );
        assert!(case.from_base || !case.name.starts_with("properties"), "{}", case.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_kind_has_a_case_in_each_relevant_direction() {
    let mut seen: BTreeMap<Kind, BTreeSet<Option<Direction>>> = BTreeMap::new();
    let mut impacts: BTreeMap<Kind, BTreeSet<Impact>> = BTreeMap::new();
    for change in all().iter().flat_map(|judged| judged.there.iter().chain(judged.back.iter())) {
        seen.entry(change.kind).or_default().insert(change.direction);
        impacts.entry(change.kind).or_default().insert(change.impact());
    }
    for kind in Kind::ALL {
        let rule = kind.rule();
        let ways = seen.get(kind).cloned().unwrap_or_default();
        assert!(!ways.is_empty(), "no case has {}", rule.name);
        let found = impacts.get(kind).cloned().unwrap_or_default();
        for wanted in [rule.effect.request().impact, rule.effect.response().impact] {
            assert!(found.contains(&wanted), "no case of {} is {wanted}", rule.name);
        }
        if rule.effect.request() != rule.effect.response() {
            for way in [Direction::Request, Direction::Response] {
                assert!(ways.contains(&Some(way)), "no case has {} in a {way}", rule.name);
            }
        }
    }
}

/// Checks that the page contains a verdict on each case. Only `cargo xtask semver` can verify the verdicts.
#[test]
fn the_docs_list_the_verdict_on_each_case() {
    let path = folder().join("../../../docs/semver.md");
    let page = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut rows: BTreeSet<&str> = page.lines().filter(|line| line.starts_with("| ")).collect();
    let mut missing = Vec::new();
    for Judged { case, there, back, .. } in all() {
        for (way, changes) in [("", there), (", back", back)] {
            let impact = changes.impact().unwrap_or(Impact::Documentation);
            let start = format!("| {}{way} | {} | {impact} | ", case.name, kinds(changes));
            let found = rows.iter().copied().find(|row| row.starts_with(&start));
            if !found.is_some_and(|row| rows.remove(row)) {
                missing.push(start);
            }
        }
    }
    let remedy = "copy the output of `cargo xtask semver` to docs/semver.md";
    assert!(missing.is_empty(), "{remedy}; missing rows:\n{}", missing.join("\n"));
    assert!(rows.is_empty(), "{remedy}; rows without a case:\n{rows:#?}");
    assert!(!page.contains("| NO"), "the tools disagree on a case");
}

/// Changes that a compiler might not detect, such as the same types in a different order.
const SILENT: [Kind; 2] = [Kind::ArgumentsReordered, Kind::ConstructorReordered];

/// Describes an incorrect classification; returns `None` if the crates confirm it.
fn wrong(name: &str, before: &Surface, after: &Surface, changes: &Changes) -> Option<String> {
    let (reported, actual) = (changes.impact().unwrap_or(Impact::Documentation), before.impact(after));
    let is_silent = changes.iter().any(|change| SILENT.contains(&change.kind));
    let agrees = reported == actual || (is_silent && reported == Impact::Breaking);
    let kinds: Vec<_> = changes.iter().map(|c| format!("{} {}", c.kind.rule().name, c.impact())).collect();
    (!agrees).then(|| {
        let (lost, new) = (before.lost(after), after.lost(before));
        format!(
            "{name}: reported {reported}, actual {actual}\n  {kinds:?}\n  removed {lost:#?}\n  added {new:#?}"
        )
    })
}

/// Compares the crates' surfaces. `cargo xtask semver` also runs the compiler, which takes minutes.
#[test]
fn classifications_match_the_emitted_crates() {
    let base = all().iter().find(|judged| judged.case.from_base).map(|judged| Surface::of(&judged.old));
    let mut found = Vec::new();
    for Judged { case, old, new, there, back } in all() {
        let own = (!case.from_base).then(|| Surface::of(old));
        let before = own.as_ref().or(base.as_ref()).expect("a case starts from the base");
        let after = Surface::of(new);
        found.extend(wrong(&case.name, before, &after, there));
        found.extend(wrong(&format!("{}, back", case.name), &after, before, back));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Merges the changes of both sides; in a conflict, the first side wins.
fn merged(base: &Value, one: &Value, other: &Value) -> Value {
    match (base, one, other) {
        (Value::Object(base), Value::Object(one), Value::Object(other)) => {
            let mut keys: Vec<&String> = one.keys().collect();
            keys.extend(other.keys().filter(|key| !one.contains_key(*key)));
            let is_dropped = |key: &str| {
                let old = base.get(key);
                old.is_some() && (one.get(key).is_none() || other.get(key).is_none())
            };
            let of = |key: &String| {
                let (old, one, other) = (base.get(key), one.get(key), other.get(key));
                let value = match (old, one, other) {
                    (Some(old), Some(one), Some(other)) => merged(old, one, other),
                    (_, one, other) => one.or(other).cloned().unwrap_or_default(),
                };
                (key.clone(), value)
            };
            Value::Object(keys.into_iter().filter(|key| !is_dropped(key)).map(of).collect())
        }
        (base, one, other) if one == base => other.clone(),
        (_, one, _) => one.clone(),
    }
}

/// Checks that combined changes do not hide each other. The pairs are the same in every run.
#[test]
fn classifications_of_combined_cases_match_the_emitted_crates() {
    let cases: Vec<&Judged> = all().iter().filter(|judged| judged.case.from_base).collect();
    let mut found = Vec::new();
    let mut judged = 0;
    for (number, Judged { case: one, old, .. }) in cases.iter().enumerate().step_by(PAIRS) {
        let other = &cases[(number * 7 + 3) % cases.len()].case;
        // Two changes can conflict, for example by leaving a path parameter without its placeholder.
        let Ok(new) = cases::model(&merged(&one.old, &one.new, &other.new), one.config.clone()) else {
            continue;
        };
        let (before, after) = (Surface::of(old), Surface::of(&new));
        let name = format!("{} and {}", one.name, other.name);
        found.extend(wrong(&name, &before, &after, &diff(old, &new)));
        found.extend(wrong(&format!("{name}, back"), &after, &before, &diff(&new, old)));
        judged += 1;
    }
    assert!(judged > cases.len() / PAIRS / 2, "only {judged} pairs can be loaded");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The distance between the cases that are combined with another case.
const PAIRS: usize = 5;
