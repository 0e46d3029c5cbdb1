//! Identifiers in tokens: assigned names, and names from the runtime and emitted code.
//!
//! No other emitter creates identifiers, so a string from the document cannot become an identifier.

use proc_macro2::Ident;
use quote::format_ident;

use crate::name::RustName;

/// Returns the identifier of an item, a member or an argument.
pub(super) fn ident(name: &RustName) -> Ident {
    format_ident!("{}", name.as_str())
}

/// Returns an identifier that is the same in every crate.
pub(super) fn word(text: &'static str) -> Ident {
    format_ident!("{text}")
}
