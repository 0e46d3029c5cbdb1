//! Compares the base URLs, and the server choices that the crates offer.
//!
//! Part of `diff`. Servers are matched by URL, then by position. A crate offers at most one kind of choice: a value of
//! one variable, the variables of one server, or one of several servers. The kind determines which changes are visible
//! in Rust.

use std::collections::BTreeSet;

use super::change::Change;
use super::enums::described;
use super::kind::Kind;
use super::pair::{Pair, Side};
use super::types::text;
use crate::analyse::{ServerChoice, used_variables};
use crate::ir::{Server, ServerVariable};
use crate::name::{RustName, ServerName};
use crate::pointer::Pointer;

/// A server of a document, with its names.
struct Listed<'a> {
    index: usize,
    server: &'a Server,
    names: Option<&'a ServerName>,
}

fn listed<'a>(side: &Side<'a>) -> Vec<Listed<'a>> {
    let (facts, names) = (side.model.facts.servers(), &side.model.names.servers().servers);
    let of = |(index, server)| Listed {
        index,
        server,
        names: facts.listed.iter().position(|listed| *listed == index).and_then(|place| names.get(place)),
    };
    side.model.api.servers.iter().enumerate().map(of).collect()
}

impl Listed<'_> {
    /// Returns the name of the variant for the server; empty unless the crate offers a choice of several servers.
    fn variant(&self) -> &str {
        self.names.map_or("", |names| names.variant.as_str())
    }

    /// Returns the name of the type for the server's variables; empty if there is none.
    fn ty(&self) -> &str {
        self.names.map_or("", |names| names.ty.as_str())
    }

    /// Returns a variable's setter and the type of its argument: the name of an enum, or `None` for a string.
    fn setter(&self, side: &Side<'_>, variable: &str) -> Option<(String, Option<String>)> {
        let mut used = used_variables(self.server).enumerate();
        let (place, index) =
            used.find(|(_, (_, used))| used.name == variable).map(|(place, (index, _))| (place, index))?;
        let ty = values_name(side, self.index, index).map(|(name, _)| name.to_owned());
        Some((self.names?.fields.get(place)?.to_string(), ty))
    }
}

/// Returns the names of the enum of a variable's values, and of its variants.
fn values_name<'a>(side: &Side<'a>, server: usize, variable: usize) -> Option<(&'a str, &'a [RustName])> {
    let place = side.model.facts.servers().enum_of(server, variable)?;
    let names = side.model.names.servers().enums.get(place)?;
    Some((&names.name, &names.members))
}

/// Compares the servers.
pub(super) fn compare(pair: &Pair<'_>, out: &mut Vec<Change>) {
    let (old, new) = (listed(&pair.old), listed(&pair.new));
    let before = matched(&old, &new);
    choice(pair, out);
    for (server, earlier) in new.iter().zip(&before) {
        let change = |kind| Change::new(kind, &server.server.pointer).about(&server.server.url);
        match earlier.and_then(|index| old.get(index)) {
            Some(earlier) => both(pair, earlier, server, out),
            None => {
                out.push(variant(&pair.new, &old, server, change(Kind::ServerAdded).to(&server.server.url)))
            }
        }
    }
    for server in old.iter().filter(|server| !before.contains(&Some(server.index))) {
        let change = Change::new(Kind::ServerRemoved, &server.server.pointer).about(&server.server.url);
        out.push(variant(&pair.old, &new, server, change.from(&server.server.url)));
    }
    if let (Some(was), Some(is)) = (old.first(), new.first())
        && before.first().is_some_and(|earlier| *earlier != Some(0))
    {
        let change = Change::new(Kind::ServerFirst, &is.server.pointer);
        out.push(change.from(&was.server.url).to(&is.server.url));
    }
}

/// Returns the index of the matching old server for each new one.
fn matched(old: &[Listed<'_>], new: &[Listed<'_>]) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = Vec::new();
    for server in new {
        let same =
            |one: &&Listed<'_>| one.server.url == server.server.url && !found.contains(&Some(one.index));
        let same = old.iter().find(same).map(|one| one.index);
        found.push(same);
    }
    for index in 0..old.len().min(new.len()) {
        let is_free = !found.contains(&Some(index));
        if let Some(place @ None) = found.get_mut(index).filter(|_| is_free) {
            *place = Some(index);
        }
    }
    found
}

