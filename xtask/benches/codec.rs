//! Decoding and encoding time for a page of 100 users: emitted models compared with a twin that uses serde's
//! derives.
//!
//! A page whose members are not in the document's order is also measured, because it is the worst case for
//! `record!`.

mod twin;

use std::hint::black_box;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use purecloud_platform_client_v2::models as emitted;
use serde_json::Result;
use twin::{page, user as derived};

// These are separate functions so that a profiler can distinguish them by name.

#[inline(never)]
fn decode_emitted(page: &[u8]) -> Result<emitted::UserEntityListing> {
    serde_json::from_slice(page)
}

#[inline(never)]
fn decode_derived(page: &[u8]) -> Result<derived::UserEntityListing> {
    serde_json::from_slice(page)
}

#[inline(never)]
fn encode_emitted(page: &emitted::UserEntityListing) -> Result<Vec<u8>> {
    serde_json::to_vec(page)
}

#[inline(never)]
fn encode_derived(page: &derived::UserEntityListing) -> Result<Vec<u8>> {
    serde_json::to_vec(page)
}

/// Checks that both models decode everything and reproduce the page; otherwise, the comparison would be
/// unfair.
fn check(page: &str) {
    let from_emitted = decode_emitted(page.as_bytes()).and_then(|page| encode_emitted(&page));
    let from_derived = decode_derived(page.as_bytes()).and_then(|page| encode_derived(&page));
    for written in [from_emitted, from_derived] {
        let written = written.expect("the page can be decoded and encoded");
        assert_eq!(page::difference(&written, page.as_bytes()), None);
    }
}

fn decode(c: &mut Criterion) {
    let ordered = page::page();
    check(&ordered);
    for (name, page) in [("decode", ordered), ("decode_sorted", page::sorted_page())] {
        let page = page.as_bytes();
        let mut group = c.benchmark_group(name);
        group.sampling_mode(SamplingMode::Flat).throughput(Throughput::Bytes(page.len() as u64));
        group.bench_function("emitted", |b| b.iter(|| decode_emitted(black_box(page))));
        group.bench_function("derived", |b| b.iter(|| decode_derived(black_box(page))));
        group.finish();
    }
}

fn encode(c: &mut Criterion) {
    let text = page::page();
    let emitted = decode_emitted(text.as_bytes()).expect("the page can be decoded");
    let derived = decode_derived(text.as_bytes()).expect("the page can be decoded");
    let mut group = c.benchmark_group("encode");
    group.sampling_mode(SamplingMode::Flat).throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("emitted", |b| b.iter(|| encode_emitted(black_box(&emitted))));
    group.bench_function("derived", |b| b.iter(|| encode_derived(black_box(&derived))));
    group.finish();
}

criterion_group!(benches, decode, encode);
criterion_main!(benches);
