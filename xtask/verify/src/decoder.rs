//! Creates and runs the program that decodes and encodes instances with the emitted types.
//!
//! The program becomes an example of the emitted crate. It reads one instance per line and prints one result per line,
//! so each crate is compiled only once, even if instances are reduced.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// The prefix of the programs' names. It is followed by the crate's name, since all crates share an output folder.
pub(super) const NAME: &str = "verify_";

/// The time limit for an instance.
const LIMIT: Duration = Duration::from_secs(20);

/// The program, except for the list of types.
const PROGRAM: &str = include_str!("decoder.rs.in");

/// Returns the source of the program for types of a crate.
pub(super) fn program<'a>(krate: &str, types: impl Iterator<Item = &'a str>) -> String {
    let mut text =
        format!("{PROGRAM}\nfn of_type(number: &str, text: &str) -> Value {{\n    match number {{\n");
    for (number, path) in types.enumerate() {
        let _ = writeln!(text, "        \"{number}\" => through::<{krate}::{path}>(text),");
    }
    text.push_str("        _ => json!({ \"fault\": \"unknown number\" }),\n    }\n}\n");
    text
}

/// The result of decoding and encoding an instance.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reply {
    /// The encoded value.
    Value(Value),
    /// The reason why no value was encoded.
    Fault(String),
}

/// The running program; it is restarted after a crash.
pub(super) struct Decoder {
    program: PathBuf,
    running: Option<Running>,
}

struct Running {
    child: Child,
    input: ChildStdin,
    lines: Receiver<String>,
}

impl Decoder {
    pub(super) fn new(program: &Path) -> Self {
        Self { program: program.to_owned(), running: None }
    }

    /// Decodes and encodes an instance as the type with the given number.
    pub(super) fn reply(&mut self, number: usize, instance: &Value) -> Reply {
        match self.line(number, instance) {
            Ok(line) => {
                let mut reply: Value = serde_json::from_str(&line).unwrap_or_default();
                match reply.get_mut("value").map(Value::take) {
                    Some(value) => Reply::Value(value),
                    None => {
                        Reply::Fault(reply.get("fault").and_then(Value::as_str).unwrap_or(&line).to_owned())
                    }
                }
            }
            Err(why) => {
                self.stop();
                Reply::Fault(why)
            }
        }
    }

    fn line(&mut self, number: usize, instance: &Value) -> Result<String, String> {
        let running = match &mut self.running {
            Some(running) => running,
            none => none.insert(
                start(&self.program).map_err(|error| format!("the program does not start: {error}"))?,
            ),
        };
        let sent = writeln!(running.input, "{number} {instance}").and_then(|()| running.input.flush());
        let line = sent
            .map_err(|error| error.to_string())
            .and_then(|()| running.lines.recv_timeout(LIMIT).map_err(|error| error.to_string()));
        line.map_err(|why| match running.child.try_wait() {
            Ok(Some(status)) => format!("the program ended: {status}"),
            _ => format!("no result after {} s, or the program crashed: {why}", LIMIT.as_secs()),
        })
    }

    fn stop(&mut self) {
        if let Some(mut running) = self.running.take() {
            let _ = running.child.kill();
            let _ = running.child.wait();
        }
    }
}

impl Drop for Decoder {
    fn drop(&mut self) {
        self.stop();
    }
}

fn start(program: &Path) -> std::io::Result<Running> {
    let mut command = Command::new(program);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(std::io::Error::other("no pipes"));
    };
    let (sender, lines) = channel();
    thread::spawn(move || {
        let lines = BufReader::new(output).lines().map_while(Result::ok);
        lines.map_while(|line| sender.send(line).ok()).for_each(drop);
    });
    Ok(Running { child, input, lines })
}
