//! Deserializes from a borrowed JSON value, so that nested unions are decoded without a copy.

// serde decodes a union through any number of generic types (`Option<Vec<Box<..>>>`), none of which can pass
// a reference to a value. Therefore, a union stores its decoding function in a thread-local slot and requests
// a newtype with a name that `Reader` recognizes. The reader calls the function with itself and stores the
// result in the slot.

use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{
    BorrowedStrDeserializer, MapAccessDeserializer, SeqAccessDeserializer, StrDeserializer,
};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value, map};

use super::choose::decode_variant;
use super::trial::{Decode, Notes};
use super::{OneOf, decode_value};

/// The name of the newtype that unions request. No type can have this name.
const UNION: &str = "$one_of";

/// The decoding function that a union stores in the slot.
type Task = fn(Reader<'_>) -> Box<dyn Any>;

/// The slot between a union and the reader.
enum Slot {
    Empty,
    Task(Task),
    Done(Box<dyn Any>),
}

thread_local! {
    static SLOT: RefCell<Slot> = const { RefCell::new(Slot::Empty) };
}

fn take() -> Slot {
    SLOT.replace(Slot::Empty)
}

/// A deserializer over a borrowed JSON value.
///
/// In a trial, the decoded value is discarded, and nested unions, which accept any value, are skipped.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub(super) value: &'a Value,
    pub(super) decode: &'a Decode<'a>,
    pub(super) is_trial: bool,
    /// Collects the members that the type ignores.
    pub(super) notes: Option<&'a Notes>,
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// Deserializes a union from any deserializer.
pub(super) fn union<'de, U: OneOf, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    SLOT.set(Slot::Task(|reader| {
        let known = decode_variant::<U>(reader);
        Box::new(known.unwrap_or_else(|| U::unknown(reader.value.clone())))
    }));
    deserializer.deserialize_newtype_struct(UNION, UnionVisitor(PhantomData))
}

/// Takes the result of [`Reader`], or buffers a value from any other deserializer.
struct UnionVisitor<U>(PhantomData<U>);

impl<'de, U: OneOf> Visitor<'de> for UnionVisitor<U> {
    type Value = U;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<U, E> {
        let done = match take() {
            Slot::Done(done) => done.downcast().ok(),
            Slot::Empty | Slot::Task(_) => None,
        };
        Ok(done.map_or_else(|| U::unknown(Value::Null), |done| *done))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<U, D::Error> {
        Value::deserialize(deserializer).map(decode_value)
    }

    // Deserializers without support for newtypes pass the value itself.

    fn visit_bool<E>(self, value: bool) -> Result<U, E> {
        Ok(decode_value(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<U, E> {
        Ok(decode_value(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<U, E> {
        Ok(decode_value(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<U, E> {
        Ok(decode_value(value.into()))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<U, E> {
        let text: StrDeserializer<'_, E> = value.into_deserializer();
        Value::deserialize(text).map(decode_value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<U, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(items)).map(decode_value)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<U, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(members)).map(decode_value)
    }
}

impl<'de> Reader<'de> {
    fn at(self, value: &'de Value) -> Self {
        Self { value, ..self }
    }
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_trial && !self.decode.spend(self.value) {
            return Err(Error::custom("too many variants were tried"));
        }
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(value) => value.deserialize_any(visitor),
            Value::String(value) => visitor.visit_borrowed_str(value),
            Value::Array(items) => {
                let mut rest = Items { reader: self, items: items.iter() };
                let read = visitor.visit_seq(&mut rest)?;
                if rest.items.as_slice().is_empty() {
                    Ok(read)
                } else {
                    Err(Error::invalid_length(items.len(), &"fewer items"))
                }
            }
            Value::Object(members) => {
                visitor.visit_map(Members { reader: self, members: members.iter(), value: None })
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name != UNION {
            return visitor.visit_newtype_struct(self);
        }
        if let (Slot::Task(task), false) = (take(), self.is_trial) {
            let done = task(Reader { notes: None, ..self });
            SLOT.set(Slot::Done(done));
        }
        visitor.visit_unit()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if let Some(notes) = self.notes {
            notes.add_ignored(self.value, self.decode);
        }
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier
    }
}

/// The items of an array.
struct Items<'a> {
    reader: Reader<'a>,
    items: std::slice::Iter<'a, Value>,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.items.next().map(|item| seed.deserialize(self.reader.at(item))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The members of an object.
struct Members<'a> {
    reader: Reader<'a>,
    members: map::Iter<'a>,
    value: Option<&'a Value>,
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((name, value)) = self.members.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        let value =
            self.value.take().ok_or_else(|| Error::custom("a value was requested before its name"))?;
        seed.deserialize(self.reader.at(value))
    }
}
