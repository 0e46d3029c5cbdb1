//! Compares the trees before and after overlays are applied, and tests the errors.

use serde_json::{Value, json};

use super::{Wrong, apply};
use crate::diagnostic::Code;
use crate::load::Source;
use crate::pointer::Pointer;

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: T}
tags: [{name: a}, {name: b}, {name: c}]
paths:
  /a:
    get: {parameters: [{name: x}], tags: [a]}
    post: {tags: [a, b]}
";

fn overlay(actions: &str) -> Source {
    let text = format!("overlay: 1.0.0\ninfo: {{title: O, version: '1'}}\nactions:\n{actions}");
    Source::parse("overlay.yaml", text).unwrap_or_else(|finding| panic!("{finding}"))
}

fn applied(actions: &[&str]) -> Result<Source, Box<Wrong>> {
    let document = Source::parse("document.yaml", DOCUMENT).unwrap_or_else(|finding| panic!("{finding}"));
    apply(document, actions.iter().map(|actions| overlay(actions)).collect())
}

fn changed(actions: &str, at: &str) -> Option<Value> {
    let source = applied(&[actions]).unwrap_or_else(|wrong| panic!("{}", wrong.finding));
    source.tree().pointer(at).cloned()
}

#[test]
fn objects_are_merged_and_lists_appended() {
    let update = "- target: $.paths['/a'].get\n  update: {parameters: [{name: y}], tags: [b], summary: S, operationId: {a: {b: 1}}}\n";
    let all = json!({
        "parameters": [{"name": "x"}, {"name": "y"}], "tags": ["a", "b"], "summary": "S", "operationId": {"a": {"b": 1}},
    });
    assert_eq!(changed(update, "/paths/~1a/get"), Some(all));
    assert_eq!(changed("- target: $\n  update: {info: {title: U}}\n", "/info"), Some(json!({"title": "U"})));
    let entry = "- target: $.paths['/a'].get.parameters\n  update: {name: y}\n";
    assert_eq!(changed(entry, "/paths/~1a/get/parameters/1"), Some(json!({"name": "y"})));
    let all = "- target: $.paths.*.*\n  update: {deprecated: true}\n";
    assert_eq!(changed(all, "/paths/~1a/post/deprecated"), Some(json!(true)));
}

#[test]
fn selected_nodes_are_removed() {
    let one = "- target: $.tags[?@.name == 'b']\n  remove: true\n  update: {x: 1}\n";
    assert_eq!(changed(one, "/tags"), Some(json!([{"name": "a"}, {"name": "c"}])));
    assert_eq!(changed("- target: $.tags[0, 2]\n  remove: true\n", "/tags"), Some(json!([{"name": "b"}])));
    assert_eq!(changed("- target: $..tags\n  remove: true\n", "/paths/~1a/post"), Some(json!({})));
    let inside = "- target: $.tags[1].name\n  remove: true\n- target: $.tags[0]\n  remove: true\n";
    assert_eq!(changed(inside, "/tags"), Some(json!([{}, {"name": "c"}])));
}

#[test]
fn actions_apply_to_the_result_of_earlier_actions() {
    let first = "- target: $.paths['/a']\n  update: {put: {x-a: 1}}\n";
    let then = "- target: $.paths['/a'].put\n  update: {x-b: 2}\n";
    let source = applied(&[first, then]).unwrap_or_else(|wrong| panic!("{}", wrong.finding));
    assert_eq!(source.tree().pointer("/paths/~1a/put"), Some(&json!({"x-a": 1, "x-b": 2})));
}

#[test]
fn findings_point_to_the_source_of_each_node() {
    let actions =
        "- target: $.tags[0]\n  remove: true\n- target: $.paths['/a'].get\n  update:\n    x-a: {b: 1}\n";
    let source = applied(&[actions]).unwrap_or_else(|wrong| panic!("{}", wrong.finding));
    let place = |at: &str| {
        let (text, position) = source.place(&Pointer::parse(at).unwrap_or_default());
        (text.name().to_owned(), position.map(|at| (at.line, at.column)))
    };
    assert_eq!(place("/tags/1"), ("document.yaml".to_owned(), Some((3, 30))));
    assert_eq!(place("/paths/~1a/get/x-a/b"), ("overlay.yaml".to_owned(), Some((8, 11))));
    assert_eq!(place("/paths/~1a/get/tags"), ("document.yaml".to_owned(), Some((6, 36))));
}

#[test]
fn errors_in_an_overlay_have_a_position() {
    let quoted = format!("- target: $.info['{}']\n  remove: true\n", "[(".repeat(40));
    let deep = format!("- target: \"$[{}@{}]\"\n  remove: true\n", "?(".repeat(40), ")".repeat(40));
    for (actions, line, part) in [
        ("- target: $.paths['/b']\n  remove: true\n", 4, "does not select anything"),
        (
            "- target: $.info\n  update: {title: U}\n- target: $.nothing\n  remove: true\n",
            6,
            "does not select anything",
        ),
        ("- target: '$.paths['\n  remove: true\n", 4, "not a valid JSONPath"),
        (quoted.as_str(), 4, "does not select anything"),
        (deep.as_str(), 4, "too long or too deeply nested"),
        ("- target: $\n  remove: true\n", 4, "whole document"),
        ("- target: $.openapi\n  update: 3.0.4\n", 4, "neither an object nor a list"),
        ("- target: $.info\n  update: [1]\n", 5, "the update is not an object"),
        ("- target: $.info\n", 4, "has no effect"),
        ("- target: $.info\n  remove: 'yes'\n", 5, "true or false"),
        ("- target: $.info\n  updates: {}\n", 5, "unknown member `updates`"),
        ("- update: {}\n", 4, "has no `target`"),
    ] {
        let wrong = applied(&["- target: $\n  update: {x-a: 1}\n", actions])
            .err()
            .unwrap_or_else(|| panic!("{actions}"));
        assert_eq!(wrong.overlay, 1, "{actions}");
        assert!(wrong.finding.message.contains(part), "{actions}: {}", wrong.finding);
        assert_eq!(wrong.finding.position.map(|at| at.line), Some(line), "{actions}: {}", wrong.finding);
    }
}

