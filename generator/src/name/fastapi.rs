//! Shortens operation ids that FastAPI generates from the function name, path and method.
//!
//! Part of `name`. FastAPI's `generate_unique_id` returns `read_item_items__item_id__get` for the function
//! `read_item`, the path `/items/{item_id}` and `GET`. This id consists of the name, the path and the method, and
//! every non-word character is replaced with `_`. An id is shortened only if it ends with exactly the path and
//! method of its operation.

use std::collections::BTreeMap;

use super::words;
use crate::ir::Operation;

/// Returns the strings from which the names of a tag's operations are derived. For each operation, this is the
/// function name if it is unique in the tag; otherwise, it is the full id.
pub(super) fn texts(operations: &[&Operation]) -> Vec<String> {
    let short: Vec<Option<&str>> = operations.iter().map(|operation| function(operation)).collect();
    let mut number: BTreeMap<String, usize> = BTreeMap::new();
    for (operation, short) in operations.iter().zip(&short) {
        // A short name must also differ from all full ids, because an operation without a unique short name
        // is named after its id.
        let all = short.iter().copied().chain([operation.method_name.as_str()]);
        all.for_each(|text| *number.entry(words::snake(text)).or_default() += 1);
    }
    let is_unique = |text: &&str| number.get(&words::snake(text)) == Some(&1);
    let texts = operations.iter().zip(short);
    texts
        .map(|(operation, short)| {
            short.filter(is_unique).unwrap_or(operation.method_name.as_str()).to_owned()
        })
        .collect()
}

/// Returns the function name if the id consists of it, the path and the method.
fn function(operation: &Operation) -> Option<&str> {
    // As in Python's `\W`, letters and digits of any script and `_` are word characters.
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let path: String = operation.path.text.chars().map(|c| if is_word(c) { c } else { '_' }).collect();
    let name = operation.method_name.strip_suffix(&format!("{path}_{}", operation.method.key()))?;
    name.contains(|c: char| c.is_alphanumeric()).then_some(name)
}
