//! The runtime items that emitted code uses, and the `use` lines that import them.
//!
//! Names of runtime items occur here and in `spell`, and nowhere else.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::{ident, word};
use crate::ir::{Scalar, Style, Type, TypeId};
use crate::model::Model;
use crate::name::RustName;

/// The imports of an emitted file.
#[derive(Default)]
pub(super) struct Uses {
    runtime: BTreeSet<&'static str>,
    models: BTreeSet<RustName>,
    maps: bool,
    /// The module of the file, in that of its tag; `None` for a file below `models`.
    file: Option<RustName>,
    /// The types of other files of the same tag.
    siblings: BTreeSet<RustName>,
}

impl Uses {
    /// Creates the imports of a file of a tag.
    pub(super) fn of_file(file: &RustName) -> Self {
        Self { file: Some(file.clone()), ..Self::default() }
    }

    /// Imports an item of the tag's module.
    pub(super) fn sibling(&mut self, name: &RustName) {
        self.siblings.insert(name.clone());
    }

    /// Imports a runtime item.
    pub(super) fn runtime(&mut self, word: &'static str) {
        self.runtime.insert(word);
    }

    /// Imports everything that a type mentions, except types of `module`, which the file itself declares.
    pub(super) fn ty(&mut self, model: &Model, ty: &Type, module: &str) {
        match ty {
            Type::Named(id) => self.named(model, *id, module),
            Type::Scalar(kind) => self.scalar(*kind),
            Type::List(item) => self.ty(model, &item.ty, module),
            Type::Map(value) => {
                self.maps = true;
                self.ty(model, &value.ty, module);
            }
            Type::Object => self.runtime("Map"),
            Type::Any => self.runtime("Value"),
        }
    }

    fn named(&mut self, model: &Model, id: TypeId, module: &str) {
        let name = model.names.ty(id);
        // A file of a tag refers to models by module, and to types of the tag by name.
        if name.in_api && self.file.as_ref() != Some(&name.file) {
            self.siblings.insert(name.name.clone());
        } else if !name.in_api && name.module != module {
            self.models.insert(name.name.clone());
        }
    }

    fn scalar(&mut self, kind: Scalar) {
        match kind {
            Scalar::DateTime => self.runtime("DateTime"),
            Scalar::Date => self.runtime("Date"),
            Scalar::Uri => self.runtime("Uri"),
            Scalar::Uuid => self.runtime("Uuid"),
            Scalar::Byte => self.runtime("Base64"),
            _ => {}
        }
    }

    /// The `use` lines of a file below `models`.
    pub(super) fn in_models(&self) -> TokenStream {
        let models = self.models.iter().map(|name| ident(name));
        let models = (!self.models.is_empty()).then(|| quote! { use super::{#(#models),*}; });
        let (maps, runtime) = self.others();
        quote! { #maps #models #runtime }
    }

    /// The `use` lines of a file below `api`, which writes `models::` before every model.
    pub(super) fn in_api(&self) -> TokenStream {
        let models = (!self.models.is_empty()).then(|| quote! { use crate::models; });
        let (maps, runtime) = self.others();
        let siblings: Vec<_> = self.siblings.iter().map(|name| ident(name)).collect();
        let siblings = match siblings.as_slice() {
            [] => None,
            [one] => Some(quote! { use super::#one; }),
            many => Some(quote! { use super::{#(#many),*}; }),
        };
        quote! { #maps #siblings #models #runtime }
    }

    fn others(&self) -> (Option<TokenStream>, Option<TokenStream>) {
        let words: Vec<_> = self.runtime.iter().map(|item| word(item)).collect();
        let runtime = match words.as_slice() {
            [] => None,
            [one] => Some(quote! { use crate::runtime::#one; }),
            many => Some(quote! { use crate::runtime::{#(#many),*}; }),
        };
        (self.maps.then(|| quote! { use std::collections::BTreeMap; }), runtime)
    }
}

/// The runtime's variant of a style.
pub(super) fn style(style: Style) -> TokenStream {
    let variant = word(match style {
        Style::Form => "Form",
        Style::FormExploded => "FormExploded",
        Style::FormBrackets => "FormBrackets",
        Style::FormDots => "FormDots",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
        Style::Simple => "Simple",
        Style::SimpleExploded => "SimpleExploded",
        Style::Label => "Label",
        Style::LabelExploded => "LabelExploded",
        Style::Matrix => "Matrix",
        Style::MatrixExploded => "MatrixExploded",
        Style::Json => "Json",
    });
    quote! { Style::#variant }
}
