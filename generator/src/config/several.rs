//! Combines each `[sdk.NAME]` table with the entries that it inherits.
//!
//! Part of `config`. Tables are merged before they become a [`Config`], since a `Config` does not record which
//! entries were set.

use std::collections::BTreeMap;
use std::path::Path;

use toml::{Table, Value};

use super::{Config, check, read};
use crate::diagnostic::Diagnostic;
use crate::load;
use crate::pointer::Pointer;

/// An SDK of a configuration.
#[derive(Clone, Debug)]
pub struct Sdk {
    /// The name, if the configuration has several SDKs.
    pub name: Option<String>,
    /// The configuration of the SDK.
    pub config: Config,
}

impl Config {
    /// Reads all SDKs of an `sdk.toml`: those in `[sdk.NAME]`, or a single SDK without a name if there is no such
    /// table.
    ///
    /// # Errors
    /// Returns an error if [`read`](Self::read) fails for any SDK, or if two SDKs have the same output folder or naming
    /// lock.
    pub fn read_all(path: &Path) -> Result<Vec<Sdk>, Diagnostic> {
        Self::parse_all(&load::read_text(path)?)
    }

    /// Parses the text of an `sdk.toml`; see [`read_all`](Self::read_all).
    ///
    /// # Errors
    /// Returns the same errors as [`read_all`](Self::read_all).
    pub fn parse_all(text: &str) -> Result<Vec<Sdk>, Diagnostic> {
        // This call reports unknown entries and wrong types with their positions in the file.
        let whole = Self::parse(text)?;
        if whole.sdk.is_empty() {
            return Ok(vec![Sdk { name: None, config: whole }]);
        }
        let mut common: Table = text.parse().unwrap_or_default();
        let own = common.remove("sdk").and_then(|sdks| sdks.as_table().cloned()).unwrap_or_default();
        let mut sdks = Vec::new();
        for (name, own) in own {
            let sdk = one(&name, &common, &own).map_err(|finding| located(text, &name, &own, finding))?;
            sdks.push(sdk);
        }
        distinct(&sdks).map_err(|finding| located(text, "", &Value::Boolean(false), finding))?;
        Ok(sdks)
    }
}

/// Builds the configuration of one SDK from the inherited entries and those in its own table.
fn one(name: &str, common: &Table, own: &Value) -> Result<Sdk, Diagnostic> {
    let at = Pointer::root();
    super::package_name(name).map_err(|_| {
        check::wrong(
            &at,
            format!("`{name}` is not a valid SDK name: expected ASCII letters, digits, `-` or `_`"),
        )
    })?;
    let mut whole = Value::Table(common.clone());
    merge(&mut whole, own);
    let mut config: Config =
        whole.try_into().map_err(|error: toml::de::Error| read::wrong_value(error.message()))?;
    if !config.sdk.is_empty() {
        return Err(check::wrong(&at.key("sdk"), "an SDK cannot contain other SDKs"));
    }
    check::config(&config)?;
    if config.lock.is_none() && config.locked != Some(false) {
        config.lock = Some(format!("names-{name}.lock"));
    }
    Ok(Sdk { name: Some(name.to_owned()), config })
}

/// Merges the entries of `more` into a table. They override existing entries.
fn merge(table: &mut Value, more: &Value) {
    match (table, more) {
        (Value::Table(table), Value::Table(more)) => {
            for (key, value) in more {
                match table.get_mut(key) {
                    Some(existing) => merge(existing, value),
                    None => drop(table.insert(key.clone(), value.clone())),
                }
            }
        }
        (table, more) => *table = more.clone(),
    }
}

/// Returns an error if two SDKs write the same files.
fn distinct(sdks: &[Sdk]) -> Result<(), Diagnostic> {
    let (mut folders, mut locks) = (BTreeMap::new(), BTreeMap::new());
    for sdk in sdks {
        let name = sdk.name.as_deref().unwrap_or_default();
        let entries = [("out", &sdk.config.out, &mut folders), ("lock", &sdk.config.lock, &mut locks)];
        for (entry, path, known) in entries {
            let Some(path) = path else { continue };
            if let Some(other) = known.insert(folded(path), name) {
                let message = format!("the SDKs `{other}` and `{name}` have the same `{entry}`: `{path}`");
                return Err(check::wrong(&Pointer::root().keys(["sdk", name, entry]), message)
                    .help(format!("set a different `{entry}` in `[sdk.{name}]`")));
            }
        }
    }
    Ok(())
}

/// Returns a canonical form that all spellings of a path share. It is in lower case, because some file systems ignore
/// case.
fn folded(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split(['/', '\\']) {
        match step {
            "" if !steps.is_empty() => {}
            "." => {}
            ".." if steps.last().is_some_and(|last| !matches!(*last, "" | "..")) => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/").to_lowercase()
}

/// Adds a position to a finding: that of the entry in the SDK's table, or at the top level if the SDK inherits it.
fn located(text: &str, name: &str, own: &Value, finding: Diagnostic) -> Diagnostic {
    let steps: Vec<String> = finding.pointer.segments().collect();
    let mut at = Some(own);
    for step in &steps {
        at = at.and_then(|value| match value {
            Value::Array(items) => step.parse().ok().and_then(|index: usize| items.get(index)),
            value => value.get(step.as_str()),
        });
    }
    let pointer = match at {
        Some(_) if !name.is_empty() => {
            Pointer::root().keys(["sdk", name].into_iter().chain(steps.iter().map(String::as_str)))
        }
        _ => finding.pointer.clone(),
    };
    match read::place_of(text, &pointer) {
        Some(position) => finding.at(position),
        None => finding,
    }
}
