//! The command behind `cargo xtask soak`: parses arguments, prints the report, and exits with 1 on a failure.

mod arguments;

use std::process::ExitCode;
use std::time::Duration;

use arguments::Arguments;
use clap::Parser;
use soak::Settings;

/// Makes calls with the emitted client to a local server that injects faults, and checks each outcome.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask soak", bin_name = "cargo xtask soak")]
struct Command {
    #[command(flatten)]
    arguments: Arguments,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Command { arguments } = Command::parse();
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
