//! The library, as used by other programs: the example in the guide and a build script.

use std::fs;
use std::path::Path;

use generator::config::Config;
use generator::{Input, Pipeline, Plan};

const DOCUMENT: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: 1.0.0}\nservers: [{url: https://pets.example}]\npaths:\n  \
                        /pets: {get: {operationId: listPets, responses: {'204': {description: None}}}}\n";

/// Runs the code of the build script in `docs/how-to/library.md`, with the folder as an argument. Returns the number
/// of files written.
fn build_script(folder: &Path) -> usize {
    let config = Config::for_document(Some("pet-store")).expect("the name is valid");
    let document = Input::file(folder.join("openapi.yaml"));
    let run = Pipeline::new(config).run(&document).expect("the document is valid");
    let out = folder.join("client");
    let files = run.model.crate_files().expect("the crate is within the size limit");
    let report = Plan::new(&out, files).and_then(Plan::apply);
    report.expect("the folder is writable").written
}

#[test]
fn a_build_script_writes_only_changed_files() {
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    fs::write(folder.path().join("openapi.yaml"), DOCUMENT).expect("the folder is writable");
    assert!(build_script(folder.path()) > 50);
    let manifest =
        fs::read_to_string(folder.path().join("client/Cargo.toml")).expect("the crate was written");
    assert!(manifest.contains("name = \"pet-store\""), "{manifest}");
    // Cargo recompiles a crate if a file's modification time changes.
    assert_eq!(build_script(folder.path()), 0);
}

#[test]
fn the_guide_shows_this_code() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/how-to/library.md");
    let guide = fs::read_to_string(guide).expect("the guide exists");
    for line in [
        "Config::for_document(Some(\"pet-store\")).expect(\"the name is valid\")",
        "Pipeline::new(config).run(&Input::file(\"openapi.yaml\")).expect(\"the document is valid\")",
        "run.model.crate_files().expect(\"the crate is within the size limit\")",
        "files).and_then(Plan::apply)",
    ] {
        assert!(guide.contains(line), "{line}");
    }
}
