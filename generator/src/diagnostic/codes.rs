//! Lists the codes of all findings, each with the outcome of the affected construct.
//!
//! Part of `diagnostic`. The stages and the program report their findings with these codes. The
//! [`coverage`](crate::coverage) report counts constructs by code, and the `strict` setting turns defects into
//! errors.

use std::fmt;

use super::Outcome::{self, Approximated, Dropped, Handled};

/// The subject of a finding, relative to its location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The node at the location.
    Place,
    /// The list that contains the location.
    List,
    /// The `default` at the location, or the `default` of the schema there.
    Default,
    /// Nothing, since the table of keywords already covers the construct.
    Covered,
    /// The files, the configuration or the command line of a run, rather than a part of the document.
    Run,
}

/// The properties of a code.
struct Properties {
    outcome: Option<Outcome>,
    is_defect: bool,
    about: About,
    meaning: &'static str,
}

const fn handled(meaning: &'static str) -> Properties {
    Properties { outcome: Some(Handled), is_defect: false, about: About::Place, meaning }
}

const fn approximated(meaning: &'static str) -> Properties {
    Properties { outcome: Some(Approximated), ..handled(meaning) }
}

const fn dropped(meaning: &'static str) -> Properties {
    Properties { outcome: Some(Dropped), ..handled(meaning) }
}

/// A finding about the document that prevents a crate from being generated.
const fn rejected(meaning: &'static str) -> Properties {
    Properties { outcome: None, ..handled(meaning) }
}

/// A finding that is not about a part of the document.
const fn run(meaning: &'static str) -> Properties {
    Properties { outcome: None, about: About::Run, ..handled(meaning) }
}

impl Properties {
    const fn defect(self) -> Self {
        Self { is_defect: true, ..self }
    }

    const fn about(self, about: About) -> Self {
        Self { about, ..self }
    }
}

/// Defines [`Code`] from a table of variants, names and properties.
macro_rules! codes {
    ($($code:ident = $name:literal => $properties:expr,)*) => {
        /// A kind of finding. Codes are ordered by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $name, "`")] $code,)*
        }

        impl Code {
            /// All codes, sorted by name.
            pub const ALL: &[Self] = &[$(Self::$code,)*];

            /// Returns the stable name of the code, such as `unresolved-reference`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$code => $name,)*
                }
            }

            const fn properties(self) -> Properties {
                match self {
                    $(Self::$code => $properties,)*
                }
            }
        }
    };
}

