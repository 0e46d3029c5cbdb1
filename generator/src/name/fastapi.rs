//! FastAPI: operation ids that the framework has made of the function's name, the path and the method.
//!
//! Part of `name`. `read_item_items__item_id__get` is what `generate_unique_id` of FastAPI makes of the function `read_item`, the path
//! `/items/{item_id}` and `GET`: the name and the path, each character that is no part of a word replaced by `_`, and the method. Only an
//! id that ends with exactly that of its own operation is recognised.

use std::collections::BTreeMap;

use super::words;
use crate::ir::Operation;

/// The texts that the names of the operations of one tag are made from: the names of the functions, where they are unique in the tag.
pub(super) fn texts(operations: &[&Operation]) -> Vec<String> {
    let short: Vec<Option<&str>> = operations.iter().map(|operation| function(operation)).collect();
    let mut number: BTreeMap<String, usize> = BTreeMap::new();
    for (operation, short) in operations.iter().zip(&short) {
        // The whole id counts, too: it is the name of an operation that has lost its short one to another.
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

/// The name of the function, if the id is made of it, the path and the method.
fn function(operation: &Operation) -> Option<&str> {
    // Python's `\W`: letters and digits of any script, and `_`, are parts of words.
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let path: String = operation.path.text.chars().map(|c| if is_word(c) { c } else { '_' }).collect();
    let name = operation.method_name.strip_suffix(&format!("{path}_{}", operation.method.key()))?;
    name.contains(|c: char| c.is_alphanumeric()).then_some(name)
}
