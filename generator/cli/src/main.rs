//! The `openapi-crate` program; its commands are implemented in the library.

use std::process::ExitCode;

use openapi_crate::arguments::Program;
use openapi_crate::program;

fn main() -> ExitCode {
    program::parse::<Program>(program::NAME).run().into()
}
