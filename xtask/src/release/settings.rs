//! The edit of sdk.toml: two entries get new values, everything else stays as people wrote it.

use toml_edit::{DocumentMut, Item, Table, value};

/// The text with the version of the package and the document of its release.
///
/// # Errors
/// What the text is not.
pub(super) fn edited(text: &str, version: &str, document: &str) -> Result<String, String> {
    let mut settings: DocumentMut = text.parse().map_err(|error| format!("not TOML: {error}"))?;
    set(&mut settings, "package", "version", version)?;
    set(&mut settings, "release", "document", document)?;
    Ok(settings.to_string())
}

fn set(settings: &mut DocumentMut, table: &str, key: &str, text: &str) -> Result<(), String> {
    let item = settings.entry(table).or_insert_with(|| Item::Table(Table::new()));
    let table = item.as_table_like_mut().ok_or_else(|| format!("`{table}` is no table"))?;
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = text.into();
            *old.decor_mut() = decor;
        }
        None => drop(table.insert(key, value(text))),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_order_stay() {
        let text = "# Mine.\ndocument = \"a.yaml\"\n\n[package] # here\n# The version.\nversion = \"0.1.0\" # now\nname = 'a'\n";
        let want = "# Mine.\ndocument = \"a.yaml\"\n\n[package] # here\n# The version.\nversion = \"0.2.0\" # now\nname = 'a'\n\n[release]\ndocument = \"released/a.yaml\"\n";
        assert_eq!(edited(text, "0.2.0", "released/a.yaml").as_deref(), Ok(want));
        assert_eq!(edited(want, "0.2.0", "released/a.yaml").as_deref(), Ok(want));
    }

    #[test]
    fn what_is_no_table_is_an_error() {
        assert!(edited("package = 1", "0.2.0", "a").is_err());
        assert!(edited("package = ", "0.2.0", "a").is_err());
    }
}
