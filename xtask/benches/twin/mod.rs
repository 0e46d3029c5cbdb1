//! The baseline for `record!` and `open_enum!`: the models of a page of users, hand-written with serde's
//! derives.
//!
//! They are used by `codec.rs`, and by `tests/twin.rs`, which compares their fields with those of the emitted structs.
//! The benchmark favors the derives: the twin's enums accept only documented values, while the emitted enums preserve
//! unknown values.

pub(crate) mod page;
pub(crate) mod place;
pub(crate) mod user;
pub(crate) mod work;
