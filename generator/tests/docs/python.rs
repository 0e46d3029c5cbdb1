//! The layout rules of the Python pages, each tested with a small document.

use generator::emit::docs::{self, Flavor};
use serde_json::{Value, json};

use crate::snippet;

/// Returns the only page of a snippet.
fn page(fragment: &str, flavor: Flavor) -> String {
    let pages = docs::files(&snippet(fragment), flavor);
    assert_eq!(pages.len(), 1, "{:?}", pages.keys());
    pages.into_values().collect()
}

/// Returns the lines with the given prefix on the page of an operation with the given parameters.
fn of_params(params: &str, start: &str) -> Vec<String> {
    let fragment = format!(
        "paths:\n  /things:\n    get:\n      operationId: getThings\n      tags: [Things]\n      summary: Get things\n      \
         parameters:\n{params}\n      responses: {{default: {{description: done}}}}\n"
    );
    let page = page(&fragment, purecloud_python_202());
    page.lines().filter(|line| line.starts_with(start)).map(str::to_owned).collect()
}

/// Returns the description of an optional parameter `p` with the given schema, from the example and the table.
fn of_schema(schema: &str) -> [String; 2] {
    let param = format!("        - {{name: p, in: query, description: D, schema: {schema}}}");
    let one = |start| of_params(&param, start).concat();
    [one("p = "), one("| **p**")]
}

#[test]
fn each_type_has_its_name_and_its_example() {
    let cases = [
        ("{type: string}", "'p_example' # str", "**str**"),
        ("{type: string, format: uuid}", "'p_example' # str", "**str**"),
        ("{type: string, format: byte}", "'p_example' # str", "**str**"),
        ("{type: integer}", "56 # int", "**int**"),
        ("{type: integer, format: int64}", "56 # int", "**int**"),
        ("{type: number}", "3.4 # float", "**float**"),
        ("{type: number, format: float}", "3.4 # float", "**float**"),
        ("{type: boolean}", "True # bool", "**bool**"),
        ("{type: string, format: date}", "'2013-10-20' # date", "**date**"),
        ("{type: string, format: date-time}", "'2013-10-20T19:20:30+01:00' # datetime", "**datetime**"),
        ("{type: array, items: {type: string}}", "['p_example'] # list[str]", "[**list[str]**](str.html)"),
        ("{type: array, items: {type: integer}}", "[56] # list[int]", "[**list[int]**](int.html)"),
        ("{type: object}", "NULL # object", "[**object**](object.html)"),
        (
            "{type: object, additionalProperties: {type: string}}",
            "NULL # object",
            "[**object**](object.html)",
        ),
    ];
    for (schema, example, cell) in cases {
        let want = [format!("p = {example} | D (optional)"), format!("| **p** | {cell}| D | [optional]  |")];
        assert_eq!(of_schema(schema), want, "{schema}");
    }
}

#[test]
fn defaults_take_precedence_over_examples() {
    let cases = [
        ("{type: integer, default: 25}", "25 # int", "25", "25"),
        ("{type: number, default: 0.5}", "0.5 # float", "0.5", "0.5"),
        ("{type: boolean, default: true}", "True # bool", "True", "True"),
        ("{type: boolean, default: false}", "False # bool", "False", "False"),
        ("{type: string, default: ASC}", "''ASC'' # str", "'ASC'", "&#39;ASC&#39;"),
        ("{type: string, default: a=b, example: c}", "''a=b'' # str", "'a=b'", "&#39;a&#x3D;b&#39;"),
    ];
    for (schema, example, comment, cell) in cases {
        let [line, row] = of_schema(schema);
        assert_eq!(line, format!("p = {example} | D (optional) (default to {comment})"), "{schema}");
        assert!(row.ends_with(&format!("| D | [optional] [default to {cell}] |")), "{row}");
    }
}

#[test]
fn examples_of_the_document_are_quoted() {
    let [line, row] = of_schema("{type: string, example: 2015-01-01T12:00}");
    assert_eq!(line, "p = '2015-01-01T12:00' # str | D (optional)");
    assert_eq!(row, "| **p** | **str**| D | [optional]  |");
}

#[test]
fn values_of_enums_and_enum_lists_are_listed() {
    let [line, row] = of_schema("{type: string, enum: [up, down], default: up}");
    assert_eq!(line, "p = ''up'' # str | D (optional) (default to 'up')");
    assert_eq!(
        row,
        "| **p** | **str**| D | [optional] [default to &#39;up&#39;]<br />**Values**: up, down |"
    );
    let [line, row] = of_schema("{type: array, items: {type: string, enum: [up, down]}}");
    assert_eq!(line, "p = ['p_example'] # list[str] | D (optional)");
    assert_eq!(row, "| **p** | [**list[str]**](str.html)| D | [optional] <br />**Values**: up, down |");
}

