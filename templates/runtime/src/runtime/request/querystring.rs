//! Values that form the entire query string: `in: querystring` (OpenAPI 3.2.0, "Parameter Locations").

// This module is emitted only for API descriptions with such parameters whose content is JSON or text. If the content
// is a form, the parameter is sent as an exploded object.

use serde::Serialize;

use super::param::Param;
use super::{Request, set};
use crate::runtime::error::RequestPart;
use crate::runtime::json::write::to_json;
use crate::runtime::url::encode::Place;

impl Request {
    /// Sets the entire query string to a value as percent-encoded JSON. `None` is not sent; `name` identifies the value
    /// in errors.
    #[must_use]
    pub fn querystring_json<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.querystring(name, value, |json| {
            let is_nothing = Param::parse(json).map_err(|error| error.to_string())? == Param::Undefined;
            Ok((!is_nothing).then(|| String::from_utf8_lossy(json).into_owned()))
        })
    }

    /// Sets the entire query string to a percent-encoded string. `None` is not sent.
    #[must_use]
    pub fn querystring_text<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.querystring(name, value, |json| match Param::parse(json).map_err(|error| error.to_string())? {
            Param::Undefined => Ok(None),
            Param::Scalar(text) => Ok(Some(text)),
            Param::List(_) | Param::Object(_) => Err("the value is not a string".to_owned()),
        })
    }

    fn querystring<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        value: &T,
        text_of: fn(&[u8]) -> Result<Option<String>, String>,
    ) -> Self {
        let parts = self.inner();
        let text = to_json(value).map_err(|error| error.to_string()).and_then(|json| text_of(&json));
        // In a query string, a space is `%20`; only forms use `+`.
        let stored =
            text.and_then(|text| set(&mut parts.query, name, text.map(|text| Place::Path.encode(&text))));
        if let Err(reason) = stored {
            parts.fail(RequestPart::Query, name, reason);
        }
        self
    }
}
