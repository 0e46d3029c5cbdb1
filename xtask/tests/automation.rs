//! Checks that the action, the workflows and the pre-commit hooks are well-formed, and that their scripts do not use
//! input as code.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::Source;
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).unwrap_or_default()
}

/// Parses a YAML file into a JSON value.
fn read(path: &str) -> Value {
    let text = fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let source = Source::parse_part(path, text).unwrap_or_else(|finding| panic!("{path}: {finding}"));
    source.tree().clone()
}

/// Checks the steps of a job or action.
fn check_steps(path: &str, steps: &Value, is_action: bool) {
    let steps = steps.as_array().unwrap_or_else(|| panic!("{path} has no steps"));
    for step in steps {
        assert!(step["run"].is_string() != step["uses"].is_string(), "{path}: {step}");
        let Some(script) = step["run"].as_str() else { continue };
        // Steps in an action have no default shell.
        assert!(!is_action || step["shell"] == "bash", "{path}: {step}");
        assert!(!script.contains("${{"), "{path}: pass it as a variable: {script}");
        let run = Command::new("bash").args(["-n", "-c", script]).output();
        let run = run.unwrap_or_else(|error| panic!("bash: {error}"));
        assert!(run.status.success(), "{path}: {}", String::from_utf8_lossy(&run.stderr));
    }
}

