//! Benchmarks of the pipeline on the project's own document: each slow stage and all stages together.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use generator::Source;
use generator::config::Config;
use generator::{Model, model};

fn inputs() -> (String, Config) {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let config = Config::read(&spec.join("sdk.toml")).expect("sdk.toml is valid");
    let text = std::fs::read_to_string(spec.join("groups-202.0.0.yaml")).expect("the document exists");
    (text, config)
}

fn modelled(source: &Source, config: &Config) -> Model {
    model(source, config.clone()).expect("the document is valid").0
}

fn generation(c: &mut Criterion) {
    let (text, config) = inputs();
    let load = || Source::parse("groups.yaml", text.clone()).expect("the document is valid");
    let source = load();
    let ready = modelled(&source, &config);
    let mut group = c.benchmark_group("generate");
    group.bench_function("load", |b| b.iter(|| black_box(load())));
    group.bench_function("model", |b| b.iter(|| black_box(modelled(&source, &config))));
    group.bench_function("emit", |b| b.iter(|| black_box(ready.crate_files())));
    group.bench_function("all", |b| b.iter(|| black_box(modelled(&load(), &config).crate_files())));
    group.finish();
}

criterion_group!(benches, generation);
criterion_main!(benches);
