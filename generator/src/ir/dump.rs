//! Renders the model as stable, readable text, for snapshots and bug reports.
//!
//! The text has one line per fact, and does not depend on map order. It contains only the model,
//! without Rust names.

use std::fmt::Write as _;

use super::{
    Api, Body, Content, ContentKind, Docs, Extra, Field, Literal, Notation, Operation, Origin, Param,
    PathPart, PathStep, Requirement, Response, Scalar, SecurityKind, Shape, Struct, Style, Type, TypeDef,
    TypeId, Union, Usage, Value, Variant,
};

/// Renders the model: the service, its operations and its types.
pub fn dump(api: &Api) -> String {
    let mut out = String::new();
    service(&mut out, api);
    for (_, operation) in api.operations() {
        self::operation(&mut out, api, operation);
    }
    for (id, ty) in api.types() {
        type_def(&mut out, api, id, ty);
    }
    out
}

/// Appends one line, indented by two spaces per level.
fn line(out: &mut String, level: usize, text: &str) {
    let _ = writeln!(out, "{:width$}{text}", "", width = level * 2);
}

fn service(out: &mut String, api: &Api) {
    line(
        out,
        0,
        &format!("api {:?} {:?}{}", api.title, api.version, text(" -- ", api.description.as_deref())),
    );
    for server in &api.servers {
        let name = server.name.as_ref().map(|name| format!(" {name:?}")).unwrap_or_default();
        let description = text(" -- ", server.description.as_deref());
        line(out, 0, &format!("server {}{name}{description}", server.url));
        for variable in &server.variables {
            let description = text(" -- ", variable.description.as_deref());
            line(out, 1, &format!("{{{}}} = {:?}{description}", variable.name, variable.default));
            variants(out, 2, &variable.values);
        }
    }
    for (_, tag) in api.tags() {
        let mut head = format!("tag {:?}{}", tag.name, text(" summary ", tag.summary.as_deref()));
        flag(&mut head, tag.marker, "marker");
        line(out, 0, &format!("{head}{}", text(" -- ", tag.description.as_deref())));
    }
    for scheme in &api.security_schemes {
        let description = text(" -- ", scheme.description.as_deref());
        let mut head = format!("security {:?}: {}", scheme.name, security(&scheme.kind));
        flag(&mut head, scheme.deprecated, "deprecated");
        line(out, 0, &format!("{head}{description}"));
    }
}

fn security(kind: &SecurityKind) -> String {
    match kind {
        SecurityKind::OAuth2 { authorization_url, token_url, scopes, .. } => {
            let scopes: Vec<_> = scopes.iter().map(|(name, _)| name.as_str()).collect();
            let url = |url: &Option<String>| url.clone().unwrap_or_else(|| "-".to_owned());
            format!(
                "oauth2 authorize {} token {} scopes [{}]",
                url(authorization_url),
                url(token_url),
                scopes.join(", ")
            )
        }
        SecurityKind::Bearer => "bearer".to_owned(),
        SecurityKind::Basic => "basic".to_owned(),
        SecurityKind::ApiKey { location: at, name } => format!("key in {} {name:?}", at.name()),
        SecurityKind::OpenIdConnect(url) => format!("openid {url}"),
        SecurityKind::MutualTls => "client certificate".to_owned(),
        SecurityKind::Other(name) => format!("other {name:?}"),
    }
}

fn operation(out: &mut String, api: &Api, operation: &Operation) {
    let mut head = format!("\noperation {}: {} {}", operation.id, operation.method, operation.path.text);
    flag(&mut head, operation.deprecated, "deprecated");
    flag(&mut head, operation.preview, "preview");
    line(out, 0, &head);
    docs(out, 1, &operation.docs);
    if operation.method_name != operation.id {
        line(out, 1, &format!("method name {}", operation.method_name));
    }
    let parts: Vec<_> = operation.path.parts.iter().map(part).collect();
    line(out, 1, &format!("path {}", parts.join(" ")));
    let tags: Vec<_> = operation.tags.iter().map(|id| format!("{:?}", api.tag(*id).name)).collect();
    line(out, 1, &format!("tags {}", tags.join(", ")));
    if operation.idempotent {
        let key = operation.idempotency_header.as_ref().map(|name| format!(", key in {name:?}"));
        line(out, 1, &format!("idempotent{}", key.unwrap_or_default()));
    }
    if let Some(needed) = &operation.permissions {
        line(
            out,
            1,
            &format!(
                "permissions {} {}",
                if needed.all { "all of" } else { "any of" },
                needed.names.join(", ")
            ),
        );
    }
    for server in &operation.servers {
        line(out, 1, &format!("server {}{}", server.url, text(" -- ", server.description.as_deref())));
    }
    if !operation.security.is_empty() {
        let names = |way: &Vec<Requirement>| way.iter().map(Requirement::summary).collect::<Vec<_>>();
        let ways: Vec<_> =
            operation.security.iter().map(|way| format!("[{}]", names(way).join(" + "))).collect();
        line(out, 1, &format!("requires {}", ways.join(" or ")));
    }
    for param in &operation.params {
        self::param(out, api, param);
    }
    if let Some(body) = &operation.body {
        self::body(out, api, body);
    }
    for response in &operation.responses {
        self::response(out, api, response);
    }
    for callback in &operation.callbacks {
        line(out, 1, &format!("callback {:?}: {}", callback.name, usage(api, &callback.payload)));
    }
}

