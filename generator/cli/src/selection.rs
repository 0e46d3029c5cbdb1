//! The SDKs in a configuration that a command processes: all of them, or the one that `--sdk` names.

use std::path::Path;
use std::sync::OnceLock;

use clap::Args;
use generator::config::{Config, Sdk};
use generator::diagnostic::{Code, Diagnostic};
use generator::{Pointer, nearest};

use crate::report;

/// The name of the selected SDK, if any, which is set once, before a command runs.
static SELECTED: OnceLock<Option<String>> = OnceLock::new();

/// The selection of an SDK.
#[derive(Clone, Debug, Default, Args)]
pub struct Selection {
    /// Process only the SDK with this name in sdk.toml; by default, `generate`, `check` and `fetch` process all SDKs
    #[arg(long, global = true, value_name = "NAME")]
    sdk: Option<String>,
}

impl Selection {
    /// Returns whether an SDK is selected.
    pub(crate) fn is_set(&self) -> bool {
        self.sdk.is_some()
    }

    /// Sets this selection for the whole process.
    pub fn apply(self) {
        let _ = SELECTED.set(self.sdk);
    }
}

/// Reads the selected SDKs in a configuration. If there is an error, prints it and returns `None`.
pub(crate) fn sdks(path: &Path) -> Option<Vec<Sdk>> {
    let all = Config::read_all(path).map_err(|finding| report::show_unloaded(path, &finding)).ok()?;
    let Some(name) = SELECTED.get().and_then(Option::as_deref) else { return Some(all) };
    let near = nearest(name, all.iter().filter_map(|sdk| sdk.name.as_deref()));
    let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    let names = names(&all);
    let found: Vec<Sdk> = all.into_iter().filter(|sdk| sdk.name.as_deref() == Some(name)).collect();
    if found.is_empty() {
        let what = if names.is_empty() { "none has a name".to_owned() } else { names };
        let message = format!("`{}` has no SDK `{name}`", path.display());
        let finding = Diagnostic::error(Code::UnknownSdk, &Pointer::root(), message);
        report::show_without_source(&finding.help(format!("{near}the SDKs in the configuration: {what}")));
        return None;
    }
    Some(found)
}

/// Reads the selected SDK in a configuration, for a command that processes only one. If there is an error, prints it
/// and returns `None`.
pub(crate) fn sdk(path: &Path) -> Option<Sdk> {
    let mut all = sdks(path)?;
    if all.len() > 1 {
        let finding = Diagnostic::error(
            Code::SeveralSdks,
            &Pointer::root(),
            format!("`{}` has several SDKs, but this command processes only one", path.display()),
        );
        report::show_without_source(&finding.help(format!("pass --sdk NAME: {}", names(&all))));
        return None;
    }
    all.pop()
}

fn names(sdks: &[Sdk]) -> String {
    let names: Vec<&str> = sdks.iter().filter_map(|sdk| sdk.name.as_deref()).collect();
    names.join(", ")
}
