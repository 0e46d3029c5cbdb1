//! Examples of JSON output in the docs, compared with the real output.

use std::fs;

use serde_json::Value;

use super::{Folder, root};

/// The page with a section for each command.
const PAGE: &str = "docs/how-to/ci.md";

/// Runs the example of a command and compares its output with the page. Returns the output.
///
/// Arrays in an example may omit elements; objects must have all members, and the section must describe each member.
pub(crate) fn assert_example(folder: &Folder, command: &str) -> Value {
    let section = section(command);
    let line = block(&section, "sh");
    let arguments = line.strip_prefix("openapi-crate ").unwrap_or_else(|| panic!("{command}: {line}"));
    let run = folder.run(&arguments.split_whitespace().collect::<Vec<_>>());
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{line}");
    compare(&section, &run.out)
}

/// Compares the output of a command with the example in its section.
pub(crate) fn compare(section: &str, out: &str) -> Value {
    let read = |text: &str| -> Value {
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
    };
    let (example, real) = (read(&block(section, "json")), read(out));
    if let Some(difference) = difference("", &example, &real) {
        panic!("{PAGE}: {difference}\n{out}");
    }
    let mut members = Vec::new();
    collect(&example, &mut members);
    for member in members {
        assert!(section.contains(&format!("`{member}`")), "{PAGE}: `{member}` is not described\n{section}");
    }
    real
}

/// Returns the section of a command.
pub(crate) fn section(command: &str) -> String {
    let page = fs::read_to_string(root().join(PAGE)).unwrap_or_default().replace("\r\n", "\n");
    let (_, rest) = page
        .split_once(&format!("\n### {command}\n"))
        .unwrap_or_else(|| panic!("{PAGE} has no section `{command}`"));
    rest.split("\n## ").next().and_then(|rest| rest.split("\n### ").next()).unwrap_or_default().to_owned()
}

/// Returns the first code block in a language.
fn block(section: &str, language: &str) -> String {
    let (_, rest) = section
        .split_once(&format!("```{language}\n"))
        .unwrap_or_else(|| panic!("{PAGE}: no `{language}` block in\n{section}"));
    rest.split("```").next().unwrap_or_default().trim().to_owned()
}

/// Returns the first difference between an example and a real value.
fn difference(at: &str, example: &Value, real: &Value) -> Option<String> {
    match (example, real) {
        (Value::Object(example), Value::Object(real)) => {
            let (known, found): (Vec<_>, Vec<_>) = (example.keys().collect(), real.keys().collect());
            if known != found {
                return Some(format!("{at}: the members are {found:?}, not {known:?}"));
            }
            example.iter().find_map(|(key, value)| difference(&format!("{at}/{key}"), value, &real[key]))
        }
        (Value::Array(example), Value::Array(real)) => {
            let mut rest = real.iter();
            let missing =
                example.iter().find(|one| !rest.any(|other| difference(at, one, other).is_none()))?;
            Some(format!("{at}: {missing} is missing, or out of order"))
        }
        (example, real) => (example != real).then(|| format!("{at}: {real}, not {example}")),
    }
}

/// Adds the names of all members.
fn collect(value: &Value, members: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                members.push(key.clone());
                collect(value, members);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, members)),
        _ => {}
    }
}
