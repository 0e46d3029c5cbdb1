//! The parts of the view. Their field names are part of the JSON output.

use serde::Serialize;

use crate::ir::Value;

/// A view of an API.
#[derive(Debug, Serialize)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// The name of the emitted package.
    pub package: String,
    /// The server URLs, including variables.
    pub servers: Vec<String>,
    /// The name of the Rust type for choosing a server, if there is a choice.
    pub server_type: Option<String>,
    /// The parameters that callers set on the client, and candidates.
    pub client_parameters: Vec<ClientParameterView>,
    /// The declared security schemes.
    pub security_schemes: Vec<SchemeView>,
    /// All operations.
    pub operations: Vec<OperationView>,
    /// All types.
    pub types: Vec<TypeView>,
}

/// A parameter that callers set on the client, or a candidate.
#[derive(Debug, Serialize)]
pub struct ClientParameterView {
    /// The name of the parameter in the document.
    pub name: String,
    /// The location, such as `query`.
    #[serde(rename = "in")]
    pub location: &'static str,
    /// The reason why the parameter is listed: `document` or `settings`, depending on which declares it, or `candidate`
    /// if the settings can enable it.
    pub reason: &'static str,
    /// The name of the client builder's method that sets the parameter; `None` for a candidate.
    pub rust: Option<String>,
    /// The Rust type of the parameter.
    #[serde(rename = "type")]
    pub ty: String,
    /// The number of operations that declare the parameter.
    pub operations: usize,
    /// The number of operations that require the parameter.
    pub required: usize,
    /// The value that is sent if no other value is set.
    pub default: Option<Value>,
    /// The JSON pointer to the parameter's first declaration.
    pub pointer: String,
}

/// A security scheme.
#[derive(Debug, Serialize)]
pub struct SchemeView {
    /// The name of the security scheme in the document.
    pub name: String,
    /// The name of the client builder's method for the scheme's credential, if there is one.
    pub rust: Option<String>,
}

/// An operation.
#[derive(Debug, Serialize)]
pub struct OperationView {
    /// The `operationId`.
    pub id: String,
    /// The HTTP method of the operation.
    pub method: String,
    /// The path template of the operation.
    pub path: String,
    /// The JSON pointer to the operation's declaration.
    pub pointer: String,
    /// The tags of the operation.
    pub tags: Vec<String>,
    /// The alternative sets of security schemes; empty if no credentials are required.
    pub security: Vec<Vec<String>>,
    /// The server URL, if it differs from the client's.
    pub server: Option<String>,
    /// Whether the document marks the operation as deprecated.
    pub deprecated: bool,
    /// Whether the operation is a preview.
    pub preview: bool,
    /// The Rust call; `None` if the operation is not emitted.
    pub rust: Option<CallView>,
    /// The declared parameters, and the form fields that are separate arguments.
    pub parameters: Vec<ParameterView>,
    /// The request body of the operation.
    pub body: Option<BodyView>,
    /// The responses of the operation.
    pub responses: Vec<ResponseView>,
    /// The pagination; `None` if the operation is not paginated, or if its pagination is unknown.
    pub paging: Option<PagingView>,
    /// The evidence that the operation is long-running; `None` if the operation is not long-running.
    pub polling: Option<String>,
}

/// The pagination of an operation. Response fields are dotted paths, such as `meta.next`.
#[derive(Debug, Serialize)]
pub struct PagingView {
    /// The style's name in the configuration.
    pub style: &'static str,
    /// The parameter's wire name; `None` for link styles.
    pub parameter: Option<String>,
    /// The number of the first page or item.
    pub first: Option<i64>,
    /// The field that contains the list; empty if the list is the whole response body.
    pub items: String,
    /// The Rust type of an item.
    pub item: String,
    /// The field with the link or value for the next page.
    pub next: Option<String>,
    /// The evidence of pagination in the document.
    pub proof: String,
}

/// The Rust call for an operation.
#[derive(Debug, Serialize)]
pub struct CallView {
    /// The call on a client, such as `groups().get_group`.
    pub call: String,
    /// The path of the request builder, such as `api::groups::GetGroup`.
    pub builder: String,
    /// The type that awaiting the builder returns.
    pub returns: String,
}

/// A parameter.
#[derive(Debug, Serialize)]
pub struct ParameterView {
    /// The name of the parameter in the document.
    pub name: String,
    /// The location, such as `query`.
    #[serde(rename = "in")]
    pub location: &'static str,
    /// The name of the parameter in Rust.
    pub rust: String,
    /// The Rust type of the parameter.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether the parameter is required.
    pub required: bool,
    /// Whether the document marks the parameter as deprecated.
    pub deprecated: bool,
    /// The only allowed value, which the method sends without an argument.
    pub constant: Option<Value>,
    /// The name of the client builder's method that sets the parameter, if any. In that case, the parameter is not an
    /// argument, but the operation's builder has a setter that overrides the client's value.
    pub client: Option<String>,
    /// The declared default.
    pub default: Option<Value>,
    /// The JSON pointer to the parameter's declaration.
    pub pointer: String,
}

/// A body.
#[derive(Debug, Serialize)]
pub struct BodyView {
    /// The document's name for the body.
    pub name: Option<String>,
    /// The name of the body in Rust.
    pub rust: String,
    /// Whether the body is required.
    pub required: bool,
    /// The media type that is sent; `None` if the caller sets it, or if nothing is sent.
    pub sends: Option<String>,
    /// The media types and their content.
    pub content: Vec<ContentView>,
    /// The JSON pointer to the body's declaration.
    pub pointer: String,
}

/// A response.
#[derive(Debug, Serialize)]
pub struct ResponseView {
    /// The status, as in the key of `responses`.
    pub status: String,
    /// The media types and their content.
    pub content: Vec<ContentView>,
    /// The headers of the response.
    pub headers: Vec<HeaderView>,
    /// The JSON pointer to the response's declaration.
    pub pointer: String,
}

/// A response header.
#[derive(Debug, Serialize)]
pub struct HeaderView {
    /// The name of the header in the document.
    pub name: String,
    /// The recommended Rust type for reading the header.
    #[serde(rename = "type")]
    pub ty: &'static str,
}

/// A media type and its content.
#[derive(Debug, Serialize)]
pub struct ContentView {
    /// The media type.
    pub media_type: String,
    /// The Rust type of the content.
    #[serde(rename = "type")]
    pub ty: String,
}

/// A type: a named schema, or an inline type of a schema or operation.
#[derive(Debug, Serialize)]
pub struct TypeView {
    /// The key in `components.schemas`; `None` for an inline type.
    pub schema: Option<String>,
    /// The path in the crate, such as `models::Group`; `None` if the type is not emitted.
    pub rust: Option<String>,
    /// The kind: `struct`, `enum`, `union` or `alias`.
    pub kind: &'static str,
    /// The JSON pointer to the type's declaration.
    pub pointer: String,
    /// Whether the document marks the type as deprecated.
    pub deprecated: bool,
    /// The fields, values or variants.
    pub members: Vec<MemberView>,
}

/// A field, an enum value, or a union variant.
#[derive(Debug, Serialize)]
pub struct MemberView {
    /// The wire name; `None` if there is none.
    pub name: Option<String>,
    /// The name of the member in Rust.
    pub rust: Option<String>,
    /// The Rust type of the member.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// Notes, such as `read-only`.
    pub notes: Vec<&'static str>,
}
