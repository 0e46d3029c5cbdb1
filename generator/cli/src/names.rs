//! `names`: inspects and edits the naming lock.
//!
//! `list` and `explain` change nothing; `prune` and `redecide` remove lines from the lock, and `generate` then chooses new names.

use std::collections::BTreeSet;
use std::path::Path;

use generator::{Explained, Lock, Locked, Model, NameKind, Plan, Pointer};

use crate::Outcome;
use crate::arguments::{Names, NamesCommand};
use crate::program;
use crate::project::Input;
use crate::project::{self, LockFile};
use crate::report::{self, count, flat, shown};

impl Names {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        let input = Input { config: self.config, ..Input::default() };
        match self.command {
            NamesCommand::List { filter, gone } => list(&input, filter.as_deref(), gone),
            NamesCommand::Explain { name } => explain(&input, &name),
            NamesCommand::Prune { dry_run } => prune(&input, dry_run),
            NamesCommand::Redecide { name, dry_run } => redecide(&input, &name, dry_run),
        }
    }
}

fn list(input: &Input, filter: Option<&str>, only_gone: bool) -> Outcome {
    let Some(made) = project::model(input, false, "nothing was listed") else { return Outcome::BadInput };
    let present = present(&made.model);
    let filter = filter.unwrap_or_default();
    let mut rows: Vec<(&str, String)> = Vec::new();
    for (pointer, kind, locked) in made.model.lock.iter() {
        let gone = !present.contains(&(pointer, kind));
        if (only_gone && !gone) || !(locked.path.contains(filter) || pointer.text().contains(filter)) {
            continue;
        }
        let before = made.lock.as_ref().and_then(|file| file.lock.get(pointer, kind));
        let note = match (gone, &made.lock, before) {
            (true, ..) => " [gone]",
            (false, Some(_), None) => " [new]",
            (false, Some(_), Some(before)) if before.path != locked.path => " [moved]",
            _ => "",
        };
        rows.push((&locked.path, format!("{:<8} {pointer}{note}", kind.word())));
    }
    rows.sort();
    let width = rows.iter().map(|(path, _)| path.len()).max().unwrap_or(0);
    report::print(
        &rows.iter().map(|(path, rest)| format!("{path:<width$}  {}\n", flat(rest))).collect::<String>(),
    );
    report::say(&count(rows.len(), "name"));
    Outcome::Done
}

/// The declarations in the document.
fn present(model: &Model) -> BTreeSet<(&Pointer, NameKind)> {
    model.names.public().flat_map(|named| named.keys.iter().map(|key| (key, named.kind))).collect()
}

/// Returns whether `text` selects a name: by its pointer, its path, or the last segments of its path.
fn is_asked_for(text: &str, pointer: &Pointer, path: &str) -> bool {
    let is_end = || path.strip_suffix(text).is_some_and(|before| before.ends_with("::"));
    pointer.text() == text || path == text || is_end()
}

fn explain(input: &Input, name: &str) -> Outcome {
    let Some(made) = project::model(input, false, "nothing was explained") else { return Outcome::BadInput };
    let none = Lock::default();
    let lock = made.lock.as_ref().map_or(&none, |file| &file.lock);
    let mut text = String::new();
    for explained in made.model.explain_names(lock) {
        if explained.named.keys.iter().any(|key| is_asked_for(name, key, &explained.named.path)) {
            text.push_str(&told(&explained, made.lock.as_ref()));
        }
    }
    let present = present(&made.model);
    for (pointer, kind, locked) in lock.iter() {
        if is_asked_for(name, pointer, &locked.path) && !present.contains(&(pointer, kind)) {
            text.push_str(&format!(
                "{} ({})\n  declared at   {}, no longer in the document\n  locked        {}\n",
                locked.path,
                kind.word(),
                flat(&pointer.text()),
                place(made.lock.as_ref(), locked.line),
            ));
        }
    }
    if text.is_empty() {
        return unknown(name);
    }
    report::print(&text);
    Outcome::Done
}

