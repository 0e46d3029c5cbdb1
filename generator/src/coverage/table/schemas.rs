//! Schema types and annotations.

use super::super::predicates;
use super::service::EXTERNAL_DOCS;
use super::{Case, Kind, Row, Use, V2, V3, V31, V32, approximated, by_use, depends, dropped, handled};
use crate::diagnostic::Outcome;
use crate::diagnostic::Outcome::{Approximated, Dropped, Handled};

/// The reason for ignoring bounds. If the client checked them, it would reject values that a newer server
/// accepts.
const UNCHECKED: &str = "not checked by the client";

/// The reason for ignoring keywords that exist only for references by name.
const NAMES: &str = "references are JSON pointers or `$anchor` names";

/// The explanation of the outcome of discriminators.
const WHICH_VARIANT: &str = "the variant of a value";

/// The outcomes of XML Objects.
const XML_FORM: &[Case; 2] = &[
    (Handled, "the XML form of bodies and responses that are only XML"),
    (Dropped, "no body or response of the crate is encoded or decoded as XML"),
];

pub(super) const SCHEMA: &[Row] = &[
    handled("", "a type or part of a type"),
    handled("$ref", "the target type"),
    // Types.
    handled("type", "the type").by(predicates::type_label),
    depends(
        "format",
        &[(Handled, "a specific type"), (Approximated, "the type without a format; it is not validated")],
        predicates::format,
    ),
    depends(
        "enum",
        &[
            (
                Handled,
                "an enum that preserves unknown values; a single required value is sent without an argument",
            ),
            (Approximated, "the type of the values"),
        ],
        predicates::enumeration,
    ),
    depends(
        "const",
        &[
            (Handled, "an enum with one value; if required, it is sent without an argument"),
            (Approximated, "the type of the value"),
        ],
        predicates::constant,
    )
    .only(V31),
    handled("nullable", "an `Option`, or a `Nullable` if the client sends it"),
    handled("x-nullable", "an `Option`, or a `Nullable` if the client sends it").only(V2),
    // Objects.
    handled("properties", "fields").map(Kind::Schema),
    handled(
        "required",
        "determines whether a field is an `Option`; undeclared properties are preserved if present",
    ),
    depends(
        "additionalProperties",
        &[
            (Handled, "a map, or a map in addition to the fields"),
            (Approximated, "unknown properties are ignored, not rejected"),
        ],
        predicates::additional,
    )
    .one(Kind::Schema),
    depends(
        "patternProperties",
        &[
            (Approximated, "a map of their values, with any names"),
            (Dropped, "other properties are possible, so the map allows any values"),
        ],
        predicates::patterns,
    )
    .only(V31)
    .map(Kind::Schema),
    by_use(
        "unevaluatedProperties",
        &[
            (Use::Typed, Handled, "as `additionalProperties`"),
            (Use::Ignored, Approximated, "unknown properties are ignored, not rejected"),
            (Use::Elsewhere, Dropped, "`additionalProperties` takes precedence"),
        ],
        predicates::unevaluated,
    )
    .only(V31)
    .one(Kind::Schema),
    dropped("propertyNames", UNCHECKED).only(V31).one(Kind::Schema),
    dropped("dependentRequired", UNCHECKED).only(V31),
    depends("dependentSchemas", CONDITION, predicates::dependent).only(V31).map(Kind::Schema),
    dropped("minProperties", UNCHECKED),
    dropped("maxProperties", UNCHECKED),
    // Lists.
    depends(
        "items",
        &[
            (Handled, "the type of the items"),
            (Approximated, "next to `prefixItems`: a union of all item types"),
        ],
        predicates::items,
    )
    .one(Kind::Schema),
    approximated("prefixItems", "a list of a union of all item types").only(V31).list(Kind::Schema),
    dropped("unevaluatedItems", UNCHECKED).only(V31).one(Kind::Schema),
    dropped("contains", UNCHECKED).only(V31).one(Kind::Schema),
    dropped("minContains", UNCHECKED).only(V31),
    dropped("maxContains", UNCHECKED).only(V31),
    dropped("minItems", UNCHECKED),
    dropped("maxItems", UNCHECKED),
    dropped("uniqueItems", "a list; duplicates are not checked"),
    approximated("collectionFormat", "nested lists are separated with commas").only(V2),
    // Composition.
    handled("allOf", "one type with all properties").list(Kind::Schema),
    depends("oneOf", CHOICE, predicates::choice).list(Kind::Schema),
    depends("anyOf", CHOICE, predicates::choice).list(Kind::Schema),
    dropped("not", UNCHECKED).one(Kind::Schema),
    handled("discriminator", WHICH_VARIANT).only(V2),
    handled("discriminator", WHICH_VARIANT).only(V3).one(Kind::Discriminator),
    dropped("if", UNCHECKED).only(V31).one(Kind::Schema),
    depends("then", CONDITION, predicates::conditional).only(V31).one(Kind::Schema),
    depends("else", CONDITION, predicates::conditional).only(V31).one(Kind::Schema),
    // Bounds.
    depends("minimum", BOUND, predicates::bound),
    depends("maximum", BOUND, predicates::bound),
    depends("exclusiveMinimum", BOUND, predicates::exclusive_bound),
    depends("exclusiveMaximum", BOUND, predicates::exclusive_bound),
    dropped("multipleOf", UNCHECKED),
    dropped("minLength", UNCHECKED),
    dropped("maxLength", UNCHECKED),
    dropped("pattern", UNCHECKED),
    // Strings.
    depends(
        "contentEncoding",
        &[
            (Handled, "base64, as `format: byte`; `binary`, as `format: binary`"),
            (Dropped, "a string, which is not decoded; for the data of a server-sent event, its type"),
        ],
        predicates::content_encoding,
    )
    .only(V31),
    depends(
        "contentMediaType",
        &[
            (Handled, "bytes for media types other than text, as for `format: binary`"),
            (Dropped, "a string, which is not decoded"),
        ],
        predicates::content_media_type,
    )
    .only(V31),
    dropped("contentSchema", "a string, which is not decoded").only(V31).one(Kind::Schema),
    // Annotations.
    depends(
        "title",
        &[(Handled, "docs, or the name of a variant"), (Dropped, "it has no counterpart in Rust")],
        predicates::title,
    ),
    by_use(
        "description",
        &[
            (Use::Documented, Handled, "docs"),
            (Use::ForParameter, Approximated, "docs, if the parameter has no description"),
            (Use::Unused, Dropped, "it has no counterpart in Rust"),
        ],
        predicates::description,
    ),
    by_use(
        "default",
        &[
            (Use::OfMember, Handled, "docs; the server applies it, so it is not sent"),
            (Use::OfType, Handled, "docs of the properties and parameters of this type"),
            (Use::Unused, Dropped, "only defaults of properties and parameters are used"),
        ],
        predicates::default,
    ),
    by_use("example", EXAMPLE, predicates::example),
    depends(
        "examples",
        &[
            (Approximated, "the first one is the value in example calls that set it"),
            (Dropped, "only examples of named schemas, properties and parameters are used"),
        ],
        predicates::examples,
    )
    .only(V31),
    depends(
        "deprecated",
        &[(Handled, "`#[deprecated]`, or a line in the docs"), (Dropped, "it has no counterpart in Rust")],
        predicates::deprecated,
    ),
    depends("readOnly", DIRECTION, predicates::direction),
    depends("writeOnly", DIRECTION, predicates::direction),
    EXTERNAL_DOCS,
    depends("xml", XML_FORM, predicates::has_xml).one(Kind::Xml),
    handled("x-ms-secret", SECRET),
    handled("x-sensitive", SECRET),
    depends(
        "x-enum-varnames",
        &[(Handled, "the names of the variants"), (Dropped, "it applies only to enums")],
        predicates::beside_enum,
    ),
    depends(
        "x-enumNames",
        &[(Handled, "the names of the variants"), (Dropped, "it applies only to enums")],
        predicates::beside_enum,
    ),
    depends(
        "x-enum-descriptions",
        &[(Handled, "the docs of the variants"), (Dropped, "it applies only to enums")],
        predicates::beside_enum,
    ),
    depends(
        "x-enumDescriptions",
        &[(Handled, "the docs of the variants"), (Dropped, "it applies only to enums")],
        predicates::beside_enum,
    ),
    depends(
        "x-ms-enum",
        &[
            (
                Handled,
                "the name of an inline enum, and the names and docs of its variants; `modelAsString` is ignored",
            ),
            (Dropped, "it applies only to enums"),
        ],
        predicates::beside_enum,
    ),
    depends(
        "x-enumDeprecated",
        &[(Approximated, "the docs of the variants"), (Dropped, "it applies only to enums")],
        predicates::beside_enum,
    ),
    depends(
        "x-enum-deprecated",
        &[(Approximated, "the docs of the variants"), (Dropped, "it applies only to enums")],
        predicates::beside_enum,
    ),
    depends(
        "x-deprecated-message",
        &[(Handled, "docs"), (Dropped, "it applies only to deprecated items")],
        predicates::beside_deprecated,
    ),
    depends(
        "x-deprecatedMessage",
        &[(Handled, "docs"), (Dropped, "it applies only to deprecated items")],
        predicates::beside_deprecated,
    ),
    depends(
        "x-deprecation-message",
        &[(Handled, "docs"), (Dropped, "it applies only to deprecated items")],
        predicates::beside_deprecated,
    ),
    depends(
        "x-ms-deprecation",
        &[(Handled, "docs"), (Dropped, "it applies only to deprecated items")],
        predicates::beside_deprecated,
    ),
    // Identifiers.
    handled("$defs", "types, if referenced").only(V31).map(Kind::Schema),
    dropped("$id", NAMES).only(V31),
    dropped("$schema", "schemas are read according to OpenAPI's rules").only(V31),
    handled("$anchor", "a name that references can use").only(V31),
    dropped("$dynamicAnchor", NAMES).only(V31),
    dropped("$dynamicRef", "any value").only(V31),
    dropped("$vocabulary", "schemas are read according to OpenAPI's rules").only(V31),
    dropped("$comment", "a note for readers of the document").only(V31),
];

