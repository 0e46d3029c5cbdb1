//! Every kind of change is found in the cases, there and back, and is judged as the table says.

#[path = "../src/semver/cases.rs"]
mod cases;

use std::collections::{BTreeMap, BTreeSet};

use cases::{cases, folder, kinds};
use generator::diff::{Direction, Impact, Kind, diff};

#[test]
fn each_case_is_what_it_says() {
    let mut wrong = Vec::new();
    for case in cases().unwrap_or_else(|why| panic!("{why}")) {
        let (old, new) = case.models().unwrap_or_else(|why| panic!("{why}"));
        wrong.extend(case.check(&diff(&old, &new), &diff(&new, &old)).err());
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
fn each_kind_has_a_case_in_each_direction_that_makes_a_difference() {
    let mut seen: BTreeMap<Kind, BTreeSet<Option<Direction>>> = BTreeMap::new();
    let mut impacts: BTreeMap<Kind, BTreeSet<Impact>> = BTreeMap::new();
    for case in cases().unwrap_or_else(|why| panic!("{why}")) {
        let (old, new) = case.models().unwrap_or_else(|why| panic!("{why}"));
        for change in diff(&old, &new).iter().chain(diff(&new, &old).iter()) {
            seen.entry(change.kind).or_default().insert(change.direction);
            impacts.entry(change.kind).or_default().insert(change.impact());
        }
    }
    for kind in Kind::ALL {
        let rule = kind.rule();
        let ways = seen.get(kind).cloned().unwrap_or_default();
        assert!(!ways.is_empty(), "no case has {}", rule.name);
        let found = impacts.get(kind).cloned().unwrap_or_default();
        assert!(found.contains(&rule.request.impact), "no case of {} is {}", rule.name, rule.request.impact);
        assert!(
            found.contains(&rule.response.impact),
            "no case of {} is {}",
            rule.name,
            rule.response.impact
        );
        if rule.request != rule.response {
            for way in [Direction::Request, Direction::Response] {
                assert!(ways.contains(&Some(way)), "no case has {} in a {way}", rule.name);
            }
        }
    }
}

/// What only the tools can say is not known here; that there is a verdict on each case, and on which judgement, is.
#[test]
fn the_docs_have_the_verdict_on_each_case() {
    let path = folder().join("../../../docs/semver.md");
    let page = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut missing = Vec::new();
    for case in cases().unwrap_or_else(|why| panic!("{why}")) {
        let (old, new) = case.models().unwrap_or_else(|why| panic!("{why}"));
        for (way, changes) in [("", diff(&old, &new)), (", back", diff(&new, &old))] {
            let impact = changes.impact().unwrap_or(Impact::Documentation);
            let start = format!("| {}{way} | {} | {impact} | ", case.name, kinds(&changes));
            if !page.contains(&start) {
                missing.push(start);
            }
        }
    }
    assert!(
        missing.is_empty(),
        "put what `cargo xtask semver` prints into docs/semver.md:\n{}",
        missing.join("\n")
    );
    assert!(!page.contains("| NO"), "a judgement is not agreed on");
}
