//! Sends a request and decodes its response. All steps except the last one are a single future, which is compiled
//! only once.

#[cfg(feature = "testing")]
pub(crate) mod mockable;
pub(crate) mod representation;
pub(crate) mod retry_loop;
#[cfg(not(feature = "tracing"))]
#[path = "no_trace.rs"]
pub(crate) mod trace;
#[cfg(feature = "tracing")]
pub(crate) mod trace;

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderMap;

use crate::runtime::client::Client;
use crate::runtime::client::middleware::Next;
use crate::runtime::error::api::ApiError;
use crate::runtime::error::body::BodyError;
use crate::runtime::error::{Error, Result};
use crate::runtime::json::repair::{Reading, leniently};
use crate::runtime::redact::Redaction;
use crate::runtime::request::assemble::assemble;
use crate::runtime::request::{Parts, Request};
use crate::runtime::response::Response;
use crate::runtime::response::decoders::Decode;
use crate::runtime::transport::TransportResponse;
use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::sent::Sent;
use crate::runtime::url::split_origin;
use retry_loop::Attempts;
use trace::CallSpan;

/// A successful response that is not yet decoded.
pub(crate) struct Received {
    pub(crate) operation: &'static str,
    pub(crate) client: Client,
    pub(crate) sent: Sent,
    pub(crate) response: TransportResponse,
    pub(crate) span: CallSpan,
}

/// A request in flight that resolves to the full response. It is sent on first poll; dropping it cancels it.
#[must_use = "a request does nothing until awaited"]
pub struct Sending<D> {
    received: BoxFuture<'static, Result<Received>>,
    #[cfg(feature = "blocking")]
    client: Client,
    decoder: PhantomData<fn() -> D>,
}

impl Request {
    /// Sends the request and decodes the response with `D`.
    pub fn send<D: Decode>(self) -> Sending<D> {
        let parts = self.into_parts();
        Sending {
            #[cfg(feature = "blocking")]
            client: parts.client.clone(),
            received: Box::pin(receive(parts)),
            decoder: PhantomData,
        }
    }
}

/// Sends the request and returns the undecoded response.
pub(crate) async fn receive(mut parts: Box<Parts>) -> Result<Received> {
    #[cfg(feature = "blocking")]
    parts.client.inner.background.begin();
    #[cfg(feature = "stream")]
    if let Some(Err((name, reason))) = match &mut parts.body {
        Some(payload) => Some(payload.measure().await),
        None => None,
    } {
        parts.fail(crate::runtime::error::RequestPart::Body, &name, reason);
    }
    let assembled = assemble(&mut parts)?;
    let request = assembled.request;
    let client = &*parts.client.inner;
    let span = CallSpan::new(client, &request);
    let attempts = Attempts {
        client,
        policy: parts.options.retry.as_ref().unwrap_or(&client.policies.retry),
        can_repeat: parts.options.idempotent || parts.operation.is_idempotent(),
        needs_credentials: assembled.needs_credentials,
        security: parts.operation.security(),
        origin: split_origin(&request.url).0.to_owned(),
        sent: Default::default(),
        span: &span,
    };
    let outcome = span.around(Next::new(&client.policies.middleware, &attempts).run(request)).await;
    let sent = attempts.sent();
    let outcome = outcome.and_then(|response| classify(&parts, &sent, response));
    let outcome = outcome.map_err(|error| with_operation(&parts, error));
    span.done(client, &outcome, &sent);
    let (operation, client) = (parts.operation.id(), parts.client.clone());
    outcome.map(|response| Received { operation, client, sent, response, span })
}

/// Turns a non-2xx response into an error.
fn classify(parts: &Parts, sent: &Sent, response: TransportResponse) -> Result<TransportResponse> {
    if response.status.is_success() {
        return Ok(response);
    }
    let client = &parts.client.inner;
    let redaction = Redaction::from_sent(client.names(), sent);
    Err(Error::Api(Box::new(ApiError::new(
        parts.operation.id(),
        &client.profile.errors,
        response,
        &redaction,
    ))))
}

/// Adds the operation to an error that a middleware created.
fn with_operation(parts: &Parts, error: Error) -> Error {
    match error {
        Error::Transport(error) if error.operation().is_empty() => {
            let attempts = error.attempts();
            Error::Transport(Box::new(error.for_operation(parts.operation.id(), attempts)))
        }
        error => error,
    }
}

impl Received {
    /// Returns the response headers.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    /// Returns the response body.
    pub(crate) fn body(&self) -> &Bytes {
        &self.response.body
    }

    pub(crate) fn decode<D: Decode>(self) -> Result<Response<D::Output>> {
        let policies = &self.client.inner.policies;
        let (outcome, repairs) = match policies.reading {
            Reading::Strict => (D::decode_boxed(&self.response), Vec::new()),
            Reading::Lenient => leniently(self.operation, || D::decode_boxed(&self.response)),
        };
        for repair in &repairs {
            self.span.repaired(repair);
            if let Some(call) = &policies.on_repair {
                call(repair);
            }
        }
        match outcome {
            Ok(body) => {
                Ok(Response::new(self.operation, self.client, self.sent, self.response, (body, repairs)))
            }
            Err(reason) => {
                let redaction = Redaction::from_sent(self.client.inner.names(), &self.sent);
                let shape = &self.client.inner.profile.errors;
                let error = BodyError::new(self.operation, shape, self.response, reason, &redaction);
                let error = Error::Decode(Box::new(error));
                self.span.failed(&error);
                Err(error)
            }
        }
    }
}

impl<D: Decode> Future for Sending<D> {
    type Output = Result<Response<D::Output>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let received = ready!(self.received.as_mut().poll(context));
        Poll::Ready(received.and_then(Received::decode::<D>))
    }
}

