//! Pagination: the styles that are detected, those that are not, and the configured overrides.

use generator::analyse::PageParameter;
use generator::config::Config;
use generator::load::Source;
use generator::{Model, emit};

/// Returns a document with one operation, from its parameters (by name and schema) and its response schema.
fn document(place: &str, parameters: &[(&str, &str)], response: &str) -> String {
    let (method, path) = place.split_once(' ').unwrap();
    let mut text = format!(
        "openapi: 3.0.3\ninfo: {{title: Test, version: '1'}}\nservers: [{{url: 'https://example.com'}}]\npaths:\n  {path}:\n    {method}:\n      operationId: op\n      tags: [a]\n"
    );
    let query = parameters.iter().filter(|(name, _)| !name.starts_with("body"));
    let lines: String = query
        .map(|(name, schema)| format!("        - {{name: '{name}', in: query, schema: {schema}}}\n"))
        .collect();
    if !lines.is_empty() {
        text.push_str(&format!("      parameters:\n{lines}"));
    }
    for (_, schema) in parameters.iter().filter(|(name, _)| *name == "body") {
        text.push_str(&format!(
            "      requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}\n"
        ));
    }
    let header = if parameters.iter().any(|(name, _)| *name == "body-less Link") {
        "headers: {Link: {schema: {type: string}}}, "
    } else {
        ""
    };
    text.push_str(&format!(
        "      responses: {{'200': {{description: ok, {header}content: {{application/json: {{schema: {response}}}}}}}}}\n"
    ));
    text.push_str("components: {schemas: {T: {type: object, properties: {id: {type: string}}}}}\n");
    text
}

const TS: &str = "{type: array, items: {$ref: '#/components/schemas/T'}}";

/// Returns an object schema. `[]` is a list of objects; `i`, `s`, `u` and `b` are integer, string, URI and
/// boolean.
fn object(properties: &[(&str, &str)]) -> String {
    let of = |(name, schema): &(&str, &str)| {
        let schema = match *schema {
            "[]" => TS,
            "i" => "{type: integer, format: int32}",
            "s" => "{type: string}",
            "u" => "{type: string, format: uri}",
            "b" => "{type: boolean}",
            other => other,
        };
        format!("'{name}': {schema}")
    };
    format!("{{type: object, properties: {{{}}}}}", properties.iter().map(of).collect::<Vec<_>>().join(", "))
}

const I: &str = "{type: integer}";
const S: &str = "{type: string}";

