//! The kinds of object in an OpenAPI document.

/// A kind of object with its own list of keywords.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The whole document.
    Document,
    /// The `info` object.
    Info,
    /// The contact of a document.
    Contact,
    /// The license of a document.
    License,
    /// A server.
    Server,
    /// A server variable.
    ServerVariable,
    /// A tag.
    Tag,
    /// A link to external documentation.
    ExternalDocs,
    /// A security scheme.
    SecurityScheme,
    /// The OAuth 2 flows.
    Flows,
    /// An OAuth 2 flow.
    Flow,
    /// A security requirement, which lists schemes that are used together.
    Requirement,
    /// The `components` object.
    Components,
    /// A path item.
    PathItem,
    /// An operation.
    Operation,
    /// A parameter.
    Parameter,
    /// A request body.
    RequestBody,
    /// A media type in `components`, to which others refer.
    MediaType,
    /// A media type of a request body.
    SentContent,
    /// A media type of a response.
    ReadContent,
    /// A media type of a parameter or header.
    InnerContent,
    /// The encoding of a form property.
    Encoding,
    /// A response.
    Response,
    /// A response header.
    Header,
    /// A link.
    Link,
    /// A callback.
    Callback,
    /// A named example.
    Example,
    /// A reference to any of the above.
    Reference,
    /// A schema.
    Schema,
    /// The discriminator of a union.
    Discriminator,
    /// The XML object of a schema.
    Xml,
}

impl Kind {
    /// All kinds, in the order of the table.
    pub const ALL: [Self; 31] = [
        Self::Document,
        Self::Info,
        Self::Contact,
        Self::License,
        Self::Server,
        Self::ServerVariable,
        Self::Tag,
        Self::ExternalDocs,
        Self::SecurityScheme,
        Self::Flows,
        Self::Flow,
        Self::Requirement,
        Self::Components,
        Self::PathItem,
        Self::Operation,
        Self::Parameter,
        Self::RequestBody,
        Self::MediaType,
        Self::SentContent,
        Self::ReadContent,
        Self::InnerContent,
        Self::Encoding,
        Self::Response,
        Self::Header,
        Self::Link,
        Self::Callback,
        Self::Example,
        Self::Reference,
        Self::Schema,
        Self::Discriminator,
        Self::Xml,
    ];

    /// Returns the name of the kind.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Info => "info",
            Self::Contact => "contact",
            Self::License => "license",
            Self::Server => "server",
            Self::ServerVariable => "server variable",
            Self::Tag => "tag",
            Self::ExternalDocs => "external documentation",
            Self::SecurityScheme => "security scheme",
            Self::Flows => "OAuth 2 flows",
            Self::Flow => "OAuth 2 flow",
            Self::Requirement => "security requirement",
            Self::Components => "components",
            Self::PathItem => "path",
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::RequestBody => "request body",
            Self::MediaType => "media type",
            Self::SentContent => "media type of a request body",
            Self::ReadContent => "media type of a response",
            Self::InnerContent => "media type of a parameter or header",
            Self::Encoding => "encoding",
            Self::Response => "response",
            Self::Header => "header",
            Self::Link => "link",
            Self::Callback => "callback",
            Self::Example => "example",
            Self::Reference => "reference",
            Self::Schema => "schema",
            Self::Discriminator => "discriminator",
            Self::Xml => "XML object of a schema",
        }
    }
}

/// The contents of a keyword's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    /// Data without keywords.
    Data,
    /// An object.
    One(Kind),
    /// An array of objects.
    List(Kind),
    /// A map of objects.
    Map(Kind),
    /// A map of objects that also has keywords, such as a callback.
    Rest(Kind),
}
