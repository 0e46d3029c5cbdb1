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
