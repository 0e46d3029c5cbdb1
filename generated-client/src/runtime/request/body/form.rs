//! `application/x-www-form-urlencoded` bodies: each field is serialized like a parameter, in an OpenAPI style.

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
    /// Sets a form field (`application/x-www-form-urlencoded`) in the [`Style::FormExploded`] style.
    #[must_use]
    pub fn field<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.field_as(name, Style::FormExploded, value)
    }

    /// Sets a form field. `None`, an empty list and an empty object are not sent. Replaces a body that is not a
    /// form.
    ///
    /// For nested objects and lists, use [`Style::DeepObject`] or [`Style::Json`]. `DeepObject` nests brackets to any
    /// depth and writes list indices (`a[b][0][c]=1`); `Json` sends one JSON text. Indices are written instead of
    /// `a[]=`, which does not mark where one object in a list ends and the next begins. Servers that accept brackets
    /// also accept indices in brackets.
    #[must_use]
    pub fn field_as<T: Serialize + ?Sized>(mut self, name: &'static str, style: Style, value: &T) -> Self {
        self.inner().set_field(name, style, to_json(value));
        self
    }

    /// Sets each member of an object as a form field. Scalars and lists of scalars are written in the style
    /// of [`field`](Self::field); all other values are written as JSON text (OpenAPI 3.0.4, "Encoding the
    /// `x-www-form-urlencoded` Media Type").
    #[must_use]
    pub fn form<T: Serialize + ?Sized>(mut self, value: &T) -> Self {
        self.inner().set_form(to_json(value));
        self
    }
}

impl Parts {
    /// Replaces or removes the field with the same name.
    pub(crate) fn set_field(&mut self, name: &str, style: Style, json: serde_json::Result<Vec<u8>>) {
        let encoded = match json {
            Ok(json) => style::encode(style, Place::Form, name, &json),
            Err(error) => Err(format!("cannot serialize the value: {error}")),
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
            Ok(json) => param::members(&json).map_err(|_| "a form requires an object".to_owned()),
            Err(error) => Err(format!("cannot serialize the form: {error}")),
        };
        match members {
            Ok(members) => {
                self.body = Some(Payload::Form(self.take_fields()));
                for (name, member) in members {
                    let text = member.get().as_bytes();
                    self.set_field(&name, default_style(text), Ok(text.to_vec()));
                }
            }
            Err(reason) => self.fail(RequestPart::Body, "", reason),
        }
    }

    /// Takes the fields out of a form body; returns an empty list for any other body.
    fn take_fields(&mut self) -> Vec<(String, String)> {
        match self.body.take() {
            Some(Payload::Form(fields)) => fields,
            _ => Vec::new(),
        }
    }
}

/// Returns the default style of a member.
pub(super) fn default_style(json: &[u8]) -> Style {
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
