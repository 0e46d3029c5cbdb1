//! Creates responses from values: the inverse of the decoders.

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::mock::json_response;
use crate::runtime::response::decoders::{Binary, Decode, EmptyBody, Json, JsonOrText, Text};
use crate::runtime::response::statuses::Maybe;
use crate::runtime::transport::TransportResponse;

/// A decoder whose output a test double can return in a response.
///
/// An operation with several success responses has no such decoder, because the status is part of the value;
/// use [`Rule::json`](super::Rule::json) instead.
pub trait Respond: Decode {
    /// Creates a response that is decoded as this value.
    #[doc(hidden)]
    fn respond(value: &Self::Output) -> TransportResponse;
}

impl<T: Serialize + DeserializeOwned + 'static> Respond for Json<T> {
    fn respond(value: &T) -> TransportResponse {
        json_response(200, value)
    }
}

impl<T: Serialize + DeserializeOwned + 'static> Respond for JsonOrText<T> {
    fn respond(value: &T) -> TransportResponse {
        json_response(200, value)
    }
}

impl<D: Respond> Respond for Maybe<D> {
    fn respond(value: &Option<D::Output>) -> TransportResponse {
        value.as_ref().map_or_else(no_content, D::respond)
    }
}

impl Respond for EmptyBody {
    fn respond((): &()) -> TransportResponse {
        no_content()
    }
}

impl Respond for Text {
    fn respond(value: &String) -> TransportResponse {
        ok("text/plain; charset=utf-8", value.clone())
    }
}

impl Respond for Binary {
    fn respond(value: &bytes::Bytes) -> TransportResponse {
        ok("application/octet-stream", value.clone())
    }
}

fn ok(media_type: &'static str, body: impl Into<bytes::Bytes>) -> TransportResponse {
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(media_type))]);
    TransportResponse::new(StatusCode::OK, headers, body)
}

fn no_content() -> TransportResponse {
    TransportResponse::new(StatusCode::NO_CONTENT, HeaderMap::new(), "")
}
