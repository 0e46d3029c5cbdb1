//! The built-in transport: HTTP/1.1 (HTTP/2 with the feature `http2`) over reqwest, whose types stay in this file.

#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub(crate) mod builder;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod proxy;
#[cfg(all(feature = "stream", any(feature = "rustls", feature = "native-tls")))]
mod stream;

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, LOCATION};
use http::{Method, StatusCode};
use reqwest::{Client, Response, Url};
use tokio::time::Instant;

use crate::runtime::error::Result;
use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::{
    Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};
use builder::ReqwestTransportBuilder;

/// How many redirects one call follows.
const MAX_REDIRECTS: usize = 5;

/// The largest buffer that is reserved on the word of a `Content-Length` alone.
const MAX_RESERVED: u64 = 1024 * 1024;

/// The transport of clients that are given no other.
///
/// - A pool of connections is shared by all calls.
/// - Proxies come from the environment, which is read once, when the transport is built: `HTTPS_PROXY` for `https` URLs,
///   `HTTP_PROXY` for `http` URLs, `ALL_PROXY` where the former is not set, and `NO_PROXY` for exceptions (host names with
///   their subdomains, addresses, networks such as `10.0.0.0/8`, or `*`; comma-separated). The names in lower case count
///   where those in upper case are not set. With `REQUEST_METHOD` set (CGI), none counts. Proxy settings of the operating
///   system are not read.
/// - Requests to this machine (`localhost` and its subdomains, 127.0.0.0/8, `::1`) never go through a proxy, however it
///   was set: credentials are allowed to go there without TLS.
/// - Redirects are followed for `GET` and `HEAD` only, at most five, and only to the same scheme, host and port: headers
///   never reach another server. Any other redirect is given as the answer that it is.
/// - No cookies are kept. Compression is asked for with the features `gzip` and `brotli` only; the limit for the size of an
///   answer holds for what is unpacked.
/// - It needs the tokio runtime: polled outside of one, a call ends with [`TransportErrorKind::NoRuntime`].
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    client: Client,
    /// The longest time of one request, whatever the call allows.
    timeout: Option<Duration>,
}

impl ReqwestTransport {
    /// Sets up TLS and an empty pool of connections.
    ///
    /// # Errors
    /// [`Error::Config`](crate::runtime::Error::Config) if the system's trust store or TLS library cannot be used.
    pub fn new() -> Result<Self> {
        Self::builder().build()
    }

    /// Starts with the settings of [`new`](Self::new): proxies from the environment, the system's trust store.
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder::default()
    }

    pub(crate) fn of(client: Client, timeout: Option<Duration>) -> Self {
        Self { client, timeout }
    }

    /// Makes the call, redirects included, up to the answer's head.
    async fn call(
        &self,
        request: &mut TransportRequest,
        started: Instant,
    ) -> Result<Response, TransportError> {
        if let Some(error) = TransportError::without_runtime() {
            return Err(error);
        }
        request.timeout = request.timeout.into_iter().chain(self.timeout).min();
        let mut url = Url::parse(&request.url).map_err(|error| {
            TransportError::new(TransportErrorKind::Other, format!("the URL is not valid: {error}"))
        })?;
        let mut redirects = 0;
        loop {
            let response = self.exchange(request, url.clone(), started).await?;
            match redirect(&request.method, &url, &response) {
                Some(next) if redirects < MAX_REDIRECTS => url = next,
                _ => return Ok(response),
            }
            redirects += 1;
        }
    }

    async fn exchange_whole(
        &self,
        mut request: TransportRequest,
    ) -> Result<TransportResponse, TransportError> {
        let started = Instant::now();
        let response = self.call(&mut request, started).await?;
        read(&request, response, started).await
    }

    /// Sends the request once, within what is left of its time.
    async fn exchange(
        &self,
        request: &TransportRequest,
        url: Url,
        started: Instant,
    ) -> Result<Response, TransportError> {
        let mut builder = self.client.request(request.method.clone(), url).headers(request.headers.clone());
        if let Some(body) = body_of(request) {
            builder = builder.body(body);
        } else if matches!(request.method, Method::POST | Method::PUT | Method::PATCH) {
            // Servers may insist on a length where a body is usual (RFC 9110, 8.6).
            builder = builder.header(CONTENT_LENGTH, 0);
        }
        let Some(limit) = request.timeout else {
            return builder.send().await.map_err(|error| failed(error, request, started));
        };
        let left = limit.checked_sub(started.elapsed()).filter(|left| *left > Duration::ZERO);
        let left = left.ok_or_else(|| TransportError::timeout(request.timeout))?;
        #[cfg(feature = "stream")]
        if request.streams_response {
            // reqwest's own limit would hold for the body, too.
            let sent = tokio::time::timeout(left, builder.send()).await;
            let sent = sent.map_err(|_| TransportError::timeout(request.timeout))?;
            return sent.map_err(|error| failed(error, request, started));
        }
        builder.timeout(left).send().await.map_err(|error| failed(error, request, started))
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(self.exchange_whole(request))
    }

    #[cfg(feature = "stream")]
    fn open(
        &self,
        mut request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            if !request.streams_response {
                return self.exchange_whole(request).await;
            }
            let response = self.call(&mut request, Instant::now()).await?;
            Ok(stream::opened(response))
        })
    }
}

