//! The changes between the two Groups documents, checked against an independent comparison of their trees.

use std::collections::{BTreeMap, BTreeSet};

use generator::config::Config;
use generator::diff::{Change, Changes, Impact, Kind, Official, Place, diff};
use generator::load::Source;
use generator::{Model, Pipeline};
use serde_json::Value;

const OLD: &str = include_str!("../../spec/groups-173.0.0.yaml");
const NEW: &str = include_str!("../../spec/groups-202.0.0.yaml");

fn model(text: &str) -> Model {
    let config =
        Config::parse(include_str!("../../spec/sdk.toml")).unwrap_or_else(|finding| panic!("{finding}"));
    let source = Source::parse("groups.yaml", text).unwrap_or_else(|finding| panic!("{finding}"));
    let config = Config { borrowed: true, ..config };
    generator::model(&source, config).unwrap_or_else(|findings| panic!("{findings:?}")).0
}

fn changes() -> Changes {
    diff(&model(OLD), &model(NEW))
}

/// The compared parts of a change: its kind, its location, and the changed item with its value.
type Summary = (&'static str, String, String);

fn summary(change: &Change) -> Summary {
    let place = match &change.place {
        Place::Api => String::new(),
        Place::Operation(name) | Place::Model(name) => name.clone(),
    };
    let subject = change.subject.clone().unwrap_or_default();
    let is_value = matches!(
        change.kind,
        Kind::PropertyValueAdded
            | Kind::PropertyValueRemoved
            | Kind::ParameterValueAdded
            | Kind::ParameterValueRemoved
            | Kind::ServerValueAdded
            | Kind::ServerValueRemoved
    );
    let value = change.new.as_ref().or(change.old.as_ref()).filter(|_| is_value);
    (change.kind.rule().name, place, value.map_or(subject.clone(), |value| format!("{subject}={value}")))
}

/// A comparison of two plain trees. It supports only the kinds of differences between these two documents and
/// panics on any other kind.
mod plain {
    use super::{BTreeMap, BTreeSet, Summary, Value};

    pub(super) fn compare(old: &Value, new: &Value) -> BTreeSet<Summary> {
        let mut found = BTreeSet::new();
        let mut note = |kind: &'static str, place: &str, subject: String| {
            assert!(found.insert((kind, place.to_owned(), subject)), "{kind} {place} twice");
        };
        for (key, one, other) in both(old, new) {
            match key.as_str() {
                "info" => info(one, other, &mut note),
                "servers" => servers(one, other, &mut note),
                "paths" => paths(one, other, &mut note),
                "components" => components(one, other, &mut note),
                _ => assert_eq!(one, other, "{key}"),
            }
        }
        found
    }

    type Note<'a> = &'a mut dyn FnMut(&'static str, &str, String);

    /// Returns the keys of two objects, with the value in each object.
    fn both<'a>(old: &'a Value, new: &'a Value) -> Vec<(String, &'a Value, &'a Value)> {
        let keys = |value: &Value| value.as_object().map(|map| map.keys().cloned().collect::<BTreeSet<_>>());
        let all: BTreeSet<String> = keys(old).into_iter().chain(keys(new)).flatten().collect();
        all.into_iter().map(|key| (key.clone(), &old[key.as_str()], &new[key.as_str()])).collect()
    }

    fn info(old: &Value, new: &Value, note: Note<'_>) {
        for (key, one, other) in both(old, new).into_iter().filter(|(_, one, other)| one != other) {
            match key.as_str() {
                "version" => note("api-version", "", String::new()),
                "description" => note("api-description", "", String::new()),
                _ => panic!("info.{key}: {one} and {other}"),
            }
        }
    }

    fn servers(old: &Value, new: &Value, note: Note<'_>) {
        let (old_values, new_values) =
            (&old[0]["variables"]["region"]["enum"], &new[0]["variables"]["region"]["enum"]);
        values(("server-value-added", "server-value-removed"), "", "region", old_values, new_values, note);
        let rest = |servers: &Value| {
            let mut servers = servers.clone();
            for key in ["enum", "x-enum-varnames"] {
                servers[0]["variables"]["region"][key] = Value::Null;
            }
            servers
        };
        assert_eq!(rest(old), rest(new));
    }

    fn values(
        kinds: (&'static str, &'static str),
        place: &str,
        subject: &str,
        old: &Value,
        new: &Value,
        note: Note<'_>,
    ) {
        let set = |list: &Value| -> BTreeSet<String> {
            let list = list.as_array().into_iter().flatten();
            list.map(|value| value.as_str().unwrap_or_else(|| panic!("{value}")).to_owned()).collect()
        };
        let (old, new) = (set(old), set(new));
        new.difference(&old).for_each(|value| note(kinds.0, place, format!("{subject}={value}")));
        old.difference(&new).for_each(|value| note(kinds.1, place, format!("{subject}={value}")));
    }

    fn paths(old: &Value, new: &Value, note: Note<'_>) {
        for (path, one, other) in both(old, new) {
            assert!(!other.is_null(), "{path} is removed");
            if one.is_null() {
                note("path-added", "", path.clone());
            }
            for (method, one, other) in both(one, other) {
                let place = format!("{} {path}", method.to_uppercase());
                if one.is_null() {
                    note("operation-added", &place, String::new());
                } else {
                    operation(&place, one, other, note);
                }
            }
        }
    }

    fn operation(place: &str, old: &Value, new: &Value, note: Note<'_>) {
        for (key, one, other) in both(old, new).into_iter().filter(|(_, one, other)| one != other) {
            assert_eq!(key, "parameters", "{place}: {one} and {other}");
            let named = |list: &Value| -> BTreeMap<String, Value> {
                let list = list.as_array().into_iter().flatten();
                list.map(|param| (param["name"].to_string(), param.clone())).collect()
            };
            let (one, other) = (named(one), named(other));
            assert!(one.keys().eq(other.keys()), "{place}: other parameters");
            for (one, other) in one.values().zip(other.values()).filter(|(one, other)| one != other) {
                let name = one["name"].as_str().unwrap_or_default();
                let is_list = one["schema"]["type"] == "array";
                let list = |param: &Value| {
                    if is_list {
                        param["schema"]["items"]["enum"].clone()
                    } else {
                        param["schema"]["enum"].clone()
                    }
                };
                let kinds = ("parameter-value-added", "parameter-value-removed");
                values(kinds, place, name, &list(one), &list(other), note);
                let rest = |param: &Value| {
                    let mut param = param.clone();
                    let schema = if is_list { &mut param["schema"]["items"] } else { &mut param["schema"] };
                    schema["enum"] = Value::Null;
                    param
                };
                assert_eq!(rest(one), rest(other), "{place}: {name}");
            }
        }
    }

    fn components(old: &Value, new: &Value, note: Note<'_>) {
        for (key, one, other) in both(old, new) {
            if key != "schemas" {
                assert_eq!(one, other, "{key}");
                continue;
            }
            for (name, one, other) in both(one, other) {
                assert!(!other.is_null(), "{name} is removed");
                if one.is_null() {
                    note("model-added", &name, String::new());
                    continue;
                }
                for (key, one, other) in both(one, other).into_iter().filter(|(_, one, other)| one != other) {
                    assert_eq!(key, "properties", "{name}: {one} and {other}");
                    properties(&name, one, other, note);
                }
            }
        }
    }

    fn properties(model: &str, old: &Value, new: &Value, note: Note<'_>) {
        for (name, one, other) in both(old, new) {
            assert!(!other.is_null(), "{model}.{name} is removed");
            if one.is_null() {
                note("property-added", model, name);
                continue;
            }
            for (key, one, other) in both(one, other).into_iter().filter(|(_, one, other)| one != other) {
                match key.as_str() {
                    "enum" => {
                        let kinds = ("property-value-added", "property-value-removed");
                        values(kinds, model, &name, one, other, note);
                    }
                    "deprecated" if other == &Value::Bool(true) => {
                        note("property-deprecated", model, name.clone());
                    }
                    "description" => note("property-description", model, name.clone()),
                    _ => panic!("{model}.{name}.{key}: {one} and {other}"),
                }
            }
        }
    }
}

