//! Bodies of `application/x-www-form-urlencoded`: each field is written like a parameter, in a style of OpenAPI.

use http::HeaderValue;
use serde::Serialize;

use super::super::param::Param;
use super::super::style::Style;
use super::super::{Parts, Request, param, style};
use super::Payload;
use crate::runtime::error::RequestPart;
use crate::runtime::json::write::to_json;
use crate::runtime::transport::body::Body;
use crate::runtime::url::encode::Place;

impl Request {
    /// Sets a field of a form (`application/x-www-form-urlencoded`) in the style [`Style::FormExploded`].
    #[must_use]
    pub fn field<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.field_as(name, Style::FormExploded, value)
    }

    /// Sets a field of a form. `None`, an empty list and an empty object send nothing. A body that was set in another way
    /// is replaced.
    ///
    /// For objects and lists within objects and lists there are [`Style::DeepObject`], whose brackets nest to any depth
    /// and number the items of lists (`a[b][0][c]=1`), and [`Style::Json`], which sends one JSON text. Lists are numbered, and
    /// not written as `a[]=`, because that does not tell where an object in a list ends and the next one begins; servers that
    /// take brackets take numbers in them.
    #[must_use]
    pub fn field_as<T: Serialize + ?Sized>(mut self, name: &'static str, style: Style, value: &T) -> Self {
        self.inner().set_field(name, style, to_json(value));
        self
    }

    /// Sets each member of an object as a field of a form: single values and lists of them as [`field`](Self::field) does,
    /// all else as JSON text (OpenAPI 3.0.4, "Encoding the `x-www-form-urlencoded` Media Type").
    #[must_use]
    pub fn form<T: Serialize + ?Sized>(mut self, value: &T) -> Self {
        self.inner().set_form(to_json(value));
        self
    }
}

impl Parts {
    /// Sets a field in place of an earlier one of the same name, or takes that away.
    pub(crate) fn set_field(&mut self, name: &str, style: Style, json: serde_json::Result<Vec<u8>>) {
        let encoded = match json {
            Ok(json) => style::encode(style, Place::Form, name, &json),
            Err(error) => Err(format!("the value cannot be written: {error}")),
        };
        match encoded {
            Ok(piece) => {
                let mut fields = self.take_fields();
                fields.retain(|(other, _)| other != name);
                fields.extend(piece.map(|piece| (name.to_owned(), piece)));
                self.body = Some(Payload::Form(fields));
            }
            Err(reason) => self.fail(RequestPart::Body, name, reason),
        }
    }

    fn set_form(&mut self, json: serde_json::Result<Vec<u8>>) {
        let members = match json {
            Ok(json) => param::members(&json).map_err(|_| "a form is made of an object".to_owned()),
            Err(error) => Err(format!("it cannot be written: {error}")),
        };
        match members {
            Ok(members) => {
                self.body = Some(Payload::Form(self.take_fields()));
                for (name, member) in members {
                    let text = member.get().as_bytes();
                    self.set_field(&name, natural_style(text), Ok(text.to_vec()));
                }
            }
            Err(reason) => self.fail(RequestPart::Body, "", reason),
        }
    }

    /// The fields of the form that the body is, if it is one.
    fn take_fields(&mut self) -> Vec<(String, String)> {
        match self.body.take() {
            Some(Payload::Form(fields)) => fields,
            _ => Vec::new(),
        }
    }
}

/// The style of a member that has none of its own.
pub(super) fn natural_style(json: &[u8]) -> Style {
    match Param::parse(json) {
        Ok(Param::Object(_)) => Style::Json,
        Ok(Param::List(items)) if !items.iter().all(Param::is_single) => Style::Json,
        _ => Style::FormExploded,
    }
}

pub(super) fn encode(fields: &[(String, String)]) -> (HeaderValue, Body) {
    let pieces: Vec<&str> = fields.iter().map(|(_, piece)| piece.as_str()).collect();
    (HeaderValue::from_static("application/x-www-form-urlencoded"), pieces.join("&").into())
}
