//! The surface (public API) of an emitted crate, read from its files, and its comparison with another crate's
//! surface.
//!
//! Function bodies, descriptions, argument names and the wire format are not part of the surface.

use std::collections::{BTreeMap, BTreeSet};

use generator::Model;
use generator::diff::Impact;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Fields, FnArg, ImplItem, Item, Visibility};

/// The public items of a crate.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Surface {
    /// The items by path, with a field's type or a method's signature.
    items: BTreeMap<String, BTreeSet<String>>,
    /// The deprecated items.
    deprecated: BTreeSet<String>,
}

impl Surface {
    /// Returns the surface of the crate for a model.
    pub(crate) fn of(model: &Model) -> Self {
        let mut surface = Self::default();
        for (file, text) in model.crate_files().expect("the crate is within the size limit") {
            let module = file.strip_prefix("src/").and_then(|file| file.strip_suffix(".rs"));
            match module {
                Some(module) if !module.starts_with("runtime") => {
                    let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
                    // Users import models from `models`, not from its submodules.
                    let module = if module.starts_with("models/") { "models" } else { module };
                    parsed.items.iter().for_each(|item| surface.item(module, item));
                }
                None if file == "Cargo.toml" => surface.features(&text),
                _ => {}
            }
        }
        surface
    }

    /// Returns the impact of a change from this surface to another.
    pub(crate) fn impact(&self, new: &Self) -> Impact {
        if !self.lost(new).is_empty() {
            Impact::Breaking
        } else if self.items != new.items || !self.deprecated.is_superset(&new.deprecated) {
            Impact::Additive
        } else {
            Impact::Documentation
        }
    }

    /// Returns the items that are missing from another surface or differ in it.
    pub(crate) fn lost(&self, new: &Self) -> Vec<String> {
        let is_kept = |path: &String, forms: &BTreeSet<String>| {
            new.items.get(path).is_some_and(|others| forms.is_subset(others))
        };
        let lost = self.items.iter().filter(|(path, forms)| !is_kept(path, forms));
        lost.map(|(path, forms)| format!("{path} {forms:?}")).collect()
    }

    fn put(&mut self, path: String, form: String, attributes: &[Attribute]) {
        if attributes.iter().any(|attribute| attribute.path().is_ident("deprecated")) {
            self.deprecated.insert(path.clone());
        }
        self.items.entry(path).or_default().insert(form);
    }

    fn features(&mut self, manifest: &str) {
        let (_, features) = manifest.split_once("\n[features]\n").unwrap_or_default();
        let lines = features.lines().take_while(|line| !line.starts_with('['));
        for (name, _) in lines.filter_map(|line| line.split_once(" = ")) {
            self.put(format!("feature {name}"), String::new(), &[]);
        }
    }

