//! Finds the target of a reference, following chains of references across files.
//!
//! Part of `bundle`. Each file is read when the first reference to it is found.

use serde_json::Value;

use super::reference::{self, Reference};
use super::{Bundle, Target};
use crate::base_uri;
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::{Pointer, Way};

/// The maximum number of files in a description.
const MAX_FILES: usize = 10_000;

/// The maximum total size of a description's files, in bytes.
const MAX_BYTES: usize = 1 << 30;

impl Bundle<'_> {
    /// Returns the final target of a reference in the source `file`, at the location `at` in the tree.
    pub(super) fn target(&mut self, text: &str, file: usize, at: &Pointer) -> Result<Target, Diagnostic> {
        let mut seen = Vec::new();
        let mut target = self.step(text, file, at)?;
        while let Some(next) = self.only_reference(&target) {
            if seen.contains(&target) {
                return Err(Diagnostic::error(
                    Code::CircularReference,
                    &Pointer::root(),
                    format!("`{text}` refers to itself"),
                )
                .help("replace one of the references with a definition"));
            }
            seen.push(target.clone());
            target = self.step(&next, target.0, at)?;
        }
        Ok(target)
    }

    /// Returns the `$ref` of a part that consists only of a reference and is in another file; otherwise,
    /// returns `None`.
    fn only_reference(&self, (file, pointer): &Target) -> Option<String> {
        let node = if *file > 0 { pointer.find(self.tree(*file))? } else { return None };
        let members = node.as_object().filter(|members| members.len() == 1)?;
        members.get("$ref")?.as_str().map(str::to_owned)
    }

    /// Returns the direct target of a reference.
    fn step(&mut self, text: &str, file: usize, at: &Pointer) -> Result<Target, Diagnostic> {
        let base = self.paths.get(file).map_or("", String::as_str);
        let (path, fragment) = match self.by_uri(text, file).unwrap_or_else(|| reference::read(text, base)) {
            Reference::File { path, fragment } => (path, fragment),
            Reference::Remote => return Err(remote(text)),
            Reference::Absolute => return Err(absolute(text)),
            Reference::Malformed => return Err(malformed(text)),
        };
        let number = self.file(&path, at)?;
        let tree = self.tree(number);
        let pointer = match Pointer::parse(&fragment) {
            // The pointer is rebuilt from its steps, so that different spellings of a location compare equal.
            Some(pointer) => pointer.segments().fold(Pointer::root(), |at, step| at.key(&step)),
            None => anchored(tree, &fragment).ok_or_else(|| no_anchor(text, &fragment, &path))?,
        };
        // Targets that are missing from the document itself are left to `resolve`, which can suggest similar
        // names.
        if number > 0 && pointer.find(tree).is_none() {
            return Err(missing(text, &pointer, &path));
        }
        Ok((number, pointer))
    }

    /// Returns the file whose URI a reference contains. This can be a file that has already been read and
    /// whose `$self` is this URI (OpenAPI 3.2.0, "Establishing the Base URI"). Otherwise, the URI's path
    /// relative to the document's URI is the file's path relative to the document.
    fn by_uri(&self, text: &str, file: usize) -> Option<Reference> {
        let own = base_uri::self_uri(self.tree(0));
        let base = base_uri::self_uri(self.tree(file)).or(own.filter(|_| text.contains(':')))?;
        let (uri, fragment) = text.split_once('#').unwrap_or((text, ""));
        if uri.is_empty() {
            return None;
        }
        let uri = base_uri::resolve(base, uri);
        let is_known = |number: &usize| {
            base_uri::self_uri(self.tree(*number)).is_some_and(|own| base_uri::resolve(own, own) == uri)
        };
        let path = match (0..self.paths.len()).find(is_known) {
            Some(number) => self.paths.get(number)?.clone(),
            None => base_uri::relative(own?, &uri).filter(|_| text.contains(':'))?.to_owned(),
        };
        match reference::read(&format!("{}#{fragment}", path.replace('%', "%25")), "") {
            file @ Reference::File { .. } => Some(file),
            _ => None,
        }
    }

    /// Returns the number of the source at a path, reading the source if necessary.
    fn file(&mut self, path: &str, at: &Pointer) -> Result<usize, Diagnostic> {
        if let Some(known) = self.known.get(path) {
            return known.clone();
        }
        let found = match self.files.find(path) {
            Ok(real) => self.opened(&real, at),
            Err(finding) => Err(Diagnostic { code: Code::ExternalReference, ..finding }),
        };
        self.known.insert(path.to_owned(), found.clone());
        found
    }

    /// Returns the number of the source at a canonical path, reading the source if necessary.
    fn opened(&mut self, real: &str, at: &Pointer) -> Result<usize, Diagnostic> {
        if let Some(known) = self.known.get(real) {
            return known.clone();
        }
        let read: usize = self.others.iter().map(|other| other.text().len()).sum();
        let found = if self.others.len() >= MAX_FILES || read > MAX_BYTES {
            let message = format!("cannot read `{real}`: the description has too many files or is too large");
            Err(Diagnostic::error(Code::ExternalReference, &Pointer::root(), message)
                .help("split the description, and generate a crate from each part"))
        } else {
            self.files.read(real).map_err(|finding| unread(real, &finding))
        };
        let number = found.map(|source| {
            // Each node occupies at least 1.5 bytes of text, so the length covers all nodes of the file. The
            // rest of the budget is for parts that are inserted several times.
            self.budget = self.budget.saturating_add(source.text().len());
            let repairs = source.repairs().iter().cloned();
            self.repairs.extend(repairs.map(|repair| Diagnostic { pointer: at.clone(), ..repair }));
            self.others.push(source);
            self.paths.push(real.to_owned());
            self.others.len()
        });
        self.known.insert(real.to_owned(), number.clone());
        number
    }
}

