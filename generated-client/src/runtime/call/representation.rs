//! Requests for a different representation of the response, such as CSV instead of JSON.

use std::fmt;
use std::marker::PhantomData;

use super::{Call, Sending};
#[cfg(feature = "blocking")]
use crate::runtime::error::Result;
use crate::runtime::request::Request;
use crate::runtime::request::options::RequestOptions;
use crate::runtime::response::decoders::Decode;

/// A request for a different representation of the response (RFC 9110, section 12), returned by request builder
/// methods such as `as_csv`. Awaiting it returns the body: a `String` for text, otherwise `Bytes`.
///
/// The `Accept` header lists only this representation. The body is not converted; a server that ignores the
/// header can send a different media type. To check the type, use [`send`](Self::send) and the `Content-Type`
/// header.
#[must_use = "a request does nothing until awaited"]
pub struct Representation<D> {
    request: Request,
    decoder: PhantomData<fn() -> D>,
}

impl<D: Decode> Representation<D> {
    /// Creates a request for this media type instead of the operation's default.
    #[doc(hidden)]
    pub fn new(mut request: Request, media_type: &'static str) -> Self {
        let parts = request.inner();
        parts.operation = parts.operation.accept(media_type);
        Self { request, decoder: PhantomData }
    }

    /// Sends the request and returns the full response: status, headers and body.
    pub fn send(self) -> Sending<D> {
        self.request.send::<D>()
    }

    /// Sends the request and blocks until the body is available, in a program without an async runtime.
    ///
    /// # Errors
    /// Returns an error if the call fails, or [`Error::Config`](crate::runtime::Error::Config) inside an async runtime
    /// in which the client has made async calls.
    #[cfg(feature = "blocking")]
    pub fn wait(self) -> Result<D::Output> {
        self.into_future().wait()
    }

    /// Sets per-request overrides, as on the request builder. Replaces earlier options.
    pub fn options(self, options: RequestOptions) -> Self {
        Self { request: self.request.options(options), ..self }
    }
}

#[cfg(feature = "testing")]
impl<D: Decode> super::mockable::Mockable for Representation<D> {
    type Decoder = D;

    fn into_request(self) -> Request {
        self.request
    }
}

#[cfg(feature = "stream")]
impl<D> Representation<D> {
    pub(crate) fn into_request(self) -> Request {
        self.request
    }
}

impl<D: Decode> IntoFuture for Representation<D> {
    type Output = <Call<D> as Future>::Output;
    type IntoFuture = Call<D>;

    fn into_future(self) -> Self::IntoFuture {
        Call::new(self.send())
    }
}

impl<D> fmt::Debug for Representation<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(f)
    }
}
