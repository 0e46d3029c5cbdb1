//! Stands in for `observe` where the feature `tracing` is off: the same calls, which do nothing.

use std::time::Duration;

use super::client::Inner;
use super::config::Profile;
use super::error::{Error, Result};
use super::transport::{TransportRequest, TransportResponse};

/// The trace of a call that is not traced.
pub(super) struct CallSpan;

impl CallSpan {
    pub(super) fn new(_: &Inner, _: &TransportRequest) -> Self {
        Self
    }

    pub(super) fn around<F: Future>(&self, call: F) -> F {
        call
    }

    pub(super) fn sending(&self, _: &Inner, _: &TransportRequest) {}

    pub(super) fn received(&self, _: &Inner, _: &TransportResponse) {}

    pub(super) fn retry(&self, _: u32, _: Duration, _: &Result<TransportResponse>) {}

    pub(super) fn done(&self, _: &Profile, _: &Result<TransportResponse>) {}

    pub(super) fn failed(&self, _: &Error) {}
}
