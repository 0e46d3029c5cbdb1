//! Determines how the user of a crate chooses a server: not at all, by the values of one or more variables,
//! or from several servers.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, Literal, Server, ServerVariable};

/// The ways to choose a server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ServerChoice {
    /// No choice, since there is only one URL.
    #[default]
    Fixed,
    /// A listed value of the only server's only variable.
    Value,
    /// The values of the only server's variables.
    Variables,
    /// One of several servers, possibly with values for its variables.
    Server,
}

/// The servers that a user can choose from.
#[derive(Clone, Debug, Default)]
pub struct Servers {
    /// The way to choose a server.
    pub choice: ServerChoice,
    /// The servers, by index in [`Api::servers`], without duplicate URLs.
    pub listed: Vec<usize>,
    /// The variables with listed values, as pairs of server index and variable index. Variables with the same
    /// name, default and values are listed once.
    pub enums: Vec<(usize, usize)>,
    of: BTreeMap<(usize, usize), usize>,
}

impl Servers {
    /// Returns the index in [`enums`](Self::enums) for a variable; `None` if the variable accepts any string.
    pub fn enum_of(&self, server: usize, variable: usize) -> Option<usize> {
        self.of.get(&(server, variable)).copied()
    }
}

/// Returns the variables whose placeholder occurs in the server's URL, with their indices.
pub fn used_variables(server: &Server) -> impl Iterator<Item = (usize, &ServerVariable)> {
    let placeholders: BTreeSet<&str> = server.placeholders().collect();
    server
        .variables
        .iter()
        .enumerate()
        .filter(move |(_, variable)| placeholders.contains(variable.name.as_str()))
}

/// Determines which servers and variable values a user can choose.
pub(super) fn servers(api: &Api) -> Servers {
    let mut urls = BTreeSet::new();
    let listed = api.servers.iter().enumerate().filter(|(_, server)| urls.insert(server.url.as_str()));
    let mut found = Servers { listed: listed.map(|(index, _)| index).collect(), ..Servers::default() };
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
            // An enum cannot express a default that is not listed, unless the variable is the only choice.
            if found.choice == ServerChoice::Value || is_listed(variable) {
                let same = found.enums.iter().position(|other| is_equal_variable(api, *other, variable));
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

fn is_equal_variable(api: &Api, (server, place): (usize, usize), variable: &ServerVariable) -> bool {
    let other = api.servers.get(server).and_then(|server| server.variables.get(place));
    other.is_some_and(|other| {
        other.name == variable.name && other.default == variable.default && other.values == variable.values
    })
}
