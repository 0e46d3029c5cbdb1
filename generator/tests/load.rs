//! Loading: parsed trees, the positions of their nodes, and the findings for malformed documents.

use std::fmt::Write as _;
use std::path::Path;

use generator::diagnostic::{Code, Diagnostic, Position};
use generator::load::Source;
use generator::pointer::Pointer;
use serde_json::{Value, json};

fn tree(name: &str, text: &str) -> Value {
    match Source::parse(name, text) {
        Ok(source) => source.tree().clone(),
        Err(finding) => panic!("{finding}"),
    }
}

fn finding(name: &str, text: impl Into<Vec<u8>>) -> Diagnostic {
    match Source::parse(name, text) {
        Ok(source) => panic!("no finding in {}", source.tree()),
        Err(finding) => finding,
    }
}

/// Returns the only finding, as text: code, position, pointer, message and help.
fn report(name: &str, text: &[u8]) -> String {
    let finding = finding(name, text);
    let mut out = format!("{} ", finding.code);
    if let Some(Position { line, column }) = finding.position {
        let _ = write!(out, "{line}:{column} ");
    }
    let _ = write!(out, "{}\n{}", finding.pointer, finding.message);
    if let Some(help) = finding.help {
        let _ = write!(out, "\nhelp: {help}");
    }
    out
}

/// Returns the findings for several documents.
fn all_reports(cases: &[(&str, &[u8])]) -> String {
    let of_one = |(name, text): &(&str, &[u8])| {
        format!("{name}: {:?}\n{}\n", String::from_utf8_lossy(text), report(name, text))
    };
    cases.iter().map(of_one).collect::<Vec<_>>().join("\n")
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().map(|members| members.keys().map(String::as_str).collect()).unwrap_or_default()
}

