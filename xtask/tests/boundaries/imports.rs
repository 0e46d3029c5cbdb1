//! Imports between the files of a crate, from their `use` declarations and their `crate::` and `super::`
//! paths.
//!
//! Re-exports are followed to the file that defines the item; a re-export itself is not an import. A parent
//! module may use plain paths to its children (`child::run()`); only a `use` of a child is an import.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::Source;

/// The path of a module, relative to the crate.
type Module = Vec<String>;

/// The files of a crate and the imports between them.
pub(crate) struct Crate {
    /// The files by module.
    files: BTreeMap<Module, String>,
    /// The imports: the importing file, the imported file, and an item for the message.
    pub(crate) imports: BTreeMap<(String, String), String>,
    /// Paths into other crates: the file and the path, as written.
    pub(crate) outside: BTreeSet<(String, String)>,
}

/// A path in the code of a module.
struct Found {
    steps: Vec<String>,
    /// Whether the path is re-exported.
    is_reexport: bool,
    /// The name that a `use` makes available in the module.
    alias: Option<String>,
}

impl Crate {
    /// Reads the files of a crate; `root` is the folder of its `lib.rs` or `main.rs`.
    pub(crate) fn read(root: &str, sources: &[Source]) -> Self {
        let files: BTreeMap<Module, String> =
            sources.iter().map(|source| (module(root, &source.path), source.path.clone())).collect();
        let mut found = BTreeMap::new();
        for source in sources {
            let end = source.text.find("#[cfg(test)]\nmod tests {").unwrap_or(source.text.len());
            let tokens: TokenStream =
                source.text[..end].parse().unwrap_or_else(|error| panic!("{}: {error}", source.path));
            let mut paths = Vec::new();
            scan(tokens, &mut paths);
            found.insert(module(root, &source.path), paths);
        }
        let mut read = Self { files, imports: BTreeMap::new(), outside: BTreeSet::new() };
        for (module, paths) in &found {
            for path in paths.iter().filter(|path| !path.is_reexport) {
                read.record(module, path, &found);
            }
        }
        read
    }

    fn record(&mut self, module: &Module, path: &Found, found: &BTreeMap<Module, Vec<Found>>) {
        let Some(from) = self.files.get(module).cloned() else { return };
        match self.target(module, &path.steps, found, 0) {
            Some(target) => {
                let to = self.files.get(&target).cloned().unwrap_or_default();
                if from != to {
                    self.imports.entry((from, to)).or_insert_with(|| path.steps.join("::"));
                }
            }
            None => drop(self.outside.insert((from, path.steps.join("::")))),
        }
    }

    /// Returns the module that defines the target of a path, or `None` if the target is in another crate.
    fn target(
        &self,
        module: &Module,
        steps: &[String],
        found: &BTreeMap<Module, Vec<Found>>,
        depth: usize,
    ) -> Option<Module> {
        let mut at = module.clone();
        let mut steps = steps.iter().peekable();
        match steps.peek().map(|step| step.as_str()) {
            Some("crate") => at.clear(),
            Some("self" | "super") => {}
            Some(first) if self.has(&at, first) => {}
            _ => return None,
        }
        while let Some(step) = steps.next() {
            match step.as_str() {
                "crate" | "self" => {}
                "super" => drop(at.pop()),
                child if self.has(&at, child) => at.push(child.to_owned()),
                item => {
                    let other = found.get(&at).into_iter().flatten();
                    let mut same = other.filter(|other| other.alias.as_deref() == Some(item));
                    let Some(other) = same.next().filter(|_| depth < 8) else { return Some(at) };
                    let whole: Vec<String> =
                        other.steps.iter().cloned().chain(steps.by_ref().cloned()).collect();
                    // A re-exported item of another crate is not an import between files.
                    return self.target(&at, &whole, found, depth + 1).or(Some(module.clone()));
                }
            }
        }
        Some(at)
    }

    fn has(&self, module: &Module, child: &str) -> bool {
        let mut path = module.clone();
        path.push(child.to_owned());
        self.files.contains_key(&path)
    }

