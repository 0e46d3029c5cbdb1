//! The view of an operation on a page of the Python SDK.

use super::types::{self, Python};
use super::{Layout, words};
use crate::ir::{
    Api, Body, Content, ContentKind, Literal, Operation, OperationId, Requirement, SecurityKind, Shape, Type,
    Usage, Value,
};
use crate::model::Model;

/// The view of an operation.
pub(super) struct OperationView {
    pub(super) name: String,
    pub(super) heading_type: String,
    pub(super) arguments: String,
    pub(super) deprecated: bool,
    pub(super) has_summary: bool,
    pub(super) summary: String,
    pub(super) summary_cell: String,
    pub(super) has_description: bool,
    pub(super) description: String,
    pub(super) has_preview_notice: bool,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) has_permissions: bool,
    /// Whether the document declares permissions, but none for this operation.
    pub(super) needs_no_permissions: bool,
    pub(super) permission_mode: &'static str,
    pub(super) permissions: Vec<String>,
    pub(super) has_security: bool,
    pub(super) security: Vec<String>,
    pub(super) has_params: bool,
    pub(super) params: Vec<ParamView>,
    pub(super) has_result: bool,
    pub(super) return_type: String,
}

/// An argument of an operation.
pub(super) struct ParamView {
    pub(super) name: String,
    pub(super) example: String,
    pub(super) type_name: String,
    pub(super) comment: String,
    pub(super) type_cell: String,
    pub(super) description_cell: String,
    pub(super) notes: String,
}

/// The declaration of an argument: a parameter, a body, or a form field.
struct Argument<'a> {
    name: String,
    required: bool,
    usage: &'a Usage,
    default: Option<&'a Value>,
    example: Option<&'a Value>,
    description: Option<&'a str>,
}

/// Returns the view of an operation.
pub(super) fn view(model: &Model, id: OperationId, module: &str, layout: Layout) -> OperationView {
    let api = &model.api;
    let operation = api.operation(id);
    let args = arguments(api, operation);
    let signature: Vec<String> = args
        .iter()
        .map(|arg| if arg.required { arg.name.clone() } else { format!("{0}={0}", arg.name) })
        .collect();
    let result = operation
        .success()
        .and_then(|response| preferred(&response.content))
        .map(|content| Python::received(api, &content.usage));
    let summary = words::text(operation.docs.summary.as_deref().unwrap_or_default());
    let description = words::text(operation.docs.description.as_deref().unwrap_or_default());
    let permissions = operation.permissions.as_ref();
    let names: Vec<String> =
        permissions.map(|p| p.names.iter().map(|n| words::line(n)).collect()).unwrap_or_default();
    let security = security(api, operation, module);
    OperationView {
        name: words::name(&operation.method_name),
        heading_type: result
            .as_ref()
            .map(|t| t.returned(|name| format!("{}**", words::html(&name))))
            .unwrap_or_default(),
        arguments: signature.join(", "),
        deprecated: operation.deprecated,
        has_summary: !summary.is_empty(),
        summary_cell: words::html(&summary),
        summary,
        has_description: !description.is_empty(),
        description,
        has_preview_notice: operation.preview && layout == Layout::Release202,
        method: operation.method.to_string(),
        path: words::line(&operation.path.text),
        has_permissions: !names.is_empty(),
        needs_no_permissions: names.is_empty() && model.config.extensions.permissions.is_some(),
        permission_mode: if permissions.is_some_and(|p| p.all) { "ALL" } else { "ANY" },
        permissions: names,
        has_security: !security.is_empty(),
        security,
        has_params: !args.is_empty(),
        params: args.iter().map(|arg| param(api, arg, module)).collect(),
        has_result: result.is_some(),
        return_type: match result {
            Some(ty) => ty.returned(|name| format!("**{name}**")),
            None => "void (empty response body)".to_owned(),
        },
    }
}

/// Returns the required arguments, followed by the optional ones. Each group is in document order, with the body
/// last.
fn arguments<'a>(api: &'a Api, operation: &'a Operation) -> Vec<Argument<'a>> {
    let params = operation.params.iter().map(|param| Argument {
        name: words::name(&param.name),
        required: param.required,
        usage: &param.usage,
        default: param.default.as_ref(),
        example: param.example.as_ref(),
        description: param.description.as_deref(),
    });
    let body = operation.body.iter().flat_map(|body| body_arguments(api, body));
    let mut all: Vec<Argument<'a>> = params.chain(body).collect();
    all.sort_by_key(|arg| !arg.required);
    all
}

