//! Checks that phrases that a native reader would correct do not occur in Rust comments and strings, templates and
//! Markdown.
//!
//! Sentences in emitted crates come from strings or templates in the generator, so they are covered. Text
//! from API descriptions is written by third parties and is not checked.

use std::fs;
use std::path::{Path, PathBuf};

/// Phrases in lower case, word by word. `*` matches one word; a leading `^` matches only at the start of a doc comment.
const PHRASES: &[&str] = &[
    "is no *",
    "are no *",
    "octets",
    "a variant more",
    "is called otherwise",
    "of one's own",
    "what it is of",
    "what they are of",
    "what it is called",
    "hangs on",
    "hang on",
    "made anew",
    "any more of",
    "of which * is",
    "tell",
    "tells",
    "told",
    "mend",
    "mends",
    "mended",
    "rightly",
    "whoever",
    "what becomes of",
    "speaks of",
    "stands for",
    "at hand",
    "piece by piece",
    "^ what",
    "^ which",
    "^ how",
];

/// Phrases that match a pattern with `*` but are idiomatic.
const IDIOMS: &[&str] =
    &["is no longer", "is no more", "are no longer", "are no more", "is no need", "is no way", "is no other"];

/// The folders and files to check.
const READ: &[&str] = &[
    "generator/src",
    "generator/tests",
    "generator/cli",
    "xtask",
    "templates",
    "generated-client/examples",
    "generated-client/tests",
    "docs",
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "spec/README.md",
    "spec/sdk.toml",
];

/// Paths that are not checked: text from documents, and this list.
const NOT_READ: &[&str] =
    &["xtask/tests/phrases.rs", "generator/tests/snippets/", "generator/tests/docs/seeds", "xtask/target"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).unwrap_or_default()
}

fn files(path: &str, found: &mut Vec<String>) {
    let whole = root().join(path);
    if NOT_READ.iter().any(|start| path.starts_with(start)) {
        return;
    }
    if whole.is_dir() {
        let entries = fs::read_dir(&whole).unwrap_or_else(|error| panic!("{path}: {error}"));
        for entry in entries.flatten() {
            files(&format!("{path}/{}", entry.file_name().to_string_lossy()), found);
        }
    } else if [".rs", ".md", ".toml"].iter().any(|end| path.ends_with(end)) {
        found.push(path.to_owned());
    }
}

/// Returns the prose in a line of Rust, which is its comment and its string literals. Also returns whether the line is
/// the first line of a doc comment.
fn prose(line: &str, after_doc: bool) -> (String, bool) {
    let trimmed = line.trim_start();
    for start in ["//!", "///", "//"] {
        if let Some(text) = trimmed.strip_prefix(start) {
            return (text.to_owned(), start != "//" && !after_doc);
        }
    }
    let mut text = String::new();
    let mut is_string = false;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                is_string = !is_string;
                text.push('\n');
            }
            '\\' if is_string => drop(characters.next()),
            '/' if !is_string && characters.peek() == Some(&'/') => {
                text.extend(characters.by_ref());
            }
            _ if is_string => text.push(character),
            _ => {}
        }
    }
    (text, false)
}

/// Returns the words of a string in lower case. Text between backticks is one word that matches nothing.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in text.split('`').enumerate() {
        if index % 2 == 1 {
            words.push("`".to_owned());
            continue;
        }
        let ends = |c: char| matches!(c, '.' | ',' | ';' | ':' | '(' | ')' | '\n' | '|');
        for sentence in part.split(ends) {
            let of_word = |c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '_' | '-'));
            let found: Vec<String> =
                sentence.split(of_word).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
            // A single word is data or a name.
            if found.len() > 1 {
                words.extend(found);
            }
            words.push(".".to_owned());
        }
        words.pop();
    }
    words
}

/// Returns the forbidden phrases in the words of a line.
fn phrases(words: &[String], is_first: bool) -> Vec<String> {
    let mut found = Vec::new();
    for phrase in PHRASES {
        let steps: Vec<&str> = phrase.split(' ').collect();
        let (steps, at_start) = match steps.as_slice() {
            ["^", rest @ ..] => (rest, true),
            all => (all, false),
        };
        if at_start && !is_first {
            continue;
        }
        for (start, window) in
            words.windows(steps.len()).enumerate().take(if at_start { 1 } else { usize::MAX })
        {
            let fits = |(word, step): (&String, &&str)| {
                if *step == "*" { word != "." && word != "`" } else { word == step }
            };
            // "There is no ..." is idiomatic.
            let is_existence = start > 0 && words[start - 1] == "there";
            if window.iter().zip(steps).all(fits)
                && !is_existence
                && !IDIOMS.contains(&window.join(" ").as_str())
            {
                found.push(window.join(" "));
            }
        }
    }
    found
}

/// Returns the forbidden phrases in a file, as `path:line: phrase`.
fn found_in(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut after_doc = false;
    let mut is_code = false;
    for (number, line) in (1..).zip(text.lines()) {
        let (prose, is_first) = if path.ends_with(".rs") {
            prose(line, after_doc)
        } else if path.ends_with(".toml") {
            (line.split_once('#').map_or("", |(_, comment)| comment).to_owned(), false)
        } else {
            is_code ^= line.trim_start().starts_with("```");
            (if is_code { String::new() } else { line.to_owned() }, false)
        };
        after_doc = ["//!", "///"].iter().any(|start| line.trim_start().starts_with(start));
        let phrases = phrases(&words(&prose), is_first);
        found.extend(phrases.into_iter().map(|phrase| format!("{path}:{number}: {phrase}")));
    }
    found
}

#[test]
fn no_listed_phrase_occurs() {
    let generated = fs::read_to_string(root().join("generated-client/.generated")).unwrap_or_default();
    let generated: Vec<String> = generated.lines().map(|line| format!("generated-client/{line}")).collect();
    let mut paths = Vec::new();
    READ.iter().for_each(|path| files(path, &mut paths));
    paths.retain(|path| !generated.contains(path));
    assert!(paths.len() > 400, "only {} files", paths.len());
    let mut found = Vec::new();
    for path in &paths {
        let text = fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        found.extend(found_in(path, &text));
    }
    assert!(found.is_empty(), "{} phrases to rewrite:\n  {}", found.len(), found.join("\n  "));
}

#[test]
fn phrases_are_found_at_their_locations() {
    let seen = |text: &str| found_in("a.rs", text);
    assert_eq!(seen("/// What a call sends.\n/// What follows is not a first line."), ["a.rs:1: what"]);
    assert_eq!(seen("let told = 1; // it is told"), ["a.rs:1: told"]);
    assert_eq!(seen("f(\"`x` is no version\", tell)"), ["a.rs:1: is no version"]);
    assert_eq!(seen("/// The list is no longer complete. There is no other list."), Vec::<String>::new());
    assert_eq!(seen("/// The variable `told`."), Vec::<String>::new());
    assert_eq!(found_in("a.md", "It tells.\n```\nIt tells.\n```"), ["a.md:1: tells"]);
    assert_eq!(found_in("a.toml", "tells = 1 # It tells."), ["a.toml:1: tells"]);
}
