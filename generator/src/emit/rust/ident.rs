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

/// Returns an identifier that ends with a number, such as `call_201`.
pub(super) fn numbered(text: &'static str, number: u16) -> Ident {
    format_ident!("{text}_{number}")
}

/// Returns an identifier that ends with an assigned name, such as `call_csv`.
pub(super) fn prefixed(text: &'static str, name: &RustName) -> Ident {
    format_ident!("{text}_{}", ident(name))
}
