//! The program behind `cargo xtask`; its commands are implemented in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::run().into()
}
