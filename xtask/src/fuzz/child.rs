//! Runs seeds in sequence and prints the outcome of each.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::documents::Documents;
use super::inputs::{self, Folder};
use super::target::{self, Name, Target, is_failure};
use crate::report;

/// Runs the seeds of a target in sequence.
pub(super) fn run(name: Name, places: &[PathBuf], seeds: Range<u64>, out: &Path) -> Result<(), String> {
    with(name, places, out, Task::Run(seeds))
}

/// Writes the input of a seed whose child was killed or aborted.
pub(super) fn keep(name: Name, places: &[PathBuf], seed: u64, out: &Path) {
    // An error is ignored, since the seed is sufficient to reproduce the input.
    let _ = with(name, places, out, Task::Keep(seed));
}

enum Task {
    Run(Range<u64>),
    Keep(u64),
}

fn with(name: Name, places: &[PathBuf], out: &Path, task: Task) -> Result<(), String> {
    let folder = || Folder::create(out.join("work"));
    match name {
        Name::Bytes => perform(&mut inputs::documents(places, folder()?), name, out, task),
        Name::Lock => perform(&mut inputs::locks(folder()?), name, out, task),
        Name::Overlay => perform(&mut inputs::overlays(folder()?), name, out, task),
        Name::Config => perform(&mut inputs::configs(folder()?), name, out, task),
        Name::Documents | Name::All => perform(&mut Documents::find(places), name, out, task),
    }
    Ok(())
}

fn perform(target: &mut impl Target, name: Name, out: &Path, task: Task) {
    match task {
        Task::Run(mut seeds) => {
            let _ = seeds.try_for_each(|seed| case(target, name, seed, out));
        }
        Task::Keep(seed) => {
            if let Some(input) = target::input(target, seed) {
                write(target, &input, name, seed, out);
            }
        }
    }
}

/// Runs one seed; returns `None` if the target has no inputs.
fn case<T: Target>(target: &mut T, name: Name, seed: u64, out: &Path) -> Option<()> {
    let input = target::input(target, seed)?;
    report::print(&format!("start {seed}\n"));
    let mut outcome = target::run(target, &input);
    if is_failure(&outcome) {
        // The time limit starts again.
        report::print("reducing\n");
        if let Some((input, mutations)) = target::reduce(target, seed, &outcome) {
            outcome.push_str(&format!(" (mutations {mutations:?})"));
            write(target, &input, name, seed, out);
        }
    }
    report::print(&format!("{seed} {}\n", outcome.replace('\n', " ")));
    Some(())
}

fn write<T: Target>(target: &T, input: &T::Input, name: Name, seed: u64, out: &Path) {
    let (bytes, extension) = target.file(input);
    // An error is ignored, since the seed is sufficient to reproduce the input.
    let _ = fs::write(out.join(format!("{}-{seed}.{extension}", name.text())), bytes);
}