fn part(part: &PathPart) -> String {
    match part {
        PathPart::Text(text) => format!("{text:?}"),
        PathPart::Param(name) => format!("<{name}>"),
    }
}

fn param(out: &mut String, api: &Api, param: &Param) {
    let mut head = format!("{} {:?}: {}", param.location.name(), param.name, usage(api, &param.usage));
    flag(&mut head, param.required, "required");
    flag(&mut head, param.secret, "secret");
    flag(&mut head, param.deprecated, "deprecated");
    flag(&mut head, param.on_client == Some(true), "on client");
    let _ = write!(head, " style {}", style(param.style));
    match param.notation {
        Notation::Encoded => {}
        Notation::Reserved => head.push_str(" reserved"),
        Notation::Cookie => head.push_str(" verbatim"),
        Notation::Querystring => head.push_str(" whole"),
    }
    if !param.values.is_empty() {
        let _ = write!(head, " only {}", any_of(&param.values));
    }
    value(&mut head, "default", param.default.as_ref());
    value(&mut head, "example", param.example.as_ref());
    head.push_str(&text(" -- ", param.description.as_deref()));
    line(out, 1, &head);
}

fn body(out: &mut String, api: &Api, body: &Body) {
    let mut head = "body".to_owned();
    head.push_str(&body.name.as_ref().map(|name| format!(" {name:?}")).unwrap_or_default());
    flag(&mut head, body.required, "required");
    head.push_str(&text(" -- ", body.description.as_deref()));
    line(out, 1, &head);
    contents(out, api, &body.content);
}

fn response(out: &mut String, api: &Api, response: &Response) {
    line(out, 1, &format!("{}{}", response.status, text(" -- ", response.description.as_deref())));
    contents(out, api, &response.content);
    for header in &response.headers {
        let description = text(" -- ", header.description.as_deref());
        line(out, 2, &format!("header {:?}: {}{description}", header.name, usage(api, &header.usage)));
    }
    for (code, what) in &response.error_codes {
        line(out, 2, &format!("code {code}: {what}"));
    }
}

fn contents(out: &mut String, api: &Api, contents: &[Content]) {
    for content in contents {
        let kind = match content.kind {
            ContentKind::Json => "json",
            ContentKind::Form => "form",
            ContentKind::Multipart => "multipart",
            ContentKind::Xml => "xml",
            ContentKind::Text => "text",
            ContentKind::Binary => "binary",
        };
        let mut head = format!("{} ({kind}): {}", content.media_type, usage(api, &content.usage));
        let _ = content.item.as_ref().map(|item| write!(head, " of items {}", usage(api, item)));
        value(&mut head, "example", content.example.as_ref());
        line(out, 2, &head);
        for encoding in &content.encoding {
            let mut head = format!("{:?} encoded", encoding.property);
            let _ = encoding.style.map(|of| write!(head, " style {}", style(of)));
            let _ = encoding.media_type.as_ref().map(|of| write!(head, " as {of}"));
            line(out, 3, &head);
        }
    }
}

fn type_def(out: &mut String, api: &Api, id: TypeId, ty: &TypeDef) {
    let what = match &ty.shape {
        Shape::Struct(_) => "struct".to_owned(),
        Shape::Enum(_) => "enum".to_owned(),
        Shape::Union(_) => "union".to_owned(),
        Shape::Alias(to) => format!("= {}", usage(api, to)),
    };
    let mut head = format!("\n{} {what}", name(api, id));
    flag(&mut head, ty.deprecated, "deprecated");
    value(&mut head, "example", ty.example.as_ref());
    line(out, 0, &head);
    line(out, 1, &format!("at {}", ty.pointer));
    docs(out, 1, &ty.docs);
    match &ty.shape {
        Shape::Struct(shape) => members(out, api, shape),
        Shape::Enum(shape) => variants(out, 1, &shape.values),
        Shape::Union(shape) => alternatives(out, api, shape),
        Shape::Alias(_) => {}
    }
}

fn members(out: &mut String, api: &Api, shape: &Struct) {
    for field in &shape.fields {
        self::field(out, api, field);
    }
    match &shape.extra {
        Extra::Unspecified => {}
        Extra::Refused => line(out, 1, "no other properties"),
        Extra::Kept(of) => line(out, 1, &format!("other properties: {}", usage(api, of))),
    }
}

