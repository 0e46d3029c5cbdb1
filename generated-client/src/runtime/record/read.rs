//! Reads the value of one member into the field that it belongs to.
//!
//! Part of `record!`. The emitted code offers all fields, one after the other: that is cheaper to check than a `match` over
//! positions, which `macro_rules` cannot count, and folds into the same jump table. It must not know any particular format.

use serde::de::{Deserialize, MapAccess};

/// Counts the fields that are offered, and reads the value into the one that is due.
#[derive(Debug)]
pub struct Reader<'a, 'de, A: MapAccess<'de>> {
    /// How many fields come before the one that is due.
    left: usize,
    map: &'a mut A,
    outcome: Result<(), A::Error>,
}

impl<'a, 'de, A: MapAccess<'de>> Reader<'a, 'de, A> {
    #[inline]
    pub(super) fn new(index: usize, map: &'a mut A) -> Self {
        Self { left: index, map, outcome: Ok(()) }
    }

    /// Reads the value if it is this field's turn.
    // Always, as the comparisons of a struct's fields fold into one jump only where they stand together.
    #[inline(always)]
    pub(super) fn offer<T: Deserialize<'de>>(&mut self, field: &mut T) {
        if self.left == 0 {
            match self.map.next_value() {
                Ok(value) => *field = value,
                Err(error) => self.outcome = Err(error),
            }
        }
        self.left = self.left.wrapping_sub(1);
    }

    /// What came of reading.
    #[inline]
    pub(super) fn outcome(self) -> Result<(), A::Error> {
        self.outcome
    }
}
