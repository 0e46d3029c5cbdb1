//! Idempotency keys, which let a server recognize a repeated request.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// A counter that makes the keys in one process distinct, regardless of the hasher's seeds.
static COUNTER: AtomicU64 = AtomicU64::new(0);

/// Generates a unique key in the format of a random UUID (RFC 9562, 5.4), which some servers require. The key is not a
/// secret.
pub(crate) fn key() -> String {
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    // The standard library seeds each `RandomState` with random numbers from the operating system.
    let part = |half: u64| {
        let mut hasher = RandomState::new().build_hasher();
        hasher.write_u64(number);
        hasher.write_u64(half);
        hasher.finish()
    };
    let (high, low) = (part(0), part(1));
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        (low >> 48) & 0x3fff | 0x8000,
        low & 0xffff_ffff_ffff
    )
}
