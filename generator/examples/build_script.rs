//! A build script that updates the crates of an `sdk.toml` in its package's folder.

use std::path::Path;

use generator::Project;

fn main() {
    for project in Project::read_all(Path::new("sdk.toml")).unwrap_or_else(|failure| panic!("{failure}")) {
        let generated = project.generate().unwrap_or_else(|failure| panic!("{failure}"));
        for warning in generated.run.warnings() {
            println!("cargo::warning={warning}");
        }
        for input in generated.inputs {
            println!("cargo::rerun-if-changed={}", input.display());
        }
    }
}
