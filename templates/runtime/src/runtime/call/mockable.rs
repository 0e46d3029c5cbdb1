//! Access to the request of a call, for test doubles.

use crate::runtime::request::Request;
use crate::runtime::response::decoders::Decode;

/// A request builder whose call a test double can recognize. Emitted request builders implement it.
pub trait Mockable {
    /// The decoder of the response.
    type Decoder: Decode;

    /// Returns the request that the call would send.
    #[doc(hidden)]
    fn into_request(self) -> Request;
}
