//! Trials, which decode a variant only to determine its fit, and their budget.

// A trial skips nested unions, since they accept any value. A nested union tries its own contents once.
// Therefore, each part of a value is decoded once and tried only by the variants of one union.

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;

use serde_json::Value;

/// The maximum number of trials per part of a value, averaged over the entire value.
const MAX_TRIALS: usize = 64;

/// The number of parts that may be tried regardless of the value's size.
const MIN_BUDGET: usize = 4096;

/// The number of failed reads after which each variant is tried before it is decoded. A failed read is expensive,
/// because it also decodes nested unions.
const MAX_FAILURES: u32 = 4;

/// The state of decoding a value: the outermost union and all nested ones.
#[derive(Debug)]
pub(super) struct Decode<'a> {
    root: &'a Value,
    budget: Cell<Option<usize>>,
    failed: Cell<u32>,
}

impl<'a> Decode<'a> {
    pub(super) fn new(root: &'a Value) -> Self {
        Self { root, budget: Cell::new(None), failed: Cell::new(0) }
    }

    /// Charges the budget for visiting a value without its contents. Returns `false` if the budget is
    /// exhausted.
    pub(super) fn spend(&self, value: &Value) -> bool {
        let budget =
            self.budget.get().unwrap_or_else(|| size(self.root).saturating_mul(MAX_TRIALS) + MIN_BUDGET);
        let rest = budget.checked_sub(weight(value));
        self.budget.set(Some(rest.unwrap_or(0)));
        rest.is_some()
    }

    /// Returns whether the budget is exhausted, in which case the outcome of a trial is not reliable.
    pub(super) fn is_exhausted(&self) -> bool {
        self.budget.get() == Some(0)
    }

    pub(super) fn fail(&self) {
        self.failed.set(self.failed.get().saturating_add(1));
    }

    /// Returns whether a variant is tried before it is decoded, even if it is the only one.
    pub(super) fn is_cautious(&self) -> bool {
        self.failed.get() >= MAX_FAILURES
    }
}

/// Returns the cost of visiting a value: copying 64 bytes costs as much as one step.
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

/// The fit of a variant for a value.
#[derive(Debug, Default)]
pub(super) struct Fit {
    /// The addresses of the ignored values, including their contents; sorted.
    pub(super) lost: Vec<usize>,
    /// The number of constants in the value.
    pub(super) constants: usize,
    /// The number of undocumented enum values.
    pub(super) undocumented: u32,
    /// The number of members of the object that have a field.
    pub(super) known: usize,
}

impl Fit {
    /// Returns a sort key; the greatest key marks the best fit.
    pub(super) fn rank(&self) -> (Reverse<usize>, usize, Reverse<u32>, usize) {
        (Reverse(self.lost.len()), self.constants, Reverse(self.undocumented), self.known)
    }

    /// Returns whether this fit preserves a value that `other` ignores.
    pub(super) fn keeps_more(&self, other: &Self) -> bool {
        other.lost.iter().any(|value| self.lost.binary_search(value).is_err())
    }
}

/// The observations of a read in progress.
#[derive(Debug, Default)]
pub(super) struct Notes(RefCell<Fit>);

impl Notes {
    /// Records that the variant ignores a value.
    pub(super) fn add_ignored(&self, value: &Value, decode: &Decode<'_>) {
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

    /// Adds the fit of a nested union.
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

/// Returns the address of a value, which identifies it in the tree.
pub(super) fn address(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}
