//! Checks the module boundaries, and the rules for every hand-written source file.
//!
//! The rules apply to source text outside of comments.

#[path = "boundaries/imports.rs"]
mod imports;
#[path = "boundaries/rules.rs"]
mod rules;
#[path = "boundaries/synthetic.rs"]
mod synthetic;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The maximum length of a hand-written file, in lines.
const MAX_LINES: usize = 500;

/// The maximum number of files in an import cycle.
const MAX_CIRCLE: usize = 3;

/// Paths reserved for some stages: the path as written in code, and the folders in `generator/src` that may
/// use it.
const RESERVED: &[(&str, &[&str])] = &[
    ("std::fs", &["load", "write"]),
    ("serde_yaml", &["load"]),
    ("saphyr_parser", &["load"]),
    ("openapiv3", &["resolve", "lower"]),
    ("heck", &["name"]),
    ("serde_json_path", &["overlay"]),
    ("regex", &["overlay"]),
    ("quote", &["emit/rust"]),
    ("proc_macro2", &["emit/rust"]),
    ("syn", &["emit/rust"]),
    ("prettyplease", &["emit/rust"]),
    ("askama", &["emit/docs"]),
    ("rayon", &["emit", "write"]),
];

/// The generator's modules and the modules that each may import.
const STAGES: &[(&str, &[&str])] = &[
    ("pointer", &[]),
    ("sanitize", &[]),
    ("headers", &[]),
    ("license", &[]),
    // `normalise` also needs `media_type`, but must not import the model.
    ("media_type", &[]),
    ("suggest", &[]),
    ("base_uri", &[]),
    ("external_ref", &["pointer"]),
    ("diagnostic", &["pointer"]),
    ("load", &["diagnostic", "pointer"]),
    ("bundle", &["base_uri", "diagnostic", "external_ref", "load", "pointer"]),
    ("config", &["diagnostic", "headers", "load", "pointer", "suggest"]),
    ("overlay", &["diagnostic", "load", "pointer", "suggest"]),
    ("normalise", &["base_uri", "diagnostic", "external_ref", "load", "media_type", "pointer"]),
    ("resolve", &["diagnostic", "load", "normalise", "pointer", "suggest"]),
    // The model of an API, which is independent of its source and its output.
    ("ir", &["media_type", "pointer"]),
    ("formats", &["ir"]),
    ("lock", &["diagnostic", "ir", "pointer"]),
    (
        "lower",
        &[
            "config",
            "diagnostic",
            "base_uri",
            "external_ref",
            "formats",
            "headers",
            "ir",
            "license",
            "media_type",
            "normalise",
            "pointer",
            "resolve",
            "suggest",
        ],
    ),
    ("analyse", &["config", "diagnostic", "ir", "lock", "lower", "media_type", "pointer", "suggest"]),
    ("name", &["analyse", "config", "diagnostic", "external_ref", "ir", "lock", "pointer"]),
    ("model", &["analyse", "config", "ir", "lock", "name"]),
    (
        "emit",
        &[
            "analyse",
            "config",
            "external_ref",
            "formats",
            "ir",
            "license",
            "media_type",
            "model",
            "name",
            "sanitize",
        ],
    ),
    ("write", &["diagnostic", "emit", "pointer"]),
    ("diff", &["analyse", "emit", "ir", "model", "name", "pointer"]),
    (
        "coverage",
        &[
            "analyse",
            "diagnostic",
            "formats",
            "ir",
            "load",
            "media_type",
            "model",
            "normalise",
            "pointer",
            "resolve",
            "suggest",
        ],
    ),
    ("inspect", &["analyse", "emit", "ir", "model", "name"]),
    (
        "pipeline",
        &[
            "analyse",
            "bundle",
            "config",
            "coverage",
            "diagnostic",
            "emit",
            "load",
            "lock",
            "lower",
            "model",
            "name",
            "normalise",
            "overlay",
            "pointer",
            "resolve",
            "sanitize",
            "write",
        ],
    ),
    ("project", &["config", "diagnostic", "load", "pipeline", "pointer", "write"]),
];

/// The sources of programs.
const PROGRAMS: [&str; 3] = ["generator/cli/src", "xtask/src", "xtask/verify/src"];

/// The generator modules that programs may import, in addition to the exports of `lib.rs`.
const FOR_PROGRAMS: &[&str] = &["config", "coverage", "diagnostic", "diff", "inspect"];

