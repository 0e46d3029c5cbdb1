//! Error shape: the locations of details in an error, from the declared schemas or from the configuration.

use generator::config::Config;
use generator::load::Source;
use generator::{Model, emit};

fn model(schemas: &str, responses: &str, config: &str) -> Model {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: Test, version: '1'}}\nservers: [{{url: 'https://example.com'}}]\npaths:\n  /x:\n    get:\n      operationId: op\n      tags: [a]\n      responses: {{'204': {{description: ok}}, {responses}}}\ncomponents: {{schemas: {{{schemas}}}}}\n"
    );
    let source = Source::parse("test.yaml", text.as_bytes()).expect("the document is YAML");
    let config: Config = serde_yaml::from_str(config).expect("the configuration is valid");
    let (model, _) = generator::model(&source, config).expect("the document is valid");
    model
}

/// Returns an error response with the given schema.
fn error(status: &str, schema: &str) -> String {
    format!("'{status}': {{description: no, content: {{application/json: {{schema: {schema}}}}}}}")
}

/// Returns the locations of the code, message, correlation ID and correlation header. The location of a detail that was
/// not found is empty.
fn found(model: &Model) -> [String; 4] {
    let shape = model.facts.error_shape().clone();
    [shape.code, shape.message, shape.correlation_id, shape.correlation_header].map(Option::unwrap_or_default)
}

#[test]
fn declared_error_schemas_locate_the_parts() {
    for (schema, expected) in [
        (
            "{properties: {code: {type: string}, message: {type: string}, requestId: {type: string}}}",
            ["/code", "/message", "/requestId", ""],
        ),
        (
            "{properties: {error: {properties: {type: {type: string}, message: {type: string}}}}}",
            ["/error/type", "/error/message", "", ""],
        ),
        (
            "{properties: {errors: {type: array, items: {properties: {errorCode: {type: string, enum: [A]}, user_message: {type: string}}}}}}",
            ["/errors/0/errorCode", "/errors/0/user_message", "", ""],
        ),
        (
            "{properties: {err: {properties: {text: {type: string}}}, traceId: {type: string, format: uuid}}}",
            ["", "/err/text", "/traceId", ""],
        ),
        (
            "{oneOf: [{properties: {message: {type: string}, a: {type: string}}}, {properties: {message: {type: string}, code: {type: string}}}]}",
            ["/code", "/message", "", ""],
        ),
        (
            "{properties: {error: {anyOf: [{type: string}, {properties: {message: {type: string}}}]}}}",
            ["", "/error/message", "", ""],
        ),
        (
            "{type: array, items: {properties: {code: {type: string}, message: {type: string}}}}",
            ["/0/code", "/0/message", "", ""],
        ),
        // A number that repeats the status is not a code. The runtime reads `title` and `detail` (RFC 9457) without a
        // pointer.
        ("{properties: {code: {type: integer}, message: {type: string}}}", ["", "/message", "", ""]),
        (
            "{properties: {title: {type: string}, detail: {type: string}, code: {type: string}}}",
            ["", "", "", ""],
        ),
        (
            "{properties: {'a/b~c': {properties: {message: {type: string}}}}}",
            ["", "/a~1b~0c/message", "", ""],
        ),
        ("{properties: {id: {type: integer}}}", ["", "", "", ""]),
        ("{type: string}", ["", "", "", ""]),
    ] {
        let model = model(&format!("E: {schema}"), &error("400", "{$ref: '#/components/schemas/E'}"), "{}");
        assert_eq!(found(&model), expected, "{schema}");
    }
}

#[test]
fn the_most_common_declaration_wins() {
    let schemas = "A: {properties: {message: {type: string}}}, B: {properties: {error: {properties: {message: {type: string}}}}}";
    let of = |names: [(&str, &str); 3]| {
        let responses =
            names.map(|(status, name)| error(status, &format!("{{$ref: '#/components/schemas/{name}'}}")));
        found(&model(schemas, &responses.join(", "), "{}"))[1].clone()
    };
    assert_eq!(of([("400", "A"), ("404", "B"), ("500", "B")]), "/error/message");
    assert_eq!(of([("400", "A"), ("404", "A"), ("500", "B")]), "/message");
}

#[test]
fn the_request_id_header_is_detected() {
    let header = "'400': {description: no, headers: {X-Request-Id: {schema: {type: string}}, X-Other: {schema: {type: string}}}}";
    assert_eq!(found(&model("", header, "{}"))[3], "x-request-id");
}

#[test]
fn the_configuration_overrides_detection() {
    let schema = "E: {properties: {code: {type: string}, message: {type: string}}}";
    let model =
        model(schema, &error("400", "{$ref: '#/components/schemas/E'}"), "{errors: {message: /other}}");
    let client = &emit::crate_files(&model)["src/client.rs"];
    assert!(client.contains(".message(\"/other\")") && client.contains(".code(\"/code\")"), "{client}");
}
