//! Shared helpers for the command-line tests: a temporary folder, a run of the built binary, and the files
//! on disk.

pub(crate) mod example;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// The program under test, which belongs to the same package as these tests.
const PROGRAM: &str = match (option_env!("CARGO_BIN_EXE_openapi-crate"), option_env!("CARGO_BIN_EXE_xtask")) {
    (Some(program), _) | (None, Some(program)) => program,
    (None, None) => panic!("the package contains neither program"),
};

/// A small valid document.
pub(crate) const GOOD: &str = r#"openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: https://pets.example}]
tags: [{name: Pets}]
paths:
  /pets/{petId}:
    get:
      tags: [Pets]
      operationId: getPet
      summary: Get a pet
      parameters:
        - {name: petId, in: path, required: true, schema: {type: string}}
        - {name: verbose, in: query, schema: {type: boolean, default: false}}
      responses:
        '200':
          description: The pet
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string, description: The name.}
        kind: {type: string, enum: [cat, dog]}
"#;

/// The result of running the command.
pub(crate) struct Run {
    /// The exit code.
    pub(crate) code: Option<i32>,
    /// The standard output.
    pub(crate) out: String,
    /// The standard error.
    pub(crate) err: String,
}

/// A folder that is deleted at the end of the test.
pub(crate) struct Folder(TempDir);

impl Folder {
    /// Creates an empty folder.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap_or_else(|error| panic!("{error}")))
    }

    /// Creates a folder with the valid document in `good.yaml`.
    pub(crate) fn with_document() -> Self {
        let folder = Self::new();
        folder.put("good.yaml", GOOD);
        folder
    }

    /// Returns the path of an item in the folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Writes a file, creating its parent folders.
    pub(crate) fn put(&self, path: &str, contents: impl AsRef<[u8]>) {
        let target = self.path(path);
        let made =
            target.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&target, contents));
        made.unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Runs the command in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run_in(self.0.path(), arguments)
    }

    /// Returns all files under a path with their contents; folder names end with `/`.
    pub(crate) fn contents(&self, path: &str) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        walk(&self.path(path), "", &mut found).unwrap_or_else(|error| panic!("{path}: {error}"));
        found
    }
}

/// Runs the command in a folder.
pub(crate) fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    run_with(folder, arguments, "", &[])
}

/// Starts the command in a folder, and discards its output.
pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(folder);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap_or_else(|error| panic!("{error}"))
}

/// Runs the command in a folder, with standard input and environment variables.
pub(crate) fn run_with(folder: &Path, arguments: &[&str], input: &str, variables: &[(&str, &Path)]) -> Run {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(folder).envs(variables.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{error}"));
    let mut stdin = child.stdin.take();
    // Writing fails if the command exits without reading its input.
    let _ = stdin.as_mut().map(|stdin| stdin.write_all(input.as_bytes()));
    drop(stdin);
    let Output { status, stdout, stderr } =
        child.wait_with_output().unwrap_or_else(|error| panic!("{error}"));
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_else(|error| panic!("{error}"));
    Run { code: status.code(), out: text(stdout), err: text(stderr) }
}

fn walk(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &format!("{name}/"), found)?;
            found.insert(format!("{name}/"), Vec::new());
        } else {
            found.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// Returns the root of the repository.
fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().find(|folder| folder.join("ARCHITECTURE.md").is_file()).unwrap_or(package)
}

/// Compares a file in the repository with its expected contents. If the environment variable `UPDATE_FILES` is set,
/// writes the file.
pub(crate) fn assert_file(path: &str, content: &str) {
    let whole = root().join(path);
    if std::env::var_os("UPDATE_FILES").is_some() {
        fs::write(&whole, content).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    let text = fs::read_to_string(&whole).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        text == content,
        "{path} is not up to date: run `UPDATE_FILES=1 cargo test -p openapi-crate` twice"
    );
}
