//! `Debug` and `Display` output contains no secrets.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use runtime::runtime::{
    AccessToken, ApiKey, Authorize, ClientBuilder, EmptyBody, Error, Gateway, LoginContext, OAuth2,
    PkceVerifier, TokenForm, TransportError, TransportErrorKind,
};

use crate::double::{ClosureSource, GET, Server};
use crate::support::{Fake, PROFILE};

const SECRET: &str = "s3cret-s3cret-s3cret-s3cret-s3cret-s3cret-s3cret";

fn logins() -> Vec<OAuth2> {
    let verifier = PkceVerifier::new(SECRET).unwrap();
    vec![
        OAuth2::client_credentials("id", SECRET).form_field("password", SECRET),
        OAuth2::client_credentials("id", SECRET).client_secret_in_form(),
        OAuth2::authorization_code("id", SECRET, SECRET, "app:/cb"),
        OAuth2::pkce("id", SECRET, &verifier, "app:/cb"),
        OAuth2::refresh_token("id", SECRET, SECRET),
        OAuth2::public_refresh_token("id", SECRET),
        OAuth2::saml2_bearer("id", SECRET, SECRET)
            .with_token(AccessToken::new("t").with_refresh_token(SECRET)),
    ]
}

#[test]
fn settings() {
    let token = AccessToken::new(SECRET).with_refresh_token(SECRET).with_expires_in(Duration::from_secs(1));
    let builder = || ClientBuilder::new(&PROFILE).transport(Fake::new());
    let mut shown = format!("{token:?}{:?}", PkceVerifier::new(SECRET).unwrap());
    for login in logins() {
        shown += &format!("{login:?}");
    }
    shown += &format!("{:?}", TokenForm::new("g").field("code", SECRET).basic("id", SECRET));
    shown += &format!("{:?}", Authorize::new("id", "app:/cb").state(SECRET));
    for key in [ApiKey::header("k", SECRET), ApiKey::query("k", SECRET), ApiKey::cookie("k", SECRET)] {
        shown += &format!("{key:?}{:?}{:?}", builder().key(key.clone()), builder().key(key.clone()).build());
    }
    shown += &format!("{:?}{:?}", builder().access_token(SECRET), builder().access_token(SECRET).build());
    shown +=
        &format!("{:?}{:?}", builder().basic_auth("u", SECRET), builder().basic_auth("u", SECRET).build());
    let url = format!("https://u:{SECRET}@h?{SECRET}");
    shown += &format!("{:?}", builder().token_url(&url).authorization_url(&url));
    shown += &format!("{:?}", builder().gateway(Gateway::new("gw")));
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[tokio::test]
async fn requests_and_errors() {
    let echo = format!(
        r#"{{"error":"bad {SECRET}","error_description":"no {SECRET}","description":"{SECRET}?","message":"m {SECRET}"}}"#
    );
    for response in [
        (400, echo.as_str()),
        (500, SECRET),
        (302, "<a href='/login'>"),
        (403, r#"{"refresh_token":"s3cret"}"#),
        (200, r#"{"error":"s3cret-s3cret-s3cret-s3cret-s3cret-s3cret-s3cret","id_token":"s3cret"}"#),
        (200, r#"{"access_token":"s3cret s3cret"}"#),
    ] {
        for login in logins().into_iter().take(6) {
            let fake = Fake::new().respond(
                response.0,
                &[("location", "https://other.example.com")],
                response.1.to_owned(),
            );
            let client = fake.builder().login(login).build().unwrap();
            let error = client.request(GET).send::<EmptyBody>().await.unwrap_err();
            assert!(matches!(error, Error::Auth(_)), "{error:?}");
            let request = fake.only();
            assert!(request.url.starts_with("https://login.example.com/"), "no redirect is followed");
            let shown = format!("{error}{error:?}{client:?}{request:?}{:?}", request.headers);
            assert!(!shown.contains("s3cret"), "{shown}");
        }
    }
}

#[tokio::test]
async fn keys_on_requests() {
    let fake = Fake::new().fail(TransportError::new(TransportErrorKind::Connect, "refused"));
    let client = ClientBuilder::new(&PROFILE)
        .transport(fake.clone())
        .no_retry()
        .key(ApiKey::header("X-App", SECRET))
        .key(ApiKey::query("app", SECRET))
        .key(ApiKey::cookie("app", SECRET))
        .basic_auth("u", SECRET)
        .build()
        .unwrap();
    let error = client.request(GET).send::<EmptyBody>().await.unwrap_err();
    let request = fake.only();
    assert!(request.url.contains("app=s3cret"));
    let shown = format!("{error}{error:?}{request:?}{:?}{client:?}", request.headers);
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[tokio::test]
async fn the_context_of_a_token_source() {
    let server = Server::new();
    let shown: Arc<Mutex<String>> = Arc::default();
    let slot = Arc::clone(&shown);
    let source = ClosureSource(move |context: &LoginContext| {
        *slot.lock().unwrap() += &format!("{context:?}");
        let number = if context.rejected() == Some("token-1") { 2 } else { 1 };
        Ok(AccessToken::new(format!("token-{number}")))
    });
    let client =
        server.builder().token_url("https://login.example.com/t?key=s3cret").login(source).build().unwrap();
    server.revoke_up_to(1);
    client.request(GET).send::<EmptyBody>().await.unwrap();
    let shown = shown.lock().unwrap();
    assert!(shown.contains("https://login.example.com/t") && shown.contains("[redacted]"), "{shown}");
    assert!(!shown.contains("token-1") && !shown.contains("s3cret"), "{shown}");
}
