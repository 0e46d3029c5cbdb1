//! The command behind `cargo xtask soak`: reads arguments, prints the report, ends with 1 if something is not as it must be.

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use soak::Settings;

/// Makes calls with the emitted client against a server on this machine that fails in every way, and judges each of them.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask soak", bin_name = "cargo xtask soak")]
struct Arguments {
    /// How many calls
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    calls: u32,
    /// How many at once
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=1024))]
    concurrency: u32,
    /// What the plan of failures is made of; the same seed gives the same plan
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many calls the server takes with one token (more than run at once, so that no call meets two expired ones)
    #[arg(long, default_value_t = 700, value_parser = clap::value_parser!(u32).range(1..))]
    calls_per_token: u32,
    /// The time for all of it, in seconds
    #[arg(long, default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    deadline: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let settings = Settings {
        calls: arguments.calls,
        concurrency: arguments.concurrency,
        seed: arguments.seed,
        calls_per_token: arguments.calls_per_token,
        deadline: Duration::from_secs(arguments.deadline),
    };
    match soak::run(settings).await {
        Ok(report) => {
            print!("{report}");
            if report.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(reason) => {
            eprintln!("soak: {reason}");
            ExitCode::from(2)
        }
    }
}