#[test]
fn each_difference_is_listed_exactly_once() {
    let changes = changes();
    let found: Vec<Summary> = changes.iter().map(summary).collect();
    let set: BTreeSet<Summary> = found.iter().cloned().collect();
    assert_eq!(set.len(), found.len(), "duplicate change");
    let tree = |text: &str| serde_yaml::from_str::<Value>(text).unwrap_or_else(|error| panic!("{error}"));
    let wanted = plain::compare(&tree(OLD), &tree(NEW));
    assert!(wanted.len() > 20, "{wanted:?}");
    assert_eq!(set, wanted);
}

#[test]
fn official_classes_match_the_release_notes() {
    let changes = changes();
    let of = |class: Official| -> Vec<(&str, String, String)> {
        changes.iter().filter(|change| change.official() == class).map(summary).collect()
    };
    let named = |list: Vec<Summary>| -> BTreeMap<&str, BTreeSet<String>> {
        let mut sorted: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (kind, place, subject) in list {
            let name = if subject.is_empty() { place } else { format!("{place} {subject}") };
            sorted.entry(kind).or_default().insert(name.trim().to_owned());
        }
        sorted
    };
    let set = |list: &[&str]| -> BTreeSet<String> { list.iter().map(|one| (*one).to_owned()).collect() };
    let major = named(of(Official::Major));
    assert_eq!(
        major,
        BTreeMap::from([("property-value-removed", set(&["FieldConfig entityType=externalContact"]))])
    );
    let minor = named(of(Official::Minor));
    let models = [
        "DynamicGroupDefinition",
        "DynamicGroupLanguageSkillCondition",
        "DynamicGroupQuery",
        "DynamicGroupQueryPreview",
        "DynamicGroupRoutingSkillCondition",
        "DynamicGroupSkillCondition",
        "Limit",
    ];
    let properties = [
        "ErrorBody limit",
        "Group rolesEnabled",
        "GroupCreate rolesEnabled",
        "GroupUpdate rolesEnabled",
        "User preferredName",
        "UserPresence sourceId",
    ];
    assert_eq!(minor["path-added"].len(), 2);
    assert_eq!(minor["operation-added"].len(), 4);
    assert_eq!(minor["model-added"], set(&models));
    assert_eq!(minor["property-added"], set(&properties));
    assert_eq!(minor.len(), 4, "{minor:?}");
    assert!(of(Official::Point).is_empty());
    let unseen = of(Official::Unlisted);
    assert!(
        unseen
            .iter()
            .any(|(kind, _, what)| (*kind, what.as_str())
                == ("parameter-value-removed", "type=externalContact"))
    );
    assert!(
        unseen.iter().any(|(kind, _, what)| *kind == "parameter-value-added" && what.starts_with("expand="))
    );
}

