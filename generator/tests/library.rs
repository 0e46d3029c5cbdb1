//! The library, as used by other programs: the guide shows the examples, and a build script keeps the crate up to date.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use generator::diagnostic::Code;
use generator::{Failure, Project};

const DOCUMENT: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: 1.0.0}\nservers: [{url: https://pets.example}]\npaths:\n  \
                        /pets: {get: {operationId: listPets, responses: {'204': {description: None}}}}\n";

const SETTINGS: &str = "document = \"openapi.yaml\"\nout = \"client\"\n[package]\nname = \"pet-store\"\n";

/// Creates a folder with a document and its configuration.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    fs::write(folder.path().join("openapi.yaml"), DOCUMENT).expect("the folder is writable");
    fs::write(folder.path().join("sdk.toml"), SETTINGS).expect("the folder is writable");
    folder
}

/// Generates the crates, and returns the number of files written.
fn generate(folder: &Path) -> Result<usize, Failure> {
    let projects = Project::read_all(&folder.join("sdk.toml"))?;
    projects.iter().map(|project| Ok(project.generate()?.report.written)).sum()
}

/// Returns the texts of some files, by path.
fn texts(folder: &Path, paths: &[&str]) -> BTreeMap<String, String> {
    let read = |path: &&str| {
        let text = fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        ((*path).to_owned(), text)
    };
    paths.iter().map(read).collect()
}

#[test]
fn a_build_script_writes_only_changed_files_and_keeps_names() {
    let folder = project();
    let folder = folder.path();
    assert!(generate(folder).expect("the document is valid") > 50);
    let made = texts(folder, &["client/Cargo.toml", "names.lock", "client/.generated.digests"]);
    assert!(made["client/Cargo.toml"].contains("name = \"pet-store\""), "{made:?}");
    // Cargo recompiles a crate if a file's modification time changes.
    assert_eq!(generate(folder).ok(), Some(0));

    let renamed = made["names.lock"].replace("::list\n", "::all\n");
    assert_ne!(renamed, made["names.lock"]);
    fs::write(folder.join("names.lock"), &renamed).expect("the folder is writable");
    assert!(generate(folder).expect("the lock is valid") > 0);
    let renamed = texts(folder, &["names.lock"]);
    assert!(renamed["names.lock"].contains("::all\n"), "{renamed:?}");
}

#[test]
fn a_plan_changes_no_files_and_lists_the_inputs() {
    let folder = project();
    let folder = folder.path();
    let projects = Project::read_all(&folder.join("sdk.toml")).expect("the configuration is valid");
    let planned = projects[0].plan().expect("the document is valid");
    assert!(!planned.plan.is_clean() && !folder.join("client").exists());
    let inputs = ["sdk.toml", "openapi.yaml", "names.lock"].map(|path| folder.join(path));
    assert_eq!(planned.inputs, inputs);

    // The inputs include the files that the document refers to, and overlays.
    fs::create_dir(folder.join("parts")).expect("the folder is writable");
    let part = "Pet: {type: object, properties: {id: {type: string}}}\n";
    let overlay =
        "overlay: 1.0.0\ninfo: {title: a, version: '1'}\nactions: [{target: $.info, update: {title: A}}]\n";
    let schema = "content: {application/json: {schema: {$ref: 'parts/pet.yaml#/Pet'}}}";
    let document =
        DOCUMENT.replace("'204': {description: None}", &format!("'200': {{description: A, {schema}}}"));
    for (path, text) in [
        ("parts/pet.yaml", part),
        ("overlay.yaml", overlay),
        ("openapi.yaml", &document),
        ("sdk.toml", &format!("overlays = [\"overlay.yaml\"]\n{SETTINGS}")),
    ] {
        fs::write(folder.join(path), text).expect("the folder is writable");
    }
    let projects = Project::read_all(&folder.join("sdk.toml")).expect("the configuration is valid");
    let mut inputs = projects[0].plan().expect("the document is valid").inputs;
    inputs.sort();
    let all = ["names.lock", "openapi.yaml", "overlay.yaml", "parts/pet.yaml", "sdk.toml"];
    assert_eq!(inputs, all.map(|path| folder.join(path)));
}

#[test]
fn failures_name_the_file() {
    let folder = project();
    let folder = folder.path();
    fs::write(folder.join("openapi.yaml"), "openapi: [").expect("the folder is writable");
    let failure = generate(folder).expect_err("the document is invalid").to_string();
    assert!(
        failure.starts_with(&format!("{}:2:1: error", folder.join("openapi.yaml").display())),
        "{failure}"
    );

    fs::write(folder.join("sdk.toml"), "document = \"openapi.yaml\"\n").expect("the folder is writable");
    match generate(folder) {
        Err(Failure::File(file)) => assert_eq!(file.finding.code, Code::NoOutput),
        other => panic!("{other:?}"),
    }
}

/// The guide contains the build script, which this package compiles as an example.
#[test]
fn the_guide_shows_the_example() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = texts(package, &["../docs/how-to/library.md", "examples/build_script.rs"]);
    let code = read["examples/build_script.rs"].lines().skip_while(|line| line.starts_with("//!"));
    let code = code.collect::<Vec<_>>().join("\n");
    assert!(read["../docs/how-to/library.md"].contains(code.trim()), "{code}");
}
