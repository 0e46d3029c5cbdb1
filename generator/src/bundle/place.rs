//! Places: what is due at each place of a description, and where such a part stands when it has a name of its own.
//!
//! Part of `bundle`. Only keywords tell, since what a reference leads to has not been read yet.

/// What is due somewhere.
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
    /// A part that has no section of its own.
    Other,
}

/// A place: what is due there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// One part.
    One(Kind),
    /// Parts by their names, or a list of them.
    Many(Kind),
    /// Data of the API, in which nothing is a reference.
    Data,
}

impl Place {
    /// What is due at the member `key` of the object here.
    pub(super) fn member(self, key: &str, is_list: bool) -> Self {
        match self {
            Self::Data => Self::Data,
            Self::Many(kind) => Self::One(kind),
            Self::One(Kind::Callback) if !key.starts_with("x-") => Self::One(Kind::PathItem),
            Self::One(_) => by_keyword(key, is_list),
        }
    }

    /// What is due in the list here.
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
        "content" | "variables" | "encoding" | "securitySchemes" | "securityDefinitions" => {
            Place::Many(Kind::Other)
        }
        "example" | "default" | "enum" | "const" | "value" => Place::Data,
        _ if key.starts_with("x-") => Place::Data,
        _ => Place::One(Kind::Other),
    }
}

/// The sections of a version that hold parts by their names. A part of any other kind is put where it is referred to.
pub(super) type Sections = &'static [(Kind, &'static [&'static str])];

/// Of OpenAPI 3. Path items are not among them: 3.0 has none.
pub(super) const OPENAPI: Sections = &[
    (Kind::Schema, &["components", "schemas"]),
    (Kind::Parameter, &["components", "parameters"]),
    (Kind::Response, &["components", "responses"]),
    (Kind::RequestBody, &["components", "requestBodies"]),
    (Kind::Header, &["components", "headers"]),
    (Kind::Example, &["components", "examples"]),
    (Kind::Link, &["components", "links"]),
    (Kind::Callback, &["components", "callbacks"]),
];

/// Of Swagger 2.0.
pub(super) const SWAGGER: Sections =
    &[(Kind::Schema, &["definitions"]), (Kind::Parameter, &["parameters"]), (Kind::Response, &["responses"])];
