//! Bodies in examples: valid examples from the document, or generated values otherwise.

use generator::emit::docs;
use serde_json::{Value, json};

use crate::snippet;

/// Returns the example call of an operation whose body has this example in the document.
fn call(example: Value, schema: Value) -> String {
    let content =
        json!({"application/json": {"schema": {"$ref": "#/components/schemas/Order"}, "example": example}});
    let operation = json!({
        "operationId": "addOrder",
        "tags": ["Orders"],
        "requestBody": {"required": true, "content": content},
        "responses": {"204": {"description": "ok"}},
    });
    let size = json!({"type": "string", "enum": ["small", "large"]});
    let schemas = json!({"Order": schema, "Size": size});
    let document = json!({"paths": {"/orders": {"post": operation}}, "components": {"schemas": schemas}});
    let page =
        docs::rust_files(&snippet(&document.to_string())).remove("docs/OrdersApi.md").unwrap_or_default();
    let example = page.split("async fn example(client: &Client) -> Result<()> {\n").nth(1);
    let lines = example.unwrap_or_default().lines().take_while(|line| *line != "    Ok(())");
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}

fn order() -> Value {
    let size = json!({"$ref": "#/components/schemas/Size"});
    let item = json!({"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "count": {"type": "integer"}}});
    json!({
        "type": "object",
        "required": ["customer", "size"],
        "properties": {
            "customer": {"type": "string"},
            "size": size,
            "items": {"type": "array", "items": item},
            "labels": {"type": "object", "additionalProperties": {"type": "string"}},
            "notes": {"type": "array", "items": {"type": "string"}},
            "due": {"type": "string", "format": "date"},
            "price": {"type": "number"},
            "id": {"type": "string", "readOnly": true},
            "more": {},
        },
    })
}

#[test]
fn a_valid_example_is_used_as_the_body() {
    let example = json!({
        "customer": "Grace", "size": "large", "items": [{"name": "tea", "count": 2}, {"name": "milk"}],
        "labels": {"shop": "north"}, "notes": ["soon", "late"], "due": "2024-02-29", "price": 3, "id": "x",
        "more": 9_999_999_999_i64, "unknown": true,
    });
    let want = [
        "let body = Order::new(\"Grace\", Size::Large)",
        ".items([ OrderItems::new(\"tea\").count(2), OrderItems::new(\"milk\"), ])",
        ".labels( std::collections::BTreeMap::from([ (\"shop\".to_owned(), \"north\".to_owned()), ]), )",
        ".notes([\"soon\", \"late\"])",
        ".due(\"2024-02-29\".parse().expect(\"a valid date\"))",
        ".price(3.0)",
        ".more((9999999999_i64).into());",
        "client.orders().add_order(&body).await?;",
    ];
    let got = call(example, order());
    let bare = |text: &str| text.replace([' ', ','], "");
    assert_eq!(bare(&got), bare(&want.concat()), "{got}");
}

#[test]
fn an_invalid_example_is_not_used() {
    let made_up = call(json!(null), order());
    assert!(made_up.contains("Order::new(\"customer\", Size::Small)"), "{made_up}");
    let with = |key: &str, value: Value| {
        let mut example = json!({"customer": "Grace", "size": "large"});
        example[key] = value;
        example
    };
    let mut invalid = vec![json!("Grace"), json!(["Grace"]), json!({"customer": "Grace"}), json!({})];
    invalid.extend([
        with("size", json!("huge")),
        with("customer", json!(null)),
        with("items", json!([{"count": 2}])),
        with("due", json!("2023-02-29")),
        with("labels", json!({"a": 1})),
        with("price", json!("3")),
        with("notes", json!(vec!["a"; 3_000])),
    ]);
    for example in invalid {
        assert_eq!(call(example.clone(), order()), made_up, "{example}");
    }
}

#[test]
fn examples_of_schemas_and_union_variants_are_used() {
    let mut schema = order();
    schema["example"] = json!({"customer": "Ada", "size": "small"});
    assert!(call(json!(null), schema).contains("Order::new(\"Ada\", Size::Small)"));
    let circle =
        json!({"type": "object", "required": ["radius"], "properties": {"radius": {"type": "integer"}}});
    let union = json!({"oneOf": [{"$ref": "#/components/schemas/Size"}, circle]});
    let got = call(json!({"radius": 7}), union);
    assert!(got.contains("::new(7)"), "{got}");
}

#[test]
fn hostile_and_long_examples_are_harmless() {
    let long = "é".repeat(100_000);
    for text in ["\"); panic!(\"", "a\\", "\n```\n<b>", "{}", "\u{202e}", long.as_str()] {
        let example = json!({"customer": text, "size": "large", "labels": {text: text}, "notes": [text]});
        let got = call(example, order());
        assert!(got.contains("Size::Large"), "{got}");
        let literal = got.split("Order::new(").nth(1).and_then(|rest| rest.split(", Size").next());
        let parsed: Option<syn::LitStr> = literal.and_then(|literal| syn::parse_str(literal).ok());
        assert!(parsed.is_some_and(|literal| literal.value().chars().count() <= 60), "{got}");
    }
}
