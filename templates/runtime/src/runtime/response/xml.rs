//! The decoder for XML responses.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::decoders::{Decode, Json, is_empty};
use crate::runtime::error::body::Unreadable;
use crate::runtime::json::decode_boxed;
use crate::runtime::json::repair::decode_response;
use crate::runtime::json::text::Label;
use crate::runtime::transport::TransportResponse;
use crate::runtime::xml::{XmlModel, to_json};

/// An XML body, decoded as `T`. An empty body is decoded as an element without content.
///
/// The XML is converted to JSON, which is then decoded, so the path and the position in an error refer to that JSON. A
/// body with a JSON content type is decoded as JSON.
#[derive(Debug)]
pub struct Xml<T>(PhantomData<fn() -> T>);

impl<T: XmlModel + DeserializeOwned + 'static> Decode for Xml<T> {
    type Output = T;

    fn decode(response: &TransportResponse) -> Result<T, Unreadable> {
        Self::decode_boxed(response).map(|value| *value)
    }

    fn decode_boxed(response: &TransportResponse) -> Result<Box<T>, Unreadable> {
        if Label::from_headers(&response.headers) == Label::Json {
            return Json::<T>::decode_boxed(response);
        }
        if is_empty(&response.body) {
            return decode_boxed(b"{}").map_err(|_| Unreadable::new("the body is empty"));
        }
        let json = to_json(&response.body, T::xml());
        let json = json.map_err(|reason| Unreadable::new(format!("it is not valid XML: {reason}")))?;
        Ok(decode_response(&json)?)
    }
}
