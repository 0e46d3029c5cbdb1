//! The settings that add derives to models.
//!
//! Part of `config`. Like the paths in `types`, the paths of derives are parsed, so that nothing else becomes code.

use super::Config;
use super::check::{ensure, is_runtime_dependency};
use super::format_types::{BUILT_IN, FormatType, Path};
use crate::diagnostic::Diagnostic;
use crate::pointer::Pointer;

/// The entry that selects all models.
pub(crate) const ALL: &str = "*";

/// The derives that need no path. Every model has `Clone`, `Debug` and `PartialEq`.
pub(crate) const STANDARD: [&str; 2] = ["Eq", "Hash"];

/// Returns an error for the first invalid entry.
pub(super) fn check(config: &Config) -> Result<(), Diagnostic> {
    for (derive, models) in &config.models.derives {
        let at = Pointer::root().keys(["models", "derives", derive.as_str()]);
        if !STANDARD.contains(&derive.as_str()) {
            path(config, derive, &at)?;
        }
        let why = "the list is empty; list schemas, or `*` for all models";
        ensure(!models.is_empty(), &at, why)?;
        for (index, model) in models.iter().enumerate() {
            let at = at.index(index);
            ensure(!models[..index].contains(model), &at, format!("duplicate schema `{model}`"))?;
            let why = "`*` includes all models; remove the other entries";
            ensure(model != ALL || models.len() == 1, &at, why)?;
        }
    }
    Ok(())
}

/// Checks that a derive is a path, and that the crate depends on the package that contains it.
fn path(config: &Config, derive: &str, at: &Pointer) -> Result<(), Diagnostic> {
    let why = format!(
        "`{derive}` is not a derive: expected `Eq`, `Hash`, or a path such as `schemars::JsonSchema`"
    );
    let is_path = Path::parse(derive).is_some_and(|parsed| parsed == derive && !parsed.contains('<'));
    ensure(is_path, at, why)?;
    let first = derive.split("::").next().unwrap_or_default();
    let is_first = |name: &str| name.replace('-', "_") == first;
    let is_declared = BUILT_IN.contains(&first)
        || is_runtime_dependency(first)
        || config.dependencies.keys().any(|name| is_first(name))
        || config.types.values().filter_map(FormatType::dependency).any(is_first);
    ensure(is_declared, at, format!("`{first}` is not a dependency of the crate; add it to `dependencies`"))
}
