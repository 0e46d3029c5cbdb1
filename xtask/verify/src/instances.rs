//! Checks random instances: the emitted type decodes and encodes each instance, and the result must be equal.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::compare::difference;
use super::decoder::{Decoder, Reply};
use super::findings::{Findings, Uses};
use super::found::{Failure, Instances, Without};
use super::instance::{Maker, Optional};
use super::judge::Judge;
use super::schemas::Schemas;
use super::shrink::shrunk;

/// The maximum number of attempts per requested instance.
const ATTEMPTS: u64 = 4;

/// The divisor for the number of instances of an inline schema, which is also covered by instances of other schemas.
const INLINE: u64 = 4;

/// The maximum length of a message in the kind of a failure, in characters.
const QUOTED: usize = 120;

/// A schema and its emitted type.
pub(super) struct Target {
    /// The JSON pointer to the schema.
    pub(super) pointer: String,
    /// The path of the type in the crate, such as `models::Group`.
    pub(super) path: String,
    /// Whether the schema is part of another schema or of an operation.
    pub(super) is_inline: bool,
}

/// The check of a document's schemas.
pub(super) struct Check<'a> {
    pub(super) tree: &'a Value,
    pub(super) targets: &'a [Target],
    /// The properties for which null is decoded as absent: the JSON pointer to the schema and the name.
    pub(super) optional: &'a BTreeSet<(String, String)>,
    pub(super) findings: &'a Findings,
    /// The number of instances per schema in the components.
    pub(super) number: u64,
    pub(super) seed: u64,
}

/// A failing instance.
struct Failing {
    target: usize,
    number: usize,
    instance: Value,
}

impl Check<'_> {
    /// Creates the instances and runs the program on them.
    ///
    /// # Errors
    /// Returns a message if the schemas cannot be compiled by the validator.
    pub(super) fn run(&self, program: &Path) -> Result<Instances, String> {
        let schemas = Schemas::of(self.tree, self.targets.iter().map(|target| target.pointer.as_str()));
        let judge = Judge::new(&schemas)?;
        let mut decoder = Decoder::new(program);
        let mut found = Instances { schemas: self.targets.len(), ..Instances::default() };
        let mut failing: BTreeMap<String, Vec<Failing>> = BTreeMap::new();
        for (target, Target { pointer, is_inline, .. }) in self.targets.iter().enumerate() {
            let Some(number) = schemas.number(pointer) else { continue };
            let wanted = if *is_inline { self.number.div_ceil(INLINE) } else { self.number };
            let (valid, rejected) = self.valid(&schemas, &judge, (number, wanted), &mut found);
            if valid.is_empty() {
                found.without.push(Without { schema: pointer.clone(), rejected });
            }
            for instance in valid {
                found.valid += 1;
                match self.kind(pointer, &instance, &decoder.reply(target, &instance)) {
                    None => found.equal += 1,
                    Some(kind) => failing.entry(kind).or_default().push(Failing { target, number, instance }),
                }
            }
        }
        for (kind, all) in failing {
            let mut by_schema: BTreeMap<usize, Vec<Failing>> = BTreeMap::new();
            all.into_iter().for_each(|one| by_schema.entry(one.target).or_default().push(one));
            // A finding can explain the failures of one schema, but not those of another.
            let (mut declared, mut others) = (Vec::new(), Vec::new());
            for all in by_schema.into_values() {
                let failure = self.failure(&kind, &all, &judge, &mut decoder);
                if failure.findings.is_empty() { others.push(failure) } else { declared.push(failure) }
            }
            found.failures.extend(joined(others));
            found.declared.extend(joined(declared));
        }
        Ok(found)
    }

    /// Returns valid instances of a schema, without duplicates, and the first rejected instance with the reason.
    fn valid(
        &self,
        schemas: &Schemas,
        judge: &Judge,
        (number, wanted): (usize, u64),
        found: &mut Instances,
    ) -> (Vec<Value>, Option<(Value, String)>) {
        let (mut valid, mut seen, mut rejected) = (Vec::new(), BTreeSet::new(), None);
        for part in 0..wanted.saturating_mul(ATTEMPTS) {
            if valid.len() as u64 >= wanted {
                break;
            }
            let optional = match part {
                0 => Optional::None,
                1 | 2 => Optional::All,
                _ => Optional::Some,
            };
            let seed = self.seed.wrapping_mul(31).wrapping_add(number as u64);
            match Maker::new(schemas, seed, part, optional).instance(number) {
                None => found.unmade += 1,
                Some(instance) if !judge.is_valid(number, &instance) => {
                    found.rejected += 1;
                    rejected =
                        rejected.or_else(|| judge.reason(number, &instance).map(|why| (instance, why)));
                }
                Some(instance) => {
                    // If most attempts repeat an instance, the schema has few distinct ones.
                    if seen.insert(instance.to_string()) {
                        valid.push(instance);
                    } else if seen.len() * 4 < usize::try_from(part).unwrap_or(usize::MAX) {
                        break;
                    }
                }
            }
        }
        (valid, rejected)
    }

    /// Returns the kind of a failure; `None` if the values are equal, except for null values of optional properties.
    fn kind(&self, schema: &str, instance: &Value, reply: &Reply) -> Option<String> {
        let encoded = match reply {
            Reply::Value(encoded) => encoded,
            Reply::Fault(why) => return Some(general(why)),
        };
        let mut uses = None;
        let found = difference(instance, encoded, &mut |object, name| {
            let uses = uses.get_or_insert_with(|| Uses::of(self.tree, schema, instance));
            uses.at(object).any(|schema| self.optional.contains(&(schema.to_owned(), name.to_owned())))
        });
        found.map(|difference| difference.kind.to_owned())
    }

    /// Describes the failures of one kind for one schema.
    fn failure(&self, kind: &str, all: &[Failing], judge: &Judge, decoder: &mut Decoder) -> Failure {
        let smallest = all.iter().min_by_key(|one| one.instance.to_string().len());
        let Some(Failing { target, number, instance }) = smallest else {
            unreachable!("a kind has a failure")
        };
        let schema = self.targets.get(*target).map(|target| target.pointer.clone()).unwrap_or_default();
        let instance = shrunk(instance, |candidate| {
            judge.is_valid(*number, candidate)
                && self.kind(&schema, candidate, &decoder.reply(*target, candidate)).as_deref() == Some(kind)
        });
        let detail = match decoder.reply(*target, &instance) {
            Reply::Value(value) => value.to_string(),
            Reply::Fault(why) => why,
        };
        let findings = self.findings.about(&Uses::of(self.tree, &schema, &instance));
        Failure { kind: kind.to_owned(), number: all.len(), schemas: 1, schema, instance, detail, findings }
    }
}

