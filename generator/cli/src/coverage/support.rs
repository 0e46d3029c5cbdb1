//! The docs page about supported keywords, built from the table that coverage reports use.

use std::fmt::Write as _;

use generator::coverage::{Dialect, EXTENSION, ExtensionUse, Kind, Row, UNKNOWN, VENDOR_EXTENSIONS};
use generator::known_formats;

use super::keywords::number;

const TOP: &str = "\
# What is supported

This page lists every keyword of Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 with its outcome in coverage reports. `openapi-crate support` prints
the page.

- **handled**: the crate, its docs or its tests express the keyword.
- **approximated**: they express a wider or simpler form of it.
- **dropped**: the keyword has no effect.

Limits such as `maxLength` and `pattern` are dropped on purpose, because a client that checked them would reject values that a newer server accepts.

To get a coverage report for a document, run:

```sh
openapi-crate generate --spec api.yaml --out DIR --report report.md    # Markdown; report.json: JSON; without an extension: both
```

The report lists the operations that are not emitted, with the reasons; the dropped and approximated constructs, with some of their locations; the
repaired defects; and the number of occurrences of each keyword. A construct counts once, where it is declared. The contents of a dropped construct
are also dropped, as are unreferenced components. A finding can lower the outcome at its location to approximated or dropped.

The JSON report has the members `document`, `version`, `generated`, `errors`, `operations` (`documented`, `emitted`, `not_emitted`), `totals`, `kinds`,
`constructs`, `repairs` and `findings`.
";

const FORMATS: &str = "
## Formats

The Rust type for each combination of `type` and `format`. Values of `DateTime`, `Date`, `Uuid`, `Uri` and `Base64` are preserved verbatim and parsed on request, so a value
that does not match its format does not cause an error. Any other format, such as `decimal`, `duration`, `time` and `year-month`, is treated as the type without a
format, so a string keeps all digits and units. This includes strings with the format `int64` or `uint64`, which remain strings in JSON. `[types]` in
sdk.toml assigns a type of another crate to any format, such as `rust_decimal::Decimal` to `decimal`.

| type | format | Rust |
|---|---|---|
";

const RULES: &str = "
## Rules for several keywords

- A required parameter or property with one allowed value is sent without an argument.
- A parameter of most operations, such as a tenant ID, or one that `[client_parameters]` lists, is a method of the client builder.
- A schema that occurs only in responses has a constructor and setters, with the feature `testing`. `MockTransport` has a rule for each operation.
- `Debug` and logs omit the value of `format: password`, `x-ms-secret`, `x-sensitive`, and the names that sdk.toml lists.
- An optional request body without properties has no argument and no type.
- Each further media type of a response, such as CSV, PDF or text, has a method that requests it, such as `as_csv()`.
- An operation with a 202 response and a status URL, or with `x-ms-long-running-operation`, has `poller()`: a stream of states, and `until_done()`.
- A redirect that is not followed is an error with `is_redirect()` and `location()`.
";

const EXTENSIONS_TOP: &str = "
## Vendor extensions

Vendor extensions that many documents use. An entry in `[extensions]` accepts any name; the names here are examples.

| extension | on | outcome |
|---|---|---|
";

/// Renders the supported-keywords page.
pub(super) fn page() -> String {
    let mut out = TOP.to_owned();
    for kind in Kind::ALL {
        let _ = writeln!(out, "\n## {}\n\n| keyword | versions | outcome |\n|---|---|---|", title(kind));
        kind.rows().iter().for_each(|row| self::row(&mut out, row));
    }
    out.push_str(FORMATS);
    for (ty, format, rust) in known_formats() {
        let format = if format.is_empty() { "any other".to_owned() } else { format!("`{format}`") };
        let _ = writeln!(out, "| `{ty}` | {format} | `{rust}` |");
    }
    out.push_str("\n## Everywhere\n\n| keyword | versions | outcome |\n|---|---|---|\n");
    [&EXTENSION, &UNKNOWN].into_iter().for_each(|row| self::row(&mut out, row));
    out.push_str(RULES);
    out.push_str(EXTENSIONS_TOP);
    for (names, objects, usage) in VENDOR_EXTENSIONS {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let usage = match usage {
            ExtensionUse::Always(how) => format!("used: {how}"),
            ExtensionUse::Setting(entry) => {
                format!("used if `extensions.{entry}` in `sdk.toml` contains its name")
            }
            ExtensionUse::No(instead) => format!("not used: {instead}"),
        };
        let _ = writeln!(out, "| {} | {objects} | {usage} |", names.join(", "));
    }
    out
}

/// Returns the name of a kind of object as a heading.
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
    if dialects.len() == 4 {
        return "all".to_owned();
    }
    dialects.iter().map(|dialect| number(*dialect)).collect::<Vec<_>>().join(", ")
}