/// Adds the Rust path and the visibility to the change for a server that only one document declares. The change is
/// visible if both crates have the enum and only one has the variant.
fn variant(side: &Side<'_>, others: &[Listed<'_>], server: &Listed<'_>, change: Change) -> Change {
    let is_shared = others.iter().any(|other| !other.variant().is_empty());
    let is_lone = others.iter().all(|other| other.variant() != server.variant());
    let change = change.seen(is_shared && is_lone && !server.variant().is_empty());
    if server.variant().is_empty() {
        return change;
    }
    change.rust(format!("{}::{}", side.model.names.servers().ty, server.variant()))
}

/// Compares the kinds of choice that the two crates offer.
fn choice(pair: &Pair<'_>, out: &mut Vec<Change>) {
    let of = |side: &Side<'_>| {
        let (choice, names) = (side.model.facts.servers().choice, side.model.names.servers());
        (choice != ServerChoice::Fixed).then(|| (choice, names.ty.to_string(), names.method.to_string()))
    };
    let (was, is) = (of(&pair.old), of(&pair.new));
    if was == is {
        return;
    }
    let kind = match (&was, &is) {
        (None, _) => Kind::ServerTypeAdded,
        (_, None) => Kind::ServerTypeRemoved,
        (Some(_), Some(_)) => Kind::ServerTypeChanged,
    };
    let mut change = Change::new(kind, &Pointer::root().key("servers"));
    if let Some((_, _, method)) = is.as_ref().or(was.as_ref()) {
        change = change.rust(format!("ClientBuilder::{method}"));
    }
    change.old = was.map(|(_, ty, _)| ty);
    change.new = is.map(|(_, ty, _)| ty);
    out.push(change);
}

/// Compares a server that both documents have.
fn both(pair: &Pair<'_>, old: &Listed<'_>, new: &Listed<'_>, out: &mut Vec<Change>) {
    let (before, after) = (old.server, new.server);
    let change = |kind| Change::new(kind, &after.pointer).about(&after.url);
    if before.url != after.url {
        out.push(change(Kind::ServerChanged).from(&before.url).to(&after.url));
    }
    if before.description != after.description {
        let texts = (text(before.description.as_ref()), text(after.description.as_ref()));
        out.push(change(Kind::ServerDescription).from(texts.0).to(texts.1));
    }
    let choice = |side: &Side<'_>| side.model.facts.servers().choice;
    if choice(&pair.old) == choice(&pair.new) {
        let path =
            |side: &Side<'_>, of: &Listed<'_>| format!("{}::{}", side.model.names.servers().ty, of.variant());
        let (was, is) = (path(&pair.old, old), path(&pair.new, new));
        if old.variant() != new.variant()
            || (old.ty() != new.ty() && !old.ty().is_empty() && !new.ty().is_empty())
        {
            out.push(change(Kind::ServerRustName).rust(is.clone()).from(was).to(is.clone()));
        }
        if old.ty().is_empty() != new.ty().is_empty() && !new.variant().is_empty() {
            out.push(change(Kind::ServerTypeChanged).rust(is).from(old.ty()).to(new.ty()));
        }
    }
    variables(pair, old, new, out);
}

/// Compares the variables of a server that both documents have.
fn variables(pair: &Pair<'_>, old: &Listed<'_>, new: &Listed<'_>, out: &mut Vec<Change>) {
    let held = have_setters(old, new);
    for (index, variable) in new.server.variables.iter().enumerate() {
        let change = |kind| {
            let at = new.server.pointer.key("variables").key(&variable.name);
            Change::new(kind, &at).about(&variable.name)
        };
        let is = new.setter(&pair.new, &variable.name).filter(|_| held);
        let variables = &old.server.variables;
        let Some(place) = variables.iter().position(|other| other.name == variable.name) else {
            let mut added = change(Kind::ServerVariableAdded).to(&variable.default).seen(is.is_some());
            added.rust = is.map(|(setter, _)| setter_path(new, &setter));
            out.push(added);
            continue;
        };
        let Some(earlier) = variables.get(place) else { continue };
        let was = old.setter(&pair.old, &variable.name).filter(|_| held);
        setters((old, was), (new, is), variable, &change, out);
        if earlier.default != variable.default {
            out.push(change(Kind::ServerDefault).from(&earlier.default).to(&variable.default));
        }
        if earlier.description != variable.description {
            let texts = (text(earlier.description.as_ref()), text(variable.description.as_ref()));
            out.push(change(Kind::ServerDescription).from(texts.0).to(texts.1));
        }
        let enums = (values_name(&pair.old, old.index, place), values_name(&pair.new, new.index, index));
        values((earlier, enums.0), (variable, enums.1), &change, out);
    }
    removed_variables(pair, old, new, out);
}

