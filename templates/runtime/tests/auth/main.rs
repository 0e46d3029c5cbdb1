//! Authentication, API keys and hosts: what is sent where and how often, and that no secret is shown.

mod browser;
mod double;
mod grants;
mod hosts;
mod keys;
mod secrets;
mod session;
#[path = "../support/mod.rs"]
mod support;
