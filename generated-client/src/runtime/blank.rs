//! The value that a required field holds until its member is read.
//!
//! Not `Default`: whether a type has a default is for its users to see, and a type with required fields has none.
//! It must not know the emitted models; `record!` and `open_enum!` implement it for them.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

/// A value without meaning, overwritten before anyone sees it. Not a part of the interface.
#[doc(hidden)]
pub trait Blank {
    /// Gives the value; it should not allocate.
    fn blank() -> Self;
}

macro_rules! blank_is_default {
    ($($type:ty),* $(,)?) => {$(
        impl Blank for $type {
            fn blank() -> Self {
                Self::default()
            }
        }
    )*};
}

blank_is_default! {
    (), bool, char, String, Box<str>, Value, Map<String, Value>,
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, f32, f64,
    chrono::NaiveDate,
}

impl Blank for Number {
    fn blank() -> Self {
        0.into()
    }
}

impl<T> Blank for Option<T> {
    fn blank() -> Self {
        None
    }
}

impl<T> Blank for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<K, V> Blank for BTreeMap<K, V> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<T: Blank> Blank for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }
}
