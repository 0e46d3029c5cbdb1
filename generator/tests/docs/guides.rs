//! Guides and the indexes of the pages. A guide is emitted only if it applies to the API, and the table of contents
//! lists every page.

use generator::emit::Files;
use generator::emit::docs::{self, Flavor};

use crate::{groups, snippet};

/// An API to which every guide applies.
const ALL: &str = "
paths:
  /photos:
    get:
      operationId: listPhotos
      tags: [Photos]
      parameters: [{name: page, in: query, schema: {type: integer}}, {name: size, in: query, schema: {type: integer}}]
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Photos'}}}}
        '400': {description: bad, content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
    post:
      operationId: addPhoto
      tags: [Photos]
      requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, required: [file], properties: {file: {type: string, format: binary}}}}}}
      responses: {'204': {description: ok}}
  /photos/{id}:
    get:
      operationId: getPhoto
      tags: [Photos]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: ok, content: {image/png: {schema: {type: string, format: binary}}}}}
    put:
      operationId: putPhoto
      tags: [Photos]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody: {required: true, content: {image/png: {schema: {type: string, format: binary}}}}
      responses: {'204': {description: ok}}
security: [{key: []}, {login: []}]
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    login: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.com/token', scopes: {}}}}
  schemas:
    Photos:
      type: object
      required: [total]
      properties:
        items: {type: array, items: {type: object, properties: {id: {type: string}}}}
        total: {type: integer}
        page: {type: integer}
    Error: {type: object, properties: {reason: {type: string}}}
";

fn guides(files: &Files) -> impl Iterator<Item = (&str, &String)> {
    files.iter().filter_map(|(path, text)| Some((path.strip_prefix("guides/")?, text)))
}

#[test]
fn every_guide_that_applies_is_emitted() {
    let files = docs::files(&snippet(ALL), Flavor::RUST);
    let all: Vec<String> = guides(&files).map(|(path, text)| format!("======== {path}\n{text}")).collect();
    insta::assert_snapshot!("guides", all.concat());
}

#[test]
fn guides_that_do_not_apply_are_omitted() {
    let of = |document: &str| -> Vec<String> {
        let files = docs::files(&snippet(document), Flavor::RUST);
        guides(&files).map(|(path, _)| path.to_owned()).collect()
    };
    let bare = of("paths: {}");
    assert_eq!(
        bare,
        ["authentication.md", "errors.md", "features.md", "requests.md", "retries.md", "transport.md"]
    );
    let plain = of("paths: {/a: {get: {operationId: a, responses: {'204': {description: d}}}}}");
    assert!(plain.contains(&"testing.md".to_owned()), "{plain:?}");
    for absent in ["files.md", "pagination.md"] {
        assert!(!plain.contains(&absent.to_owned()), "{plain:?}");
    }
}

#[test]
fn the_table_of_contents_lists_each_page_once() {
    for model in [snippet(ALL), groups(include_str!("../../../spec/groups-202.0.0.yaml"))] {
        let files = docs::files(&model, Flavor::RUST);
        let mut listed: Vec<&str> = files["SUMMARY.md"]
            .lines()
            .filter_map(|line| line.split_once("](")?.1.strip_suffix(')'))
            .collect();
        listed.sort_unstable();
        let pages: Vec<&str> =
            files.keys().map(String::as_str).filter(|p| p.ends_with(".md") && *p != "SUMMARY.md").collect();
        let mut pages = pages;
        pages.sort_unstable();
        assert_eq!(listed, pages);
    }
}

#[test]
fn the_reference_has_a_line_per_operation() {
    let files = docs::files(&snippet(ALL), Flavor::RUST);
    let lines: Vec<&str> = files["reference.md"].lines().filter(|line| line.starts_with("- ")).collect();
    let want = [
        "- [`add_photo(file: impl Into<Part>)`](PhotosApi.md#add_photo): `POST /photos`",
        "- [`get_photo(id: &str)`](PhotosApi.md#get_photo) -> `Bytes`: `GET /photos/{id}`",
        "- [`list_photos()`](PhotosApi.md#list_photos) -> [`Photos`](models/Photos.md): `GET /photos`",
        "- [`put_photo(id: &str, body: impl Into<Body>)`](PhotosApi.md#put_photo): `PUT /photos/{id}`",
    ];
    assert_eq!(lines, want);
}

#[test]
fn the_index_for_language_models_follows_the_llms_txt_format() {
    let files = docs::rust_files(&snippet(ALL));
    let text = &files["llms.txt"];
    let mut lines = text.lines().filter(|line| !line.is_empty());
    assert_eq!(lines.next(), Some("# things-client"));
    assert!(lines.next().is_some_and(|line| line.starts_with("> ")), "{text}");
    let lists = lines.skip_while(|line| !line.starts_with("## "));
    let is_valid = |line: &str| line.starts_with("## ") || (line.starts_with("- [") && line.contains("): "));
    assert!(lists.clone().count() > 8 && lists.clone().all(is_valid), "{text}");
}
