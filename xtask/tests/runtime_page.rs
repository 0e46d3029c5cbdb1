//! `docs/runtime.md`: each row is done or declined, and each test named in a row exists.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Returns the rows of all tables, as lists of cells.
fn rows(page: &str) -> Vec<Vec<&str>> {
    let cells = |line: &'_ str| line.trim_matches('|').split('|').map(str::trim).count();
    let tables = page.lines().filter(|line| line.starts_with('|') && !line.starts_with("|---"));
    let heads = ["| Official SDKs |", "| Guarantee |"];
    let rows = tables.filter(|line| !heads.iter().any(|head| line.starts_with(head)));
    rows.inspect(|line| assert_eq!(cells(line), 3, "{line}"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

/// Returns the tests named in a cell.
fn tests(cell: &str) -> Vec<(&str, &str)> {
    cell.split('`').filter_map(|text| text.split_once("::")).collect()
}

/// Returns the file that contains a test: `runtime/auth/hosts` is in `templates/runtime/tests/auth/hosts.rs`.
fn file(name: &str) -> PathBuf {
    let (place, rest) = name.split_once('/').unwrap_or((name, ""));
    let folder = match place {
        "runtime" => "templates/runtime/tests",
        "sdk" => "generated-client/tests",
        "generator" => "generator/tests",
        other => panic!("unknown test folder: {other:?}"),
    };
    let alone = root().join(folder).join(format!("{rest}.rs"));
    if alone.is_file() { alone } else { root().join(folder).join(rest).join("main.rs") }
}

#[test]
fn each_row_is_done_with_a_test_or_declined_with_a_reason() {
    let page = fs::read_to_string(root().join("docs/runtime.md")).unwrap();
    let rows = rows(&page);
    assert!(rows.len() > 60, "only {} rows", rows.len());
    for row in rows {
        let [_, here, named] = row.as_slice() else { panic!("{row:?}") };
        let tests = tests(named);
        if here.starts_with("done") {
            assert!(!tests.is_empty(), "no test is listed for: {here}");
        } else {
            assert!(
                here.starts_with("declined") && here.contains(": "),
                "neither done, nor declined with a reason: {here}"
            );
        }
        for (name, test) in tests {
            let path = file(name);
            let text =
                fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert!(text.contains(&format!("fn {test}(")), "{} has no test {test}", path.display());
        }
    }
}
