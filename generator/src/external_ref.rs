//! External references: the key of a component that was taken over from another file.
//!
//! `bundle` makes these keys (`models/pet.yaml#/Pet`), `name` and `lower` read them. A key says where the part stands, so that it hangs on
//! nothing else in the document: not on an order, and not on what other files hold. It knows neither files nor documents.

use crate::pointer::Pointer;

/// Where a part stands: the file, relative to the document, and its place there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExternalRef<'a> {
    file: &'a str,
    pointer: Pointer,
}

/// The key of the part at a place of a file; that of a whole file ends in `#/`.
pub(crate) fn key(file: &str, pointer: &Pointer) -> String {
    let pointer = if pointer.as_str().is_empty() { "/" } else { pointer.as_str() };
    format!("{file}#{pointer}")
}

/// What a component of this key is called by its author, wherever it stands.
pub(crate) fn name_of(key: &str) -> String {
    ExternalRef::read(key).map_or_else(|| key.to_owned(), |foreign| foreign.name())
}

impl<'a> ExternalRef<'a> {
    /// Reads a key; `None` of a component of the document itself.
    pub(crate) fn read(key: &'a str) -> Option<Self> {
        let (file, pointer) = key.split_once("#/").filter(|(file, _)| !file.is_empty())?;
        let steps = pointer.split('/').filter(|_| !pointer.is_empty());
        let pointer = steps.map(|step| step.replace("~1", "/").replace("~0", "~"));
        Some(Self { file, pointer: pointer.fold(Pointer::root(), |at, step| at.key(&step)) })
    }

    /// What its author calls it: the last step of its place, or the name of a file that is nothing else.
    fn name(&self) -> String {
        self.pointer.last().unwrap_or_else(|| self.stem().to_owned())
    }

    /// What sets it apart from a namesake, short ways first: its file, then all that its key says.
    pub(crate) fn distinctions(&self) -> [String; 2] {
        let folders = self.file.rsplit_once('/').map_or("", |(folders, _)| folders).replace("..", "");
        let steps: Vec<String> = self.pointer.segments().collect();
        let near = match steps.last() {
            Some(last) => format!("{} {last}", self.stem()),
            None => format!("{} {}", folders.rsplit('/').next().unwrap_or_default(), self.stem()),
        };
        [near, format!("{folders} {} {}", self.stem(), steps.join(" "))]
    }

    /// The name of the file without folders and without what says its format.
    fn stem(&self) -> &'a str {
        let name = self.file.rsplit_once('/').map_or(self.file, |(_, name)| name);
        [".yaml", ".yml", ".json"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back() {
        let at = Pointer::root().keys(["definitions", "A/b"]);
        let key = key("../common/models.v1.yaml", &at);
        assert_eq!(key, "../common/models.v1.yaml#/definitions/A~1b");
        let foreign = ExternalRef::read(&key).expect("it is a key");
        assert_eq!(foreign.name(), "A/b");
        assert_eq!(foreign.distinctions(), ["models.v1 A/b", "/common models.v1 definitions A/b"]);
        let whole = ExternalRef::read("schemas/Pet.json#/").expect("it is a key");
        assert_eq!(whole.name(), "Pet");
        assert_eq!(super::key("schemas/Pet.json", &Pointer::root()), "schemas/Pet.json#/");
        assert_eq!(whole.distinctions(), ["schemas Pet", "schemas Pet "]);
    }

    #[test]
    fn names_of_the_document_itself_are_no_keys() {
        for name in ["Pet", "#/Pet", "C#", "F# and C#x", "a#b/c"] {
            assert_eq!(ExternalRef::read(name), None, "{name}");
        }
    }
}
