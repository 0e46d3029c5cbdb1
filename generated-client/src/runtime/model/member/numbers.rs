//! `Member` for numbers. JSON does not distinguish integers from other numbers: `1.0` and `1e3` are integers,
//! `1.5` is not (JSON Schema Core, section 4.2.3).

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use super::{Member, Replace};

/// The limit above which a double cannot represent every integer, so decoding may have rounded.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// The number of significant decimal digits that a double preserves.
const EXACT_DIGITS: usize = 15;

/// Converts a double to an integer. Returns `None` if it has a fraction or may have been rounded.
fn to_integer(value: f64) -> Option<i128> {
    if value.fract() != 0.0 {
        return None;
    }
    let written = format!("{value:e}");
    let digits = written.split('e').next().unwrap_or_default().bytes().filter(u8::is_ascii_digit).count();
    // The value is converted through a string, because a cast does not detect overflow.
    if value.abs() <= MAX_EXACT || digits <= EXACT_DIGITS { value.to_string().parse().ok() } else { None }
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
        match to_integer(value) {
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
            type Decoding = Replace;

            fn blank() -> Self {
                0
            }

            #[inline]
            fn read_in_place<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
                *self = deserializer.$method(Integer(stringify!($type), PhantomData))?;
                Ok(())
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
    type Decoding = Replace;

    fn blank() -> Self {
        0.0
    }

    #[inline]
    fn read_in_place<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        *self = deserializer.deserialize_f32(Float)?;
        Ok(())
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

    /// Converts a double. A double between two floats is parsed from its digits, because rounding twice may yield
    /// the wrong float (7.038531e-26). A finite double must not become infinite, because JSON cannot express infinity.
    fn visit_f64<E: Error>(self, value: f64) -> Result<f32, E> {
        let float = value as f32;
        if f64::from(float) == value {
            return Ok(float);
        }
        let float: f32 = value.to_string().parse().map_err(E::custom)?;
        let is_overflow = float.is_infinite() && value.is_finite();
        if is_overflow { Err(E::invalid_value(Unexpected::Float(value), &self)) } else { Ok(float) }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<f32, E> {
        Ok(value as f32)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<f32, E> {
        Ok(value as f32)
    }
}