/// Adds the changes for the removed variables of a server that both documents have.
fn removed_variables(pair: &Pair<'_>, old: &Listed<'_>, new: &Listed<'_>, out: &mut Vec<Change>) {
    for variable in &old.server.variables {
        if !new.server.variables.iter().any(|other| other.name == variable.name) {
            let was = old.setter(&pair.old, &variable.name).filter(|_| have_setters(old, new));
            let at = old.server.pointer.key("variables").key(&variable.name);
            let change = Change::new(Kind::ServerVariableRemoved, &at).about(&variable.name);
            let mut change = change.from(&variable.default).seen(was.is_some());
            change.rust = was.map(|(setter, _)| setter_path(old, &setter));
            out.push(change);
        }
    }
}

/// A server, with the setter of a variable and the type of its argument.
type SetterOf<'a> = (&'a Listed<'a>, Option<(String, Option<String>)>);

/// Compares the setters of a variable that both documents have.
fn setters(
    (old, was): SetterOf<'_>,
    (new, is): SetterOf<'_>,
    variable: &ServerVariable,
    change: &dyn Fn(Kind) -> Change,
    out: &mut Vec<Change>,
) {
    match (was, is) {
        (Some((was, one)), Some((is, other))) => {
            let rust = setter_path(new, &is);
            if was != is {
                out.push(change(Kind::ServerRustName).rust(&rust).from(was).to(is));
            }
            if one != other {
                let described = |ty: Option<String>| ty.unwrap_or_else(|| "string".to_owned());
                out.push(
                    change(Kind::ServerVariableType).rust(rust).from(described(one)).to(described(other)),
                );
            }
        }
        // Only one of the two URLs uses the variable.
        (None, Some((is, _))) => {
            out.push(change(Kind::ServerVariableAdded).rust(setter_path(new, &is)).to(&variable.default));
        }
        (Some((was, _)), None) => {
            out.push(
                change(Kind::ServerVariableRemoved).rust(setter_path(old, &was)).from(&variable.default),
            );
        }
        (None, None) => {}
    }
}

/// Returns whether setters are compared: both crates have a type with setters for the variables, even under different
/// names.
fn have_setters(old: &Listed<'_>, new: &Listed<'_>) -> bool {
    !old.ty().is_empty() && !new.ty().is_empty()
}

/// Returns the path of a setter.
fn setter_path(of: &Listed<'_>, setter: &str) -> String {
    format!("{}::{setter}", of.ty())
}

/// A variable, the name of the enum of its values, and the names of the enum's variants.
type Values<'a> = (&'a ServerVariable, Option<(&'a str, &'a [RustName])>);

fn values(
    (old, was): Values<'_>,
    (new, is): Values<'_>,
    change: &dyn Fn(Kind) -> Change,
    out: &mut Vec<Change>,
) {
    // Variants are compared only if the enum is the same; a different enum is reported as a change to the setter.
    let shared = was.zip(is).filter(|((was, _), (is, _))| was == is);
    let members = shared.map_or((&[][..], &[][..]), |((_, was), (_, is))| (was, is));
    let sets: (BTreeSet<&RustName>, BTreeSet<&RustName>) =
        (members.0.iter().collect(), members.1.iter().collect());
    let path = |member: Option<&RustName>| Some(format!("{}::{}", shared?.1.0, member?));
    for (index, value) in new.values.iter().enumerate() {
        let member = members.1.get(index);
        let Some(place) = old.values.iter().position(|other| other.value == value.value) else {
            let mut added = change(Kind::ServerValueAdded).to(described(&value.value));
            added.rust = path(member);
            out.push(added.seen(member.is_some_and(|member| !sets.0.contains(member))));
            continue;
        };
        let earlier = members.0.get(place);
        if earlier != member {
            let mut renamed = change(Kind::ValueRustName);
            (renamed.old, renamed.new, renamed.rust) = (path(earlier), path(member), path(member));
            out.push(renamed);
        }
        let earlier = old.values.get(place).and_then(|value| value.description.as_ref());
        if earlier != value.description.as_ref() {
            let mut described = change(Kind::ValueDescription);
            described.rust = path(member);
            out.push(described.from(text(earlier)).to(text(value.description.as_ref())));
        }
    }
    for (index, value) in old.values.iter().enumerate() {
        if !new.values.iter().any(|other| other.value == value.value) {
            let member = members.0.get(index);
            let mut removed = change(Kind::ServerValueRemoved).from(described(&value.value));
            removed.rust = path(member);
            out.push(removed.seen(member.is_some_and(|member| !sets.1.contains(member))));
        }
    }
}
