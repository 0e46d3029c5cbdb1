//! Shared types: their features, their effect on unions, and their stability under the lock.

use generator::config::Config;
use generator::emit::{self, Files};
use generator::load::Source;
use generator::lock::{Kind, Lock};
use generator::pointer::Pointer;
use generator::{Model, Pipeline};

fn model(paths: &str, schemas: &str, lock: &Lock) -> Model {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}components: {{schemas: {{{schemas}}}}}\n"
    );
    let source = Source::parse("api.yaml", text).unwrap_or_else(|finding| panic!("{finding}"));
    Pipeline::locked(Config::default(), lock.clone())
        .model(&source)
        .unwrap_or_else(|findings| panic!("{findings:?}"))
        .0
}

/// Returns the line before a module's declaration in `src/models/mod.rs`.
fn gate(files: &Files, module: &str) -> String {
    let lines: Vec<&str> = files["src/models/mod.rs"].lines().collect();
    let at = lines.iter().position(|line| *line == format!("mod {module};"));
    lines[at.unwrap_or_else(|| panic!("no {module} in {lines:#?}")) - 1].to_owned()
}

/// Returns an operation that sends and receives a schema.
fn echo(path: &str, tag: &str, schema: &str) -> String {
    let content =
        format!("content: {{application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}");
    format!(
        "  {path}: {{post: {{tags: [{tag}], requestBody: {{{content}}}, responses: {{'200': {{description: ok, {content}}}}}}}}}\n"
    )
}

