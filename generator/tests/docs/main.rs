//! Docs pages: the layout rules of each flavor, snapshots of complete pages, links, and hostile strings.

mod examples;
mod guides;
mod hostile;
mod links;
mod python;
mod python_pages;
mod rust_pages;

use generator::Model;
use generator::config::Config;
use generator::emit::docs::{self, Flavor};
use generator::load::Source;

/// Returns the model of a document. Panics with the findings if the document is invalid.
fn model(name: &str, document: &str, config: Config) -> Model {
    let source = Source::parse(name, document).unwrap_or_else(|finding| panic!("{name}: {finding}"));
    match generator::model(&source, config) {
        Ok((model, _)) => model,
        Err(findings) => {
            let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
            panic!("{name}:\n{}\n{document}", findings.join("\n"))
        }
    }
}

/// Returns the model of a snippet, in YAML or JSON: `paths` and all other members after `info`.
fn snippet(fragment: &str) -> Model {
    let mut config = Config::default();
    config.docs.python_package = Some("ThingsClient".to_owned());
    config.package.name = Some("things-client".to_owned());
    let uses = |extension: &str| fragment.contains(extension).then(|| extension.to_owned());
    config.extensions.permissions = uses("x-permissions");
    config.extensions.preview = uses("x-preview");
    config.extensions.error_codes = uses("x-error-codes");
    let document = match fragment.strip_prefix('{') {
        Some(rest) => {
            let head = r#""openapi": "3.0.3", "info": {"title": "Things", "version": "1"}"#;
            format!("{{{head}, \"servers\": [{{\"url\": \"https://api.example.com\"}}], {rest}")
        }
        None => {
            let head = "openapi: 3.0.3\ninfo: {title: Things, version: '1'}";
            format!("{head}\nservers: [{{url: 'https://api.example.com'}}]\n{fragment}")
        }
    };
    model("things.yaml", &document, config)
}

/// Returns the model of one of the Groups documents.
fn groups(document: &str) -> Model {
    let mut config =
        Config::parse(include_str!("../../../spec/sdk.toml")).unwrap_or_else(|finding| panic!("{finding}"));
    if !document.contains("x-genesys-preview:") {
        config.extensions.preview = None;
    }
    model("groups.yaml", document, config)
}

#[test]
fn flavors_are_parsed_by_name() {
    for flavor in Flavor::all() {
        assert_eq!(flavor.to_string().parse(), Ok(flavor));
    }
    let error = "python".parse::<Flavor>().map_err(|error| error.to_string());
    let want =
        "unknown docs flavor `python`; expected one of rust, purecloud-python-202, purecloud-python-173";
    assert_eq!(error, Err(want.to_owned()));
}

#[test]
fn the_crate_contains_the_pages_under_docs() {
    let model =
        snippet("paths: {/a: {get: {operationId: getA, tags: [A], responses: {'200': {description: ok}}}}}");
    let pages: Vec<String> = docs::rust_files(&model).into_keys().collect();
    let guides = ["authentication", "errors", "features", "requests", "retries", "testing", "transport"];
    let guides = guides.map(|guide| format!("guides/{guide}.md"));
    let below = ["AApi.md", "SUMMARY.md", "book.toml"].map(str::to_owned).into_iter().chain(guides);
    let below: Vec<String> = below.chain(["index.md", "reference.md"].map(str::to_owned)).collect();
    let mut all: Vec<String> = below.iter().map(|path| format!("docs/{path}")).collect();
    all.extend(["README.md", "llms.txt"].map(str::to_owned));
    all.sort();
    assert_eq!(pages, all);
    let pages: Vec<String> = docs::files(&model, Flavor::RUST).into_keys().collect();
    assert_eq!(pages, below);
}
