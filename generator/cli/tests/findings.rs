//! Findings: groups, levels, formats, and an explanation for each code.

#[allow(dead_code, reason = "each test uses only part of this module")]
mod common;

use std::fs;
use std::path::Path;

use common::example::assert_example;
use common::{Folder, GOOD, Run, assert_file, run_with};
use generator::diagnostic::Code;
use serde_json::Value;

/// Returns the valid document with this number of wrong types, each in a separate schema.
fn with_wrong_types(number: usize) -> String {
    let schemas: String = (0..number).map(|n| format!("    S{n}: {{type: Integer}}\n")).collect();
    format!("{GOOD}{schemas}")
}

fn json_lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

fn generate(folder: &Folder, more: &[&str]) -> Run {
    folder.run(&[&["generate", "--spec", "in.yaml", "--out", "out"], more].concat())
}

#[test]
fn many_findings_of_one_kind_are_one_group() {
    let folder = Folder::new();
    folder.put("in.yaml", with_wrong_types(97));
    let run = generate(&folder, &["--report", "report"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("; 97 warnings; "), "{}", run.out);
    insta::assert_snapshot!("group", run.err);
    // The report contains all findings.
    let report: Value = serde_json::from_slice(&folder.contents("")["report.json"]).unwrap_or_default();
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(97));
    assert_eq!(report["findings"][96]["line"], 26 + 96, "{}", report["findings"][96]);
    let page = fs::read_to_string(folder.path("report.md")).unwrap_or_default();
    assert_eq!(page.matches("| `type-repaired` | `/components/schemas/").count(), 97);
}

#[test]
fn the_configuration_sets_levels() {
    let folder = Folder::new();
    folder.put("in.yaml", with_wrong_types(5));
    let settings = |levels: &str| {
        folder.put("sdk.toml", format!("document = \"in.yaml\"\nlocked = false\n[diagnostics]\n{levels}\n"));
        folder.run(&["generate", "--out", "out", "--report", "report.json", "--deny-warnings"])
    };
    let allowed = settings("allow = [\"type-repaired\"]");
    assert_eq!((allowed.code, allowed.err.as_str()), (Some(0), "the report is in report.json\n"));
    assert!(allowed.out.contains("; 0 warnings; "), "{}", allowed.out);
    let report: Value = serde_json::from_slice(&folder.contents("")["report.json"]).unwrap_or_default();
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(5));

    let denied = settings("deny = [\"type-repaired\"]");
    assert_eq!(denied.code, Some(2));
    assert!(denied.err.contains("error[type-repaired]"), "{}", denied.err);
    assert!(denied.err.contains("nothing was generated: 5 errors, 0 warnings"), "{}", denied.err);

    for (levels, message) in [
        ("allow = [\"type-repaire\"]", "did you mean `type-repaired`?"),
        ("allow = [\"not-openapi\"]", "`not-openapi` is always an error"),
        ("deny = [\"default-not-in-enum\", \"default-not-in-enum\"]", "duplicate code `default-not-in-enum`"),
        ("allow = [\"default-not-in-enum\"]\ndeny = [\"default-not-in-enum\"]", "both allowed and denied"),
        ("warn = []", "unknown entry `warn`"),
    ] {
        let run = settings(levels);
        assert_eq!(run.code, Some(2), "{levels}");
        assert!(run.err.contains(message), "{levels}: {}", run.err);
    }
}

