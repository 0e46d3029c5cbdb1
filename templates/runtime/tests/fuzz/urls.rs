//! URLs: the values of server variables do not change the host, and a redirect must contain the state of its login.

use http::Uri;
use runtime::runtime::testing::MockTransport;
use runtime::runtime::{Authorize, ClientBuilder, EmptyBody, Operation, Value, server_url};

use super::run;
use super::support::{PROFILE, block_on};

/// Returns a builder for a client with this base URL and a token, and its transport.
fn client(url: &str) -> (MockTransport, ClientBuilder) {
    let mock = MockTransport::new().json(200, &Value::Null);
    let builder = ClientBuilder::new(&PROFILE).access_token("t0ken").transport(mock.clone()).no_retry();
    (mock, builder.base_url(url))
}

const VALUES: &[&[u8]] = &[b"tenant", b"eu-1.test", b"a/b?c#d@e:80", b"[::1]", b"\xc3\xbc", b"%2e%2e/..\\"];

#[test]
fn the_value_of_a_server_variable_does_not_change_the_host() {
    run("server", VALUES, |bytes, _| {
        let value = String::from_utf8_lossy(bytes);
        let values = [("tenant", &*value, "main"), ("path", &*value, "v1")];
        let url = server_url("https://{tenant}.{unknown}.example.com/api/{path}", &values);
        assert!(client(&url).1.build().is_err(), "{url}");
        let url = server_url("https://{tenant}.example.com/api/{path}", &values);
        let (mock, builder) = client(&url);
        let Ok(client) = builder.build() else { return };
        block_on(client.request(Operation::get("getX", "/x")).send::<EmptyBody>()).unwrap();
        let sent: Uri = mock.requests()[0].url.parse().unwrap_or_else(|error| panic!("{error}: {url}"));
        let host = sent.host().unwrap_or_default();
        assert!(host.ends_with(".example.com") && sent.path().starts_with("/api/"), "{sent}");
    });
}

#[test]
fn a_base_url_is_usable_or_an_error() {
    let urls: &[&[u8]] = &[
        b"https://api.example.com/v1",
        b"http://localhost:8080",
        b"https://user:word@example.com/",
        b"https://{region}.example.com:{port}/{path}/",
        b"http://[::1]:80/a%20b",
    ];
    run("base", urls, |bytes, _| {
        let text = String::from_utf8_lossy(bytes);
        let url = server_url(&text, &[("region", "eu", "eu"), ("port", "443", "443"), ("path", &text, "v1")]);
        let (mock, builder) = client(&url);
        match builder.build() {
            Ok(client) => {
                // Without TLS, the token is sent only to the local machine.
                let outcome = block_on(client.request(Operation::get("getX", "/x")).send::<EmptyBody>());
                for request in mock.requests() {
                    request.url.parse::<Uri>().unwrap_or_else(|error| panic!("{error}: {}", request.url));
                }
                outcome.map_or_else(|error| drop(error.to_string()), drop);
            }
            Err(error) => drop(error.to_string()),
        }
    });
}

#[test]
fn a_redirect_contains_the_state_of_its_login() {
    let redirects: &[&[u8]] = &[
        b"http://localhost:8085/?code=c0de&state=s7ate",
        b"/callback?error=access_denied&error_description=no+way%21&state=s7ate#x",
        b"?state=s7ate&code=a%20b%2F",
    ];
    let login = Authorize::new("my-id", "http://localhost:8085/").state("s7ate");
    run("redirect", redirects, |bytes, _| {
        let redirect = String::from_utf8_lossy(bytes);
        match login.code_from(&redirect) {
            Ok(code) => {
                let query = percent_encoding::percent_decode_str(&redirect).decode_utf8_lossy();
                assert!(!code.is_empty() && query.contains("state=s7ate"), "{query}");
            }
            Err(error) => drop((error.to_string(), format!("{error:?}"))),
        }
    });
}
