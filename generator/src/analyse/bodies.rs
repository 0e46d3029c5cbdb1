//! Chooses the media type of a request body, and determines which of the body's fields become arguments.
//!
//! Only this module ranks media types and decides whether to split a form into separate arguments. It
//! determines what is sent; `emit` generates the corresponding Rust code.

use super::Facts;
use super::streams::item;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{
    Api, Body, Content, ContentKind, Encoding, Extra, Field, Location, Method, Notation, Operation, Param,
    Scalar, Shape, Struct, Style, Type, TypeId,
};
use crate::lower::{is_chosen, settled};
use crate::media_type::MediaType;
use crate::pointer::Pointer;

/// The maximum number of required fields in a split form; more positional arguments would be hard to distinguish.
const MAX_REQUIRED_FIELDS: usize = 7;

/// The media type of arbitrary binary data (RFC 2046, section 4.5.1).
const BINARY: &str = "application/octet-stream";

/// The encoding of a request body.
#[derive(Clone, Debug, PartialEq)]
pub struct SentBody {
    /// The index of the chosen content in [`Body::content`].
    pub content: usize,
    /// The media type; `None` if the document does not determine it and the caller must set it.
    pub media_type: Option<String>,
    /// The kind of argument that the caller passes.
    pub given: Given,
}

/// The kind of a body argument.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// A value encoded as JSON.
    Json,
    /// A value encoded as `application/x-www-form-urlencoded`.
    Form,
    /// Separate arguments for the fields of a form or the parts of a multipart body.
    Fields,
    /// The parts of a multipart body whose fields the document does not declare.
    Parts,
    /// A value encoded as XML.
    Xml,
    /// Values encoded as a JSON sequence, such as JSON Lines.
    Items,
    /// Text or bytes, sent unchanged.
    Bytes,
}

/// Chooses the encoding of every request body.
pub(super) fn bodies(api: &Api, config: &Config, facts: &mut Facts, findings: &mut Diagnostics) {
    let (wish, models) = (&config.parameters, &config.models);
    for (id, operation) in api.operations() {
        let Some(body) = &operation.body else { continue };
        if operation.method == Method::Trace {
            let message = format!(
                "`{}` sends no body: TRACE requests must not have one (RFC 9110, section 9.3.8)",
                operation.id
            );
            findings.push(Diagnostic::warning(Code::UnsupportedBody, &body.pointer, message));
            continue;
        }
        let Some((index, content)) = preferred(api, body) else { continue };
        // An optional object without properties contains no data, so the body is omitted.
        if !body.required && !models.keep_unknown_fields && is_empty(api, content) {
            continue;
        }
        let mut sent = SentBody { content: index, media_type: None, given: Given::Bytes };
        match content.kind {
            ContentKind::Json => sent.given = Given::Json,
            ContentKind::Xml => sent.given = Given::Xml,
            ContentKind::Form if is_object(api, &content.usage.ty) => sent.given = Given::Form,
            ContentKind::Multipart if MediaType::new(&content.media_type).is_form_data() => {
                sent.given = Given::Parts
            }
            _ if MediaType::new(&content.media_type).is_json_sequence() && item(api, content).is_some() => {
                sent.given = Given::Items;
            }
            ContentKind::Form | ContentKind::Multipart | ContentKind::Text | ContentKind::Binary => {}
        }
        if let (Given::Form | Given::Parts, Some((ty, object))) = (&sent.given, form(api, content)) {
            sent.given = Given::Fields;
            let fields = object.fields.iter().filter(|field| !field.read_only);
            let mut fields: Vec<Param> = fields.map(|field| param(api, content, field, findings)).collect();
            // This generator encodes nested values with brackets (`DeepObject`) by default, so any other
            // style comes from the document.
            let named =
                |param: &&mut Param| param.location == Location::Field && param.style != Style::DeepObject;
            for param in fields.iter_mut().filter(named) {
                let (style, finding) = settled(api, wish, param);
                param.style = style;
                finding.into_iter().for_each(|finding| findings.push(finding));
            }
            facts.fields.insert(id, fields);
            facts.flattened.extend(form_types(api, &content.usage.ty, ty));
        }
        sent.media_type = media_type(content, &sent.given);
        report(api, operation, body, content, &sent, findings);
        facts.bodies.insert(id, sent);
    }
}

