//! Completeness: every fixed field of every object in the OpenAPI Specification has a row in the keyword table. An
//! unknown key in any object is reported.
//!
//! `fixed_fields/fields.txt` lists the objects and their fields. A script in the same folder derives the list from the
//! official JSON schemas.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use generator::config::Config;
use generator::coverage::{Dialect, Kind};
use generator::load::Source;
use serde_json::{Value, json};

const FIELDS: &str = include_str!("fixed_fields/fields.txt");

/// The kinds that have rows for an object, by the anchor of the object's section.
const KINDS: &[(&str, &[Kind])] = &[
    ("swagger", &[Kind::Document]),
    ("openapi", &[Kind::Document]),
    ("info", &[Kind::Info]),
    ("contact", &[Kind::Contact]),
    ("license", &[Kind::License]),
    ("server", &[Kind::Server]),
    ("server-variable", &[Kind::ServerVariable]),
    ("components", &[Kind::Components]),
    ("paths", &[]),
    ("path-item", &[Kind::PathItem]),
    ("operation", &[Kind::Operation]),
    ("external-documentation", &[Kind::ExternalDocs]),
    ("parameter", &[Kind::Parameter]),
    ("request-body", &[Kind::RequestBody]),
    ("media-type", &[Kind::MediaType, Kind::SentContent, Kind::ReadContent, Kind::InnerContent]),
    ("encoding", &[Kind::Encoding]),
    ("responses", &[]),
    ("response", &[Kind::Response]),
    ("callback", &[Kind::Callback]),
    ("example", &[Kind::Example]),
    ("link", &[Kind::Link]),
    ("header", &[Kind::Header]),
    ("tag", &[Kind::Tag]),
    ("reference", &[Kind::Reference]),
    ("schema", &[Kind::Schema]),
    ("items", &[Kind::Schema]),
    ("discriminator", &[Kind::Discriminator]),
    ("xml", &[Kind::Xml]),
    ("security-scheme", &[Kind::SecurityScheme]),
    ("oauth-flows", &[Kind::Flows]),
    ("oauth-flow", &[Kind::Flow]),
    ("security-requirement", &[Kind::Requirement]),
];

/// Keywords that the generator reads although the specification does not define them: the object, the keyword, and the
/// versions.
const ALSO_READ: &[(&str, &str, &[Dialect])] = &[
    ("path-item", "trace", &[Dialect::Swagger20]),
    ("parameter", "deprecated", &[Dialect::Swagger20]),
    ("media-type", "itemSchema", &[Dialect::OpenApi30, Dialect::OpenApi31]),
    ("schema", "$ref", &[Dialect::OpenApi30]),
    ("schema", "nullable", &[Dialect::Swagger20, Dialect::OpenApi31, Dialect::OpenApi32]),
    ("schema", "oneOf", &[Dialect::Swagger20]),
    ("schema", "anyOf", &[Dialect::Swagger20]),
    ("schema", "not", &[Dialect::Swagger20]),
    ("schema", "deprecated", &[Dialect::Swagger20]),
    ("schema", "writeOnly", &[Dialect::Swagger20]),
];

/// A field of an object.
struct Field {
    name: &'static str,
    /// Whether the name is fixed. Otherwise, it is an example of a name that matches the pattern.
    is_fixed: bool,
    /// `[` for an array of objects, and `{` for a map of objects.
    wrap: Option<char>,
    /// The objects that the field can contain.
    inside: Vec<&'static str>,
}

/// The objects of a version, by the anchors of their sections.
struct Version {
    dialect: Dialect,
    objects: BTreeMap<&'static str, Vec<Field>>,
}

/// The keys from the root to an object. `-` is the first item of an array.
type Steps = Vec<String>;

fn versions() -> Vec<Version> {
    let mut found: Vec<Version> = Vec::new();
    for line in FIELDS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(version) = line.strip_prefix("version ") {
            let dialect = match version {
                "2.0" => Dialect::Swagger20,
                "3.0" => Dialect::OpenApi30,
                "3.1" => Dialect::OpenApi31,
                "3.2" => Dialect::OpenApi32,
                other => panic!("unknown version {other}"),
            };
            found.push(Version { dialect, objects: BTreeMap::new() });
            continue;
        }
        let (object, fields) = line.split_once("-object: ").expect("a line names an object");
        let fields = fields.split(' ').map(field).collect();
        found.last_mut().expect("a version comes first").objects.insert(object, fields);
    }
    found
}

fn field(text: &'static str) -> Field {
    let (name, inside) = text.split_once('=').unwrap_or((text, ""));
    let inside: &'static str = inside;
    let wrap = inside.chars().next().filter(|first| matches!(first, '[' | '{'));
    let inside = inside.trim_matches(['[', ']', '{', '}']);
    let inside = inside.split('|').filter(|object| !object.is_empty()).collect();
    Field { name: name.trim_start_matches('~'), is_fixed: !name.starts_with('~'), wrap, inside }
}

fn kinds(object: &str) -> &'static [Kind] {
    let found = KINDS.iter().find(|(name, _)| *name == object);
    found.unwrap_or_else(|| panic!("{object} has no kinds in this test")).1
}

/// Returns whether a kind has a row for a keyword. Swagger 2.0 parameters and headers contain the keywords of their
/// schemas.
fn has_row(kind: Kind, keyword: &str, dialect: Dialect) -> bool {
    let is_there =
        |kind: Kind| kind.rows().iter().any(|row| row.keyword == keyword && row.dialects.contains(&dialect));
    let is_schema = dialect == Dialect::Swagger20 && matches!(kind, Kind::Parameter | Kind::Header);
    is_there(kind) || (is_schema && is_there(Kind::Schema))
}

