//! Decoders for operations with several success responses: an optional body, or one variant per status.
//!
//! Emitted code uses `responses!` to map statuses to decoders.

use std::marker::PhantomData;

use super::decoders::{Decode, is_empty};
use crate::runtime::error::body::Unreadable;
use crate::runtime::transport::TransportResponse;

/// The output of `D`, or `None` if the response has no body.
#[derive(Debug)]
pub struct Maybe<D>(PhantomData<fn() -> D>);

impl<D: Decode> Decode for Maybe<D> {
    type Output = Option<D::Output>;

    fn decode(response: &TransportResponse) -> Result<Self::Output, Unreadable> {
        Self::decode_boxed(response).map(|body| *body)
    }

    fn decode_boxed(response: &TransportResponse) -> Result<Box<Self::Output>, Unreadable> {
        if is_empty(&response.body) {
            return Ok(Box::new(None));
        }
        decode_variant::<D, _>(response, Some)
    }
}

/// Decodes the content of a variant. This is a separate function, so that the stack holds the value at most once.
///
/// # Errors
/// Returns an error if the decoder fails.
#[doc(hidden)]
pub fn decode_variant<D: Decode, R>(
    response: &TransportResponse,
    variant: fn(D::Output) -> R,
) -> Result<Box<R>, Unreadable> {
    D::decode_boxed(response).map(|value| Box::new(variant(*value)))
}

/// Implements `Decode` for an enum with one variant per status. Each variant with a value gets a method that
/// returns the value. An unlisted status is a decoding error, which contains the full response.
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
                <Self as $crate::runtime::Decode>::decode_boxed(response).map(|output| *output)
            }

            fn decode_boxed(
                response: &$crate::runtime::TransportResponse,
            ) -> ::core::result::Result<::std::boxed::Box<Self>, $crate::runtime::Unreadable> {
                match response.status.as_u16() {
                    $($status => $crate::responses!(@decode response $variant $($decoder)?),)+
                    _ => ::core::result::Result::Err($crate::runtime::Unreadable::status()),
                }
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
    (@decode $response:ident $variant:ident $decoder:ty) => {
        $crate::runtime::decode_variant::<$decoder, Self>($response, Self::$variant)
    };
    (@decode $response:ident $variant:ident) => {
        ::core::result::Result::Ok(::std::boxed::Box::new(Self::$variant))
    };
}