/// Reports the `nested` setting as unused if no parameter or form field has a nested value.
pub(super) fn check_nested(api: &Api, config: &Config, facts: &Facts, findings: &mut Diagnostics) {
    let wish = &config.parameters;
    if wish.nested.is_none() || config.borrowed {
        return;
    }
    let mut params =
        api.operations().flat_map(|(_, operation)| &operation.params).chain(facts.fields.values().flatten());
    if params.any(|param| is_chosen(api, wish, param)) {
        return;
    }
    let message =
        "`parameters.nested` has no effect: no parameter or form field contains a nested list or object";
    findings.push(
        Diagnostic::error(Code::UnusedSetting, &Pointer::root(), message)
            .help("remove the setting from sdk.toml"),
    );
}

/// Returns the preferred content of a body and its index. Ties are resolved in document order. The order of
/// preference is:
///
/// 1. `application/json`, then other JSON: a value is encoded as its schema declares;
/// 2. `multipart/form-data` with files, because no other format can contain both files and fields;
/// 3. `application/x-www-form-urlencoded`, then other `multipart/form-data`;
/// 4. XML that is encoded according to its schema;
/// 5. `text/*`, then other multipart bodies, then bytes; the caller encodes all of these. Bytes with a JSON media type
///    come last.
fn preferred<'a>(api: &Api, body: &'a Body) -> Option<(usize, &'a Content)> {
    body.content.iter().enumerate().min_by_key(|(index, content)| (rank(api, content), *index))
}

fn rank(api: &Api, content: &Content) -> usize {
    match content.kind {
        ContentKind::Json if MediaType::new(&content.media_type).is_plain_json() => 0,
        ContentKind::Json => 1,
        ContentKind::Multipart if !MediaType::new(&content.media_type).is_form_data() => 7,
        ContentKind::Multipart if form(api, content).is_some_and(|(_, object)| has_files(api, object)) => 2,
        ContentKind::Form => 3,
        ContentKind::Multipart => 4,
        ContentKind::Xml => 5,
        ContentKind::Text => 6,
        ContentKind::Binary if !MediaType::new(&content.media_type).is_json() => 8,
        ContentKind::Binary => 9,
    }
}

/// Returns whether the schema of `content` is an object with neither properties nor additional properties.
fn is_empty(api: &Api, content: &Content) -> bool {
    let is_encoded = matches!(content.kind, ContentKind::Json | ContentKind::Form | ContentKind::Xml);
    match api.resolved(&content.usage.ty) {
        Type::Named(id) if is_encoded && !content.usage.nullable => match &api.ty(*id).shape {
            Shape::Struct(object) => object.fields.is_empty() && !matches!(object.extra, Extra::Kept(_)),
            _ => false,
        },
        _ => false,
    }
}

fn has_files(api: &Api, object: &Struct) -> bool {
    object.fields.iter().any(|field| !field.read_only && is_file(api, &field.usage.ty))
}

/// Returns whether values of a type are sent as files: binary values, and lists of binary values.
pub fn is_file(api: &Api, ty: &Type) -> bool {
    match api.resolved(ty) {
        Type::Scalar(Scalar::Binary) => true,
        Type::List(item) => matches!(api.resolved(&item.ty), Type::Scalar(Scalar::Binary)),
        _ => false,
    }
}

/// Returns the object whose properties become separate arguments. The object must have at least one property
/// that is sent. Except in a multipart body, it must also have no additional properties, and at most
/// [`MAX_REQUIRED_FIELDS`] required ones. Multipart bodies have no such limits, because files can be sent only as
/// separate parts.
fn form<'a>(api: &'a Api, content: &'a Content) -> Option<(TypeId, &'a Struct)> {
    let Type::Named(id) = api.resolved(&content.usage.ty) else { return None };
    let Shape::Struct(object) = &api.ty(*id).shape else { return None };
    let sent = || object.fields.iter().filter(|field| !field.read_only);
    let fits = content.kind == ContentKind::Multipart
        || (!matches!(object.extra, Extra::Kept(_))
            && sent().filter(|field| field.required).count() <= MAX_REQUIRED_FIELDS);
    (fits && sent().next().is_some()).then_some((*id, object))
}

