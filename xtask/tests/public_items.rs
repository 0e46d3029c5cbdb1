//! Checks the public items of the runtime, which every emitted crate exports. A newer generator must be able to
//! add fields and variants without breaking users.
//!
//! Every enum, and every struct whose fields are all public, must be `#[non_exhaustive]`, hidden from the
//! docs, or listed here with a reason.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::{Attribute, Fields, Item, Visibility};

/// Items that are intentionally exhaustive, with the reason why nothing will be added.
const EXHAUSTIVE: &[(&str, &str)] =
    &[("Nullable", "a value is absent, null or present; users match on all three")];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Returns whether an attribute permits additions, or excludes the item from the public API.
fn is_open(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let hidden = |list: &syn::MetaList| list.tokens.to_string() == "hidden";
        attribute.path().is_ident("non_exhaustive")
            || (attribute.path().is_ident("doc") && attribute.meta.require_list().is_ok_and(hidden))
    })
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Returns the names of the items in a file that do not permit additions.
fn closed(text: &str) -> Vec<String> {
    let file = syn::parse_file(text).unwrap();
    let closed = file.items.iter().filter_map(|item| match item {
        Item::Struct(item) if is_public(&item.vis) && !is_open(&item.attrs) => {
            let fields = match &item.fields {
                Fields::Unit => return None,
                fields => fields.iter().all(|field| is_public(&field.vis)),
            };
            fields.then(|| item.ident.to_string())
        }
        Item::Enum(item) if is_public(&item.vis) && !is_open(&item.attrs) => {
            // An enum without variants is a marker type for a decoder, so no variant will be added.
            (!item.variants.is_empty()).then(|| item.ident.to_string())
        }
        _ => None,
    });
    closed.collect()
}

#[test]
fn public_runtime_items_permit_additions_or_have_a_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut paths = Vec::new();
    files(&root.join("templates/runtime/src/runtime"), &mut paths);
    assert!(paths.len() > 60, "{} files", paths.len());
    let found: BTreeSet<String> =
        paths.iter().flat_map(|path| closed(&fs::read_to_string(path).unwrap())).collect();
    let listed: BTreeSet<String> = EXHAUSTIVE.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, listed, "make it #[non_exhaustive] with a constructor, or list it with a reason");
}

#[test]
fn exhaustive_items_are_detected() {
    let text = "
        pub struct A { pub a: u8 }
        pub struct B(pub u8);
        pub enum C { D }
        #[non_exhaustive] pub struct E { pub a: u8 }
        #[doc(hidden)] pub struct F { pub a: u8 }
        /// doc
        #[non_exhaustive] pub enum G { H }
        pub struct I { pub a: u8, b: u8 }
        pub enum J {}
        struct K { pub a: u8 }
        pub struct L;
    ";
    assert_eq!(closed(text), ["A", "B", "C"]);
}
