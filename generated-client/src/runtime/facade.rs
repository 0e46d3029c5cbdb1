//! The public items of the runtime, grouped by subject. The crate root re-exports these modules.

/// Credentials and authentication.
pub mod auth {
    #[cfg(feature = "pkce")]
    pub use crate::runtime::random_state;
    pub use crate::runtime::{
        AccessToken, ApiKey, Authorize, Gateway, LoginContext, OAuth2, PkceVerifier, Scheme, TokenForm,
        TokenSource,
    };
}

/// Client settings: retries, the clock, and lenient reading of responses.
pub mod config {
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub use crate::runtime::TokioClock;
    pub use crate::runtime::{Clock, Reading, Repair, RetryBudget, RetryPolicy};
}

/// The errors of calls, with one type per cause.
pub mod error {
    pub use crate::runtime::{
        ApiError, AuthError, AuthErrorKind, BodyError, ConfigError, DecodeError, Error, InvalidPosition,
        PagingError, PagingErrorKind, RequestError, RequestPart, Result, TransportError, TransportErrorKind,
        UnknownValue, Unreadable,
    };
}

/// Streams of pages and items.
pub mod paging {
    pub use crate::runtime::{Items, Pages, Position};
}

/// Options of a request, and request bodies that are not models.
pub mod request {
    #[cfg(feature = "stream")]
    pub use crate::runtime::ByteStream;
    #[cfg(feature = "multipart")]
    pub use crate::runtime::Part;
    pub use crate::runtime::{Body, Operation, Request, RequestOptions, Style};
}

/// Requests in flight and their responses.
pub mod response {
    #[cfg(feature = "stream")]
    pub use crate::runtime::Download;
    #[cfg(feature = "blocking")]
    pub use crate::runtime::Waited;
    pub use crate::runtime::{
        Binary, Call, Decode, EmptyBody, Json, JsonOrText, Maybe, Representation, Response, Sending, Text,
    };
    #[cfg(feature = "events")]
    pub use crate::runtime::{Event, EventParser, Events};
}

/// The connection between a client and the network: the built-in transport, custom transports and middleware.
pub mod transport {
    #[cfg(feature = "stream")]
    pub use crate::runtime::ResponseStream;
    pub use crate::runtime::{BoxFuture, Middleware, Next, Transport, TransportRequest, TransportResponse};
    #[doc(no_inline)]
    pub use crate::runtime::{Bytes, http};
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub use crate::runtime::{ReqwestTransport, ReqwestTransportBuilder};
}

/// Types for model values that the Rust standard library does not provide.
pub mod types {
    #[doc(no_inline)]
    pub use crate::runtime::Value;
    pub use crate::runtime::{Base64, Date, DateTime, Map, Nullable, Uri, decode_json};
}
