//! Rules: the table of all kinds of change, with their effect on users of the official SDKs and of the crate.
//!
//! Part of `diff`, and pure data. The docs page of kinds is generated from this table, and the cases proved
//! against emitted crates refer to it. Nothing else classifies a change.

use super::impact::{Impact, Official, Outcome};

/// The rule for a kind of change.
#[derive(Debug)]
pub struct Rule {
    /// The stable name, for programs: `property-added`.
    pub name: &'static str,
    /// The headline with the placeholders `{subject}` and `{value}`: `optional property {subject} added`.
    template: &'static str,
    /// The class by the rules of the official SDKs.
    pub official: Official,
    /// Its effect on the crate if the client sends the item.
    pub request: Outcome,
    /// Its effect on the crate if the server sends the item.
    pub response: Outcome,
    /// The migration advice; empty if the change is never breaking.
    pub advice: &'static str,
}

impl Rule {
    /// Returns the headline without names: `optional property added`.
    pub fn title(&self) -> String {
        self.headline("", "")
    }

    /// Returns the headline with names: ``optional property `x` added``.
    ///
    /// `subject` is the name of the part, `value` the value that was added or removed. Both are inserted
    /// unchanged, and omitted if empty.
    pub fn headline(&self, subject: &str, value: &str) -> String {
        // In one pass, since a name may contain a placeholder.
        let mut out = String::new();
        let mut rest = self.template;
        while let Some((before, after)) = rest.split_once('{') {
            let (placeholder, tail) = after.split_once('}').unwrap_or((after, ""));
            let name = if placeholder == "value" { value } else { subject };
            out.push_str(if name.is_empty() { before.trim_end() } else { before });
            out.push_str(name);
            rest = tail;
        }
        out.push_str(rest);
        out
    }

    /// Returns whether the headline names a value.
    pub fn names_value(&self) -> bool {
        self.template.contains("{value}")
    }
}

/// Declares the kinds and their rules.
macro_rules! rules {
    ($($kind:ident $name:literal $template:literal $official:ident,
        $(request $sent:ident $why_sent:literal, response $answered:ident $why_answered:literal)?
        $(always $always:ident $why:literal)?
        $(, do $advice:literal)?;)*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(#[doc = concat!("`", $name, "`")] $kind,)*
        }

        impl Kind {
            /// All kinds, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// Returns its rule.
            pub fn rule(self) -> &'static Rule {
                match self {
                    $(Self::$kind => const { &Rule {
                        name: $name,
                        template: $template,
                        official: Official::$official,
                        $(request: Outcome { impact: Impact::$sent, why: $why_sent },
                        response: Outcome { impact: Impact::$answered, why: $why_answered },)?
                        $(request: Outcome { impact: Impact::$always, why: $why },
                        response: Outcome { impact: Impact::$always, why: $why },)?
                        advice: concat!("" $(, $advice)?),
                    } },)*
                }
            }
        }
    };
}