    /// Returns the sets of files that import each other, directly or indirectly, largest first.
    pub(crate) fn circles(&self) -> Vec<BTreeSet<String>> {
        let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (from, to) in self.imports.keys() {
            next.entry(from).or_default().insert(to);
        }
        let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for start in next.keys() {
            let (mut seen, mut todo) = (BTreeSet::new(), vec![*start]);
            while let Some(at) = todo.pop() {
                todo.extend(next.get(at).into_iter().flatten().filter(|to| seen.insert(**to)));
            }
            reached.insert(start, seen);
        }
        let mut circles: BTreeSet<BTreeSet<String>> = BTreeSet::new();
        for (at, seen) in &reached {
            let back = seen.iter().filter(|to| reached.get(*to).is_some_and(|seen| seen.contains(at)));
            let circle: BTreeSet<String> = back.map(|file| (*file).to_owned()).collect();
            if circle.len() > 1 {
                circles.insert(circle);
            }
        }
        let mut circles: Vec<_> = circles.into_iter().collect();
        circles.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
        circles
    }

    /// Lists the imports within a set of files, for use in a message.
    pub(crate) fn within(&self, files: &BTreeSet<String>) -> Vec<String> {
        let inside = |(from, to): &(String, String)| files.contains(from) && files.contains(to);
        let inside = self.imports.iter().filter(|(ends, _)| inside(ends));
        inside.map(|((from, to), what)| format!("{from} -> {to}: {what}")).collect()
    }
}

/// Returns the module of a file.
fn module(root: &str, path: &str) -> Module {
    let path = path.strip_prefix(root).unwrap_or(path).trim_start_matches('/');
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let steps = path.split('/').filter(|step| !matches!(*step, "mod" | "lib" | "main"));
    steps.map(str::to_owned).collect()
}

/// Collects the paths in a token stream.
fn scan(tokens: TokenStream, found: &mut Vec<Found>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    let mut is_public = false;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Ident(ident) if ident == "use" => {
                let mut paths = Vec::new();
                at = tree(&tokens, at + 1, &[], &mut paths);
                for (steps, alias) in paths {
                    found.push(Found { steps, is_reexport: is_public, alias: Some(alias) });
                }
                is_public = false;
                continue;
            }
            // The argument of `quote!` is emitted code.
            TokenTree::Ident(ident) if ident == "quote" => at += 2,
            TokenTree::Ident(ident) if ident == "pub" => is_public = true,
            // `pub(crate)`
            TokenTree::Group(group) if is_public && group.delimiter() == Delimiter::Parenthesis => {}
            TokenTree::Ident(ident)
                if (ident == "crate" || ident == "super")
                    && is_step(&tokens, at + 1)
                    && !is_step(&tokens, at.wrapping_sub(2))
                    && !is_macro_variable(&tokens, at) =>
            {
                is_public = false;
                let mut steps = vec![ident.to_string()];
                while is_step(&tokens, at + 1) {
                    let Some(TokenTree::Ident(next)) = tokens.get(at + 3) else { break };
                    steps.push(next.to_string());
                    at += 3;
                }
                found.push(Found { steps, is_reexport: false, alias: None });
            }
            TokenTree::Group(group) => {
                is_public = false;
                scan(group.stream(), found);
            }
            _ => is_public = false,
        }
        at += 1;
    }
}

/// Returns whether `::` is at the given index.
fn is_step(tokens: &[TokenTree], at: usize) -> bool {
    let is_colon =
        |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    is_colon(at) && is_colon(at.wrapping_add(1))
}

/// Returns whether the token is part of a macro variable. `$crate` refers to the crate that defines the macro, but a
/// path that starts with it is not an import.
fn is_macro_variable(tokens: &[TokenTree], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    matches!(before, Some(TokenTree::Punct(punct)) if punct.as_char() == '$')
}

/// Reads the tree of a `use` from index `at` and returns the index after it.
fn tree(
    tokens: &[TokenTree],
    mut at: usize,
    prefix: &[String],
    found: &mut Vec<(Vec<String>, String)>,
) -> usize {
    let mut steps = prefix.to_vec();
    let mut alias = None;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Ident(ident) if ident == "as" => {
                alias = tokens.get(at + 1).map(ToString::to_string);
                at += 1;
            }
            TokenTree::Ident(ident) => steps.push(ident.to_string()),
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let mut start = 0;
                while start < inner.len() {
                    start = tree(&inner, start, &steps, found);
                }
                steps.clear();
            }
            TokenTree::Punct(punct) if matches!(punct.as_char(), ';' | ',') => {
                at += 1;
                break;
            }
            _ => {}
        }
        at += 1;
    }
    if let Some(last) = steps.last().cloned() {
        found.push((steps, alias.unwrap_or(last)));
    }
    at
}
