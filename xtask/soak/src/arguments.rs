//! The arguments of the soak test. This file is also compiled into xtask, which validates them before a release
//! build.

use clap::Args;

/// The size of a run.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Number of calls
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) calls: u32,
    /// Number of concurrent calls
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(crate) concurrency: u32,
    /// Seed of the failure plan; the same seed produces the same plan
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Number of calls that the server accepts per token (more than the concurrency, so that no call
    /// encounters two expired tokens)
    #[arg(long, default_value_t = 700, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) calls_per_token: u32,
    /// Time limit of the run, in seconds
    #[arg(long, default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) deadline: u64,
}
