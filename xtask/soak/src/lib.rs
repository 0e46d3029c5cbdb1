//! A soak test of the emitted client: makes thousands of calls to a server that fails according to a seeded
//! plan and checks each call.
//!
//! `plan` defines the failures of each call and its expected outcome. `server` executes the plan, `calls` makes and
//! checks the calls, `log` searches the log for secrets, and `report` summarizes the results. Only the loopback
//! interface is used.

mod calls;
mod log;
mod memory;
mod plan;
mod report;
mod server;
mod wire;

use std::time::Duration;

pub use report::Report;

/// The size of a run.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The number of calls.
    pub calls: u32,
    /// The number of concurrent calls.
    pub concurrency: u32,
    /// The seed of the plan; the same seed produces the same plan.
    pub seed: u64,
    /// The number of calls that the server accepts per token.
    pub calls_per_token: u32,
    /// The time limit of the run; calls that have not ended by then count as hanging.
    pub deadline: Duration,
}

/// Makes the calls and reports their outcomes.
///
/// # Errors
/// Returns a message if the run cannot start, because there is no free port or another subscriber already collects
/// this process's log.
pub async fn run(settings: Settings) -> Result<Report, String> {
    let log = log::collect()?;
    let server = server::Server::start(settings).await.map_err(|error| format!("no server: {error}"))?;
    let tally = calls::make_all(settings, &server).await?;
    Ok(Report::new(settings, tally, server.tokens(), log.found()))
}
