//! The JSON Schema of `sdk.toml`: it describes the configuration types, and the reference is generated from it.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;

use common::{Folder, assert_file};
use serde_json::Value;

#[test]
fn the_schema_describes_the_configuration() {
    let schema = serde_json::to_string_pretty(&generator::config::schema()).unwrap_or_default();
    assert_file("generator/cli/src/schema/sdk.schema.json", &format!("{schema}\n"));
    let printed: Value = serde_json::from_str(&Folder::new().run(&["schema"]).out).unwrap_or_default();
    assert_eq!(printed["properties"]["document"]["type"], serde_json::json!(["string", "null"]));
    assert_eq!(printed["additionalProperties"], false, "unknown entries are errors");
}

#[test]
fn the_reference_has_a_description_of_every_entry() {
    let page = Folder::new().run(&["schema", "--reference"]).out;
    assert_file("docs/sdk.md", &page);
    for line in page.lines().filter(|line| line.starts_with("| `")) {
        assert!(line.ends_with(". |"), "an entry without a description: {line}");
    }
    for entry in ["document", "user_agent", "idempotency_header", "style", "allow"] {
        assert!(page.contains(&format!("| `{entry}` | ")), "{entry}");
    }
}

#[test]
fn a_typo_in_the_configuration_suggests_the_entry() {
    let folder = Folder::with_document();
    for (settings, near) in
        [("documnet = \"good.yaml\"\n", "document"), ("[package]\nlicence = \"MIT\"\n", "license")]
    {
        folder.put("sdk.toml", settings);
        let run = folder.run(&["check"]);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
        assert!(
            run.err.contains(&format!("help: did you mean `{near}`? the possible entries are: ")),
            "{}",
            run.err
        );
    }
}
