//! Authentication, API keys and hosts. The tests check the requests, their destinations and their number, and
//! that no secret is displayed.

mod browser;
mod double;
mod grants;
mod hosts;
mod keys;
mod secrets;
mod session;
#[path = "../support/mod.rs"]
mod support;
