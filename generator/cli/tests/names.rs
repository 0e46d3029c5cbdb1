//! The naming lock and overlays on the command line: writing, checking, explaining and pruning names, and
//! findings with their locations.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;

use common::example::assert_example;
use common::{Folder, GOOD, Run};

const GENERATE: [&str; 5] = ["generate", "--config", "sdk.toml", "--out", "out"];

/// Creates a folder with the valid document, a configuration and the output.
fn generated(settings: &str) -> Folder {
    let folder = Folder::with_document();
    folder.put("sdk.toml", format!("document = \"good.yaml\"\n{settings}"));
    let run = folder.run(&GENERATE);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    folder
}

fn read(folder: &Folder, file: &str) -> String {
    String::from_utf8_lossy(&folder.contents("")[file]).into_owned()
}

fn names(folder: &Folder, arguments: &[&str]) -> Run {
    folder.run(&[&["names", "--config", "sdk.toml"], arguments].concat())
}

#[test]
fn a_lock_is_written_and_checked() {
    let folder = generated("");
    let lock = read(&folder, "names.lock");
    assert!(lock.contains("\n/components/schemas/Pet type models::Pet\n"), "{lock}");
    let check = [&GENERATE[..], &["--check"]].concat();
    assert_eq!(folder.run(&check).code, Some(0));
    folder.put("names.lock", lock.replace("/components/schemas/Pet type models::Pet\n", ""));
    let stale = folder.run(&check);
    assert_eq!(stale.code, Some(1));
    assert!(stale.err.contains("  stale   names.lock\n"), "{}", stale.err);
    assert_eq!(folder.run(&GENERATE).code, Some(0));
    assert_eq!(read(&folder, "names.lock"), lock);
}

#[test]
fn no_lock_is_written_unless_one_exists() {
    let folder = generated("locked = false\n");
    assert!(!folder.path("names.lock").exists());
    assert_eq!(names(&folder, &["prune"]).code, Some(2));
    let folder = generated("lock = \"other.lock\"\n");
    assert!(folder.path("other.lock").exists() && !folder.path("names.lock").exists());
}

#[test]
fn names_are_kept_explained_and_pruned() {
    let folder = generated("");
    // A new item does not inherit the name of a removed one.
    folder.put("good.yaml", GOOD.replace("Pet'", "pet'").replace("    Pet:", "    pet:"));
    let kept = folder.run(&GENERATE);
    assert_eq!(kept.code, Some(0), "{}", kept.err);
    assert!(
        kept.err.contains("name-kept") && read(&folder, "names.lock").contains("models::PetModel\n"),
        "{}",
        kept.err
    );
    let explained = names(&folder, &["explain", "models::PetModel"]);
    insta::assert_snapshot!("explain", explained.out);
    let gone = names(&folder, &["list", "--gone", "--filter", "schemas/Pet/"]);
    insta::assert_snapshot!("list_gone", gone.out);
    let before = read(&folder, "names.lock");
    let would = names(&folder, &["prune", "--dry-run"]);
    assert!(would.code == Some(0) && would.err.ends_with(" would be removed\n"), "{}", would.err);
    assert_eq!(read(&folder, "names.lock"), before);
    let pruned = names(&folder, &["prune"]);
    assert_eq!((pruned.code, pruned.out), (Some(0), would.out));
    let would = names(&folder, &["redecide", "/components/schemas/pet", "--dry-run"]);
    assert!(would.code == Some(0) && would.out.contains("models::PetModel"), "{}", would.out);
    assert!(read(&folder, "names.lock").contains("models::PetModel\n"));
    assert_eq!(names(&folder, &["redecide", "/components/schemas/pet"]).code, Some(0));
    assert_eq!(folder.run(&GENERATE).err, "");
    assert!(read(&folder, "names.lock").contains("/components/schemas/pet type models::Pet\n"));
    assert_eq!(names(&folder, &["explain", "nothing"]).code, Some(2));
    assert_eq!(names(&folder, &["redecide", "nothing"]).code, Some(2));
}

