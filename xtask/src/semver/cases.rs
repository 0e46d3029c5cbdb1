//! The cases: documents that differ in one thing, and the kinds of change that this is, there and back.
//!
//! Read from the YAML files below `xtask/tests/changes`: `base.yaml` is the document that each case changes. The tests use them to see
//! that each kind is found, `semver` to see that it is judged rightly.

use std::cmp::Reverse;
use std::path::Path;

use generator::config::Config;
use generator::diagnostic::Diagnostics;
use generator::diff::{Changes, Impact, Kind};
use generator::{Model, Pipeline, Pointer, Source};
use serde::Deserialize;
use serde_json::{Map, Value};

/// A pair of documents that differ in one thing.
#[derive(Debug)]
pub(crate) struct Case {
    /// What tells it from the others: file, number, and the model it is about.
    pub(crate) name: String,
    /// One document.
    pub(crate) old: Value,
    /// The other.
    pub(crate) new: Value,
    /// The settings for both.
    pub(crate) config: Config,
    /// Whether the old document is the base.
    pub(crate) from_base: bool,
    /// The kinds of change from old to new.
    there: Vec<String>,
    /// The kinds of change from new to old.
    back: Vec<String>,
    /// Code that compiles with the crate of the new document only.
    pub(crate) program: Option<String>,
    /// Why no tool can see that it breaks.
    pub(crate) reason: Option<String>,
}

/// A file of cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    /// The models that each case is about; its places then start there.
    #[serde(default)]
    each: Vec<String>,
    cases: Vec<Written>,
}

/// A case as it is written down.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// The place of a member that goes to another place, or to the end of where it is.
    #[serde(default, rename = "move")]
    moved: Map<String, Value>,
    /// Members to put in, in front of the others.
    #[serde(default)]
    first: Map<String, Value>,
    /// Members to set or to append.
    #[serde(default)]
    set: Map<String, Value>,
    /// Members to set after that; what was done so far is then done to both documents.
    then: Option<Map<String, Value>>,
    /// Members to take away.
    #[serde(default)]
    remove: Vec<String>,
    /// Two elements of a list that change places.
    swap: Option<(String, String)>,
    #[serde(default)]
    tags: Vec<String>,
    there: Vec<String>,
    /// The same as `there` if it is not given.
    back: Option<Vec<String>>,
    program: Option<String>,
    reason: Option<String>,
}

/// The files, without the base.
const FILES: [&str; 9] =
    ["api", "servers", "operations", "parameters", "forms", "responses", "models", "properties", "names"];

/// All cases of a folder: `xtask/tests/changes` of the repository.
///
/// # Errors
/// What cannot be read of them.
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
    /// Does to a document what is written down, but for what is to be done after that.
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

/// The node above a place, and the last step to it.
fn above<'a>(tree: &'a mut Value, at: &str) -> Result<(&'a mut Value, String), String> {
    let (parent, _) = at.rsplit_once('/').ok_or_else(|| format!("{at}: no place"))?;
    let step = Pointer::parse(at).and_then(|at| at.last()).unwrap_or_default();
    Ok((tree.pointer_mut(parent).ok_or_else(|| format!("{at}: nothing there"))?, step))
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
            Ok(index) => *items.get_mut(index).ok_or_else(|| format!("{at}: nothing there"))? = value,
            Err(_) => items.push(value),
        },
        _ => return Err(format!("{at}: neither object nor list above it")),
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
    .ok_or_else(|| format!("{at}: nothing there"))
}

impl Case {
    /// The models of both documents.
    ///
    /// # Errors
    /// What is wrong with one of them.
    pub(crate) fn models(&self) -> Result<(Model, Model), String> {
        let of =
            |tree: &Value| model(tree, self.config.clone()).map_err(|why| format!("{}: {why}", self.name));
        Ok((of(&self.old)?, of(&self.new)?))
    }
}

impl Case {
    /// Whether the changes there and back are of the kinds that the case says.
    ///
    /// # Errors
    /// The case, the way and the kinds, where they are others.
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

/// The kinds of change, those that break first.
pub(crate) fn kinds(changes: &Changes) -> String {
    let mut kinds: Vec<(Reverse<Impact>, Kind)> =
        changes.iter().map(|change| (Reverse(change.impact()), change.kind)).collect();
    kinds.sort();
    kinds.dedup();
    let names: Vec<_> = kinds.iter().map(|(_, kind)| format!("`{}`", kind.rule().name)).collect();
    names.join(", ")
}

/// The model of a document.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn model(tree: &Value, config: Config) -> Result<Model, String> {
    let text = serde_json::to_vec(tree).map_err(|error| error.to_string())?;
    let source = Source::parse("case.json", text).map_err(|finding| finding.to_string())?;
    let findings =
        |findings: Diagnostics| findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    Pipeline::new(config).model(&source).map(|(model, _)| model).map_err(findings)
}