#[test]
fn every_fixed_field_has_a_row() {
    let (mut missing, mut number) = (Vec::new(), 0);
    for Version { dialect, objects } in versions() {
        for (object, fields) in &objects {
            for field in fields.iter().filter(|field| field.is_fixed) {
                for kind in kinds(object) {
                    number += 1;
                    if !has_row(*kind, field.name, dialect) {
                        missing.push(format!("{dialect:?} {}: {}", kind.name(), field.name));
                    }
                }
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
    assert!(number > 800, "only {number} fields");
}

#[test]
fn every_row_is_a_fixed_field() {
    let mut wrong = Vec::new();
    for Version { dialect, objects } in versions() {
        for kind in Kind::ALL {
            let same = objects.iter().filter(|(object, _)| kinds(object).contains(&kind));
            let same: Vec<_> = same.collect();
            // Rows for objects that this version does not have are never used.
            if same.is_empty() {
                continue;
            }
            let has = |keyword: &str| {
                let of_schema = objects.get("schema").filter(|_| kind == Kind::Schema).into_iter();
                let mut fields = same.iter().map(|(_, fields)| *fields).chain(of_schema).flatten();
                fields.any(|field| field.name == keyword)
            };
            let is_extra = |keyword: &str| {
                ALSO_READ.iter().any(|(object, extra, dialects)| {
                    kinds(object).contains(&kind) && *extra == keyword && dialects.contains(&dialect)
                })
            };
            for row in kind.rows().iter().filter(|row| row.dialects.contains(&dialect)) {
                let keyword = row.keyword;
                if !keyword.is_empty() && !keyword.starts_with("x-") && !has(keyword) && !is_extra(keyword) {
                    wrong.push(format!("{dialect:?} {}: {keyword}", kind.name()));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_kind_is_an_object() {
    let known: BTreeSet<Kind> = KINDS.iter().flat_map(|(_, kinds)| kinds.iter().copied()).collect();
    assert_eq!(known, BTreeSet::from(Kind::ALL));
}

/// Returns the steps to every object, once for each field that can contain it. The path to the object with that field
/// is the shortest one.
fn places(objects: &BTreeMap<&'static str, Vec<Field>>, root: &'static str) -> Vec<(&'static str, Steps)> {
    let mut todo = VecDeque::from([(root, Steps::new())]);
    let (mut seen, mut found) = (BTreeSet::from([root]), vec![(root, Steps::new())]);
    while let Some((object, steps)) = todo.pop_front() {
        for field in objects.get(object).into_iter().flatten() {
            let mut at = steps.clone();
            at.push(field.name.to_owned());
            let name = if field.name == "content" { "application/json" } else { "COPY" };
            at.extend(field.wrap.map(|wrap| if wrap == '[' { "-" } else { name }.to_owned()));
            for inside in &field.inside {
                found.push((*inside, at.clone()));
                // In a webhook, only the request is read.
                if field.name != "webhooks" && seen.insert(*inside) {
                    todo.push_back((*inside, at.clone()));
                }
            }
        }
    }
    found
}

/// Puts a value into a document and creates the objects and arrays on the path to it.
fn put(tree: &mut Value, steps: &[String], value: Value) {
    let Some((step, rest)) = steps.split_first() else {
        *tree = value;
        return;
    };
    if step == "-" {
        if !tree.is_array() {
            *tree = json!([{}]);
        }
        return put(&mut tree[0], rest, value);
    }
    if !tree.is_object() {
        *tree = json!({});
    }
    put(&mut tree[step.as_str()], rest, value);
}

/// Returns a document with an unknown key in the object at the given steps, and the location of the key.
fn document(dialect: Dialect, object: &str, steps: &[String]) -> (Value, String) {
    let (field, version) = match dialect {
        Dialect::Swagger20 => ("swagger", "2.0"),
        Dialect::OpenApi30 => ("openapi", "3.0.3"),
        Dialect::OpenApi31 => ("openapi", "3.1.0"),
        Dialect::OpenApi32 => ("openapi", "3.2.0"),
    };
    let operation = json!({ "get": { "responses": { "204": { "description": "D" } } } });
    let mut tree =
        json!({ field: version, "info": { "title": "T", "version": "1" }, "paths": { "/o": operation } });
    let mut at = steps.to_vec();
    if object == "reference" {
        at.push("$ref".to_owned());
        put(&mut tree, &at, json!("#/components/schemas/S"));
        at.pop();
    }
    at.push("unknownKey".to_owned());
    put(&mut tree, &at, json!({}));
    let escaped = at.iter().map(|step| if step == "-" { "0" } else { step.as_str() });
    let escaped = escaped.map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1")));
    (tree, escaped.collect())
}

#[test]
fn an_unknown_key_in_any_object_is_reported() {
    let (mut silent, mut number) = (Vec::new(), 0);
    for Version { dialect, objects } in versions() {
        let root = if dialect == Dialect::Swagger20 { "swagger" } else { "openapi" };
        let places = places(&objects, root);
        let reached: BTreeSet<_> = places.iter().map(|(object, _)| *object).collect();
        assert_eq!(reached, objects.keys().copied().collect(), "{dialect:?}: not every object is reached");
        // Every key in a callback is an expression, so a callback has no unknown keys.
        for (object, steps) in places.iter().filter(|(object, _)| *object != "callback") {
            let (tree, at) = document(dialect, object, steps);
            let source = Source::parse("document.json", tree.to_string()).expect("the document is JSON");
            let findings =
                generator::model(&source, Config::default()).map_or_else(|all| all, |(_, all)| all);
            number += 1;
            if !findings.iter().any(|finding| finding.pointer.to_string() == at) {
                silent.push(format!("{dialect:?} {object}: {at}"));
            }
        }
    }
    assert_eq!(silent, Vec::<String>::new());
    assert!(number > 350, "only {number} places");
}
