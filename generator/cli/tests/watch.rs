//! `generate --watch`: every file that a run reads triggers another run, and no other file does.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;

use std::fs;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use common::{Folder, GOOD};

/// A running command, which is killed at the end of the test.
struct Watch<'a> {
    folder: &'a Folder,
    child: Child,
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl<'a> Watch<'a> {
    fn start(folder: &'a Folder) -> Self {
        Self { folder, child: common::start(&folder.path(""), &["generate", "--watch"]) }
    }

    /// Waits until a file contains a string.
    fn wait(&self, path: &str, text: &str) {
        let start = Instant::now();
        let has = || fs::read_to_string(self.folder.path(path)).is_ok_and(|content| content.contains(text));
        while !has() {
            assert!(start.elapsed() < Duration::from_secs(60), "{path} has no `{text}`");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Creates a folder whose document refers to another file, with an overlay in a third folder.
fn folder() -> Folder {
    let folder = Folder::new();
    let (head, pet) = GOOD.split_once("    Pet:\n").unwrap_or_default();
    let part: String = pet.lines().map(|line| format!("{}\n", line.get(4..).unwrap_or_default())).collect();
    folder.put("api/openapi.yaml", format!("{head}    Pet: {{$ref: 'parts/pet.yaml#/Pet'}}\n"));
    folder.put("api/parts/pet.yaml", format!("Pet:\n{part}"));
    folder.put("overlays/more.yaml", overlay("tail"));
    folder.put(
        "sdk.toml",
        "document = \"api/openapi.yaml\"\nout = \"client\"\noverlays = [\"overlays/more.yaml\"]\n",
    );
    folder
}

fn overlay(property: &str) -> String {
    format!(
        "overlay: 1.0.0\ninfo: {{title: More, version: '1'}}\nactions:\n  - target: $.components.schemas.*.properties\n    \
         update: {{{property}: {{type: string}}}}\n"
    )
}

fn edit(folder: &Folder, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(folder.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert!(text.contains(from), "{path}: {text}");
    folder.put(path, text.replace(from, to));
}

const PET: &str = "client/src/models/pet.rs";

#[test]
fn a_change_to_any_input_file_starts_another_run() {
    let folder = folder();
    let watch = Watch::start(&folder);
    watch.wait(PET, "tail");
    // The document refers to this file in another folder.
    edit(&folder, "api/parts/pet.yaml", "kind:", "species:");
    watch.wait(PET, "species");
    folder.put("overlays/more.yaml", overlay("whiskers"));
    watch.wait(PET, "whiskers");
    // The naming lock is edited; the command itself also updates it.
    edit(&folder, "names.lock", "Pet::whiskers", "Pet::beard");
    watch.wait(PET, "beard");
    edit(&folder, "sdk.toml", "out =", "package.description = \"Edited text\"\nout =");
    watch.wait("client/Cargo.toml", "Edited text");
    folder.put("client/src/custom/mod.rs", "//! Mine.\n");
    watch.wait("client/src/lib.rs", "mod custom;");
}

#[test]
fn unusable_and_missing_files_are_also_watched() {
    let folder = folder();
    let watch = Watch::start(&folder);
    watch.wait(PET, "tail");
    folder.put("api/openapi.yaml", "openapi: [");
    thread::sleep(Duration::from_millis(1500));
    folder.put("api/openapi.yaml", GOOD.replace("kind:", "species:"));
    watch.wait(PET, "species");
    // The document no longer refers to the part, and then refers to it again although the file is missing.
    fs::remove_file(folder.path("api/parts/pet.yaml")).unwrap_or_else(|error| panic!("{error}"));
    let (head, _) = GOOD.split_once("    Pet:\n").unwrap_or_default();
    folder.put("api/openapi.yaml", format!("{head}    Pet: {{$ref: 'parts/pet.yaml#/Pet'}}\n"));
    thread::sleep(Duration::from_millis(1500));
    folder.put("api/parts/pet.yaml", "Pet: {type: object, properties: {claws: {type: integer}}}\n");
    watch.wait(PET, "claws");
    edit(&folder, "sdk.toml", "overlays/more", "overlays/other");
    thread::sleep(Duration::from_millis(1500));
    folder.put("overlays/other.yaml", overlay("paws"));
    watch.wait(PET, "paws");
}

#[test]
fn only_files_can_be_watched() {
    let folder = folder();
    assert_eq!(folder.run(&["generate", "--watch", "--spec", "-", "--out", "x"]).code, Some(2));
}
