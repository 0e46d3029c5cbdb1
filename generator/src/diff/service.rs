//! Service: what surrounds the operations: title, servers, logins, tags.
//!
//! Part of `diff`.

use super::change::Change;
use super::enums::told;
use super::pair::{Pair, Side};
use super::rules::Kind;
use super::types::text;
use crate::analyse::ServerChoice;
use crate::ir::{SecurityKind, SecurityScheme, Server, ServerVariable};
use crate::pointer::Pointer;

/// Compares all that is neither operation nor schema.
pub(super) fn compare(pair: &Pair<'_>, out: &mut Vec<Change>) {
    let (old, new) = (&pair.old.model.api, &pair.new.model.api);
    let info = Pointer::root().key("info");
    let texts = [
        (Kind::ApiTitle, "title", Some(&old.title), Some(&new.title)),
        (Kind::ApiVersion, "version", Some(&old.version), Some(&new.version)),
        (Kind::ApiDescription, "description", old.description.as_ref(), new.description.as_ref()),
    ];
    for (kind, key, was, is) in texts.into_iter().filter(|(_, _, was, is)| was != is) {
        out.push(Change::new(kind, &info.key(key)).from(text(was)).to(text(is)));
    }
    servers(pair, out);
    logins(pair, out);
    tags(pair, out);
}

/// The servers are matched by their place in the list: the first one is where a client starts.
fn servers(pair: &Pair<'_>, out: &mut Vec<Change>) {
    let (old, new) = (&pair.old.model.api.servers, &pair.new.model.api.servers);
    for (index, server) in new.iter().enumerate() {
        let Some(earlier) = old.get(index) else {
            out.push(Change::new(Kind::ServerAdded, &server.pointer).about(&server.url).to(&server.url));
            continue;
        };
        if earlier.url != server.url {
            let change = Change::new(Kind::ServerChanged, &server.pointer).about(&server.url);
            out.push(change.from(&earlier.url).to(&server.url));
        }
        if earlier.description != server.description {
            let change = Change::new(Kind::ServerDescription, &server.pointer).about(&server.url);
            out.push(change.from(text(earlier.description.as_ref())).to(text(server.description.as_ref())));
        }
        variables(pair, index, earlier, server, out);
    }
    for server in old.iter().skip(new.len()) {
        out.push(Change::new(Kind::ServerRemoved, &server.pointer).about(&server.url).from(&server.url));
    }
    let at = Pointer::root().key("servers");
    let ty = |side: &Side<'_>| match side.model.facts.servers().choice {
        ServerChoice::Fixed | ServerChoice::Value => None,
        ServerChoice::Variables | ServerChoice::Server => Some(side.model.names.servers().ty.clone()),
    };
    let (was, is) = (ty(&pair.old), ty(&pair.new));
    if was != is {
        for (kind, name) in [(Kind::ServerTypeRemoved, was), (Kind::ServerTypeAdded, is)] {
            out.extend(name.map(|name| Change::new(kind, &at).about(&name).rust(name.clone())));
        }
    }
}

/// The variable whose values are an enum of the crate.
fn chosen(server: &Server) -> Option<&ServerVariable> {
    match server.variables.as_slice() {
        [one] if !one.values.is_empty() => Some(one),
        _ => None,
    }
}

fn variables(pair: &Pair<'_>, index: usize, old: &Server, new: &Server, out: &mut Vec<Change>) {
    let at = new.pointer.key("variables");
    let is_enum = |server: &Server| chosen(server).map(|variable| variable.name.clone());
    let in_rust = index == 0 && is_enum(old).is_some() && is_enum(old) == is_enum(new);
    for variable in &new.variables {
        let at = at.key(&variable.name);
        let Some(earlier) = old.variables.iter().find(|other| other.name == variable.name) else {
            let change = Change::new(Kind::ServerVariableAdded, &at).about(&variable.name);
            out.push(change.to(&variable.default));
            continue;
        };
        if earlier.default != variable.default {
            let change = Change::new(Kind::ServerDefault, &at).about(&variable.name);
            out.push(change.from(&earlier.default).to(&variable.default));
        }
        values(pair, earlier, variable, in_rust, &at, out);
    }
    for variable in
        old.variables.iter().filter(|one| !new.variables.iter().any(|other| other.name == one.name))
    {
        let change = Change::new(Kind::ServerVariableRemoved, &at.key(&variable.name)).about(&variable.name);
        out.push(change.from(&variable.default));
    }
    if index == 0 && is_enum(old) != is_enum(new) {
        let sides = [(Kind::ServerTypeRemoved, &pair.old, old), (Kind::ServerTypeAdded, &pair.new, new)];
        for (kind, side, variable) in
            sides.into_iter().filter_map(|(kind, side, of)| Some((kind, side, chosen(of)?)))
        {
            let name = side.model.names.servers().enums.first().map(|names| names.name.clone());
            out.push(
                Change::new(kind, &at.key(&variable.name))
                    .about(&variable.name)
                    .rust(name.unwrap_or_default()),
            );
        }
    }
}

