//! Compile time of `record!` and `open_enum!` compared with serde's derives: `cargo check` of 500 structs and
//! of 500 enums.
//!
//! The crates differ only in the implementation of serde's traits. They are checked alternately, so that a slowdown
//! of the machine affects all of them. The time for dependencies is excluded. The result is the fastest run, since
//! noise only adds time. On Linux, the CPU time is measured, because other processes hardly affect it; on
//! other systems, the wall time is measured.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};
use std::{env, fs, io};

/// The number of types in a crate.
const TYPES: usize = 500;

/// The number of runs for each crate.
const ROUNDS: usize = 2;

/// The fields of a struct: the wire name, the Rust name, the type, and the kind for `record!`.
const FIELDS: [(&str, &str, &str, &str); 10] = [
    ("id", "id", "Option<String>", "opt"),
    ("name", "name", "String", "req"),
    ("dateModified", "date_modified", "Option<runtime::runtime::DateTime>", "opt"),
    ("memberCount", "member_count", "Option<i64>", "opt"),
    ("owners", "owners", "Option<Vec<String>>", "opt"),
    ("rulesVisible", "rules_visible", "Option<bool>", "opt"),
    ("parent", "parent", "Option<Box<PARENT>>", "opt"),
    ("type", "kind", "String", "req"),
    ("version", "version", "Option<i32>", "opt"),
    ("selfUri", "self_uri", "Option<runtime::runtime::Uri>", "opt"),
];

/// The values of an enum.
const VALUES: [(&str, &str); 6] = [
    ("Active", "active"),
    ("Inactive", "inactive"),
    ("Deleted", "deleted"),
    ("OffQueue", "OFF_QUEUE"),
    ("NotResponding", "NOT_RESPONDING"),
    ("Communicating", "COMMUNICATING"),
];

/// The implementation of serde's traits.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// No implementation, to measure the cost of the types alone.
    Bare,
    Derive,
    Macro,
}

impl Form {
    const ALL: [(&str, Self); 3] = [("bare", Self::Bare), ("derive", Self::Derive), ("macro", Self::Macro)];

    fn derives(self) -> &'static str {
        if self == Self::Derive { ", serde::Serialize, serde::Deserialize" } else { "" }
    }
}

fn structs(form: Form) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    for i in 0..TYPES {
        writeln!(out, "#[derive(Debug, Clone, PartialEq{})]\npub struct T{i} {{", form.derives())?;
        for (wire, name, kind_of_value, kind) in FIELDS {
            if form == Form::Derive {
                let skip = if kind == "opt" { r#", skip_serializing_if = "Option::is_none""# } else { "" };
                writeln!(out, "    #[serde(rename = \"{wire}\"{skip})]")?;
            }
            let parent = format!("T{}", i / 2);
            writeln!(out, "    pub {name}: {},", kind_of_value.replace("PARENT", &parent))?;
        }
        out.push_str("}\n");
        if form == Form::Macro {
            writeln!(out, "runtime::record! {{ T{i} {{")?;
            for (wire, name, _, kind) in FIELDS {
                writeln!(out, "    \"{wire}\" {name}: {kind},")?;
            }
            out.push_str("} }\n");
        }
    }
    Ok(out)
}

/// Returns enums that preserve unknown values; with serde's derives, the last variant is untagged.
fn enums(form: Form) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    for i in 0..TYPES {
        // `open_enum!` implements `Debug`.
        let debug = if form == Form::Macro { "" } else { "Debug, " };
        writeln!(out, "#[derive({debug}Clone, PartialEq, Eq, Hash{})]\npub enum E{i} {{", form.derives())?;
        for (variant, value) in VALUES {
            if form == Form::Derive {
                writeln!(out, "    #[serde(rename = \"{value}\")]")?;
            }
            writeln!(out, "    {variant},")?;
        }
        match form {
            Form::Bare => out.push_str("    Unknown(runtime::runtime::UnknownValue),\n}\n"),
            Form::Derive => out.push_str("    #[serde(untagged)]\n    Unknown(String),\n}\n"),
            Form::Macro => {
                writeln!(
                    out,
                    "    Unknown(runtime::runtime::UnknownValue),\n}}\nruntime::open_enum! {{ E{i} {{"
                )?;
                for (variant, value) in VALUES {
                    writeln!(out, "    {variant} = \"{value}\",")?;
                }
                out.push_str("} }\n");
            }
        }
    }
    Ok(out)
}

