//! Extracts paging data from a response in one pass over its JSON, without decoding the rest. The scan is compiled
//! once for all operations.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::rules::Paging;
use crate::runtime::json::text::without_bom;

/// The paging data of a response. Data that is missing or malformed is `None`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The number of items on the page.
    pub(super) items: Option<usize>,
    /// The number of the page.
    pub(super) current: Option<i64>,
    /// The number of pages.
    pub(super) page_count: Option<i64>,
    /// The number of items on all pages.
    pub(super) total: Option<i64>,
    /// The cursor or link of the next page; never empty.
    pub(super) next: Option<String>,
    /// Whether there is a next page.
    pub(super) more: Option<bool>,
}

#[derive(Debug, Clone, Copy)]
enum Slot {
    Items,
    Current,
    PageCount,
    Total,
    Next,
    More,
}

/// Scans a response; a response that is not JSON has no paging data.
pub(super) fn scan(paging: &Paging, body: &[u8]) -> Found {
    let locations = [
        (Slot::Items, Some(paging.items)),
        (Slot::Current, paging.current),
        (Slot::PageCount, paging.page_count),
        (Slot::Total, paging.total),
        (Slot::Next, paging.next),
        (Slot::More, paging.more),
    ];
    let targets = locations.into_iter().filter_map(|(slot, pointer)| Some((slot, pointer?))).collect();
    scan_pointers(targets, body)
}

/// Returns the integer value of a member of a JSON object.
pub(super) fn member(body: &[u8], name: &str) -> Option<i64> {
    let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
    scan_pointers(vec![(Slot::Current, &pointer)], body).current
}

fn scan_pointers(targets: Vec<(Slot, &str)>, body: &[u8]) -> Found {
    let mut found = Found::default();
    let mut reader = serde_json::Deserializer::from_slice(without_bom(body));
    // Values found before a syntax error remain valid; the decoder reports the error.
    let _ = Walk { targets, found: &mut found }.deserialize(&mut reader);
    found
}

/// A value, and the remainder of each pointer that leads into it.
struct Walk<'f, 'p> {
    targets: Vec<(Slot, &'p str)>,
    found: &'f mut Found,
}

impl Walk<'_, '_> {
    fn matched(&self) -> impl Iterator<Item = Slot> + '_ {
        self.targets.iter().filter(|(_, rest)| rest.is_empty()).map(|(slot, _)| *slot)
    }

    fn integer(self, number: i64) {
        let slots: Vec<Slot> = self.matched().collect();
        for slot in slots {
            match slot {
                Slot::Current => self.found.current = Some(number),
                Slot::PageCount => self.found.page_count = Some(number),
                Slot::Total => self.found.total = Some(number),
                Slot::Next => self.found.next = Some(number.to_string()),
                Slot::Items | Slot::More => {}
            }
        }
    }

    fn text(self, text: &str) {
        if let Ok(number) = text.parse() {
            // Some servers send numbers as strings. A cursor's string is kept unchanged.
            let numbers =
                self.targets.iter().filter(|(slot, _)| !matches!(slot, Slot::Next)).copied().collect();
            Walk { targets: numbers, found: &mut *self.found }.integer(number);
        }
        if self.matched().any(|slot| matches!(slot, Slot::Next)) && !text.is_empty() {
            self.found.next = Some(text.to_owned());
        }
    }
}

/// Returns the remainder of a pointer after a member name.
fn below<'p>(pointer: &'p str, key: &str) -> Option<&'p str> {
    let rest = pointer.strip_prefix('/')?;
    let end = rest.find('/').unwrap_or(rest.len());
    let (segment, rest) = rest.split_at_checked(end)?;
    let same =
        segment == key || (segment.contains('~') && segment.replace("~1", "/").replace("~0", "~") == key);
    same.then_some(rest)
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            let below =
                self.targets.iter().filter_map(|(slot, pointer)| Some((*slot, below(pointer, &key)?)));
            let targets: Vec<_> = below.collect();
            if targets.is_empty() {
                map.next_value::<IgnoredAny>()?;
            } else {
                map.next_value_seed(Walk { targets, found: &mut *self.found })?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut count = 0_usize;
        while list.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        if self.matched().any(|slot| matches!(slot, Slot::Items)) {
            self.found.items = Some(count);
        }
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.text(text);
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.integer(number);
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        match i64::try_from(number) {
            Ok(number) => self.integer(number),
            Err(_) => self.text(&number.to_string()),
        }
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        if self.matched().any(|slot| matches!(slot, Slot::More)) {
            self.found.more = Some(value);
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
