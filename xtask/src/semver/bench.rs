//! The folder for generating, documenting and comparing crates, and for compiling programs against them.
//!
//! The folder contains one crate at a time, so that dependencies are compiled only once. Cargo runs offline.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use generator::{Model, Plan};

use super::verdict::Required;
use crate::checkout;

/// The manifest of the workspace, whose members are the crate and the program that uses it.
const WORKSPACE: &str = "[workspace]\nresolver = \"3\"\nmembers = [\"crate\", \"user\"]\n";

/// The program's manifest. It disables the built-in transport, which takes minutes to compile and does not affect the
/// result.
const USER: &str = "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nthings = { path = \"../crate\", default-features = false, features = [FEATURES] }\n";

/// A working folder, with a counter that names the rustdoc output files.
pub(super) struct Bench {
    root: PathBuf,
    /// The folder with the cases.
    pub(super) cases: PathBuf,
    made: Cell<usize>,
}

/// Reads the program that uses every item in the base crate.
pub(super) fn user_program(cases: &Path) -> Result<String, String> {
    let path = cases.join("user.rs");
    fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Returns the code emitted for a model, without comments.
pub(super) fn code(model: &Model) -> Result<Vec<(String, String)>, String> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let files = model.crate_files().map_err(|why| why.to_string())?;
    let files = files.into_iter().filter(|(file, _)| file.starts_with("src/"));
    Ok(files.map(|(file, text)| (file, text.lines().filter(is_code).collect())).collect())
}

impl Bench {
    /// Creates the working folder in the repository's `target` folder.
    pub(super) fn new() -> Result<Self, String> {
        let repository = checkout::root().map_err(|finding| finding.to_string())?;
        let bench = Self {
            root: repository.join("target").join("semver"),
            cases: repository.join("xtask").join("tests").join("changes"),
            made: Cell::new(0),
        };
        for folder in ["crate", "user/src", "docs"] {
            fs::create_dir_all(bench.root.join(folder)).map_err(|error| format!("{folder}: {error}"))?;
        }
        put(&bench.root.join("Cargo.toml"), WORKSPACE)?;
        put(&bench.root.join("user/src/main.rs"), "fn main() {}\n")?;
        let lock = repository.join("Cargo.lock");
        fs::copy(&lock, bench.root.join("Cargo.lock")).map_err(|error| format!("Cargo.lock: {error}"))?;
        let seen = Command::new("cargo").args(["semver-checks", "--version"]).output();
        if !seen.is_ok_and(|run| run.status.success()) {
            return Err(
                "cargo-semver-checks is required: cargo install cargo-semver-checks --locked".to_owned()
            );
        }
        Ok(bench)
    }

    /// Generates the crate for a model and returns the path of its rustdoc JSON. The crate named `base` is documented
    /// only once.
    pub(super) fn documented(&self, model: &Model, name: Option<&str>) -> Result<PathBuf, String> {
        let number = self.made.get() + 1;
        self.made.set(number);
        let name = name.map_or_else(|| format!("{}", number % 4), str::to_owned);
        let target = self.root.join("docs").join(format!("{name}.json"));
        if name == "base" && number > 1 && target.is_file() {
            return Ok(target);
        }
        self.emit(model)?;
        let features = self.features(model);
        let arguments =
            ["rustdoc", "-p", "things", "--lib", "--no-default-features", "--features", &features];
        // The facade re-exports items of a hidden module, which rustdoc's JSON does not contain otherwise.
        let hidden = ["--document-hidden-items", "--cap-lints", "allow"];
        let json = ["--", "-Zunstable-options", "--output-format", "json"];
        let run = self.cargo(&[&arguments[..], &json, &hidden].concat())?;
        if !run.status.success() {
            return Err(format!("the crate cannot be documented:\n{}", String::from_utf8_lossy(&run.stderr)));
        }
        let made = self.root.join("target/doc/things.json");
        fs::copy(&made, &target).map_err(|error| format!("{}: {error}", made.display()))?;
        Ok(target)
    }

    /// Generates the crate for a model.
    pub(super) fn emit(&self, model: &Model) -> Result<(), String> {
        let files = model.crate_files().map_err(|why| why.to_string())?;
        let plan = Plan::new(&self.root.join("crate"), &model.crate_contents(), files)
            .map_err(|why| why.to_string())?;
        plan.apply().map_err(|why| why.to_string())?;
        let features = self.features(model).replace(',', "\", \"");
        put(&self.root.join("user/Cargo.toml"), &USER.replace("FEATURES", &format!("\"{features}\"")))
    }

    /// Returns the names of the tags' features, separated by commas.
    fn features(&self, model: &Model) -> String {
        let tags = model.facts.tags().iter().map(|tag| model.names.tag(*tag).module.as_str());
        tags.collect::<Vec<_>>().join(",")
    }

    /// Returns whether a program compiles with the current crate.
    pub(super) fn compiles(&self, program: &str) -> Result<bool, String> {
        Ok(self.compiled(program)?.status.success())
    }

    /// Compiles a program with the current crate.
    pub(super) fn compiled(&self, program: &str) -> Result<Output, String> {
        put(&self.root.join("user/src/main.rs"), program)?;
        self.cargo(&["check", "-p", "user"])
    }

    fn cargo(&self, arguments: &[&str]) -> Result<Output, String> {
        Command::new("cargo")
            .args(["--quiet", "--offline"])
            .args(arguments)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", self.root.join("target"))
            // The JSON output of rustdoc is unstable; cargo-semver-checks enables it in the same way.
            .env("RUSTC_BOOTSTRAP", "1")
            .output()
            .map_err(|error| format!("cargo cannot be run: {error}"))
    }

    /// Returns the version increment that cargo-semver-checks requires between two crates.
    pub(super) fn required(&self, old: &Path, new: &Path) -> Result<Required, String> {
        let run = Command::new("cargo")
            .args(["semver-checks", "--color", "never", "--release-type", "patch", "--baseline-rustdoc"])
            .arg(old)
            .arg("--current-rustdoc")
            .arg(new)
            .current_dir(&self.root)
            .output()
            .map_err(|error| format!("cargo cannot be run: {error}"))?;
        let output =
            format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
        match (
            run.status.success(),
            output.contains("requires new major"),
            output.contains("requires new minor"),
        ) {
            (true, ..) => Ok(Required::Patch),
            (false, true, _) => Ok(Required::Major),
            (false, _, true) => Ok(Required::Minor),
            _ => Err(format!("cargo-semver-checks returned no verdict:\n{output}")),
        }
    }
}

/// Writes a file unless it is unchanged, since Cargo compares modification times.
fn put(path: &Path, text: &str) -> Result<(), String> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
