//! Decoders for operations with several answers that mean success: a value or nothing, or a variant per status.
//!
//! Emitted code says with `responses!` which status is read how. Nothing here knows an operation.

use std::marker::PhantomData;

use super::decoders::Decode;
use crate::runtime::error::body::Unreadable;
use crate::runtime::transport::TransportResponse;

/// What `D` reads, or `None` where the answer has no body: for operations that answer some calls with a status alone.
#[derive(Debug)]
pub struct Maybe<D>(PhantomData<fn() -> D>);

impl<D: Decode> Decode for Maybe<D> {
    type Output = Option<D::Output>;

    fn decode(response: &TransportResponse) -> Result<Self::Output, Unreadable> {
        if response.body.trim_ascii().is_empty() { Ok(None) } else { D::decode(response).map(Some) }
    }
}

/// Makes a decoder of an enum with a variant per status, and for each variant that holds a value a method that takes it out.
/// A status that is none of these is an error of the answer, which keeps it whole.
#[doc(hidden)]
#[macro_export]
macro_rules! responses {
    ($answer:ident {
        $($status:pat => $variant:ident $(($into:ident: $decoder:ty))?),+ $(,)?
    }) => {
        impl $crate::runtime::Decode for $answer {
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

        impl $answer {
            $($(
                #[doc = ::core::concat!(" What [`", ::core::stringify!($variant), "`](Self::", ::core::stringify!($variant), ") holds; `None` if the answer is another.")]
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
