//! The runtime of the emitted clients, as a separate crate so that it can be compiled, linted and tested.
//!
//! `src/runtime` is copied byte for byte into each emitted crate; paths such as `crate::runtime::X` resolve in both
//! crates. It is independent of any API: a [`runtime::Profile`] and the emitted calls supply everything specific to an
//! API. The docs of the copied files contain no examples, since examples would refer to this crate by name. The examples
//! are collected here:
//!
//! ```no_run
//! use runtime::runtime::{ClientBuilder, ErrorShape, Json, Operation, Profile, RequestOptions, Value};
//! use std::time::Duration;
//!
//! static PROFILE: Profile = Profile::new("Groups API")
//!     .base_url("https://api.example.com")
//!     .user_agent("groups-sdk")
//!     .token_url("https://login.example.com/oauth/token")
//!     .authorization_url("https://login.example.com/oauth/authorize")
//!     .errors(ErrorShape::new().code("/code").message("/message").correlation_header("X-Request-Id"));
//!
//! # async fn example() -> runtime::runtime::Result<()> {
//! let client = ClientBuilder::new(&PROFILE).access_token("...").timeout(Duration::from_secs(20)).build()?;
//! let request = client.request(Operation::get("getGroup", "/groups/{groupId}")).path("groupId", "8b3c");
//! let request = request.options(RequestOptions::new().header("X-Trace", "7f"));
//! let group = request.send::<Json<Value>>().await?.into_body();
//! # drop(group);
//! # Ok(())
//! # }
//! ```
//!
//! # Retries, middleware and transport settings
//!
//! ```no_run
//! # use runtime::runtime::{ClientBuilder, Operation, EmptyBody, Profile, Result, RequestOptions};
//! use runtime::runtime::{BoxFuture, Middleware, Next, ReqwestTransport, RetryBudget, RetryPolicy, TransportRequest, TransportResponse};
//! use std::time::Duration;
//!
//! /// Logs the number of attempts of each call.
//! struct LogAttempts;
//!
//! impl Middleware for LogAttempts {
//!     fn handle<'a>(&'a self, request: TransportRequest, next: Next<'a>) -> BoxFuture<'a, Result<TransportResponse>> {
//!         Box::pin(async move {
//!             let operation = request.operation;
//!             let response = next.run(request).await?;
//!             println!("{operation}: {} after {} attempts", response.status, response.attempts);
//!             Ok(response)
//!         })
//!     }
//! }
//!
//! # async fn example(profile: &'static Profile) -> Result<()> {
//! let transport = ReqwestTransport::builder()
//!     .proxy("http://proxy.example.com:3128")
//!     .connect_timeout(Duration::from_secs(5))
//!     .build()?;
//! let client = ClientBuilder::new(profile)
//!     .transport(transport)
//!     .middleware(LogAttempts)
//!     .retry(RetryPolicy::new().max_attempts(6).max_wait(Duration::from_secs(20)))
//!     .retry_budget(RetryBudget::new(50))
//!     .build()?;
//! let request = client.request(Operation::post("postGroups", "/groups")).json("...");
//! let options = RequestOptions::new().header("Idempotency-Key", "8b3c").idempotent();
//! request.options(options).send::<EmptyBody>().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Authentication
//!
//! ```no_run
//! # use runtime::runtime::{ClientBuilder, Error, EmptyBody, Operation, Profile, Result};
//! use runtime::runtime::{ApiKey, Authorize, Gateway, OAuth2, PkceVerifier};
//!
//! # async fn example(profile: &'static Profile, state: String, challenge: String, verifier: PkceVerifier, code: String) -> Result<()> {
//! // Client credentials: a token is requested on the first call, before it expires, and once after a 401.
//! let client = ClientBuilder::new(profile).login(OAuth2::client_credentials("my-id", "my-secret")).build()?;
//! match client.request(Operation::get("getGroups", "/groups")).send::<EmptyBody>().await {
//!     Err(Error::Auth(error)) => println!("{error}"), // getGroups: authentication failed: 400 Bad Request: invalid_client: ...
//!     outcome => println!("{outcome:?}"),
//! }
//!
//! // Authorization code with PKCE: a user logs in with a browser, at the authorization server of the base URL's region.
//! let page = Authorize::new("my-id", "http://localhost:8085/").state(state).code_challenge(challenge);
//! println!("{}", ClientBuilder::new(profile).base_url("https://api.example.ie").login_page(&page)?);
//! let login = OAuth2::pkce("my-id", code, &verifier, "http://localhost:8085/")
//!     .on_token(|token| println!("to be stored: {} bytes", token.refresh_token().unwrap_or_default().len()));
//! let client = ClientBuilder::new(profile).base_url("https://api.example.ie").login(login).build()?;
//!
//! // Through a gateway that requires an API key.
//! let gateway = Gateway::new("gw.example.org").api_path("api").login_path("login");
//! let client = ClientBuilder::new(profile)
//!     .gateway(gateway)
//!     .key(ApiKey::header("X-Gateway-Key", "..."))
//!     .login(OAuth2::saml2_bearer("my-id", "my-secret", "PHNhbWw...").form_field("orgName", "acme"))
//!     .build()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Bodies other than JSON
//!
//! Multipart, streams and events require the `multipart`, `stream` and `events` features; forms, bytes and text do not:
//!
//! ```no_run
//! # use runtime::runtime::{Client, Events, EmptyBody, Operation, Part, Result, Style};
//! use runtime::runtime::Body;
//!
//! # async fn example(client: &Client, filter: &[(&str, i32)]) -> Result<Events> {
//! // A form, with an object in bracket notation.
//! let request = client.request(Operation::post("postSearch", "/search")).field("q", "a b");
//! request.field_as("filter", Style::DeepObject, filter).send::<EmptyBody>().await?;
//!
//! // A file, which is read while it is sent, and read again if the call is retried.
//! let request = client.request(Operation::put("putPhoto", "/photos/7"));
//! request.body("image/png", Body::file("me.png")).send::<EmptyBody>().await?;
//! let request = client.request(Operation::post("postPhotos", "/photos"));
//! request.part("image", Part::file("me.png").content_type("image/png")).part_value("title", "Me").send::<EmptyBody>().await?;
//!
//! // A large response.
//! let download = client.request(Operation::get("getPhoto", "/photos/7")).stream().await?;
//! download.progress(|received, total| println!("{received} of {total:?}")).save("copy.png").await?;
//!
//! // Server-sent events: a stream of `Result<Event>`.
//! let events = client.request(Operation::get("getChanges", "/changes")).events().await?;
//! # Ok(events)
//! # }
//! ```
//!
//! # Tests without a server
//!
//! Requires the `testing` feature:
//!
//! ```
//! # use runtime::runtime::{ClientBuilder, Json, Operation, Profile, Value};
//! use runtime::runtime::testing::{MockTransport, RecordingTransport, ReplayTransport, SkippingClock};
//! # static PROFILE: Profile = Profile::new("Names API").base_url("https://api.example.com");
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = MockTransport::new().json(503, "busy").json(200, &["a", "b"]);
//! let recording = RecordingTransport::new(mock.clone());
//! let clock = SkippingClock::new(1.0);
//! let client = ClientBuilder::new(&PROFILE).transport(recording.clone()).clock(clock.clone()).build()?;
//!
//! let names = client.request(Operation::get("getNames", "/names")).send::<Json<Vec<String>>>().await?;
//! assert_eq!((names.body().len(), names.attempts()), (2, 2));
//! assert_eq!(mock.requests()[0].url, "https://api.example.com/names");
//! assert_eq!(clock.waits().len(), 1);
//!
//! // A recording can be stored as JSON, and replayed without the server.
//! let stored = serde_json::to_string(&recording.exchanges())?;
//! let replay = ReplayTransport::new(serde_json::from_str::<Vec<_>>(&stored)?);
//! let client = ClientBuilder::new(&PROFILE).transport(replay).clock(clock).build()?;
//! let again = client.request(Operation::get("getNames", "/names")).send::<Json<Vec<String>>>().await?;
//! assert_eq!(again.body(), names.body());
//! # Ok(())
//! # }
//! ```
//!
//! # Without an async runtime
//!
//! With the `blocking` feature, each call has a `wait()` method to use instead of `.await`. `send()`, pages and items also have a
//! `wait()` method; for pages and items, it returns an iterator:
//!
//! ```no_run
//! # use runtime::runtime::{Client, Json, Operation, Result, Value};
//! # fn example(client: &Client) -> Result<()> {
//! let request = client.request(Operation::get("getGroup", "/groups/8b3c"));
//! let group = request.send::<Json<Value>>().wait()?.into_body();
//! # drop(group);
//! # Ok(())
//! # }
//! ```
//!
//! # Without a built-in transport or an operating system
//!
//! If neither `rustls` nor `native-tls` is enabled, a client needs a custom transport and, for retries, a
//! custom clock. It then also compiles for `wasm32-unknown-unknown`, which the built-in transport does not
//! support.

pub mod runtime;
