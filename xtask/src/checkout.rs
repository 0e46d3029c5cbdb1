//! Finds the root of the repository from any folder in it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use generator::Pointer;
use generator::diagnostic::{Code, Diagnostic};

/// Returns the root of the checkout that contains the working directory.
///
/// The root is the working directory or its nearest ancestor that contains a workspace's `Cargo.toml` and
/// `spec/sdk.toml`. It is determined at run time, because the program may have been compiled in a different checkout.
///
/// # Errors
/// Returns an error if the working directory is not in a checkout, or is not accessible.
pub fn root() -> Result<PathBuf, Box<Diagnostic>> {
    let failed =
        |message: String| {
            let finding = Diagnostic::error(Code::NoConfiguration, &Pointer::root(), message);
            Box::new(finding.help(
                "run the command in a checkout of the generator, or specify all files on the command line",
            ))
        };
    let here = env::current_dir()
        .map_err(|error| failed(format!("the working directory is not accessible: {error}")))?;
    let root = here.ancestors().find(|folder| is_root(folder)).map(Path::to_owned);
    root.ok_or_else(|| {
        failed(format!(
            "neither `{}` nor any parent directory is a checkout, with `spec/sdk.toml` next to the workspace's `Cargo.toml`",
            here.display()
        ))
    })
}

fn is_root(folder: &Path) -> bool {
    let is_workspace = |text: String| text.lines().any(|line| line.trim_end() == "[workspace]");
    folder.join("spec").join("sdk.toml").is_file()
        && fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(is_workspace)
}