fn model(document: &str, config: &str) -> Result<Model, String> {
    let source = Source::parse("test.yaml", document.as_bytes()).unwrap();
    let config = Config::parse(config).unwrap_or_else(|finding| panic!("{finding}"));
    generator::model(&source, config)
        .map(|(model, _)| model)
        .map_err(|findings| findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// Renders the detected pagination and the code emitted for it.
fn shown(model: &Model) -> String {
    let Some((id, operation)) = model.api.operations().next() else { panic!("no operation") };
    let Some(paging) = model.facts.pagination(id) else { return "is not paginated".to_owned() };
    let parameter = paging.parameter.map(|parameter| match parameter {
        PageParameter::Query(_) => format!(" {}", parameter.name(&model.api, operation)),
        PageParameter::Body(..) => format!(" body.{}", parameter.name(&model.api, operation)),
    });
    let evidence = emit::paging::sentence(model, id).unwrap_or_default();
    let files = emit::crate_files(model);
    let code = &files[&format!("src/api/a/{}.rs", model.names.operation(id).file)];
    syn::parse_file(code).unwrap_or_else(|why| panic!("{why}\n{code}"));
    let entries: Vec<&str> =
        code.lines().skip_while(|line| !line.contains("paging: ")).map(str::trim).collect();
    let end = entries.iter().position(|line| *line == "}").unwrap();
    let code = entries[..end].join("").replace("item: ", "\n  item: ");
    assert!(files["docs/AApi.md"].contains(&format!("### Paging\n\n{evidence}\n")));
    format!("{}{}\n  {evidence}\n  {code}", paging.style.name(), parameter.unwrap_or_default())
}

/// A case: the title, the method and path, the parameters, and the response.
type Case<'c> = (&'c str, &'c str, &'c [(&'c str, &'c str)], String);

/// A case without a title: the method and path, the parameters, and the response.
type Unproved<'c> = (&'c str, &'c [(&'c str, &'c str)], String);

/// Renders the detected pagination of each case.
fn found(cases: &[Case<'_>]) -> String {
    let of = |(title, place, parameters, response): &Case<'_>| {
        let model = model(&document(place, parameters, response), "").unwrap();
        format!("## {title}\n{}\n", shown(&model))
    };
    cases.iter().map(of).collect::<Vec<_>>().join("\n")
}

#[test]
fn pagination_styles_are_detected() {
    let entities =
        [("entities", "[]"), ("pageNumber", "i"), ("pageCount", "i"), ("nextUri", "u"), ("total", "i")];
    let from_one = "{type: integer, default: 1}";
    insta::assert_snapshot!(found(&[
        ("entity listing", "get /a", &[("pageSize", I), ("pageNumber", from_one)], object(&entities)),
        ("the response contains its page number", "get /a", &[("pageNumber", I)], object(&entities)),
        (
            "counted from zero, wrapped",
            "get /a",
            &[("page", "{type: integer, default: 0}")],
            object(&[("content", "[]"), ("page", &object(&[("totalPages", "i"), ("size", "i")]))]),
        ),
        ("no count, but a size", "get /a", &[("page", from_one), ("per_page", I)], TS.to_owned()),
        (
            "a search",
            "post /a/search",
            &[("body", &object(&[("query", "s"), ("pageNumber", "i")]))],
            object(&[
                ("results", "[]"),
                ("types", "{type: array, items: {type: string}}"),
                ("pageNumber", "i"),
                ("pageCount", "i")
            ]),
        ),
        (
            "offset and limit",
            "get /a",
            &[("offset", I), ("limit", I)],
            object(&[("data", "[]"), ("total_count", "i")])
        ),
        (
            "SCIM",
            "get /a",
            &[("startIndex", I), ("count", I)],
            object(&[("Resources", "[]"), ("totalResults", "i")])
        ),
        (
            "cursor",
            "get /a",
            &[("after", S)],
            object(&[("items", "[]"), ("cursors", &object(&[("after", "s")]))])
        ),
        (
            "token",
            "get /a",
            &[("page_token", S)],
            object(&[("items", "[]"), ("nextPageToken", "s"), ("hasMore", "b")])
        ),
        (
            "the number of the next page",
            "get /a",
            &[("page", I)],
            object(&[("items", "[]"), ("next_page", "i")])
        ),
        ("URL in the body", "get /a", &[], object(&[("value", "[]"), ("@odata.nextLink", "s")])),
        (
            "URL among links",
            "get /a",
            &[],
            object(&[
                ("_links", &object(&[("next", &object(&[("href", "s")]))])),
                ("_embedded", &object(&[("things", "[]")])),
            ]),
        ),
        (
            "link header",
            "get /a",
            &[("page", from_one), ("per_page", I), ("body-less Link", "")],
            TS.to_owned()
        ),
    ]));
}

#[test]
fn pagination_without_evidence_is_not_detected() {
    let list = || object(&[("items", "[]")]);
    let cases: [Unproved<'_>; 12] = [
        ("get /a", &[], list()),
        ("get /a", &[("limit", I)], list()),
        ("get /a", &[("page", I), ("per_page", I)], list()),
        ("get /a", &[("page", "{type: integer, default: 1}")], list()),
        ("get /a", &[("page", S)], object(&[("items", "[]"), ("pageCount", "i")])),
        ("get /a", &[("start", I)], object(&[("items", "[]"), ("total", "i")])),
        ("get /a", &[("page", I)], object(&[("items", "[]"), ("nextPage", "s")])),
        ("get /a", &[("cursor", S)], object(&[("items", "[]"), ("nextPageToken", "s")])),
        ("get /a", &[], object(&[("items", "[]"), ("next", "s")])),
        (
            "get /a",
            &[("pageNumber", I)],
            object(&[("a", "[]"), ("b", "[]"), ("pageNumber", "i"), ("pageCount", "i")]),
        ),
        ("get /a", &[("pageNumber", I)], object(&[("pageNumber", "i"), ("pageCount", "i"), ("name", "s")])),
        (
            "post /a",
            &[("pageNumber", I)],
            object(&[("items", "[]"), ("pageNumber", "i"), ("pageCount", "i")]),
        ),
    ];
    for (place, parameters, response) in cases {
        let document = document(place, parameters, &response);
        assert_eq!(shown(&model(&document, "").unwrap()), "is not paginated", "{document}");
    }
}

#[test]
fn the_configuration_overrides_detected_pagination() {
    let q64 = document(
        "get /a",
        &[("q64", S), ("page", I)],
        &object(&[("nextPage", "s"), ("results", "[]"), ("others", "[]")]),
    );
    let with = |entries: &str| match model(&q64, &format!("[pagination.op]\n{entries}")) {
        Ok(model) => shown(&model),
        Err(findings) => findings,
    };
    let cases = [
        "items = 'results'\nstyle = 'cursor'\nparameter = 'q64'\nnext = 'nextPage'",
        "items = 'others'\nstyle = 'number'\nfirst = 0",
        "items = 'result'",
        "items = 'others'",
        "items = 'others'\nstyle = 'number'\nparameter = 'side'\nfirst = 1",
        "items = 'others'\nnext = 'nextPag'\nparameter = 'q64'",
        "items = 'others'\nstyle = 'link-header'",
        "off = true",
    ];
    let cases: Vec<String> = cases
        .iter()
        .map(|entries| format!("## {}\n{}\n", entries.replace('\n', ", "), with(entries)))
        .collect();
    insta::assert_snapshot!(cases.join("\n"));
}

#[test]
fn pagination_can_be_disabled_and_entries_must_match() {
    let document = document("get /a", &[], &object(&[("items", "[]"), ("nextUri", "u")]));
    assert_eq!(shown(&model(&document, "[pagination.op]\noff = true").unwrap()), "is not paginated");
    let errors = model(&document, "[pagination.opp]\noff = true").unwrap_err();
    assert!(
        errors.contains("`pagination.opp` does not match any operation")
            && errors.contains("did you mean `op`"),
        "{errors}"
    );
    let mut config = Config::parse("[pagination.opp]\noff = true").unwrap();
    config.borrowed = true;
    let source = Source::parse("test.yaml", document.as_bytes()).unwrap();
    assert!(generator::model(&source, config).is_ok());
    for wrong in
        ["[pagination.op]", "[pagination.op]\noff = true\nfirst = 1", "[pagination.op]\nstyle = 'page'"]
    {
        assert!(Config::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn hostile_names_are_escaped_in_pagination() {
    let response = object(&[("items", "[]"), ("cursor`\\n[x](y) <b>", "s"), ("nextUri", "u")]);
    let text = document("get /a", &[], &response);
    let config = "[pagination.op]\nnext = \"cursor`\\\\n[x](y) <b>\"\nstyle = 'link'";
    let shown = shown(&model(&text, config).unwrap());
    assert!(shown.contains("`cursor'\\n[x](y) <b>`"), "{shown}");
}

/// Checks that an operation pages through a deprecated list only if the configuration selects this list. The
/// emitted code then causes no warning.
#[test]
fn a_deprecated_list_is_paged_only_if_configured() {
    let old = "{type: array, deprecated: true, items: {$ref: '#/components/schemas/T'}}";
    let response = object(&[("old", old), ("images", "{}"), ("total", "i")]);
    let text = document("get /a", &[("page", "{type: integer, default: 1}"), ("per_page", I)], &response);
    assert_eq!(shown(&model(&text, "").unwrap()), "is not paginated");
    let config = "[pagination.op]\nstyle = 'number'\nparameter = 'page'\nitems = 'old'\n";
    let shown = shown(&model(&text, config).unwrap());
    assert!(shown.contains("reason = \"the list of this operation is deprecated\""), "{shown}");
    assert!(shown.contains("let list = page.old.unwrap_or_default();"), "{shown}");
}

/// Checks that a null or missing response body counts as an empty page.
#[test]
fn a_null_page_is_empty() {
    let response = object(&[("items", "[]"), ("total", "i")])
        .replace("{type: object,", "{type: object, nullable: true,");
    let parameters = [("offset", I), ("limit", I)];
    let list = |text: &str| {
        let shown = shown(&model(text, "").unwrap());
        shown.split_once(" = |page| ").map(|(_, list)| list.to_owned()).unwrap_or(shown)
    };
    let text = document("get /a", &parameters, &response);
    assert_eq!(list(&text), "page.map(|page| page.items.unwrap_or_default()).unwrap_or_default(),");
    let text = text.replace("responses: {", "responses: {'204': {description: none}, ");
    assert_eq!(list(&text), "page.flatten().map(|page| page.items.unwrap_or_default()).unwrap_or_default(),");
}