/// Combines failures of one kind; the smallest instance is the example.
fn joined(failures: Vec<Failure>) -> Option<Failure> {
    let (number, schemas) = (failures.iter().map(|one| one.number).sum(), failures.len());
    let smallest = failures.into_iter().min_by_key(|one| one.instance.to_string().len())?;
    Some(Failure { number, schemas, ..smallest })
}

/// Returns a message without the quoted names and numbers, which differ between failures of one kind.
fn general(why: &str) -> String {
    let mut out = String::new();
    let mut quote = None;
    let mut chars = why.chars().take(4 * QUOTED);
    while let Some(c) = chars.next() {
        match quote {
            Some('"') if c == '\\' => drop(chars.next()),
            Some(end) if c == end => quote = None,
            Some(_) => continue,
            None if c == '`' || c == '"' => {
                quote = Some(c);
                out.push('…');
            }
            None if c.is_ascii_digit() => {
                if !out.ends_with('0') {
                    out.push('0');
                }
            }
            None => out.push(c),
        }
    }
    out.chars().take(QUOTED).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_of_one_kind_have_the_same_name() {
        let why = "not decoded: invalid type: string \"a\\\"1\", expected `b` at line 1 column 207";
        assert_eq!(general(why), "not decoded: invalid type: string …, expected … at line 0 column 0");
    }

    /// Checks two schemas with a program that always prints the same encoded value.
    #[cfg(unix)]
    fn checked(encoded: &str, optional: &BTreeSet<(String, String)>) -> Instances {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        let program = folder.path().join("program");
        let text = format!("#!/bin/sh\nwhile read -r line; do echo '{encoded}'; done\n");
        std::fs::write(&program, text).unwrap_or_else(|error| panic!("{error}"));
        let executable = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&program, executable).unwrap_or_else(|error| panic!("{error}"));
        let properties = serde_json::json!({
            "a": { "type": "integer", "minimum": 0, "maximum": 1 }, "b": { "type": "string", "nullable": true },
        });
        let schemas = serde_json::json!({
            "One": { "type": "object", "required": ["a"], "properties": properties },
            "None": { "not": {}, "type": "string" },
        });
        let tree = serde_json::json!({ "openapi": "3.0.3", "components": { "schemas": schemas } });
        let target = |name: &str| Target {
            pointer: format!("/components/schemas/{name}"),
            path: format!("models::{name}"),
            is_inline: false,
        };
        let (targets, findings) = ([target("One"), target("None")], Findings::default());
        let check =
            Check { tree: &tree, targets: &targets, optional, findings: &findings, number: 20, seed: 1 };
        check.run(&program).unwrap_or_else(|error| panic!("{error}"))
    }

    #[cfg(unix)]
    #[test]
    fn each_kind_of_failure_has_its_smallest_instance() {
        let found = checked(r#"{"value":{"a":0}}"#, &BTreeSet::new());
        let failures: Vec<_> =
            found.failures.iter().map(|one| (one.kind.as_str(), one.instance.to_string())).collect();
        let expected = [
            ("member lost", r#"{"a":0,"b":""}"#.to_owned()),
            ("member with null lost", r#"{"a":0,"b":null}"#.to_owned()),
            ("number changed", r#"{"a":1}"#.to_owned()),
        ];
        assert_eq!(failures, expected);
        assert_eq!(found.without.len(), 1);
        let optional = BTreeSet::from([("/components/schemas/One".to_owned(), "b".to_owned())]);
        let found = checked(r#"{"value":{"a":0}}"#, &optional);
        assert!(found.failures.iter().all(|one| one.kind != "member with null lost"));
        assert!(found.equal > 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_fault_is_reported_with_its_message() {
        let found = checked(r#"{"fault":"not decoded: missing field `c`"}"#, &BTreeSet::new());
        let [failure] = found.failures.as_slice() else { panic!("{:?}", found.failures) };
        assert_eq!(failure.kind, "not decoded: missing field …");
        assert_eq!((failure.detail.as_str(), found.equal), ("not decoded: missing field `c`", 0));
        assert_eq!(failure.instance, serde_json::json!({ "a": 0 }));
    }
}
