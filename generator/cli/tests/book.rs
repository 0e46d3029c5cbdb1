//! The book in `docs`: its pages are listed and linked, the reference matches the program, and the commands in the
//! quick start and the tutorial work as described.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use common::{Folder, assert_file};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    let text = fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.replace("\r\n", "\n")
}

/// Returns the pages under a folder, with their paths from the root.
fn pages(folder: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(root().join(folder)).into_iter().flatten().flatten() {
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            pages(&path, found);
        } else if path.ends_with(".md") {
            found.insert(path);
        }
    }
}

/// Returns the lines outside fenced blocks.
fn prose(text: &str) -> String {
    let mut prose = String::new();
    let mut is_code = false;
    for line in text.lines() {
        is_code ^= line.starts_with("```");
        if !is_code {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    prose
}

/// Returns the targets of links to files and headings, relative to the root, with their anchors.
fn links(page: &str) -> Vec<(String, Option<String>)> {
    let prose = prose(&read(page));
    // Code spans do not contain links.
    let plain: String = prose.split('`').step_by(2).collect();
    let targets = plain.match_indices("](").filter_map(|(at, _)| plain[at + 2..].split(')').next());
    let folder = Path::new(page).parent().unwrap_or(Path::new(""));
    let own = targets.filter(|target| !target.contains("://"));
    own.map(|target| {
        let (file, anchor) =
            target.split_once('#').map_or((target, None), |(file, anchor)| (file, Some(anchor)));
        let file = if file.is_empty() { page.to_owned() } else { folder.join(file).display().to_string() };
        (file, anchor.map(str::to_owned))
    })
    .collect()
}

/// Returns the anchors of a page, according to the rules of GitHub and mdBook.
fn anchors(page: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    for heading in prose(&read(page))
        .lines()
        .filter_map(|line| line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#')))
    {
        let kept = heading.trim().to_lowercase();
        let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let anchor: String = kept.map(|c| if c == ' ' { '-' } else { c }).collect();
        let numbered = (1..).map(|number| format!("{anchor}-{number}"));
        let free = std::iter::once(anchor.clone()).chain(numbered).find(|anchor| !anchors.contains(anchor));
        anchors.extend(free);
    }
    anchors
}

#[test]
fn the_summary_lists_every_page_and_links_have_valid_targets() {
    let mut found = BTreeSet::new();
    pages("docs", &mut found);
    let listed: BTreeSet<String> = links("docs/SUMMARY.md").into_iter().map(|(file, _)| file).collect();
    let expected = found.iter().filter(|page| *page != "docs/SUMMARY.md");
    let expected: BTreeSet<String> = expected.cloned().collect();
    assert_eq!(listed, expected);
    found.insert("README.md".to_owned());
    for page in &found {
        for (target, anchor) in links(page) {
            assert!(root().join(&target).exists(), "{page}: `{target}` does not exist");
            if let Some(anchor) = anchor {
                assert!(anchors(&target).contains(&anchor), "{page}: `{target}` has no heading `{anchor}`");
            }
        }
    }
}

/// Returns the language and the lines of each fenced block on a page.
fn blocks(text: &str) -> Vec<(String, Vec<String>)> {
    let mut blocks: Vec<(String, Vec<String>)> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        match line.strip_prefix("```") {
            Some(language) if !open => {
                blocks.push((language.to_owned(), Vec::new()));
                open = true;
            }
            Some(_) => open = false,
            None if open => blocks.last_mut().into_iter().for_each(|block| block.1.push(line.to_owned())),
            None => {}
        }
    }
    blocks
}

/// Runs the openapi-crate commands of a page; the other commands need Cargo's registry. `before` edits the files as the
/// page requires, and returns the arguments to use, or `None` to skip a command. Returns the number of commands.
fn run_page(page: &str, folder: &Folder, before: &mut dyn FnMut(&str) -> Option<String>) -> usize {
    let mut commands = 0;
    for (language, lines) in blocks(&read(page)) {
        if language == "yaml" {
            let name = lines.first().and_then(|line| line.strip_prefix("# "));
            folder.put(name.unwrap_or_else(|| panic!("{page}: YAML without a file name")), lines.join("\n"));
        }
        for line in lines.iter().filter(|_| language == "sh") {
            let (command, comment) = line.split_once('#').unwrap_or((line, ""));
            let Some(arguments) = command.trim().strip_prefix("openapi-crate ") else { continue };
            let Some(arguments) = before(arguments) else { continue };
            let expected = if comment.trim().starts_with("exits with 1") { 1 } else { 0 };
            let run = folder.run(&arguments.split_whitespace().collect::<Vec<_>>());
            assert_eq!(run.code, Some(expected), "{page}: {line}: {}{}", run.out, run.err);
            commands += 1;
        }
    }
    commands
}

/// Replaces a string in a file, which must contain the string.
fn edit(folder: &Folder, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(folder.path(path)).unwrap_or_default();
    assert!(text.contains(from), "{path} does not contain `{from}`");
    folder.put(path, text.replace(from, to));
}

#[test]
fn the_quick_start_works_as_described() {
    let folder = Folder::new();
    let commands = run_page("docs/quick-start.md", &folder, &mut |arguments| {
        if arguments == "diff" {
            edit(&folder, "openapi.yaml", "enum: [cat, dog]", "enum: [cat]");
        }
        Some(arguments.to_owned())
    });
    assert_eq!(commands, 5);
    let read = |path: &str| fs::read_to_string(folder.path(path)).unwrap_or_default();
    assert!(read("client/Cargo.toml").contains("name = \"pet-store\"\nversion = \"0.2.0\"\n"));
    let log = read("client/CHANGELOG.md");
    assert!(log.contains("## [0.2.0]") && log.contains("`dog`") && log.contains("First release"), "{log}");
    for path in ["names.lock", "released/openapi.yaml", ".github/workflows/sdk.yml", "client/docs/index.md"] {
        assert!(folder.path(path).exists(), "{path}");
    }
    assert_eq!(folder.run(&["check"]).code, Some(0));
}

/// Follows the tutorial with a local copy of the document.
#[test]
fn the_tutorial_works_as_described() {
    let folder = Folder::new();
    folder.put("openapi.yaml", include_str!("tutorial/openapi.yaml"));
    let page = read("docs/tutorial.md");
    let locked: Vec<&str> = page.lines().filter(|line| line.starts_with("/paths/")).collect();
    let mut count = BTreeMap::new();
    let commands = run_page("docs/tutorial.md", &folder, &mut |arguments| {
        let earlier = count.entry(arguments.to_owned()).and_modify(|count| *count += 1).or_insert(0);
        match (arguments, *earlier) {
            ("generate", 1) => {
                let settings = fs::read_to_string(folder.path("sdk.toml")).unwrap_or_default();
                folder.put("sdk.toml", format!("overlays = [\"overlay.yaml\"]\n{settings}"));
            }
            ("generate", 2) => edit(&folder, "names.lock", locked[0], locked[1]),
            ("diff", 1) => edit(&folder, "openapi.yaml", "stars:", "x-stars:"),
            _ => {}
        }
        match arguments {
            "fetch" => None,
            _ => Some(arguments.replace("https://api.apis.guru/v2/openapi.yaml", "openapi.yaml")),
        }
    });
    assert_eq!(commands, 10);
    let read = |path: &str| fs::read_to_string(folder.path(path)).unwrap_or_default();
    assert!(read("client/src/api/apis/list.rs").contains("pub fn list(&self)"));
    assert!(read("client/src/models/metrics.rs").contains("pub datasets: Option<Vec<MetricsDataset"));
    let log = read("client/CHANGELOG.md");
    assert!(log.contains("## [0.2.0]") && log.contains("stars"), "{log}");
}

/// Returns the headings of a command and its subcommands, with the arguments that print their help.
fn with_subcommands(folder: &Folder, command: &str) -> Vec<(String, Vec<String>)> {
    let arguments = |path: &[&str]| path.iter().chain(&["--help"]).map(|one| (*one).to_owned()).collect();
    let help = folder.run(&[command, "--help"]).out;
    let (_, own) = help.split_once("Commands:\n").unwrap_or_default();
    let own = own.lines().map_while(|line| line.split_whitespace().next()).filter(|own| *own != "help");
    let mut all = vec![(format!("## {command}"), arguments(&[command]))];
    all.extend(own.map(|own| (format!("### {command} {own}"), arguments(&[command, own]))));
    all
}

#[test]
fn the_commands_page_matches_the_help() {
    let folder = Folder::new();
    let help = folder.run(&["--help"]).out;
    let (_, commands) = help.split_once("Commands:\n").unwrap_or_default();
    let commands = commands.lines().map_while(|line| line.split_whitespace().next());
    let mut page = "# Commands\n\nThis page contains the help of each command, as `openapi-crate COMMAND --help` prints it.\n".to_owned();
    for command in commands.filter(|command| *command != "help") {
        for (heading, arguments) in with_subcommands(&folder, command) {
            let help = folder.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()).out;
            let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
            page.push_str(&format!("\n{heading}\n\n```text\n{}\n```\n", lines.join("\n").trim_end()));
        }
    }
    assert!(page.contains("\n### names explain\n"));
    assert_file("docs/commands.md", &page);
}

/// The guides do not compile, since their crate is generated. Errors are the same in every crate, so their methods are
/// looked up in the runtime.
#[test]
fn methods_of_errors_in_the_guides_exist() {
    let mut found = BTreeSet::new();
    pages("docs/how-to", &mut found);
    let methods = |file: &str| read(&format!("templates/runtime/src/runtime/error/{file}.rs"));
    let receivers = [("error.", methods("mod")), ("response.", methods("api"))];
    let mut calls = 0;
    for page in found {
        let code = blocks(&read(&page)).into_iter().filter(|(language, _)| language == "rust");
        for line in
            code.flat_map(|(_, lines)| lines).filter(|line| line.contains("error") || line.contains("{:?}"))
        {
            for (receiver, source) in &receivers {
                let called = line.split(receiver).skip(1).filter_map(|rest| rest.split_once('('));
                for (method, _) in
                    called.filter(|(method, _)| method.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
                {
                    calls += 1;
                    assert!(
                        source.contains(&format!("pub fn {method}(")),
                        "{page}: `{receiver}{method}`: {line}"
                    );
                }
            }
        }
    }
    assert!(calls > 3, "only {calls} calls");
}

/// Configurations in the guides are parsed, so that no entry is outdated.
#[test]
fn configurations_in_the_guides_are_valid() {
    let mut found = BTreeSet::new();
    pages("docs/how-to", &mut found);
    let mut configurations = 0;
    for page in found {
        for (language, lines) in blocks(&read(&page)) {
            let text = lines.join("\n");
            // A user's manifest has tables with the same names, but is not a configuration.
            let is_manifest = text.contains("path = \"../");
            if language == "toml" && !is_manifest {
                configurations += 1;
                if let Err(finding) = generator::config::Config::parse(&text) {
                    panic!("{page}: {finding}\n{text}");
                }
            }
        }
    }
    assert!(configurations > 5, "only {configurations} configurations");
}
