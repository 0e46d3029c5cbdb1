//! Kinds of change, in the order of the [`rules`](super::rules).

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `webhook-added`
    WebhookAdded,
    /// `webhook-removed`
    WebhookRemoved,
    /// `webhook-payload`
    WebhookPayload,
    /// `webhook-constants`
    WebhookConstants,
    /// `api-title`
    ApiTitle,
    /// `api-version`
    ApiVersion,
    /// `api-description`
    ApiDescription,
    /// `server-added`
    ServerAdded,
    /// `server-removed`
    ServerRemoved,
    /// `server-changed`
    ServerChanged,
    /// `server-first`
    ServerFirst,
    /// `server-description`
    ServerDescription,
    /// `server-rust-name`
    ServerRustName,
    /// `server-type-added`
    ServerTypeAdded,
    /// `server-type-removed`
    ServerTypeRemoved,
    /// `server-type-changed`
    ServerTypeChanged,
    /// `server-variable-added`
    ServerVariableAdded,
    /// `server-variable-removed`
    ServerVariableRemoved,
    /// `server-variable-type`
    ServerVariableType,
    /// `server-default`
    ServerDefault,
    /// `server-value-added`
    ServerValueAdded,
    /// `server-value-removed`
    ServerValueRemoved,
    /// `login-added`
    LoginAdded,
    /// `login-removed`
    LoginRemoved,
    /// `login-changed`
    LoginChanged,
    /// `login-method-added`
    LoginMethodAdded,
    /// `login-method-removed`
    LoginMethodRemoved,
    /// `oauth-added`
    OAuthAdded,
    /// `oauth-removed`
    OAuthRemoved,
    /// `client-parameter-added`
    ClientParameterAdded,
    /// `client-parameter-removed`
    ClientParameterRemoved,
    /// `client-parameter-changed`
    ClientParameterChanged,
    /// `tag-added`
    TagAdded,
    /// `tag-removed`
    TagRemoved,
    /// `tag-rust-name`
    TagRustName,
    /// `tag-description`
    TagDescription,
    /// `path-added`
    PathAdded,
    /// `path-removed`
    PathRemoved,
    /// `operation-added`
    OperationAdded,
    /// `operation-removed`
    OperationRemoved,
    /// `operation-entered`
    OperationEntered,
    /// `operation-left`
    OperationLeft,
    /// `operation-moved`
    OperationMoved,
    /// `operation-renamed`
    OperationRenamed,
    /// `operation-tag-added`
    OperationTagAdded,
    /// `operation-tag-removed`
    OperationTagRemoved,
    /// `operation-deprecated`
    OperationDeprecated,
    /// `operation-undeprecated`
    OperationUndeprecated,
    /// `preview-started`
    PreviewStarted,
    /// `preview-ended`
    PreviewEnded,
    /// `permissions`
    Permissions,
    /// `security`
    Security,
    /// `operation-server`
    OperationServer,
    /// `idempotency`
    Idempotency,
    /// `operation-summary`
    OperationSummary,
    /// `operation-description`
    OperationDescription,
    /// `paging-added`
    PagingAdded,
    /// `paging-removed`
    PagingRemoved,
    /// `paging-changed`
    PagingChanged,
    /// `polling-added`
    PollingAdded,
    /// `polling-removed`
    PollingRemoved,
    /// `events-added`
    EventsAdded,
    /// `events-removed`
    EventsRemoved,
    /// `events-type`
    EventsType,
    /// `items-added`
    ItemsAdded,
    /// `items-removed`
    ItemsRemoved,
    /// `items-type`
    ItemsType,
    /// `representation-added`
    RepresentationAdded,
    /// `representation-removed`
    RepresentationRemoved,
    /// `arguments-reordered`
    ArgumentsReordered,
    /// `response-changed`
    ResponseChanged,
    /// `operation-rust-name`
    OperationRustName,
    /// `parameter-added-required`
    ParameterAddedRequired,
    /// `parameter-added`
    ParameterAdded,
    /// `parameter-removed`
    ParameterRemoved,
    /// `parameter-renamed`
    ParameterRenamed,
    /// `parameter-made-required`
    ParameterMadeRequired,
    /// `parameter-made-optional`
    ParameterMadeOptional,
    /// `parameter-moved`
    ParameterMoved,
    /// `parameter-type`
    ParameterType,
    /// `parameter-format`
    ParameterFormat,
    /// `parameter-nullable`
    ParameterNullable,
    /// `parameter-constrained`
    ParameterConstrained,
    /// `parameter-freed`
    ParameterFreed,
    /// `parameter-value-added`
    ParameterValueAdded,
    /// `parameter-value-removed`
    ParameterValueRemoved,
    /// `parameter-constant`
    ParameterConstant,
    /// `parameter-not-constant`
    ParameterNotConstant,
    /// `parameter-constant-value`
    ParameterConstantValue,
    /// `parameter-on-client`
    ParameterOnClient,
    /// `parameter-not-on-client`
    ParameterNotOnClient,
    /// `parameter-style`
    ParameterStyle,
    /// `parameter-default`
    ParameterDefault,
    /// `parameter-deprecated`
    ParameterDeprecated,
    /// `parameter-undeprecated`
    ParameterUndeprecated,
    /// `parameter-description`
    ParameterDescription,
    /// `parameter-rust-name`
    ParameterRustName,
    /// `body-added-required`
    BodyAddedRequired,
    /// `body-added`
    BodyAdded,
    /// `body-removed`
    BodyRemoved,
    /// `body-made-required`
    BodyMadeRequired,
    /// `body-made-optional`
    BodyMadeOptional,
    /// `body-type`
    BodyType,
    /// `body-media-type`
    BodyMediaType,
    /// `body-renamed`
    BodyRenamed,
    /// `body-rust-name`
    BodyRustName,
    /// `body-description`
    BodyDescription,
    /// `response-added`
    ResponseAdded,
    /// `response-added-to-choice`
    ResponseAddedToChoice,
    /// `response-removed`
    ResponseRemoved,
    /// `response-type`
    ResponseType,
    /// `response-media-type`
    ResponseMediaType,
    /// `response-headers`
    ResponseHeaders,
    /// `error-codes`
    ErrorCodes,
    /// `response-description`
    ResponseDescription,
    /// `model-added`
    ModelAdded,
    /// `model-removed`
    ModelRemoved,
    /// `type-added`
    TypeAdded,
    /// `type-removed`
    TypeRemoved,
    /// `model-entered`
    ModelEntered,
    /// `model-left`
    ModelLeft,
    /// `model-used`
    ModelUsed,
    /// `model-unused`
    ModelUnused,
    /// `model-shape`
    ModelShape,
    /// `alias-target`
    AliasTarget,
    /// `union-variant-added`
    UnionVariantAdded,
    /// `union-changed`
    UnionChanged,
    /// `union-selection`
    UnionSelection,
    /// `model-sent`
    ModelSent,
    /// `model-not-sent`
    ModelNotSent,
    /// `model-deprecation`
    ModelDeprecation,
    /// `model-description`
    ModelDescription,
    /// `extra-added`
    ExtraAdded,
    /// `extra-removed`
    ExtraRemoved,
    /// `extra-type`
    ExtraType,
    /// `trait-added`
    TraitAdded,
    /// `trait-removed`
    TraitRemoved,
    /// `constructor-reordered`
    ConstructorReordered,
    /// `type-rust-name`
    TypeRustName,
    /// `property-added-required`
    PropertyAddedRequired,
    /// `property-added`
    PropertyAdded,
    /// `property-removed`
    PropertyRemoved,
    /// `property-made-required`
    PropertyMadeRequired,
    /// `property-made-optional`
    PropertyMadeOptional,
    /// `property-nullable`
    PropertyNullable,
    /// `property-type`
    PropertyType,
    /// `property-format`
    PropertyFormat,
    /// `property-constrained`
    PropertyConstrained,
    /// `property-freed`
    PropertyFreed,
    /// `property-value-added`
    PropertyValueAdded,
    /// `property-value-removed`
    PropertyValueRemoved,
    /// `property-read-only`
    PropertyReadOnly,
    /// `property-not-read-only-required`
    PropertyNotReadOnlyRequired,
    /// `property-not-read-only`
    PropertyNotReadOnly,
    /// `property-constant`
    PropertyConstant,
    /// `property-not-constant`
    PropertyNotConstant,
    /// `property-write-only`
    PropertyWriteOnly,
    /// `property-default`
    PropertyDefault,
    /// `property-deprecated`
    PropertyDeprecated,
    /// `property-undeprecated`
    PropertyUndeprecated,
    /// `property-description`
    PropertyDescription,
    /// `property-rust-name`
    PropertyRustName,
    /// `property-rust-type`
    PropertyRustType,
    /// `value-added`
    ValueAdded,
    /// `value-removed`
    ValueRemoved,
    /// `value-description`
    ValueDescription,
    /// `value-rust-name`
    ValueRustName,
}
