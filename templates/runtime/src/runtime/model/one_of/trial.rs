//! Trials: reads of a variant that only find out how well a value suits it, and the budget that bounds them.
//!
//! Part of `one_of!`. A trial skips nested unions, since they take any value: what is below them is tried once, by them. So each part of
//! a value is read once, and tried by the variants of one union.

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;

use serde_json::Value;

/// How often each part of a value may be tried, on average over the whole value.
const TRIALS: usize = 64;

/// How many parts may be tried whatever the size of the value.
const SPARE: usize = 4096;

/// How many reads of a variant may fail before each is tried first. A failed read has also read the unions inside, in vain.
const PATIENCE: u32 = 4;

/// The state of reading one value: the outermost union and all unions inside it.
#[derive(Debug)]
pub(super) struct Decode<'a> {
    root: &'a Value,
    left: Cell<Option<usize>>,
    failed: Cell<u32>,
}

impl<'a> Decode<'a> {
    pub(super) fn new(root: &'a Value) -> Self {
        Self { root, left: Cell::new(None), failed: Cell::new(0) }
    }

    /// Pays for one look at a value, not counting what is inside it; `false` if the budget is spent.
    pub(super) fn spend(&self, value: &Value) -> bool {
        let left = self.left.get().unwrap_or_else(|| size(self.root).saturating_mul(TRIALS) + SPARE);
        let rest = left.checked_sub(weight(value));
        self.left.set(Some(rest.unwrap_or(0)));
        rest.is_some()
    }

    pub(super) fn fail(&self) {
        self.failed.set(self.failed.get().saturating_add(1));
    }

    /// Whether variants are tried before they are read even if there is only one to read.
    pub(super) fn is_cautious(&self) -> bool {
        self.failed.get() >= PATIENCE
    }
}

/// The cost of a look at a value: a copy of 64 bytes counts like a step.
fn weight(value: &Value) -> usize {
    match value {
        Value::String(text) => 1 + text.len() / 64,
        _ => 1,
    }
}

fn size(value: &Value) -> usize {
    let inside: usize = match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    };
    weight(value) + inside
}

/// How well a value suits a variant.
#[derive(Debug, Default)]
pub(super) struct Fit {
    /// The addresses of the values that the variant ignores, with all that is inside them; sorted.
    pub(super) lost: Vec<usize>,
    /// How many constants the value has.
    pub(super) constants: usize,
    /// How many values an enum of the variant does not document.
    pub(super) undocumented: u32,
    /// How many members of the object the variant has fields for.
    pub(super) known: usize,
}

impl Fit {
    /// The order of fits; the greatest is the best.
    pub(super) fn rank(&self) -> (Reverse<usize>, usize, Reverse<u32>, usize) {
        (Reverse(self.lost.len()), self.constants, Reverse(self.undocumented), self.known)
    }

    /// Whether a variant with this fit keeps something that one with the other fit ignores.
    pub(super) fn keeps_more(&self, other: &Self) -> bool {
        other.lost.iter().any(|value| self.lost.binary_search(value).is_err())
    }
}

/// What has been noted of a read so far.
#[derive(Debug, Default)]
pub(super) struct Notes(RefCell<Fit>);

impl Notes {
    /// Notes that the variant ignores a value.
    pub(super) fn lose(&self, value: &Value, decode: &Decode<'_>) {
        let mut todo = vec![value];
        let mut fit = self.0.borrow_mut();
        while let Some(value) = todo.pop() {
            if !decode.spend(value) {
                return;
            }
            fit.lost.push(address(value));
            match value {
                Value::Array(items) => todo.extend(items),
                Value::Object(members) => todo.extend(members.values()),
                _ => {}
            }
        }
    }

    /// Adds the fit of the variant of a union that is itself a variant.
    pub(super) fn add(&self, inner: Fit) {
        let mut fit = self.0.borrow_mut();
        fit.lost.extend(inner.lost);
        fit.constants += inner.constants;
        fit.undocumented += inner.undocumented;
        fit.known += inner.known;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.borrow().lost.is_empty()
    }

    pub(super) fn into_fit(self) -> Fit {
        let mut fit = self.0.into_inner();
        fit.lost.sort_unstable();
        fit
    }
}

/// What tells a value from all others in the tree.
pub(super) fn address(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}
