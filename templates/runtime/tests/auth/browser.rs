//! Browser logins: redirects from the login page, and other pages on the authorization server.

use runtime::runtime::{AuthError, AuthErrorKind, Authorize, ClientBuilder, Error, Gateway, Result};

use crate::support::PROFILE;

fn authorize() -> Authorize {
    Authorize::new("id", "http://localhost:8085/").state("st&te")
}

fn refused(response: Result<String>) -> AuthError {
    match response {
        Err(Error::Auth(error)) => *error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_code_is_returned_if_the_state_matches() {
    for redirect in [
        "http://localhost:8085/?code=a%2Fb+c&state=st%26te",
        "http://localhost:8085/?state=st%26te&code=a%2Fb%20c#fragment",
        "/?code=a%2Fb+c&iss=https%3A%2F%2Flogin&state=st%26te",
    ] {
        assert_eq!(authorize().code_from(redirect).unwrap(), "a/b c");
    }
    let without = Authorize::new("id", "http://localhost:8085/");
    assert_eq!(without.code_from("/?code=c&state=any").unwrap(), "c");
}

#[test]
fn foreign_redirects_are_rejected() {
    for (redirect, reason) in [
        ("/?code=c0de", "the state does not match"),
        ("/?code=c0de&state=other", "the state does not match"),
        ("/?code=c0de&state=", "the state does not match"),
        ("/?error=access_denied", "the state does not match"),
        ("/?code=c0de&state=st%26te&state=other", "state is repeated"),
        ("/?code=c0de&code=d&state=st%26te", "code is repeated"),
        ("/?state=st%26te", "the code is missing"),
        ("/?code=&state=st%26te", "the code is missing"),
        ("/?code=c0de%ff&state=st%26te", "the query is not valid UTF-8"),
        ("", "the state does not match"),
        ("/#code=c0de&state=st%26te", "the state does not match"),
    ] {
        let error = refused(authorize().code_from(redirect));
        assert_eq!(error.kind(), AuthErrorKind::Redirect, "{redirect}");
        let text = error.to_string();
        assert!(
            text.starts_with("authentication failed: the redirect does not belong to this login"),
            "{text}"
        );
        assert!(text.ends_with(reason) && !text.contains("c0de"), "{redirect}: {text}");
    }
}

#[test]
fn a_refusal_contains_the_server_s_message() {
    let error = refused(
        authorize().code_from("/?error=access_denied&error_description=The+user%0Asaid+no&state=st%26te"),
    );
    assert_eq!((error.kind(), error.code()), (AuthErrorKind::Refused, Some("access_denied")));
    assert_eq!(error.to_string(), "authentication failed: access_denied: The user said no");
}

#[test]
fn the_url_of_a_logout_page() {
    let builder = ClientBuilder::new(&PROFILE).base_url("https://api.example.ie");
    let parameters = [("client_id", "my id"), ("redirect_uri", "https://app.example.com/?bye=1")];
    assert_eq!(
        builder.login_server_page("/logout", &parameters).unwrap(),
        "https://login.example.ie/logout?client_id=my%20id&redirect_uri=https%3A%2F%2Fapp.example.com%2F%3Fbye%3D1"
    );
    assert_eq!(builder.login_server_page("/logout", &[]).unwrap(), "https://login.example.ie/logout");

    let gateway = Gateway::new("gw.example.org").port(8443).login_path("/sso/");
    let behind = ClientBuilder::new(&PROFILE).gateway(gateway);
    assert_eq!(behind.login_server_page("/logout", &[]).unwrap(), "https://gw.example.org:8443/sso/logout");

    let own = ClientBuilder::new(&PROFILE).authorization_url("https://id.example.net/page?p=1");
    assert_eq!(own.login_server_page("/logout", &[("a", "b")]).unwrap(), "https://id.example.net/logout?a=b");

    for path in ["logout", "//evil.example", "/a?b", "/a#b", "@evil.example", "/a\\b", "/a b", ""] {
        let error = builder.login_server_page(path, &[]).unwrap_err();
        assert!(matches!(error, Error::Config(_)), "{path}: {error}");
    }
    let elsewhere = ClientBuilder::new(&PROFILE).base_url("https://x.example.net");
    assert!(elsewhere.login_server_page("/logout", &[]).is_err());
}
