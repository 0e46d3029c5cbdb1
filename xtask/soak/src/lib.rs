//! A soak test of the emitted client: a server that fails by a seeded plan, thousands of calls, and a judgement on each of them.
//!
//! `plan` says what happens to each call and what must come of it, `server` plays it, `calls` makes the calls and judges them, `log`
//! looks for secrets in all that is logged, `report` adds up. Only loopback is used. It must not know how the client works inside.

mod calls;
mod log;
mod memory;
mod plan;
mod report;
mod server;
mod wire;

use std::time::Duration;

pub use report::Report;

/// How much is to be done.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How many calls are made.
    pub calls: u32,
    /// How many of them at once.
    pub concurrency: u32,
    /// What the plan is made of: the same seed gives the same plan.
    pub seed: u64,
    /// How many calls the server takes with one token, before it wants the next.
    pub calls_per_token: u32,
    /// The time for all of it; calls that have not ended by then count as hanging.
    pub deadline: Duration,
}

/// Makes the calls, and says what came of them.
///
/// # Errors
/// A text if it cannot begin: no free port, or something else that collects the log of this process.
pub async fn run(settings: Settings) -> Result<Report, String> {
    let log = log::collect()?;
    let server = server::Server::start(settings).await.map_err(|error| format!("no server: {error}"))?;
    let tally = calls::make_all(settings, &server).await?;
    Ok(Report::new(settings, tally, server.tokens(), log.found()))
}