#[test]
fn breaking_changes_contain_the_rust_item_and_advice() {
    let changes = changes();
    let breaking: Vec<_> = changes.iter().filter(|change| change.impact() == Impact::Breaking).collect();
    let paths: Vec<_> = breaking.iter().filter_map(|change| change.rust.as_deref()).collect();
    assert_eq!(
        paths,
        [
            "api::groups::GetFieldconfigType::ExternalContact",
            "models::FieldConfigEntityType::ExternalContact"
        ]
    );
    assert!(breaking.iter().all(|change| change.advice().is_some_and(|advice| !advice.is_empty())));
    let previews = changes.iter().filter(|change| change.preview).count();
    assert_eq!(previews, 4 + 6, "four operations, and the models that only these operations use");
}

#[test]
fn a_document_does_not_differ_from_itself() {
    assert!(diff(&model(NEW), &model(NEW)).is_empty());
}

#[test]
fn the_reverse_diff_contains_the_opposite_changes() {
    let (there, back) = (changes(), diff(&model(NEW), &model(OLD)));
    let opposite = |kind: &'static str| match kind.rsplit_once('-') {
        Some((what, "added")) => format!("{what}-removed"),
        Some((what, "removed")) => format!("{what}-added"),
        Some((what, "deprecated")) => format!("{what}-undeprecated"),
        _ => kind.to_owned(),
    };
    let set =
        |changes: &Changes, name: &dyn Fn(&'static str) -> String| -> BTreeSet<(String, String, String)> {
            changes.iter().map(summary).map(|(kind, place, subject)| (name(kind), place, subject)).collect()
        };
    assert_eq!(set(&back, &|kind| kind.to_owned()), set(&there, &opposite));
}

