//! Creates XML responses from values.

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::respond::Respond;
use crate::runtime::json::write::to_json;
use crate::runtime::response::xml::Xml;
use crate::runtime::transport::TransportResponse;
use crate::runtime::xml::{XmlModel, to_xml};

impl<T: XmlModel + Serialize + DeserializeOwned + 'static> Respond for Xml<T> {
    fn respond(value: &T) -> TransportResponse {
        let json = to_json(value).map_err(|error| error.to_string());
        match json.and_then(|json| to_xml(&json, T::xml())) {
            Ok(xml) => {
                let media_type = HeaderValue::from_static("application/xml");
                TransportResponse::new(
                    StatusCode::OK,
                    HeaderMap::from_iter([(CONTENT_TYPE, media_type)]),
                    xml,
                )
            }
            Err(reason) => {
                let body = format!("the mock response is not valid: {reason}");
                TransportResponse::new(StatusCode::INTERNAL_SERVER_ERROR, HeaderMap::new(), body)
            }
        }
    }
}
