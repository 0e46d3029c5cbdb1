//! Destinations of API and token requests: regions, gateways, configured URLs, and login pages.

use runtime::runtime::{Authorize, ClientBuilder, EmptyBody, Error, Gateway, Profile};

use crate::double::{GET, application};
use crate::support::{Fake, PROFILE};

const LOGIN: &str = r#"{"access_token":"t0ken"}"#;

fn profile(token_url: &'static str, login_host: (&'static str, &'static str)) -> &'static Profile {
    let profile = Profile::new("Test API").base_url("https://api.example.com/v1").token_url(token_url);
    let (api, login) = login_host;
    Box::leak(Box::new(profile.authorization_url("/authorize").login_host(api, login)))
}

/// Returns the URLs of the token request and the API request.
async fn urls(builder: ClientBuilder) -> (String, String) {
    let fake = Fake::new().json(LOGIN);
    let client = builder.transport(fake.clone()).login(application()).build().unwrap();
    client.request(GET).send::<EmptyBody>().await.unwrap();
    let sent = fake.sent();
    (sent[0].url.clone(), sent[1].url.clone())
}

fn pair(login: &str, call: &str) -> (String, String) {
    (login.to_owned(), call.to_owned())
}

fn refusal(builder: ClientBuilder) -> String {
    match builder.transport(Fake::new()).login(application()).build() {
        Err(error @ Error::Config(_)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_login_server_follows_the_region() {
    let of = |base: &str| urls(ClientBuilder::new(&PROFILE).base_url(base));
    assert_eq!(
        of("https://api.example.com").await,
        pair("https://login.example.com/oauth/token", "https://api.example.com/x")
    );
    assert_eq!(
        of("https://api.eu2.example.cloud/").await,
        pair("https://login.eu2.example.cloud/oauth/token", "https://api.eu2.example.cloud/x")
    );
    let text = refusal(ClientBuilder::new(&PROFILE).base_url("https://example.org/api.x//api."));
    assert!(text.contains("no token URL is known for the base URL https://example.org"), "{text}");
    assert!(text.ends_with("set it with token_url()"), "{text}");
}

#[tokio::test]
async fn the_host_rule_is_set_by_the_profile() {
    let one = profile("https://id.example.net/t?v=2", ("", ""));
    let builder = ClientBuilder::new(one).base_url("https://elsewhere.example.org");
    assert_eq!(urls(builder).await.0, "https://id.example.net/t?v=2", "all base URLs share one login server");
    let relative = profile("/oauth/token", ("", ""));
    assert_eq!(urls(ClientBuilder::new(relative)).await.0, "https://api.example.com/oauth/token");
    let none = profile("", ("", ""));
    assert!(refusal(ClientBuilder::new(none)).contains("no token URL is known"));
    let set = ClientBuilder::new(none).token_url("https://id.example.net/token/");
    assert_eq!(urls(set).await.0, "https://id.example.net/token/");
}

#[tokio::test]
async fn a_gateway_is_used_for_api_and_token_requests() {
    let builder = || ClientBuilder::new(&PROFILE);
    let gateway = Gateway::new("gw.example.org").port(8443).api_path("/api/").login_path("login");
    assert_eq!(
        urls(builder().gateway(gateway.clone())).await,
        pair("https://gw.example.org:8443/login/oauth/token", "https://gw.example.org:8443/api/x")
    );
    assert_eq!(
        urls(builder().gateway(Gateway::new("gw.example.org"))).await,
        pair("https://gw.example.org/oauth/token", "https://gw.example.org/x")
    );
    assert_eq!(
        urls(builder().gateway(Gateway::new("localhost").protocol("http").port(80))).await,
        pair("http://localhost:80/oauth/token", "http://localhost:80/x")
    );
    let with_path = profile("https://login.example.com/oauth/token", ("//api.", "//login."));
    assert_eq!(
        urls(ClientBuilder::new(with_path).base_url("https://api.example.org/v2").gateway(gateway)).await.1,
        "https://gw.example.org:8443/api/v2/x",
        "the path of the base URL is kept"
    );
    for (gateway, reason) in [
        (Gateway::new(""), "must be a name or an IP address"),
        (Gateway::new("me:s3cret@gw"), "must be a name or an IP address"),
        (Gateway::new("gw/path"), "must be a name or an IP address"),
        (Gateway::new("gw").protocol("ftp"), "must start with https:// or http://"),
        (Gateway::new("gw").protocol("http"), "credentials require an https"),
        (Gateway::new("gw").api_path("a/../b"), "must not have dot segments"),
    ] {
        let text = refusal(builder().gateway(gateway));
        assert!(text.contains(reason) && !text.contains("s3cret"), "{text}");
    }
}

#[test]
fn token_urls_are_checked() {
    for (url, reason) in [
        ("http://login.example.com/t", "credentials require an https token URL"),
        ("http://login.example.com/t?client_secret=s3cret", "credentials require an https token URL"),
        ("https://me:s3cret@h/t", "must not contain a user name or password"),
        ("https://h/t#s3cret", "must not have a query or fragment"),
        ("https://h/t?a=b#s3cret", "is not valid"),
        ("login.example.com", "must start with https:// or http://"),
        ("", "no token URL is set"),
    ] {
        let text = refusal(ClientBuilder::new(&PROFILE).token_url(url));
        assert!(text.contains(reason) && !text.contains("s3cret"), "{url}: {text}");
    }
    let local = ClientBuilder::new(&PROFILE).token_url("http://127.0.0.1:9/t").transport(Fake::new());
    assert!(local.login(application()).build().is_ok());
}

#[test]
fn the_url_of_the_login_page() {
    let authorize = Authorize::new("my id", "https://app.example.com/cb?x=1")
        .state("one")
        .state("st&te")
        .code_challenge("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        .parameter("org", "acme")
        .parameter("provider", "okta");
    let builder = ClientBuilder::new(&PROFILE).base_url("https://api.example.ie");
    assert_eq!(
        builder.login_page(&authorize).unwrap(),
        "https://login.example.ie/oauth/authorize?response_type=code&client_id=my%20id\
         &redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb%3Fx%3D1&state=st%26te\
         &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&org=acme&provider=okta"
    );
    let implicit = Authorize::new("id", "app:/cb").response_type("token");
    let builder = ClientBuilder::new(&PROFILE).authorization_url("https://id.example.net/page?p=1");
    assert_eq!(
        builder.login_page(&implicit).unwrap(),
        "https://id.example.net/page?p=1&response_type=token&client_id=id&redirect_uri=app%3A%2Fcb"
    );
    let gateway = Gateway::new("gw.example.org").login_path("sso");
    let page = ClientBuilder::new(&PROFILE).gateway(gateway).login_page(&implicit).unwrap();
    assert!(page.starts_with("https://gw.example.org/sso/oauth/authorize?response_type=token&"), "{page}");
    let open = ClientBuilder::new(&PROFILE).authorization_url("http://id.example.net").login_page(&implicit);
    assert!(open.unwrap_err().to_string().contains("https authorization URL"));
    assert!(ClientBuilder::new(&PROFILE).base_url("https://x.example.net").login_page(&implicit).is_err());
}

#[cfg(feature = "pkce")]
#[test]
fn the_login_page_has_the_challenge_of_a_verifier() {
    let verifier =
        runtime::runtime::PkceVerifier::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").unwrap();
    let authorize = Authorize::new("id", "app:/cb").pkce(&verifier);
    let page = ClientBuilder::new(&PROFILE).login_page(&authorize).unwrap();
    let challenge = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    assert!(page.ends_with(challenge), "{page}");
    assert!(!page.contains(verifier.expose()));
}

#[tokio::test]
async fn default_headers_are_not_sent_to_another_authorization_server() {
    let login = |token_url: &'static str| async move {
        let fake = Fake::new().json(LOGIN);
        let builder = ClientBuilder::new(profile(token_url, ("", ""))).transport(fake.clone());
        let builder = builder.default_header("X-Tenant", "7").default_header("X-Api-Key", "s3cret");
        let client = builder.user_agent("app/1").login(application()).build().unwrap();
        client.request(GET).send::<EmptyBody>().await.unwrap();
        let sent = fake.sent();
        for name in ["x-tenant", "x-api-key"] {
            assert!(sent[1].headers.contains_key(name), "calls contain the header {name}");
        }
        assert_eq!(sent[0].headers["user-agent"], "app/1");
        ["x-tenant", "x-api-key"].map(|name| sent[0].headers.contains_key(name))
    };
    assert_eq!(login("https://api.example.com/oauth/token").await, [true, true]);
    assert_eq!(login("/oauth/token").await, [true, true]);
    for foreign in [
        "https://login.example.com/oauth/token",
        "https://api.example.com:8443/oauth/token",
        "https://api.example.com.evil.example/oauth/token",
    ] {
        assert_eq!(login(foreign).await, [false, false], "{foreign}");
    }
}