#[test]
fn standard_functions_select_nodes() {
    for filter in [
        "match(@.name, '[a-b]')",
        "search(@['name'], \"^[ab]\")",
        "match(@.name, '\\\\w') && !match(@.name, 'c')",
        "length(@.name) == 1 && @.name != 'c'",
        "count(@.*) == 1 && @.name != 'c'",
        "value(@.name) < 'c'",
        "@.name < 'c' && @.name != 'lenght(x)'",
    ] {
        assert_eq!(changed(&targets(filter), "/tags"), Some(json!([{"name": "c"}])), "{filter}");
    }
}

/// Returns an overlay action that removes the tags selected by a filter.
fn targets(filter: &str) -> String {
    let target = Value::from(format!("$.tags[?{filter}]"));
    format!("- target: {target}\n  remove: true\n")
}

#[test]
fn invalid_functions_are_reported_with_their_positions() {
    for (filter, message, help) in [
        ("lenght(@.name) > 1", "unknown function `lenght` at character 9", "did you mean `length`?"),
        (
            "@.name == 'x' && starts_with(@.name, 'a')",
            "unknown function `starts_with` at character 26",
            "`count`, `length`, `match`",
        ),
        ("Match(@.name, 'a')", "unknown function `Match`", "did you mean `match`?"),
        (
            "match(@.name, '[a')",
            "invalid regular expression `[a` in `match` at character 9 of the JSONPath: unclosed character class",
            "doubled",
        ),
        ("!search(@.name, \"(a\")", "invalid regular expression `(a` in `search` at character 10", "doubled"),
        ("match(@.name, '(a{1000}){1000}')", "it is too large", "doubled"),
        (r"match(@.name, 'it\'s(')", "invalid regular expression `it's(`", "doubled"),
        ("match(@.name, @.x)", "is not a string", "in quotes"),
        ("match(@.name)", "is not a valid JSONPath", "RFC 9535"),
        ("length(@.name, 'a') == 1", "is not a valid JSONPath", "RFC 9535"),
        ("count(1) == 1", "is not a valid JSONPath", "RFC 9535"),
        ("value(@.name)", "is not a valid JSONPath", "RFC 9535"),
    ] {
        let wrong = applied(&[&targets(filter)]).err().unwrap_or_else(|| panic!("{filter}"));
        let finding = &wrong.finding;
        assert!(finding.message.contains(message), "{filter}: {finding}");
        assert!(finding.help.as_deref().is_some_and(|text| text.contains(help)), "{filter}: {finding}");
        assert_eq!(finding.position.map(|at| at.line), Some(4), "{filter}: {finding}");
    }
}

#[test]
fn other_documents_are_not_overlays() {
    for (text, part) in [
        ("openapi: 3.0.3", "not an overlay"),
        ("overlay: 1.0", "not an overlay"),
        ("overlay: 1.1.0\nactions: []", "version 1.1.0"),
        ("overlay: 1.0.0", "no list of `actions`"),
        ("overlay: 1.0.0\nactions: []", "no actions"),
    ] {
        let document = Source::parse("document.yaml", DOCUMENT).unwrap_or_else(|finding| panic!("{finding}"));
        let overlay = Source::parse("overlay.yaml", text).unwrap_or_else(|finding| panic!("{finding}"));
        let wrong = apply(document, vec![overlay]).err().unwrap_or_else(|| panic!("{text}"));
        assert!(wrong.finding.message.contains(part), "{text}: {}", wrong.finding);
    }
}

#[test]
fn the_growth_of_a_document_is_bounded() {
    let nested = format!("- target: $.info\n  update: {}1{}\n", "{a: ".repeat(100), "}".repeat(100));
    let wrong =
        applied(&[&nested, &nested.replace("$.info", "$.info.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a")]);
    assert_eq!(wrong.err().map(|wrong| wrong.finding.code), Some(Code::OverlayTooLarge));
    let wide = format!(
        "- target: $..*\n  update: {{{}}}\n",
        (0..9).map(|n| format!("x{n}: {{a: {{}}}},")).collect::<String>()
    );
    let all = "- target: $.tags.*\n  remove: true\n- target: $.info.title\n  remove: true\n- target: $.openapi\n  remove: true\n- target: $.paths\n  remove: true\n";
    let wrong = applied(&[all, &wide.repeat(8)]);
    assert_eq!(wrong.err().map(|wrong| wrong.finding.code), Some(Code::OverlayTooLarge));
}

#[test]
fn a_target_that_is_too_costly_is_rejected() {
    let wrong = applied(&["  - {target: '$..*..*..*..*..*..*..*..*..*..*', update: {x: 1}}\n"]);
    assert_eq!(wrong.err().map(|wrong| wrong.finding.code), Some(Code::OverlayTooCostly));
}
