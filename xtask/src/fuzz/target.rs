//! Targets: the code under test with its inputs. The functions here run a case and reduce a failing input.

use std::panic::{self, AssertUnwindSafe};
use std::time::{Duration, Instant};

use clap::ValueEnum;

use super::case::panicked;

/// The names of the targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(super) enum Name {
    /// Documents with a mutated structure
    Documents,
    /// Documents with mutated bytes
    Bytes,
    /// Naming locks with mutated bytes
    Lock,
    /// Overlays with mutated bytes
    Overlay,
    /// `sdk.toml` files with mutated bytes
    Config,
    /// All of these
    All,
}

impl Name {
    /// Returns the selected targets, each once.
    pub(super) fn selected(names: &[Self]) -> Vec<Self> {
        if names.contains(&Self::All) {
            return vec![Self::Documents, Self::Bytes, Self::Lock, Self::Overlay, Self::Config];
        }
        let mut names = names.to_vec();
        names.sort();
        names.dedup();
        names
    }

    /// Returns the name on the command line.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Bytes => "bytes",
            Self::Lock => "lock",
            Self::Overlay => "overlay",
            Self::Config => "config",
            Self::All => "all",
        }
    }
}

/// The outcome of a case with emitted files, all of which parse.
pub(super) const GENERATED: &str = "generated";

/// The outcome of a case whose input was rejected with findings.
pub(super) const REFUSED: &str = "refused";

/// Returns whether an outcome is neither a crate nor an error.
pub(super) fn is_failure(outcome: &str) -> bool {
    ![GENERATED, REFUSED].contains(&kind(outcome))
}

/// Returns the kind of an outcome, without its details.
pub(super) fn kind(outcome: &str) -> &str {
    outcome.split(':').next().unwrap_or(outcome)
}

/// The code under test with its inputs. A seed determines an input and its mutations.
pub(super) trait Target {
    type Input: Clone;

    /// Returns the number of mutations for a seed.
    fn count(&self, seed: u64) -> u64;

    /// Returns the input of a seed after the mutations with these numbers; `None` if there are no inputs.
    fn input(&mut self, seed: u64, mutations: &[u64]) -> Option<Self::Input>;

    /// Runs the code and returns the outcome. A panic is a failure.
    fn outcome(&self, input: &Self::Input) -> String;

    /// Removes parts of the input as long as it `fails`.
    fn reduced(&self, input: Self::Input, _fails: &mut dyn FnMut(&Self::Input) -> bool) -> Self::Input {
        input
    }

    /// Returns the contents and the extension of a file with the input.
    fn file(&self, input: &Self::Input) -> (Vec<u8>, String);
}

/// The time limit for reducing one input.
const REDUCTION: Duration = Duration::from_secs(10);

/// Returns the input of a seed with all mutations; `None` if there are no inputs.
pub(super) fn input<T: Target>(target: &mut T, seed: u64) -> Option<T::Input> {
    let all: Vec<u64> = (0..target.count(seed)).collect();
    target.input(seed, &all)
}

/// Runs the code under test and returns the outcome.
pub(super) fn run<T: Target>(target: &T, input: &T::Input) -> String {
    match panic::catch_unwind(AssertUnwindSafe(|| target.outcome(input))) {
        Ok(outcome) => outcome,
        Err(payload) => panicked(&*payload),
    }
}

/// Returns the smallest input that was found with the same kind of failure, and the necessary mutations.
pub(super) fn reduce<T: Target>(target: &mut T, seed: u64, outcome: &str) -> Option<(T::Input, Vec<u64>)> {
    let start = Instant::now();
    let fails = |target: &T, input: &T::Input| {
        start.elapsed() < REDUCTION && kind(&run(target, input)) == kind(outcome)
    };
    let mut needed: Vec<u64> = (0..target.count(seed)).collect();
    for number in needed.clone() {
        let fewer: Vec<u64> = needed.iter().copied().filter(|other| *other != number).collect();
        let input = target.input(seed, &fewer)?;
        if fails(target, &input) {
            needed = fewer;
        }
    }
    let input = target.input(seed, &needed)?;
    let input = target.reduced(input, &mut |smaller| fails(target, smaller));
    Some((input, needed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_targets_can_be_selected() {
        let all: Vec<Name> =
            Name::value_variants().iter().copied().filter(|name| *name != Name::All).collect();
        assert_eq!(Name::selected(&[Name::Lock, Name::All]), all);
        assert_eq!(Name::selected(&[Name::Lock, Name::Bytes, Name::Lock]), [Name::Bytes, Name::Lock]);
        for name in Name::value_variants() {
            assert_eq!(Name::from_str(name.text(), false), Ok(*name));
        }
    }
}
