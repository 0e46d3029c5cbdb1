//! The pages of the emitted crate.

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
