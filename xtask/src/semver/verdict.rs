//! The verdict: what the table, cargo-semver-checks and a compiled program say of a change, and whether they agree.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use generator::diff::Impact;
use serde_json::Value;

/// What cargo-semver-checks asks of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Required {
    /// Nothing.
    Patch,
    /// There is something new, or deprecated.
    Minor,
    /// Something breaks.
    Major,
}

/// How the public items of a crate compare with those of an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Items {
    /// The same names.
    Same,
    /// All of them, and more.
    More,
    /// Some are gone.
    Fewer,
}

/// What all say of a change.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) case: String,
    pub(super) kinds: String,
    /// What the table says.
    pub(super) impact: Impact,
    /// What is seen in the crates.
    pub(super) seen: Seen,
    pub(super) reason: Option<String>,
}

/// What is seen in the crates.
#[derive(Debug)]
pub(super) enum Seen {
    /// The same code, but for comments: no tool can say anything.
    SameCode,
    /// What the tools say.
    By {
        /// What cargo-semver-checks says.
        required: Required,
        /// Whether a program that compiled no longer does; nothing if no program says anything.
        program: Option<bool>,
        /// What rustdoc lists.
        items: Items,
    },
}

impl Verdict {
    /// Whether the table agrees with the tools, or there is a reason why not.
    pub(super) fn agrees(&self) -> bool {
        self.matches() || self.reason.is_some()
    }

    fn matches(&self) -> bool {
        let Seen::By { required, program, items } = &self.seen else {
            return self.impact == Impact::Documentation;
        };
        let breaks = *required == Required::Major || *program == Some(true);
        match self.impact {
            Impact::Breaking => breaks,
            // What is new has a name, but for a warning of the compiler.
            Impact::Additive => !breaks && (*items == Items::More || *required == Required::Minor),
            Impact::Documentation => !breaks && *items == Items::Same && *required == Required::Patch,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { case, kinds, impact, .. } = self;
        let (required, program) = match &self.seen {
            Seen::SameCode => ("same code", "same code"),
            Seen::By { required, program, .. } => {
                let required = match required {
                    Required::Patch => "passes",
                    Required::Minor => "minor",
                    Required::Major => "major",
                };
                let program = match program {
                    Some(true) => "does not compile",
                    Some(false) => "compiles",
                    None => "not asked",
                };
                (required, program)
            }
        };
        let agreed = match (&self.reason, self.matches()) {
            (_, true) => "yes".to_owned(),
            (Some(reason), false) => format!("no: {reason}"),
            (None, false) => format!("NO ({:?})", self.seen),
        };
        write!(f, "| {case} | {kinds} | {impact} | {required} | {program} | {agreed} |")
    }
}

/// The public items of a crate, by kind and name, and how many there are of each.
#[derive(Debug)]
pub(super) struct Names(BTreeMap<(String, String), usize>);

impl Names {
    /// How others compare with these.
    pub(super) fn cmp_with(&self, new: &Self) -> Items {
        let is_there =
            |(key, count): (&(String, String), &usize)| new.0.get(key).is_some_and(|is| is >= count);
        match (self.0 == new.0, self.0.iter().all(is_there)) {
            (true, _) => Items::Same,
            (false, true) => Items::More,
            (false, false) => Items::Fewer,
        }
    }
}

/// The public items in a file of rustdoc's JSON.
pub(super) fn items(path: &Path) -> Result<Names, String> {
    let wrong = |why: String| format!("{}: {why}", path.display());
    let text = fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    let json: Value = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let index = json["index"].as_object().ok_or_else(|| wrong("no index".to_owned()))?;
    let mut names = BTreeMap::new();
    for item in index.values().filter(|item| item["crate_id"] == 0) {
        // Fields of enums have the default visibility; what is private is not there at all.
        let kind =
            item["inner"].as_object().and_then(|inner| inner.keys().next()).cloned().unwrap_or_default();
        // What is exported again has its name inside.
        if let Some(name) = item["name"].as_str().or_else(|| item["inner"]["use"]["name"].as_str()) {
            *names.entry((kind, name.to_owned())).or_default() += 1;
        }
    }
    Ok(Names(names))
}
