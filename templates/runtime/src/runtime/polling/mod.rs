//! Polling: long-running operations, which a server accepts first and completes later.
//!
//! `status` interprets a status response, `machine` determines the next request, and [`Poller`] is the public stream.
//! Only its outermost steps are generic.

// This module is independent of any particular API.

mod machine;
mod poller;
mod state;
mod status;

pub use poller::Poller;
pub use state::OperationState;