#[test]
fn the_action_declares_the_inputs_of_its_steps() {
    let action = read("action.yml");
    assert_eq!(action["runs"]["using"], "composite");
    check_steps("action.yml", &action["runs"]["steps"], true);
    let text = fs::read_to_string(root().join("action.yml")).unwrap_or_default();
    for (at, _) in text.match_indices("inputs.") {
        let name: String =
            text[at + 7..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        assert!(action["inputs"][&name]["description"].is_string(), "`{name}` is not declared");
    }
    for (name, input) in action["inputs"].as_object().into_iter().flatten() {
        assert!(text.contains(&format!("inputs.{name} ")), "`{name}` is not used");
        assert!(input["default"].is_string(), "`{name}` has no default");
    }
    // The action runs each of these commands.
    for command in ["check", "diff", "fetch", "generate"] {
        assert!(text.contains(&format!("openapi-crate {command}")), "{command}");
    }
}

#[test]
fn the_workflows_are_well_formed() {
    for entry in fs::read_dir(root().join(".github/workflows")).into_iter().flatten().flatten() {
        let path = format!(".github/workflows/{}", entry.file_name().to_string_lossy());
        let workflow = read(&path);
        assert!(workflow["permissions"].is_object(), "{path} has the repository's default permissions");
        for job in workflow["jobs"].as_object().into_iter().flatten().map(|(_, job)| job) {
            assert!(job["runs-on"].is_string(), "{path}: {job}");
            check_steps(&path, &job["steps"], false);
        }
    }
}

#[test]
fn the_hooks_have_all_required_keys() {
    let hooks = read(".pre-commit-hooks.yaml");
    let hooks = hooks.as_array().cloned().unwrap_or_default();
    assert_eq!(hooks.len(), 2);
    for hook in hooks {
        for key in ["id", "name", "entry", "language"] {
            assert!(hook[key].is_string(), "{key}: {hook}");
        }
    }
}

/// A document with an operation per tag, each of which belongs to one SDK.
const TWO_TAGS: &str = r#"openapi: 3.0.3
info: {title: Zoo, version: 1.0.0}
servers: [{url: https://zoo.example}]
paths:
  /cats: {get: {tags: [Cats], operationId: listCats, responses: {'204': {description: None}}}}
  /dogs: {get: {tags: [Dogs], operationId: listDogs, responses: {'204': {description: None}}}}
"#;

/// A repository in a temporary folder, with stand-ins for the programs that the action calls.
#[cfg(unix)]
struct Repository(tempfile::TempDir);

#[cfg(unix)]
impl Repository {
    fn new(settings: &str) -> Self {
        let repository = Self(tempfile::tempdir().expect("a temporary folder can be created"));
        repository
            .put("bin/openapi-crate", &format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_xtask")));
        // The body of the comment is the argument after `--body-file`.
        repository.put("bin/gh", "#!/bin/sh\ncp \"$5\" \"$RUNNER_TEMP/comment.md\"\n");
        for program in ["openapi-crate", "gh"] {
            use std::os::unix::fs::PermissionsExt;
            let path = repository.0.path().join("bin").join(program);
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("the file exists");
        }
        repository.put("work/api.yaml", TWO_TAGS);
        repository.put("work/sdk.toml", settings);
        repository
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
        made.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join(path)).unwrap_or_default()
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let work = self.0.path().join("work");
        let run =
            Command::new(program).args(arguments).current_dir(work).output().expect("the program starts");
        assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    }

    /// Runs the last step of the action; returns its exit code and the comment.
    fn act(&self, variables: &[(&str, &str)]) -> (Option<i32>, String) {
        let action = read("action.yml");
        let script = action["runs"]["steps"][1]["run"].as_str().unwrap_or_default();
        let (base, temp) = (self.0.path(), self.0.path().join("temp"));
        fs::create_dir_all(&temp).expect("the folder is writable");
        let path = format!("{}:{}", base.join("bin").display(), std::env::var("PATH").unwrap_or_default());
        let mut command = Command::new("bash");
        command.args(["-c", script]).current_dir(base.join("work")).env("PATH", path);
        command.env("RUNNER_TEMP", &temp).env("GITHUB_OUTPUT", temp.join("output"));
        command.env("GITHUB_STEP_SUMMARY", temp.join("summary"));
        let inputs = [("MODE", "check"), ("SDK", ""), ("DOCUMENT", ""), ("DENY_BREAKING", "false")];
        let others = [("BASE", ""), ("BRANCH", "update"), ("PULL_REQUEST", "1")];
        let run = command.envs(inputs).envs(others).envs(variables.iter().copied()).output();
        let run = run.expect("bash starts");
        eprintln!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
        (run.status.code(), self.read("temp/comment.md"))
    }
}

#[cfg(unix)]
#[test]
fn the_action_compares_every_sdk_of_a_repository() {
    let repository = Repository::new(
        "document = \"api.yaml\"\n[sdk.cats]\nout = \"cats\"\ntags = [\"Cats\"]\npackage.name = \"cats-client\"\n\
         [sdk.dogs]\nout = \"dogs\"\ntags = [\"Dogs\"]\npackage.name = \"dogs-client\"\n",
    );
    let program = repository.0.path().join("bin/openapi-crate");
    let program = program.to_string_lossy();
    for sdk in ["cats", "dogs"] {
        repository.run(&program, &["release", "--sdk", sdk]);
    }
    assert_eq!(repository.act(&[]).0, Some(0));

    // Only the dogs change, and their client is not generated again.
    repository
        .put("work/api.yaml", &TWO_TAGS.replace("/dogs:", "/hounds:").replace("listDogs", "listHounds"));
    let (code, comment) = repository.act(&[]);
    assert_eq!(code, Some(1), "the crates are not up to date");
    let (cats, dogs) = comment.split_once("## dogs\n").unwrap_or_default();
    assert!(cats.starts_with("## cats\n") && !cats.contains("Breaking"), "{comment}");
    assert!(dogs.contains("Breaking"), "{comment}");
    assert!(repository.read("temp/output").ends_with("breaking=true\n"));

    let (code, comment) = repository.act(&[("SDK", "cats")]);
    assert_eq!(code, Some(0), "the client of the cats is up to date");
    assert!(!comment.contains("dogs"), "{comment}");
    assert_eq!(repository.act(&[("SDK", "birds")]).0, Some(2));
}

#[cfg(unix)]
#[test]
fn the_action_compares_with_the_base_of_a_pull_request() {
    let repository = Repository::new("document = \"api.yaml\"\nout = \"client\"\n");
    let program = repository.0.path().join("bin/openapi-crate");
    repository.run(&program.to_string_lossy(), &["generate"]);
    repository.run("git", &["init", "--quiet", "--initial-branch=main"]);
    repository.run("git", &["remote", "add", "origin", "."]);
    repository.run("git", &["add", "api.yaml"]);
    let author = ["-c", "user.name=a", "-c", "user.email=a@a.example"];
    repository.run("git", &[&author[..], &["commit", "--quiet", "--message", "a"]].concat());
    repository
        .put("work/api.yaml", &TWO_TAGS.replace("/dogs:", "/hounds:").replace("listDogs", "listHounds"));
    let base = [("DOCUMENT", "api.yaml"), ("BASE", "main"), ("DENY_BREAKING", "true")];
    let (code, comment) = repository.act(&base);
    assert_eq!(code, Some(1));
    assert!(comment.contains("Breaking") && comment.contains("`api.yaml`"), "{comment}");
    assert!(!comment.contains(&*repository.0.path().to_string_lossy()), "no path of the machine: {comment}");
    repository.run(&program.to_string_lossy(), &["generate"]);
    assert_eq!(repository.act(&base).0, Some(1), "a breaking change is denied");
    assert_eq!(repository.act(&base[..2]).0, Some(0));
}
