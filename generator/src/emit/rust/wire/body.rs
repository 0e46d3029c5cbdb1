//! Request bodies in `tests/wire`: the arguments, and the expected bytes on the wire.
//!
//! Expected values are derived from OpenAPI 3.0 ("Encoding Object"), RFC 7578 and the URL Standard
//! ("application/x-www-form-urlencoded"), not from the runtime under test.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use serde_json::Value;

use super::literal::{Json, argument};
use super::sample::{Samples, Way, listed, scalar};
use super::styles::{pairs, plain};
use super::xml::document;
use crate::analyse::{Given, SentBody};
use crate::emit::rust::body::has_empty_form;
use crate::emit::rust::vocabulary::parsed;
use crate::emit::spell;
use crate::ir::{Content, ContentKind, Location, OperationId, Param, Scalar, Shape, Style, Type, Usage};
use crate::media_type::MediaType;
use crate::model::Model;
use crate::sanitize::one_line;

/// A string with characters that must be escaped.
const TEXT: &str = "a/b c&d";

/// A body in a test.
#[derive(Default)]
pub(super) struct BodyTest {
    /// The reason for a missing body, as a sentence.
    pub(super) omitted: Option<String>,
    /// The statements before the call.
    pub(super) before: TokenStream,
    /// The fields of a form, in order. Fields that are not set are `None`.
    pub(super) fields: Vec<Option<TokenStream>>,
    /// The arguments of a body that is not flattened.
    pub(super) arguments: Vec<TokenStream>,
    /// The media type, or `None` if nothing is sent.
    pub(super) content_type: Option<String>,
    /// The assertions on the received request.
    pub(super) check: TokenStream,
}

/// Returns the body of an operation, or `None` if the body requires a sample that is not available.
pub(super) fn body_test(samples: &Samples<'_>, id: OperationId) -> Option<BodyTest> {
    let model = samples.model;
    let body = model.api.operation(id).body.as_ref().zip(model.facts.body(id));
    let content = body.and_then(|(body, sent)| Some((body.content.get(sent.content)?, sent)));
    let Some((content, sent)) = content else { return Some(BodyTest::nothing()) };
    if sent.given == Given::Fields {
        return Some(fields(samples, id));
    }
    let media_type = sent.media_type.clone().unwrap_or_else(|| "application/octet-stream".to_owned());
    let test = whole(samples, content, sent)?;
    Some(BodyTest { content_type: Some(one_line(&media_type)), ..test })
}

impl BodyTest {
    pub(super) fn nothing() -> Self {
        Self { check: quote! { assert!(request.body.is_empty()); }, ..Self::default() }
    }
}