#[test]
fn a_shared_type_is_enabled_by_every_feature_that_uses_it() {
    let of = |name: &str| {
        format!(
            "{name}: {{type: object, properties: {{status: {{type: string, readOnly: true, enum: [x, y]}}}}}}"
        )
    };
    let idle = "Idle: {type: object, properties: {t: {$ref: '#/components/schemas/T'}}}";
    let paths =
        [("/a", "a", "T"), ("/u", "a", "U"), ("/v", "a", "V"), ("/b", "b", "T"), ("/c", "c", "Plain")];
    let paths: String = paths.iter().map(|(path, tag, schema)| echo(path, tag, schema)).collect();
    let plain = "Plain: {type: object, properties: {id: {type: string}}}";
    let schemas = [of("T"), of("U"), of("V"), idle.to_owned(), plain.to_owned()].join(", ");
    let files = emit::crate_files(&model(&paths, &schemas, &Lock::default()));
    let all = r#"#[cfg(any(feature = "a", feature = "b", feature = "other-models"))]"#;
    assert_eq!(gate(&files, "t"), all);
    assert_eq!(gate(&files, "status"), all);
    assert_eq!(gate(&files, "u"), r#"#[cfg(feature = "a")]"#);
}

#[test]
fn equal_union_branches_stay_separate_types() {
    let of = |name: &str| {
        format!(
            "{name}: {{type: object, properties: {{p: {{type: object, properties: {{n: {{type: integer}}}}}}}}}}"
        )
    };
    let union = "U: {oneOf: [{$ref: '#/components/schemas/A/properties/p'}, {$ref: '#/components/schemas/B/properties/p'}]}";
    let schemas = [of("A"), of("B"), of("C"), of("D"), of("E"), union.to_owned()].join(", ");
    let files = emit::crate_files(&model("  {}\n", &schemas, &Lock::default()));
    let union = &files["src/models/u.rs"];
    assert!(union.contains("(Box<AP>)") && union.contains("(Box<BP>)"), "{union}");
    assert!(files["src/models/c.rs"].contains("p: Option<P>"), "{}", files["src/models/c.rs"]);
}

#[test]
fn resources_share_types_in_models() {
    let untagged = |path: &str, name: &str| {
        let schema = format!("{{name: {name}, in: query, schema: {{type: string, enum: [x, y]}}}}");
        format!("  {path}: {{get: {{parameters: [{schema}], responses: {{'204': {{description: ok}}}}}}}}\n")
    };
    let three = ["/a", "/b", "/c"].map(|path| untagged(path, "sort")).concat();
    let free = model(&three, "", &Lock::default());
    let files = emit::crate_files(&free);
    assert_eq!(files["src/models/sort.rs"].matches("pub enum Sort ").count(), 1);
    assert_eq!(gate(&files, "sort"), "");
    let of_operations = |files: &Files| -> usize {
        let below = files.iter().filter(|(path, _)| path.starts_with("src/api/"));
        below.map(|(_, file)| file.matches("pub enum ").count()).sum()
    };
    assert_eq!(of_operations(&files), 0);
    // Two occurrences are too few for a separate type in `models`.
    let two = ["/a", "/b"].map(|path| untagged(path, "sort")).concat();
    assert_eq!(of_operations(&emit::crate_files(&model(&two, "", &Lock::default()))), 2);
    // Types in the lock keep their locations, regardless of the number of occurrences.
    let published = model(&two, "", &Lock::default()).lock;
    let grown = emit::crate_files(&model(&three, "", &published));
    assert!(
        grown["src/api/a/get.rs"].contains("pub enum Sort ")
            && grown["src/api/b/get.rs"].contains("pub enum Sort ")
    );
    assert!(!grown.contains_key("src/models/sort.rs"));
    let shrunk = emit::crate_files(&model(&two, "", &free.lock));
    assert_eq!(shrunk["src/models/sort.rs"].matches("pub enum Sort ").count(), 1);
    assert_eq!(of_operations(&shrunk), 0);
}

#[test]
fn a_published_type_of_resources_keeps_its_name() {
    let operation = |path: &str, values: &str, tags: &str| {
        let schema = format!("{{name: sort, in: query, schema: {{type: string, enum: [{values}]}}}}");
        format!(
            "  {path}: {{get: {{{tags}parameters: [{schema}], responses: {{'204': {{description: ok}}}}}}}}\n"
        )
    };
    let of = |tags: &str, last: &str| {
        let [a, b] = ["/a", "/b"].map(|path| operation(path, "x, y", tags));
        format!("{a}{b}{}", operation("/c", last, tags))
    };
    let published = model(&of("", "x, y"), "", &Lock::default()).lock;
    let path_of = |paths: &str, operation: &str| {
        let lock = model(paths, "", &published).lock;
        let key = Pointer::root().keys(["paths", operation, "get", "parameters", "query", "sort"]);
        lock.get(&key, Kind::Type).map(|locked| locked.path.clone())
    };
    let sort = Some("models::Sort".to_owned());
    for paths in [of("", "x, z"), of("tags: [t], ", "x, y"), of("", "x, y") + &operation("/d", "x, y", "")] {
        for path in ["/a", "/b"] {
            assert_eq!(path_of(&paths, path), sort, "{path} of {paths}");
        }
    }
    // A new occurrence uses the existing type.
    let grown = model(&(of("", "x, y") + &operation("/d", "x, y", "")), "", &published);
    let files = emit::crate_files(&grown);
    assert!(files["src/api/d/get.rs"].contains("sort: models::Sort"), "{}", files["src/api/d/get.rs"]);
}

#[test]
fn a_resource_keeps_its_module_if_its_spelling_changes() {
    let operation = |path: &str, tags: &str| {
        format!("  {path}: {{get: {{{tags}responses: {{'204': {{description: ok}}}}}}}}\n")
    };
    let before = operation("/users/a", "") + &operation("/users/b", "");
    let published = model(&before, "", &Lock::default()).lock;
    for first in [operation("/Users/c", ""), operation("/people", "tags: [Users], ")] {
        let files = emit::crate_files(&model(&(first + &before), "", &published));
        let modules: Vec<_> = files.keys().filter(|path| path.ends_with("/mod.rs")).collect();
        assert!(files.contains_key("src/api/users/get_a.rs"), "{modules:?}");
        assert_eq!(modules.iter().filter(|path| path.starts_with("src/api/u")).count(), 1, "{modules:?}");
    }
}

#[test]
fn types_merged_in_the_lock_stay_merged() {
    let response = |path: &str| {
        format!(
            "  {path}: {{get: {{tags: [a], responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{type: string, enum: [x, y]}}}}}}}}}}}}}}\n"
        )
    };
    let paths = [response("/a"), response("/b"), response("/c")].concat();
    let free = emit::crate_files(&model(&paths, "", &Lock::default()));
    let of_tag = |files: &Files, text: &str| -> usize {
        let tag = files.iter().filter(|(path, _)| path.starts_with("src/api/a/"));
        tag.map(|(_, file)| file.matches(text).count()).sum()
    };
    assert_eq!(of_tag(&free, "pub enum "), 3);
    let mut lock = Lock::default();
    for path in ["/a", "/b"] {
        let at = ["paths", path, "get", "responses", "200", "content", "application/json", "schema"];
        lock.put(Pointer::root().keys(at), Kind::Type, "api::a::Letter".to_owned());
    }
    let locked = emit::crate_files(&model(&paths, "", &lock));
    assert_eq!(of_tag(&locked, "pub enum "), 2);
    assert_eq!(of_tag(&locked, "output: JsonOrText<Letter>"), 2);
    assert_eq!(locked["src/api/a/letter.rs"].matches("pub enum Letter ").count(), 1);
}
