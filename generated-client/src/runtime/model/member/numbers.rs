//! Numbers as fields. JSON knows no integers apart from its numbers: `1.0` and `1e3` are integers, `1.5` is not (JSON Schema,
//! "Instance Data Model").

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use super::Member;

/// Above it, not all integers are doubles: one that was written with a fraction may have been rounded.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// How many digits of a decimal number survive as a double.
const DIGITS: usize = 15;

/// The integer that a double is; `None` if it has a fraction, or may have been rounded when it was read.
fn whole(value: f64) -> Option<i128> {
    if value.fract() != 0.0 {
        return None;
    }
    let written = format!("{value:e}");
    let digits = written.split('e').next().unwrap_or_default().bytes().filter(u8::is_ascii_digit).count();
    // Written in full, as the conversion of a double to an integer is not checked.
    if value.abs() <= EXACT || digits <= DIGITS { value.to_string().parse().ok() } else { None }
}

struct Integer<T>(&'static str, PhantomData<T>);

impl<T: TryFrom<i64> + TryFrom<u64> + TryFrom<i128>> Visitor<'_> for Integer<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        T::try_from(value).map_err(|_| E::invalid_value(Unexpected::Signed(value), &self))
    }

    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        T::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    #[cold]
    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        match whole(value) {
            Some(integer) => {
                T::try_from(integer).map_err(|_| E::invalid_value(Unexpected::Float(value), &self))
            }
            None => Err(E::invalid_type(Unexpected::Float(value), &self)),
        }
    }
}

macro_rules! integers {
    ($($type:ident: $method:ident;)*) => {$(
        impl Member for $type {
            fn blank() -> Self {
                0
            }

            #[inline]
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.$method(Integer(stringify!($type), PhantomData))
            }
        }
    )*};
}

integers! {
    i8: deserialize_i8;
    i16: deserialize_i16;
    i32: deserialize_i32;
    i64: deserialize_i64;
    u8: deserialize_u8;
    u16: deserialize_u16;
    u32: deserialize_u32;
    u64: deserialize_u64;
}

impl Member for f32 {
    fn blank() -> Self {
        0.0
    }

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_f32(Float)
    }
}

struct Float;

impl Visitor<'_> for Float {
    type Value = f32;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("f32")
    }

    fn visit_f32<E: Error>(self, value: f32) -> Result<f32, E> {
        Ok(value)
    }

    /// A double between two floats is read from its digits: rounding a number to a double before can give the wrong one of
    /// them (7.038531e-26).
    fn visit_f64<E: Error>(self, value: f64) -> Result<f32, E> {
        let float = value as f32;
        if f64::from(float) == value { Ok(float) } else { value.to_string().parse().map_err(E::custom) }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<f32, E> {
        Ok(value as f32)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<f32, E> {
        Ok(value as f32)
    }
}
