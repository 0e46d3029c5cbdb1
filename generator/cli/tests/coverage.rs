//! The coverage report on the command line and the docs page that is generated from the same table.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;

use std::fs;

use common::example::assert_example;
use common::{Folder, assert_file};
use serde_json::Value;

/// An invalid document whose strings must not become markup.
const HOSTILE: &str = r#"openapi: 3.0.3
info: {title: Odd, version: '1'}
servers: [{url: https://pets.example}]
paths:
  '/<script>alert(1)</script>|`{':
    get: {responses: {'204': {description: None}}}
  /pets:
    get:
      'x-<b>|`': 1
      '[a](javascript:b)': 1
      responses: {'200': {description: All, links: {next: {operationId: a}}}}
components:
  schemas:
    '<img src=x onerror=alert(1)>|`': {type: string, format: '*<i>|*', minLength: 1}
"#;

const GENERATE: [&str; 6] = ["generate", "--spec", "good.yaml", "--out", "made", "--report"];

#[test]
fn docs_support_is_up_to_date() {
    let page = Folder::new().run(&["support"]).out;
    assert_file("docs/support.md", &page);
}

#[test]
fn supported_keywords_are_printed_as_json() {
    let view = assert_example(&Folder::new(), "support");
    let page = Folder::new().run(&["support"]).out;
    // These are all rows on the page, except for the headings of its tables.
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.contains("| outcome |")).count();
    let size = |list: &str| view[list].as_array().map_or(0, Vec::len);
    assert_eq!(size("keywords") + size("formats") + 1 + size("extensions"), rows);
}

#[test]
fn the_file_extension_selects_the_report_format() {
    let folder = Folder::with_document();
    let json = folder.run(&[&GENERATE[..], &["a.json"]].concat());
    assert_eq!((json.code, json.err.as_str()), (Some(0), "the report is in a.json\n"));
    let read: Value = serde_json::from_slice(&folder.contents("")["a.json"]).unwrap_or_default();
    assert_eq!(read["operations"]["documented"], 1);
    assert_eq!(read["totals"]["dropped"], 0, "{read:#}");
    let both = folder.run(&[&GENERATE[..], &["v1.2"]].concat());
    assert_eq!(both.err, "the report is in v1.2.json\nthe report is in v1.2.md\n");
    let files = folder.contents("");
    assert_eq!(files["v1.2.json"], files["a.json"]);
    assert!(files["v1.2.md"].starts_with(b"# Coverage report\n"));
    let nowhere = folder.run(&[&GENERATE[..], &["no/where.md"]].concat());
    assert_eq!(nowhere.code, Some(2));
    assert!(nowhere.err.contains("cannot write `no/where.md`"), "{}", nowhere.err);
}

#[test]
fn a_report_of_a_hostile_document_contains_no_markup() {
    let folder = Folder::new();
    folder.put("good.yaml", HOSTILE);
    let run = folder.run(&[&GENERATE[..], &["report.md"]].concat());
    assert_eq!(run.code, Some(0), "{}", run.err);
    insta::assert_snapshot!("hostile", fs::read_to_string(folder.path("report.md")).unwrap_or_default());
}

#[test]
fn a_rejected_document_has_a_report() {
    let folder = Folder::new();
    folder.put("good.yaml", "openapi: 3.0.3\npaths: {/a: {get: {responses: {}}}}\n");
    let run = folder.run(&[&GENERATE[..], &["report.md", "--strict"]].concat());
    assert_eq!(run.code, Some(2));
    insta::assert_snapshot!("refused", fs::read_to_string(folder.path("report.md")).unwrap_or_default());
}
