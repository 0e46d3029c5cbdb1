//! Turns an OpenAPI description into a Rust client crate with Markdown docs.
//!
//! ```text
//!  path ─load─▶ tree ─bundle, overlay─▶ Source ─normalise─▶ tree (3.0) ─resolve─▶ typed document ─lower─▶ Api
//!                                                                                                     │
//!        folder ◀─write─ Files ◀─emit─ Model { Api, Facts, Names } ◀─name─ Names, Facts ◀─analyse──────┘
//! ```
//!
//! Each stage is a module of the same name. The entry points are [`Project`], which generates the crates of an
//! `sdk.toml`, [`Pipeline`] and the other exports of the crate root. Callers also use [`config`], [`diagnostic`],
//! [`diff`] (compares two models), [`coverage`] (the outcome of every part of a document) and [`inspect`] (a
//! model as plain strings). They do not use the other modules. Only `load` and [`mod@write`] access the file system. The library does not print anything. Its
//! output does not depend on the time, the location or the order of hash maps, so the same input produces the
//! same bytes.

// Used by all stages.
mod base_uri;
mod external_ref;
mod formats;
mod headers;
mod license;
mod media_type;
pub mod pointer;
pub mod sanitize;
mod suggest;

// The stages, in order.
pub mod analyse;
pub mod bundle;
pub mod config;
pub mod diagnostic;
pub mod emit;
pub mod ir;
pub mod load;
pub mod lock;
mod lower;
pub mod model;
pub mod name;
mod normalise;
pub mod overlay;
mod resolve;
pub mod write;

// Outside the pipeline.
pub mod coverage;
pub mod diff;
pub mod inspect;

// The entry points.
pub mod pipeline;
pub mod project;

pub use emit::docs::{Flavor, UnknownFlavor};
pub use emit::markdown::{code, code_cell};
pub use emit::{Files, known_formats, syntax_errors};
pub use load::{DocumentFiles, Folder, Source, read_text, text_to_show};
pub use lock::{Kind as NameKind, Lock, Locked};
pub use model::Model;
pub use name::Explained;
pub use pipeline::{Failure, Input, Pipeline, Run, Stage, Unusable, assemble, model, read_lock};
pub use pointer::Pointer;
pub use project::{Generated, Planned, Project, custom_code};
pub use sanitize::{is_hidden, one_line, printable};
pub use suggest::nearest;
pub use write::{Contents, DIGESTS, Plan, Report};

/// Compiles the example in the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
