//! Body names, which come from the document and are fixed by the naming lock.

use generator::config::Config;
use generator::load::Source;
use generator::lock::Lock;
use generator::{Model, Pipeline, emit};

const PLACE: &str = "/paths/~1a/put/requestBody argument api::x::PutA::";

/// Returns the model of a document with one operation, whose body has the given name.
fn model(name: Option<&str>, lock: &Lock) -> Model {
    let name = name.map(|name| format!("x-body-name: {name},")).unwrap_or_default();
    let text = format!(
        "openapi: 3.0.3
info: {{title: T, version: '1'}}
servers: [{{url: 'https://example.com'}}]
paths:
  /a:
    put:
      tags: [X]
      operationId: putA
      parameters: [{{name: body, in: query, schema: {{type: string}}}}]
      requestBody: {{{name} content: {{application/json: {{schema: {{type: boolean}}}}}}}}
      responses: {{'204': {{description: Done}}}}
"
    );
    let source = Source::parse("x.yaml", text).expect("it is YAML");
    let made = Pipeline::locked(Config::default(), lock.clone()).model(&source);
    made.unwrap_or_else(|findings| panic!("{findings:?}")).0
}

/// Returns the setter of the body, its name in the lock, and the lock.
fn named(name: Option<&str>, lock: &Lock) -> (String, Option<String>, Lock) {
    let model = model(name, lock);
    let file = emit::crate_files(&model).remove("src/api/x/put_a.rs").expect("the operation has a file");
    let setters = file.split("pub fn ").filter_map(|rest| rest.split_once("(self, "));
    let setter =
        setters.map(|(name, _)| name.to_owned()).find(|name| name != "body_").expect("it has a setter");
    let locked = model.lock.render().lines().find_map(|line| Some(line.strip_prefix(PLACE)?.to_owned()));
    (setter, locked, model.lock)
}

fn lock(line: &str, of: &Lock) -> Lock {
    let text = of.render();
    let others = text.lines().filter(|line| !line.starts_with(PLACE)).map(|line| format!("{line}\n"));
    Lock::parse(&others.chain([format!("{line}\n")]).collect::<String>()).expect("it is a lock")
}

#[test]
fn a_named_body_is_locked_under_its_name() {
    let (setter, locked, lock) = named(Some("dataTableRow"), &Lock::default());
    assert_eq!((setter.as_str(), locked.as_deref()), ("data_table_row", Some("data_table_row")));
    for other in [Some("row"), Some("body"), None] {
        let (setter, locked, _) = named(other, &lock);
        assert_eq!(
            (setter.as_str(), locked.as_deref()),
            ("data_table_row", Some("data_table_row")),
            "{other:?}"
        );
    }
}

#[test]
fn an_unlocked_body_of_a_locked_operation_is_named_body() {
    for first in [None, Some("body"), Some("Body")] {
        let (setter, locked, lock) = named(first, &Lock::default());
        assert_eq!((setter.as_str(), locked), ("body", None), "{first:?}");
        let (setter, locked, _) = named(Some("row"), &lock);
        assert_eq!((setter.as_str(), locked), ("body", None), "{first:?}");
    }
}

#[test]
fn the_locked_name_of_a_body_can_be_edited() {
    let (_, _, of) = named(Some("row"), &Lock::default());
    for name in ["entry", "body"] {
        let (setter, locked, _) = named(Some("row"), &lock(&format!("{PLACE}{name}"), &of));
        assert_eq!((setter.as_str(), locked.as_deref()), (name, Some(name)));
    }
}

#[test]
fn reserved_and_used_names_get_a_suffix() {
    for (name, setter) in
        [("request", "request_body"), ("type", "type_body"), ("body_", "body"), ("", "body")]
    {
        assert_eq!(named(Some(&format!("{name:?}")), &Lock::default()).0, setter, "{name}");
    }
}
