//! The token request of each grant, and the handling of refresh tokens.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use runtime::runtime::{
    AccessToken, BoxFuture, EmptyBody, LoginContext, OAuth2, PkceVerifier, TokenForm, TokenSource,
    TransportRequest,
};

use crate::double::{GET, Server, application, call};
use crate::support::{Fake, header};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CALLBACK: &str = "https://app.example.com/cb?a=b";

/// Returns the token request that a source sends.
async fn login(source: impl TokenSource) -> TransportRequest {
    let fake = Fake::new().json(r#"{"access_token":"t0ken","token_type":"Bearer","expires_in":86400}"#);
    let client = fake.builder().login(source).build().unwrap();
    client.request(GET).send::<EmptyBody>().await.unwrap();
    let mut sent = fake.sent();
    assert_eq!(sent.len(), 2);
    assert_eq!(header(&sent[1], "authorization"), "Bearer t0ken");
    sent.remove(0)
}

fn body(request: &TransportRequest) -> &str {
    std::str::from_utf8(&request.body).unwrap()
}

fn basic(request: &TransportRequest) -> String {
    let text = header(request, "authorization").strip_prefix("Basic ").unwrap();
    String::from_utf8(base64::engine::general_purpose::STANDARD.decode(text).unwrap()).unwrap()
}

#[tokio::test]
async fn client_credentials() {
    let request = login(application()).await;
    assert_eq!(request.method, "POST");
    assert_eq!(request.url, "https://login.example.com/oauth/token");
    assert_eq!(header(&request, "content-type"), "application/x-www-form-urlencoded");
    assert_eq!(header(&request, "accept"), "application/json");
    assert_eq!(header(&request, "user-agent"), "test-sdk/1");
    assert_eq!(header(&request, "x-sdk"), "7.0");
    assert_eq!(request.timeout, Some(Duration::from_secs(60)));
    assert_eq!(request.max_response_bytes, 1024 * 1024);
    assert_eq!(body(&request), "grant_type=client_credentials");
    assert_eq!(basic(&request), "my-id:my-s3cret");
}

#[tokio::test]
async fn authorization_code() {
    let request = login(OAuth2::authorization_code("id", "s3cret", "c&de", CALLBACK)).await;
    assert_eq!(
        body(&request),
        "grant_type=authorization_code&code=c%26de&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb%3Fa%3Db"
    );
    assert_eq!(basic(&request), "id:s3cret");
}

#[tokio::test]
async fn pkce() {
    let verifier = PkceVerifier::new(VERIFIER).unwrap();
    let request = login(OAuth2::pkce("id", "code", &verifier, "app:/cb")).await;
    let fields =
        "grant_type=authorization_code&client_id=id&code=code&redirect_uri=app%3A%2Fcb&code_verifier=";
    assert_eq!(body(&request), format!("{fields}{VERIFIER}"));
    assert!(!request.headers.contains_key("authorization"));
}

#[tokio::test]
async fn refresh_token() {
    let request = login(OAuth2::refresh_token("id", "s3cret", "r+1")).await;
    assert_eq!(body(&request), "grant_type=refresh_token&refresh_token=r%2B1");
    assert_eq!(basic(&request), "id:s3cret");
    let request = login(OAuth2::public_refresh_token("id", "r1")).await;
    assert_eq!(body(&request), "grant_type=refresh_token&client_id=id&refresh_token=r1");
    assert!(!request.headers.contains_key("authorization"));
}

#[tokio::test]
async fn saml2_bearer() {
    let source = OAuth2::saml2_bearer("id", "s3cret", "PHNhbWw+/w==").form_field("orgName", "My Org");
    let request = login(source).await;
    assert_eq!(
        body(&request),
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Asaml2-bearer&assertion=PHNhbWw%2B%2Fw%3D%3D&orgName=My+Org"
    );
    assert_eq!(basic(&request), "id:s3cret");
}

#[tokio::test]
async fn extra_fields_and_the_secret_in_the_form() {
    let source = application().form_field("scope", "a b").client_secret_in_form();
    let request = login(source).await;
    let expected = "grant_type=client_credentials&client_id=my-id&client_secret=my-s3cret&scope=a+b";
    assert_eq!(body(&request), expected);
    assert!(!request.headers.contains_key("authorization"));
}

#[tokio::test]
async fn a_refresh_token_is_replaced_and_reported() {
    let server = Server::new().with_lifetime(1000).with_refresh_tokens();
    let issued: Arc<Mutex<Vec<AccessToken>>> = Arc::default();
    let kept = Arc::clone(&issued);
    let source = OAuth2::authorization_code("id", "s3cret", "code", "app:/cb");
    let client = server.client(source.on_token(move |token| kept.lock().unwrap().push(token.clone())));
    for number in 1..=3 {
        assert_eq!(call(&client).await.unwrap(), number);
        server.manual_clock.advance(940);
    }
    assert_eq!(
        server.forms(),
        [
            "grant_type=authorization_code&code=code&redirect_uri=app%3A%2Fcb",
            "grant_type=refresh_token&refresh_token=refresh-1",
            "grant_type=refresh_token&refresh_token=refresh-2",
        ]
    );
    let issued = issued.lock().unwrap();
    let third = issued.last().unwrap();
    assert_eq!((issued.len(), third.expose(), third.refresh_token()), (3, "token-3", Some("refresh-3")));
    assert_eq!(third.expires_in(), Some(Duration::from_secs(1000)));
}

#[tokio::test]
async fn a_refresh_token_that_is_not_replaced_is_kept() {
    let server = Server::new();
    let kept: Arc<Mutex<Option<String>>> = Arc::default();
    let slot = Arc::clone(&kept);
    let source = OAuth2::refresh_token("id", "s3cret", "first");
    let hook = move |token: &AccessToken| *slot.lock().unwrap() = token.refresh_token().map(str::to_owned);
    let client = server.client(source.on_token(hook));
    call(&client).await.unwrap();
    server.revoke();
    call(&client).await.unwrap();
    assert_eq!(server.forms(), ["grant_type=refresh_token&refresh_token=first"; 2]);
    assert_eq!(kept.lock().unwrap().as_deref(), Some("first"));
}

#[tokio::test]
async fn a_code_is_used_once() {
    let server = Server::new();
    let client = server.client(OAuth2::authorization_code("id", "s3cret", "code", "app:/cb"));
    call(&client).await.unwrap();
    server.revoke();
    let error = call(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "getX: authentication failed: the login has expired: its authorization code was already used, and there is no refresh token"
    );
    assert_eq!(server.logins(), 1);
}

#[tokio::test]
async fn an_application_needs_no_refresh_token() {
    let server = Server::new().with_refresh_tokens();
    let client = server.client(application());
    call(&client).await.unwrap();
    server.revoke();
    call(&client).await.unwrap();
    assert_eq!(server.forms(), ["grant_type=client_credentials"; 2]);
}

#[tokio::test]
async fn unusual_token_responses() {
    for (response, token) in [
        (r#"{"access_token":"t","expires_in":"3600"}"#, Ok(Some(3600))),
        (r#"{"access_token":"t","expires_in":3600.9}"#, Ok(Some(3600))),
        (r#"{"access_token":"t","expires_in":-5}"#, Ok(Some(0))),
        (r#"{"access_token":"t","expires_in":18446744073709551615}"#, Ok(Some(u64::MAX))),
        (r#"{"access_token":"t","expires_in":"soon"}"#, Ok(None)),
        (r#"{"access_token":"t","token_type":"BearerToken"}"#, Ok(None)),
        (r#"{"access_token":"t","token_type":"mac"}"#, Err("the token type \"mac\" is not supported")),
        (r#"{"access_token":"s3cret\n"}"#, Err("a space, a line break")),
        (r#"{"access_token":""}"#, Err("not a JSON object with an access_token")),
        (r#"{"error":"slow_down"}"#, Err("200 OK: slow_down: the response is not a JSON object with")),
        (r#"{"token":"s3cret"}"#, Err("not a JSON object with an access_token")),
        ("<html>s3cret", Err("not a JSON object with an access_token")),
        ("", Err("not a JSON object with an access_token")),
    ] {
        let fake = Fake::new().json(response);
        let issued: Arc<Mutex<Option<AccessToken>>> = Arc::default();
        let slot = Arc::clone(&issued);
        let source = application().on_token(move |token| *slot.lock().unwrap() = Some(token.clone()));
        let client = fake.builder().login(source).build().unwrap();
        let outcome = client.request(GET).send::<EmptyBody>().await;
        match token {
            Ok(life) => {
                outcome.unwrap();
                let issued = issued.lock().unwrap().clone().unwrap();
                assert_eq!(issued.expires_in().map(|life| life.as_secs()), life, "{response}");
            }
            Err(reason) => {
                let error = outcome.unwrap_err();
                let text = format!("{error}{error:?}");
                assert!(error.to_string().contains(reason) && !text.contains("s3cret"), "{response}: {text}");
                assert_eq!(fake.sent().len(), 1);
            }
        }
    }
}

/// A custom grant.
struct Device;

impl TokenSource for Device {
    fn token<'a>(
        &'a self,
        context: &'a LoginContext,
    ) -> BoxFuture<'a, Result<AccessToken, runtime::runtime::AuthError>> {
        Box::pin(async move {
            let form =
                TokenForm::new("urn:ietf:params:oauth:grant-type:device_code").field("device_code", "d");
            context.exchange(&form).await
        })
    }
}

#[tokio::test]
async fn a_custom_grant() {
    let request = login(Arc::new(Device)).await;
    assert_eq!(
        body(&request),
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=d"
    );
}

#[test]
fn verifiers_are_checked() {
    let of = |length| "a".repeat(length);
    for good in [of(43), of(128), format!("{}-._~09Z", of(40))] {
        assert_eq!(PkceVerifier::new(&good).unwrap().expose(), good);
    }
    for bad in [of(42), of(129), format!("{} ", of(60)), format!("{}+", of(60)), format!("{}é", of(60))] {
        assert!(PkceVerifier::new(&bad).is_err(), "{bad}");
    }
}

#[cfg(feature = "pkce")]
#[test]
fn verifiers_are_generated_and_hashed() {
    // The example in RFC 7636, appendix B.
    let verifier = PkceVerifier::new(VERIFIER).unwrap();
    assert_eq!(verifier.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    let (one, other) = (PkceVerifier::generate().unwrap(), PkceVerifier::generate().unwrap());
    assert!(PkceVerifier::new(one.expose()).is_ok());
    assert_eq!(one.expose().len(), 43);
    assert_ne!(one.expose(), other.expose());
    let state = runtime::runtime::random_state().unwrap();
    assert_eq!(state.len(), 22);
    assert_ne!(state, runtime::runtime::random_state().unwrap());
}
