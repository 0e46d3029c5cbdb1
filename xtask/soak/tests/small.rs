//! A small soak test: each kind of failure, a few tokens, and no checks of performance figures.

use std::time::Duration;

use soak::Settings;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_call_has_its_expected_outcome() {
    let settings = Settings {
        calls: 400,
        concurrency: 16,
        seed: 3,
        calls_per_token: 90,
        // This is not a measurement; it only ends a run that hangs.
        deadline: Duration::from_secs(300),
    };
    let report = soak::run(settings).await.unwrap();
    assert!(report.is_good(), "{report}");
    assert!(report.waits() > 0, "the plan has waits: {report}");
}
