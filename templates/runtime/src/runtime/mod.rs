//! What emitted clients share: the HTTP half (client, requests, parameters, transport, responses, errors) and the
//! model half (records, open enums, scalars, decoding). It must not know any particular API.
//!
//! What is marked as a part is there only if the API needs it.

// HTTP half.
mod answers;
mod api_error;
mod assemble;
mod attempts;
mod auth;
mod base_url;
mod behaviour;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod body_error;
mod client;
mod client_builder;
mod clock;
mod config;
mod deadline;
mod dot_segments;
#[cfg(feature = "stream")]
mod download;
mod error;
mod error_parts;
#[cfg(feature = "events")]
mod events;
mod idempotency;
mod loopback;
mod middleware;
#[cfg(feature = "tracing")]
mod observe;
#[cfg(not(feature = "tracing"))]
#[path = "unobserved.rs"]
mod observe;
mod operation;
mod options;
mod paging;
mod param;
mod payload;
mod redact;
mod request;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod reqwest_proxy;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod reqwest_settings;
#[cfg(all(feature = "stream", any(feature = "rustls", feature = "native-tls")))]
mod reqwest_stream;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod reqwest_transport;
mod response;
mod retry;
mod retry_after;
mod retry_budget;
mod send;
mod server_url;
mod style;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
mod to_json;
mod transport;
#[cfg(feature = "stream")]
mod transport_stream;

pub use crate::{answers, request_builder};
pub use ::bytes::Bytes;
pub use answers::Maybe;
pub use api_error::ApiError;
#[cfg(feature = "pkce")]
pub use auth::random_state;
pub use auth::{
    AccessToken, ApiKey, AuthError, AuthErrorKind, Authorize, Gateway, LoginContext, OAuth2, PkceVerifier,
    Scheme, TokenForm, TokenSource,
};
#[cfg(feature = "blocking")]
pub use blocking::Waited;
pub use body::{Binary, Decode, Json, JsonOrText, Nothing, Text};
pub use body_error::{BodyError, Unreadable};
pub use client::Client;
pub use client_builder::ClientBuilder;
pub use clock::Clock;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub use clock::TokioClock;
#[doc(hidden)]
pub use config::{ErrorShape, Profile};
#[cfg(feature = "stream")]
pub use download::Download;
pub use error::{ConfigError, Error, RequestError, RequestPart, Result};
#[cfg(feature = "events")]
pub use events::{Event, EventParser, Events};
pub use middleware::{Middleware, Next};
pub use operation::Operation;
pub use options::RequestOptions;
pub use paging::{InvalidPosition, Items, Pages, Paging, PagingError, PagingErrorKind, Position};
pub use param::strings;
pub use payload::Body;
#[cfg(feature = "stream")]
pub use payload::ByteStream;
#[cfg(feature = "multipart")]
pub use payload::Part;
pub use request::Request;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub use reqwest_settings::ReqwestTransportBuilder;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub use reqwest_transport::ReqwestTransport;
pub use response::Response;
pub use retry::RetryPolicy;
pub use retry_budget::RetryBudget;
pub use send::{Call, Sending};
#[doc(hidden)]
pub use server_url::server_url;
pub use style::Style;
pub use transport::{
    BoxFuture, Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};

#[cfg(feature = "stream")]
pub use transport_stream::AnswerStream;

// Model half.
mod date_time;
mod decode;
mod locate;
mod member;
mod nullable;
#[doc(hidden)]
pub mod one_of; // part: unions
#[doc(hidden)]
pub mod open_enum;
mod printable;
#[doc(hidden)]
pub mod record;
mod repair;
mod scalar;
mod uuid; // part: uuids
mod verbatim;

pub use self::uuid::{InvalidUuid, Uuid}; // part: uuids
pub use crate::one_of; // part: unions
pub use crate::{open_enum, record};
pub use date_time::{Date, DateTime};
pub use decode::{DecodeError, decode_json};
// Under a name that schemas rarely have: emitted constructors use it next to the models.
#[doc(hidden)]
pub use member::Member as Blank;
pub use nullable::Nullable;
pub use open_enum::UnknownValue;
pub use repair::{Reading, Repair};
pub use scalar::{Base64, Map, Uri};
pub use serde_json::Value;
