//! The arguments of the soak test. xtask compiles this file, too: it checks them before it starts a release build.

use clap::Args;

/// How much is to be done.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// How many calls
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) calls: u32,
    /// How many at once
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(crate) concurrency: u32,
    /// The seed of the plan of failures; the same seed gives the same plan
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many calls the server accepts with one token (more than run at once, so that no call meets two expired ones)
    #[arg(long, default_value_t = 700, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) calls_per_token: u32,
    /// The time for all of it, in seconds
    #[arg(long, default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) deadline: u64,
}
