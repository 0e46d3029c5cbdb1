//! XML bodies: the forms that the specification describes, what is accepted from servers, and hostile documents.

use std::collections::BTreeMap;

use runtime::runtime::testing::MockTransport;
use runtime::runtime::{
    ClientBuilder, Error, Json, Operation, Profile, Reading, TransportResponse, UnknownValue, Value, Xml,
    http, open_enum, record, xml_model,
};
use serde_json::json;

static PROFILE: Profile = Profile::new("XML API").base_url("https://api.example.com");
const CALL: Operation = Operation::post("call", "/call").accept("application/xml");

#[derive(Clone, PartialEq)]
enum State {
    Active,
    Unknown(UnknownValue),
}
open_enum! { State { Active = "active", } }

#[derive(Debug, Default, Clone, PartialEq)]
struct Person {
    id: Option<i32>,
    name: Option<String>,
    state: Option<State>,
    score: Option<f64>,
    active: Option<bool>,
    animals: Option<Vec<String>>,
    aliens: Option<Vec<String>>,
    same: Option<Vec<String>>,
    friends: Option<Vec<Person>>,
    partner: Option<Box<Person>>,
    limits: Option<BTreeMap<String, i32>>,
    extra: Option<Value>,
}
record! {
    Person {
        "id" id: opt,
        "name" name: opt,
        "state" state: opt,
        "score" score: opt,
        "active" active: opt,
        "animals" animals: opt,
        "aliens" aliens: opt,
        "same" same: opt,
        "friends" friends: opt,
        "partner" partner: opt,
        "limits" limits: opt,
        "extra" extra: opt,
    }
}
xml_model! {
    Person "Person" {
        "id": number attribute "id",
        "name": text element "name" in "http://example.com/schema/sample" as "sample",
        "state": token element "state",
        "score": number element "score",
        "active": boolean element "active",
        "animals": [text "animal"] element "animals",
        "aliens": [wrapped text "alien"] element "aliens",
        "same": [wrapped text "same"] element "same",
        "friends": [(Person) "friend"] element "friend",
        "partner": (Person) element "partner",
        "limits": {number} element "limits",
        "extra": any element "extra",
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Note {
    lang: Option<String>,
    kind: Option<String>,
    text: String,
}
record! { Note { "lang" lang: opt, "kind" kind: opt, "text" text: req, } }
xml_model! {
    Note "note" in "urn:notes" {
        "lang": text attribute "lang" in "http://www.w3.org/XML/1998/namespace" as "xml",
        "kind": text attribute "type" as "xsi",
        "text": text cdata "text",
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Only {
    person: Option<Person>,
}
record! { Only { "Person" person: opt, } }
xml_model! { Only "" { "Person": (Person) element "Person", } }

#[derive(Debug, Clone, PartialEq)]
struct Users {
    users: Vec<Person>,
    tags: Vec<String>,
    others: BTreeMap<String, Vec<i32>>,
}
record! { Users { "Users" users: req, "Tags" tags: req, .. others } }
xml_model! {
    Users "Users" {
        "Users": [required (Person) "Users"] element "Users",
        "Tags": [required text "Tags"] element "Tags",
        .. [number "item"],
    }
}

/// Sends `body` and returns the XML that is sent.
async fn sent<T: runtime::runtime::XmlModel + serde::Serialize>(body: &T) -> Result<String, Error> {
    let mock = MockTransport::new().json(200, &Value::Null);
    let client = ClientBuilder::new(&PROFILE).transport(mock.clone()).build()?;
    client.request(CALL).xml("application/xml", body).send::<Json<Value>>().await?;
    let text = String::from_utf8(mock.requests()[0].body.to_vec()).expect("the body is UTF-8");
    Ok(text.replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", ""))
}

/// Decodes a response with this body.
async fn read<T>(xml: impl Into<Vec<u8>>) -> Result<T, Error>
where
    T: runtime::runtime::XmlModel + serde::de::DeserializeOwned + 'static,
{
    let response = TransportResponse::new(http::StatusCode::OK, http::HeaderMap::new(), xml.into());
    let client = ClientBuilder::new(&PROFILE).transport(MockTransport::new().response(response)).build()?;
    client.request(CALL).send::<Xml<T>>().await.map(|response| response.into_body())
}

async fn person(xml: &str) -> Person {
    read(xml).await.unwrap_or_else(|error| panic!("{error} in {xml}"))
}

async fn reason(xml: impl Into<Vec<u8>>) -> String {
    read::<Person>(xml).await.expect_err("must not be readable").to_string()
}

fn of_json(json: Value) -> Person {
    serde_json::from_value(json).expect("the value matches")
}

/// The examples in the section "XML Object" of OpenAPI 3.0, as written and read.
#[tokio::test]
async fn the_examples_of_the_specification() {
    for (value, xml) in [
        (
            json!({ "id": 123, "name": "example" }),
            r#"<Person id="123"><sample:name xmlns:sample="http://example.com/schema/sample">example</sample:name></Person>"#,
        ),
        (json!({ "animals": ["a", "b"] }), "<Person><animal>a</animal><animal>b</animal></Person>"),
        (
            json!({ "aliens": ["a", "b"] }),
            "<Person><aliens><alien>a</alien><alien>b</alien></aliens></Person>",
        ),
        (json!({ "same": ["a", "b"] }), "<Person><same><same>a</same><same>b</same></same></Person>"),
        (json!({ "same": [], "aliens": [] }), "<Person><aliens></aliens><same></same></Person>"),
        (
            json!({ "friends": [{ "id": 1 }, { "friends": [{ "id": 2 }, { "id": 3 }] }], "partner": {} }),
            r#"<Person><friend id="1"></friend><friend><friend id="2"></friend><friend id="3"></friend></friend><partner></partner></Person>"#,
        ),
        (
            json!({ "limits": { "a": 1, "b": -2 }, "score": 0.5, "active": true, "state": "active" }),
            "<Person><state>active</state><score>0.5</score><active>true</active><limits><a>1</a><b>-2</b></limits></Person>",
        ),
    ] {
        let value = of_json(value);
        assert_eq!(sent(&value).await.expect("it has an XML form"), xml);
        assert_eq!(person(xml).await, value, "{xml}");
    }
}

#[tokio::test]
async fn attributes_namespaces_and_cdata_are_written() {
    let note = Note { lang: Some("en".into()), kind: Some("a\"<\n".into()), text: "a ]]> b & c".into() };
    let xml = sent(&note).await.expect("it has an XML form");
    assert_eq!(
        xml,
        "<note xmlns=\"urn:notes\" xmlns:xml=\"http://www.w3.org/XML/1998/namespace\" xml:lang=\"en\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"a&quot;&lt;&#10;\"><![CDATA[a ]]]]><![CDATA[> b & c]]></note>"
    );
    assert_eq!(read::<Note>(xml).await.expect("it is decoded"), note);
}

#[tokio::test]
async fn an_object_without_a_name_is_the_parent_of_the_root_element() {
    let only = Only { person: Some(of_json(json!({ "id": 1 }))) };
    let xml = sent(&only).await.expect("it has an XML form");
    assert_eq!(xml, r#"<Person id="1"></Person>"#);
    assert_eq!(read::<Only>(xml).await.expect("it is decoded"), only);
    assert_eq!(sent(&Only { person: None }).await.expect("nothing is sent"), "");
}

#[tokio::test]
async fn text_is_preserved_and_other_scalars_are_trimmed() {
    let xml = "<?xml version=\"1.0\"?>\r\n<!-- a --><p:Person xmlns:p=\"urn:p\">\n <?pi?>\n<p:name> a&amp;&#x42;&#67; <![CDATA[<b> &amp;]]><!-- c -->d\r\n</p:name><state> active </state><score> +01.50 </score><active> 1 </active></p:Person>\n";
    let person = person(xml).await;
    assert_eq!(person.name.as_deref(), Some(" a&BC <b> &amp;d\n"));
    assert_eq!(person.state.as_ref().map(State::as_str), Some("active"));
    assert_eq!((person.score, person.active), (Some(1.5), Some(true)));
}

#[tokio::test]
async fn empty_elements_and_nil() {
    let xml = r#"<Person xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><name/><state/><score/><active></active><aliens i:nil="true"/><partner i:nil="1"/><extra i:nil="true"/></Person>"#;
    let mut expected = Person { name: Some(String::new()), ..Person::default() };
    expected.state = Some(serde_json::from_value(json!("")).expect("an unknown value"));
    assert_eq!(person(xml).await, expected);
}

#[tokio::test]
async fn any_value_becomes_json() {
    let xml = r#"<Person><extra a="1"><b>x</b><b><c/></b>text</extra></Person>"#;
    assert_eq!(person(xml).await.extra, Some(json!({ "a": "1", "b": ["x", { "c": "" }] })));
    let xml = r#"<Person><extra a="1">text</extra></Person>"#;
    assert_eq!(person(xml).await.extra, Some(json!({ "a": "1", "$text": "text" })));
    let value = of_json(json!({ "extra": { "a": [1, 2], "b": { "c": null, "d": [] } } }));
    assert_eq!(
        sent(&value).await.expect("it has an XML form"),
        r#"<Person><extra><a>1</a><a>2</a><b><c xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></b></extra></Person>"#
    );
}

/// Servers do not agree on root elements, on the outer elements of lists, and on attributes.
#[tokio::test]
async fn common_differences_are_accepted() {
    for (value, xml) in [
        (json!({ "id": 1 }), r#"<anyName id="1"/>"#),
        (json!({ "id": 1 }), r#"<Response><Person id="1"/><Metadata/></Response>"#),
        (json!({ "id": 1 }), "<Person><id>1</id></Person>"),
        (json!({ "name": "a" }), r#"<Person name="a"/>"#),
        (json!({ "animals": ["a", "b"] }), "<P><animals><animal>a</animal><animal>b</animal></animals></P>"),
        (json!({ "animals": ["a"] }), "<P><animals><member>a</member></animals></P>"),
        (json!({ "animals": [] }), "<P><animals/></P>"),
        (json!({ "aliens": ["a"] }), "<P><alien>a</alien></P>"),
        (json!({ "same": ["a", "b"] }), "<P><same>a</same><same>b</same></P>"),
        (json!({ "friends": [{ "id": 1 }] }), r#"<P><friend><member id="1"/></friend></P>"#),
        (
            json!({ "limits": { "a": 1 } }),
            "<P><limits><entry><key>a</key><value>1</value></entry></limits></P>",
        ),
        (
            json!({ "limits": { "a": 1, "b": 2 } }),
            "<P><limits><Name>a</Name><Value>1</Value></limits><limits><Name>b</Name><Value>2</Value></limits></P>",
        ),
        (json!({}), "<P><unknown><a/></unknown>text</P>"),
    ] {
        assert_eq!(person(xml).await, of_json(value), "{xml}");
    }
    let users: Users =
        read("<R><Users/><Tags/><more>1</more><more>2</more></R>").await.expect("it is decoded");
    assert_eq!((users.users.len(), users.tags), (0, vec![String::new()]));
    assert_eq!(users.others, BTreeMap::from([("more".to_owned(), vec![1, 2])]));
    let users: Users =
        read("<R><Users><member><name>a</name></member></Users></R>").await.expect("it is decoded");
    assert_eq!((users.users.len(), users.tags.len()), (1, 0));
    // A body that is labeled as JSON is decoded as JSON.
    let client = ClientBuilder::new(&PROFILE).transport(MockTransport::new().json(200, &json!({ "id": 7 })));
    let client = client.build().expect("the settings are valid");
    let response = client.request(CALL).send::<Xml<Person>>().await.expect("it is decoded");
    assert_eq!(response.body().id, Some(7));
}

#[tokio::test]
async fn values_that_do_not_match_are_errors_with_a_path() {
    for (xml, expected) in [
        ("<P><friend><score>x</score></friend></P>", "friends[0].score: invalid type: string"),
        ("<P><name><b/></name></P>", "name: invalid type: map"),
        ("<P><partner/><partner/></P>", "partner: invalid type: sequence"),
        ("<P><score>NaN</score></P>", "score: invalid type: string"),
    ] {
        let reason = reason(xml).await;
        assert!(reason.contains(expected), "{reason}");
    }
    let lenient = ClientBuilder::new(&PROFILE).reading(Reading::Lenient);
    let xml = "<P><name>a</name><score>x</score></P>";
    let response = TransportResponse::new(http::StatusCode::OK, http::HeaderMap::new(), xml);
    let client = lenient.transport(MockTransport::new().response(response)).build().expect("valid settings");
    let response = client.request(CALL).send::<Xml<Person>>().await.expect("it is repaired");
    assert_eq!((response.body().name.as_deref(), response.repairs().len()), (Some("a"), 1));
}

#[tokio::test]
async fn hostile_documents_are_errors() {
    let deep = |levels: usize| format!("{}{}", "<friend>".repeat(levels), "</friend>".repeat(levels));
    let attributes: String = (0..3_000_000).map(|number| format!(" a{number}=''")).collect();
    let laughs = "<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;'>]><P><name>&c;</name></P>";
    for (xml, expected) in [
        (laughs.to_owned(), "document type declaration"),
        ("<!DOCTYPE P SYSTEM 'file:///etc/passwd'><P/>".to_owned(), "document type declaration"),
        ("<P><name>&c;</name></P>".to_owned(), "undefined entity"),
        ("<P name='&c;'/>".to_owned(), "attribute is invalid"),
        ("<P><name>&#0;</name></P>".to_owned(), "not valid XML"),
        (deep(101), "nested more than 100"),
        (deep(1_000_000), "nested more than 100"),
        (format!("<P{attributes}/>"), "more than 2000000 elements and attributes"),
        ("<P/>".repeat(2), "more than one root"),
        ("<P><name>a</name>".to_owned(), "truncated"),
        ("<P><name>a</P>".to_owned(), "not valid XML"),
        ("<P><na".to_owned(), "not valid XML"),
        ("</P>".to_owned(), "not valid XML"),
        ("<P id='1' id='2'/>".to_owned(), "two attributes with the same name"),
        ("<P id=1/>".to_owned(), "attribute is invalid"),
        ("text".to_owned(), "text outside the root"),
        ("<P/>text".to_owned(), "text outside the root"),
        ("<!-- a -->".to_owned(), "no root element"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><P><name>ä</name></P>".to_owned(), "encoding"),
    ] {
        let reason = reason(xml.clone()).await;
        assert!(reason.contains(expected), "{reason} for {}", &xml[..xml.len().min(80)]);
    }
    assert!(reason(vec![0xFF, 0xFE, b'<', 0, b'P', 0]).await.contains("not UTF-8"));
    // As deep as possible; JSON has fewer levels.
    let nested = reason(format!("<P>{}</P>", deep(99))).await;
    assert!(nested.contains("recursion limit"), "{nested}");
    let small = person(&format!("<P>{}</P>", deep(40))).await;
    assert!(small.friends.is_some());
    // Every element is read at most once.
    let wide = format!("<P>{}</P>", "<animal>a</animal>".repeat(200_000));
    assert_eq!(person(&wide).await.animals.map(|all| all.len()), Some(200_000));
}

#[tokio::test]
async fn strings_without_an_xml_form_are_errors() {
    for value in
        [json!({ "name": "a\u{0}b" }), json!({ "limits": { "a b": 1 } }), json!({ "extra": { "1": 1 } })]
    {
        let error = sent(&of_json(value)).await.expect_err("it has no XML form").to_string();
        assert!(error.contains("cannot serialize it as XML"), "{error}");
    }
}

#[tokio::test]
async fn an_empty_body_is_an_element_without_content() {
    assert_eq!(person("").await, Person::default());
    let error = read::<Note>(" ").await.expect_err("a required member is absent").to_string();
    assert!(error.contains("the body is empty"), "{error}");
}
