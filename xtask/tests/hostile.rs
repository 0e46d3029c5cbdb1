//! Hostile documents whose schemas refer to each other in many ways. The size of the output must depend on the size of
//! the document, not on the number of paths through it.
//!
//! This test compares sizes; the `hostile` benchmark measures time.

#[allow(dead_code, reason = "the benchmark uses more of this module")]
#[path = "../benches/hostile/mod.rs"]
mod series;

use generator::Source;
use generator::config::Config;
use series::Case;

/// Returns the size of the document and of the output without the runtime, in bytes.
fn bytes(case: &Case) -> Option<(usize, usize)> {
    let [(name, text)] = case.files.as_slice() else { return None };
    let source = Source::parse(name, text.as_str()).ok()?;
    let (model, _) = generator::model(&source, Config::default()).ok()?;
    let files = model.crate_files().ok()?;
    let own = files.iter().filter(|(path, _)| !path.starts_with("src/runtime/"));
    Some((text.len(), own.map(|(_, text)| text.len()).sum()))
}

#[test]
fn the_size_of_the_output_depends_on_the_size_of_the_document() {
    let mut compared = 0;
    for one in series::of_schemas_that_refer() {
        let sizes = [6, 12].map(|size| bytes(&(one.make)(size)));
        let [Some(small), Some(large)] = sizes else { panic!("`{}` cannot be generated", one.name) };
        // A schema repeats inherited properties, so quadratic growth is allowed. Exponential growth would multiply the
        // size by 64.
        let growth = large.0 * large.0 / small.0 / small.0 * 2;
        assert!(large.1 < small.1 * growth, "`{}`: {small:?} and {large:?}", one.name);
        compared += 1;
    }
    assert!(compared > 20, "only {compared} series");
}
