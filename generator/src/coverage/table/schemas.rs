//! Schemas: types and annotations.

use super::super::predicates;
use super::Class::{Approximated, Dropped, Handled};
use super::{Kind, Row, V2, V31, approximated, depends, dropped, handled};

/// The reason for ignoring bounds: a client that checked them would reject values that a newer server
/// accepts.
const UNCHECKED: &str = "not checked: the server judges";

/// The reason for ignoring keywords that only serve references by name.
const NAMES: &str = "references are JSON pointers, or names by `$anchor`";

pub(super) const SCHEMA: &[Row] = &[
    handled("", "a type, or a part of one"),
    handled("$ref", "the type that it names"),
    // Types.
    handled("type", "the kind of value").by(predicates::type_label),
    depends(
        "format",
        &[
            (Handled, "a type of its own"),
            (Approximated, "the type without a format: the format is not checked"),
        ],
        predicates::format,
    ),
    depends(
        "enum",
        &[
            (Handled, "an enum, which keeps values that it does not know"),
            (Approximated, "the type of the values"),
        ],
        predicates::enumeration,
    ),
    depends(
        "const",
        &[(Handled, "an enum of one value"), (Approximated, "the type of the value")],
        predicates::constant,
    )
    .only(V31),
    handled("nullable", "an `Option`, or three states where a client sends it"),
    handled("x-nullable", "an `Option`, or three states where a client sends it").only(V2),
    // Objects.
    handled("properties", "fields").map(Kind::Schema),
    handled(
        "required",
        "whether a field is an `Option`; a property that is not declared is kept where it is present",
    ),
    depends(
        "additionalProperties",
        &[
            (Handled, "a map, or a map beside the fields"),
            (Approximated, "properties that are not known are ignored, not refused"),
        ],
        predicates::additional,
    )
    .one(Kind::Schema),
    depends(
        "patternProperties",
        &[
            (Approximated, "a map of what their values are, whatever the names"),
            (Dropped, "other properties can be there, too: a map of any values"),
        ],
        predicates::patterns,
    )
    .only(V31)
    .map(Kind::Schema),
    depends(
        "unevaluatedProperties",
        &[
            (Handled, "as `additionalProperties`"),
            (Approximated, "properties that are not known are ignored, not refused"),
            (Dropped, "`additionalProperties` stands beside it"),
        ],
        predicates::unevaluated,
    )
    .only(V31)
    .one(Kind::Schema),
    dropped("propertyNames", UNCHECKED).only(V31).one(Kind::Schema),
    dropped("dependentRequired", UNCHECKED).only(V31),
    dropped("dependentSchemas", UNCHECKED).only(V31).map(Kind::Schema),
    dropped("minProperties", UNCHECKED),
    dropped("maxProperties", UNCHECKED),
    // Lists.
    depends(
        "items",
        &[
            (Handled, "the type of the items"),
            (Approximated, "`prefixItems` stands beside it: any of what the list may hold"),
        ],
        predicates::items,
    )
    .one(Kind::Schema),
    approximated("prefixItems", "a list of what it may hold, whatever the place")
        .only(V31)
        .list(Kind::Schema),
    dropped("unevaluatedItems", UNCHECKED).only(V31).one(Kind::Schema),
    dropped("contains", UNCHECKED).only(V31).one(Kind::Schema),
    dropped("minContains", UNCHECKED).only(V31),
    dropped("maxContains", UNCHECKED).only(V31),
    dropped("minItems", UNCHECKED),
    dropped("maxItems", UNCHECKED),
    dropped("uniqueItems", "a list; what stands in it twice is not looked for"),
    approximated("collectionFormat", "commas are written inside lists of lists").only(V2),
    // Composition.
    handled("allOf", "one type with all properties").list(Kind::Schema),
    depends("oneOf", CHOICE, predicates::choice).list(Kind::Schema),
    depends("anyOf", CHOICE, predicates::choice).list(Kind::Schema),
    dropped("not", UNCHECKED).one(Kind::Schema),
    handled("discriminator", "which variant a value is of"),
    dropped("if", UNCHECKED).only(V31).one(Kind::Schema),
    dropped("then", UNCHECKED).only(V31).one(Kind::Schema),
    dropped("else", UNCHECKED).only(V31).one(Kind::Schema),
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
            (Dropped, "a text: it is not decoded"),
        ],
        predicates::content_encoding,
    )
    .only(V31),
    depends(
        "contentMediaType",
        &[
            (Handled, "bytes of a media type that is no text, as `format: binary`"),
            (Dropped, "a text: it is not decoded"),
        ],
        predicates::content_media_type,
    )
    .only(V31),
    dropped("contentSchema", "a text: it is not decoded").only(V31).one(Kind::Schema),
    // Annotations.
    depends(
        "title",
        &[(Handled, "docs, or the name of a variant"), (Dropped, "it has no place in Rust")],
        predicates::title,
    ),
    depends(
        "description",
        &[
            (Handled, "docs"),
            (Approximated, "docs, if the parameter has no description"),
            (Dropped, "it has no place in Rust"),
        ],
        predicates::description,
    ),
    depends(
        "default",
        &[
            (Handled, "docs; the server takes it, and it is not sent"),
            (Handled, "docs of the properties and parameters of this type"),
            (Dropped, "only properties and parameters have one"),
        ],
        predicates::default,
    ),
    depends("example", EXAMPLE, predicates::example),
    depends(
        "examples",
        &[
            (Approximated, "the first is the value in the examples of the docs, where one sets it"),
            (Dropped, "only properties and parameters have one"),
        ],
        predicates::examples,
    )
    .only(V31),
    depends(
        "deprecated",
        &[(Handled, "an attribute, or a line of docs"), (Dropped, "it has no place in Rust")],
        predicates::deprecated,
    ),
    depends("readOnly", DIRECTION, predicates::direction),
    depends("writeOnly", DIRECTION, predicates::direction),
    dropped("externalDocs", "the docs of the crate do not link to it"),
    dropped("xml", "XML is not encoded: callers write it"),
    depends(
        "x-enum-varnames",
        &[(Handled, "the names of the variants"), (Dropped, "there is no enum")],
        predicates::beside_enum,
    ),
    depends(
        "x-enumNames",
        &[(Handled, "the names of the variants"), (Dropped, "there is no enum")],
        predicates::beside_enum,
    ),
    depends(
        "x-enum-descriptions",
        &[(Handled, "the docs of the variants"), (Dropped, "there is no enum")],
        predicates::beside_enum,
    ),
    depends(
        "x-enumDescriptions",
        &[(Handled, "the docs of the variants"), (Dropped, "there is no enum")],
        predicates::beside_enum,
    ),
    // Identifiers.
    handled("$defs", "types where something refers to them").only(V31).map(Kind::Schema),
    dropped("$id", NAMES).only(V31),
    dropped("$schema", "schemas are read as OpenAPI has them").only(V31),
    handled("$anchor", "a name that references can use").only(V31),
    dropped("$dynamicAnchor", NAMES).only(V31),
    dropped("$dynamicRef", "any value").only(V31),
    dropped("$vocabulary", "schemas are read as OpenAPI has them").only(V31),
    dropped("$comment", "it is for the readers of the document").only(V31),
];

const BOUND: &[(super::Class, &str)] =
    &[(Approximated, "the width of an integer; not checked"), (Dropped, UNCHECKED)];

const EXAMPLE: &[(super::Class, &str)] = &[
    (Approximated, "the value in the examples of the docs, where one sets it"),
    (Dropped, "only properties and parameters have one"),
];

const DIRECTION: &[(super::Class, &str)] =
    &[(Handled, "which way a field travels"), (Dropped, "only properties have a direction")];

const CHOICE: &[(super::Class, &str)] = &[
    (Handled, "an enum with a variant for each kind of value"),
    (Dropped, "it only says which properties must be there: not checked"),
];
