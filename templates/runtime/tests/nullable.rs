//! `Nullable`: its three states, outside of records.

use runtime::runtime::Nullable;
use serde_json::json;

#[test]
fn conversions_produce_the_three_states() {
    assert_eq!(Nullable::<i32>::default(), Nullable::Absent);
    assert_eq!(Nullable::from(1), Nullable::Value(1));
    assert_eq!(Nullable::from(Some(1)), Nullable::Value(1));
    assert_eq!(Nullable::<i32>::from(None), Nullable::Null);
    let text: Nullable<String> = "a".to_owned().into();
    assert_eq!(text, Nullable::Value("a".to_owned()));
}

#[test]
fn accessors_distinguish_the_states() {
    for (state, absent, null, value) in [
        (Nullable::Absent, true, false, None),
        (Nullable::Null, false, true, None),
        (Nullable::Value(String::from("a")), false, false, Some("a")),
    ] {
        assert_eq!(state.is_absent(), absent);
        assert_eq!(state.is_null(), null);
        assert_eq!(state.is_value(), value.is_some());
        assert_eq!(state.as_option().map(String::as_str), value);
        assert_eq!(state.as_ref().map(String::len), state.clone().map(|text| text.len()));
        assert_eq!(state.clone().into_option().as_deref(), value);
        let mut state = state;
        if let Some(text) = state.as_option_mut() {
            text.push('!');
        }
        assert_eq!(state.into_option(), value.map(|text| format!("{text}!")));
    }
}

#[test]
fn absent_is_written_as_null_outside_a_record() {
    assert_eq!(serde_json::from_value::<Nullable<i32>>(json!(null)).unwrap(), Nullable::Null);
    assert_eq!(serde_json::from_value::<Nullable<i32>>(json!(1)).unwrap(), Nullable::Value(1));
    assert_eq!(serde_json::to_value(Nullable::<i32>::Null).unwrap(), json!(null));
    assert_eq!(serde_json::to_value(Nullable::<i32>::Absent).unwrap(), json!(null));
    assert_eq!(serde_json::to_value(vec![Nullable::Value(1), Nullable::Null]).unwrap(), json!([1, null]));
    assert!(serde_json::from_value::<Nullable<i32>>(json!("a")).is_err());
}
