//! The pages of the emitted crate.

use generator::config::Package;
use generator::emit;
use generator::emit::docs::{self, Flavor};

use crate::{groups, snippet};

#[test]
fn the_pages_of_the_groups_api() {
    let pages = docs::rust_files(&groups(include_str!("../../../spec/groups-202.0.0.yaml")));
    for page in ["docs/GroupsApi.md", "docs/index.md", "docs/models/Group.md", "README.md"] {
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
    let pages = docs::files(&snippet(SHAPES), Flavor::Rust);
    let all: Vec<String> = pages.iter().map(|(path, text)| format!("======== {path}\n{text}")).collect();
    insta::assert_snapshot!("rust_shapes", all.concat());
}

#[test]
fn a_change_of_one_text_changes_one_line_of_a_page() {
    let before = docs::rust_files(&snippet(SHAPES));
    let after = docs::rust_files(&snippet(&SHAPES.replace("description: When", "description: Since when")));
    for (path, old) in &before {
        let changed = old.lines().zip(after[path].lines()).filter(|(old, new)| old != new).count();
        assert_eq!(old.lines().count(), after[path].lines().count(), "{path}");
        assert_eq!(changed, usize::from(path == "docs/models/Shape.md"), "{path}");
    }
}

/// The README of a crate with one operation, for a document with these further members.
fn readme(rest: &str) -> String {
    let paths = "paths: {/a: {get: {operationId: getA, tags: [A], responses: {'200': {description: ok}}}}}";
    docs::rust_files(&snippet(&format!("{paths}\n{rest}"))).remove("README.md").unwrap_or_default()
}

#[test]
fn the_readme_describes_authentication_that_the_document_does_not_declare() {
    let undeclared = readme("");
    assert!(
        undeclared
            .contains("\n\n## Authentication\n\nThe API's description does not declare the credentials")
    );
    assert!(undeclared.contains(".access_token(\"your access token\")"), "{undeclared}");
    let public = readme("security: []");
    assert!(
        public.contains("\n\n## Authentication\n\nThe API's description declares that the operations"),
        "{public}"
    );
    let key = "components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}\nsecurity: [{key: []}]";
    let declared = readme(key);
    assert!(declared.contains("\n\n## Log in\n\n") && !declared.contains("## Authentication"), "{declared}");
}

#[test]
fn the_readme_names_a_version_only_of_a_published_package() {
    let install = |set: &dyn Fn(&mut Package)| {
        let mut model = snippet("paths: {}");
        set(&mut model.config.package);
        let files = emit::crate_files(&model);
        let line =
            files["README.md"].lines().find(|line| line.starts_with("things-client = ")).map(str::to_owned);
        (line.unwrap_or_default(), files["Cargo.toml"].contains("\npublish = false\n"))
    };
    let private = install(&|_| ());
    assert_eq!(private, ("things-client = { path = \"../things-client\" }".to_owned(), true));
    let git = install(&|package| package.repository = Some("https://example.com/a\"b".to_owned()));
    assert_eq!(git, ("things-client = { git = 'https://example.com/a\"b' }".to_owned(), true));
    let published = install(&|package| package.publish = true);
    assert_eq!(published, ("things-client = \"0.1.0\"".to_owned(), false));
}
