//! The pages of the emitted crate.

use generator::config::{Config, Package};
use generator::diagnostic::Code;
use generator::emit;
use generator::emit::docs::{self, Flavor};
use generator::load::Source;

use crate::{groups, snippet};

#[test]
fn the_pages_of_the_groups_api() {
    let pages = docs::rust_files(&groups(include_str!("../../../spec/groups-202.0.0.yaml")));
    let shown = [
        "docs/GroupsApi.md",
        "docs/index.md",
        "docs/models/Group.md",
        "docs/reference.md",
        "README.md",
        "llms.txt",
    ];
    for page in shown {
        insta::assert_snapshot!(page.replace(['/', '.'], "_"), pages[page]);
    }
}

const SHAPES: &str = "
paths:
  /shapes/{id}:
    post:
      operationId: postShape
      tags: [Shapes]
      summary: Change a shape
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
        - {name: since, in: query, schema: {type: string, format: date-time}}
        - {name: order, in: query, deprecated: true, schema: {type: string, enum: [up, down], default: up}}
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Shape'}}}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Shape'}}}}}
        '404': {description: none, x-error-codes: {not.found: There is none}}
components:
  schemas:
    Shape:
      type: object
      deprecated: true
      required: [kind, at]
      properties:
        kind: {type: string, enum: [round, square]}
        at: {type: string, format: date, description: When}
        parts: {type: array, items: {$ref: '#/components/schemas/Shape'}, readOnly: true}
        inner: {$ref: '#/components/schemas/Shape'}
        size: {type: object, properties: {x: {type: number, default: 1.5}}}
      additionalProperties: {type: integer}
    Names: {type: array, items: {type: string}, description: Some names}
    Either: {oneOf: [{$ref: '#/components/schemas/Shape'}, {type: string}]}
";

#[test]
fn every_shape_has_its_layout() {
    let pages = docs::files(&snippet(SHAPES), Flavor::RUST);
    // The guides have their own snapshots.
    let pages = pages.iter().filter(|(path, _)| !path.starts_with("guides/"));
    let all: Vec<String> = pages.map(|(path, text)| format!("======== {path}\n{text}")).collect();
    insta::assert_snapshot!("rust_shapes", all.concat());
}

#[test]
fn changing_one_description_changes_one_line_of_a_page() {
    let before = docs::rust_files(&snippet(SHAPES));
    let after = docs::rust_files(&snippet(&SHAPES.replace("description: When", "description: Since when")));
    for (path, old) in &before {
        let changed = old.lines().zip(after[path].lines()).filter(|(old, new)| old != new).count();
        assert_eq!(old.lines().count(), after[path].lines().count(), "{path}");
        assert_eq!(changed, usize::from(path == "docs/models/Shape.md"), "{path}");
    }
}

/// Returns the authentication guide of a one-operation crate, generated from a document with the given additional
/// members.
fn authentication(rest: &str) -> String {
    let paths = "paths: {/a: {get: {operationId: getA, tags: [A], responses: {'200': {description: ok}}}}}";
    let mut files = docs::rust_files(&snippet(&format!("{paths}\n{rest}")));
    files.remove("docs/guides/authentication.md").unwrap_or_default()
}

#[test]
fn the_guide_covers_undeclared_authentication() {
    let undeclared = authentication("");
    assert!(undeclared.contains("\n\nThe API description declares no credentials"), "{undeclared}");
    assert!(undeclared.contains(".access_token(\"your access token\")"), "{undeclared}");
    let public = authentication("security: []");
    assert!(public.contains("\n\nThe API description declares that the operations"), "{public}");
    let key = "components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}\nsecurity: [{key: []}]";
    let declared = authentication(key);
    assert!(declared.contains("\n| `key` | `api_key(..)`"), "{declared}");
    assert!(!declared.contains("The API description declares"), "{declared}");
}

#[test]
fn the_readme_contains_a_version_only_if_the_package_is_published() {
    let install = |set: &dyn Fn(&mut Package)| {
        let mut model = snippet("paths: {}");
        set(&mut model.config.package);
        let files = emit::crate_files(&model);
        let line =
            files["README.md"].lines().find(|line| line.starts_with("things-client = ")).map(str::to_owned);
        (line.unwrap_or_default(), files["Cargo.toml"].contains("\npublish = false\n"))
    };
    let private = install(&|_| ());
    assert_eq!(private, ("things-client = { path = \"path/to/things-client\" }".to_owned(), true));
    let git = install(&|package| package.repository = Some("https://example.com/a\"b".to_owned()));
    assert_eq!(git, ("things-client = { git = 'https://example.com/a\"b' }".to_owned(), true));
    let published = install(&|package| package.publish = true);
    assert_eq!(published, ("things-client = \"0.1.0\"".to_owned(), false));
}

