//! The built-in transport: HTTP/1.1 over reqwest, and HTTP/2 with the `http2` feature.

// reqwest's types must not leave this module.

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

/// The maximum number of redirects that one request follows.
const MAX_REDIRECTS: usize = 5;

/// The largest buffer, in bytes, that is reserved based on `Content-Length` alone.
const MAX_RESERVED: u64 = 1024 * 1024;

/// The default transport, based on reqwest.
///
/// - **Connections**: all requests share a connection pool.
/// - **Proxies** are read from the environment when the transport is built: `HTTPS_PROXY` for `https` URLs,
///   `HTTP_PROXY` for `http` URLs, and `ALL_PROXY` as the fallback for both. `NO_PROXY` is a comma-separated
///   list of exceptions: host names (including their subdomains), addresses, networks such as `10.0.0.0/8`,
///   or `*`. Upper-case names take precedence over lower-case ones. If `REQUEST_METHOD` is set (CGI), all of
///   these variables are ignored. The operating system's proxy settings are not read.
/// - **Loopback**: requests to `localhost` and its subdomains, 127.0.0.0/8 and `::1` always bypass the proxy,
///   because credentials may be sent there without TLS.
/// - **Redirects** are followed only for `GET` and `HEAD`, at most five times, and only to the same scheme,
///   host and port. Headers are never sent to another server. Any other redirect is returned as the response.
/// - **Cookies** are not stored.
/// - **Compression** is requested only with the `gzip` and `brotli` features. The response size limit applies
///   to the decompressed body.
/// - **Runtime**: a tokio runtime is required. Outside one, requests fail with
///   [`TransportErrorKind::NoRuntime`].
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    client: Client,
    /// The timeout for a single HTTP request.
    timeout: Option<Duration>,
}

impl ReqwestTransport {
    /// Creates a transport with default settings and an empty connection pool.
    ///
    /// # Errors
    /// Returns [`Error::Config`](crate::runtime::Error::Config) if the system's trust store or TLS library is
    /// unavailable.
    pub fn new() -> Result<Self> {
        Self::builder().build()
    }

    /// Returns a builder with the settings of [`new`](Self::new): proxies from the environment, and the
    /// system's trust store.
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder::default()
    }

    pub(crate) fn from_client(client: Client, timeout: Option<Duration>) -> Self {
        Self { client, timeout }
    }

    /// Sends the request, follows redirects, and returns the response before its body is read.
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

    async fn exchange_buffered(
        &self,
        mut request: TransportRequest,
    ) -> Result<TransportResponse, TransportError> {
        let started = Instant::now();
        let response = self.call(&mut request, started).await?;
        read(&request, response, started).await
    }

    /// Sends the request once, within the remaining time.
    async fn exchange(
        &self,
        request: &TransportRequest,
        url: Url,
        started: Instant,
    ) -> Result<Response, TransportError> {
        let mut builder = self.client.request(request.method.clone(), url).headers(request.headers.clone());
        if let Some(body) = request_body(request) {
            builder = builder.body(body);
        } else if matches!(request.method, Method::POST | Method::PUT | Method::PATCH) {
            // Some servers require a length for methods that usually have a body (RFC 9110, section 8.6).
            builder = builder.header(CONTENT_LENGTH, 0);
        }
        let Some(limit) = request.timeout else {
            return builder.send().await.map_err(|error| convert_error(error, request, started));
        };
        let left = limit.checked_sub(started.elapsed()).filter(|left| *left > Duration::ZERO);
        let left = left.ok_or_else(|| TransportError::timeout(request.timeout))?;
        #[cfg(feature = "stream")]
        if request.streams_response {
            // reqwest's timeout would include the response body.
            let sent = tokio::time::timeout(left, builder.send()).await;
            let sent = sent.map_err(|_| TransportError::timeout(request.timeout))?;
            return sent.map_err(|error| convert_error(error, request, started));
        }
        builder.timeout(left).send().await.map_err(|error| convert_error(error, request, started))
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(self.exchange_buffered(request))
    }

    #[cfg(feature = "stream")]
    fn open(
        &self,
        mut request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            if !request.streams_response {
                return self.exchange_buffered(request).await;
            }
            let response = self.call(&mut request, Instant::now()).await?;
            Ok(stream::streamed_response(response))
        })
    }
}

/// Returns the body to send, if there is one.
fn request_body(request: &TransportRequest) -> Option<reqwest::Body> {
    #[cfg(feature = "stream")]
    if let Some(stream) = request.streamed_body() {
        return Some(reqwest::Body::wrap(stream::Upload::new(stream.clone())));
    }
    (!request.body.is_empty()).then(|| request.body.clone().into())
}

/// Returns the target of a redirect that may be followed.
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

/// Reads the body in chunks, so that a body that exceeds the limit is never held in memory.
async fn read(
    request: &TransportRequest,
    mut response: Response,
    started: Instant,
) -> Result<TransportResponse, TransportError> {
    let limit = request.max_response_bytes;
    let declared = response.content_length().unwrap_or(0);
    // The response to `HEAD` has a `Content-Length` but no body.
    if declared > limit && request.method != Method::HEAD {
        return Err(TransportError::too_large(limit));
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| convert_error(error, request, started))? {
        if body.is_empty() {
            body.reserve(usize::try_from(declared.min(MAX_RESERVED)).unwrap_or(0));
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

/// Converts a reqwest error.
fn convert_error(error: reqwest::Error, request: &TransportRequest, started: Instant) -> TransportError {
    #[cfg(feature = "stream")]
    if let Some(reason) = stream::upload_error(&error) {
        return TransportError::new(TransportErrorKind::Upload, reason);
    }
    let kind = if error.is_connect() {
        // This is checked before the timeout, because a failure to connect is the more specific reason.
        if is_rejected_tls(&error) { TransportErrorKind::Tls } else { TransportErrorKind::Connect }
    } else if error.is_timeout() {
        // Either the request timeout or the read timeout expired.
        return match request.timeout {
            Some(limit) if started.elapsed() >= limit => TransportError::timeout(Some(limit)),
            _ => TransportError::new(
                TransportErrorKind::Timeout,
                "no data was received within the read timeout",
            ),
        };
    } else if error.is_body() || error.is_decode() {
        TransportErrorKind::Body
    } else if error.is_request() {
        TransportErrorKind::Interrupted
    } else {
        TransportErrorKind::Other
    };
    // A URL may contain secrets in its query.
    TransportError::new(kind, error.without_url())
}

/// Returns whether the connection failed because the certificate or the encryption was rejected, which is permanent.
/// rustls reports `InvalidData`. The system libraries describe the cause only in the message.
fn is_rejected_tls(error: &reqwest::Error) -> bool {
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
