//! Request bodies that are XML.

use serde::Serialize;

use super::Request;
use crate::runtime::error::RequestPart;
use crate::runtime::json::write::to_json;
use crate::runtime::xml::{XmlModel, to_xml};

impl Request {
    /// Sets the body to a value, encoded as XML.
    #[doc(hidden)]
    #[must_use]
    pub fn xml<T: XmlModel + Serialize>(mut self, media_type: &'static str, body: &T) -> Self {
        let json = to_json(body).map_err(|error| error.to_string());
        match json.and_then(|json| to_xml(&json, T::xml())) {
            Ok(xml) => self.body(media_type, xml),
            Err(reason) => {
                self.inner().fail(RequestPart::Body, "", format!("cannot serialize it as XML: {reason}"));
                self
            }
        }
    }
}