/// The runtime's layers, from bottom to top; `docs/decisions/runtime-layers.md` describes them.
const LAYERS: &[&str] = &[
    "profile",
    "redact",
    "json",
    "model",
    "xml",
    "url",
    "transport",
    "error",
    "reqwest",
    "auth",
    "client",
    "request",
    "response",
    "call",
    "streaming",
    "paging",
    "polling",
    "blocking",
    "testing",
    "webhooks",
];

/// Folders with hand-written sources.
const HAND_WRITTEN: &[&str] = &[
    "generator",
    "xtask",
    "templates/runtime",
    "generated-client/tests",
    "generated-client/benches",
    "generated-client/examples",
];

struct Source {
    /// The path relative to the root, with `/` on every platform.
    path: String,
    text: String,
}

impl Source {
    /// Returns the lines, numbered from 1, except for comments and the tests at the end.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = self.text.find("#[cfg(test)]\nmod tests {").unwrap_or(self.text.len());
        (1..).zip(self.text[..end].lines()).filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// Returns the occurrences of `word` as a whole word in the code, with or without a path before it.
    fn uses(&self, word: &str) -> Vec<String> {
        self.places(|line| has_word(line, word, false))
    }

    /// Returns the locations where a path starts with `word`, or `word` is imported.
    fn paths(&self, word: &str) -> Vec<String> {
        let is_path =
            |line: &str| line.contains(&format!("{word}::")) || line.contains(&format!("use {word}"));
        self.places(|line| has_word(line, word, true) && is_path(line))
    }

    fn places(&self, is_one: impl Fn(&str) -> bool) -> Vec<String> {
        self.code()
            .filter(|(_, line)| is_one(line))
            .map(|(number, _)| format!("{}:{number}", self.path))
            .collect()
    }

