//! The rules of changes of properties, and the values of enums.

use super::{Effect, Rule};
use crate::diff::impact::{Impact, Official, Outcome};
use crate::diff::kind::Kind;

pub(super) const PROPERTIES: &[Rule] = &[
    Rule {
        kind: Kind::PropertyAddedRequired,
        name: "property-added-required",
        template: "required property {subject} added",
        official: Official::Major,
        effect: Effect::ByDirection {
            request: Outcome { impact: Impact::Breaking, why: "`new` requires another argument" },
            response: Outcome { impact: Impact::Additive, why: "adds a field to a non-exhaustive struct" },
        },
        advice: "pass the new argument to `new`",
    },
    Rule {
        kind: Kind::PropertyAdded,
        name: "property-added",
        template: "optional property {subject} added",
        official: Official::Minor,
        effect: Effect::ByDirection {
            request: Outcome { impact: Impact::Additive, why: "adds a field and a setter" },
            response: Outcome { impact: Impact::Additive, why: "adds a field to a non-exhaustive struct" },
        },
        advice: "",
    },
    Rule {
        kind: Kind::PropertyRemoved,
        name: "property-removed",
        template: "property {subject} removed",
        official: Official::Major,
        effect: Effect::ByDirection {
            request: Outcome {
                impact: Impact::Breaking,
                why: "its field and its setter, or its argument of `new`, are removed",
            },
            response: Outcome { impact: Impact::Breaking, why: "its field is removed" },
        },
        advice: "stop using it",
    },
    Rule {
        kind: Kind::PropertyMadeRequired,
        name: "property-made-required",
        template: "property {subject} became required",
        official: Official::Unseen,
        effect: Effect::ByDirection {
            request: Outcome {
                impact: Impact::Breaking,
                why: "it is an argument of `new`, and no longer an `Option`",
            },
            response: Outcome { impact: Impact::Breaking, why: "its field is no longer an `Option`" },
        },
        advice: "pass it to `new`; read the value without unwrapping",
    },
    Rule {
        kind: Kind::PropertyMadeOptional,
        name: "property-made-optional",
        template: "property {subject} became optional",
        official: Official::Unseen,
        effect: Effect::ByDirection {
            request: Outcome {
                impact: Impact::Breaking,
                why: "it is an `Option` with a setter, and no longer an argument of `new`",
            },
            response: Outcome { impact: Impact::Breaking, why: "its field became an `Option`" },
        },
        advice: "use the setter; handle `None` when reading",
    },
    Rule {
        kind: Kind::PropertyNullable,
        name: "property-nullable",
        template: "nullability of property {subject} changed",
        official: Official::Unseen,
        effect: Effect::ByDirection {
            request: Outcome { impact: Impact::Breaking, why: "its field has another type" },
            response: Outcome { impact: Impact::Breaking, why: "its field has another type" },
        },
        advice: "handle the new type of the field",
    },
    Rule {
        kind: Kind::PropertyType,
        name: "property-type",
        template: "type of property {subject} changed",
        official: Official::Major,
        effect: Effect::ByDirection {
            request: Outcome { impact: Impact::Breaking, why: "its field has another type" },
            response: Outcome { impact: Impact::Breaking, why: "its field has another type" },
        },
        advice: "handle the new type of the field",
    },
    Rule {
        kind: Kind::PropertyFormat,
        name: "property-format",
        template: "format of property {subject} changed",
        official: Official::Unseen,
        effect: Effect::ByDirection {
            request: Outcome { impact: Impact::Breaking, why: "its field has another type" },
            response: Outcome { impact: Impact::Breaking, why: "its field has another type" },
        },
        advice: "handle the new type of the field",
    },
    Rule {
        kind: Kind::PropertyConstrained,
        name: "property-constrained",
        template: "property {subject} became an enum",
        official: Official::Major,
        effect: Effect::ByDirection {
            request: Outcome { impact: Impact::Breaking, why: "its field became an enum" },
            response: Outcome { impact: Impact::Breaking, why: "its field became an enum" },
        },
        advice: "use the variants of the new enum",
    },
    Rule {
        kind: Kind::PropertyFreed,
        name: "property-freed",
        template: "property {subject} is no longer an enum",
        official: Official::Minor,
        effect: Effect::ByDirection {
            request: Outcome { impact: Impact::Breaking, why: "its field is no longer an enum" },
            response: Outcome { impact: Impact::Breaking, why: "its field is no longer an enum" },
        },
        advice: "use the plain value",
    },
    Rule {
        kind: Kind::PropertyValueAdded,
        name: "property-value-added",
        template: "value {value} added to property {subject}",
        official: Official::Minor,
        effect: Effect::Same(Outcome {
            impact: Impact::Additive,
            why: "adds a variant to a non-exhaustive enum",
        }),
        advice: "",
    },
    Rule {
        kind: Kind::PropertyValueRemoved,
        name: "property-value-removed",
        template: "value {value} removed from property {subject}",
        official: Official::Major,
        effect: Effect::Same(Outcome { impact: Impact::Breaking, why: "its variant is removed" }),
        advice: "stop using the variant; if the server still sends the value, it arrives as `Unknown`",
    },
    Rule {
        kind: Kind::PropertyReadOnly,
        name: "property-read-only",
        template: "property {subject} became read-only",
        official: Official::Major,
        effect: Effect::ByDirection {
            request: Outcome { impact: Impact::Breaking, why: "`new` and the setters no longer accept it" },
            response: Outcome { impact: Impact::Documentation, why: "documentation only" },
        },
        advice: "stop sending it",
    },
    Rule {
        kind: Kind::PropertyNotReadOnlyRequired,
        name: "property-not-read-only-required",
        template: "required property {subject} no longer read-only",
        official: Official::Minor,
        effect: Effect::ByDirection {
            request: Outcome { impact: Impact::Breaking, why: "`new` requires another argument" },
            response: Outcome { impact: Impact::Documentation, why: "documentation only" },
        },
        advice: "pass the new argument to `new`",
    },
    Rule {
        kind: Kind::PropertyNotReadOnly,
        name: "property-not-read-only",
        template: "property {subject} no longer read-only",
        official: Official::Minor,
        effect: Effect::ByDirection {
            request: Outcome { impact: Impact::Additive, why: "adds a setter" },
            response: Outcome { impact: Impact::Documentation, why: "documentation only" },
        },
        advice: "",
    },
    Rule {
        kind: Kind::PropertyWriteOnly,
        name: "property-write-only",
        template: "`writeOnly` of property {subject} changed",
        official: Official::Unseen,
        effect: Effect::ByDirection {
            request: Outcome { impact: Impact::Breaking, why: "its field has another type" },
            response: Outcome { impact: Impact::Breaking, why: "its field has another type" },
        },
        advice: "handle the new type of the field",
    },
    Rule {
        kind: Kind::PropertyDefault,
        name: "property-default",
        template: "default of property {subject} changed",
        official: Official::Unseen,
        effect: Effect::Same(Outcome {
            impact: Impact::Documentation,
            why: "documentation only; the server assumes another value",
        }),
        advice: "",
    },
    Rule {
        kind: Kind::PropertyDeprecated,
        name: "property-deprecated",
        template: "property {subject} deprecated",
        official: Official::Unseen,
        effect: Effect::Same(Outcome {
            impact: Impact::Additive,
            why: "uses of the field produce a compiler warning",
        }),
        advice: "",
    },
    Rule {
        kind: Kind::PropertyUndeprecated,
        name: "property-undeprecated",
        template: "property {subject} no longer deprecated",
        official: Official::Unseen,
        effect: Effect::Same(Outcome { impact: Impact::Documentation, why: "removes a compiler warning" }),
        advice: "",
    },
    Rule {
        kind: Kind::PropertyDescription,
        name: "property-description",
        template: "description of property {subject} changed",
        official: Official::Unseen,
        effect: Effect::Same(Outcome { impact: Impact::Documentation, why: "documentation only" }),
        advice: "",
    },
    Rule {
        kind: Kind::PropertyRustName,
        name: "property-rust-name",
        template: "property {subject} renamed in Rust",
        official: Official::Unseen,
        effect: Effect::Same(Outcome { impact: Impact::Breaking, why: "its field is renamed" }),
        advice: "use the new name of the field",
    },
    Rule {
        kind: Kind::PropertyRustType,
        name: "property-rust-type",
        template: "Rust type of property {subject} changed by another change",
        official: Official::Unseen,
        effect: Effect::Same(Outcome { impact: Impact::Breaking, why: "its field has another type" }),
        advice: "handle the new type of the field",
    },
    Rule {
        kind: Kind::ValueAdded,
        name: "value-added",
        template: "value {value} added",
        official: Official::Unseen,
        effect: Effect::Same(Outcome {
            impact: Impact::Additive,
            why: "adds a variant to a non-exhaustive enum",
        }),
        advice: "",
    },
    Rule {
        kind: Kind::ValueRemoved,
        name: "value-removed",
        template: "value {value} removed",
        official: Official::Unseen,
        effect: Effect::Same(Outcome { impact: Impact::Breaking, why: "its variant is removed" }),
        advice: "stop using the variant; if the server still sends the value, it arrives as `Unknown`",
    },
    Rule {
        kind: Kind::ValueDescription,
        name: "value-description",
        template: "description of value {subject} changed",
        official: Official::Unseen,
        effect: Effect::Same(Outcome { impact: Impact::Documentation, why: "documentation only" }),
        advice: "",
    },
    Rule {
        kind: Kind::ValueRustName,
        name: "value-rust-name",
        template: "value {subject} renamed in Rust",
        official: Official::Unseen,
        effect: Effect::Same(Outcome { impact: Impact::Breaking, why: "its variant is renamed" }),
        advice: "use the new name of the variant",
    },
];
