//! Edits sdk.toml: three entries get new values, and everything else remains unchanged.

use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value, value};

/// Returns the text of sdk.toml with the new version of the package, and with the document and overlays of the
/// release.
///
/// # Errors
/// Returns the reason if the text is not valid TOML, or if an entry has the wrong type.
pub(super) fn edited(
    text: &str,
    sdk: Option<&str>,
    version: &str,
    document: &str,
    overlays: &[String],
) -> Result<String, String> {
    let mut settings: DocumentMut = text.parse().map_err(|error| format!("not TOML: {error}"))?;
    let mut root: &mut dyn TableLike = settings.as_table_mut();
    // If there are several SDKs, each has its own table.
    for step in sdk.into_iter().flat_map(|name| ["sdk", name]) {
        root = root
            .entry(step)
            .or_insert(Item::Table(Table::new()))
            .as_table_like_mut()
            .ok_or("`sdk` is not a table")?;
    }
    set(root, "package", "version", version.into())?;
    set(root, "release", "document", document.into())?;
    let is_there = root.get("release").is_some_and(|release| release.get("overlays").is_some());
    if is_there || !overlays.is_empty() {
        set(root, "release", "overlays", overlays.iter().collect::<Array>().into())?;
    }
    Ok(settings.to_string())
}

fn set(root: &mut dyn TableLike, table: &str, key: &str, new: Value) -> Result<(), String> {
    let item = root.entry(table).or_insert(Item::Table(Table::new()));
    let table = item.as_table_like_mut().ok_or_else(|| format!("`{table}` is not a table"))?;
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = new;
            *old.decor_mut() = decor;
        }
        None => drop(table.insert(key, value(new))),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_order_are_preserved() {
        let text = "# Mine.\ndocument = \"a.yaml\"\n\n[package] # here\n# The version.\nversion = \"0.1.0\" # now\nname = 'a'\n";
        let want = "# Mine.\ndocument = \"a.yaml\"\n\n[package] # here\n# The version.\nversion = \"0.2.0\" # now\nname = 'a'\n\n[release]\ndocument = \"released/a.yaml\"\n";
        assert_eq!(edited(text, None, "0.2.0", "released/a.yaml", &[]).as_deref(), Ok(want));
        assert_eq!(edited(want, None, "0.2.0", "released/a.yaml", &[]).as_deref(), Ok(want));
        let overlays = ["released/overlays/a.yaml".to_owned()];
        let with = format!("{want}overlays = [\"released/overlays/a.yaml\"]\n");
        assert_eq!(edited(want, None, "0.2.0", "released/a.yaml", &overlays).as_ref(), Ok(&with));
        let without = format!("{want}overlays = []\n");
        assert_eq!(edited(&with, None, "0.2.0", "released/a.yaml", &[]).as_ref(), Ok(&without));
    }

    #[test]
    fn a_value_that_is_not_a_table_is_an_error() {
        assert!(edited("package = 1", None, "0.2.0", "a", &[]).is_err());
        assert!(edited("package = ", None, "0.2.0", "a", &[]).is_err());
    }
}