/// Returns the object of a form, preceded by the aliases that lead to it. These types are unused if the form
/// is split.
fn form_types(api: &Api, from: &Type, to: TypeId) -> Vec<TypeId> {
    api.aliases(from).map(|(alias, _)| alias).chain([to]).collect()
}

/// Converts a form property into a parameter of the call.
fn param(api: &Api, content: &Content, field: &Field, findings: &mut Diagnostics) -> Param {
    let encoding = content.encoding.iter().find(|encoding| encoding.property == field.name);
    let media_type = encoding.and_then(|encoding| encoding.media_type.as_deref());
    let multipart = content.kind == ContentKind::Multipart;
    let mut description = field.docs.description.clone().or_else(|| field.docs.summary.clone());
    let mut part_type = None;
    if let Some(name) = media_type.filter(|_| multipart) {
        if !can_be_sent_as(api, name, &field.usage.ty) {
            let message = format!(
                "`{}` cannot be encoded as `{name}`; lists are sent item by item, objects as JSON",
                field.name
            );
            findings.push(Diagnostic::warning(Code::UnsupportedEncoding, &field.pointer, message));
        } else if is_single_media_type(name) {
            part_type = Some(name.to_owned());
        } else {
            let known = description.map(|text| format!("{text}\n\n")).unwrap_or_default();
            description = Some(format!("{known}Media type: {name}"));
        }
    }
    Param {
        pointer: field.pointer.clone(),
        name: field.name.clone(),
        location: if multipart { Location::Part } else { Location::Field },
        style: style(api, encoding, &field.usage.ty),
        notation: Notation::Encoded,
        media_type: part_type,
        required: field.required,
        deprecated: field.deprecated,
        secret: field.secret,
        on_client: None,
        usage: field.usage.clone(),
        values: field.values.clone(),
        default: field.default.clone(),
        example: field.example.clone(),
        description,
    }
}

/// Returns whether a part of type `ty` can be sent as `media_type`. Lists and objects can be sent only as
/// JSON; files and scalars can have any media type.
fn can_be_sent_as(api: &Api, media_type: &str, ty: &Type) -> bool {
    let is_list = matches!(api.resolved(ty), Type::List(_));
    is_file(api, ty) || MediaType::new(media_type).is_json() || !(is_list || has_members(api, ty))
}

/// Returns whether a string is a single media type rather than a list or a range.
fn is_single_media_type(media_type: &str) -> bool {
    is_media_type(media_type) && !media_type.contains(['*', ','])
}

/// Returns whether a string is valid in a `Content-Type` header (RFC 9110, section 8.3.1). The parameters are
/// not validated.
fn is_media_type(text: &str) -> bool {
    let is_token = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
    };
    let name = MediaType::new(text).essence();
    let visible = text.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
    visible && name.split_once('/').is_some_and(|(class, rest)| is_token(class) && is_token(rest))
}

/// Returns the style of a form field. If the document declares none, lists become repeated fields, and
/// objects use brackets.
fn style(api: &Api, encoding: Option<&Encoding>, ty: &Type) -> Style {
    match encoding {
        Some(Encoding { media_type: Some(media_type), .. }) if MediaType::new(media_type).is_json() => {
            Style::Json
        }
        Some(Encoding { style: Some(style), .. }) => *style,
        _ if has_members(api, ty) => Style::DeepObject,
        _ => Style::FormExploded,
    }
}

/// Returns whether a value can have members, which become form fields.
fn is_object(api: &Api, ty: &Type) -> bool {
    match api.resolved(ty) {
        Type::Scalar(_) | Type::List(_) => false,
        Type::Named(id) => !matches!(api.ty(*id).shape, Shape::Enum(_)),
        Type::Map(_) | Type::Object | Type::Any => true,
    }
}

/// Returns whether a value can be an object, or a list whose items are not scalars.
fn has_members(api: &Api, ty: &Type) -> bool {
    let single = |ty: &Type| match ty {
        Type::Scalar(_) => true,
        Type::Named(id) => matches!(api.ty(*id).shape, Shape::Enum(_)),
        _ => false,
    };
    match api.resolved(ty) {
        Type::List(item) => !single(api.resolved(&item.ty)),
        ty => !single(ty),
    }
}