/// Finds the schema with an `$anchor`. Recursion is bounded by the nesting limit of `load`.
fn anchored(tree: &Value, name: &str) -> Option<Pointer> {
    fn find(node: &Value, name: &str, at: &Way<'_>) -> Option<Pointer> {
        match node {
            Value::Array(items) => {
                items.iter().enumerate().find_map(|(index, item)| find(item, name, &Way::Index(at, index)))
            }
            Value::Object(members) => match members.get("$anchor") {
                Some(Value::String(anchor)) if anchor == name => Some(at.pointer()),
                _ => members.iter().find_map(|(key, value)| find(value, name, &Way::Key(at, key))),
            },
            _ => None,
        }
    }
    find(tree, name, &Way::Root)
}

fn error(code: Code, message: String) -> Diagnostic {
    Diagnostic::error(code, &Pointer::root(), message)
}

fn remote(text: &str) -> Diagnostic {
    error(Code::ExternalReference, format!("`{text}` is not a local file; remote references are not fetched"))
        .help("save a copy next to the document, and refer to that file")
}

fn absolute(text: &str) -> Diagnostic {
    error(
        Code::ExternalReference,
        format!("`{text}` is an absolute path; references must be relative to the file that contains them"),
    )
    .help("use a relative path")
}

fn malformed(text: &str) -> Diagnostic {
    error(Code::UnresolvedReference, format!("`{text}` is not a valid reference: invalid percent-encoding"))
        .help("write `%` as `%25`")
}

fn missing(text: &str, pointer: &Pointer, path: &str) -> Diagnostic {
    error(Code::UnresolvedReference, format!("cannot resolve `{text}`: `{path}` does not contain {pointer}"))
        .help("correct the fragment after `#`, or add the missing definition to that file")
}

fn no_anchor(text: &str, fragment: &str, path: &str) -> Diagnostic {
    error(
        Code::UnresolvedReference,
        format!("cannot resolve `{text}`: `{path}` does not contain `$anchor: {fragment}`"),
    )
    .help("start a JSON pointer with `#/`, as in `#/components/schemas/Pet`")
}

/// Converts a problem in a file into a finding that is reported at the references to this file.
fn unread(path: &str, finding: &Diagnostic) -> Diagnostic {
    let place = finding.position.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
    let refusal = error(Code::ExternalReference, format!("`{path}{place}`: {}", finding.message));
    match &finding.help {
        Some(help) => refusal.help(help.clone()),
        None => refusal,
    }
}
