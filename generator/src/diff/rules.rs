//! The rules: one table of all kinds of change, and what each means to a user of the official SDKs and to a user of the crate.
//!
//! Part of `diff`, and pure data. The page of kinds in the docs is written from this table, and the cases that are proved against
//! emitted crates are looked up in it; nothing else judges a change.

use super::change::{Impact, Official, Outcome};

/// What is known of a kind of change.
#[derive(Debug)]
pub struct Rule {
    /// The stable name, for programs: `property-added`.
    pub name: &'static str,
    /// What happened, for people, without its subject: `optional property added`.
    pub title: &'static str,
    /// The class by the rules of the official SDKs.
    pub official: Official,
    /// What it does to the crate if clients send it.
    pub request: Outcome,
    /// What it does to the crate if the server sends it.
    pub response: Outcome,
    /// What a user has to do where it breaks; empty where it never does.
    pub advice: &'static str,
}

/// Declares the kinds and their rules.
macro_rules! rules {
    ($($kind:ident $name:literal $title:literal $official:ident,
        $(request $sent:ident $why_sent:literal, response $answered:ident $why_answered:literal)?
        $(always $always:ident $why:literal)?
        $(, do $advice:literal)?;)*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(#[doc = $title] $kind,)*
        }

        impl Kind {
            /// All kinds, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// What is known of it.
            pub fn rule(self) -> &'static Rule {
                match self {
                    $(Self::$kind => const { &Rule {
                        name: $name,
                        title: $title,
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
    ApiTitle "api-title" "title changed" Unseen, always Documentation "a text";
    ApiVersion "api-version" "version of the document changed" Unseen, always Documentation "a text; the crate has a version of its own";
    ApiDescription "api-description" "description changed" Unseen, always Documentation "a text";
    ServerAdded "server-added" "server added" Unseen, always Additive "a variant more of a non-exhaustive enum";
    ServerRemoved "server-removed" "server removed" Unseen, always Breaking "its variant is gone", do "choose another server, or give the address by `ClientBuilder::base_url`";
    ServerChanged "server-changed" "address of a server changed" Unseen, always Documentation "the same calls go to the new address";
    ServerFirst "server-first" "another server comes first" Unseen, always Documentation "a client that names none sends to it";
    ServerDescription "server-description" "description of a server or of its variable changed" Unseen, always Documentation "a text";
    ServerRustName "server-rust-name" "server or its variable is called otherwise in Rust" Unseen, always Breaking "its variant, its type or its method is called otherwise", do "use the new name";
    ServerTypeAdded "server-type-added" "there is something to choose of the server now" Unseen, always Additive "a type and a method of the client builder more";
    ServerTypeRemoved "server-type-removed" "there is nothing to choose of the server any more" Unseen, always Breaking "the type and the method of the client builder are gone", do "give the address by `ClientBuilder::base_url`";
    ServerTypeChanged "server-type-changed" "there is something else to choose of the server" Unseen, always Breaking "the method of the client builder, or the variant of a server, takes another type", do "choose by the new type";
    ServerVariableAdded "server-variable-added" "variable of a server added" Unseen, always Additive "a method more that sets it";
    ServerVariableRemoved "server-variable-removed" "variable of a server removed" Unseen, always Breaking "the method that set it is gone", do "stop setting it";
    ServerVariableType "server-variable-type" "values of a server variable are listed now, or no longer, or apart" Unseen, always Breaking "the method that sets it takes another type", do "give a value of the new type";
    ServerDefault "server-default" "default of a server variable changed" Unseen, always Documentation "a client that names no value sends to the new one";
    ServerValueAdded "server-value-added" "value of a server variable added" Unseen, always Additive "a variant more of a non-exhaustive enum";
    ServerValueRemoved "server-value-removed" "value of a server variable removed" Unseen, always Breaking "its variant is gone", do "choose another value, or give the address by `ClientBuilder::base_url`";
    LoginAdded "login-added" "security scheme added" Unseen, always Additive "a method of the client builder more";
    LoginRemoved "login-removed" "security scheme removed" Unseen, always Breaking "its method of the client builder is gone", do "log in by another scheme";
    LoginChanged "login-changed" "security scheme changed" Unseen, always Documentation "the runtime knows all ways to log in";
    LoginMethodAdded "login-method-added" "security scheme has a method of its own now" Unseen, always Additive "a method of the client builder more";
    LoginMethodRemoved "login-method-removed" "security scheme no longer has this method" Unseen, always Breaking "the method of the client builder is gone, or takes something else", do "use the method that the scheme has now, or the one for all schemes of its kind";
    OAuthAdded "oauth-added" "OAuth 2 is a way to log in now" Unseen, always Additive "`OAuth2` is exported at the root";
    OAuthRemoved "oauth-removed" "OAuth 2 is no longer a way to log in" Unseen, always Breaking "`OAuth2` is no longer exported at the root", do "import it from `runtime`, or log in another way";
    TagAdded "tag-added" "tag added" Unseen, always Additive "a feature, a handle and an accessor of `Client` more";
    TagRemoved "tag-removed" "tag removed" Unseen, always Breaking "its feature, its handle and the accessor of `Client` are gone", do "take the feature out of your manifest; see what became of its operations";
    TagRustName "tag-rust-name" "tag is called otherwise in Rust" Unseen, always Breaking "its feature, its handle or the accessor of `Client` is called otherwise", do "use the new names";
    TagDescription "tag-description" "description of a tag changed" Unseen, always Documentation "a text";

    // Paths and operations.
    PathAdded "path-added" "path added" Minor, always Documentation "its operations are listed on their own";
    PathRemoved "path-removed" "path removed" Major, always Documentation "its operations are listed on their own";
    OperationAdded "operation-added" "operation added" Minor, always Additive "a method and a request builder more";
    OperationRemoved "operation-removed" "operation removed" Major, always Breaking "its method and its request builder are gone", do "stop calling it";
    OperationEntered "operation-entered" "operation is part of the crate now" Unseen, always Additive "a method and a request builder more";
    OperationLeft "operation-left" "operation is no longer part of the crate" Unseen, always Breaking "its method and its request builder are gone", do "call it through an HTTP client of your own";
    OperationMoved "operation-moved" "operation has another path or method" Major, always Documentation "the same call goes to the new path";
    OperationRenamed "operation-renamed" "operation has another name" Major, always Breaking "its method and its request builder are called otherwise", do "call it by its new name";
    OperationTagAdded "operation-tag-added" "tag of an operation added" Major, always Breaking "its method moves to the handle of another tag", do "call it on the handle of its new tag";
    OperationTagRemoved "operation-tag-removed" "tag of an operation removed" Major, always Breaking "its method moves to the handle of another tag", do "call it on the handle of its new tag";
    OperationDeprecated "operation-deprecated" "operation deprecated" Major, always Additive "calling it gives a warning of the compiler";
    OperationUndeprecated "operation-undeprecated" "operation no longer deprecated" Major, always Documentation "one warning less";
    PreviewStarted "preview-started" "operation is a preview now" Unseen, always Documentation "a text; from now on it can change at any time";
    PreviewEnded "preview-ended" "operation is no longer a preview" Unseen, always Documentation "a text";
    Permissions "permissions" "permissions changed" Unseen, always Documentation "a text; the server asks the caller for others";
    Security "security" "ways to log in changed" Unseen, always Documentation "the runtime decides what to send";
    OperationServer "operation-server" "server of an operation changed" Unseen, always Documentation "the same call goes elsewhere";
    Idempotency "idempotency" "whether a call can be repeated changed" Unseen, always Documentation "the runtime repeats a failed call, or no longer";
    OperationSummary "operation-summary" "summary changed" Point, always Documentation "a text";
    OperationDescription "operation-description" "description changed" Point, always Documentation "a text";
    PagingAdded "paging-added" "operation pages now" Unseen, always Additive "the builder has `pages` and `items`";
    PagingRemoved "paging-removed" "operation no longer pages" Unseen, always Breaking "the builder has no `pages` and no `items`", do "ask for page after page by the operation's parameters";
    PagingChanged "paging-changed" "operation pages in another way" Unseen, always Breaking "`items` gives another type", do "take the new type of the items";
    EventsAdded "events-added" "operation sends events now" Unseen, always Additive "the builder has `events`";
    EventsRemoved "events-removed" "operation no longer sends events" Unseen, always Breaking "the builder has no `events`", do "read the answer as a whole";
    ArgumentsReordered "arguments-reordered" "required parameters in another order" Unseen, always Breaking "the arguments of the method are in another order, which the compiler may not notice", do "check the order of the arguments at each call";
    AnswerChanged "answer-changed" "another answer counts as success" Unseen, always Breaking "a call gives another type", do "take the new type of the answer";
    OperationRustName "operation-rust-name" "operation is called otherwise in Rust" Unseen, always Breaking "its method or its request builder is called otherwise", do "call it by its new name";

    // Parameters.
    ParameterAddedRequired "parameter-added-required" "required parameter added" Major, always Breaking "the method takes an argument more", do "give the new argument";
    ParameterAdded "parameter-added" "optional parameter added" Major, always Additive "a setter more";
    ParameterRemoved "parameter-removed" "parameter removed" Major, always Breaking "its argument or setter is gone", do "stop giving it";
    ParameterRenamed "parameter-renamed" "placeholder of the path has another name" Major, always Documentation "names of arguments are not part of a call";
    ParameterMadeRequired "parameter-made-required" "parameter made required" Major, always Breaking "its setter is gone, the method takes an argument more", do "give it as an argument of the method";
    ParameterMadeOptional "parameter-made-optional" "parameter made optional" Minor, always Breaking "the method takes an argument less, there is a setter instead", do "give it by its setter, or leave it out";
    ParameterMoved "parameter-moved" "parameter goes elsewhere in the request" Major, always Breaking "its argument has another type", do "give a value of the new type";
    ParameterType "parameter-type" "type of a parameter changed" Major, always Breaking "its argument has another type", do "give a value of the new type";
    ParameterFormat "parameter-format" "format of a parameter changed" Unseen, always Breaking "its argument has another type", do "give a value of the new type";
    ParameterNullable "parameter-nullable" "null allowed or refused in a parameter" Unseen, always Breaking "its argument has another type", do "give a value of the new type";
    ParameterConstrained "parameter-constrained" "values of a parameter are listed now" Unseen, always Breaking "its argument is an enum now", do "give a variant of the new enum";
    ParameterFreed "parameter-freed" "values of a parameter are no longer listed" Unseen, always Breaking "its argument is no longer an enum", do "give the value itself";
    ParameterValueAdded "parameter-value-added" "value of a parameter added" Unseen, always Additive "a variant more of a non-exhaustive enum";
    ParameterValueRemoved "parameter-value-removed" "value of a parameter removed" Unseen, always Breaking "its variant is gone", do "give another value; an `Unknown` one still sends any text";
    ParameterStyle "parameter-style" "style of a parameter changed" Unseen, always Documentation "the same argument is written in another way";
    ParameterDefault "parameter-default" "default of a parameter changed" Unseen, always Documentation "a text; the server takes another value where none is given";
    ParameterDeprecated "parameter-deprecated" "parameter deprecated" Unseen, always Additive "its setter gives a warning of the compiler";
    ParameterUndeprecated "parameter-undeprecated" "parameter no longer deprecated" Unseen, always Documentation "one warning less";
    ParameterDescription "parameter-description" "description of a parameter changed" Point, always Documentation "a text";
    ParameterRustName "parameter-rust-name" "parameter is called otherwise in Rust" Unseen, always Breaking "its setter is called otherwise", do "call the setter by its new name";

    // Bodies.
    BodyAddedRequired "body-added-required" "required body added" Major, always Breaking "the method takes an argument more", do "give the body";
    BodyAdded "body-added" "optional body added" Major, always Additive "a setter more";
    BodyRemoved "body-removed" "body removed" Major, always Breaking "its argument or setter is gone", do "stop giving it";
    BodyMadeRequired "body-made-required" "body made required" Major, always Breaking "its setter is gone, the method takes an argument more", do "give it as an argument of the method";
    BodyMadeOptional "body-made-optional" "body made optional" Minor, always Breaking "the method takes an argument less, there is a setter instead", do "give it by its setter, or leave it out";
    BodyType "body-type" "type of the body changed" Major, always Breaking "its argument has another type", do "give a value of the new type";
    BodyMediaType "body-media-type" "media types of the body changed" Unseen, always Documentation "the same value is sent as another media type";
    BodyDescription "body-description" "description of the body changed" Point, always Documentation "a text";

    // Answers.
    ResponseAdded "response-added" "response added" Minor, always Breaking "a call gives another type", do "take the new type of the answer";
    ResponseAddedToChoice "response-added-to-choice" "response added to several that mean success" Minor, always Additive "a variant more of a non-exhaustive enum";
    ResponseRemoved "response-removed" "response removed" Major, always Breaking "a call gives another type", do "take the new type of the answer";
    ResponseType "response-type" "type of a response changed" Major, always Breaking "a call gives another type", do "take the new type of the answer";
    ResponseMediaType "response-media-type" "media types of a response changed" Unseen, always Breaking "a call gives another type", do "take the new type of the answer";
    ResponseHeaders "response-headers" "headers of a response changed" Unseen, always Documentation "headers are read by their name";
    ErrorCodes "error-codes" "error codes of a response changed" Unseen, always Documentation "codes are texts";
    ResponseDescription "response-description" "description of a response changed" Point, always Documentation "a text";

    // Models.
    ModelAdded "model-added" "model added" Minor, always Additive "a struct more";
    ModelRemoved "model-removed" "model removed" Major, always Breaking "its type is gone", do "stop using it";
    TypeAdded "type-added" "schema without properties added" Unseen, always Additive "a type more";
    TypeRemoved "type-removed" "schema without properties removed" Unseen, always Breaking "its type is gone", do "stop using it";
    ModelEntered "model-entered" "model is part of the crate now" Unseen, always Additive "a type more";
    ModelLeft "model-left" "model is no longer part of the crate" Unseen, always Breaking "its type is gone: no operation reaches it", do "stop using it";
    ModelUsed "model-used" "operations reach the model now" Unseen, always Additive "it is there without the feature `other-models`";
    ModelUnused "model-unused" "no operation reaches the model any more" Unseen, always Breaking "it stands behind the feature `other-models`, which is off", do "stop using it, or switch the feature on";
    ModelShape "model-shape" "model is something else" Major, always Breaking "its type is another kind of type", do "build and read it as the new kind of type";
    AliasTarget "alias-target" "type of a schema without properties changed" Unseen, always Breaking "its name stands for another type", do "take the new type";
    UnionVariantAdded "union-variant-added" "schema added to a choice" Unseen, always Additive "a variant more of a non-exhaustive enum: its values are no longer `Unknown`";
    UnionChanged "union-changed" "choices of a schema changed" Unseen, always Breaking "a variant is gone, or holds another type", do "use the variants that there are now";
    UnionTold "union-told" "how the choices of a schema are told apart changed" Unseen, always Documentation "the same variants, found in another way";
    ModelSent "model-sent" "clients send the model now" Unseen, always Additive "it has `new` and setters";
    ModelNotSent "model-not-sent" "clients no longer send the model" Unseen, always Breaking "it has no `new` and no setters", do "only read it: no request takes it";
    ModelDeprecation "model-deprecation" "deprecation of a model changed" Unseen, always Documentation "a text";
    ModelDescription "model-description" "description of a model changed" Unseen, always Documentation "a text";
    ExtraAdded "extra-added" "other properties are kept now" Unseen, always Additive "a field more of a non-exhaustive struct";
    ExtraRemoved "extra-removed" "other properties are no longer kept" Unseen, always Breaking "the field that held them is gone", do "stop using the field `extra`";
    ExtraType "extra-type" "type of other properties changed" Unseen, always Breaking "the field that holds them has another type", do "take the new type of the field `extra`";
    ConstructorReordered "constructor-reordered" "required properties in another order" Unseen, always Breaking "the arguments of `new` are in another order, which the compiler may not notice", do "check the order of the arguments of `new`";
    TypeRustName "type-rust-name" "type is called otherwise in Rust" Unseen, always Breaking "its type is called otherwise", do "use its new name";

    // Properties.
    PropertyAddedRequired "property-added-required" "required property added" Major,
        request Breaking "`new` takes an argument more", response Additive "a field more of a non-exhaustive struct", do "give `new` the new argument";
    PropertyAdded "property-added" "optional property added" Minor,
        request Additive "a field and a setter more", response Additive "a field more of a non-exhaustive struct";
    PropertyRemoved "property-removed" "property removed" Major,
        request Breaking "its field and its setter, or its argument of `new`, are gone", response Breaking "its field is gone", do "stop using it";
    PropertyMadeRequired "property-made-required" "property made required" Unseen,
        request Breaking "it is an argument of `new`, and no `Option`", response Breaking "its field is no `Option` now", do "give it to `new`; take the value as it is";
    PropertyMadeOptional "property-made-optional" "property made optional" Unseen,
        request Breaking "it is an `Option` with a setter, and no argument of `new`", response Breaking "its field is an `Option` now", do "set it by its setter; handle `None` where it is read";
    PropertyNullable "property-nullable" "null allowed or refused in a property" Unseen,
        request Breaking "its field has another type", response Breaking "its field has another type", do "handle the new type of the field";
    PropertyType "property-type" "type of a property changed" Major,
        request Breaking "its field has another type", response Breaking "its field has another type", do "handle the new type of the field";
    PropertyFormat "property-format" "format of a property changed" Unseen,
        request Breaking "its field has another type", response Breaking "its field has another type", do "handle the new type of the field";
    PropertyConstrained "property-constrained" "values of a property are listed now" Major,
        request Breaking "its field is an enum now", response Breaking "its field is an enum now", do "give and match variants of the new enum";
    PropertyFreed "property-freed" "values of a property are no longer listed" Minor,
        request Breaking "its field is no longer an enum", response Breaking "its field is no longer an enum", do "give and compare the value itself";
    PropertyValueAdded "property-value-added" "value of a property added" Minor, always Additive "a variant more of a non-exhaustive enum";
    PropertyValueRemoved "property-value-removed" "value of a property removed" Major, always Breaking "its variant is gone", do "stop using the variant; what the server still sends arrives as `Unknown`";
    PropertyReadOnly "property-read-only" "property made read-only" Major,
        request Breaking "it can no longer be given by `new` or a setter", response Documentation "a text", do "stop sending it";
    PropertyNotReadOnlyRequired "property-not-read-only-required" "required property no longer read-only" Minor,
        request Breaking "`new` takes an argument more", response Documentation "a text", do "give `new` the new argument";
    PropertyNotReadOnly "property-not-read-only" "property no longer read-only" Minor,
        request Additive "a setter more", response Documentation "a text";
    PropertyWriteOnly "property-write-only" "property made write-only, or no longer" Unseen,
        request Breaking "its field has another type", response Breaking "its field has another type", do "handle the new type of the field";
    PropertyDefault "property-default" "default of a property changed" Unseen, always Documentation "a text; the server takes another value where none is given";
    PropertyDeprecated "property-deprecated" "property deprecated" Unseen, always Additive "using the field gives a warning of the compiler";
    PropertyUndeprecated "property-undeprecated" "property no longer deprecated" Unseen, always Documentation "one warning less";
    PropertyDescription "property-description" "description of a property changed" Unseen, always Documentation "a text";
    PropertyRustName "property-rust-name" "property is called otherwise in Rust" Unseen, always Breaking "its field is called otherwise", do "use the new name of the field";
    PropertyRustType "property-rust-type" "property has another type in Rust because of a change elsewhere" Unseen, always Breaking "its field has another type", do "handle the new type of the field";

    // Values of enums that are schemas, and what all enums have.
    ValueAdded "value-added" "value of a schema added" Unseen, always Additive "a variant more of a non-exhaustive enum";
    ValueRemoved "value-removed" "value of a schema removed" Unseen, always Breaking "its variant is gone", do "stop using the variant; what the server still sends arrives as `Unknown`";
    ValueDescription "value-description" "description of a value changed" Unseen, always Documentation "a text";
    ValueRustName "value-rust-name" "value is called otherwise in Rust" Unseen, always Breaking "its variant is called otherwise", do "use the new name of the variant";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_stable_words_and_no_two_are_the_same() {
        let names: BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.rule().name).collect();
        assert_eq!(names.len(), Kind::ALL.len());
        assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    }

    #[test]
    fn what_breaks_says_what_to_do() {
        for rule in Kind::ALL.iter().map(|kind| kind.rule()) {
            let breaks = [&rule.request, &rule.response].iter().any(|o| o.impact == Impact::Breaking);
            assert_eq!(breaks, !rule.advice.is_empty(), "{}", rule.name);
        }
    }
}
