//! Pairs of documents that differ in one respect, with the expected kinds of change in both directions.
//!
//! The cases are read from the YAML files in `xtask/tests/changes`; each case changes `base.yaml`. The tests
//! check that each kind is detected, and `semver` checks that it is classified correctly.

use std::cmp::Reverse;
use std::path::Path;

use generator::config::Config;
use generator::diagnostic::Diagnostics;
use generator::diff::{Changes, Impact, Kind};
use generator::{Model, Pipeline, Pointer, Source};
use serde::Deserialize;
use serde_json::{Map, Value};

/// A pair of documents that differ in one respect.
#[derive(Debug)]
pub(crate) struct Case {
    /// The unique name, which consists of the file name, the number and the changed model.
    pub(crate) name: String,
    /// The first document.
    pub(crate) old: Value,
    /// The second document.
    pub(crate) new: Value,
    /// The settings for both documents.
    pub(crate) config: Config,
    /// Whether the old document is the base.
    pub(crate) from_base: bool,
    /// The kinds of change from old to new.
    there: Vec<String>,
    /// The kinds of change from new to old.
    back: Vec<String>,
    /// Code that compiles only with the new document's crate.
    pub(crate) program: Option<String>,
    /// The reason why no tool can detect the break.
    pub(crate) reason: Option<String>,
}

/// A file of cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    /// The models for which each case is repeated; pointers are then relative to the model.
    #[serde(default)]
    each: Vec<String>,
    cases: Vec<Written>,
}

/// A case, as written in the file.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// The pointers of members to move, with their targets; the default target is the end of the parent.
    #[serde(default, rename = "move")]
    moved: Map<String, Value>,
    /// Members to insert before the existing ones.
    #[serde(default)]
    first: Map<String, Value>,
    /// Members to set or append.
    #[serde(default)]
    set: Map<String, Value>,
    /// Members to set only in the new document; if present, the other edits apply to both documents.
    then: Option<Map<String, Value>>,
    /// Members to remove.
    #[serde(default)]
    remove: Vec<String>,
    /// Two elements of a list to swap.
    swap: Option<(String, String)>,
    #[serde(default)]
    tags: Vec<String>,
    there: Vec<String>,
    /// The kinds of change from new to old; `there` by default.
    back: Option<Vec<String>>,
    program: Option<String>,
    reason: Option<String>,
}

/// The files, except for the base.
const FILES: [&str; 9] =
    ["api", "servers", "operations", "parameters", "forms", "responses", "models", "properties", "names"];

/// Reads all cases in a folder, which is `xtask/tests/changes` in the repository.
///
/// # Errors
/// Returns a message that names the invalid file or case.
pub(crate) fn cases(folder: &Path) -> Result<Vec<Case>, String> {
    let base = tree(folder, "base.yaml")?;
    let mut config = Config::read(&folder.join("sdk.toml")).map_err(|finding| finding.to_string())?;
    config.borrowed = true;
    let mut all = Vec::new();
    for file in FILES {
        let read: Cases = serde_json::from_value(tree(folder, &format!("{file}.yaml"))?)
            .map_err(|error| format!("{file}: {error}"))?;
        for (number, written) in (1..).zip(read.cases) {
            let models = read.each.iter().map(|model| Some(model.as_str()));
            let models: Vec<_> = if read.each.is_empty() { vec![None] } else { models.collect() };
            for model in models {
                let name =
                    format!("{file} {number}{}", model.map(|model| format!(" {model}")).unwrap_or_default());
                let case = case((&base, &config), &written, model, name.clone());
                all.push(case.map_err(|why| format!("{name}: {why}"))?);
            }
        }
    }
    Ok(all)
}

fn tree(folder: &Path, file: &str) -> Result<Value, String> {
    let source = Source::read(&folder.join(file)).map_err(|finding| finding.to_string())?;
    Ok(source.tree().clone())
}

fn case(
    (base, config): (&Value, &Config),
    written: &Written,
    model: Option<&str>,
    name: String,
) -> Result<Case, String> {
    let place = |text: &str| {
        let prefix = model.map(|model| format!("/components/schemas/{model}")).unwrap_or_default();
        format!("{prefix}{text}")
    };
    let mut old = base.clone();
    let mut new = base.clone();
    written.change(&mut new, &place)?;
    if let Some(then) = &written.then {
        old = new.clone();
        for (at, value) in then {
            put(&mut new, &place(at), value.clone(), false)?;
        }
    }
    Ok(Case {
        name,
        from_base: written.then.is_none() && written.tags.is_empty(),
        old,
        new,
        config: Config { tags: written.tags.clone(), ..config.clone() },
        there: written.there.clone(),
        back: written.back.clone().unwrap_or_else(|| written.there.clone()),
        program: written.program.clone(),
        reason: written.reason.clone(),
    })
}

