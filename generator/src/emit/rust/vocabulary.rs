//! The runtime items that emitted code uses, and the `use` lines that import them.
//!
//! Only this module and `spell` contain names of runtime items.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::{ident, word};
use crate::emit::rust_type::{Head, Place, RustType};
use crate::emit::spell::{Argument, Conversion};
use crate::ir::Style;
use crate::name::RustName;

/// The imports of an emitted file.
///
/// Every type in a file is written by [`tokens`](Self::tokens) or [`text`](Self::text), which import everything that
/// the type uses.
pub(super) struct Uses {
    home: Home,
    runtime: BTreeSet<&'static str>,
    models: BTreeSet<RustName>,
    maps: bool,
    /// The types in other files of the same tag.
    siblings: BTreeSet<RustName>,
    /// The constants of client-level parameters.
    parameters: BTreeSet<RustName>,
}

/// The location of the file.
enum Home {
    /// The file of this module in `models`.
    Models(RustName),
    /// The file of this module in a tag's folder.
    Tag(RustName),
    /// Any other file.
    Other,
}

impl Uses {
    /// Creates the imports of a file in a tag's folder.
    pub(super) fn of_tag(file: &RustName) -> Self {
        Self::at(Home::Tag(file.clone()))
    }

    /// Creates the imports of a file in `models`.
    pub(super) fn of_models(module: &RustName) -> Self {
        Self::at(Home::Models(module.clone()))
    }

    /// Creates the imports of any other file.
    pub(super) fn of_file() -> Self {
        Self::at(Home::Other)
    }

    fn at(home: Home) -> Self {
        let (runtime, models) = (BTreeSet::new(), BTreeSet::new());
        let (siblings, parameters) = (BTreeSet::new(), BTreeSet::new());
        Self { home, runtime, models, maps: false, siblings, parameters }
    }

    /// Imports an item of the tag's module.
    pub(super) fn sibling(&mut self, name: &RustName) {
        self.siblings.insert(name.clone());
    }

    /// Imports the constant of a client-level parameter.
    pub(super) fn parameter(&mut self, name: &RustName) {
        self.parameters.insert(name.clone());
    }

    /// Imports a runtime item.
    pub(super) fn runtime(&mut self, word: &'static str) {
        self.runtime.insert(word);
    }

    /// Returns a type as tokens, and imports everything that it uses.
    pub(super) fn tokens(&mut self, ty: &RustType<'_>) -> TokenStream {
        parsed(&self.text(ty))
    }

    /// Returns a type as text, and imports everything that it uses.
    pub(super) fn text(&mut self, ty: &RustType<'_>) -> String {
        ty.heads(&mut |head| self.head(head));
        ty.text(match self.home {
            Home::Models(_) => Place::Models,
            Home::Tag(_) | Home::Other => Place::Crate,
        })
    }

    /// Returns the value of an argument, and imports the items that the conversion uses.
    pub(super) fn value(&mut self, argument: &Argument<'_>, name: &RustName) -> TokenStream {
        if argument.conversion == Conversion::Strings {
            self.runtime("strings");
        }
        parsed(&argument.conversion.expression(name))
    }

    fn head(&mut self, head: Head<'_>) {
        match (head, &self.home) {
            (Head::Runtime(name), _) => self.runtime(name),
            (Head::Map, _) => self.maps = true,
            (Head::Named(name), Home::Tag(file)) if name.in_api && name.file == *file => {}
            (Head::Named(name), _) if name.in_api => self.sibling(&name.name),
            (Head::Named(name), Home::Models(module)) if name.module == *module => {}
            (Head::Named(name), _) => drop(self.models.insert(name.name.clone())),
            (Head::Prelude(_) | Head::RuntimePath(_) | Head::Local(_) | Head::Foreign(_), _) => {}
        }
    }

    /// Returns the `use` lines of the file.
    pub(super) fn lines(&self) -> TokenStream {
        let models = self.models.iter().map(ident);
        let (siblings, models) = match (&self.home, self.models.is_empty()) {
            (Home::Models(_), true) => (None, None),
            (Home::Models(_), false) => (None, Some(quote! { use super::{#(#models),*}; })),
            // All models are prefixed with `models::`.
            (_, is_empty) => (
                listed(&quote! { super }, &self.siblings),
                (!is_empty).then(|| quote! { use crate::models; }),
            ),
        };
        let (maps, runtime) = self.others();
        let parameters = listed(&quote! { crate::client }, &self.parameters);
        quote! { #maps #siblings #parameters #models #runtime }
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

/// Parses a type or a conversion from its text.
pub(super) fn parsed(text: &str) -> TokenStream {
    // The text is lexically valid by construction. Invalid text would become a string literal in the emitted file.
    text.parse().unwrap_or_else(|_| quote! { #text })
}

/// Returns the `use` line for names in a module.
fn listed(module: &TokenStream, names: &BTreeSet<RustName>) -> Option<TokenStream> {
    let names: Vec<_> = names.iter().map(ident).collect();
    match names.as_slice() {
        [] => None,
        [one] => Some(quote! { use #module::#one; }),
        many => Some(quote! { use #module::{#(#many),*}; }),
    }
}

/// Returns the runtime's variant for a style.
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
