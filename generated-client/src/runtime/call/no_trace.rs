//! No-op replacements for `trace` when the `tracing` feature is disabled.

use std::time::Duration;

use crate::runtime::client::Inner;
use crate::runtime::error::{Error, Result};
use crate::runtime::json::repair::Repair;
use crate::runtime::transport::sent::Sent;
use crate::runtime::transport::{TransportRequest, TransportResponse};

/// A call span that records nothing.
pub(crate) struct CallSpan;

impl CallSpan {
    pub(crate) fn new(_: &Inner, _: &TransportRequest) -> Self {
        Self
    }

    pub(crate) fn around<F: Future>(&self, call: F) -> F {
        call
    }

    pub(crate) fn sending(&self, _: &Inner, _: &TransportRequest) {}

    pub(crate) fn received(&self, _: &Inner, _: &TransportResponse, _: impl Fn() -> Sent) {}

    pub(crate) fn retry(&self, _: u32, _: Duration, _: &Result<TransportResponse>) {}

    pub(crate) fn done(&self, _: &Inner, _: &Result<TransportResponse>, _: &Sent) {}

    pub(crate) fn failed(&self, _: &Error) {}

    pub(crate) fn repaired(&self, _: &Repair) {}
}
