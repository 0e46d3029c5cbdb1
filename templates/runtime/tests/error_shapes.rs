//! Errors in the formats of well-known APIs and frameworks. The message and the code are found without
//! configuration.

mod support;

use runtime::runtime::{ApiError, EmptyBody, Error, Operation};
use support::Fake;

async fn error(status: u16, media_type: &str, body: &str) -> Box<ApiError> {
    let fake = Fake::new().respond(status, &[("content-type", media_type)], body.to_owned());
    let request = fake.client().request(Operation::get("getX", "/x"));
    match request.send::<EmptyBody>().await.unwrap_err() {
        Error::Api(error) => error,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn message_and_code_of_well_known_formats_are_found() {
    let json = "application/json";
    for (what, status, body, message, code) in [
        (
            "Stripe",
            404,
            r#"{"error":{"code":"resource_missing","doc_url":"https://x","message":"No such customer: 'c'","param":"id","type":"invalid_request_error"}}"#,
            "No such customer: 'c'",
            "resource_missing",
        ),
        (
            "OpenAI",
            401,
            r#"{"error":{"message":"Wrong key","type":"auth_error","param":null,"code":null}}"#,
            "Wrong key",
            "auth_error",
        ),
        (
            "GitHub",
            422,
            r#"{"message":"Validation Failed","errors":[{"resource":"Issue","field":"title","code":"missing_field"}],"documentation_url":"https://x"}"#,
            "Validation Failed",
            "missing_field",
        ),
        (
            "Google",
            404,
            r#"{"error":{"code":404,"message":"Not here","status":"NOT_FOUND","details":[{"@type":"type.googleapis.com/x","reason":"GONE"}]}}"#,
            "Not here",
            "NOT_FOUND",
        ),
        (
            "AWS JSON",
            400,
            r#"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","Message":"Requested resource not found"}"#,
            "Requested resource not found",
            "ResourceNotFoundException",
        ),
        (
            "Spring",
            404,
            r#"{"timestamp":"2024-01-01T00:00:00Z","status":404,"error":"Not Found","message":"No thing","path":"/x"}"#,
            "No thing",
            "",
        ),
        (
            "Spring without message",
            404,
            r#"{"timestamp":1,"status":404,"error":"Not Found","path":"/x"}"#,
            "Not Found",
            "",
        ),
        (
            "ASP.NET",
            400,
            r#"{"type":"https://tools.ietf.org/html/rfc7231#section-6.5.1","title":"One or more validation errors occurred.","status":400,"traceId":"00-a","errors":{"Name":["The Name field is required.","No."]}}"#,
            "One or more validation errors occurred. Name: The Name field is required. (and 1 more)",
            "",
        ),
        (
            "RFC 9457",
            403,
            r#"{"type":"urn:problem:credit","title":"You do not have enough credit.","detail":"Your balance is 30, but that costs 50."}"#,
            "You do not have enough credit. Your balance is 30, but that costs 50.",
            "urn:problem:credit",
        ),
        (
            "FastAPI",
            422,
            r#"{"detail":[{"loc":["body","items",0,"name"],"msg":"field required","type":"value_error.missing"},{"loc":["body"],"msg":"x","type":"y"}]}"#,
            "body.items.0.name: field required (and 1 more)",
            "value_error.missing",
        ),
        ("FastAPI text", 404, r#"{"detail":"Item not found"}"#, "Item not found", ""),
        (
            "Django fields",
            400,
            r#"{"name":["This field is required."]}"#,
            "name: This field is required.",
            "",
        ),
        (
            "OData 4",
            400,
            r#"{"error":{"code":"501","message":"Unsupported functionality","target":"query","details":[{"code":"301","message":"m"}]}}"#,
            "Unsupported functionality",
            "501",
        ),
        (
            "OData 2",
            400,
            r#"{"error":{"code":"005056A509B11EE1","message":{"lang":"en","value":"Wrong key"}}}"#,
            "Wrong key",
            "005056A509B11EE1",
        ),
        (
            "JSON:API",
            422,
            r#"{"errors":[{"status":"422","code":"short","source":{"pointer":"/data/attributes/firstName"},"title":"Invalid Attribute","detail":"First name must contain at least two characters."}]}"#,
            "Invalid Attribute: First name must contain at least two characters.",
            "short",
        ),
        (
            "Slack",
            400,
            r#"{"ok":false,"error":"channel_not_found"}"#,
            "channel_not_found",
            "channel_not_found",
        ),
        (
            "OAuth 2.0",
            400,
            r#"{"error":"invalid_grant","error_description":"The code has expired"}"#,
            "The code has expired",
            "invalid_grant",
        ),
        ("GraphQL", 400, r#"{"errors":[{"message":"Cannot query"}],"data":null}"#, "Cannot query", ""),
        (
            "Apigee",
            401,
            r#"{"fault":{"faultstring":"Invalid ApiKey","detail":{"errorcode":"oauth.v2.InvalidApiKey"}}}"#,
            "Invalid ApiKey",
            "oauth.v2.InvalidApiKey",
        ),
        (
            "Salesforce",
            400,
            r#"[{"message":"Malformed id","errorCode":"MALFORMED_ID","fields":[]}]"#,
            "Malformed id",
            "MALFORMED_ID",
        ),
        (
            "Twilio",
            404,
            r#"{"code":20404,"message":"Not found","more_info":"https://x","status":404}"#,
            "Not found",
            "20404",
        ),
        ("a list of strings", 400, r#"{"errors":["too short","too old"]}"#, "too short (and 1 more)", ""),
        ("a string", 400, r#""no such thing""#, "no such thing", ""),
    ] {
        let error = error(status, json, body).await;
        assert_eq!(error.message(), Some(message), "{what}");
        assert_eq!(error.code().unwrap_or_default(), code, "{what}");
        let shown = error.to_string();
        assert!(shown.contains(message), "{what}: {shown}");
        let has_code = !code.is_empty() && code != message;
        assert_eq!(shown.contains(&format!("(code {code})")), has_code, "{what}: {shown}");
    }
}

#[tokio::test]
async fn configured_locations_take_precedence() {
    // The profile of these tests declares `/message` and `/code`.
    let error = error(
        400,
        "application/json",
        r#"{"title":"t","detail":"d","message":"m","code":"c","error":{"message":"x","code":"y"}}"#,
    )
    .await;
    assert_eq!((error.message(), error.code()), (Some("m"), Some("c")));
}

#[tokio::test]
async fn bodies_without_a_message_have_none() {
    for body in [
        "{}",
        "[]",
        "null",
        "7",
        r#"{"a":1}"#,
        r#"{"error":{}}"#,
        r#"{"error":null}"#,
        r#"{"message":" "}"#,
        r#"["x"]"#,
        r#"{"errors":[]}"#,
        r#"{"errors":{}}"#,
        r#"{"error":{"error":{"error":{"error":{"error":{"error":"deep"}}}}}}"#,
    ] {
        let error = error(400, "application/json", body).await;
        assert_eq!((error.message(), error.code()), (None, None), "{body}");
        assert!(
            error.to_string().starts_with("getX: 400 Bad Request: no message; the body (application/json"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn plain_text_is_the_message() {
    let text = error(500, "text/plain; charset=iso-8859-1", "Out of memory\n").await;
    assert_eq!(text.message(), Some("Out of memory"));
    assert_eq!(text.to_string(), "getX: 500 Internal Server Error: Out of memory");
    let page = error(502, "text/html", "<h1>Bad</h1>").await;
    assert_eq!(page.message(), None);
    let labeled_wrongly = error(400, "text/plain", r#"{"error":{"message":"m","code":"c"}}"#).await;
    assert_eq!(labeled_wrongly.to_string(), "getX: 400 Bad Request: m (code c)");
}