pub(super) const DISCRIMINATOR: &[Row] = &[
    handled("", WHICH_VARIANT).only(V3),
    handled("propertyName", "the property whose value selects the variant").only(V3),
    handled("mapping", "the values that select each variant").only(V3),
    handled(
        "defaultMapping",
        "the variant of a union for all other values, and for values without the property",
    )
    .only(V32),
];

pub(super) const XML: &[Row] = &[
    handled("name", "the name of the element or attribute"),
    handled("namespace", "the namespace in requests; responses are matched by local names"),
    handled("prefix", "the prefix in requests"),
    handled("attribute", "an attribute, if the value is a scalar"),
    handled("wrapped", "the outer element of a list; responses are accepted with or without it"),
    handled("nodeType", "an element, an attribute, text, or a CDATA section").only(V32),
];

const CONDITION: &[Case; 2] = &[
    (Approximated, "its properties are optional fields; the condition is not checked"),
    (Dropped, UNCHECKED),
];

/// The explanation of the outcome of the extensions that mark secrets.
const SECRET: &str = "`Debug` and logs omit the value if it is `true`";

const BOUND: &[Case; 2] = &[(Approximated, "the width of an integer; not validated"), (Dropped, UNCHECKED)];

const EXAMPLE: &[(Use, Outcome, &str)] = &[
    (Use::Documented, Handled, "docs, and the value in example calls that set it"),
    (Use::Undocumented, Approximated, "the value in example calls that set it; not in the docs"),
    (Use::Unused, Dropped, "only examples of named schemas, properties and parameters are used"),
];

const DIRECTION: &[Case; 2] =
    &[(Handled, "the direction of a field"), (Dropped, "it is defined only for properties")];

const CHOICE: &[Case; 2] = &[
    (Handled, "an enum with one variant per type"),
    (Dropped, "it only requires properties, which is not checked"),
];
