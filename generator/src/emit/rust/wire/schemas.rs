//! Round trips of schemas, which verify that decoding and encoding preserve each sample.

use quote::quote;

use super::literal::Json;
use super::sample::{Samples, Way};
use super::{Tests, not_tested, too_large};
use crate::emit::rust::format;
use crate::emit::rust::ident::ident;
use crate::ir::{Origin, Type, TypeId};

/// Adds the tests, one per schema.
pub(super) fn emit<'a>(samples: &Samples<'a>, tests: &mut Tests<'a>) {
    let model = samples.model;
    for id in model.facts.emitted_types(&model.api) {
        if matches!(model.api.ty(id).origin, Origin::Schema(_)) {
            tests.of_type(model.names.ty(id)).push(test(samples, id));
        }
    }
}

fn test(samples: &Samples<'_>, id: TypeId) -> String {
    let model = samples.model;
    let way = if model.facts.ty(id).response { Way::Received } else { Way::Sent };
    let name = &model.names.ty(id).name;
    let Some(sample) = samples.sample(&Type::Named(id).into(), way) else {
        return not_tested(&too_large(&format!("a sample of `models::{name}`")));
    };
    let name = ident(name);
    let round_trips = std::iter::once(sample).chain(samples.with_nulls(id, way)).map(|sample| {
        let Json { binding, text } = Json::new("sample", &sample);
        quote! { #binding round_trip::<models::#name>(#text); }
    });
    format::item(quote! { #[test] fn samples() { #(#round_trips)* } })
}
