//! Determines the kind of part that is expected at each location of a description, and lists the sections for
//! named parts.
//!
//! Part of `bundle`. The kind is derived only from keywords, since the target of a reference has not been
//! read yet.

/// The kind of a part of a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Schema,
    Parameter,
    Response,
    RequestBody,
    Header,
    Example,
    Link,
    Callback,
    PathItem,
    SecurityScheme,
    /// A kind of part without a component section.
    Other,
}

/// The content expected at a location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// One part.
    One(Kind),
    /// An object with named parts, or an array of parts.
    Many(Kind),
    /// Literal data, such as an example, which contains no references.
    Data,
}

impl Place {
    /// Returns the content expected at the member `key` of this object.
    pub(super) fn member(self, key: &str, is_list: bool) -> Self {
        match self {
            Self::Data => Self::Data,
            Self::Many(kind) => Self::One(kind),
            Self::One(Kind::Callback) if !key.starts_with("x-") => Self::One(Kind::PathItem),
            Self::One(_) => by_keyword(key, is_list),
        }
    }

    /// Returns the content expected at the elements of this array.
    pub(super) fn element(self) -> Self {
        match self {
            Self::Many(kind) => Self::One(kind),
            other => other,
        }
    }
}

fn by_keyword(key: &str, is_list: bool) -> Place {
    match key {
        "properties" | "patternProperties" | "dependentSchemas" | "schemas" | "definitions" | "$defs"
        | "allOf" | "oneOf" | "anyOf" | "prefixItems" => Place::Many(Kind::Schema),
        "schema"
        | "itemSchema"
        | "items"
        | "additionalItems"
        | "additionalProperties"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contains"
        | "propertyNames"
        | "unevaluatedItems"
        | "unevaluatedProperties" => Place::One(Kind::Schema),
        "parameters" => Place::Many(Kind::Parameter),
        "responses" => Place::Many(Kind::Response),
        "requestBody" => Place::One(Kind::RequestBody),
        "requestBodies" => Place::Many(Kind::RequestBody),
        "headers" => Place::Many(Kind::Header),
        "examples" if is_list => Place::Data,
        "examples" => Place::Many(Kind::Example),
        "links" => Place::Many(Kind::Link),
        "callbacks" => Place::Many(Kind::Callback),
        "paths" | "pathItems" | "webhooks" => Place::Many(Kind::PathItem),
        "content" | "mediaTypes" | "variables" | "encoding" | "additionalOperations" => {
            Place::Many(Kind::Other)
        }
        "securitySchemes" | "securityDefinitions" => Place::Many(Kind::SecurityScheme),
        "example" | "default" | "enum" | "const" | "value" | "dataValue" => Place::Data,
        _ if key.starts_with("x-") => Place::Data,
        _ => Place::One(Kind::Other),
    }
}

/// The sections for named parts in one OpenAPI version. Parts of other kinds are inserted where they are
/// referenced.
pub(super) type Sections = &'static [(Kind, &'static [&'static str])];

/// The sections of OpenAPI 3. Path items are excluded, since OpenAPI 3.0 has no section for them.
pub(super) const OPENAPI: Sections = &[
    (Kind::Schema, &["components", "schemas"]),
    (Kind::Parameter, &["components", "parameters"]),
    (Kind::Response, &["components", "responses"]),
    (Kind::RequestBody, &["components", "requestBodies"]),
    (Kind::Header, &["components", "headers"]),
    (Kind::Example, &["components", "examples"]),
    (Kind::Link, &["components", "links"]),
    (Kind::Callback, &["components", "callbacks"]),
    (Kind::SecurityScheme, &["components", "securitySchemes"]),
];

/// The sections of Swagger 2.0.
pub(super) const SWAGGER: Sections =
    &[(Kind::Schema, &["definitions"]), (Kind::Parameter, &["parameters"]), (Kind::Response, &["responses"])];