fn unknown(name: &str) -> Outcome {
    report::say(&format!(
        "`{name}` is neither a name nor a location; search with `{} names list --filter TEXT`",
        program::called()
    ));
    Outcome::BadInput
}

fn told(explained: &Explained, file: Option<&LockFile>) -> String {
    let Explained { named, source, locked, refused, unlocked } = explained;
    let mut text = format!("{} ({})\n", named.path, named.kind.word());
    let mut row = |what: &str, said: &str| text.push_str(&format!("  {what:<13} {}\n", flat(said)));
    for key in &named.keys {
        row("declared at", &key.to_string());
    }
    row("source", &format!("`{}`", source.escape_debug()));
    for (name, why) in refused {
        row("rejected", &format!("`{name}`: {why}"));
    }
    match locked {
        Some(line) => row("locked", &place(file, *line)),
        None => row("locked", "no; chosen by the naming rules"),
    }
    if let Some(path) = unlocked {
        row("without lock", path);
    }
    text
}

fn place(file: Option<&LockFile>, line: usize) -> String {
    file.map_or_else(String::new, |file| format!("{}:{line}", shown(&file.path)))
}

fn prune(input: &Input, dry_run: bool) -> Outcome {
    let Some(made) = project::model(input, false, "nothing was removed") else { return Outcome::BadInput };
    let Some(LockFile { path, lock }) = &made.lock else { return no_lock() };
    let present = present(&made.model);
    let gone = lock.iter().filter(|(pointer, kind, _)| !present.contains(&(*pointer, *kind)));
    let gone: Vec<_> = gone.map(|(pointer, kind, locked)| (pointer.clone(), kind, locked.clone())).collect();
    // `generate` adds names that are not in the lock yet.
    take_out(path, lock, &gone, dry_run)
}

fn redecide(input: &Input, name: &str, dry_run: bool) -> Outcome {
    // Does not build the model: a lock that makes it fail must be repairable here.
    let Some(file) = project::lock(input) else { return Outcome::BadInput };
    let Some(LockFile { path, lock }) = &file else { return no_lock() };
    let asked = lock.iter().filter(|(pointer, _, locked)| is_asked_for(name, pointer, &locked.path));
    let asked: Vec<_> =
        asked.map(|(pointer, kind, locked)| (pointer.clone(), kind, locked.clone())).collect();
    if asked.is_empty() {
        return unknown(name);
    }
    let whole: BTreeSet<&str> = asked.iter().map(|(_, _, locked)| locked.path.as_str()).collect();
    let places: BTreeSet<&Pointer> = asked.iter().map(|(pointer, ..)| pointer).collect();
    if whole.len() > 1 && places.len() > 1 {
        let names: Vec<&str> = whole.into_iter().collect();
        report::say(&format!("`{name}` is ambiguous; use one of these paths: {}", names.join(", ")));
        return Outcome::BadInput;
    }
    take_out(path, lock, &asked, dry_run)
}

fn no_lock() -> Outcome {
    report::say(
        "there is no naming lock: the configuration sets `locked = false`, or there is no configuration",
    );
    Outcome::BadInput
}

/// Prints some lines, and writes the lock without them unless it is a dry run.
fn take_out(path: &Path, lock: &Lock, lines: &[(Pointer, NameKind, Locked)], dry_run: bool) -> Outcome {
    let mut rest = lock.clone();
    for (pointer, kind, locked) in lines {
        rest.remove(pointer, *kind);
        report::print(&format!("{} {} {}\n", locked.path, kind.word(), flat(&pointer.text())));
    }
    if dry_run {
        report::say(&format!("{}: {} would be removed", shown(path), count(lines.len(), "line")));
        return Outcome::Done;
    }
    match Plan::of_file(path, rest.render()).and_then(Plan::apply) {
        Ok(_) => {
            let then = match lines {
                [] => String::new(),
                _ => format!("; now run: {} generate", program::called()),
            };
            report::say(&format!("{}: {} removed{then}", shown(path), count(lines.len(), "line")));
            Outcome::Done
        }
        Err(finding) => {
            report::show_without_source(&finding);
            Outcome::BadInput
        }
    }
}
