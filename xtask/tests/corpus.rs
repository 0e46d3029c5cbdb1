//! `corpus`: runs on a temporary folder with a few documents and other files.

#[allow(dead_code, reason = "each test uses only part of this module")]
#[path = "../../generator/cli/tests/common/mod.rs"]
mod common;

use common::{Folder, GOOD};
use serde_json::Value;

fn corpus() -> Folder {
    let folder = Folder::new();
    folder.put("docs/api/pets.example/one.yaml", GOOD);
    folder.put("docs/api/pets.example/two.yaml", GOOD.replace("getPet", "findPet"));
    folder.put("docs/api/zoo.yml", GOOD.replace("'#/components/schemas/Pet'", "'#/components/schemas/Zoo'"));
    folder.put("docs/broken.json", "{\"openapi\": ");
    folder.put("docs/settings.json", "{\"name\": \"no document\"}");
    folder.put("docs/old.yaml", "swagger: '1.2'\n");
    folder.put("docs/readme.txt", "openapi: 3.0.3");
    folder
}

const RUN: [&str; 6] = ["corpus", "docs", "--work", "work", "--jobs", "2"];

fn report(folder: &Folder, name: &str) -> String {
    String::from_utf8_lossy(&folder.contents("")[name]).into_owned()
}

#[test]
fn documents_are_found_measured_and_reported() {
    let folder = corpus();
    let run = folder.run(&[&RUN[..], &["--report", "report.json"]].concat());
    // The run fails because one of the documents is rejected.
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(
        run.out.starts_with("5 documents: 3 generated, 1 refused, 1 not OpenAPI\n3 of 3 operations emitted"),
        "{}",
        run.out
    );
    let all: Value = serde_json::from_str(&report(&folder, "report.json")).unwrap_or_default();
    let of = |path: &str| {
        let rows = all["documents"].as_array().cloned().unwrap_or_default();
        rows.into_iter().find(|row| row["path"] == path).unwrap_or_default()["result"].clone()
    };
    assert_eq!(of("broken.json")["fate"], "Refused");
    assert_eq!(of("old.yaml")["fate"], "NotOpenApi");
    assert_eq!(of("api/zoo.yml")["findings"]["unresolved-reference"]["number"], 1);
    assert_eq!(of("api/pets.example/one.yaml")["emitted"], 1);
    assert_eq!(of("api/pets.example/one.yaml")["version"], "3.0.3");
    let counts = |kind: &str| {
        let all = all["totals"]["stocks"]["constructs"].as_array().cloned().unwrap_or_default();
        let found = all.into_iter().find(|one| one["kind"] == kind && one["keyword"] == "$ref");
        found.map(|one| one["counts"].clone()).unwrap_or_default()
    };
    // One of three references to a schema is unresolved.
    assert_eq!(counts("schema"), serde_json::json!([2, 0, 1]));
}

#[test]
fn known_results_are_reused() {
    let folder = corpus();
    folder.run(&RUN);
    let known = report(&folder, "work/state.jsonl");
    assert_eq!(known.lines().count(), 5);
    // The run is interrupted while it writes the fourth line.
    let cut: String = known.lines().take(3).map(|line| format!("{line}\n")).collect();
    folder.put("work/state.jsonl", cut + &known.lines().nth(3).unwrap_or_default()[..10]);
    let run = folder.run(&[&RUN[..], &["--report", "report.md"]].concat());
    assert!(run.out.starts_with("5 documents: 3 generated"), "{}", run.out);
    assert_eq!(report(&folder, "work/state.jsonl").lines().count(), 6);
    let page = report(&folder, "report.md");
    assert!(page.contains("| operations emitted | 3 |\n"), "{page}");
    assert!(page.contains("| unresolved-reference | repaired | 1 | 1 | api/zoo.yml "), "{page}");
    assert!(page.contains("| broken.json | refused | error\\[json-syntax] "), "{page}");

    folder.put("docs/old.yaml", GOOD);
    let changed = folder.run(&RUN);
    assert!(changed.out.starts_with("5 documents: 4 generated, 1 refused\n"), "{}", changed.out);
}

#[test]
fn a_sample_contains_one_document_per_provider() {
    let folder = corpus();
    let run = folder.run(&["corpus", "docs/api", "--work", "work", "--sample", "2"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.starts_with("2 documents: 2 generated\n2 of 2 operations"), "{}", run.out);
}

#[test]
fn a_folder_without_documents_is_an_error() {
    let folder = Folder::with_document();
    folder.put("docs/settings.json", "{}");
    let run = folder.run(&RUN);
    assert_eq!(run.code, Some(2));
    insta::assert_snapshot!("corpus_empty", run.err);
    assert_eq!(folder.run(&["corpus", "nowhere"]).code, Some(2));
}