fn field(out: &mut String, api: &Api, field: &Field) {
    let mut head = format!("{:?}: {}", field.name, usage(api, &field.usage));
    flag(&mut head, field.required, "required");
    flag(&mut head, field.undeclared, "undeclared");
    flag(&mut head, field.secret, "secret");
    flag(&mut head, field.read_only, "read-only");
    flag(&mut head, field.write_only, "write-only");
    flag(&mut head, field.deprecated, "deprecated");
    if !field.values.is_empty() {
        let _ = write!(head, " only {}", any_of(&field.values));
    }
    value(&mut head, "default", field.default.as_ref());
    value(&mut head, "example", field.example.as_ref());
    line(out, 1, &head);
    docs(out, 2, &field.docs);
}

fn any_of(values: &[Value]) -> String {
    values.iter().map(Value::to_string).collect::<Vec<_>>().join(" or ")
}

fn variants(out: &mut String, level: usize, values: &[Variant]) {
    for variant in values {
        let mut head = match &variant.value {
            Literal::Text(text) => format!("{text:?}"),
            Literal::Integer(number) => number.to_string(),
        };
        if let Some(name) = &variant.name {
            let _ = write!(head, " named {name}");
        }
        head.push_str(&text(" -- ", variant.description.as_deref()));
        line(out, level, &head);
    }
}

fn alternatives(out: &mut String, api: &Api, shape: &Union) {
    if let Some(tag) = &shape.tag {
        line(out, 1, &format!("tagged by {tag:?}"));
    }
    for variant in &shape.variants {
        let mut head = format!("| {}", self::ty(api, &variant.ty));
        if let Some(title) = &variant.title {
            let _ = write!(head, " named {title:?}");
        }
        if !variant.tags.is_empty() {
            let _ = write!(head, " if {}", any_of(&variant.tags));
        }
        flag(&mut head, variant.fallback, "otherwise");
        for fixed in &variant.fixed {
            let _ = write!(head, " with {:?} {}", fixed.to_string(), any_of(&fixed.values));
        }
        head.push_str(&text(" -- ", variant.description.as_deref()));
        line(out, 1, &head);
    }
}

/// Returns the display name of a type: the name of its schema, or its inline path.
fn name(api: &Api, id: TypeId) -> String {
    match &api.ty(id).origin {
        Origin::Schema(name) => name.clone(),
        Origin::Inline { owner, path } => {
            format!("{}.{}", name(api, *owner), PathStep::words(path).join("."))
        }
        Origin::Operation { operation, path } => {
            // An operation under construction has an id, but is not yet in the list.
            let id = api.operations.get(operation.index()).map_or("?", |o| o.id.as_str());
            format!("{id}().{}", PathStep::words(path).join("."))
        }
    }
}

fn usage(api: &Api, usage: &Usage) -> String {
    let ty = ty(api, &usage.ty);
    if usage.nullable { format!("{ty}?") } else { ty }
}

fn ty(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Named(id) => name(api, *id),
        Type::Scalar(kind) => scalar(api, *kind).to_owned(),
        Type::List(item) => format!("[{}]", self::usage(api, item)),
        Type::Map(value) => format!("{{*: {}}}", self::usage(api, value)),
        Type::Object => "object".to_owned(),
        Type::Any => "any".to_owned(),
    }
}

fn scalar(api: &Api, kind: Scalar) -> &str {
    match kind {
        Scalar::Bool => "bool",
        Scalar::Int32 => "int32",
        Scalar::Int64 => "int64",
        Scalar::UInt64 => "uint64",
        Scalar::Float => "float",
        Scalar::Double => "double",
        Scalar::String => "string",
        Scalar::DateTime => "date-time",
        Scalar::Date => "date",
        Scalar::Uuid => "uuid",
        Scalar::Uri => "uri",
        Scalar::Byte => "base64",
        Scalar::Binary => "bytes",
        Scalar::Foreign(foreign) => &api.foreign(foreign).rust,
    }
}

fn style(style: Style) -> &'static str {
    match style {
        Style::Form => "form",
        Style::FormExploded => "form*",
        Style::FormBrackets => "form[]",
        Style::FormDots => "form.",
        Style::SpaceDelimited => "space",
        Style::PipeDelimited => "pipe",
        Style::DeepObject => "deep",
        Style::Simple => "simple",
        Style::SimpleExploded => "simple*",
        Style::Label => "label",
        Style::LabelExploded => "label*",
        Style::Matrix => "matrix",
        Style::MatrixExploded => "matrix*",
        Style::Json => "json",
    }
}

fn flag(head: &mut String, on: bool, word: &str) {
    if on {
        let _ = write!(head, " {word}");
    }
}

fn value(head: &mut String, word: &str, value: Option<&Value>) {
    if let Some(value) = value {
        let _ = write!(head, " {word} {value}");
    }
}

/// Returns the separator and the string, on one line. Without a string, the result is empty.
fn text(separator: &str, text: Option<&str>) -> String {
    text.map(|text| format!("{separator}{}", text.replace('\n', "\\n"))).unwrap_or_default()
}

fn docs(out: &mut String, level: usize, docs: &Docs) {
    for text in [&docs.summary, &docs.description].into_iter().flatten() {
        line(out, level, &format!("-- {}", text.replace('\n', "\\n")));
    }
}
