//! Defines the vendor extensions that the maintainer's settings can name, and records those that the document
//! contains.

use std::cell::RefCell;
use std::collections::BTreeSet;

/// A vendor extension with a configurable name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Setting {
    MethodName,
    Permissions,
    Preview,
    Idempotent,
    ErrorCodes,
    Default,
    Resource,
}

impl Setting {
    pub(super) const ALL: [Self; 7] = [
        Self::MethodName,
        Self::Permissions,
        Self::Preview,
        Self::Idempotent,
        Self::ErrorCodes,
        Self::Default,
        Self::Resource,
    ];

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::MethodName => "method_name",
            Self::Permissions => "permissions",
            Self::Preview => "preview",
            Self::Idempotent => "idempotent",
            Self::ErrorCodes => "error_codes",
            Self::Default => "default",
            Self::Resource => "resource",
        }
    }

    /// Returns the kind of object that the extension belongs to.
    pub(super) fn subject(self) -> &'static str {
        match self {
            Self::MethodName | Self::Permissions | Self::Preview | Self::Idempotent => "operation",
            Self::Resource => "untagged operation or its path",
            Self::ErrorCodes => "response",
            Self::Default => "schema",
        }
    }
}

/// The settings that have matched, and the extensions that have been found.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// The settings that matched something. This is a `RefCell`, because a `&self` method adds to it.
    pub(super) used: RefCell<BTreeSet<Setting>>,
    /// The extensions on operations and responses.
    pub(super) seen: BTreeSet<String>,
    /// The formats with a foreign type, by [`Foreign::index`](crate::ir::Foreign::index).
    pub(super) formats: BTreeSet<u16>,
}
