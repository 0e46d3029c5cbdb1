//! Compares an instance with the result of decoding it into the emitted type and encoding it again.

use serde_json::Value;

/// The first difference between two values.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Difference {
    /// The kind of difference, such as `member lost`.
    pub(super) kind: &'static str,
    /// The JSON pointer to the value that differs.
    pub(super) pointer: String,
}

/// Returns the first difference; `None` if the values are equal.
///
/// Numbers are compared by value, so that `1` equals `1.0`. `may_be_absent` returns whether the encoded object may omit
/// a member that is null in the instance.
pub(super) fn difference(
    sent: &Value,
    encoded: &Value,
    may_be_absent: &mut dyn FnMut(&Value, &str) -> bool,
) -> Option<Difference> {
    let mut pointer = String::new();
    let kind = below(sent, encoded, &mut pointer, may_be_absent)?;
    Some(Difference { kind, pointer })
}

fn below(
    sent: &Value,
    encoded: &Value,
    pointer: &mut String,
    may_be_absent: &mut dyn FnMut(&Value, &str) -> bool,
) -> Option<&'static str> {
    let step = pointer.len();
    match (sent, encoded) {
        (Value::Object(one), Value::Object(other)) => {
            for (name, value) in one {
                pointer.push_str(&format!("/{}", name.replace('~', "~0").replace('/', "~1")));
                match other.get(name) {
                    None if !value.is_null() => return Some("member lost"),
                    None if !may_be_absent(sent, name) => return Some("member with null lost"),
                    None => {}
                    Some(encoded) => {
                        if let Some(kind) = below(value, encoded, pointer, may_be_absent) {
                            return Some(kind);
                        }
                    }
                }
                pointer.truncate(step);
            }
            other.keys().find(|name| !one.contains_key(*name)).map(|_| "member added")
        }
        (Value::Array(one), Value::Array(other)) => {
            for (index, (value, encoded)) in one.iter().zip(other).enumerate() {
                pointer.push_str(&format!("/{index}"));
                if let Some(kind) = below(value, encoded, pointer, may_be_absent) {
                    return Some(kind);
                }
                pointer.truncate(step);
            }
            (one.len() != other.len()).then_some("number of items changed")
        }
        (Value::Number(one), Value::Number(other)) => {
            let integer = |number: &serde_json::Number| {
                number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))
            };
            let is_same = match (integer(one), integer(other)) {
                (Some(one), Some(other)) => one == other,
                _ => one.as_f64() == other.as_f64(),
            };
            (!is_same).then_some("number changed")
        }
        (one, other) if one == other => None,
        (Value::String(_), Value::String(_)) => Some("string changed"),
        (Value::Null, _) => Some("null replaced"),
        (_, Value::Null) => Some("replaced with null"),
        _ => Some("value changed"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn difference(sent: &Value, encoded: &Value) -> Option<Difference> {
        super::difference(sent, encoded, &mut |_, name| name == "optional")
    }

    #[test]
    fn numbers_are_equal_by_value() {
        assert_eq!(difference(&json!([1, 2.5, u64::MAX]), &json!([1.0, 2.5, u64::MAX])), None);
        let pointer = "/0".to_owned();
        let changed = Difference { kind: "number changed", pointer };
        assert_eq!(
            difference(&json!([9_007_199_254_740_993_i64]), &json!([9_007_199_254_740_992_i64])),
            Some(changed)
        );
    }

    #[test]
    fn a_difference_has_a_location() {
        let found = |sent, encoded| difference(&sent, &encoded).map(|found| (found.kind, found.pointer));
        let at = |kind, pointer: &str| Some((kind, pointer.to_owned()));
        assert_eq!(found(json!({"a/b": {"c": 1}}), json!({"a/b": {}})), at("member lost", "/a~1b/c"));
        assert_eq!(found(json!({"a": null}), json!({})), at("member with null lost", "/a"));
        assert_eq!(found(json!({"optional": null}), json!({})), None);
        assert_eq!(found(json!({"optional": 1}), json!({})), at("member lost", "/optional"));
        assert_eq!(found(json!({}), json!({"a": 1})), at("member added", ""));
        assert_eq!(found(json!([[1], [2]]), json!([[1], []])), at("number of items changed", "/1"));
        assert_eq!(found(json!({"a": "x"}), json!({"a": "y"})), at("string changed", "/a"));
    }
}
