//! Writes the values of a request as JSON, and refuses numbers that JSON cannot hold.
//!
//! `serde_json` writes NaN and the infinities as null, which a server would read as "no value". It must not know any
//! particular model or parameter.

use serde::ser::{
    self, Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_json::{Error, Result};

/// Writes a value as JSON.
///
/// # Errors
/// The value cannot be written as JSON, or a float in it is not finite.
pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>> {
    let json = serde_json::to_vec(value)?;
    // A float that is not finite has become null: most values have none, and are written only once.
    if json.windows(4).any(|part| part == b"null") {
        value.serialize(Finite)?;
    }
    Ok(json)
}

/// Writes nothing, and fails at the first float that is not finite.
struct Finite;

fn check(value: f64) -> Result<()> {
    if value.is_finite() {
        return Ok(());
    }
    Err(Error::custom(format_args!("the number is {value}, which JSON cannot hold")))
}

macro_rules! accept {
    ($($method:ident($($value:ty),*);)*) => {$(
        fn $method(self, $(_: $value),*) -> Result<()> {
            Ok(())
        }
    )*};
}

impl Serializer for Finite {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Members;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    accept! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(&'static str);
        serialize_unit_variant(&'static str, u32, &'static str);
    }

    fn serialize_f32(self, value: f32) -> Result<()> {
        check(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<()> {
        check(value)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self> {
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self> {
        Ok(self)
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self> {
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members> {
        Ok(Members { name: String::new() })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self> {
        Ok(self)
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self> {
        Ok(self)
    }
}

macro_rules! items {
    ($($kind:ident: $method:ident;)*) => {$(
        impl $kind for Finite {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                value.serialize(Self)
            }

            fn end(self) -> Result<()> {
                Ok(())
            }
        }
    )*};
}

items! {
    SerializeSeq: serialize_element;
    SerializeTuple: serialize_element;
    SerializeTupleStruct: serialize_field;
    SerializeTupleVariant: serialize_field;
}

macro_rules! fields {
    ($($kind:ident;)*) => {$(
        impl $kind for Finite {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
                value.serialize(Self).map_err(|error| within(name, &error))
            }

            fn end(self) -> Result<()> {
                Ok(())
            }
        }
    )*};
}

fields! {
    SerializeStruct;
    SerializeStructVariant;
}

/// The members of a map, which brings their names as values.
struct Members {
    name: String,
}

impl SerializeMap for Members {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.name = serde_json::to_value(key)?.as_str().unwrap_or_default().to_owned();
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        value.serialize(Finite).map_err(|error| within(&self.name, &error))
    }

    fn end(self) -> Result<()> {
        Ok(())
    }
}

/// Adds the name of the member to a failure.
fn within(name: &str, error: &Error) -> Error {
    ser::Error::custom(format_args!("`{name}`: {error}"))
}
