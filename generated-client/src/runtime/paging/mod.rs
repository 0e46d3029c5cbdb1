//! Paging: requests for the subsequent pages of a list.
//!
//! Emitted code contains one [`Paging`] constant per operation. `pager` follows its rules, and [`Pages`] and
//! [`Items`] are the public streams. Only the outermost steps of these streams are generic.

// This module is independent of any particular API.

pub(crate) mod link;
mod pager;
pub(crate) mod position;
mod rules;
mod scan;
pub(crate) mod stream;

pub use position::{InvalidPosition, Position};
pub use rules::Paging;
pub use stream::{Items, Pages};
