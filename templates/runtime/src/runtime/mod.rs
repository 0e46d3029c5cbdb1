//! The code shared by the clients of all APIs: client, requests, responses, and model types.

// Each module is a layer. From bottom to top: `profile`, `redact`, `json`, `model`, `url`, `transport`, `error`,
// `reqwest`, `auth`, `client`, `request`, `response`, `call`, `streaming`, `paging`, `polling`, `blocking`, `testing`,
// `webhooks`. A layer imports only layers below it. No layer depends on a particular API. A line with a comment
// `part: ...` is emitted only if the API needs that part.
// `xml` is above `model`. // part: xml

mod auth;
#[cfg(feature = "blocking")]
mod blocking;
mod call;
mod client;
mod error;
pub mod facade;
mod json;
mod model;
mod paging;
mod polling; // part: polling
mod profile;
mod redact;
mod request;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod reqwest;
mod response;
mod streaming;
#[cfg(feature = "testing")]
pub mod testing;
mod transport;
mod url;
#[cfg(feature = "webhook-events")]
mod webhooks; // part: webhooks
#[doc(hidden)]
pub mod xml; // part: xml

pub use crate::extension_method; // part: extension methods
pub use crate::one_of; // part: unions
pub use crate::xml_model; // part: xml
pub use crate::{open_enum, record, request_builder, responses, safe_debug};

pub use ::bytes::Bytes;
pub use ::http;
pub use serde_json::Value;

#[cfg(feature = "pkce")]
pub use auth::random_state;
pub use auth::{
    AccessToken, ApiKey, Authorize, Gateway, LoginContext, OAuth2, PkceVerifier, Scheme, TokenForm,
    TokenSource,
};
#[cfg(feature = "blocking")]
pub use blocking::Waited;
pub use call::representation::Representation;
pub use call::{Call, Sending};
pub use client::Client;
pub use client::builder::ClientBuilder;
pub use client::middleware::{Middleware, Next};
pub use client::retry::RetryPolicy;
pub use client::retry_budget::RetryBudget;
pub use error::api::ApiError;
pub use error::auth::{AuthError, AuthErrorKind};
pub use error::body::{BodyError, Unreadable};
pub use error::paging::{PagingError, PagingErrorKind};
pub use error::polling::{PollingError, PollingErrorKind}; // part: polling
pub use error::{ConfigError, Error, RequestError, RequestPart, Result};
pub use json::repair::{Reading, Repair};
pub use json::{DecodeError, decode_json};
pub use model::date_time::{Date, DateTime};
// Emitted constructors use this name alongside model names, so it must be unlikely to equal the name of a schema.
#[doc(hidden)]
pub use model::member::Member as Blank;
pub use model::nullable::Nullable;
#[doc(hidden)]
pub use model::one_of; // part: unions
pub use model::open_enum::UnknownValue;
#[doc(hidden)]
pub use model::safe_debug::Hidden;
pub use model::scalar::{Base64, Map, Uri};
pub use model::uuid::{InvalidUuid, Uuid}; // part: uuids
#[doc(hidden)]
pub use model::{open_enum, record};
pub use paging::{InvalidPosition, Items, Pages, Paging, Position};
pub use polling::{OperationState, Poller}; // part: polling
#[doc(hidden)]
pub use profile::{ErrorShape, Profile};
pub use request::Request;
#[cfg(feature = "multipart")]
pub use request::body::Part;
#[cfg(feature = "events")]
pub use request::body::item_body::ItemBody; // part: item bodies
#[doc(hidden)]
pub use request::client_parameter::ClientParameter;
#[doc(hidden)]
pub use request::extension_method::{is_method, method_named}; // part: extension methods
pub use request::operation::Operation;
pub use request::options::RequestOptions;
pub use request::param::strings;
pub use request::style::Style;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub use reqwest::ReqwestTransport;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub use reqwest::builder::ReqwestTransportBuilder;
pub use response::Response;
pub use response::decoders::{Binary, Decode, EmptyBody, Json, JsonOrText, Text};
pub use response::statuses::Maybe;
#[doc(hidden)]
pub use response::statuses::decode_variant;
#[cfg(feature = "xml")]
pub use response::xml::Xml; // part: xml
#[cfg(feature = "stream")]
pub use streaming::download::Download;
#[cfg(feature = "events")]
pub use streaming::event::Event;
#[cfg(feature = "events")]
#[doc(hidden)]
pub use streaming::event_format::EventFormat;
#[cfg(feature = "events")]
pub use streaming::event_parser::EventParser;
#[cfg(feature = "events")]
pub use streaming::events::Events;
#[cfg(feature = "events")]
pub use streaming::item_stream::ItemStream; // part: item streams
pub use transport::body::Body;
#[cfg(feature = "stream")]
pub use transport::body_stream::ByteStream;
pub use transport::clock::Clock;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub use transport::clock::TokioClock;
pub use transport::future::BoxFuture;
#[cfg(feature = "stream")]
pub use transport::stream::ResponseStream;
pub use transport::{Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse};
#[doc(hidden)]
pub use url::server::server_url;
#[cfg(feature = "webhook-events")]
pub use webhooks::WebhookError; // part: webhooks
#[cfg(feature = "webhook-events")]
#[doc(hidden)]
pub use webhooks::event::{WebhookRule, webhook_event, webhook_named, webhook_payload}; // part: webhooks
#[cfg(feature = "webhook-events")]
pub use webhooks::scheme::{WebhookEncoding, WebhookHash, WebhookScheme}; // part: webhooks
#[cfg(feature = "webhook-events")]
pub use webhooks::verify::WebhookVerifier; // part: webhooks
#[cfg(feature = "xml")]
pub use xml::XmlModel; // part: xml