#[test]
fn findings_are_printed_as_json() {
    let folder = Folder::new();
    folder.put("in.yaml", with_wrong_types(5));
    let run = generate(&folder, &["--message-format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let findings = json_lines(&run.err);
    assert_eq!(findings.len(), 5);
    let first = &findings[0];
    assert_eq!(
        (&first["severity"], &first["code"]),
        (&Value::from("warning"), &Value::from("type-repaired"))
    );
    assert_eq!((&first["file"], &first["line"]), (&Value::from("in.yaml"), &Value::from(26)));
    assert!(first["pointer"].as_str().is_some_and(|at| at.starts_with("/components/schemas/S0")), "{first}");

    folder.put("bad.yaml", "openapi: [");
    folder.put("configured/sdk.toml", "documents = \"in.yaml\"\n");
    for (arguments, code) in [
        (&["check", "--spec", "bad.yaml"][..], "yaml-syntax"),
        (&["check", "--spec", "none.yaml"], "no-such-file"),
        (&["check", "--config", "configured/sdk.toml"], "unknown-entry"),
    ] {
        let run = folder.run(&[arguments, &["--message-format", "json"]].concat());
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{arguments:?}");
        let findings = json_lines(&run.err);
        assert_eq!(findings[0]["code"], code, "{arguments:?}");
        assert_eq!(findings[0]["severity"], "error", "{arguments:?}");
    }
}

#[test]
fn quiet_prints_only_errors() {
    let folder = Folder::new();
    folder.put("in.yaml", with_wrong_types(5));
    for arguments in [&["--quiet"][..], &["-q"]] {
        let run = generate(&folder, arguments);
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (Some(0), "", ""), "{arguments:?}");
    }
    assert_eq!(generate(&folder, &["--quiet", "--deny-warnings"]).code, Some(1));
    folder.put("in.yaml", "openapi: [");
    assert!(generate(&folder, &["--quiet"]).err.contains("error[yaml-syntax]"));
}

#[test]
fn colors_depend_on_the_terminal_and_its_variables() {
    let folder = Folder::new();
    folder.put("in.yaml", with_wrong_types(1));
    let has_colors = |variables: &[(&str, &Path)]| {
        let arguments = ["check", "--spec", "in.yaml"];
        run_with(&folder.path(""), &arguments, "", variables).err.contains('\u{1b}')
    };
    let one = Path::new("1");
    assert!(!has_colors(&[]), "colors in a pipe");
    assert!(has_colors(&[("CLICOLOR_FORCE", one)]));
    assert!(!has_colors(&[("CLICOLOR_FORCE", Path::new("0")), ("NO_COLOR", one)]));
    assert!(!has_colors(&[("NO_COLOR", one)]));
}

#[test]
fn a_code_is_explained() {
    let folder = Folder::new();
    let run = folder.run(&["--explain", "unknown-keyword"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!("explain", run.out);
    for code in ["unknown-keyword", "warning[unknown-keyword]"] {
        assert_eq!(folder.run(&["explain", code]).out, run.out);
    }
    let list = folder.run(&["explain"]).out;
    assert_eq!(list.lines().count(), Code::ALL.len());
    let unknown = folder.run(&["--explain", "nothing"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (Some(2), ""));
    assert!(unknown.err.contains("`nothing` is not a valid finding code"), "{}", unknown.err);
    assert_eq!(folder.run(&["--explain", "unknown-keyword", "support"]).code, Some(2));
}

#[test]
fn codes_are_printed_as_json() {
    let folder = Folder::new();
    let one = assert_example(&folder, "explain");
    let all: Value =
        serde_json::from_str(&folder.run(&["explain", "--format", "json"]).out).unwrap_or_default();
    let codes = all["codes"].as_array().map(Vec::as_slice).unwrap_or_default();
    assert_eq!(codes.len(), Code::ALL.len());
    assert!(codes.contains(&one["codes"][0]));
    let outcome = |code: &str| codes.iter().find(|one| one["code"] == code).map(|one| &one["outcome"]);
    assert_eq!(outcome("not-openapi"), Some(&"error".into()));
    assert_eq!(outcome("no-configuration"), Some(&Value::Null));
    let unknown = folder.run(&["explain", "nothing", "--format", "json"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (Some(2), ""));
}

#[test]
fn the_page_of_codes_is_up_to_date() {
    let page = Folder::new().run(&["explain", "--all"]).out;
    assert_file("docs/codes.md", &page);
}