/// Returns the arguments for a body: one for each field of a form, or one for any other body.
fn body_arguments<'a>(api: &'a Api, body: &'a Body) -> Vec<Argument<'a>> {
    let Some(content) = preferred(&body.content) else { return Vec::new() };
    if matches!(content.kind, ContentKind::Form | ContentKind::Multipart)
        && let Type::Named(id) = api.resolved(&content.usage.ty)
        && let Shape::Struct(form) = &api.ty(*id).shape
    {
        let fields = form.fields.iter().map(|field| Argument {
            name: words::name(&field.name),
            required: field.required,
            usage: &field.usage,
            default: field.default.as_ref(),
            example: field.example.as_ref(),
            description: field.docs.description.as_deref(),
        });
        return fields.collect();
    }
    vec![Argument {
        name: body.name.as_deref().map_or_else(|| "body".to_owned(), words::name),
        required: body.required,
        usage: &content.usage,
        default: None,
        example: None,
        description: body.description.as_deref(),
    }]
}

/// Returns the JSON content if declared, or else the content of the first media type.
fn preferred(content: &[Content]) -> Option<&Content> {
    content.iter().find(|c| c.kind == ContentKind::Json).or(content.first())
}

fn param(api: &Api, arg: &Argument<'_>, module: &str) -> ParamView {
    let ty = Python::sent(api, arg.usage);
    let default = arg.default.and_then(types::literal);
    let example = arg
        .default
        .and_then(types::quoted_default)
        .or_else(|| arg.example.and_then(types::given_example))
        .unwrap_or_else(|| ty.sample(module, &arg.name));
    let description = words::text(arg.description.unwrap_or_default());
    let mut comment = description.clone();
    let mut notes = String::new();
    if !arg.required {
        comment.push_str(" (optional)");
        notes.push_str("[optional] ");
    }
    if let Some(default) = &default {
        comment.push_str(&format!(" (default to {default})"));
        notes.push_str(&format!("[default to {}]", words::html(default)));
    }
    let values = values(api, arg.usage);
    if !values.is_empty() {
        notes.push_str(&format!("<br />**Values**: {}", values.join(", ")));
    }
    ParamView {
        name: arg.name.clone(),
        example,
        type_name: ty.name(),
        comment,
        type_cell: ty.cell(),
        description_cell: words::html(&description),
        notes,
    }
}

/// Returns the values of an enum, or of a list's item type if that is an enum.
fn values(api: &Api, usage: &Usage) -> Vec<String> {
    match api.resolved(&usage.ty) {
        Type::List(item) => values(api, item),
        Type::Named(id) => match &api.ty(*id).shape {
            Shape::Enum(enumeration) => enumeration
                .values
                .iter()
                .map(|variant| match &variant.value {
                    Literal::Text(text) => words::line(text),
                    Literal::Integer(number) => number.to_string(),
                })
                .collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Returns the lines of the example that set credentials, in the order of the operation's security schemes.
fn security(api: &Api, operation: &Operation, module: &str) -> Vec<String> {
    let mut seen: Vec<&str> = Vec::new();
    let mut lines = Vec::new();
    for Requirement { scheme: name, .. } in operation.security.iter().flatten() {
        if seen.contains(&name.as_str()) {
            continue;
        }
        seen.push(name);
        if let Some(scheme) = api.security_schemes.iter().find(|scheme| scheme.name == *name) {
            lines.extend(credentials(&scheme.kind, &words::line(name), module));
        }
    }
    lines
}

fn credentials(kind: &SecurityKind, name: &str, module: &str) -> Vec<String> {
    let setting = |key: &str, value: &str| format!("{module}.configuration.{key} = '{value}'");
    match kind {
        SecurityKind::OAuth2 { .. } => vec![
            format!("# Configure OAuth2 access token for authorization: {name}"),
            setting("access_token", "YOUR_ACCESS_TOKEN"),
        ],
        SecurityKind::Bearer
        | SecurityKind::OpenIdConnect(_)
        | SecurityKind::MutualTls
        | SecurityKind::Other(_) => vec![
            format!("# Configure access token for authorization: {name}"),
            setting("access_token", "YOUR_ACCESS_TOKEN"),
        ],
        SecurityKind::Basic => vec![
            format!("# Configure HTTP basic authorization: {name}"),
            setting("username", "YOUR_USERNAME"),
            setting("password", "YOUR_PASSWORD"),
        ],
        SecurityKind::ApiKey { name: key, .. } => {
            let key = words::line(key);
            vec![
                format!("# Configure API key authorization: {name}"),
                setting(&format!("api_key['{key}']"), "YOUR_API_KEY"),
                "# Uncomment below to setup prefix (e.g. BEARER) for API key, if needed".to_owned(),
                format!("# {}", setting(&format!("api_key_prefix['{key}']"), "BEARER")),
            ]
        }
    }
}