rules! {
    // The API as a whole.
    ApiTitle "api-title" "title changed" Unseen, always Documentation "documentation only";
    ApiVersion "api-version" "version of the document changed" Unseen, always Documentation "documentation only; the crate has its own version";
    ApiDescription "api-description" "description changed" Unseen, always Documentation "documentation only";
    ServerAdded "server-added" "server {subject} added" Unseen, always Additive "adds a variant to a non-exhaustive enum";
    ServerRemoved "server-removed" "server {subject} removed" Unseen, always Breaking "its variant is removed", do "choose another server, or set the URL with `ClientBuilder::base_url`";
    ServerChanged "server-changed" "URL of server {subject} changed" Unseen, always Documentation "the same calls go to the new URL";
    ServerFirst "server-first" "first server changed" Unseen, always Documentation "clients that do not choose a server use it";
    ServerDescription "server-description" "description of server {subject} changed" Unseen, always Documentation "documentation only";
    ServerRustName "server-rust-name" "server or server variable {subject} renamed in Rust" Unseen, always Breaking "its variant, type or method is renamed", do "use the new name";
    ServerTypeAdded "server-type-added" "server became selectable" Unseen, always Additive "adds a type and a method of the client builder";
    ServerTypeRemoved "server-type-removed" "server no longer selectable" Unseen, always Breaking "the type and the method of the client builder are removed", do "set the URL with `ClientBuilder::base_url`";
    ServerTypeChanged "server-type-changed" "type that selects the server changed" Unseen, always Breaking "the method of the client builder, or the variant of a server, accepts another type", do "use the new type";
    ServerVariableAdded "server-variable-added" "server variable {subject} added" Unseen, always Additive "adds a setter";
    ServerVariableRemoved "server-variable-removed" "server variable {subject} removed" Unseen, always Breaking "its setter is removed", do "stop setting it";
    ServerVariableType "server-variable-type" "type of server variable {subject} changed" Unseen, always Breaking "its setter accepts another type", do "pass a value of the new type";
    ServerDefault "server-default" "default of server variable {subject} changed" Unseen, always Documentation "clients that do not choose a value use the new one";
    ServerValueAdded "server-value-added" "value {value} added to server variable {subject}" Unseen, always Additive "adds a variant to a non-exhaustive enum";
    ServerValueRemoved "server-value-removed" "value {value} removed from server variable {subject}" Unseen, always Breaking "its variant is removed", do "choose another value, or set the URL with `ClientBuilder::base_url`";
    LoginAdded "login-added" "security scheme {subject} added" Unseen, always Additive "adds a method of the client builder";
    LoginRemoved "login-removed" "security scheme {subject} removed" Unseen, always Breaking "its method of the client builder is removed", do "use another scheme";
    LoginChanged "login-changed" "security scheme {subject} changed" Unseen, always Documentation "the runtime supports all schemes";
    LoginMethodAdded "login-method-added" "security scheme {subject} got a method of its own" Unseen, always Additive "adds a method of the client builder";
    LoginMethodRemoved "login-method-removed" "security scheme {subject} lost its method" Unseen, always Breaking "the method of the client builder is removed, or accepts another type", do "use the scheme's present method, or the one for all schemes of its type";
    OAuthAdded "oauth-added" "OAuth 2 added" Unseen, always Additive "`OAuth2` is exported at the root";
    OAuthRemoved "oauth-removed" "OAuth 2 removed" Unseen, always Breaking "`OAuth2` is no longer exported at the root", do "import it from `runtime`, or use another scheme";
    TagAdded "tag-added" "tag {subject} added" Unseen, always Additive "adds a feature, a handle and an accessor of `Client`";
    TagRemoved "tag-removed" "tag {subject} removed" Unseen, always Breaking "its feature, its handle and the accessor of `Client` are removed", do "remove the feature from your manifest; see the changes of its operations";
    TagRustName "tag-rust-name" "tag {subject} renamed in Rust" Unseen, always Breaking "its feature, its handle or the accessor of `Client` is renamed", do "use the new names";
    TagDescription "tag-description" "description of tag {subject} changed" Unseen, always Documentation "documentation only";

    // Paths and operations.
    PathAdded "path-added" "path added" Minor, always Documentation "its operations are listed separately";
    PathRemoved "path-removed" "path removed" Major, always Documentation "its operations are listed separately";
    OperationAdded "operation-added" "operation added" Minor, always Additive "adds a method and a request builder";
    OperationRemoved "operation-removed" "operation removed" Major, always Breaking "its method and its request builder are removed", do "stop calling it";
    OperationEntered "operation-entered" "operation included in the crate" Unseen, always Additive "adds a method and a request builder";
    OperationLeft "operation-left" "operation excluded from the crate" Unseen, always Breaking "its method and its request builder are removed", do "call it with another HTTP client";
    OperationMoved "operation-moved" "path or method of the operation changed" Major, always Documentation "the same call goes to the new path";
    OperationRenamed "operation-renamed" "`operationId` changed" Major, always Breaking "its method and its request builder are renamed", do "use the new name";
    OperationTagAdded "operation-tag-added" "tag {subject} added to the operation" Major, always Breaking "its method moves to the handle of another tag", do "call it on the handle of its new tag";
    OperationTagRemoved "operation-tag-removed" "tag {subject} removed from the operation" Major, always Breaking "its method moves to the handle of another tag", do "call it on the handle of its new tag";
    OperationDeprecated "operation-deprecated" "operation deprecated" Major, always Additive "calls produce a compiler warning";
    OperationUndeprecated "operation-undeprecated" "operation no longer deprecated" Major, always Documentation "removes a compiler warning";
    PreviewStarted "preview-started" "operation became a preview" Unseen, always Documentation "documentation only; the operation can change at any time";
    PreviewEnded "preview-ended" "operation left preview" Unseen, always Documentation "documentation only";
    Permissions "permissions" "permissions changed" Unseen, always Documentation "documentation only; the server requires other permissions";
    Security "security" "security requirements changed" Unseen, always Documentation "the runtime decides what to send";
    OperationServer "operation-server" "server of the operation changed" Unseen, always Documentation "the same call goes to another server";
    Idempotency "idempotency" "idempotency changed" Unseen, always Documentation "the runtime retries a failed call, or no longer does";
    OperationSummary "operation-summary" "summary changed" Point, always Documentation "documentation only";
    OperationDescription "operation-description" "description changed" Point, always Documentation "documentation only";
    PagingAdded "paging-added" "pagination added" Unseen, always Additive "the builder has `pages` and `items`";
    PagingRemoved "paging-removed" "pagination removed" Unseen, always Breaking "the builder no longer has `pages` and `items`", do "request each page with the operation's parameters";
    PagingChanged "paging-changed" "pagination changed" Unseen, always Breaking "`items` yields another type", do "use the new item type";
    EventsAdded "events-added" "server-sent events added" Unseen, always Additive "the builder has `events`";
    EventsRemoved "events-removed" "server-sent events removed" Unseen, always Breaking "the builder no longer has `events`", do "read the buffered response";
    ArgumentsReordered "arguments-reordered" "required parameters reordered" Unseen, always Breaking "the arguments of the method are reordered, which the compiler may not notice", do "check the order of arguments at each call";
    AnswerChanged "answer-changed" "success response changed" Unseen, always Breaking "the call returns another type", do "use the new response type";
    OperationRustName "operation-rust-name" "operation renamed in Rust" Unseen, always Breaking "its method or its request builder is renamed", do "use the new name";

    // Parameters.
    ParameterAddedRequired "parameter-added-required" "required parameter {subject} added" Major, always Breaking "the method requires another argument", do "pass the new argument";
    ParameterAdded "parameter-added" "optional parameter {subject} added" Major, always Additive "adds a setter";
    ParameterRemoved "parameter-removed" "parameter {subject} removed" Major, always Breaking "its argument or setter is removed", do "stop passing it";
    ParameterRenamed "parameter-renamed" "path placeholder {subject} renamed" Major, always Documentation "argument names are not part of a call";
    ParameterMadeRequired "parameter-made-required" "parameter {subject} became required" Major, always Breaking "an argument of the method replaces its setter", do "pass it as an argument of the method";
    ParameterMadeOptional "parameter-made-optional" "parameter {subject} became optional" Minor, always Breaking "a setter replaces the argument of the method", do "use the setter, or omit it";
    ParameterMoved "parameter-moved" "location of parameter {subject} changed" Major, always Breaking "its argument has another type", do "pass a value of the new type";
    ParameterType "parameter-type" "type of parameter {subject} changed" Major, always Breaking "its argument has another type", do "pass a value of the new type";
    ParameterFormat "parameter-format" "format of parameter {subject} changed" Unseen, always Breaking "its argument has another type", do "pass a value of the new type";
    ParameterNullable "parameter-nullable" "nullability of parameter {subject} changed" Unseen, always Breaking "its argument has another type", do "pass a value of the new type";
    ParameterConstrained "parameter-constrained" "parameter {subject} became an enum" Unseen, always Breaking "its argument became an enum", do "pass a variant of the new enum";
    ParameterFreed "parameter-freed" "parameter {subject} is no longer an enum" Unseen, always Breaking "its argument is no longer an enum", do "pass the plain value";
    ParameterValueAdded "parameter-value-added" "value {value} added to parameter {subject}" Unseen, always Additive "adds a variant to a non-exhaustive enum";
    ParameterValueRemoved "parameter-value-removed" "value {value} removed from parameter {subject}" Unseen, always Breaking "its variant is removed", do "pass another value; `Unknown` still sends any string";
    ParameterStyle "parameter-style" "style of parameter {subject} changed" Unseen, always Documentation "the same argument is serialized differently";
    ParameterDefault "parameter-default" "default of parameter {subject} changed" Unseen, always Documentation "documentation only; the server assumes another value";
    ParameterDeprecated "parameter-deprecated" "parameter {subject} deprecated" Unseen, always Additive "its setter produces a compiler warning";
    ParameterUndeprecated "parameter-undeprecated" "parameter {subject} no longer deprecated" Unseen, always Documentation "removes a compiler warning";
    ParameterDescription "parameter-description" "description of parameter {subject} changed" Point, always Documentation "documentation only";
    ParameterRustName "parameter-rust-name" "parameter {subject} renamed in Rust" Unseen, always Breaking "its setter is renamed", do "use the new name of the setter";

    // Bodies.
    BodyAddedRequired "body-added-required" "required request body added" Major, always Breaking "the method requires another argument", do "pass the body";
    BodyAdded "body-added" "optional request body added" Major, always Additive "adds a setter";
    BodyRemoved "body-removed" "request body removed" Major, always Breaking "its argument or setter is removed", do "stop passing it";
    BodyMadeRequired "body-made-required" "request body became required" Major, always Breaking "an argument of the method replaces its setter", do "pass it as an argument of the method";
    BodyMadeOptional "body-made-optional" "request body became optional" Minor, always Breaking "a setter replaces the argument of the method", do "use the setter, or omit it";
    BodyType "body-type" "type of the request body changed" Major, always Breaking "its argument has another type", do "pass a value of the new type";
    BodyMediaType "body-media-type" "media types of the request body changed" Unseen, always Documentation "the same value is sent as another media type";
    BodyRenamed "body-renamed" "request body renamed" Unseen, always Documentation "the name is not sent, and argument names are not part of a call";
    BodyRustName "body-rust-name" "request body renamed in Rust" Unseen, always Breaking "its setter is renamed", do "use the new name of the setter";
    BodyDescription "body-description" "description of the request body changed" Point, always Documentation "documentation only";

    // Responses.
    ResponseAdded "response-added" "response {subject} added" Minor, always Breaking "the call returns another type", do "use the new response type";
    ResponseAddedToChoice "response-added-to-choice" "success response {subject} added" Minor, always Additive "adds a variant to a non-exhaustive enum";
    ResponseRemoved "response-removed" "response {subject} removed" Major, always Breaking "the call returns another type", do "use the new response type";
    ResponseType "response-type" "type of response {subject} changed" Major, always Breaking "the call returns another type", do "use the new response type";
    ResponseMediaType "response-media-type" "media types of response {subject} changed" Unseen, always Breaking "the call returns another type", do "use the new response type";
    ResponseHeaders "response-headers" "headers of response {subject} changed" Unseen, always Documentation "headers are looked up by name";
    ErrorCodes "error-codes" "error codes of response {subject} changed" Unseen, always Documentation "codes are strings";
    ResponseDescription "response-description" "description of response {subject} changed" Point, always Documentation "documentation only";

    // Models.
    ModelAdded "model-added" "schema added" Minor, always Additive "adds a struct";
    ModelRemoved "model-removed" "schema removed" Major, always Breaking "its type is removed", do "stop using it";
    TypeAdded "type-added" "schema without properties added" Unseen, always Additive "adds a type";
    TypeRemoved "type-removed" "schema without properties removed" Unseen, always Breaking "its type is removed", do "stop using it";
    ModelEntered "model-entered" "schema included in the crate" Unseen, always Additive "adds a type";
    ModelLeft "model-left" "schema excluded from the crate" Unseen, always Breaking "its type is removed: no operation reaches it", do "stop using it";
    ModelUsed "model-used" "schema became reachable from an operation" Unseen, always Additive "it no longer requires the feature `other-models`";
    ModelUnused "model-unused" "schema no longer reachable from an operation" Unseen, always Breaking "it requires the feature `other-models`, which is off by default", do "stop using it, or enable the feature";
    ModelShape "model-shape" "type of the schema changed" Major, always Breaking "its type is another kind of item", do "adapt to the new type";
    AliasTarget "alias-target" "type of the schema changed" Unseen, always Breaking "its name is an alias of another type", do "use the new type";
    UnionVariantAdded "union-variant-added" "variant {subject} added to the union" Unseen, always Additive "adds a variant to a non-exhaustive enum; its values are no longer `Unknown`";
    UnionChanged "union-changed" "variants of the union changed" Unseen, always Breaking "a variant is removed, or holds another type", do "use the present variants";
    UnionTold "union-told" "discrimination of the union changed" Unseen, always Documentation "the same variants, selected differently";
    ModelSent "model-sent" "schema became part of requests" Unseen, always Additive "it has `new` and setters";
    ModelNotSent "model-not-sent" "schema no longer part of requests" Unseen, always Breaking "it no longer has `new` and setters", do "stop building it: no request accepts it";
    ModelDeprecation "model-deprecation" "deprecation of the schema changed" Unseen, always Documentation "documentation only";
    ModelDescription "model-description" "description of the schema changed" Unseen, always Documentation "documentation only";
    ExtraAdded "extra-added" "additional properties allowed" Unseen, always Additive "adds a field to a non-exhaustive struct";
    ExtraRemoved "extra-removed" "additional properties no longer allowed" Unseen, always Breaking "the field that held them is removed", do "stop using the field `extra`";
    ExtraType "extra-type" "type of additional properties changed" Unseen, always Breaking "the field that holds them has another type", do "use the new type of the field `extra`";
    ConstructorReordered "constructor-reordered" "required properties reordered" Unseen, always Breaking "the arguments of `new` are reordered, which the compiler may not notice", do "check the order of the arguments of `new`";
    TypeRustName "type-rust-name" "type renamed in Rust" Unseen, always Breaking "its type is renamed", do "use the new name";

    // Properties.
    PropertyAddedRequired "property-added-required" "required property {subject} added" Major,
        request Breaking "`new` requires another argument", response Additive "adds a field to a non-exhaustive struct", do "pass the new argument to `new`";
    PropertyAdded "property-added" "optional property {subject} added" Minor,
        request Additive "adds a field and a setter", response Additive "adds a field to a non-exhaustive struct";
    PropertyRemoved "property-removed" "property {subject} removed" Major,
        request Breaking "its field and its setter, or its argument of `new`, are removed", response Breaking "its field is removed", do "stop using it";
    PropertyMadeRequired "property-made-required" "property {subject} became required" Unseen,
        request Breaking "it is an argument of `new`, and no longer an `Option`", response Breaking "its field is no longer an `Option`", do "pass it to `new`; read the value without unwrapping";
    PropertyMadeOptional "property-made-optional" "property {subject} became optional" Unseen,
        request Breaking "it is an `Option` with a setter, and no longer an argument of `new`", response Breaking "its field became an `Option`", do "use the setter; handle `None` when reading";
    PropertyNullable "property-nullable" "nullability of property {subject} changed" Unseen,
        request Breaking "its field has another type", response Breaking "its field has another type", do "handle the new type of the field";
    PropertyType "property-type" "type of property {subject} changed" Major,
        request Breaking "its field has another type", response Breaking "its field has another type", do "handle the new type of the field";
    PropertyFormat "property-format" "format of property {subject} changed" Unseen,
        request Breaking "its field has another type", response Breaking "its field has another type", do "handle the new type of the field";
    PropertyConstrained "property-constrained" "property {subject} became an enum" Major,
        request Breaking "its field became an enum", response Breaking "its field became an enum", do "use the variants of the new enum";
    PropertyFreed "property-freed" "property {subject} is no longer an enum" Minor,
        request Breaking "its field is no longer an enum", response Breaking "its field is no longer an enum", do "use the plain value";
    PropertyValueAdded "property-value-added" "value {value} added to property {subject}" Minor, always Additive "adds a variant to a non-exhaustive enum";
    PropertyValueRemoved "property-value-removed" "value {value} removed from property {subject}" Major, always Breaking "its variant is removed", do "stop using the variant; if the server still sends the value, it arrives as `Unknown`";
    PropertyReadOnly "property-read-only" "property {subject} became read-only" Major,
        request Breaking "`new` and the setters no longer accept it", response Documentation "documentation only", do "stop sending it";
    PropertyNotReadOnlyRequired "property-not-read-only-required" "required property {subject} no longer read-only" Minor,
        request Breaking "`new` requires another argument", response Documentation "documentation only", do "pass the new argument to `new`";
    PropertyNotReadOnly "property-not-read-only" "property {subject} no longer read-only" Minor,
        request Additive "adds a setter", response Documentation "documentation only";
    PropertyWriteOnly "property-write-only" "`writeOnly` of property {subject} changed" Unseen,
        request Breaking "its field has another type", response Breaking "its field has another type", do "handle the new type of the field";
    PropertyDefault "property-default" "default of property {subject} changed" Unseen, always Documentation "documentation only; the server assumes another value";
    PropertyDeprecated "property-deprecated" "property {subject} deprecated" Unseen, always Additive "uses of the field produce a compiler warning";
    PropertyUndeprecated "property-undeprecated" "property {subject} no longer deprecated" Unseen, always Documentation "removes a compiler warning";
    PropertyDescription "property-description" "description of property {subject} changed" Unseen, always Documentation "documentation only";
    PropertyRustName "property-rust-name" "property {subject} renamed in Rust" Unseen, always Breaking "its field is renamed", do "use the new name of the field";
    PropertyRustType "property-rust-type" "Rust type of property {subject} changed by another change" Unseen, always Breaking "its field has another type", do "handle the new type of the field";

    // Enum values: of schemas first, then of all enums.
    ValueAdded "value-added" "value {value} added" Unseen, always Additive "adds a variant to a non-exhaustive enum";
    ValueRemoved "value-removed" "value {value} removed" Unseen, always Breaking "its variant is removed", do "stop using the variant; if the server still sends the value, it arrives as `Unknown`";
    ValueDescription "value-description" "description of value {subject} changed" Unseen, always Documentation "documentation only";
    ValueRustName "value-rust-name" "value {subject} renamed in Rust" Unseen, always Breaking "its variant is renamed", do "use the new name of the variant";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let names: BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.rule().name).collect();
        assert_eq!(names.len(), Kind::ALL.len());
        assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    }

    #[test]
    fn a_headline_contains_the_names_it_is_given() {
        let rule = Kind::PropertyValueRemoved.rule();
        assert_eq!(rule.title(), "value removed from property");
        assert_eq!(rule.headline("`{value}`", "`a  b`"), "value `a  b` removed from property `{value}`");
        for rule in Kind::ALL.iter().map(|kind| kind.rule()) {
            let title = rule.title();
            assert!(
                !title.contains(['{', '}']) && !title.contains("  ") && title.trim() == title,
                "{title:?}"
            );
        }
    }

    #[test]
    fn breaking_rules_have_advice() {
        for rule in Kind::ALL.iter().map(|kind| kind.rule()) {
            let breaks = [&rule.request, &rule.response].iter().any(|o| o.impact == Impact::Breaking);
            assert_eq!(breaks, !rule.advice.is_empty(), "{}", rule.name);
        }
    }
}