#[test]
fn strings_are_escaped_in_the_example_and_in_the_table() {
    let params = "        - {name: p, in: query, required: true, schema: {type: string}, \
                  description: \"a \\\"b\\\" c=d\\te\\\\f\\n<g> & 'h'\"}";
    assert_eq!(of_params(params, "p = "), ["p = 'p_example' # str | a \\\"b\\\" c=d e\\\\f <g> & 'h'"]);
    let row = "| **p** | **str**| a \\&quot;b\\&quot; c&#x3D;d e\\\\f &lt;g&gt; &amp; &#39;h&#39; |  |";
    assert_eq!(of_params(params, "| **p**"), [row]);
}

#[test]
fn names_follow_python() {
    let params = "        - {name: from, in: query, schema: {type: string}}\n        \
                  - {name: X-Request-ID, in: header, required: true, schema: {type: string}}\n        \
                  - {name: 'filter[firstName]', in: query, schema: {type: string}}";
    let heading = "##  get_things(x_request_id, pcFrom=pcFrom, filter_first_name=filter_first_name)";
    assert_eq!(of_params(params, "##  "), [heading]);
}

#[test]
fn the_body_is_the_last_parameter_of_its_group() {
    let heading = |required: bool| {
        let text = json!({"type": "string"});
        let page = of_operation(json!({
            "operationId": "putA",
            "tags": ["A"],
            "parameters": [
                {"name": "q", "in": "query", "schema": text},
                {"name": "id", "in": "query", "required": true, "schema": text},
            ],
            "requestBody": {"required": required, "content": of_type("application/json", &text)},
            "responses": {"204": {"description": "done"}},
        }));
        page.lines().find(|line| line.starts_with("##  ")).map(str::to_owned)
    };
    assert_eq!(heading(true).as_deref(), Some("##  put_a(id, body, q=q)"));
    assert_eq!(heading(false).as_deref(), Some("##  put_a(id, q=q, body=body)"));
}

#[test]
fn an_operation_is_on_the_page_of_every_tag() {
    let model = snippet(
        "paths:\n  /a: {get: {operationId: getA, tags: [Big Things, small], responses: {'200': {description: ok}}}}\n  \
         /b: {get: {operationId: getB, tags: [small], responses: {'200': {description: ok}}}}\n",
    );
    let pages = docs::files(&model, purecloud_python_202());
    let anchors = |page: &str| pages[page].matches("<a name=").count();
    assert_eq!(pages.keys().collect::<Vec<_>>(), ["BigThingsApi.md", "SmallApi.md"]);
    assert_eq!((anchors("BigThingsApi.md"), anchors("SmallApi.md")), (1, 2));
    assert!(pages["BigThingsApi.md"].contains("|[**get_a**](BigThingsApi.html#get_a) | |\n"));
}

#[test]
fn operations_are_sorted_byte_by_byte() {
    let done = json!({"200": {"description": "ok"}});
    let operation = |id: &str| json!({"get": {"operationId": id, "tags": ["A"], "responses": done}});
    let ids = ["getGroups", "getGroupMembers", "getGroup", "deleteGroup"];
    let paths: Value = ids.map(|id| (format!("/{id}"), operation(id))).into_iter().collect();
    let page = page(&json!({"paths": paths}).to_string(), purecloud_python_202());
    let order: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("##  ")?.strip_suffix("()")).collect();
    assert_eq!(order, ["delete_group", "get_group", "get_group_members", "get_groups"]);
}

/// Returns the page of an operation in a document with two schemas, one of which has no properties.
fn of_operation(operation: Value) -> String {
    let thing = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let schemas = json!({"Thing": thing, "Empty": {"type": "object"}});
    let document = json!({"paths": {"/a": {"post": operation}}, "components": {"schemas": schemas}});
    page(&document.to_string(), purecloud_python_202())
}

fn of_type(media_type: &str, schema: &Value) -> Value {
    json!({media_type: {"schema": schema}})
}