    fn is_below(&self, folder: &str) -> bool {
        let module = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        module == folder || module.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// Returns whether the line contains `word` as a whole word. If `first` is set, no path may precede it.
fn has_word(line: &str, word: &str, first: bool) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(start, _)| {
        let (before, after) = (&line[..start], &line[start + word.len()..]);
        !before.ends_with(|c| is_part(c) || (first && c == ':')) && !after.starts_with(is_part)
    })
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

fn walk(root: &Path, folder: &str, found: &mut Vec<Source>) -> io::Result<()> {
    let entries = match fs::read_dir(root.join(folder)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{folder}/{name}");
        if entry.file_type()?.is_dir() {
            if name != "target" {
                walk(root, &path, found)?;
            }
        } else if name.ends_with(".rs") {
            let text = fs::read_to_string(entry.path())?;
            found.push(Source { path, text });
        }
    }
    Ok(())
}

fn sources(folders: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    for folder in folders {
        walk(&root(), folder, &mut found).unwrap_or_else(|error| panic!("{folder}: {error}"));
    }
    assert!(found.len() > 10, "only {} files in {folders:?}", found.len());
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

/// Returns the hand-written sources, without the generated ones in the same folders.
fn hand_written() -> Vec<Source> {
    let list = fs::read_to_string(root().join("generated-client/.generated")).unwrap_or_default();
    let generated: BTreeSet<_> = list.lines().map(|line| format!("generated-client/{line}")).collect();
    let found: Vec<_> =
        sources(HAND_WRITTEN).into_iter().filter(|source| !generated.contains(&source.path)).collect();
    assert!(found.len() > 60, "only {} files were found", found.len());
    found
}

fn none(what: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

/// All output passes through a single module that permits only printable text. The soak test is an exception, since it
/// prints no text from documents.
#[test]
fn only_the_exit_module_prints() {
    let exit = "generator/cli/src/report/exit";
    let words =
        ["io::stdout", "io::stderr", "anstream::stdout", "anstream::stderr", "print!", "println!", "dbg!"];
    let prints = |line: &str| words.iter().any(|word| line.contains(word));
    let wrong: Vec<String> = sources(&PROGRAMS)
        .iter()
        .filter(|source| !source.is_below(exit))
        .flat_map(|source| source.places(prints))
        .collect();
    assert_eq!(wrong, Vec::<String>::new(), "use `report::print` or `report::say`");
}

#[test]
fn reserved_paths_stay_in_their_stages() {
    let root = "generator/src";
    let (wrong, unused) = rules::reserved(root, &sources(&[root]), RESERVED);
    none("a path is used outside of its stages", wrong);
    none("remove it from the list, since it is not used", unused);
}

#[test]
fn stages_import_only_permitted_modules() {
    let root = "generator/src";
    let (wrong, unused) = rules::stages(root, &sources(&[root]), STAGES);
    none("a stage imports a module that `STAGES` does not list for it", wrong);
    none("remove it from the list", unused);
}

/// Only `name` can create a `RustName`, which the compiler checks, and only `emit/rust/ident.rs` turns one
/// into a token.
#[test]
fn identifiers_in_tokens_are_assigned_names() {
    let words = ["format_ident", "Ident::new", "Ident::new_raw"];
    let found = rules::only_in("generator/src/emit/rust/ident", &words, &sources(&["generator/src"]));
    none("use the functions of `emit/rust/ident.rs`", found);
}

#[test]
fn programs_import_only_the_public_interface() {
    let modules: Vec<&str> = STAGES.iter().map(|(name, _)| *name).collect();
    for root in PROGRAMS {
        let deep = rules::programs(root, &sources(&[root]), &modules, FOR_PROGRAMS);
        none("import it from the generator's root", deep);
    }
}

#[test]
fn a_layer_of_the_runtime_imports_only_layers_below_it() {
    let root = "templates/runtime/src";
    let (homeless, upward) = rules::layers(root, &sources(&[root]), LAYERS);
    none("a file does not belong to a layer", homeless);
    none("a layer imports a layer above it", upward);
}

#[test]
fn import_cycles_are_small_and_stay_in_one_folder() {
    for root in [&["generator/src", "templates/runtime/src"], &PROGRAMS[..]].concat() {
        none("an import cycle", rules::circles(root, &sources(&[root]), MAX_CIRCLE));
    }
}

#[test]
fn the_architecture_names_existing_files() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap_or_default();
    let is_path = |code: &&str| {
        code.contains('/') && !code.contains(['<', '*', ' ']) && !code.starts_with("multipart/")
    };
    let named = page.split('`').skip(1).step_by(2).filter(is_path);
    let mut paths: Vec<String> = Vec::new();
    for code in named {
        match code.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
            Some((before, (names, after))) => {
                paths.extend(names.split(',').map(|name| format!("{before}{name}{after}")));
            }
            None => paths.push(code.to_owned()),
        }
    }
    assert!(paths.len() > 30, "only {} paths were found", paths.len());
    // The page refers to stages, and to parts of the emitted crate, by relative paths.
    let exists = |path: &str| {
        ["", "generator/src", "generated-client"]
            .iter()
            .any(|root_of| root().join(root_of).join(path).exists())
    };
    paths.retain(|path| !exists(path) && path.split('/').all(|step| !step.is_empty()));
    none("ARCHITECTURE.md names files that do not exist", paths);
}

#[test]
fn the_generator_uses_no_hash_maps() {
    for word in ["HashMap", "HashSet"] {
        let found = sources(&["generator/src"]).iter().flat_map(|source| source.uses(word)).collect();
        none("the same input must produce the same bytes: use BTreeMap, IndexMap or Vec", found);
    }
}

#[test]
fn the_generator_neither_prints_nor_reads_the_clock() {
    let sources = sources(&["generator/src"]);
    for word in ["println", "eprintln", "print", "eprint", "dbg", "SystemTime", "Instant", "std::env"] {
        // The emitters contain code that prints, but only as part of emitted code.
        let silent = sources.iter().filter(|source| !source.is_below("generator/src/emit"));
        none(
            &format!("`{word}` is for the command line"),
            silent.flat_map(|source| source.uses(word)).collect(),
        );
    }
}

#[test]
fn the_runtime_names_no_vendor() {
    for source in sources(&["templates/runtime/src"]) {
        let text = source.text.to_lowercase();
        for vendor in ["genesys", "purecloud"] {
            assert!(!text.contains(vendor), "{} names {vendor}", source.path);
        }
    }
}

#[test]
fn every_file_starts_with_a_module_comment() {
    none("a file starts with `//! `", rules::silent(&hand_written()));
}

#[test]
fn no_file_is_too_long() {
    none("split it", rules::long(&hand_written(), MAX_LINES));
}

#[test]
fn no_lint_is_allowed_without_a_reason() {
    let is_bare = |line: &str| line.contains("[allow(") && !line.contains("reason") && !line.contains("//");
    let found = hand_written().into_iter().flat_map(|source| source.places(is_bare));
    none("add a reason", found.collect());
}

#[test]
fn no_todo_markers_remain() {
    for word in ["todo!", "unimplemented!", "TODO", "FIXME", "XXX"] {
        let found = hand_written().into_iter().filter(|source| source.path != "xtask/tests/boundaries.rs");
        let uses = |source: Source| {
            let lines = (1..).zip(source.text.lines()).filter(|(_, line)| line.contains(word));
            lines.map(|(number, _): (usize, _)| format!("{}:{number}", source.path)).collect::<Vec<_>>()
        };
        none("resolve or remove the marker", found.flat_map(uses).collect());
    }
}