#[test]
fn names_are_printed_as_json() {
    let folder = generated("");
    assert_example(&folder, "names list");
    assert_example(&folder, "names explain");
    folder.put("good.yaml", GOOD.replace("        kind: {type: string, enum: [cat, dog]}\n", ""));
    let gone = names(&folder, &["list", "--gone", "--format", "json"]);
    assert!(gone.out.matches("\"state\": \"gone\"").count() == 4, "{}", gone.out);
    let planned = assert_example(&folder, "names prune, names redecide");
    assert!(read(&folder, "names.lock").contains("models::PetKind\n"));
    let pruned = names(&folder, &["prune", "--format", "json"]);
    assert_eq!((pruned.code, pruned.err.as_str()), (Some(0), ""));
    assert_eq!(pruned.out, format!("{planned:#}\n").replace("\"applied\": false", "\"applied\": true"));
    assert!(!read(&folder, "names.lock").contains("models::PetKind\n"));
    let unknown = names(&folder, &["explain", "nothing", "--format", "json"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (Some(2), ""));
    assert!(unknown.err.contains("unknown name or location `nothing`"), "{}", unknown.err);
}

#[test]
fn an_invalid_line_of_the_lock_is_shown() {
    let folder = generated("");
    folder.put(
        "names.lock",
        read(&folder, "names.lock").replace("type models::Pet\n", "type models::Pet-Model\n"),
    );
    let run = folder.run(&GENERATE);
    assert_eq!(run.code, Some(2));
    insta::assert_snapshot!("wrong_lock", run.err);
}

#[test]
fn overlays_are_applied_and_findings_point_to_them() {
    let overlay = "overlay: 1.0.0\ninfo: {title: More, version: '1'}\nactions:\n  - target: $.components.schemas.Pet.properties\n    update: {odd: {type: strange}}\n";
    let folder = Folder::with_document();
    folder.put("overlays/more.yaml", overlay);
    folder.put("sdk.toml", "document = \"good.yaml\"\noverlays = [\"overlays/more.yaml\"]\n");
    let run = folder.run(&GENERATE);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(read(&folder, "out/src/models/pet.rs").contains("pub odd: "));
    insta::assert_snapshot!("overlaid", run.err);
    folder.put("overlays/more.yaml", overlay.replace(".Pet.", ".Pets."));
    let run = folder.run(&GENERATE);
    assert_eq!(run.code, Some(2));
    insta::assert_snapshot!("overlay_without_target", run.err);
}

/// The names of both items are public, so neither may change silently.
#[test]
fn two_lines_with_the_same_name_are_an_error() {
    let folder = generated("");
    let lock = read(&folder, "names.lock");
    let schemas = "    Owner: {type: object, properties: {id: {type: string}}}\n    Pet:\n";
    let document = GOOD
        .replace("    Pet:\n", schemas)
        .replace("kind: {", "owner: {$ref: '#/components/schemas/Owner'}\n        kind: {");
    folder.put("good.yaml", document);
    assert_eq!(folder.run(&GENERATE).code, Some(0));
    let before = folder.contents("out");
    let with_owner = read(&folder, "names.lock");
    folder.put("names.lock", with_owner.replace("Owner type models::Owner", "Owner type models::Pet"));
    let run = folder.run(&GENERATE);
    assert_eq!(run.code, Some(2));
    let line = |end: &str| {
        1 + read(&folder, "names.lock").lines().position(|line| line.ends_with(end)).unwrap_or_default()
    };
    let (owner, pet) = (line("Owner type models::Pet"), line("schemas/Pet type models::Pet"));
    let lines = [format!("lines {owner} and {pet} of"), format!("lines {pet} and {owner} of")];
    assert!(
        run.err.contains("error[locked-name-taken]") && lines.iter().any(|lines| run.err.contains(lines)),
        "{}",
        run.err
    );
    assert!(folder.contents("out") == before);
    assert_eq!(names(&folder, &["redecide", "/components/schemas/Owner", "--dry-run"]).code, Some(0));

    // Git inserts its first mark before the header if both sides change it.
    folder.put("names.lock", format!("<<<<<<< HEAD\n{lock}=======\n{with_owner}>>>>>>> other\n"));
    let run = folder.run(&GENERATE);
    assert!(
        run.err.contains("unresolved merge conflict") && run.err.contains("--> names.lock:1:1"),
        "{}",
        run.err
    );
}
