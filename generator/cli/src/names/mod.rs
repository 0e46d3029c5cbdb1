//! `names`: inspects and edits the naming lock.
//!
//! `list` and `explain` do not change anything. `prune` and `redecide` remove lines from the lock, and `generate` then
//! chooses new names. [`view`] collects the results of these commands.

mod view;

use std::collections::BTreeSet;
use std::path::Path;

use generator::{Lock, Locked, Model, NameKind, Plan, Pointer};

use crate::Outcome;
use crate::arguments::{Names, NamesCommand};
use crate::program;
use crate::project::Input;
use crate::project::{self, LockFile};
use crate::report::{self, Output, count, shown};
use view::{Explanation, Explanations, List, ListedName, NameView, Removal, State};

impl Names {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        let input = Input { config: self.config, ..Input::default() };
        let output = self.output;
        match self.command {
            NamesCommand::List { filter, gone } => list(&input, filter.as_deref(), gone, output),
            NamesCommand::Explain { name } => explain(&input, &name, output),
            NamesCommand::Prune { dry_run } => prune(&input, dry_run, output),
            NamesCommand::Redecide { name, dry_run } => redecide(&input, &name, dry_run, output),
        }
    }
}

fn list(input: &Input, filter: Option<&str>, only_gone: bool, output: Output) -> Outcome {
    let Some(made) = project::model(input, "nothing was listed") else { return Outcome::BadInput };
    let present = present(&made.model);
    let filter = filter.unwrap_or_default();
    let mut names = Vec::new();
    for (pointer, kind, locked) in made.model.lock.iter() {
        let gone = !present.contains(&(pointer, kind));
        if (only_gone && !gone) || !(locked.path.contains(filter) || pointer.text().contains(filter)) {
            continue;
        }
        let before = made.lock.as_ref().map(|file| file.lock.get(pointer, kind));
        let state = match before {
            _ if gone => State::Gone,
            None => State::Unlocked,
            Some(None) => State::New,
            Some(Some(before)) if before.path != locked.path => State::Moved,
            Some(Some(_)) => State::Locked,
        };
        names.push(ListedName { name: NameView::new(pointer, kind, locked), state });
    }
    names.sort();
    let list = List { names };
    let outcome = output.print(|| list.text(), &list);
    if !output.is_json() {
        report::say(&count(list.names.len(), "name"));
    }
    outcome
}

/// Returns the key and kind of each public name that the document declares.
fn present(model: &Model) -> BTreeSet<(&Pointer, NameKind)> {
    model.names.public().flat_map(|named| named.keys.iter().map(|key| (key, named.kind))).collect()
}

/// Returns whether `text` selects a name: by its pointer, its path, or the last segments of its path.
fn is_selected(text: &str, pointer: &Pointer, path: &str) -> bool {
    let is_end = || path.strip_suffix(text).is_some_and(|before| before.ends_with("::"));
    pointer.text() == text || path == text || is_end()
}

fn explain(input: &Input, name: &str, output: Output) -> Outcome {
    let Some(made) = project::model(input, "nothing was explained") else { return Outcome::BadInput };
    let none = Lock::default();
    let file = made.lock.as_ref();
    let lock = file.map_or(&none, |file| &file.lock);
    let mut found = Explanations::default();
    for explained in made.model.explain_names(lock) {
        if explained.named.keys.iter().any(|key| is_selected(name, key, &explained.named.path)) {
            found.names.push(Explanation::new(explained, file));
        }
    }
    let present = present(&made.model);
    for (pointer, kind, locked) in lock.iter() {
        if is_selected(name, pointer, &locked.path) && !present.contains(&(pointer, kind)) {
            found.names.push(Explanation::gone(NameView::new(pointer, kind, locked), locked, file));
        }
    }
    if found.names.is_empty() {
        return unknown(name);
    }
    output.print(|| found.text(), &found)
}

fn unknown(name: &str) -> Outcome {
    report::refuse(
        &format!("unknown name or location `{name}`"),
        &format!("search with `{} names list --filter TEXT`", program::called()),
    );
    Outcome::BadInput
}

fn prune(input: &Input, dry_run: bool, output: Output) -> Outcome {
    let Some(made) = project::model(input, "nothing was removed") else { return Outcome::BadInput };
    let Some(LockFile { path, lock }) = &made.lock else { return no_lock() };
    let present = present(&made.model);
    let gone = lock.iter().filter(|(pointer, kind, _)| !present.contains(&(*pointer, *kind)));
    let gone: Vec<_> = gone.map(|(pointer, kind, locked)| (pointer.clone(), kind, locked.clone())).collect();
    // Names that are not yet in the lock are not added here; only `generate` adds names.
    remove_lines(path, lock, &gone, false, dry_run, output)
}

fn redecide(input: &Input, name: &str, dry_run: bool, output: Output) -> Outcome {
    // The model is not built here, so that this command can repair a lock that prevents the model from being
    // built.
    let Some(file) = project::lock(input) else { return Outcome::BadInput };
    let Some(LockFile { path, lock }) = &file else { return no_lock() };
    let selected = lock.iter().filter(|(pointer, _, locked)| is_selected(name, pointer, &locked.path));
    let selected: Vec<_> =
        selected.map(|(pointer, kind, locked)| (pointer.clone(), kind, locked.clone())).collect();
    if selected.is_empty() {
        return unknown(name);
    }
    let whole: BTreeSet<&str> = selected.iter().map(|(_, _, locked)| locked.path.as_str()).collect();
    let places: BTreeSet<&Pointer> = selected.iter().map(|(pointer, ..)| pointer).collect();
    if whole.len() > 1 && places.len() > 1 {
        let names: Vec<&str> = whole.into_iter().collect();
        report::refuse(
            &format!("`{name}` is ambiguous"),
            &format!("use one of these paths: {}", names.join(", ")),
        );
        return Outcome::BadInput;
    }
    remove_lines(path, lock, &selected, true, dry_run, output)
}

fn no_lock() -> Outcome {
    report::refuse(
        "there is no naming lock, because the configuration sets `locked = false` or there is no configuration",
        "remove `locked` from sdk.toml, and run `generate`",
    );
    Outcome::BadInput
}

/// Prints the given lines and, unless `dry_run` is set, writes the lock without them. `is_in_crate` specifies whether the
/// crate can contain the names, so that it must be generated again.
fn remove_lines(
    path: &Path,
    lock: &Lock,
    lines: &[(Pointer, NameKind, Locked)],
    is_in_crate: bool,
    dry_run: bool,
    output: Output,
) -> Outcome {
    let mut rest = lock.clone();
    for (pointer, kind, _) in lines {
        rest.remove(pointer, *kind);
    }
    let removed = lines.iter().map(|(pointer, kind, locked)| NameView::new(pointer, *kind, locked));
    let view = Removal { lock: path.display().to_string(), applied: !dry_run, removed: removed.collect() };
    if !output.is_json() {
        report::print(&view.removed.iter().map(NameView::line).collect::<String>());
    }
    if !dry_run && let Err(finding) = Plan::of_file(path, rest.render()).and_then(Plan::apply) {
        report::show_without_source(&finding);
        return Outcome::BadInput;
    }
    if output.is_json() {
        return report::print_json(&view, Outcome::Done);
    }
    let done = match lines {
        _ if dry_run => "would be removed".to_owned(),
        [] => "removed".to_owned(),
        _ if !is_in_crate => "removed; the crate does not contain these names".to_owned(),
        _ => format!("removed; now run: {} generate", program::called()),
    };
    report::say(&format!("{}: {} {done}", shown(path), count(lines.len(), "line")));
    Outcome::Done
}
