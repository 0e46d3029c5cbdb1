//! Measures the cost of hostile documents. In each series, the size quadruples up to the last size, or until a size
//! exceeds a limit. Each size runs in a separate process.
//!
//! `cargo bench -p xtask --bench hostile` measures all series; with `-- allOf`, only those whose name contains
//! `allOf`. With `-- "array per level" 512 DIR`, it writes the files of one size to a folder instead. A run fails if
//! any document exceeds [`SECONDS`] or [`MEMORY`].

#[path = "hostile/mod.rs"]
mod series;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use series::Case;

/// The time limit for a document, in seconds.
const SECONDS: f64 = 5.0;

/// The memory limit for a document, in MiB.
const MEMORY: usize = 1_024;

/// The time after which a run is killed.
const GIVE_UP: Duration = Duration::from_secs(30);

/// The cost of a run.
struct Cost {
    status: Option<ExitStatus>,
    seconds: f64,
    /// The peak memory in MiB; available only on Linux.
    memory: usize,
    /// The number of bytes written.
    written: u64,
    /// The start of the first error message.
    stderr: String,
}

fn main() -> ExitCode {
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    if let [name, size, folder] = wanted.as_slice()
        && let Ok(size) = size.parse()
    {
        for one in series::all().iter().filter(|one| one.name == name) {
            put(&(one.make)(size), Path::new(folder));
        }
        return ExitCode::SUCCESS;
    }
    let mut too_much = Vec::new();
    println!("| series | size | input | time | memory | output | ends |\n|---|---:|---:|---:|---:|---:|---|");
    for one in series::all() {
        if !wanted.is_empty() && !wanted.iter().any(|name| one.name.contains(name)) {
            continue;
        }
        let mut size = one.first;
        let mut row = None;
        while size <= one.last {
            let case = (one.make)(size);
            let input: usize = case.files.iter().map(|(_, text)| text.len()).sum();
            let cost = measured(&case);
            let end = match cost.status.and_then(|status| status.code()) {
                Some(0) => "made".to_owned(),
                Some(_) => cost.stderr.clone(),
                None => "killed".to_owned(),
            };
            let exceeds = cost.status.is_none_or(|status| status.code().is_none())
                || cost.seconds > SECONDS
                || cost.memory > MEMORY;
            let mark = if exceeds { "**" } else { "" };
            row = Some(format!(
                "| {mark}{}{mark} | {size} | {} KB | {:.2} s | {} MB | {} KB | {end} |",
                one.name,
                input >> 10,
                cost.seconds,
                cost.memory,
                cost.written >> 10,
            ));
            if exceeds {
                too_much.push(one.name);
                break;
            }
            size *= 4;
        }
        println!("{}", row.unwrap_or_default());
    }
    if too_much.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Writes the files of a case.
fn put(case: &Case, folder: &Path) {
    for (name, text) in &case.files {
        fs::write(folder.join(name), text).expect("a file can be written");
    }
}

/// Runs the command of a case in a temporary folder.
fn measured(case: &Case) -> Cost {
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    put(case, folder.path());
    let start = Instant::now();
    let stderr = folder.path().join("stderr.txt");
    let mut child = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(&case.arguments)
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(fs::File::create(&stderr).expect("a file can be written"))
        .spawn()
        .expect("the command can be started");
    let mut memory = 0;
    let mut ticks = 0;
    let status = loop {
        memory = memory.max(peak(child.id()));
        ticks = ticks.max(processor(child.id()));
        match child.try_wait().expect("the process can be waited for") {
            Some(status) => break Some(status),
            None if start.elapsed() > GIVE_UP || memory > 4 * MEMORY => {
                // `kill` fails if the process has already exited.
                let _ = child.kill();
                let _ = child.wait();
                break None;
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    // System time depends on the disk rather than the document, so only user time counts.
    let seconds = if ticks > 0 { ticks as f64 / 100.0 } else { start.elapsed().as_secs_f64() };
    let stderr = fs::read_to_string(&stderr).unwrap_or_default();
    let stderr = stderr.lines().find(|line| line.contains("error")).unwrap_or_default();
    let stderr = stderr.chars().take(80).collect();
    Cost { status, seconds, memory, written: size_of(&folder.path().join("out")), stderr }
}

/// Returns the peak memory of a process in MiB; 0 on systems without `/proc`.
fn peak(process: u32) -> usize {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<usize>().ok()).unwrap_or_default() >> 10
}

/// Returns the user time of a process in hundredths of a second; 0 on systems without `/proc`.
fn processor(process: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // These are the fields after the process name, which can contain spaces.
    let fields = stat.rsplit_once(") ").map(|(_, rest)| rest).unwrap_or_default();
    fields.split(' ').skip(11).take(1).filter_map(|field| field.parse::<u64>().ok()).sum()
}

fn size_of(path: &Path) -> u64 {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(data) if data.is_dir() => size_of(&entry.path()),
            Ok(data) => data.len(),
            Err(_) => 0,
        })
        .sum()
}
