//! Servers: what a user can choose of where calls go: nothing, a value, several values, or one of several servers.

use std::collections::BTreeMap;

use crate::ir::{Api, Literal, Server, ServerVariable};

/// What there is to choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ServerChoice {
    /// Nothing: there is one URL.
    #[default]
    Fixed,
    /// One of the values that the only variable of the only server lists.
    Value,
    /// The values of the variables of the only server.
    Variables,
    /// One of several servers, maybe with values of its variables.
    Server,
}

/// The servers from which a user can choose.
#[derive(Clone, Debug, Default)]
pub struct Servers {
    /// What there is to choose.
    pub choice: ServerChoice,
    /// The servers, by their index in [`Api::servers`], each URL once.
    pub listed: Vec<usize>,
    /// The variables with listed values, by the indices of their servers and their own; the same values under the same name are one.
    pub enums: Vec<(usize, usize)>,
    of: BTreeMap<(usize, usize), usize>,
}

impl Servers {
    /// Which of [`enums`](Self::enums) a variable takes its values from; `None` if it takes any text.
    pub fn enum_of(&self, server: usize, variable: usize) -> Option<usize> {
        self.of.get(&(server, variable)).copied()
    }
}

/// The variables that the URL of a server has a place for, with their indices.
pub fn used_variables(server: &Server) -> impl Iterator<Item = (usize, &ServerVariable)> {
    let used = |v: &ServerVariable| server.url.contains(&format!("{{{}}}", v.name));
    server.variables.iter().enumerate().filter(move |(_, variable)| used(variable))
}

/// Finds out what there is to choose.
pub(super) fn servers(api: &Api) -> Servers {
    let mut found = Servers::default();
    for (index, server) in api.servers.iter().enumerate() {
        let known =
            found.listed.iter().any(|known| api.servers.get(*known).is_some_and(|k| k.url == server.url));
        if !known {
            found.listed.push(index);
        }
    }
    let only = match found.listed.as_slice() {
        [only] => api.servers.get(*only),
        _ => None,
    };
    found.choice = match only.map(|server| used_variables(server).map(|(_, v)| v).collect::<Vec<_>>()) {
        None => ServerChoice::Server,
        Some(variables) => match variables.as_slice() {
            [] => ServerChoice::Fixed,
            [one] if !one.values.is_empty() => ServerChoice::Value,
            _ => ServerChoice::Variables,
        },
    };
    for index in found.listed.clone() {
        let Some(server) = api.servers.get(index) else { continue };
        for (place, variable) in used_variables(server) {
            // A default that is not listed could not be said by an enum, unless it is all there is.
            if found.choice == ServerChoice::Value || is_listed(variable) {
                let same = found.enums.iter().position(|other| alike(api, *other, variable));
                let number = same.unwrap_or(found.enums.len());
                if same.is_none() {
                    found.enums.push((index, place));
                }
                found.of.insert((index, place), number);
            }
        }
    }
    found
}

fn is_listed(variable: &ServerVariable) -> bool {
    variable.values.iter().any(|value| value.value == Literal::Text(variable.default.clone()))
}

fn alike(api: &Api, (server, place): (usize, usize), variable: &ServerVariable) -> bool {
    let other = api.servers.get(server).and_then(|server| server.variables.get(place));
    other.is_some_and(|other| {
        other.name == variable.name && other.default == variable.default && other.values == variable.values
    })
}
