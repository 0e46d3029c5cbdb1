//! Scope: a set of names of which each is given once.

use std::collections::BTreeSet;

use super::reserved::KEYWORDS;

/// The names that are taken in a module, a struct, an enum or a list of arguments.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    taken: BTreeSet<String>,
}

impl Scope {
    /// A scope in which nobody gets a keyword or one of `reserved`.
    pub(super) fn new(reserved: &[&str]) -> Self {
        Self { taken: KEYWORDS.iter().chain(reserved).map(|name| fold(name)).collect() }
    }

    /// Whether a name is taken, in any case: names become files, and some file systems fold case.
    pub(super) fn has(&self, name: &str) -> bool {
        self.taken.contains(&fold(name))
    }

    /// Takes the first of `wanted` that is free; else the last of them with the lowest number from 2 on.
    pub(super) fn take(&mut self, wanted: &[String]) -> String {
        let free = wanted.iter().find(|name| !self.has(name)).cloned();
        let name = free.unwrap_or_else(|| self.numbered(wanted.last().map_or("unnamed", String::as_str)));
        self.taken.insert(fold(&name));
        name
    }

    /// Takes a name for a value (snake case): with `_` behind it if the plain one is reserved.
    pub(super) fn take_value(&mut self, name: String) -> String {
        let escaped = format!("{name}_");
        self.take(&[name, escaped])
    }

    fn numbered(&self, name: &str) -> String {
        let name = name.trim_end_matches('_');
        // A name that ends in a digit gets a `_` first, so that `A1` + 2 is not `A12`.
        let joint = if name.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
        let numbers = 2..=self.taken.len() + 2;
        numbers
            .map(|n| format!("{name}{joint}{n}"))
            .find(|name| !self.has(name))
            .unwrap_or_else(|| name.to_owned())
    }
}

/// Two names that differ in case or in `_` only are one: they would give one file, or a pair that nobody can tell apart.
fn fold(name: &str) -> String {
    name.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_given_once() {
        let mut scope = Scope::new(&["Request"]);
        let mut take = |name: &str| scope.take(&[name.to_owned(), format!("{name}Model")]);
        assert_eq!(take("Group"), "Group");
        assert_eq!(take("group"), "groupModel");
        assert_eq!(take("Group"), "GroupModel2");
        assert_eq!(take("Request"), "RequestModel");
        assert_eq!(take("V1"), "V1");
        assert_eq!(take("V1"), "V1Model");
    }

    #[test]
    fn reserved_values_get_an_underscore() {
        let mut scope = Scope::new(&["request"]);
        assert_eq!(scope.take_value("type".to_owned()), "type_");
        assert_eq!(scope.take_value("request".to_owned()), "request_");
        assert_eq!(scope.take_value("type".to_owned()), "type2");
        assert_eq!(scope.take_value("name".to_owned()), "name");
    }
}
