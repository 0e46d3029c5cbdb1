//! Targets whose inputs are mutated bytes.

use super::byte_mutations;
use super::case::without_chunks;
use super::target::Target;
use crate::random::Random;

/// An input before or after its mutations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) bytes: Vec<u8>,
    /// The extension of a file with the input.
    pub(super) extension: String,
    /// The file that the input comes from, as a number of the target.
    pub(super) origin: usize,
}

/// A target whose inputs are mutated bytes.
pub(super) struct Bytes<I, O> {
    /// The number of original inputs.
    pub(super) inputs: usize,
    /// Returns the original input with this number; the seed can affect its form.
    pub(super) original: I,
    /// Runs the code under test and returns the outcome.
    pub(super) outcome: O,
}

impl<I: Fn(usize, u64) -> Text, O: Fn(&Text) -> String> Target for Bytes<I, O> {
    type Input = Text;

    fn count(&self, seed: u64) -> u64 {
        byte_mutations::count(seed)
    }

    fn input(&mut self, seed: u64, mutations: &[u64]) -> Option<Text> {
        if self.inputs == 0 {
            return None;
        }
        let mut random = Random::new(seed, u64::MAX - 1);
        let mut text = (self.original)(random.below(self.inputs), seed);
        let donor = (self.original)(random.below(self.inputs), seed);
        for number in mutations {
            byte_mutations::apply(&mut text.bytes, &donor.bytes, seed, *number);
        }
        Some(text)
    }

    fn outcome(&self, input: &Text) -> String {
        (self.outcome)(input)
    }

    fn reduced(&self, input: Text, fails: &mut dyn FnMut(&Text) -> bool) -> Text {
        let with = |bytes: &[u8]| Text { bytes: bytes.to_vec(), ..input.clone() };
        with(&without_chunks(input.bytes.clone(), |bytes| fails(&with(bytes))))
    }

    fn file(&self, input: &Text) -> (Vec<u8>, String) {
        (input.bytes.clone(), input.extension.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::super::target::{GENERATED, input, is_failure, reduce, run};
    use super::*;

    fn planted(text: &Text) -> String {
        assert!(text.bytes.is_ascii(), "planted");
        GENERATED.to_owned()
    }

    #[test]
    fn a_planted_failure_is_found_and_reduced_to_its_cause() {
        let original = |_, _| Text { bytes: b"a: 1\nb: [2, 3]\n".repeat(20), ..Text::default() };
        let mut target = Bytes { inputs: 1, original, outcome: planted };
        let seeds = || 1..=400;
        let mut outcome = |seed| {
            let input = input(&mut target, seed).unwrap_or_default();
            run(&target, &input)
        };
        let outcomes: Vec<String> = seeds().map(&mut outcome).collect();
        assert_eq!(seeds().map(&mut outcome).collect::<Vec<_>>(), outcomes);
        let failed: Vec<u64> =
            seeds().zip(&outcomes).filter(|(_, o)| is_failure(o)).map(|(s, _)| s).collect();
        assert!(failed.len() > 3, "only {failed:?}");
        for seed in &failed {
            let (reduced, mutations) = reduce(&mut target, *seed, "panicked: planted").unwrap_or_default();
            assert!(reduced.bytes.len() == 1 && !reduced.bytes.is_ascii(), "{seed}: {reduced:?}");
            assert_eq!(mutations.len(), 1, "{seed}");
        }
    }

    #[test]
    fn a_target_without_inputs_has_no_cases() {
        let mut target = Bytes { inputs: 0, original: |_, _| Text::default(), outcome: planted };
        assert_eq!(input(&mut target, 1), None);
    }
}