/// Returns a model with one operation, whose body has the given media type.
fn with_body(media_type: &str, schema: &str) -> Model {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{post: {{operationId: a, \
         requestBody: {{required: true, content: {{{media_type}: {{schema: {schema}}}}}}}, responses: {{'204': {{description: d}}}}}}}}}}\n"
    );
    let source = Source::parse("api.yaml", document.as_bytes()).expect("the document is YAML");
    generator::model(&source, Config::default()).expect("the document can be generated").0
}

#[test]
fn fields_of_a_form_are_compared_as_parameters() {
    let form = "application/x-www-form-urlencoded";
    let old =
        with_body(form, "{type: object, required: [b], properties: {b: {type: string}, c: {type: integer}}}");
    let new = with_body(
        form,
        "{type: object, required: [b, c], properties: {b: {type: integer}, c: {type: integer}, d: {type: string}}}",
    );
    let changes = diff(&old, &new);
    let kinds: Vec<_> = changes
        .iter()
        .map(|change| (change.kind.rule().name, change.subject.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(kinds, [("parameter-type", "b"), ("parameter-made-required", "c"), ("parameter-added", "d")]);
}

#[test]
fn a_different_media_type_changes_the_body_type() {
    let schema = "{type: object, properties: {b: {type: string}}}";
    let changes =
        diff(&with_body("application/json", schema), &with_body("application/x-www-form-urlencoded", schema));
    let kinds: Vec<_> = changes.iter().map(|change| change.kind.rule().name).collect();
    assert!(kinds.contains(&"body-type"), "{kinds:?}");
    assert!(changes.iter().any(|change| change.impact() == Impact::Breaking));
}

#[test]
fn document_order_is_irrelevant() {
    let mut tree = serde_yaml::from_str::<Value>(NEW).unwrap_or_else(|error| panic!("{error}"));
    for at in ["/paths", "/components/schemas"] {
        let members = tree.pointer_mut(at).and_then(Value::as_object_mut).expect("it is an object");
        *members = std::mem::take(members).into_iter().rev().collect();
    }
    let old = model(NEW);
    let config =
        Config::parse(include_str!("../../spec/sdk.toml")).unwrap_or_else(|finding| panic!("{finding}"));
    let source = Source::parse("groups.json", tree.to_string()).unwrap_or_else(|finding| panic!("{finding}"));
    let config = Config { borrowed: true, ..config };
    let (new, _) = Pipeline::locked(config, old.lock.clone()).model(&source).expect("it has a model");
    let changes = diff(&old, &new);
    assert!(changes.is_empty(), "{:?}", changes.iter().map(summary).collect::<Vec<_>>());
}

/// A type that no longer equals the types it was merged with gets a new name, which is a breaking change.
#[test]
fn a_type_that_leaves_a_shared_type_is_renamed() {
    let document = |of_c: &str| {
        let state = |values: &str| format!("{{properties: {{state: {{enum: [{values}], type: string}}}}}}");
        let schemas = [("A", state("on, off")), ("B", state("on, off")), ("C", state(of_c))];
        let schemas: Vec<String> = schemas.iter().map(|(name, schema)| format!("{name}: {schema}")).collect();
        let text = format!(
            "{{openapi: 3.0.3, info: {{title: T, version: '1'}}, paths: {{}}, components: {{schemas: {{{}}}}}}}",
            schemas.join(", ")
        );
        Source::parse("x.yaml", text).unwrap_or_else(|finding| panic!("{finding}"))
    };
    let old = generator::model(&document("on, off"), Config::default()).expect("a model").0;
    let lock = old.lock.clone();
    let new = Pipeline::locked(Config::default(), lock.clone())
        .model(&document("on, off, new"))
        .expect("a model")
        .0;
    let found: Vec<String> = diff(&old, &new)
        .iter()
        .map(|change| {
            let names = (change.old.as_deref().unwrap_or("-"), change.new.as_deref().unwrap_or("-"));
            format!("{} {:?} {} {}", change.kind.rule().name, change.impact(), names.0, names.1)
        })
        .collect();
    assert_eq!(
        found,
        ["property-value-added Additive - new", "type-rust-name Breaking models::State models::CState",]
    );
}
