//! One module per tag.

pub(crate) mod groups;
