//! Stands in for `observe` where the feature `tracing` is off: the same calls, which do nothing.

use std::time::Duration;

use super::client::Inner;
use super::error::{Error, Result};
use super::redact::Sent;
use super::repair::Repair;
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

    pub(super) fn received(&self, _: &Inner, _: &TransportResponse, _: impl Fn() -> Sent) {}

    pub(super) fn retry(&self, _: u32, _: Duration, _: &Result<TransportResponse>) {}

    pub(super) fn done(&self, _: &Inner, _: &Result<TransportResponse>, _: &Sent) {}

    pub(super) fn failed(&self, _: &Error) {}

    pub(super) fn repaired(&self, _: &Repair) {}
}

/// The trace of a login that is not traced.
pub(super) struct LoginSpan;

impl LoginSpan {
    pub(super) fn new(_: Option<&str>) -> Self {
        Self
    }

    pub(super) fn around<F: Future>(self, login: F) -> F {
        login
    }
}
