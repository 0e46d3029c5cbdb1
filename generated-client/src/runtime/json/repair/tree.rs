//! A deserializer over a tree of JSON values that reports its path, its errors, and the ends of objects to
//! `repair`.

// Otherwise, it behaves like the `&Value` deserializer of `serde_json`.

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Result, Value};

use super::{Signal, Step, with_log};

/// A value in a tree.
#[derive(Clone, Copy)]
pub(super) struct Tree<'a>(pub(super) &'a Value);

fn signal(signal: Signal) {
    with_log(|log| log.signal = signal);
}

/// Decodes the value of a member or item, one level deeper.
fn step_into<'de, S: DeserializeSeed<'de>>(step: Step, value: &'de Value, seed: S) -> Result<S::Value> {
    with_log(|log| log.path.push(step));
    let outcome = seed.deserialize(Tree(value));
    with_log(|log| {
        match &outcome {
            Ok(_) => log.signal = Signal::None,
            Err(_) => log.failed(value.is_null()),
        }
        log.path.pop();
    });
    outcome
}

impl<'de> Deserializer<'de> for Tree<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let outcome = match self.0 {
            Value::Array(items) => visitor.visit_seq(Items { items: items.iter().enumerate() }),
            Value::Object(members) => visitor.visit_map(Members { members: members.iter(), current: None }),
            single => single.deserialize_any(visitor),
        };
        // A signal from an inner value does not apply to the outer value.
        signal(Signal::None);
        outcome
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value> {
        // `serde_json` recognizes its own types by name.
        if name.starts_with("$serde_json") {
            return self.0.deserialize_newtype_struct(name, visitor);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier
    }
}

struct Items<'a> {
    items: std::iter::Enumerate<std::slice::Iter<'a, Value>>,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        match self.items.next() {
            Some((index, value)) => step_into(Step::Index(index), value, seed).map(Some),
            None => Ok(None),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

struct Members<'a> {
    members: serde_json::map::Iter<'a>,
    current: Option<(&'a str, &'a Value)>,
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        let Some((name, value)) = self.members.next() else {
            signal(Signal::Ended);
            return Ok(None);
        };
        self.current = Some((name, value));
        seed.deserialize(serde::de::value::BorrowedStrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value> {
        match self.current.take() {
            Some((name, value)) => step_into(Step::Name(name.to_owned()), value, seed),
            None => Err(serde::de::Error::custom("a value was requested before its name")),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.members.len())
    }
}
