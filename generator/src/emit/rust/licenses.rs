//! `LICENSE-*`: the license files for the identifiers in `sdk.toml`.

use crate::emit::Files;
use crate::license;
use crate::model::Model;
use crate::sanitize::one_line;

/// Adds the license files. If the text for an identifier is not available, a finding reports the identifier instead.
pub(super) fn emit(model: &Model, files: &mut Files) {
    let package = &model.config.package;
    let holder = match &package.copyright {
        Some(holder) => one_line(holder),
        None => format!("The {} contributors", model.names.package),
    };
    let expression = package.license.as_deref().unwrap_or_default();
    for license in license::identifiers(expression).filter_map(license::find) {
        files.insert(license.file.to_owned(), license.text(&holder));
    }
}
