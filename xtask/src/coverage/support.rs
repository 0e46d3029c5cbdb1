//! The page of the docs that says what is supported, made from the table by which reports are counted.

use std::fmt::Write as _;

use generator::coverage::{Dialect, EXTENSION, Kind, Row, UNKNOWN};

use super::view::version;

const TOP: &str = "\
# What is supported

Every keyword of Swagger 2.0, OpenAPI 3.0 and 3.1, and what the generator makes of it. `cargo xtask support` prints this page from the table
by which the report of a document is counted; a test compares them.

- **handled**: the crate, its docs or its tests say the same;
- **approximated**: they say something wider or simpler;
- **dropped**: nothing is made of it.

Bounds (`maxLength`, `pattern` and their like) are dropped on purpose: a client that checked them would refuse what a newer server takes.

What became of a particular document is in its report:

```sh
cargo xtask generate --spec api.yaml --out DIR --report report.md    # a page; report.json for programs; both without an ending
```

The report lists every operation that is not emitted and why, what was dropped and approximated with some of the places, what was mended, and
how often each keyword was met. It counts a construct once, where it stands: what is inside something that is dropped is dropped as well,
and so are components that nothing refers to. A finding about a place (`generate` shows them all) makes what stands there approximated or dropped,
if it says so. The JSON has the members `document`, `version`, `generated`, `errors`, `operations` (`documented`, `emitted`, `not_emitted`),
`totals`, `kinds`, `constructs` and `repairs`.
";

/// The page.
pub(super) fn page() -> String {
    let mut out = TOP.to_owned();
    for kind in Kind::ALL {
        let _ = writeln!(
            out,
            "\n## {}\n\n| keyword | versions | what becomes of it |\n|---|---|---|",
            title(kind)
        );
        kind.rows().iter().for_each(|row| self::row(&mut out, row));
    }
    out.push_str("\n## Everywhere\n\n| keyword | versions | what becomes of it |\n|---|---|---|\n");
    [&EXTENSION, &UNKNOWN].into_iter().for_each(|row| self::row(&mut out, row));
    out
}

/// Its name as a heading.
fn title(kind: Kind) -> String {
    let mut letters = kind.name().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn row(out: &mut String, row: &Row) {
    let keyword = if row.keyword.is_empty() { "(itself)".to_owned() } else { format!("`{}`", row.keyword) };
    let outcomes = row.outcomes().into_iter().map(|(class, how)| match how {
        "" => class.name().to_owned(),
        how => format!("{}: {how}", class.name()),
    });
    let outcomes: Vec<String> = outcomes.collect();
    let _ = writeln!(
        out,
        "| {keyword} | {} | {} |",
        versions(row.dialects),
        outcomes.join("; or ").replace('|', "\\|")
    );
}

fn versions(dialects: &[Dialect]) -> String {
    match dialects.len() {
        // The keywords of the version that is not read.
        0 => return "3.2".to_owned(),
        3 => return "all".to_owned(),
        _ => {}
    }
    let names = dialects.iter().map(|dialect| version(*dialect).rsplit(' ').next().unwrap_or_default());
    names.collect::<Vec<_>>().join(", ")
}
