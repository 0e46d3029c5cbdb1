//! Decoders for operations with several success responses: an optional body, or one variant per status.
//!
//! Emitted code uses `responses!` to map statuses to decoders.

use std::marker::PhantomData;

use super::decoders::Decode;
use crate::runtime::error::body::Unreadable;
use crate::runtime::transport::TransportResponse;

/// The output of `D`, or `None` if the response has no body.
#[derive(Debug)]
pub struct Maybe<D>(PhantomData<fn() -> D>);

impl<D: Decode> Decode for Maybe<D> {
    type Output = Option<D::Output>;

    fn decode(response: &TransportResponse) -> Result<Self::Output, Unreadable> {
        if response.body.trim_ascii().is_empty() { Ok(None) } else { D::decode(response).map(Some) }
    }
}

/// Implements `Decode` for an enum with a variant per status. Each variant with a value gets a method that returns
/// it. An unlisted status is a decoding error, which keeps the full response.
#[doc(hidden)]
#[macro_export]
macro_rules! responses {
    ($responses:ident {
        $($status:pat => $variant:ident $(($into:ident: $decoder:ty))?),+ $(,)?
    }) => {
        impl $crate::runtime::Decode for $responses {
            type Output = Self;

            fn decode(
                response: &$crate::runtime::TransportResponse,
            ) -> ::core::result::Result<Self, $crate::runtime::Unreadable> {
                ::core::result::Result::Ok(match response.status.as_u16() {
                    $($status => Self::$variant $((
                        <$decoder as $crate::runtime::Decode>::decode(response)?
                    ))?,)+
                    _ => return ::core::result::Result::Err($crate::runtime::Unreadable::status()),
                })
            }
        }

        impl $responses {
            $($(
                #[doc = ::core::concat!(" Returns the content of [`", ::core::stringify!($variant), "`](Self::", ::core::stringify!($variant), "); `None` for another variant.")]
                pub fn $into(self) -> ::core::option::Option<<$decoder as $crate::runtime::Decode>::Output> {
                    match self {
                        Self::$variant(value) => ::core::option::Option::Some(value),
                        _ => ::core::option::Option::None,
                    }
                }
            )?)+
        }
    };
}
