//! Compares the classifications of a change by `diff`'s rules table, cargo-semver-checks and a compiled program.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use generator::diff::Impact;
use serde_json::Value;

/// The version bump that cargo-semver-checks requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Required {
    /// No change to the API.
    Patch,
    /// An item was added or deprecated.
    Minor,
    /// A breaking change.
    Major,
}

/// The result of comparing a crate's public items with those of a newer crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Items {
    /// Both crates have the same names.
    Same,
    /// The newer crate has all names of the older one, and additional ones.
    More,
    /// Some of the earlier names were removed.
    Fewer,
}

/// All results for a change.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) case: String,
    pub(super) kinds: String,
    /// The impact according to the table.
    pub(super) impact: Impact,
    /// The results of the tools.
    pub(super) seen: Seen,
    pub(super) reason: Option<String>,
}

/// The results of the tools.
#[derive(Debug)]
pub(super) enum Seen {
    /// The code is the same except for comments, so the tools are skipped.
    SameCode,
    /// The tools ran.
    By {
        /// The result of cargo-semver-checks.
        required: Required,
        /// Whether a program stopped compiling; `None` if no program applies.
        program: Option<bool>,
        /// The result of comparing the items in rustdoc's JSON.
        items: Items,
    },
}

impl Verdict {
    /// Returns whether the table agrees with the tools or, if it does not, whether a reason explains the difference.
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
            // An addition introduces a new public name, unless its only effect is a compiler warning.
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
                    None => "not run",
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

/// The public items of a crate: the number of items per kind and name.
#[derive(Debug)]
pub(super) struct Names(BTreeMap<(String, String), usize>);

impl Names {
    /// Compares the items with those of a newer crate.
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

/// Reads the public items from rustdoc's JSON.
pub(super) fn items(path: &Path) -> Result<Names, String> {
    let wrong = |why: String| format!("{}: {why}", path.display());
    let text = fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    let json: Value = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let index = json["index"].as_object().ok_or_else(|| wrong("no index".to_owned()))?;
    let mut names = BTreeMap::new();
    for item in index.values().filter(|item| item["crate_id"] == 0) {
        // The visibility need not be checked: the JSON contains no private items, and fields of enum variants
        // have the visibility `default`.
        let kind =
            item["inner"].as_object().and_then(|inner| inner.keys().next()).cloned().unwrap_or_default();
        // The name of a re-export is inside its `use` object.
        if let Some(name) = item["name"].as_str().or_else(|| item["inner"]["use"]["name"].as_str()) {
            *names.entry((kind, name.to_owned())).or_default() += 1;
        }
    }
    Ok(Names(names))
}
