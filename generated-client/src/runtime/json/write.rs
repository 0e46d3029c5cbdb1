//! Encodes request values as JSON and rejects numbers that JSON cannot represent.

// `serde_json` writes NaN and infinities as null, which a server would interpret as a missing value. This
// module must not depend on models or parameters.

use serde::ser::{
    self, Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_json::{Error, Result};

/// Encodes a value as JSON.
///
/// # Errors
/// Returns an error if the value cannot be encoded, or if a float is not finite.
pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>> {
    let json = serde_json::to_vec(value)?;
    // A non-finite float is encoded as null. Most values contain no null, so they are serialized only
    // once.
    if json.windows(4).any(|part| part == b"null") {
        value.serialize(Finite)?;
    }
    Ok(json)
}

/// A serializer that produces no output and fails at the first non-finite float.
struct Finite;

fn check_finite(value: f64) -> Result<()> {
    if value.is_finite() {
        return Ok(());
    }
    Err(Error::custom(format_args!("JSON cannot represent the number {value}")))
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
        check_finite(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<()> {
        check_finite(value)
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
                value.serialize(Self).map_err(|error| name_member(name, &error))
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

/// Serializes the members of a map and stores the name of the current one for errors.
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
        value.serialize(Finite).map_err(|error| name_member(&self.name, &error))
    }

    fn end(self) -> Result<()> {
        Ok(())
    }
}

/// Adds the name of the member to an error.
fn name_member(name: &str, error: &Error) -> Error {
    ser::Error::custom(format_args!("`{name}`: {error}"))
}