/// What is sent as the body, if there is one.
fn body_of(request: &TransportRequest) -> Option<reqwest::Body> {
    #[cfg(feature = "stream")]
    if let Some(stream) = request.streamed_body() {
        return Some(reqwest::Body::wrap(stream::Upload::new(stream.clone())));
    }
    (!request.body.is_empty()).then(|| request.body.clone().into())
}

/// Where a redirect leads, if it is one that may be followed.
fn redirect(method: &Method, url: &Url, response: &Response) -> Option<Url> {
    let is_redirect = matches!(
        response.status(),
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    );
    if !is_redirect || !matches!(*method, Method::GET | Method::HEAD) {
        return None;
    }
    let next = url.join(response.headers().get(LOCATION)?.to_str().ok()?).ok()?;
    (next.origin() == url.origin()).then_some(next)
}

/// Reads the body piece by piece, so that one that is too large is never held in memory.
async fn read(
    request: &TransportRequest,
    mut response: Response,
    started: Instant,
) -> Result<TransportResponse, TransportError> {
    let limit = request.max_response_bytes;
    let announced = response.content_length().unwrap_or(0);
    // The answer to HEAD announces a length and has no body.
    if announced > limit && request.method != Method::HEAD {
        return Err(TransportError::too_large(limit));
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| failed(error, request, started))? {
        if body.is_empty() {
            body.reserve(usize::try_from(announced.min(MAX_RESERVED)).unwrap_or(0));
        }
        let size = u64::try_from(body.len() + chunk.len()).unwrap_or(u64::MAX);
        if size > limit {
            return Err(TransportError::too_large(limit));
        }
        body.extend_from_slice(&chunk);
    }
    let headers = std::mem::take(response.headers_mut());
    Ok(TransportResponse::new(response.status(), headers, Bytes::from(body)))
}

/// Tells how far a request came that reqwest gave up.
fn failed(error: reqwest::Error, request: &TransportRequest, started: Instant) -> TransportError {
    #[cfg(feature = "stream")]
    if let Some(reason) = stream::broken_upload(&error) {
        return TransportError::new(TransportErrorKind::Upload, reason);
    }
    let kind = if error.is_connect() {
        // This comes first: a connection that takes too long was not made, which says more than that time passed.
        if is_refused_tls(&error) { TransportErrorKind::Tls } else { TransportErrorKind::Connect }
    } else if error.is_timeout() {
        // It is either the limit of the request or that of a pause.
        return match request.timeout {
            Some(limit) if started.elapsed() >= limit => TransportError::timeout(Some(limit)),
            _ => TransportError::new(TransportErrorKind::Timeout, "the server paused for too long"),
        };
    } else if error.is_body() || error.is_decode() {
        TransportErrorKind::Body
    } else if error.is_request() {
        TransportErrorKind::Interrupted
    } else {
        TransportErrorKind::Other
    };
    // A URL may hold secrets in its query.
    TransportError::new(kind, error.without_url())
}

/// Whether a connection failed because one side would not have the other's certificate or encryption: that does not pass.
/// rustls says so as invalid data, the systems' libraries in words.
fn is_refused_tls(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        let invalid =
            error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::InvalidData);
        if invalid || error.to_string().to_ascii_lowercase().contains("certificate") {
            return true;
        }
        cause = error.source();
    }
    false
}
