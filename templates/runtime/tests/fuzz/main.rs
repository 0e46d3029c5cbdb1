//! Runs the parsers for responses on mutated bytes. The seed determines the bytes.
//!
//! The environment variables `FUZZ_SEED` and `FUZZ_CASES` set the first seed and the number of cases of each test. A
//! failing input is reduced and written to `target/fuzz`.

#[path = "../../../../xtask/src/fuzz/byte_mutations.rs"]
mod byte_mutations;
#[path = "../../../../xtask/src/fuzz/case.rs"]
mod case;
#[path = "../../../../xtask/src/fuzz/hostile.rs"]
mod hostile;
#[allow(unreachable_pub, reason = "the generator of random numbers is public in `xtask`")]
#[path = "../../../../xtask/src/random.rs"]
mod random;

mod headers;
mod json;
mod models;
mod streams;
#[path = "../support/mod.rs"]
mod support;
mod urls;

use std::env;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use random::Random;

/// The number of cases of each test, if the environment does not set it.
const CASES: u64 = 250;

/// The CPU time limit for a case. Even a debug build needs only milliseconds, so a longer case is almost endless.
const LIMIT: Duration = Duration::from_secs(5);

/// The time limit for reducing one input.
const REDUCTION: Duration = Duration::from_secs(20);

/// A failing case.
#[derive(Debug, PartialEq)]
struct Failure {
    seed: u64,
    why: String,
    /// The smallest input that was found.
    input: Vec<u8>,
}

/// Runs the check on mutations of the inputs, and panics if a case fails.
fn run(name: &str, inputs: &[&[u8]], check: impl Fn(&[u8], &mut Random)) {
    let number = |variable: &str| env::var(variable).ok().and_then(|text| text.parse::<u64>().ok());
    let (first, cases) = (number("FUZZ_SEED").unwrap_or(1), number("FUZZ_CASES").unwrap_or(CASES));
    if let Some(failure) = search(first, cases, inputs, check) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/fuzz");
        let file = folder.join(format!("runtime-{name}-{}", failure.seed));
        let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&file, &failure.input));
        let shown = String::from_utf8_lossy(&failure.input);
        panic!("seed {}: {}: {shown:?} ({}: {written:?})", failure.seed, failure.why, file.display());
    }
}

/// Returns the first failing case.
fn search(first: u64, cases: u64, inputs: &[&[u8]], check: impl Fn(&[u8], &mut Random)) -> Option<Failure> {
    (first..first.saturating_add(cases)).find_map(|seed| {
        let input = mutated(inputs, seed);
        let why = failure(seed, &input, &check)?;
        let end = Instant::now() + REDUCTION;
        let fails = |smaller: &[u8]| Instant::now() < end && failure(seed, smaller, &check).is_some();
        Some(Failure { seed, why, input: case::without_chunks(input, fails) })
    })
}

fn mutated(inputs: &[&[u8]], seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed, u64::MAX - 1);
    let mut bytes = random.pick(inputs).to_vec();
    let donor = *random.pick(inputs);
    for number in 0..byte_mutations::count(seed) {
        byte_mutations::apply(&mut bytes, donor, seed, number);
    }
    bytes
}

/// Runs a case and returns the reason if it fails.
fn failure(seed: u64, input: &[u8], check: impl Fn(&[u8], &mut Random)) -> Option<String> {
    let run = || catch_unwind(AssertUnwindSafe(|| check(input, &mut Random::new(seed, u64::MAX - 2))));
    let start = Instant::now();
    if let Err(payload) = run() {
        return Some(case::panicked(&*payload));
    }
    if start.elapsed() < LIMIT {
        return None;
    }
    // The machine may have been busy, so the CPU time of another run decides.
    let before = case::cpu_time("thread-self");
    let _ = run();
    let spent = case::cpu_time("thread-self").zip(before).map(|(after, before)| after.saturating_sub(before));
    spent.is_some_and(|spent| spent > 100 * LIMIT.as_secs()).then(|| "timed out".to_owned())
}

/// Splits bytes at random positions; some chunks are empty.
fn chunks(bytes: &[u8], random: &mut Random) -> Vec<Vec<u8>> {
    let mut cuts: Vec<usize> = (0..random.below(12)).map(|_| random.below(bytes.len() + 1)).collect();
    cuts.extend([0, bytes.len()]);
    cuts.sort_unstable();
    cuts.windows(2).map(|pair| bytes[pair[0]..pair[1]].to_vec()).collect()
}

#[test]
fn a_planted_failure_is_found_and_reduced_to_its_cause() {
    let planted = |bytes: &[u8], _: &mut Random| assert!(!bytes.contains(&b'%'), "planted");
    let find = || search(1, 10_000, &[b"data: {\"a\": [1, 2]}\n\n"], planted);
    let found = find().unwrap();
    assert_eq!((found.why.as_str(), found.input.as_slice()), ("panicked: planted", &b"%"[..]));
    assert_eq!(find(), Some(found));
}
