//! The program `openapi-crate`; its commands are in the library.

use std::process::ExitCode;

use openapi_crate::arguments::Program;
use openapi_crate::program;

fn main() -> ExitCode {
    program::parse::<Program>(program::NAME).run().into()
}
