//! Defines the keys of components from other files.
//!
//! `bundle` creates these keys (`models/pet.yaml#/Pet`); `name` and `lower` parse them. A key consists of a
//! part's location, so it depends neither on the order of references nor on other parts of the files. This
//! module accesses neither files nor documents.

use crate::pointer::Pointer;

/// The location of a part: the file, relative to the document's folder, and a pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExternalRef<'a> {
    file: &'a str,
    pointer: Pointer,
}

/// Returns the key for a part of a file; the key of a whole file ends in `#/`.
pub(crate) fn key(file: &str, pointer: &Pointer) -> String {
    format!("{file}#{pointer}")
}

/// Returns the original name of the component with the given key.
pub(crate) fn name_of(key: &str) -> String {
    ExternalRef::read(key).map_or_else(|| key.to_owned(), |foreign| foreign.name())
}

impl<'a> ExternalRef<'a> {
    /// Parses a key; `None` for a component of the document itself.
    pub(crate) fn read(key: &'a str) -> Option<Self> {
        let (file, pointer) = key.split_at_checked(key.find("#/")? + 1)?;
        let file = file.strip_suffix('#').filter(|file| !file.is_empty())?;
        let pointer = if pointer == "/" { Pointer::root() } else { Pointer::parse(pointer)? };
        Some(Self { file, pointer })
    }

    /// Returns the original name of the part: the last step of the pointer or, for a whole file, the file's
    /// stem.
    fn name(&self) -> String {
        self.pointer.last().unwrap_or_else(|| self.stem().to_owned())
    }

    /// Returns longer names that distinguish the component from others with the same name: one with the file's
    /// stem, and one with all parts of the key.
    pub(crate) fn distinctions(&self) -> [String; 2] {
        let folders = self.file.rsplit_once('/').map_or("", |(folders, _)| folders).replace("..", "");
        let steps: Vec<String> = self.pointer.segments().collect();
        let near = match steps.last() {
            Some(last) => format!("{} {last}", self.stem()),
            None => format!("{} {}", folders.rsplit('/').next().unwrap_or_default(), self.stem()),
        };
        [near, format!("{folders} {} {}", self.stem(), steps.join(" "))]
    }

    /// Returns the file name without its folders or extension.
    fn stem(&self) -> &'a str {
        let name = self.file.rsplit_once('/').map_or(self.file, |(_, name)| name);
        [".yaml", ".yml", ".json"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_parses_to_its_parts() {
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
    fn names_of_the_document_itself_are_not_keys() {
        for name in ["Pet", "#/Pet", "C#", "F# and C#x", "a#b/c"] {
            assert_eq!(ExternalRef::read(name), None, "{name}");
        }
    }
}
