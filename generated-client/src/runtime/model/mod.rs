//! The types of models: records, enums, unions, and the scalars in their fields.

// This module must not depend on particular models or formats.

mod constructor;
pub(crate) mod date_time;
pub(crate) mod member;
pub(crate) mod nullable;
#[doc(hidden)]
pub mod open_enum;
#[doc(hidden)]
pub mod record;
pub(crate) mod safe_debug;
pub(crate) mod scalar;
mod verbatim;
