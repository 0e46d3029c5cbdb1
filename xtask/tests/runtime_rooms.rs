//! Rooms of the runtime: a room imports only the rooms below it, and no cycle of imports leaves a room.
//!
//! Imports are read from `use` declarations and from paths in the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::{Item, UseTree};

/// The rooms, from the bottom to the top.
const ROOMS: &[&str] = &[
    "profile",
    "redact",
    "json",
    "model",
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
    "blocking",
    "testing",
];

/// The largest number of files that may form a cycle of imports.
const LARGEST_CIRCLE: usize = 3;

/// The path of a module, relative to `runtime`; empty for the root.
type Module = Vec<String>;

/// The imports of each module.
type Imports = BTreeMap<Module, BTreeSet<Module>>;

/// Collects the modules below a folder, with their source code up to the tests.
fn modules(folder: &Path, module: &Module, found: &mut BTreeMap<Module, String>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let stem = name.strip_suffix(".rs").unwrap_or(&name).to_owned();
        let child: Module = module.iter().cloned().chain((stem != "mod").then_some(stem)).collect();
        if entry.path().is_dir() {
            modules(&entry.path(), &child, found);
        } else {
            let text = fs::read_to_string(entry.path()).unwrap_or_default();
            let end = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
            found.insert(child, text[..end].to_owned());
        }
    }
}

/// Collects the paths of a `use` tree.
fn leaves(tree: &UseTree, before: &[String], found: &mut Vec<Vec<String>>) {
    let with = |name: &syn::Ident| before.iter().cloned().chain([name.to_string()]).collect::<Vec<_>>();
    match tree {
        UseTree::Path(path) => leaves(&path.tree, &with(&path.ident), found),
        UseTree::Group(group) => group.items.iter().for_each(|item| leaves(item, before, found)),
        UseTree::Name(name) => found.push(with(&name.ident)),
        UseTree::Rename(name) => found.push(with(&name.ident)),
        UseTree::Glob(_) => found.push(before.to_vec()),
    }
}

/// Returns the paths in a file's code that name another module of the runtime.
fn paths(text: &str) -> Vec<Vec<String>> {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let mut found = Vec::new();
    for item in &file.items {
        if let Item::Use(item) = item {
            leaves(&item.tree, &[], &mut found);
        }
    }
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//") && !line.starts_with("use "));
    for line in code {
        for start in ["crate::runtime::", "super::"] {
            for (at, _) in line.match_indices(start) {
                // `$crate` in a macro is resolved in the emitted code.
                let before = line[..at].chars().next_back();
                if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '$')) {
                    continue;
                }
                let path = line[at..].split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').next();
                found.extend(path.map(|path| path.split("::").map(str::to_owned).collect::<Vec<_>>()));
            }
        }
    }
    found
}

/// Returns the target of a path in `module`; `None` if it is outside the runtime.
fn target(module: &Module, path: &[String], known: &BTreeMap<Module, String>) -> Option<Module> {
    let mut at = module.clone();
    let mut rest = path;
    match rest {
        [first, second, others @ ..] if first == "crate" && second == "runtime" => {
            at = Module::new();
            rest = others;
        }
        [first, ..] if first == "super" || first == "self" => {
            while let [first, others @ ..] = rest {
                match first.as_str() {
                    "super" => drop(at.pop()?),
                    "self" => {}
                    _ => break,
                }
                rest = others;
            }
        }
        [first, ..] => {
            let child: Module = at.iter().chain([first]).cloned().collect();
            known.get(&child)?;
        }
        [] => return None,
    }
    for name in rest {
        let child: Module = at.iter().chain([name]).cloned().collect();
        if !known.contains_key(&child) {
            break;
        }
        at = child;
    }
    Some(at)
}

/// Returns the imports of each file of the runtime, except the root, which re-exports all others.
fn imports() -> Imports {
    let folder: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "..", "templates", "runtime", "src", "runtime"].iter().collect();
    let mut known = BTreeMap::new();
    modules(&folder, &Module::new(), &mut known);
    assert!(known.len() > 60, "only {} files were found", known.len());
    let of = |module: &Module, text: &str| {
        let targets = paths(text).into_iter().filter_map(|path| target(module, &path, &known));
        targets.filter(|other| other != module && !other.is_empty()).collect::<BTreeSet<_>>()
    };
    let inner = known.iter().filter(|(module, _)| !module.is_empty());
    inner.map(|(module, text)| (module.clone(), of(module, text))).collect()
}

/// Returns the index of a module's room.
fn room(module: &Module) -> usize {
    let found = module.first().and_then(|first| ROOMS.iter().position(|room| room == first));
    found.unwrap_or_else(|| panic!("`{}` belongs to no room", module.join("::")))
}

/// Returns the modules that one imports, directly or indirectly.
fn reached(from: &Module, imports: &Imports) -> BTreeSet<Module> {
    let mut found = BTreeSet::new();
    let mut open = vec![from.clone()];
    while let Some(module) = open.pop() {
        for next in imports.get(&module).into_iter().flatten() {
            if found.insert(next.clone()) {
                open.push(next.clone());
            }
        }
    }
    found
}

#[test]
fn a_room_imports_only_rooms_below_it() {
    let mut wrong = Vec::new();
    for (module, targets) in imports() {
        let above = targets.iter().filter(|target| room(target) > room(&module));
        wrong.extend(above.map(|target| format!("{} imports {}", module.join("::"), target.join("::"))));
    }
    assert!(wrong.is_empty(), "imports against the order of the rooms:\n  {}", wrong.join("\n  "));
}

#[test]
fn import_cycles_are_small_and_stay_in_a_room() {
    let imports = imports();
    let mut wrong = BTreeSet::new();
    for module in imports.keys() {
        let from_here = reached(module, &imports);
        if !from_here.contains(module) {
            continue;
        }
        let circle: BTreeSet<_> =
            from_here.iter().filter(|other| reached(other, &imports).contains(module)).collect();
        let rooms: BTreeSet<_> = circle.iter().map(|module| room(module)).collect();
        if circle.len() > LARGEST_CIRCLE || rooms.len() > 1 {
            let names: Vec<String> = circle.iter().map(|module| module.join("::")).collect();
            wrong.insert(names.join(", "));
        }
    }
    let wrong: Vec<_> = wrong.into_iter().collect();
    assert!(wrong.is_empty(), "files that import each other in a circle:\n  {}", wrong.join("\n  "));
}