fn values(
    pair: &Pair<'_>,
    old: &ServerVariable,
    new: &ServerVariable,
    in_rust: bool,
    at: &Pointer,
    out: &mut Vec<Change>,
) {
    let names = |side: &Side<'_>| side.model.names.servers().enums.first().cloned().unwrap_or_default();
    let (old_names, new_names) = (names(&pair.old), names(&pair.new));
    let lone = |list: &ServerVariable, of: &ServerVariable| -> Vec<usize> {
        let known = |value| list.values.iter().any(|other| other.value == value);
        let lone = of.values.iter().enumerate().filter(|(_, value)| !known(value.value.clone()));
        lone.map(|(index, _)| index).collect()
    };
    let changes = [
        (Kind::ServerValueAdded, new, &new_names, &old_names, lone(old, new)),
        (Kind::ServerValueRemoved, old, &old_names, &new_names, lone(new, old)),
    ];
    for (kind, variable, names, others, lone) in changes {
        for index in lone {
            let member = names.members.get(index).cloned().unwrap_or_default();
            let seen = in_rust && !others.members.contains(&member);
            let mut change = Change::new(kind, &at.key("enum")).about(&variable.name).seen(seen);
            if in_rust {
                change = change.rust(format!("{}::{member}", names.name));
            }
            let value = variable.values.get(index).map(|value| told(&value.value)).unwrap_or_default();
            out.push(if kind == Kind::ServerValueAdded { change.to(value) } else { change.from(value) });
        }
    }
}

fn logins(pair: &Pair<'_>, out: &mut Vec<Change>) {
    let (old, new) = (&pair.old.model.api.security_schemes, &pair.new.model.api.security_schemes);
    let at = Pointer::root().keys(["components", "securitySchemes"]);
    for scheme in new {
        let at = at.key(&scheme.name);
        match old.iter().find(|other| other.name == scheme.name) {
            None => out.push(Change::new(Kind::LoginAdded, &at).about(&scheme.name)),
            Some(earlier) if earlier.kind != scheme.kind || earlier.description != scheme.description => {
                out.push(Change::new(Kind::LoginChanged, &at).about(&scheme.name));
            }
            Some(_) => {}
        }
    }
    for scheme in old.iter().filter(|scheme| !new.iter().any(|other| other.name == scheme.name)) {
        out.push(Change::new(Kind::LoginRemoved, &at.key(&scheme.name)).about(&scheme.name));
    }
    let has_oauth =
        |list: &[SecurityScheme]| list.iter().any(|s| matches!(s.kind, SecurityKind::OAuth2 { .. }));
    match (has_oauth(old), has_oauth(new)) {
        (false, true) => out.push(Change::new(Kind::OAuthAdded, &at).rust("OAuth2")),
        (true, false) => out.push(Change::new(Kind::OAuthRemoved, &at).rust("OAuth2")),
        _ => {}
    }
}

/// The tags that are part of the crate.
fn tags(pair: &Pair<'_>, out: &mut Vec<Change>) {
    let of = |side: &Side<'_>| {
        let tags = side
            .model
            .facts
            .tags()
            .iter()
            .map(|id| (side.model.api.tag(*id).clone(), side.model.names.tag(*id).clone()));
        tags.collect::<Vec<_>>()
    };
    let (old, new) = (of(&pair.old), of(&pair.new));
    let at = Pointer::root().key("tags");
    for (tag, names) in &new {
        let rust = format!("api::{}::{}", names.module, names.handle);
        match old.iter().find(|(other, _)| other.name == tag.name) {
            None => out.push(Change::new(Kind::TagAdded, &at).about(&tag.name).rust(rust)),
            Some((earlier, _)) if earlier.description != tag.description => {
                let change = Change::new(Kind::TagDescription, &at).about(&tag.name).rust(rust);
                out.push(change.from(text(earlier.description.as_ref())).to(text(tag.description.as_ref())));
            }
            Some(_) => {}
        }
    }
    for (tag, names) in old.iter().filter(|(tag, _)| !new.iter().any(|(other, _)| other.name == tag.name)) {
        let change = Change::new(Kind::TagRemoved, &at).about(&tag.name);
        out.push(change.rust(format!("api::{}::{}", names.module, names.handle)));
    }
}