    fn item(&mut self, module: &str, item: &Item) {
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                let path = format!("{module}::{}", item.ident);
                self.put(path.clone(), format!("struct {}", non_exhaustive(&item.attrs)), &item.attrs);
                self.derives(&path, &item.attrs);
                for (index, field) in item.fields.iter().enumerate().filter(|(_, f)| is_public(&f.vis)) {
                    let name = field.ident.as_ref().map_or(index.to_string(), ToString::to_string);
                    self.put(format!("{path}.{name}"), text(&field.ty), &field.attrs);
                }
            }
            Item::Enum(item) if is_public(&item.vis) => {
                let path = format!("{module}::{}", item.ident);
                self.put(path.clone(), format!("enum {}", non_exhaustive(&item.attrs)), &item.attrs);
                self.derives(&path, &item.attrs);
                for variant in &item.variants {
                    let form = match &variant.fields {
                        Fields::Unit => String::new(),
                        fields => fields.iter().map(|field| text(&field.ty)).collect::<Vec<_>>().join(", "),
                    };
                    self.put(format!("{path}::{}", variant.ident), form, &variant.attrs);
                }
            }
            Item::Type(item) if is_public(&item.vis) => {
                self.put(format!("{module}::{}", item.ident), text(&item.ty), &item.attrs);
            }
            Item::Impl(item) => {
                let path = format!("{module}::{}", text(&item.self_ty));
                if let Some((name, _)) = &item.trait_ {
                    return self.put(format!("{path}: {}", text(name)), String::new(), &[]);
                }
                item.items.iter().for_each(|member| self.member(&path, member));
            }
            Item::Use(item) if is_public(&item.vis) => self.exported(module, &item.tree),
            Item::Mod(item) if module == "models/mod" || module == "models" => {
                let gate: String = item.attrs.iter().map(text).collect();
                let gate = gate.contains("other-models").to_string();
                self.put(format!("gate of {} is {gate}", item.ident), String::new(), &[]);
            }
            Item::Mod(item) if is_public(&item.vis) => {
                self.put(format!("{module}::{}", item.ident), String::new(), &[]);
            }
            Item::Macro(item) if item.mac.path.is_ident("request_builder") => {
                self.builder(module, &item.mac.tokens.to_string());
            }
            Item::Macro(item) if item.mac.path.is_ident("record") => {
                self.constructor(module, item.mac.tokens.clone());
            }
            _ => {}
        }
    }

    /// Adds each derived trait separately.
    fn derives(&mut self, path: &str, attributes: &[Attribute]) {
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
            let _ = attribute.parse_nested_meta(|derive| {
                self.put(format!("{path}: {}", text(&derive.path)), String::new(), &[]);
                Ok(())
            });
        }
    }

    fn member(&mut self, path: &str, member: &ImplItem) {
        match member {
            ImplItem::Fn(method) if is_public(&method.vis) => {
                let inputs = method.sig.inputs.iter().map(|input| match input {
                    FnArg::Receiver(receiver) => text(receiver),
                    FnArg::Typed(argument) => text(&argument.ty),
                });
                let inputs = inputs.collect::<Vec<_>>().join(", ").replace("mut self", "self");
                let form = format!("({inputs}) {}", text(&method.sig.output));
                self.put(format!("{path}::{}", method.sig.ident), form, &method.attrs);
            }
            ImplItem::Const(item) if is_public(&item.vis) => {
                self.put(format!("{path}::{}", item.ident), text(&item.ty), &item.attrs);
            }
            _ => {}
        }
    }

    /// Adds each exported name separately.
    fn exported(&mut self, module: &str, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => self.exported(module, &path.tree),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.exported(module, tree)),
            syn::UseTree::Name(name) => {
                self.put(format!("{module} exports {}", name.ident), String::new(), &[]);
            }
            syn::UseTree::Rename(_) | syn::UseTree::Glob(_) => {}
        }
    }

    /// Adds the output of `record!` that is always public: the constructor, and the setters.
    fn constructor(&mut self, module: &str, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let [TokenTree::Ident(name), _, TokenTree::Ident(mode), TokenTree::Group(fields)] = tokens.as_slice()
        else {
            panic!("not a `record!` with a constructor: {tokens:?}");
        };
        if mode != "new" {
            return;
        }
        let path = format!("{module}::{name}");
        let fields: Vec<TokenTree> = fields.stream().into_iter().collect();
        let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ',');
        let mut arguments = Vec::new();
        for field in fields.split(is_comma) {
            // The wire name, the name, a colon, the kind, and the argument, if any.
            let [_, TokenTree::Ident(field), _, _, TokenTree::Group(argument)] = field else { continue };
            let form = argument.stream().to_string();
            match argument.delimiter() {
                Delimiter::Parenthesis => arguments.push(form),
                _ => {
                    let setter = format!("{path}::{field}");
                    if form.starts_with("deprecated ") {
                        self.deprecated.insert(setter.clone());
                    }
                    let form = form.trim_start_matches("deprecated ").to_owned();
                    self.put(setter, form, &[]);
                }
            }
        }
        self.put(format!("{path}::new"), format!("({})", arguments.join(", ")), &[]);
    }

    /// Adds the output of `request_builder!`: the type, the result of a call, and whether it has pages,
    /// streams or polling.
    fn builder(&mut self, module: &str, tokens: &str) {
        let (_, rest) = tokens.split_once("pub struct ").unwrap_or_else(|| panic!("{tokens}"));
        let (name, rest) = rest.split_once(" {").unwrap_or_else(|| panic!("{tokens}"));
        let path = format!("{module}::{name}");
        self.put(path.clone(), "builder".to_owned(), &[]);
        for key in ["output", "streams", "events", "item", "polls"] {
            let Some((_, value)) = rest.split_once(&format!("{key} : ")) else { continue };
            let ends = [",", " = ", "streams :", "events :", "paging :", "item :", "polls :", "}"];
            // A comma within angle brackets also ends the value; the part before it still identifies the type.
            let end = ends.iter().filter_map(|end| value.find(end)).min().unwrap_or(value.len());
            self.put(format!("{path} {key}"), value.get(..end).unwrap_or_default().trim().to_owned(), &[]);
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Returns the `non_exhaustive` attribute, which affects users. Empty if there is none.
fn non_exhaustive(attributes: &[Attribute]) -> String {
    attributes.iter().filter(|attribute| attribute.path().is_ident("non_exhaustive")).map(text).collect()
}

fn text(of: &impl ToTokens) -> String {
    of.to_token_stream().to_string()
}
