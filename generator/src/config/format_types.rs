//! The settings that assign Rust types from other crates to formats.
//!
//! Part of `config`. A path is parsed here rather than copied, so only a type can result from it.

use serde::Deserialize;

use super::Config;
use super::check::{ensure, is_crate, is_runtime_dependency};
use crate::diagnostic::Diagnostic;
use crate::pointer::Pointer;

/// The formats with a known valid value, which any type for them can parse.
const SAMPLES: &[(&str, &str)] = &[
    ("byte", "c2FtcGxl"),
    ("date", "2024-02-29"),
    ("date-time", "2024-02-29T12:34:56.789Z"),
    ("uri", "https://example.com/things/1"),
    ("url", "https://example.com/things/1"),
    ("uuid", "0b7b8d0e-3c52-4a4e-9d6b-3b5f6f1f2a10"),
];

/// The first segments of paths that need no dependency.
pub(super) const BUILT_IN: &[&str] = &["alloc", "core", "crate", "std"];

/// The maximum nesting of generic arguments.
const DEPTH: usize = 8;

/// The Rust type for a format.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct FormatType {
    /// The path of the type, such as `rust_decimal::Decimal` or `chrono::DateTime<chrono::Utc>`. A type in `src/custom`
    /// has the path `crate::custom::NAME`.
    pub rust: String,
    /// The dependency that contains the type: a version or a table, as in a manifest. Not required if the dependency is
    /// in `dependencies` or in another entry of `types`, or if every emitted crate has it, such as `chrono`.
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Value>"))]
    pub package: Option<toml::Value>,
    /// The name of the dependency. Default: the first segment of `rust`.
    #[serde(rename = "crate")]
    pub krate: Option<String>,
    /// A valid value, exactly as the type serializes it. The type of the value determines the schemas that the entry
    /// applies to: a string to those with `type: string`, a number to those with `type: number`, and an integer to
    /// both `integer` and `number`. The emitted tests and examples use it. Default: a string, for the formats `byte`,
    /// `date`, `date-time`, `uri`, `url` and `uuid`; other formats require it.
    pub example: Option<Example>,
}

/// A string, an integer or a number.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "invalid type: expected a string or a number")]
pub enum Example {
    /// A string.
    Text(String),
    /// An integer.
    Integer(i64),
    /// A number.
    Number(f64),
}

impl FormatType {
    /// Returns a valid value for the format.
    pub fn example_for(&self, format: &str) -> serde_json::Value {
        match &self.example {
            Some(Example::Text(text)) => text.as_str().into(),
            Some(Example::Integer(number)) => (*number).into(),
            Some(Example::Number(number)) => (*number).into(),
            None => sample(format).into(),
        }
    }

    /// Returns the path of the type in canonical form, without whitespace. Empty if it is not a valid path.
    pub fn path(&self) -> String {
        Path::parse(&self.rust).unwrap_or_default()
    }

    /// Returns the name of the dependency; `None` if the type needs none.
    pub fn dependency(&self) -> Option<&str> {
        let first = self.rust.trim_start().split("::").next().unwrap_or_default().trim_end();
        let name = self.krate.as_deref().unwrap_or(first);
        (self.krate.is_some() || !BUILT_IN.contains(&first)).then_some(name)
    }
}

fn sample(format: &str) -> Option<&'static str> {
    SAMPLES.iter().find(|(known, _)| *known == format).map(|(_, sample)| *sample)
}

/// Returns an error for the first invalid entry.
pub(super) fn check(config: &Config) -> Result<(), Diagnostic> {
    for (format, entry) in &config.types {
        let at = Pointer::root().keys(["types", format.as_str()]);
        ensure(format != "binary", &at, "`binary` has no other type, because its values are raw bytes")?;
        let rust = at.key("rust");
        let why = format!("`{}` is not the path of a type, such as `rust_decimal::Decimal`", entry.rust);
        ensure(Path::parse(&entry.rust).is_some(), &rust, why)?;
        let why = "an example is required for this format: a valid value, as the type serializes it";
        ensure(entry.example.is_some() || sample(format).is_some(), &at, why)?;
        let is_finite = !matches!(entry.example, Some(Example::Number(number)) if !number.is_finite());
        ensure(is_finite, &at.key("example"), "JSON has no such number")?;
        dependency(config, format, entry, &at)?;
    }
    Ok(())
}