#[test]
fn license_texts_are_emitted() {
    let mut model = snippet("paths: {}");
    model.config.package.license = Some("MIT OR Apache-2.0 OR Zlib".to_owned());
    let files = emit::crate_files(&model);
    assert!(files["LICENSE-APACHE"].contains("Apache License"));
    assert!(
        files["LICENSE-MIT"].starts_with("Copyright (c) The things-client contributors\n\nPermission is")
    );
    assert_eq!(files.keys().filter(|path| path.starts_with("LICENSE")).count(), 2);
    model.config.package.copyright = Some("2026 Example\nLtd.".to_owned());
    let text = &emit::crate_files(&model)["LICENSE-MIT"];
    assert_eq!(text.lines().nth(1), Some(""), "{text}");
}

#[test]
fn a_license_without_text_is_reported() {
    let mut config = Config::default();
    config.package.license = Some("MIT OR (Zlib AND Apache-2.0)".to_owned());
    let source = Source::parse("a.yaml", "{openapi: 3.0.3, info: {title: A, version: '1'}, paths: {}}");
    let source = source.unwrap_or_else(|finding| panic!("{finding}"));
    let (_, findings) = generator::model(&source, config).unwrap_or_else(|_| panic!("an error"));
    let notes = findings.iter().filter(|finding| finding.code == Code::LicenseWithoutText);
    let notes: Vec<&str> = notes.map(|finding| finding.message.as_str()).collect();
    assert_eq!(notes, ["`package.license` contains `Zlib`, whose text is not available to the generator"]);
}

#[test]
fn scopes_are_listed_and_permissions_only_if_the_document_declares_them() {
    let document = "
paths:
  /a:
    get:
      tags: [t]
      operationId: getA
      security: [{login: [read]}]
      responses: {'204': {description: Done}}
components:
  securitySchemes:
    login: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.com', scopes: {read: Reads.}}}}
";
    for flavor in Flavor::all() {
        for (path, page) in docs::files(&snippet(document), flavor) {
            assert!(!page.contains("Requires no permissions"), "{flavor} {path}");
        }
    }
    let pages = docs::files(&snippet(document), Flavor::RUST);
    assert!(pages.values().any(|page| page.contains("\nRequires the OAuth scope `read`.\n")), "{pages:#?}");
    let groups = docs::files(&groups(include_str!("../../../spec/groups-202.0.0.yaml")), Flavor::RUST);
    assert!(groups.values().any(|page| page.contains("\nRequires no permissions\n")));
}

/// The argument is a string, so that callers need not parse an ID, and the example is a valid one.
#[test]
fn uuid_parameters_are_strings_with_a_valid_example() {
    let parameters = "paths:\n  /parcels/{id}:\n    get:\n      operationId: get\n      tags: [Parcels]\n      parameters:\n        \
                      - {name: id, in: path, required: true, schema: {type: string, format: uuid}}\n        \
                      - {name: batch, in: query, schema: {type: string, format: uuid}}\n      \
                      responses: {'204': {description: ok}}\n";
    let pages = docs::rust_files(&snippet(parameters));
    let page = &pages["docs/ParcelsApi.md"];
    assert!(page.contains("| **id** | `String` |  | \\[a UUID\\] |"), "{page}");
    assert!(page.contains("| **batch** | `String` |  | \\[optional\\] \\[a UUID\\] |"), "{page}");
    assert!(page.contains("get(\"67e55044-10b1-426f-9247-bb680e5fe0c8\")"), "{page}");
}

#[test]
fn the_readme_explains_constants_only_if_there_are_any() {
    let readme = |schema: &str| {
        let parameters = format!(
            "paths:\n  /a:\n    get:\n      operationId: get\n      parameters:\n        \
             - {{name: q, in: query, required: true, schema: {schema}}}\n      responses: {{'204': {{description: ok}}}}\n"
        );
        docs::rust_files(&snippet(&parameters)).remove("README.md").unwrap_or_default()
    };
    let explanation = "only\nallowed value is a string";
    assert!(readme("{type: string, enum: [v1]}").contains(explanation));
    let without = readme("{type: string}");
    assert!(!without.contains(explanation), "{without}");
    assert!(without.contains("methods of the request builder. Awaiting the builder sends"), "{without}");
}
