//! Round trips of schemas, which verify that decoding and encoding preserve each sample.

use std::fmt::Write;

use super::literal::literal;
use super::sample::{Samples, Way};
use super::{Tests, too_large};
use crate::ir::{Origin, Type, TypeId};

/// Adds the tests, one per schema.
pub(super) fn emit<'a>(samples: &Samples<'a>, tests: &mut Tests<'a>) {
    let model = samples.model;
    for id in model.facts.emitted_types(&model.api) {
        if matches!(model.api.ty(id).origin, Origin::Schema(_)) {
            let text = tests.of_type(model.names.ty(id));
            text.push_str("\n#[test]\nfn samples() {\n");
            round_trips(samples, id, text);
            text.push_str("}\n");
        }
    }
}

fn round_trips(samples: &Samples<'_>, id: TypeId, out: &mut String) {
    let model = samples.model;
    let way = if model.facts.ty(id).response { Way::Received } else { Way::Sent };
    let name = &model.names.ty(id).name;
    let _ = match samples.sample(&Type::Named(id).into(), way) {
        Some(sample) => writeln!(out, "    round_trip::<models::{name}>({});", literal(&sample, "    ")),
        None => writeln!(out, "    // `models::{name}` is left out: {}.", too_large("a sample")),
    };
    if let Some(sample) = samples.with_nulls(id, way) {
        let _ = writeln!(out, "    round_trip::<models::{name}>({});", literal(&sample, "    "));
    }
}