impl Written {
    /// Applies the edits to a document, except `then`.
    fn change(&self, new: &mut Value, place: &dyn Fn(&str) -> String) -> Result<(), String> {
        for (from, to) in &self.moved {
            let value = take(new, &place(from))?;
            put(new, &place(to.as_str().unwrap_or_default()), value, false)?;
        }
        for (at, value) in &self.first {
            put(new, &place(at), value.clone(), true)?;
        }
        for (at, value) in &self.set {
            put(new, &place(at), value.clone(), false)?;
        }
        for at in &self.remove {
            take(new, &place(at))?;
        }
        if let Some((one, other)) = &self.swap {
            let pair = (new.pointer(&place(one)).cloned(), new.pointer(&place(other)).cloned());
            let (Some(first), Some(second)) = pair else { return Err("nothing to swap".to_owned()) };
            put(new, &place(one), second, false)?;
            put(new, &place(other), first, false)?;
        }
        Ok(())
    }
}

/// Returns the parent of a location and the last step of its pointer.
fn above<'a>(tree: &'a mut Value, at: &str) -> Result<(&'a mut Value, String), String> {
    let (parent, _) = at.rsplit_once('/').ok_or_else(|| format!("{at}: the parent does not exist"))?;
    let step = Pointer::parse(at).and_then(|at| at.last()).unwrap_or_default();
    Ok((tree.pointer_mut(parent).ok_or_else(|| format!("{at}: the location does not exist"))?, step))
}

fn put(tree: &mut Value, at: &str, value: Value, in_front: bool) -> Result<(), String> {
    match above(tree, at)? {
        (Value::Object(members), key) if in_front => {
            let rest = std::mem::take(members);
            members.insert(key, value);
            members.extend(rest);
        }
        (Value::Object(members), key) => drop(members.insert(key, value)),
        (Value::Array(items), key) => match key.parse::<usize>() {
            Ok(index) if in_front && index <= items.len() => items.insert(index, value),
            Ok(index) => {
                *items.get_mut(index).ok_or_else(|| format!("{at}: the location does not exist"))? = value
            }
            Err(_) => items.push(value),
        },
        _ => return Err(format!("{at}: the parent is neither an object nor a list")),
    }
    Ok(())
}

fn take(tree: &mut Value, at: &str) -> Result<Value, String> {
    match above(tree, at)? {
        (Value::Object(members), key) => members.shift_remove(&key),
        (Value::Array(items), key) => {
            key.parse::<usize>().ok().filter(|i| *i < items.len()).map(|i| items.remove(i))
        }
        _ => None,
    }
    .ok_or_else(|| format!("{at}: the location does not exist"))
}

impl Case {
    /// Returns the models of both documents.
    ///
    /// # Errors
    /// Returns a message about the invalid document.
    pub(crate) fn models(&self) -> Result<(Model, Model), String> {
        let of =
            |tree: &Value| model(tree, self.config.clone()).map_err(|why| format!("{}: {why}", self.name));
        Ok((of(&self.old)?, of(&self.new)?))
    }
}

impl Case {
    /// Checks that the changes in both directions have the expected kinds.
    ///
    /// # Errors
    /// Returns the case, the direction and the unexpected kinds.
    pub(crate) fn check(&self, there: &Changes, back: &Changes) -> Result<(), String> {
        for (way, wanted, changes) in [("there", &self.there, there), ("back", &self.back, back)] {
            let mut found: Vec<_> = changes.iter().map(|change| change.kind.rule().name).collect();
            let mut wanted: Vec<_> = wanted.iter().map(String::as_str).collect();
            found.sort_unstable();
            wanted.sort_unstable();
            if found != wanted {
                return Err(format!("{}, {way}: {found:?}", self.name));
            }
        }
        Ok(())
    }
}

/// Lists the kinds of change, breaking ones first.
pub(crate) fn kinds(changes: &Changes) -> String {
    let mut kinds: Vec<(Reverse<Impact>, Kind)> =
        changes.iter().map(|change| (Reverse(change.impact()), change.kind)).collect();
    kinds.sort();
    kinds.dedup();
    let names: Vec<_> = kinds.iter().map(|(_, kind)| format!("`{}`", kind.rule().name)).collect();
    names.join(", ")
}

/// Returns the model of a document.
///
/// # Errors
/// Returns the findings about the document.
pub(crate) fn model(tree: &Value, config: Config) -> Result<Model, String> {
    let text = serde_json::to_vec(tree).map_err(|error| error.to_string())?;
    let source = Source::parse("case.json", text).map_err(|finding| finding.to_string())?;
    let findings =
        |findings: Diagnostics| findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    Pipeline::new(config).model(&source).map(|(model, _)| model).map_err(findings)
}
