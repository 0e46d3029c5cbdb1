//! Support for OpenAPI 3.2's additions to the Parameter Object (3.2.0, section 4.12), and for `allowReserved`.

use super::Lowering;
use super::form::Form;
use super::operation::Unfit;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{ContentKind, Location, Notation, Param, Scalar, Style};
use crate::normalise::Dialect;
use crate::resolve::Node;

impl<'a> Lowering<'a> {
    /// Returns the notation of a parameter whose location or style does not exist in older versions.
    pub(super) fn declared_notation(&self, node: &Node<'a>) -> Result<Option<Notation>, Unfit> {
        let (place, style) = (self.since_3_2(node, "in"), self.since_3_2(node, "style"));
        let is =
            |member: &Option<Node<'a>>, text: &str| member.as_ref().is_some_and(|node| node.json == text);
        if is(&place, "querystring") {
            if node.get("schema").is_some() || node.members_of("content").len() != 1 {
                let why = "a parameter `in: querystring` requires `content` with one media type, instead of `schema`";
                return Err(Unfit::because(&node.at, why.to_owned()));
            }
            return Ok(Some(Notation::Querystring));
        }
        match style {
            Some(style) if style.json == "cookie" && !is(&place, "cookie") => {
                let why = "the `cookie` style applies only to parameters `in: cookie`";
                Err(Unfit::because(&style.at, why.to_owned()))
            }
            Some(style) if style.json == "cookie" => Ok(Some(Notation::Cookie)),
            _ => Ok(None),
        }
    }

    /// Returns the encoding of a whole query string, by its media type.
    pub(super) fn query_string(&mut self, node: &Node<'a>) -> Result<(Style, Notation), Unfit> {
        let Some((media_type, content)) = node.members_of("content").into_iter().next() else {
            return Err(Unfit::Reported);
        };
        let content = self.media_type(content);
        let form = content.get("schema").map(|schema| self.form_in_the_end(&schema).form);
        let is_object = matches!(
            form,
            Some(Form::Struct | Form::Merge { .. } | Form::Map(_) | Form::Object | Form::Union(_))
        );
        let is_text = matches!(form, Some(Form::Scalar(Scalar::String | Scalar::Uri) | Form::Enum(_)));
        if let Some(encoding) = content.get("encoding").filter(|encoding| !encoding.members().is_empty()) {
            let message =
                "the encodings of a query string are not used; lists repeat their name, and objects are JSON";
            self.warn(Code::UnsupportedEncoding, &encoding.at, message);
        }
        let style = match ContentKind::from_media_type(media_type) {
            ContentKind::Json => Style::Json,
            ContentKind::Form if is_object => Style::FormExploded,
            ContentKind::Text | ContentKind::Binary if is_text => Style::Form,
            ContentKind::Form => {
                let why = "its query string is a form, but the schema does not describe an object";
                return Err(Unfit::because(&content.at, why.to_owned()));
            }
            _ => {
                let why =
                    format!("a query string with the media type `{media_type}` requires a string schema");
                return Err(Unfit::because(&content.at, why));
            }
        };
        Ok((style, Notation::Querystring))
    }

    /// Returns the notation that specifies whether a parameter's reserved characters are percent-encoded. They are
    /// always encoded except in queries and, since OpenAPI 3.2, in paths. Values without reserved characters are the
    /// same either way.
    pub(super) fn escaping(
        &mut self,
        node: &Node<'a>,
        location: Location,
        schema: Option<&Node<'a>>,
    ) -> Notation {
        let is_defined = match location {
            Location::Query => true,
            Location::Path => self.dialect >= Dialect::OpenApi32,
            _ => false,
        };
        let (Some(schema), true) =
            (schema, is_defined && node.flag("allowReserved") && node.get("schema").is_some())
        else {
            return Notation::Encoded;
        };
        let is_plain = matches!(
            self.form_in_the_end(schema).form,
            Form::Scalar(
                Scalar::Bool
                    | Scalar::Int32
                    | Scalar::Int64
                    | Scalar::UInt64
                    | Scalar::Float
                    | Scalar::Double
                    | Scalar::Uuid
                    | Scalar::Date
            )
        );
        if is_plain { Notation::Encoded } else { Notation::Reserved }
    }

    /// Reports members that have no effect on a parameter `in: querystring`.
    pub(super) fn check_query_members(&mut self, node: &Node<'a>, notation: Notation) {
        if notation != Notation::Querystring {
            return;
        }
        for key in ["style", "explode", "allowReserved"] {
            if let Some(member) = node.get(key) {
                let message = format!("`{key}` does not apply to `in: querystring`; it is ignored");
                self.findings.push(Diagnostic::note(Code::UnsupportedEncoding, &member.at, message));
            }
        }
    }
}

/// Checks that a parameter for the whole query string is the only parameter in the query (OpenAPI 3.2.0,
/// "Parameter Locations").
pub(super) fn check_query_string(params: &[Param]) -> Result<(), Unfit> {
    let mut whole = params.iter().filter(|param| param.notation == Notation::Querystring);
    let Some(first) = whole.next() else { return Ok(()) };
    if let Some(second) = whole.next() {
        let why = "a request has only one query string, and another parameter is also `in: querystring`";
        return Err(Unfit::because(&second.pointer, why.to_owned()));
    }
    let other = params
        .iter()
        .find(|param| param.location == Location::Query && param.notation != Notation::Querystring);
    match other {
        Some(other) => {
            let why = format!(
                "parameter `{}` is the whole query string, so no parameter can be `in: query`",
                first.name
            );
            Err(Unfit::because(&other.pointer, why))
        }
        None => Ok(()),
    }
}
