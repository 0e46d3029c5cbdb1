//! Reduces an instance to a smaller one with the same property.

use serde_json::Value;

/// The maximum number of attempts.
const ATTEMPTS: usize = 400;

/// Reduces an instance by repeatedly removing a member or an item, or simplifying a value. `is_kept` returns whether an
/// instance still has the property.
pub(super) fn shrunk(instance: &Value, mut is_kept: impl FnMut(&Value) -> bool) -> Value {
    let mut smallest = instance.clone();
    let mut attempts = 0;
    'smaller: loop {
        for candidate in candidates(&smallest) {
            attempts += 1;
            if attempts > ATTEMPTS {
                return smallest;
            }
            if is_kept(&candidate) {
                smallest = candidate;
                continue 'smaller;
            }
        }
        return smallest;
    }
}

/// Returns the values that are one step smaller, starting with those from the largest steps.
fn candidates(value: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    match value {
        Value::Object(members) => {
            let names: Vec<&String> = members.keys().collect();
            if names.len() > 3 {
                for half in names.chunks(names.len().div_ceil(2)) {
                    let kept = members.iter().filter(|(name, _)| !half.contains(name));
                    found.push(Value::Object(
                        kept.map(|(name, value)| (name.clone(), value.clone())).collect(),
                    ));
                }
            }
            for name in &names {
                let mut fewer = members.clone();
                fewer.remove(*name);
                found.push(Value::Object(fewer));
            }
            for (name, inside) in members {
                for smaller in candidates(inside) {
                    let mut changed = members.clone();
                    changed.insert(name.clone(), smaller);
                    found.push(Value::Object(changed));
                }
            }
        }
        Value::Array(items) => {
            for index in 0..items.len() {
                let mut fewer = items.clone();
                fewer.remove(index);
                found.push(Value::Array(fewer));
            }
            for (index, inside) in items.iter().enumerate() {
                for smaller in candidates(inside) {
                    let mut changed = items.clone();
                    if let Some(item) = changed.get_mut(index) {
                        *item = smaller;
                    }
                    found.push(Value::Array(changed));
                }
            }
        }
        Value::String(text) if !text.is_empty() => {
            found.push(Value::String(String::new()));
            let half = text.chars().count() / 2;
            if half > 0 {
                found.push(Value::String(text.chars().take(half).collect()));
            }
        }
        Value::Number(number) if number.as_f64() != Some(0.0) => {
            found.push(0.into());
            found.extend(number.as_i64().map(|number| number / 2).filter(|half| *half != 0).map(Value::from));
        }
        _ => {}
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_the_necessary_parts_remain() {
        let instance = json!({ "a": [1, { "b": "long text", "c": 7 }], "d": {}, "e": 1, "f": "x" });
        let small = shrunk(&instance, |value| {
            value
                .pointer("/a")
                .and_then(Value::as_array)
                .is_some_and(|items| items.iter().any(|item| item.get("b").is_some()))
        });
        assert_eq!(small, json!({ "a": [{ "b": "" }] }));
    }
}