fn whole(samples: &Samples<'_>, content: &Content, sent: &SentBody) -> Option<BodyTest> {
    Some(match sent.given {
        Given::Json => {
            let value = samples.sample(&content.usage, Way::Sent)?;
            // A list is passed as a slice, from which the compiler cannot infer the owned type.
            let ty = match content.usage.ty {
                Type::List(_) => Some(quote! { : Vec<_> }),
                Type::Scalar(Scalar::String | Scalar::Binary) => Some(quote! { : String }),
                _ => None,
            };
            let check = quote! { assert_eq!(request.json(), json(&body)); };
            BodyTest { check, ..by_reference(ty, &value) }
        }
        Given::Xml => {
            let value = samples.sample(&content.usage, Way::Sent)?;
            let check = same_text(&document(samples.model, &content.usage, &value, true));
            BodyTest { check, ..by_reference(None, &value) }
        }
        Given::Form => form(samples, content)?,
        Given::Parts => {
            let krate = parsed(&samples.model.names.krate);
            let argument = quote! { [("one", #krate::runtime::Part::text(#TEXT))] };
            let line = part_line("one", "", TEXT_PLAIN, TEXT);
            BodyTest { arguments: vec![argument], check: same_parts(&[line]), ..BodyTest::default() }
        }
        Given::Items => items(samples, content)?,
        Given::Fields | Given::Bytes => {
            let (argument, check) = match content.kind {
                ContentKind::Text => (quote! { #TEXT }, same_text(TEXT)),
                _ => (quote! { b"bytes" }, quote! { assert_eq!(request.body, b"bytes"); }),
            };
            let media_type = sent.media_type.is_none().then(|| quote! { "application/octet-stream" });
            let arguments = media_type.into_iter().chain([argument]).collect();
            BodyTest { arguments, check, ..BodyTest::default() }
        }
    })
}

/// Returns the test body for a value that is passed by reference, without assertions. `ty` is a type annotation.
fn by_reference(ty: Option<TokenStream>, value: &Value) -> BodyTest {
    let Json { binding, text } = Json::new("body", value);
    let before = quote! { #binding let body #ty = value(#text); };
    BodyTest { before, arguments: vec![quote! { &body }], ..BodyTest::default() }
}

/// Returns the test body for a form that is passed as one argument.
fn form(samples: &Samples<'_>, content: &Content) -> Option<BodyTest> {
    let free = matches!(samples.model.api.resolved(&content.usage.ty), Type::Object | Type::Any);
    let value = match free {
        true => serde_json::json!({ "name": TEXT }),
        false => samples.sample(&content.usage, Way::Sent)?,
    };
    let members = value.as_object().into_iter().flatten();
    let pieces: Vec<String> =
        members.flat_map(|(name, value)| form_field(name, natural_style(value), value)).collect();
    let check = same_text(&pieces.join("&"));
    let ty = free.then(|| quote! { : Value });
    Some(BodyTest { check, ..by_reference(ty, &value) })
}

/// Returns the test body for a sequence of items.
fn items(samples: &Samples<'_>, content: &Content) -> Option<BodyTest> {
    let item = samples.model.facts.item(&samples.model.api, content)?;
    let value = samples.sample(&item, Way::Sent)?;
    let Json { binding: before, text } = Json::new("item", &value);
    let has_separators = MediaType::new(&content.media_type).has_record_separators();
    let end = Literal::character(if has_separators { '\u{1e}' } else { '\n' });
    let check = quote! {
        let items: Vec<Value> =
            request.text().split(#end).filter(|item| !item.is_empty()).map(value).collect();
        assert_eq!(items, [value::<Value>(#text), value(#text)]);
    };
    let arguments = vec![quote! { [value(#text), value(#text)] }];
    Some(BodyTest { before, arguments, check, ..BodyTest::default() })
}

/// Returns the test body for a flattened form, in which each field is an argument.
fn fields(samples: &Samples<'_>, id: OperationId) -> BodyTest {
    let model = samples.model;
    let params = model.facts.fields(id);
    let (fields, values): (Vec<_>, Vec<_>) = params.iter().map(|param| given(samples, param).unzip()).unzip();
    if fields.iter().all(Option::is_none) && !has_empty_form(model, id) {
        return BodyTest { fields, ..BodyTest::nothing() };
    }
    // Arguments are written before setters.
    let set = params.iter().zip(&values).filter_map(|(param, value)| Some((param, value.as_ref()?)));
    let (first, then): (Vec<_>, Vec<_>) = set.partition(|(param, _)| param.required);
    let ordered = || first.iter().chain(&then);
    let (content_type, check) = if params.iter().any(|param| param.location == Location::Part) {
        let lines: Vec<String> = ordered().flat_map(|(param, value)| part(model, param, value)).collect();
        ("multipart/form-data", same_parts(&lines))
    } else {
        let pieces: Vec<String> =
            ordered().flat_map(|(param, value)| form_field(&param.name, param.style, value)).collect();
        ("application/x-www-form-urlencoded", same_text(&pieces.join("&")))
    };
    BodyTest { fields, content_type: Some(content_type.to_owned()), check, ..BodyTest::default() }
}

/// Returns a value for a parameter or a field, in Rust and as JSON, or `None` if the value would be too large. Where
/// the location allows it, strings contain characters that must be escaped.
pub(super) fn given(samples: &Samples<'_>, param: &Param) -> Option<(TokenStream, Value)> {
    let model = samples.model;
    let usage = &param.usage;
    if spell::is_upload(model, param) {
        let krate = parsed(&model.names.krate);
        let part = quote! { #krate::runtime::Part::bytes(b"bytes") };
        return Some(match model.api.resolved(&usage.ty) {
            Type::List(_) => (quote! { [#part, #part] }, serde_json::json!(["bytes", "bytes"])),
            _ => (part, Value::from("bytes")),
        });
    }
    let text = match param.location {
        Location::Header | Location::Cookie => "a-b",
        _ => TEXT,
    };
    let single = |usage: &Usage| match model.api.resolved(&usage.ty) {
        Type::Scalar(Scalar::String | Scalar::Binary) => Some(Value::from(text)),
        Type::Scalar(kind) => Some(scalar(&model.api, *kind, &param.name)),
        _ => samples.sample(usage, Way::Sent),
    };
    let string = |value: &Value| plain(value).into_token_stream();
    let made = |value: &Value| {
        let json = argument(value);
        quote! { value(#json) }
    };
    Some(match model.api.resolved(&usage.ty) {
        Type::Scalar(Scalar::String | Scalar::Binary | Scalar::Uuid | Scalar::Uri) => {
            let value = single(usage)?;
            (string(&value), value)
        }
        Type::List(item) => {
            let value = single(item)?;
            let text = !item.nullable
                && matches!(
                    model.api.resolved(&item.ty),
                    Type::Scalar(Scalar::String | Scalar::Binary | Scalar::Uuid)
                );
            let one = if text { string(&value) } else { made(&value) };
            // With two items, the value contains the delimiter.
            (quote! { [#one, #one] }, Value::Array(vec![value.clone(), value]))
        }
        ty => {
            let value = match param.values.as_slice() {
                [] => single(usage)?,
                values => in_parameter(listed(model, &usage.ty, values), param.style),
            };
            let by_value = match ty {
                Type::Named(id) => matches!(model.api.ty(*id).shape, Shape::Enum(_)),
                ty => matches!(ty, Type::Scalar(_)),
            };
            let rust = made(&value);
            (
                if by_value {
                    rust
                } else {
                    quote! { &#rust }
                },
                value,
            )
        }
    })
}

/// Returns a number as a style writes it, such as `1` for the JSON number `1.0`.
fn in_parameter(value: Value, style: Style) -> Value {
    #[allow(clippy::cast_possible_truncation)] // in the range in which floats are exact
    let whole =
        |number: f64| (number.fract() == 0.0 && number.abs() < 1e15).then(|| Value::from(number as i64));
    match value.as_f64().filter(|_| value.is_f64() && style != Style::Json) {
        Some(number) => whole(number).unwrap_or(value),
        None => value,
    }
}

/// Returns the style of a member in a form that is not flattened.
fn natural_style(value: &Value) -> Style {
    let nested = |value: &Value| matches!(value, Value::Array(_) | Value::Object(_));
    match value {
        Value::Object(_) => Style::Json,
        Value::Array(items) if items.iter().any(nested) => Style::Json,
        _ => Style::FormExploded,
    }
}

fn form_field(name: &str, style: Style, value: &Value) -> Vec<String> {
    pairs(style, Location::Field, name, value)
}

/// The media type of a text part.
const TEXT_PLAIN: &str = "text/plain; charset=utf-8";

/// Returns the parts of a value, in the format of the test support code.
fn part(model: &Model, param: &Param, value: &Value) -> Vec<String> {
    let nested = |value: &Value| matches!(value, Value::Array(_) | Value::Object(_));
    let named = param.media_type.as_deref();
    let line =
        |file: &str, usual: &str, text: &str| part_line(&param.name, file, named.unwrap_or(usual), text);
    let one = |value: &Value| match value {
        Value::String(text) if spell::is_upload(model, param) => {
            line("blob", "application/octet-stream", text)
        }
        value if nested(value) => line("", "application/json", &value.to_string()),
        value => line("", TEXT_PLAIN, &plain(value)),
    };
    let between = match param.style {
        Style::Form => Some(","),
        Style::SpaceDelimited => Some(" "),
        Style::PipeDelimited => Some("|"),
        _ => None,
    };
    match (value, between) {
        (Value::Null, _) => Vec::new(),
        (Value::Array(items), _) if spell::is_upload(model, param) => items.iter().map(one).collect(),
        (Value::Array(_), _) if named.is_some() => vec![one(value)],
        (Value::Array(items), Some(between)) => {
            let items: Vec<String> = items.iter().map(plain).collect();
            vec![line("", TEXT_PLAIN, &items.join(between))]
        }
        (Value::Array(items), None) => items.iter().map(one).collect(),
        (value, _) => vec![one(value)],
    }
}

/// Returns a part on one line, as `name (file name): media type: content`.
fn part_line(name: &str, file: &str, media_type: &str, text: &str) -> String {
    let file = if file.is_empty() { String::new() } else { format!(" ({file})") };
    format!("{}{file}: {media_type}: {text}", name.replace('"', "%22"))
}

fn same_text(text: &str) -> TokenStream {
    quote! { assert_eq!(request.text(), #text); }
}

fn same_parts(lines: &[String]) -> TokenStream {
    match lines {
        [] => quote! { assert!(request.parts().is_empty()); },
        lines => quote! { assert_eq!(request.parts(), [#(#lines),*]); },
    }
}