#[test]
fn only_response_classes_are_linked() {
    let thing = json!({"$ref": "#/components/schemas/Thing"});
    let list = |items: &Value| json!({"type": "array", "items": items});
    let cases = [
        (thing.clone(), "[**Thing**](Thing.html)", "[**Thing**](Thing.html)"),
        (list(&thing), "[**list[Thing]**](Thing.html)", "[**list[Thing]**](Thing.html)"),
        (list(&json!({"type": "string"})), "list[str]**", "**list[str]**"),
        (
            json!({"type": "object", "additionalProperties": {"type": "object"}}),
            "dict(str, object)**",
            "**dict(str, object)**",
        ),
        (json!({"$ref": "#/components/schemas/Empty"}), "object**", "**object**"),
        (json!({"type": "object"}), "object**", "**object**"),
        (json!({"type": "string"}), "str**", "**str**"),
        (json!({"type": "integer"}), "int**", "**int**"),
    ];
    for (schema, heading, text) in cases {
        let ok = json!({"description": "ok", "content": of_type("application/json", &schema)});
        let page = of_operation(json!({"operationId": "getA", "tags": ["A"], "responses": {"200": ok}}));
        assert!(page.contains(&format!("\n## {heading} get_a()\n")), "{schema}\n{page}");
        assert!(page.ends_with(&format!("### Return type\n\n{text}\n\n")), "{schema}\n{page}");
        let call = "    api_response = api_instance.get_a()\n    pprint(api_response)\n";
        assert!(page.contains(call), "{schema}\n{page}");
    }
}

#[test]
fn bodies_of_each_kind() {
    let thing = json!({"$ref": "#/components/schemas/Thing"});
    let list = |items: &Value| json!({"type": "array", "items": items});
    let cases = [
        (thing.clone(), "ThingsClient.Thing() # Thing", "[**Thing**](Thing.html)"),
        (list(&thing), "[ThingsClient.Thing()] # list[Thing]", "[**list[Thing]**](Thing.html)"),
        (list(&json!({"type": "string"})), "['body_example'] # list[str]", "[**list[str]**](str.html)"),
        (json!({"$ref": "#/components/schemas/Empty"}), "NULL # Empty", "**Empty**"),
        (json!({"type": "object"}), "NULL # object", "[**object**](object.html)"),
        (
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
            "NULL # object",
            "[**object**](object.html)",
        ),
    ];
    for (schema, example, cell) in cases {
        let content = of_type("application/json", &schema);
        let page = of_operation(json!({
            "operationId": "postA",
            "tags": ["A"],
            "requestBody": {"required": true, "description": "Text", "content": content},
            "responses": {"204": {"description": "ok"}},
        }));
        assert!(page.contains(&format!("\nbody = {example} | Text\n")), "{schema}\n{page}");
        assert!(page.contains(&format!("\n| **body** | {cell}| Text |  |\n")), "{schema}\n{page}");
        assert!(page.ends_with("### Return type\n\nvoid (empty response body)\n\n"), "{schema}\n{page}");
    }
}

#[test]
fn the_fields_of_a_form_are_arguments() {
    let form = json!({
        "type": "object",
        "required": ["file"],
        "properties": {
            "note": {"type": "string"},
            "file": {"type": "string", "format": "binary", "description": "The file"},
        },
    });
    let page = of_operation(json!({
        "operationId": "postA",
        "tags": ["A"],
        "requestBody": {"required": true, "content": of_type("multipart/form-data", &form)},
        "responses": {"204": {"description": "ok"}},
    }));
    insta::assert_snapshot!("python_form", page);
}

#[test]
fn a_page_with_all_sections() {
    let fragment = "
paths:
  /things/{thingId}:
    delete:
      operationId: deleteThing
      tags: [Things]
      summary: Delete a \"thing\"
      description: \"First line.\\nSecond line.\"
      deprecated: true
      x-preview: true
      x-permissions: {type: ALL, permissions: ['thing:delete', 'thing:view']}
      security: [{Chat: []}, {OAuth: []}]
      parameters: [{name: thingId, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: gone}}
  /things:
    get: {operationId: getThings, tags: [Things], security: [], responses: {'200': {description: ok}}}
components:
  securitySchemes:
    Chat: {type: apiKey, in: header, name: Authorization}
    OAuth: {type: oauth2, flows: {}}
";
    insta::assert_snapshot!("python_202", page(fragment, purecloud_python_202()));
    insta::assert_snapshot!("python_173", page(fragment, purecloud_python_173()));
}

fn purecloud_python_173() -> Flavor {
    "purecloud-python-173".parse().expect("the flavor exists")
}

fn purecloud_python_202() -> Flavor {
    "purecloud-python-202".parse().expect("the flavor exists")
}
