//! One module per tag.

pub(crate) mod groups;
pub(crate) mod photos;