codes! {
    AllOfConflict = "all-of-conflict" =>
        approximated("conflicting `allOf` schemas; any value, or any string, is accepted"),
    AlreadyInitialized = "already-initialized" => run("a file that `init` creates already exists"),
    ApproximatedBody = "approximated-body" =>
        approximated("the body is not encoded according to its schema; the caller serializes \
                      it, or parts of it"),
    ApproximatedChoice = "approximated-choice" =>
        approximated("`oneOf` or `anyOf` next to properties; the properties of all branches \
                      are merged, and each of them is optional"),
    ApproximatedKeyword = "approximated-keyword" =>
        approximated("the type accepts more values than the schema").about(About::Covered),
    ApproximatedResponse = "approximated-response" =>
        dropped("a response with this status cannot have a body; the declared content is ignored"),
    ApproximatedStyle = "approximated-style" =>
        approximated("list format without a counterpart in OpenAPI 3.0; items are separated by commas"),
    BinaryProperty = "binary-property" =>
        approximated("a binary property is a string, since JSON has no binary values"),
    BodyMediaTypes = "body-media-types" =>
        approximated("several media types of a request body; only one is sent"),
    BodyWithoutContent = "body-without-content" => dropped("request body without a media type"),
    CircularChoice = "circular-choice" =>
        handled("a branch that refers to its own `oneOf` or `anyOf` is redundant; omitted").defect(),
    CircularReference = "circular-reference" =>
        approximated("a reference to itself; any value is accepted").defect(),
    ClientParameter = "client-parameter" =>
        handled("a parameter of most operations; `[client_parameters]` in sdk.toml can move it to \
                 the client").about(About::Covered),
    CredentialInUrl = "credential-in-url" =>
        run("the query of the document's URL seems to contain a credential"),
    DefaultNotInEnum = "default-not-in-enum" =>
        handled("a default that is not among the enum values; preserved"),
    DeniedWarnings = "denied-warnings" => run("there are warnings, and `--deny-warnings` is set"),
    DiscriminatedBase = "discriminated-base" =>
        approximated("values of derived schemas are decoded as their base schema; their \
                      additional properties are preserved as untyped values"),
    DiscriminatorProperty = "discriminator-property" =>
        handled("the discriminator property is added to the properties"),
    DocumentEdited = "document-edited" => run("a downloaded document was edited after the download"),
    DownloadFailed = "download-failed" => run("the document could not be downloaded"),
    DuplicateEnumValue = "duplicate-enum-value" =>
        handled("duplicate enum value; the second one is ignored").defect(),
    DuplicateKey = "duplicate-key" => run("an object in the document contains a key twice"),
    DuplicateOperation = "duplicate-operation" =>
        handled("duplicate `operationId`; each operation gets a different name").defect(),
    DuplicateParameter = "duplicate-parameter" =>
        dropped("duplicate parameter; the first one is used").defect(),
    DuplicateServer = "duplicate-server" =>
        handled("duplicate server name; each server gets a different name").defect(),
    DuplicateTag = "duplicate-tag" => dropped("duplicate tag; the first one is used").defect(),
    EditedFiles = "edited-files" => run("generated files were edited; the edits are overwritten"),
    EmptyDocument = "empty-document" => run("the file is empty, or contains only whitespace and comments"),
    ExclusiveKeywords = "exclusive-keywords" =>
        handled("mutually exclusive keywords; only one of them is used"),
    ExpansionTooLarge = "expansion-too-large" =>
        rejected("the document expands to far more data than it contains"),
    ExternalReference = "external-reference" =>
        dropped("a reference to another document; any value is accepted, or the object is omitted").defect(),
    FileInJson = "file-in-json" =>
        approximated("JSON cannot contain binary data; a file inside a JSON list or map is a string"),
    FirstServer = "first-server" =>
        approximated("several servers for one operation; the first one is used").about(About::List),
    ForeignFiles = "foreign-files" =>
        run("the output folder contains files that the generator did not create"),
    IgnoredParameter = "ignored-parameter" => dropped("the client or its transport sets this header"),
    ImpossibleDerive = "impossible-derive" =>
        rejected("a model in `models.derives` cannot implement the trait"),
    InvalidDefault = "invalid-default" =>
        dropped("a default of the wrong type; omitted").defect().about(About::Default),
    InvalidExtension = "invalid-extension" => dropped("an extension with an unexpected value; ignored"),
    InvalidHeader = "invalid-header" => dropped("an invalid header; omitted").defect(),
    InvalidKeyword = "invalid-keyword" =>
        dropped("a keyword that this object cannot have, possibly misspelled; \
                 ignored").defect().about(About::Covered),
    InvalidMediaType = "invalid-media-type" => approximated("an invalid media type; a standard one is sent"),
    InvalidResponse = "invalid-response" => dropped("an invalid response; omitted").defect(),
    InvalidSchema = "invalid-schema" => approximated("an invalid schema; any value is accepted").defect(),
    InvalidSecurity = "invalid-security" => dropped("an invalid security scheme; omitted").defect(),
    InvalidServer = "invalid-server" => dropped("an invalid server or server variable; omitted").defect(),
    InvalidStatus = "invalid-status" => dropped("a response whose key is not a status; omitted").defect(),
    InvalidTag = "invalid-tag" => dropped("a tag without a name; ignored").defect(),
    JsonSyntax = "json-syntax" => run("the document is not valid JSON"),
    LicenseWithoutText = "license-without-text" =>
        handled("the text of the license in sdk.toml is not available").about(About::Covered),
    LinkInOutput = "link-in-output" => run("a path in the output folder is a symbolic link"),
    LockedNameReserved = "locked-name-reserved" =>
        rejected("the naming lock contains a name that cannot be used"),
    LockedNameTaken = "locked-name-taken" => handled("the naming lock assigns one name to two items"),
    MissingMember = "missing-member" => handled("a missing required member is added").defect(),
    NameKept = "name-kept" =>
        handled("a name is kept, although the naming rules now produce a different one"),
    NameShortened = "name-shortened" =>
        handled("a name too long for a file name; truncated, with a hash at the end"),
    NestedParameter = "nested-parameter" =>
        approximated("a list or object nested in a parameter, which its style does not define; \
                      sent as JSON, or with brackets or dots in its names"),
    NestedTooDeep = "nested-too-deep" => run("objects and lists in the document are nested too deeply"),
    NoConfiguration = "no-configuration" => run("`sdk.toml` was not found"),
    NoDocument = "no-document" => run("no document is configured or specified"),
    NoOperations = "no-operations" => handled("no operations in `paths`; the crate contains only models"),
    NoOutput = "no-output" => run("no output folder is configured or specified"),
    NoRelease = "no-release" => run("the release is not possible; nothing was written"),
    NoResponse = "no-response" =>
        handled("an operation without a response; response bodies are ignored").defect(),
    NoServer = "no-server" => handled("no absolute server URL; calls require a base URL"),
    NoSource = "no-source" => run("the configuration does not contain the URL of the document"),
    NoSuchFile = "no-such-file" => run("a file does not exist"),
    NoSuchRevision = "no-such-revision" => run("the git repository does not contain this revision or file"),
    NoTitle = "no-title" => handled("the title contains no letters to derive a package name from"),
    NotADocument = "not-a-document" => run("the download is not a JSON or YAML object"),
    NotAFile = "not-a-file" => run("the path is a folder, a device or a pipe"),
    NotAFiniteNumber = "not-a-finite-number" =>
        run("the document contains a number that JSON cannot express"),
    NotAnObject = "not-an-object" => run("the root of the document is not an object"),
    NotOpenapi = "not-openapi" => rejected("the document is not an OpenAPI description"),
    NotUpToDate = "not-up-to-date" => run("generated files are missing, outdated, or no longer generated"),
    NotUtf8 = "not-utf-8" => run("the file is not UTF-8"),
    OperationLeftOut = "operation-left-out" => dropped("the operation cannot be called correctly"),
    OtherOutput = "other-output" =>
        run("the output folder contains the files of another package, or files of another kind"),
    OutputFailed = "output-failed" => run("a file could not be read, written or deleted"),
    OutputNotAFolder = "output-not-a-folder" => run("the output path, or a part of it, is a file"),
    OutputOccupied = "output-occupied" =>
        run("a file exists in place of a folder, or a folder in place of a file"),
    OverlayTooCostly = "overlay-too-costly" => rejected("the target of an overlay visits too many nodes"),
    OverlayTooLarge = "overlay-too-large" =>
        rejected("an overlay adds too many nodes, or nests them too deeply"),
    OverlayWithoutTarget = "overlay-without-target" =>
        rejected("the target of an overlay does not select anything"),
    PathFragment = "path-fragment" => dropped("the fragment of a path is never sent"),
    PathParameter = "path-parameter" =>
        handled("a path and its parameters do not match; an undeclared one is a string, and all are \
                 required").defect(),
    PathQuery = "path-query" => handled("a query parameter that the path also contains; it is sent once"),
    PathRepaired = "path-repaired" =>
        handled("`/` is added at the start of a path, or dot segments are resolved").defect(),
    RecursiveList = "recursive-list" =>
        approximated("a list or map that contains itself; any value is accepted inside it"),
    ReferenceRepaired = "reference-repaired" =>
        handled("an inexact reference is resolved to the intended component").defect(),
    RequiredCycle = "required-cycle" =>
        approximated("a required property that makes its type infinitely large; treated as optional"),
    RequiredRepaired = "required-repaired" =>
        handled("a boolean `required` is moved to the object's list, or ignored").defect(),
    RequiredUnknown = "required-unknown" =>
        approximated("a required property that is not declared; it may be absent, and any value is accepted"),
    ScalarRepaired = "scalar-repaired" => handled("a scalar of the wrong type is converted").defect(),
    ServerVariable = "server-variable" =>
        approximated("a placeholder without a variable, or with an unusable default; the URL \
                      is kept").defect(),
    SeveralBodies = "several-bodies" =>
        dropped("several request bodies for one operation; the first one is used").defect(),
    SeveralSdks = "several-sdks" => run("the command requires the name of one SDK"),
    StatusRepaired = "status-repaired" => handled("the key of a response is corrected").defect(),
    TabsRepaired = "tabs-repaired" => handled("tabs are replaced with spaces").defect(),
    TomlSyntax = "toml-syntax" => run("the configuration is not valid TOML"),
    TooDeep = "too-deep" => approximated("schemas are nested too deeply; any value is accepted"),
    TooManyFeatures = "too-many-features" => handled("the crate has more features than crates.io accepts"),
    TooManyParts = "too-many-parts" =>
        approximated("too many schemas describe one value; any value is accepted"),
    TooManyRepetitions = "too-many-repetitions" => run("the aliases of a YAML file expand to too many nodes"),
    TooManyTags = "too-many-tags" => rejected("more tags than a crate can have"),
    TypeRepaired = "type-repaired" => handled("a type is corrected").defect(),
    UnknownEntry = "unknown-entry" => run("the configuration has an unknown entry"),
    UnknownFlow = "unknown-flow" => approximated("an unknown OAuth 2 flow; `implicit` is used").defect(),
    UnknownKeyword = "unknown-keyword" =>
        dropped("this keyword is not defined here, or only in a different OpenAPI version"),
    UnknownMapping = "unknown-mapping" =>
        approximated("a discriminator value that does not name a branch; ignored"),
    UnknownSdk = "unknown-sdk" => run("the configuration has no SDK with this name"),
    UnknownSecurity = "unknown-security" => dropped("an undeclared security scheme cannot be used"),
    UnknownTag = "unknown-tag" => run("a YAML tag without a meaning in JSON"),
    UnknownType = "unknown-type" => approximated("an unknown type; any value is accepted").defect(),
    UnreadableFile = "unreadable-file" => run("a file is too large, or cannot be read"),
    UnresolvedReference = "unresolved-reference" =>
        dropped("an unresolved reference; any value is accepted, or the object is omitted").defect(),
    UnsafePath = "unsafe-path" => run("a path outside of the output folder; a bug in the generator"),
    UnsendableParameter = "unsendable-parameter" =>
        dropped("a parameter with a name or values that cannot be sent"),
    UnsupportedBody = "unsupported-body" => dropped("requests with this method have no body"),
    UnsupportedCallbacks = "unsupported-callbacks" =>
        approximated("callbacks are requests sent by the server; only their payload types \
                      are generated").about(About::Covered),
    UnsupportedEncoding = "unsupported-encoding" =>
        approximated("a field or part is not encoded as the document declares"),
    UnsupportedEnum = "unsupported-enum" =>
        approximated("enum values that are neither all strings nor all integers; any value of \
                      the type is accepted"),
    UnsupportedLinks = "unsupported-links" =>
        dropped("links are not followed; their target operations can be called").about(About::Covered),
    UnsupportedSchema = "unsupported-schema" =>
        approximated("an unsupported combination; any value is accepted, or properties are \
                      preserved as untyped values"),
    UnsupportedSecurity = "unsupported-security" =>
        approximated("this security scheme is only partly supported; users of the crate have to do the rest"),
    UnsupportedVersion = "unsupported-version" => rejected("this version of OpenAPI is not supported"),
    UntypedParameter = "untyped-parameter" =>
        approximated("a parameter without a schema; any string is accepted"),
    UnusedParameter = "unused-parameter" =>
        dropped("a path parameter that does not occur in its path; omitted").defect(),
    UnusedSetting = "unused-setting" => rejected("a setting matches nothing in the document"),
    UrlNotSupported = "url-not-supported" => run("the program was built without the `url` feature"),
    VersionRepaired = "version-repaired" => handled("the version is corrected").defect(),
    WebhookLeftOut = "webhook-left-out" =>
        dropped("only the first request of a webhook with a JSON payload is decoded").about(About::Covered),
    WrongArguments = "wrong-arguments" => run("the arguments of the command are invalid"),
    WrongDocumentLock = "wrong-document-lock" => run("the lock file of a downloaded document is invalid"),
    WrongEntry = "wrong-entry" => run("an entry in `sdk.toml` has an invalid value"),
    WrongLock = "wrong-lock" => run("a line of the naming lock is invalid"),
    WrongManifest = "wrong-manifest" => run("`.generated` in the output folder is invalid"),
    WrongMerge = "wrong-merge" => run("a merge key (`<<`) of a YAML file does not refer to an object"),
    WrongOverlay = "wrong-overlay" => rejected("an overlay is invalid or cannot be applied"),
    WrongType = "wrong-type" =>
        dropped("a member with a value of the wrong JSON type; it is ignored").defect(),
    YamlSyntax = "yaml-syntax" => run("the document is not valid YAML"),
}

impl Code {
    /// Returns the code with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        let index = Self::ALL.binary_search_by(|code| code.name().cmp(name)).ok()?;
        Self::ALL.get(index).copied()
    }

    /// Returns the outcome of the construct; `None` if nothing is generated, or if the finding is not about a
    /// part of the document.
    pub const fn outcome(self) -> Option<Outcome> {
        self.properties().outcome
    }

    /// Returns whether findings with this code report a defect in the document that was repaired.
    pub const fn is_defect(self) -> bool {
        self.properties().is_defect
    }

    /// Returns the subject of findings with this code.
    pub const fn about(self) -> About {
        self.properties().about
    }

    /// Returns whether findings with this code are about a part of the document.
    pub const fn is_about_document(self) -> bool {
        !matches!(self.about(), About::Run)
    }

    /// Returns a general description of the finding and its outcome.
    pub const fn meaning(self) -> &'static str {
        self.properties().meaning
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_match_the_variants() {
        assert!(Code::ALL.is_sorted_by(|one, other| one.name() < other.name()));
        for code in Code::ALL {
            assert_eq!(Code::from_name(code.name()), Some(*code));
            assert_eq!(format!("{code:?}").to_lowercase(), code.name().replace('-', ""));
        }
    }
}
