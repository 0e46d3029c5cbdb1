//! Kinds: the kinds of object that a description is made of, and the outcomes that their keywords can have.

/// What becomes of a construct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// The crate, its docs or its tests say the same.
    Handled,
    /// They say something wider or simpler.
    Approximated,
    /// Nothing is made of it.
    Dropped,
}

impl Class {
    /// All, from the best.
    pub const ALL: [Self; 3] = [Self::Handled, Self::Approximated, Self::Dropped];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Handled => "handled",
            Self::Approximated => "approximated",
            Self::Dropped => "dropped",
        }
    }
}

/// A kind of object of a description: its keywords are one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The whole document.
    Document,
    /// `info`.
    Info,
    /// A server.
    Server,
    /// A variable of a server.
    ServerVariable,
    /// A tag.
    Tag,
    /// A way to log in.
    SecurityScheme,
    /// The flows of OAuth 2.
    Flows,
    /// A flow of OAuth 2.
    Flow,
    /// The schemes that go together to make a call.
    Requirement,
    /// `components`.
    Components,
    /// A path.
    PathItem,
    /// An operation.
    Operation,
    /// A parameter.
    Parameter,
    /// The body of a request.
    RequestBody,
    /// A form of the body of a request.
    SentContent,
    /// A form of an answer.
    ReadContent,
    /// What a parameter or a header contains.
    InnerContent,
    /// How a property of a form is written.
    Encoding,
    /// An answer.
    Response,
    /// A header of an answer.
    Header,
    /// A link.
    Link,
    /// A callback.
    Callback,
    /// A named example.
    Example,
    /// A reference to any of these.
    Reference,
    /// A schema.
    Schema,
}

impl Kind {
    /// All kinds, in the order of the table.
    pub const ALL: [Self; 25] = [
        Self::Document,
        Self::Info,
        Self::Server,
        Self::ServerVariable,
        Self::Tag,
        Self::SecurityScheme,
        Self::Flows,
        Self::Flow,
        Self::Requirement,
        Self::Components,
        Self::PathItem,
        Self::Operation,
        Self::Parameter,
        Self::RequestBody,
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
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Info => "info",
            Self::Server => "server",
            Self::ServerVariable => "server variable",
            Self::Tag => "tag",
            Self::SecurityScheme => "security scheme",
            Self::Flows => "OAuth 2 flows",
            Self::Flow => "OAuth 2 flow",
            Self::Requirement => "security requirement",
            Self::Components => "components",
            Self::PathItem => "path",
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::RequestBody => "request body",
            Self::SentContent => "media type of a body",
            Self::ReadContent => "media type of an answer",
            Self::InnerContent => "content of a parameter",
            Self::Encoding => "encoding",
            Self::Response => "answer",
            Self::Header => "header",
            Self::Link => "link",
            Self::Callback => "callback",
            Self::Example => "example",
            Self::Reference => "reference",
            Self::Schema => "schema",
        }
    }
}

/// What a keyword's value is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    /// Data: nothing in it is a keyword.
    Data,
    /// An object.
    One(Kind),
    /// A list of objects.
    List(Kind),
    /// Objects by their names.
    Map(Kind),
    /// Any other member is one as well: what is a map of names all by itself, such as a callback.
    Rest(Kind),
}