#[test]
fn json_and_yaml_parse_to_the_same_ordered_tree() {
    let yaml = tree("a.yaml", "z: 1\na: [true, null, 1.5, text]\nm: {k: -3}\n");
    let json = tree("a.json", r#"{"z": 1, "a": [true, null, 1.5, "text"], "m": {"k": -3}}"#);
    assert_eq!(yaml, json);
    assert_eq!(keys(&yaml), ["z", "a", "m"]);
    assert_eq!(keys(&json), ["z", "a", "m"]);
}

#[test]
fn the_first_character_selects_the_format_of_an_unknown_extension() {
    assert_eq!(tree("openapi", "  {\"a\": 1}"), json!({"a": 1}));
    assert_eq!(tree("openapi", "a: 1"), json!({"a": 1}));
    // This file contains JSON despite its YAML extension. A YAML parser would reject its surrogate pair and its tab.
    assert_eq!(tree("a.yaml", "{\n\t\"a\": \"\\ud83d\\ude00\"}"), json!({"a": "\u{1f600}"}));
    assert_eq!(tree("a.yaml", "{a: b}"), json!({"a": "b"}));
}

#[test]
fn yaml_keys_are_strings_as_written() {
    let responses = tree("a.yaml", "200: ok\n404: gone\ntrue: yes\n1.0: one\nnull: none\n'05': five\n");
    assert_eq!(keys(&responses), ["200", "404", "true", "1.0", "null", "05"]);
}

#[test]
fn integers_beyond_64_bits_are_numbers_in_json_and_yaml() {
    let text =
        "{\"low\": -9223372036854776000, \"high\": 18446744073709551615, \"more\": 36893488147419103232}";
    let (json, yaml) =
        (tree("a.json", text), tree("a.yaml", &text.replace(['{', '}', '"'], "").replace(", ", "\n")));
    assert_eq!(json, yaml);
    assert_eq!(json["high"], json!(u64::MAX));
    assert_eq!(json["low"], json!(-9223372036854776000.0));
}

#[test]
fn a_byte_order_mark_is_ignored() {
    let source = Source::parse("a.json", "\u{feff}{\"a\": 1}").map_err(|f| f.to_string());
    assert_eq!(source.as_ref().map(Source::text), Ok("{\"a\": 1}"));
    assert_eq!(tree("a.yaml", "\u{feff}a: 1"), json!({"a": 1}));
}

#[test]
fn merge_keys_are_expanded_in_place_and_own_keys_win() {
    let text = "
base: &base {a: 1, b: 2}
more: &more {b: 3, c: 4}
one: {z: 0, <<: *base, b: own}
two: {a: own, <<: [*base, *more]}
";
    let tree = tree("a.yaml", text);
    assert_eq!(tree["one"].to_string(), r#"{"z":0,"a":1,"b":"own"}"#);
    assert_eq!(tree["two"].to_string(), r#"{"a":"own","b":2,"c":4}"#);
}

#[test]
fn merge_keys_are_plain_keys_in_json() {
    assert_eq!(tree("a.json", r#"{"<<": {"a": 1}}"#), json!({"<<": {"a": 1}}));
}

#[test]
fn aliases_are_expanded() {
    assert_eq!(tree("a.yaml", "a: &x [1, 2]\nb: *x"), json!({"a": [1, 2], "b": [1, 2]}));
}

#[test]
fn positions_point_to_keys_and_elements() {
    let yaml = "openapi: 3.0.3\npaths:\n  /a~b/{id}:\n    get:\n      tags: [one, two]\n      parameters:\n        - name: id\n        -\n          $ref: x\n";
    let json = "{\n\t\"openapi\": \"3.0.3\", \"paths\": {\n  \"/a~b/{id}\": {\"get\": {\"tags\": [\"é\", \"two\"],\n    \"parameters\": [{\"name\": \"id\"},\n {}]}}}}";
    let cases = [
        ("", (1, 1), (1, 1)),
        ("/paths", (2, 1), (2, 22)),
        ("/paths/~1a~0b~1{id}", (3, 3), (3, 3)),
        ("/paths/~1a~0b~1{id}/get/tags/1", (5, 19), (3, 39)),
        ("/paths/~1a~0b~1{id}/get/parameters/0", (7, 11), (4, 20)),
        ("/paths/~1a~0b~1{id}/get/parameters/0/name", (7, 11), (4, 21)),
        ("/paths/~1a~0b~1{id}/get/parameters/1", (9, 11), (5, 2)),
        // A missing node has the position of its closest ancestor.
        ("/paths/~1a~0b~1{id}/get/responses/200", (4, 5), (3, 17)),
        ("/components/schemas/X", (1, 1), (1, 1)),
    ];
    for (name, text, second) in [("a.yaml", yaml, false), ("a.json", json, true)] {
        let source = match Source::parse(name, text) {
            Ok(source) => source,
            Err(finding) => panic!("{finding}"),
        };
        for (pointer, in_yaml, in_json) in cases {
            let at = Pointer::parse(pointer).and_then(|pointer| source.position(&pointer));
            let expected = if second { in_json } else { in_yaml };
            assert_eq!(at.map(|p| (p.line, p.column)), Some(expected), "{name} {pointer}");
        }
    }
}

#[test]
fn an_unquoted_scalar_keeps_its_spelling() {
    let source = match Source::parse("a.yaml", "version: 1.10\nquoted: '1.10'\nlist: [0x1F]\n") {
        Ok(source) => source,
        Err(finding) => panic!("{finding}"),
    };
    let root = Pointer::root();
    assert_eq!(source.tree()["version"], json!(1.1));
    assert_eq!(source.spelling(&root.key("version")), Some("1.10"));
    assert_eq!(source.spelling(&root.key("list").index(0)), Some("0x1F"));
    assert_eq!(source.spelling(&root.key("quoted")), None);
    assert_eq!(source.spelling(&root.key("absent")), None);
}

#[test]
fn a_duplicate_key_is_reported_at_its_second_occurrence() {
    insta::assert_snapshot!(all_reports(&[
        ("a.yaml", b"a:\n  b: 1\n  c: 2\n  b: 3\n"),
        ("a.json", b"{\"a\": {\"b\": 1, \"c\": 2,\n  \"b\": 3}}"),
        ("a.yaml", b"200: a\n'200': b\n"),
        ("a.yaml", b"a: &a {x: 1}\nb: {<<: *a, <<: *a}\n"),
    ]));
}

#[test]
fn json_syntax_errors_have_a_position() {
    insta::assert_snapshot!(all_reports(&[
        ("a.json", "{\n  \"é\": 1,\n}".as_bytes()),
        ("a.json", "{\"é\" \"b\"}".as_bytes()),
        ("a.json", b"{\"a\": [1, 2"),
        ("a.json", b"{\"a\": 1}\n}"),
        ("a.json", b"{\"a\": 1e999}"),
        ("a.json", b"openapi: 3.0.3\n"),
        ("openapi", b"{\"a\": nul}"),
    ]));
}

#[test]
fn yaml_syntax_errors_have_a_position() {
    insta::assert_snapshot!(all_reports(&[
        ("a.yaml", b"a: 1\n\tb: 2\n"),
        ("a.yaml", b"a: [1, 2\nb: 3\n"),
        ("a.yaml", b"a:\n  b: 1\n c: 2\n"),
        ("a.yaml", b"a: *unknown\n"),
        ("a.yaml", b"a: 1\n---\nb: 2\n"),
        ("a.yaml", b"? [a, b]\n: 1\n"),
        ("a.yaml", b"a: @x\n"),
        ("a.yaml", b"a: b: c\n"),
    ]));
}

#[test]
fn yaml_values_without_a_json_equivalent_are_rejected() {
    insta::assert_snapshot!(all_reports(&[
        ("a.yaml", b"a:\n  - 1\n  - .nan\n"),
        ("a.yaml", b"a: {b: !secret x}\n"),
        ("a.yaml", b"a: {<<: 3}\n"),
    ]));
}

#[test]
fn empty_scalar_and_non_utf_8_input_is_rejected() {
    insta::assert_snapshot!(all_reports(&[
        ("a.yaml", b""),
        ("a.json", b" \n\t"),
        ("a.yaml", b"# only a comment\n"),
        ("a.yaml", b"\n- a\n- b\n"),
        ("a.json", b" 3"),
        ("a.yaml", b"a: 1\nb\xc3\xa9: \xff\n"),
        ("a.yaml", b"\xff\xfea\0:\0"),
    ]));
}

#[test]
fn excessive_nesting_is_rejected() {
    let json = format!("{{\"a\": {}1{}}}", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(finding("a.json", json.as_str()).code, Code::NestedTooDeep);
    let deep: String = (0..500).fold(String::new(), |text, depth| text + &" ".repeat(depth) + "a:\n");
    let finding = finding("a.yaml", deep);
    assert_eq!(finding.code, Code::NestedTooDeep);
    assert_eq!(finding.position.map(|at| at.line), Some(120));
    assert_eq!(self::finding("a.yaml", "a: &a [*a]").code, Code::NestedTooDeep);
}

#[test]
fn excessive_alias_expansion_is_rejected() {
    let mut bomb = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..30 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        let _ = writeln!(bomb, "a{level}: &a{level} [{aliases}]");
    }
    assert_eq!(finding("bomb.yaml", bomb).code, Code::TooManyRepetitions);
    // Many aliases repeat a long string, without any nesting.
    let flat = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), vec!["*a"; 10_000].join(","));
    assert_eq!(finding("bomb.yaml", flat).code, Code::TooManyRepetitions);
}

#[test]
fn an_unreadable_file_is_reported() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert_eq!(Source::read(&folder).map(|_| ()).map_err(|f| f.code), Err(Code::NotAFile));
    let nothing = folder.join("nothing.yaml");
    assert_eq!(Source::read(&nothing).map(|_| ()).map_err(|f| f.code), Err(Code::NoSuchFile));
}
