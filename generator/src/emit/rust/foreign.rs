//! `src/foreign.rs`: implementations of the runtime's `Blank` trait for types from other crates.

use std::collections::BTreeSet;

use quote::quote;

use super::format;
use super::vocabulary::parsed;
use crate::emit::Files;
use crate::model::Model;

/// Adds the file, if the settings assign a type to any format.
pub(super) fn emit(model: &Model, files: &mut Files) {
    let types: BTreeSet<&str> = model.api.foreign.iter().map(|ty| ty.rust.as_str()).collect();
    if types.is_empty() {
        return;
    }
    let mut blocks = vec![
        "//! The types of other crates that models contain.\n".to_owned(),
        format::item(quote! { use crate::runtime::Blank; }),
        format::item(quote! { use crate::runtime::record::Replace; }),
    ];
    blocks.extend(types.into_iter().map(|path| {
        let ty = parsed(path);
        format::item(quote! {
            impl Blank for #ty {
                type Decoding = Replace;

                fn blank() -> Self {
                    Self::default()
                }
            }
        })
    }));
    files.insert("src/foreign.rs".to_owned(), format::file(blocks));
}
