//! Features: the Cargo feature of each tag and the feature for schemas that no operation uses.

use generator::config::Config;
use generator::emit::{self, Files};
use generator::load::Source;

/// A document with two tags that share `Common`, and with schemas that no operation uses.
const DOCUMENT: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a: {get: {tags: [a], operationId: a, responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Common'}}}}}}}
  /b: {get: {tags: [b], operationId: b, responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/OfB'}}}}}}}
components:
  schemas:
    Common: {type: object, properties: {id: {type: string}}}
    OfB: {type: object, properties: {id: {type: string}}}
    OfNone: {type: object, properties: {b: {$ref: '#/components/schemas/OfB'}, plain: {$ref: '#/components/schemas/Plain'}}}
    Plain: {type: object, properties: {id: {type: string}}}
";

fn files(document: &str) -> Files {
    let source = Source::parse("api.yaml", document.as_bytes()).expect("it is YAML");
    match generator::model(&source, Config::default()) {
        Ok((model, _)) => emit::crate_files(&model),
        Err(findings) => panic!("{findings:?}"),
    }
}

/// Returns the `cfg` condition of a module in `src/models/mod.rs`.
fn gate<'a>(files: &'a Files, module: &str) -> Option<&'a str> {
    let lines: Vec<&str> = files["src/models/mod.rs"].lines().collect();
    let at = lines.iter().position(|line| *line == format!("mod {module};"))?;
    lines[at - 1].strip_prefix("#[cfg(")?.strip_suffix(")]")
}

#[test]
fn a_model_is_enabled_by_the_features_that_use_it() {
    let files = files(DOCUMENT);
    assert_eq!(gate(&files, "common"), Some(r#"feature = "a""#));
    assert_eq!(gate(&files, "of_b"), Some(r#"any(feature = "b", feature = "other-models")"#));
    assert_eq!(gate(&files, "of_none"), Some(r#"feature = "other-models""#));
    assert_eq!(gate(&files, "plain"), Some(r#"feature = "other-models""#));
}

#[test]
fn unused_models_are_enabled_by_default_only_without_operations() {
    let default = |files: &Files| {
        let manifest: toml::Table = files["Cargo.toml"].parse().expect("the manifest is TOML");
        manifest["features"]["default"].as_array().expect("a list").iter().map(ToString::to_string).collect()
    };
    let of_all: Vec<String> = default(&files(DOCUMENT));
    assert_eq!(of_all, [r#""rustls""#, r#""a""#, r#""b""#]);
    let (head, schemas) = DOCUMENT.split_at(DOCUMENT.find("components:").expect("it exists"));
    let head = head.split("paths:").next().expect("the path has a first segment");
    let of_schemas: Vec<String> = default(&files(&format!("{head}paths: {{}}\n{schemas}")));
    assert_eq!(of_schemas, [r#""rustls""#, r#""other-models""#]);
}