/// A clock for the CPU time of finished child processes, or for wall time if CPU time is unavailable.
struct Clock(Option<Duration>, Instant);

impl Clock {
    fn start() -> Self {
        Self(Self::busy(), Instant::now())
    }

    fn elapsed(&self) -> Duration {
        match (self.0, Self::busy()) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => self.1.elapsed(),
        }
    }

    /// Returns the sum of `cutime` and `cstime` from proc_pid_stat(5), which are in hundredths of a second.
    fn busy() -> Option<Duration> {
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        // The second field is the name in parentheses, which can contain anything.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks = |field: usize| fields.get(field - 3)?.parse::<u64>().ok();
        Some(Duration::from_millis(10 * (ticks(16)? + ticks(17)?)))
    }
}

/// A crate outside the workspace, with the workspace's dependency versions.
struct Crate {
    name: String,
    folder: PathBuf,
    fastest: Duration,
}

impl Crate {
    fn write(name: String, source: &str) -> io::Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile").join(&name);
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             runtime = {{ path = {:?}, default-features = false }}\n\
             serde = {{ version = \"1\", features = [\"derive\"] }}\n",
            root.join("templates/runtime").display().to_string()
        );
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::write(folder.join("src/lib.rs"), source)?;
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(Self { name, folder, fastest: Duration::MAX })
    }

    /// Runs `cargo check` on one core and updates `fastest`.
    fn check(&mut self) -> io::Result<()> {
        let source = self.folder.join("src/lib.rs");
        fs::write(&source, fs::read(&source)?)?;
        let start = Clock::start();
        let status = Command::new(env!("CARGO"))
            .args(["check", "--quiet", "--target-dir"])
            .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile/target"))
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_BUILD_JOBS", "1")
            .current_dir(&self.folder)
            .status()?;
        self.fastest = self.fastest.min(start.elapsed());
        if status.success() {
            Ok(())
        } else {
            Err(io::Error::other(format!("{} does not compile", self.name)))
        }
    }
}

fn measure(kind: &str, source: fn(Form) -> Result<String, std::fmt::Error>) -> io::Result<()> {
    let mut crates = Vec::new();
    for (form_name, form) in Form::ALL {
        let text = source(form).map_err(io::Error::other)?;
        crates.push(Crate::write(format!("{kind}_{form_name}"), &text)?);
    }
    // The first check also compiles the dependencies.
    if let Some(first) = crates.first_mut() {
        first.check()?;
        first.fastest = Duration::MAX;
    }
    for _ in 0..ROUNDS {
        crates.iter_mut().try_for_each(Crate::check)?;
    }
    let [bare, derive, by_macro] = crates.as_slice() else {
        return Ok(());
    };
    for checked in &crates {
        println!("{:<14} {:6.2} s", checked.name, checked.fastest.as_secs_f64());
    }
    let ratio = derive.fastest.as_secs_f64() / by_macro.fastest.as_secs_f64();
    let added = (derive.fastest.saturating_sub(bare.fastest)).as_secs_f64()
        / (by_macro.fastest.saturating_sub(bare.fastest)).as_secs_f64();
    println!("{kind}: derive / macro {ratio:.1}; without types {added:.1}\n");
    Ok(())
}

fn main() -> ExitCode {
    // `cargo test --benches` checks only that the benchmark starts.
    if !env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    match measure("structs", structs).and_then(|()| measure("enums", enums)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