/// Returns the media type that is sent; `None` if the document does not determine it.
fn media_type(content: &Content, given: &Given) -> Option<String> {
    let name = content.media_type.trim();
    let range = name.contains('*');
    match given {
        Given::Json if range || !is_media_type(name) => Some("application/json".to_owned()),
        Given::Xml if range || !is_media_type(name) => Some("application/xml".to_owned()),
        Given::Fields | Given::Parts if content.kind == ContentKind::Multipart => {
            Some("multipart/form-data".to_owned())
        }
        Given::Fields | Given::Form => Some("application/x-www-form-urlencoded".to_owned()),
        Given::Bytes if content.kind == ContentKind::Multipart => None,
        Given::Bytes if MediaType::new(name).is_range() => Some(BINARY.to_owned()),
        Given::Bytes if range && MediaType::new(name).is_plain_text() => Some("text/plain".to_owned()),
        Given::Bytes if range => None,
        Given::Bytes if !is_media_type(name) => Some(BINARY.to_owned()),
        _ => Some(name.to_owned()),
    }
}

/// Reports the parts of a body's declaration that are ignored or approximated.
fn report(
    api: &Api,
    operation: &Operation,
    body: &Body,
    content: &Content,
    sent: &SentBody,
    findings: &mut Diagnostics,
) {
    let at = body.pointer.keys(["content", &content.media_type]);
    let id = &operation.id;
    let mut warn = |code, message: String| findings.push(Diagnostic::warning(code, &at, message));
    if !is_media_type(&content.media_type) && !content.media_type.contains('*') {
        let sent = sent.media_type.as_deref().unwrap_or_default();
        warn(Code::InvalidMediaType, format!("invalid media type; `{id}` sends `{sent}`"));
    }
    match sent.given {
        Given::Bytes if has_members(api, &content.usage.ty) && content.usage.ty != Type::Any => {
            let what = if content.media_type.contains("xml") { "XML" } else { "a body of this media type" };
            warn(
                Code::ApproximatedBody,
                format!(
                    "{what} is not encoded according to its schema; `{id}` accepts text or bytes that the \
                     caller has serialized"
                ),
            );
        }
        Given::Form if content.encoding.iter().any(|encoding| encoding.style.is_some()) => {
            warn(
                Code::UnsupportedEncoding,
                format!(
                    "the styles of the form fields are not applied; `{id}` accepts the form as one argument"
                ),
            );
        }
        Given::Fields
            if content.kind == ContentKind::Form
                && form(api, content).is_some_and(|(_, object)| has_files(api, object)) =>
        {
            warn(
                Code::ApproximatedBody,
                format!("a URL-encoded form cannot contain files; `{id}` accepts strings instead"),
            );
        }
        Given::Fields
            if form(api, content).is_some_and(|(_, object)| matches!(object.extra, Extra::Kept(_))) =>
        {
            warn(
                Code::ApproximatedBody,
                format!("additional parts are not supported; `{id}` sends only the declared ones"),
            );
        }
        _ => {}
    }
    let others = others(body, sent);
    if !others.is_empty() {
        let sent = sent.media_type.as_deref().unwrap_or(&content.media_type);
        let message = format!("`{id}` sends `{sent}`; the document also allows `{}`", others.join("`, `"));
        findings.push(Diagnostic::note(Code::BodyMediaTypes, &body.pointer, message));
    }
}

/// Returns the media types of a body that are not sent. If JSON is sent, JSON ranges and `text/json` are
/// omitted.
pub fn others<'a>(body: &'a Body, sent: &SentBody) -> Vec<&'a str> {
    let chosen = body.content.get(sent.content);
    let same = |other: &&Content| {
        let general = other.media_type.contains('*') || other.media_type.starts_with("text/json");
        chosen.is_some_and(|chosen| {
            chosen.kind == ContentKind::Json && other.kind == ContentKind::Json && general
        })
    };
    let contents = body.content.iter().enumerate().filter(|(index, _)| *index != sent.content);
    contents.map(|(_, content)| content).filter(|c| !same(c)).map(|c| c.media_type.as_str()).collect()
}
