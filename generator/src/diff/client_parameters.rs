//! Compares the methods of the client builder that set client-level parameters.

use super::change::Change;
use super::kind::Kind;
use super::pair::{Pair, Side};
use crate::analyse::ClientParameter;
use crate::emit::spell;
use crate::ir::{Location, Param};
use crate::name::ClientParameterName;

/// A parameter with its method and its argument type.
struct Set<'a> {
    one: &'a ClientParameter,
    method: &'a str,
    ty: String,
}

fn all<'a>(side: &Side<'a>) -> Vec<Set<'a>> {
    let model = side.model;
    let of_one = |(one, names): (&'a ClientParameter, &'a ClientParameterName)| {
        let param = &one.param;
        Set { one, method: &names.method, ty: spell::argument(model, param).ty.to_string() }
    };
    model.all_client_parameters().map(of_one).collect()
}

/// Returns whether two parameters have the same identity; header names are case-insensitive (RFC 9110, section 5.1).
fn is_same(one: &Set<'_>, other: &Set<'_>) -> bool {
    let (Param { location, name, .. }, other) = (&one.one.param, &other.one.param);
    let is_named =
        *name == other.name || (*location == Location::Header && name.eq_ignore_ascii_case(&other.name));
    *location == other.location && is_named
}

/// Compares the parameters by location and name.
pub(super) fn compare(pair: &Pair<'_>, out: &mut Vec<Change>) {
    let (old, new) = (all(&pair.old), all(&pair.new));
    let change = |kind, set: &Set<'_>| {
        let change = Change::new(kind, &set.one.param.pointer).about(&set.one.param.name);
        change.rust(format!("ClientBuilder::{}", set.method))
    };
    for set in &new {
        match old.iter().find(|other| is_same(other, set)) {
            None => out.push(change(Kind::ClientParameterAdded, set).to(&set.ty)),
            Some(earlier) if (earlier.method, &earlier.ty) != (set.method, &set.ty) => {
                let described = |set: &Set<'_>| format!("{}({})", set.method, set.ty);
                let change = change(Kind::ClientParameterChanged, set).from(described(earlier));
                out.push(change.to(described(set)));
            }
            Some(_) => {}
        }
    }
    for set in old.iter().filter(|set| !new.iter().any(|other| is_same(other, set))) {
        out.push(change(Kind::ClientParameterRemoved, set).from(&set.ty));
    }
}