#[cfg(feature = "blocking")]
impl<D> Sending<D> {
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }
}

impl<D> fmt::Debug for Sending<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}

/// A request in flight that resolves to the decoded body. See [`Sending`] for the full response.
#[derive(Debug)]
#[must_use = "a request does nothing until awaited"]
pub struct Call<D>(Sending<D>);

impl<D: Decode> Call<D> {
    /// Creates a call that resolves only to the decoded body of a request in flight.
    pub fn new(sending: Sending<D>) -> Self {
        Self(sending)
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn into_sending(self) -> Sending<D> {
        self.0
    }
}

impl<D: Decode> Future for Call<D> {
    type Output = Result<D::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(Pin::new(&mut self.0).poll(context));
        Poll::Ready(response.map(Response::into_body))
    }
}

/// Defines a request builder: a struct around one [`Request`], with `send`, `options` and `IntoFuture`. Emitted code
/// adds setters for the operation's optional parameters.
///
/// `output` specifies the decoder and, for the docs, its output type: `output: Json<Group> => Group`.
///
/// The optional lines are, in this order:
/// - `streams: Download` adds `stream` (feature `stream`), for binary or text responses that may be large;
/// - `events: Events` adds `events` (feature `events`), for `text/event-stream` responses, alone or in addition to
///   another type;
/// - `paging: .., item: .. = ..` adds `pages` and `items`;
/// - `polls: Poller = ..` adds `poller`, with the decoder of the result.
#[doc(hidden)]
#[macro_export]
macro_rules! request_builder {
    ($(#[$docs:meta])* $vis:vis struct $builder:ident {
        operation: $operation:expr,
        output: $decoder:ty => $value:ty
        $(, streams: $download:ident)?
        $(, events: $events:ident)?
        $(, paging: $paging:expr, item: $item:ty = $list:expr)?
        $(, polls: $poller:ident = $result:ty)? $(,)?
    }) => {
        $(#[$docs])*
        #[must_use = "a request does nothing until awaited"]
        $vis struct $builder($crate::runtime::Request);

        impl $builder {
            /// Creates the request, with no parameters set.
            fn request(client: &$crate::runtime::Client) -> $crate::runtime::Request {
                client.request($operation)
            }

            /// Sends the request and returns the full response: status, headers and body. Awaiting the builder itself
            /// returns only the body.
            pub fn send(self) -> $crate::runtime::Sending<$decoder> {
                self.0.send::<$decoder>()
            }

            /// Sends the request and blocks until the decoded body is available, in a program without an async
            /// runtime. [`send`](Self::send), pages and items also have a `wait` method.
            ///
            /// # Errors
            /// Returns an error if the call fails, or [`Error::Config`](crate::runtime::Error::Config) inside an
            /// async runtime in which the client has made async calls.
            #[cfg(feature = "blocking")]
            pub fn wait(self) -> $crate::runtime::Result<$value> {
                ::core::future::IntoFuture::into_future(self).wait()
            }

            $(
                /// Sends the request and streams the response body, starting as soon as the headers arrive. See
                #[doc = concat!("[`", stringify!($download), "`](crate::runtime::", stringify!($download), ")")]
                /// for time and size limits, and for saving the body to a file.
                pub fn stream(
                    self,
                ) -> impl ::core::future::Future<Output = $crate::runtime::Result<$crate::runtime::$download>>
                + ::core::marker::Send
                + 'static {
                    self.0.stream()
                }
            )?

            $(
                /// Sends the request and streams the server-sent events of the response. See
                #[doc = concat!("[`", stringify!($events), "`](crate::runtime::", stringify!($events), ")")]
                /// for resuming a broken stream.
                pub fn events(
                    self,
                ) -> impl ::core::future::Future<Output = $crate::runtime::Result<$crate::runtime::$events>>
                + ::core::marker::Send
                + 'static {
                    self.0.events()
                }
            )?

            $(
                /// Streams the pages of the list, starting with the requested one. The first request is sent when the
                /// stream is polled.
                pub fn pages(self) -> $crate::runtime::Pages<$decoder> {
                    static PAGING: $crate::runtime::Paging = $paging;
                    $crate::runtime::Pages::new(self.0, &PAGING)
                }

                /// Streams the items of all pages, starting with the requested page. The first request is sent when
                /// the stream is polled.
                pub fn items(self) -> $crate::runtime::Items<$decoder, $item> {
                    $crate::runtime::Items::new(self.pages(), $list)
                }
            )?

            $(
                /// Starts the operation and polls its status until it is done. Nothing is sent before the
                #[doc = concat!("[`", stringify!($poller), "`](crate::runtime::", stringify!($poller), ")")]
                /// is polled.
                pub fn poller(self) -> $crate::runtime::$poller<$result> {
                    $crate::runtime::$poller::new(self.0)
                }
            )?

            /// Sets per-request overrides: timeout, extra headers, query pairs and body fields, or a different
            /// base URL. Replaces earlier options.
            pub fn options(self, options: $crate::runtime::RequestOptions) -> Self {
                Self(self.0.options(options))
            }
        }

        // This is not derived, because the derive takes several times as long to compile. The `Debug` output of the
        // request includes the operation.
        impl ::core::fmt::Debug for $builder {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }

        #[cfg(feature = "testing")]
        impl $crate::runtime::testing::Mockable for $builder {
            type Decoder = $decoder;

            fn into_request(self) -> $crate::runtime::Request {
                self.0
            }
        }

        impl ::core::future::IntoFuture for $builder {
            type Output = $crate::runtime::Result<$value>;
            type IntoFuture = $crate::runtime::Call<$decoder>;

            fn into_future(self) -> Self::IntoFuture {
                $crate::runtime::Call::new(self.0.send::<$decoder>())
            }
        }
    };
}
