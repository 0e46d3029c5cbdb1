//! Paging: how an operation that answers with a part of a list is asked for the next part.
//!
//! Emitted code says it once per operation, as a [`Paging`] of constants; `pager` acts on it, and [`Pages`] and [`Items`] are
//! what users see. All but these two streams' outermost steps is compiled once. It must not know any particular API.

mod link;
mod pager;
pub(crate) mod position;
mod rules;
mod scan;
pub(crate) mod stream;

pub use position::{InvalidPosition, Position};
pub use rules::Paging;
pub use stream::{Items, Pages};