/// Checks that exactly one entry declares the dependency.
fn dependency(config: &Config, format: &str, entry: &FormatType, at: &Pointer) -> Result<(), Diagnostic> {
    let package = at.key("package");
    let Some(name) = entry.dependency() else {
        return ensure(entry.package.is_none(), &package, "the type is not in another package");
    };
    let krate = at.key("crate");
    ensure(is_crate(name), &krate, format!("`{name}` is not a valid dependency name"))?;
    let is_own = config.package.name.as_deref() == Some(name);
    ensure(!is_own, &krate, format!("`{name}` is the name of the package itself"))?;
    let Some(given) = &entry.package else {
        let is_declared = config.dependencies.contains_key(name)
            || is_runtime_dependency(name)
            || config.types.values().any(|other| other.package.is_some() && other.dependency() == Some(name));
        let why = format!("`package` is required, because `{name}` is not a dependency of the crate");
        return ensure(is_declared, at, why);
    };
    let is_valid = given.is_str() || given.as_table().is_some_and(|table| !table.contains_key("optional"));
    let why = "expected a version, or a table with `version`, `path` or `git`, and without `optional`";
    ensure(is_valid, &package, why)?;
    let why = format!("`{name}` is a dependency of every emitted crate");
    ensure(!is_runtime_dependency(name), &package, why)?;
    let why = format!("`{name}` is also in `dependencies`; remove one of them");
    ensure(!config.dependencies.contains_key(name), &package, why)?;
    let is_other = |(other, ty): &(&String, &FormatType)| {
        other.as_str() < format && ty.package.is_some() && ty.dependency() == Some(name)
    };
    match config.types.iter().find(is_other) {
        Some((other, ty)) if ty.package.as_ref() != Some(given) => {
            let why = format!("`{name}` has a different `package` in `types.{other}`");
            ensure(false, &package, why)
        }
        _ => Ok(()),
    }
}

/// A parser for the path of a type: segments of letters, digits and `_`, each with optional generic arguments, which
/// are paths too.
pub(super) struct Path<'a> {
    rest: &'a str,
    out: String,
}

impl<'a> Path<'a> {
    /// Returns the path in canonical form; `None` if it is invalid, or only a name.
    pub(super) fn parse(text: &'a str) -> Option<String> {
        let mut path = Self { rest: text.trim(), out: String::new() };
        path.path(0)?;
        (path.rest.is_empty() && path.out.split('<').next()?.contains("::")).then_some(path.out)
    }

    fn path(&mut self, depth: usize) -> Option<()> {
        self.segment(depth)?;
        while self.take("::") {
            self.segment(depth)?;
        }
        Some(())
    }

    fn segment(&mut self, depth: usize) -> Option<()> {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        if name.starts_with(|c: char| c.is_ascii_digit()) || matches!(name, "" | "_") || is_keyword(name) {
            return None;
        }
        // `crate` can only be first.
        if name == "crate" && !self.out.is_empty() {
            return None;
        }
        self.out.push_str(name);
        self.rest = rest.trim_start();
        if !self.rest.starts_with('<') {
            return Some(());
        }
        if depth == DEPTH {
            return None;
        }
        self.take("<");
        loop {
            self.path(depth + 1)?;
            if !self.take(",") {
                break;
            }
            self.out.push(' ');
        }
        self.take(">").then_some(())
    }

    /// Moves a token from the remaining text to the output, if it comes next.
    fn take(&mut self, token: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(token) else { return false };
        self.out.push_str(token);
        self.rest = rest.trim_start();
        true
    }
}

/// Returns whether a name is a keyword that a path cannot contain.
fn is_keyword(name: &str) -> bool {
    super::check::KEYWORDS.split_whitespace().any(|word| word == name && word != "crate")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_are_types() {
        let parsed = [
            ("rust_decimal::Decimal", "rust_decimal::Decimal"),
            (" chrono :: DateTime < chrono::Utc > ", "chrono::DateTime<chrono::Utc>"),
            ("crate::custom::Pair<std::string::String,u8>", "crate::custom::Pair<std::string::String, u8>"),
        ];
        for (given, expected) in parsed {
            assert_eq!(Path::parse(given).as_deref(), Some(expected));
        }
        let invalid = [
            "",
            "Decimal",
            "a::",
            "::a::B",
            "a::B; fn main() {}",
            "a::B<",
            "a::B<>",
            "a::B<'static>",
            "a::B>",
            "a::fn",
            "a::B<{ 1 }>",
            "a:: crate::B",
            "a::1",
            "a::B<C::D> x",
            "super::B",
            "[u8; 4]",
            "Vec<a::B>",
        ];
        for given in invalid {
            assert_eq!(Path::parse(given), None, "{given}");
        }
        let deep = format!("a::B{}{}", "<a".repeat(1000), ">".repeat(1000));
        assert_eq!(Path::parse(&deep), None);
    }
}
