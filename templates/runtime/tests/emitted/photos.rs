//! Uses of operations whose bodies and responses are not JSON.

use crate::api::photos::Photos;
use crate::client::PROFILE;
use crate::runtime::{Body, ClientBuilder, Part, RequestOptions};
use crate::support::{Fake, header};
use serde_json::json;

fn photos(fake: &Fake) -> Photos {
    let builder = ClientBuilder::new(&PROFILE).access_token("t0ken").transport(fake.clone());
    Photos::new(builder.build().unwrap())
}

#[tokio::test]
async fn files_are_sent_in_parts() {
    let fake = Fake::new().json("{}");
    let image = Part::bytes(b"PNG").file_name("me.png").content_type("image/png");
    let call =
        photos(&fake).post_photos(image).attachments([b"1", b"2"]).place(&json!({"x": 1})).colors(&[7]);
    call.options(RequestOptions::new().boundary("b")).await.unwrap();
    let body = String::from_utf8(fake.only().body.to_vec()).unwrap();
    assert_eq!(body.matches("name=\"attachments\"; filename=\"blob\"").count(), 2, "{body}");
    assert!(body.contains("filename=\"me.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n"), "{body}");
    assert!(body.contains("Content-Type: application/json\r\n\r\n{\"x\":1}\r\n"), "{body}");
    assert!(body.contains("Content-Type: application/json\r\n\r\n[7]\r\n"), "{body}");
}

#[tokio::test]
async fn a_form_and_bytes_are_sent() {
    let fake = Fake::new();
    photos(&fake).post_photos_search("a b").filter(&json!({"size": {"gt": 5}})).await.unwrap();
    photos(&fake).put_photo("p1", Body::from(b"PNG")).await.unwrap();
    let sent = fake.sent();
    assert_eq!(sent[0].body, "query=a+b&filter%5Bsize%5D%5Bgt%5D=5");
    assert_eq!((header(&sent[1], "content-type"), &sent[1].body[..]), ("image/png", &b"PNG"[..]));
}

#[tokio::test]
async fn a_response_is_buffered_or_streamed() {
    let fake = Fake::new().respond(200, &[], "PNG").respond(200, &[], "PNG");
    assert_eq!(photos(&fake).get_photo("p1").await.unwrap(), "PNG");
    assert_eq!(photos(&fake).get_photo("p1").stream().await.unwrap().length(), Some(3));
    let events = [("content-type", "text/event-stream")];
    let fake = Fake::new().respond(200, &events, "data: 1\n\n").respond(200, &events, "data: 1\n\n");
    assert_eq!(photos(&fake).get_photos_events().events().await.unwrap().status(), 200);
    assert_eq!(photos(&fake).get_photos_events().await.unwrap(), "data: 1\n\n");
}
