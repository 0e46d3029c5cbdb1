//! Types of other crates in models: an invalid value is an error in strict mode, and is treated like any
//! other mismatch in lenient mode.

use std::str::FromStr;

use runtime::runtime::record::Replace;
use runtime::runtime::{Blank, Reading, Repair, Value, decode_json, record};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::json;

/// A decimal number with two digits after the point, which is a string in JSON.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Cents(u64);

impl FromStr for Cents {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (whole, cents) = text.split_once('.').ok_or("no decimal point")?;
        let parsed = |digits: &str| digits.parse::<u64>().map_err(|_| "no digits");
        Ok(Self(parsed(whole)? * 100 + parsed(cents)?))
    }
}

impl Serialize for Cents {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}.{:02}", self.0 / 100, self.0 % 100))
    }
}

impl<'de> Deserialize<'de> for Cents {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Blank for Cents {
    type Decoding = Replace;

    fn blank() -> Self {
        Self::default()
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Price {
    amount: Cents,
    tax: Option<Cents>,
    steps: Option<Vec<Cents>>,
}
record! { Price { "amount" amount: req, "tax" tax: opt, "steps" steps: opt, } }

fn strict(value: &Value) -> Result<Price, String> {
    decode_json(value.to_string().as_bytes()).map_err(|error| format!("{}: {}", error.path(), error.reason()))
}

fn lenient(value: &Value) -> Result<(Price, Vec<String>), String> {
    let read = Reading::Lenient.decode(value.to_string().as_bytes());
    let (read, repairs) = read.map_err(|error| format!("{}: {}", error.path(), error.reason()))?;
    Ok((read, repairs.iter().map(Repair::to_string).collect()))
}

#[test]
fn values_are_read_and_written_by_the_type_itself() {
    let value = json!({"amount": "12.50", "tax": "0.05", "steps": ["1.00"]});
    let price = Price { amount: Cents(1250), tax: Some(Cents(5)), steps: Some(vec![Cents(100)]) };
    assert_eq!(strict(&value), Ok(price.clone()));
    assert_eq!(serde_json::to_value(&price).unwrap(), value);
    assert_eq!(lenient(&value), Ok((price, Vec::new())));
}

#[test]
fn an_invalid_value_is_an_error_in_strict_mode() {
    let error = strict(&json!({"amount": "12.50", "tax": "12"})).unwrap_err();
    assert_eq!(error, "tax: no decimal point");
    let error = strict(&json!({"amount": "12.50", "steps": ["1.00", "x.y"]})).unwrap_err();
    assert_eq!(error, "steps[1]: no digits");
    let error = strict(&json!({"amount": 12.5})).unwrap_err();
    assert!(error.starts_with("amount: invalid type"), "{error}");
}

#[test]
fn an_invalid_optional_value_is_none_in_lenient_mode() {
    let (price, mut repairs) = lenient(&json!({"tax": "12", "steps": ["1.00", "x.y"]})).unwrap();
    // Only the invalid items of an optional list are omitted.
    assert_eq!(price, Price { amount: Cents(0), tax: None, steps: Some(vec![Cents(100)]) });
    // Other crates' features determine whether serde_json preserves the order of members.
    repairs.sort();
    assert_eq!(repairs, ["amount: missing field `amount`", "steps[1]: no digits", "tax: no decimal point"]);
    // A required member with an invalid value is not repaired.
    assert_eq!(lenient(&json!({"amount": "12"})).unwrap_err(), "amount: no decimal point");
}
