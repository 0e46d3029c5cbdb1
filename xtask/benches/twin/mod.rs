//! What `record!` and `open_enum!` are measured against: the models of a page of users, written by hand with serde's derives.
//!
//! Used by `codec.rs`, and by `tests/twin.rs` of this package, which checks that every struct here has the fields of the
//! emitted struct of its name. It is the twin that derives do best with: its enums know only the documented values, where the
//! emitted ones keep any other.

pub(crate) mod page;
pub(crate) mod place;
pub(crate) mod user;
pub(crate) mod work;
