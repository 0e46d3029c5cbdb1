//! Rust types as trees, and their formatting. Docs contain plain names, and code contains the paths that its file
//! needs.
//!
//! [`spell`](super::spell) builds the trees. The heads of the trees in a file determine its imports.

use std::fmt;

use crate::name::TypeName;

/// A Rust type, in a field or as an argument.
#[derive(Clone, Debug)]
pub enum RustType<'a> {
    /// A path with its arguments, such as `Vec<Group>`.
    Path(Head<'a>, Vec<Self>),
    /// `&T`.
    Ref(Box<Self>),
    /// `[T]`.
    Slice(Box<Self>),
    /// `(T, U)`, or the unit type if there are no items.
    Tuple(Vec<Self>),
    /// `impl Into<T>`.
    Into(Box<Self>),
    /// `impl IntoIterator<Item = T>`.
    Iterator(Box<Self>),
    /// `impl AsRef<str>`.
    AsStr,
    /// `impl serde::Serialize`.
    Serialize,
}

/// The first part of a type, which determines its import.
#[derive(Clone, Copy, Debug)]
pub enum Head<'a> {
    /// An item that is in scope everywhere, such as `Vec`.
    Prelude(&'static str),
    /// `BTreeMap`.
    Map,
    /// A runtime item, imported by name.
    Runtime(&'static str),
    /// A runtime item, qualified with its path, since an API type can have the same name.
    RuntimePath(&'static str),
    /// A type of the API.
    Named(&'a TypeName),
    /// A type of the same file.
    Local(&'a str),
    /// A type from another crate, written with its path.
    Foreign(&'a str),
}

/// The kind of file that contains the text of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::emit) enum Place {
    /// A page, which uses names without paths.
    Page,
    /// A file under `models`.
    Models,
    /// Any other file of the crate, which refers to models by module.
    Crate,
}

impl<'a> RustType<'a> {
    /// Creates a type that is in scope everywhere.
    pub(super) fn prelude(name: &'static str) -> Self {
        Self::Path(Head::Prelude(name), Vec::new())
    }

    /// Creates a runtime type.
    pub(super) fn runtime(name: &'static str) -> Self {
        Self::Path(Head::Runtime(name), Vec::new())
    }

    /// Creates the unit type.
    pub(super) fn unit() -> Self {
        Self::Tuple(Vec::new())
    }

    /// Wraps a type in a type that is in scope everywhere, such as `Option`.
    pub(super) fn wrapped(self, name: &'static str) -> Self {
        Self::Path(Head::Prelude(name), vec![self])
    }

    /// Wraps a type in a runtime type, such as `Nullable`.
    pub(super) fn wrapped_by(self, name: &'static str) -> Self {
        Self::Path(Head::Runtime(name), vec![self])
    }

    /// Creates a reference to a type.
    pub(super) fn borrowed(self) -> Self {
        Self::Ref(Box::new(self))
    }

    /// Creates an argument type that accepts anything that converts to the given type.
    pub(super) fn into_it(self) -> Self {
        Self::Into(Box::new(self))
    }

    /// Creates an argument type that accepts any iterator over values of the given type.
    pub(super) fn iterated(self) -> Self {
        Self::Iterator(Box::new(self))
    }

    /// Returns whether this is the argument type for a form without a schema.
    pub(super) fn is_any_form(&self) -> bool {
        matches!(self, Self::Ref(inner) if matches!(**inner, Self::Serialize))
    }

    /// Returns whether this is the unit type.
    pub(super) fn is_unit(&self) -> bool {
        matches!(self, Self::Tuple(items) if items.is_empty())
    }

    /// Passes the head of each type in the tree to `visit`.
    pub(super) fn heads(&self, visit: &mut dyn FnMut(Head<'a>)) {
        match self {
            Self::Path(head, args) => {
                visit(*head);
                args.iter().for_each(|arg| arg.heads(visit));
            }
            Self::Tuple(items) => items.iter().for_each(|item| item.heads(visit)),
            Self::Ref(inner) | Self::Slice(inner) | Self::Into(inner) | Self::Iterator(inner) => {
                inner.heads(visit);
            }
            Self::AsStr | Self::Serialize => {}
        }
    }

    /// Returns the text for a file.
    pub(in crate::emit) fn text(&self, place: Place) -> String {
        let mut text = String::new();
        self.write(place, &mut text);
        text
    }

    fn write(&self, place: Place, out: &mut String) {
        let between = |out: &mut String, start: &str, inner: &Self, end: &str| {
            out.push_str(start);
            inner.write(place, out);
            out.push_str(end);
        };
        match self {
            Self::Path(head, args) => {
                head.write(place, out);
                if !args.is_empty() {
                    list(args, ("<", ">"), place, out);
                }
            }
            Self::Ref(inner) => between(out, "&", inner, ""),
            Self::Slice(inner) => between(out, "[", inner, "]"),
            Self::Tuple(items) => list(items, ("(", ")"), place, out),
            Self::Into(inner) => between(out, "impl Into<", inner, ">"),
            Self::Iterator(inner) => between(out, "impl IntoIterator<Item = ", inner, ">"),
            Self::AsStr => out.push_str("impl AsRef<str>"),
            Self::Serialize => out.push_str("impl serde::Serialize"),
        }
    }
}

fn list(types: &[RustType<'_>], (start, end): (&str, &str), place: Place, out: &mut String) {
    out.push_str(start);
    for (index, ty) in types.iter().enumerate() {
        out.push_str(if index == 0 { "" } else { ", " });
        ty.write(place, out);
    }
    out.push_str(end);
}

impl Head<'_> {
    fn write(self, place: Place, out: &mut String) {
        let (path, name) = match self {
            Self::Prelude(name) | Self::Runtime(name) => ("", name),
            Self::Map => ("", "BTreeMap"),
            Self::RuntimePath(name) if place == Place::Page => ("", name),
            Self::RuntimePath(name) => ("crate::runtime::", name),
            Self::Named(name) if place == Place::Crate && !name.in_api => ("models::", name.name.as_str()),
            Self::Named(name) => ("", name.name.as_str()),
            Self::Local(name) | Self::Foreign(name) => ("", name),
        };
        out.push_str(path);
        out.push_str(name);
    }
}

/// Formats the type for a page.
impl fmt::Display for RustType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Place::Page))
    }
}
