//! The test server, which executes the plan and issues tokens that expire after a number of calls.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::Settings;
use crate::plan::{Kind, Plan, Response};
use crate::wire::{Reply, Request};

/// The header that contains the number of the call in the plan.
pub(crate) const CALL: &str = "x-soak-call";

pub(crate) const CLIENT_ID: &str = "soak";
pub(crate) const CLIENT_SECRET: &str = "s0ak-client-5ecret";

/// Strings that must not occur in the log: the common prefix of all tokens, the client secret, and its
/// `Basic` encoding.
pub(crate) const SECRETS: [&str; 3] = ["s0ak-t0ken-", CLIENT_SECRET, "c29hazpzMGFrLWNsaWVudC01ZWNyZXQ="];

/// The numbers of issued and expired tokens.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TokenCount {
    pub(crate) issued: u32,
    pub(crate) used_up: u32,
    /// The number of requests with an expired token.
    pub(crate) refused: u32,
}

/// The server's record of a call.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen {
    /// The number of attempts with a valid token.
    pub(crate) attempts: u32,
    /// Whether the last two attempts had expired tokens.
    pub(crate) refused_twice: bool,
    refused: bool,
    /// The number of retries after a `Retry-After`.
    pub(crate) waits: u32,
    /// Whether a retry arrived before the end of the requested wait.
    pub(crate) came_early: bool,
    not_before: Option<Instant>,
}

#[derive(Default)]
struct State {
    tokens: TokenCount,
    /// The number of uses of the newest token.
    uses: u32,
    calls: BTreeMap<u32, Seen>,
}

struct Shared {
    settings: Settings,
    state: Mutex<State>,
}

/// A server on a free local port. It stops when it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(settings: Settings) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { settings, state: Mutex::default() });
        let for_task = Arc::clone(&shared);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&for_task);
                // Broken connections are part of the plan.
                tokio::spawn(async move { shared.serve(stream).await.ok() });
            }
        });
        Ok(Self { address, shared, task })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn tokens(&self) -> TokenCount {
        self.shared.state().tokens
    }

    /// Removes and returns the record of a call.
    pub(crate) fn forget(&self, call: u32) -> Seen {
        self.shared.state().calls.remove(&call).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The action on a connection after a response.
enum Next {
    Keep,
    Close,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut kept = Vec::new();
        while let Some(request) = Request::read(&mut stream, &mut kept).await? {
            let next = if request.line == "POST /oauth/token" {
                self.issue(&request).send(&mut stream).await?;
                Next::Keep
            } else {
                self.play(&request, &mut stream).await?
            };
            if matches!(next, Next::Close) {
                break;
            }
        }
        Ok(())
    }

    /// Handles a request to the token endpoint (RFC 6749, section 4.4).
    fn issue(&self, request: &Request) -> Reply {
        let basic = request.header("authorization").and_then(|value| value.strip_prefix("Basic "));
        if basic != Some(SECRETS[2]) || request.body != b"grant_type=client_credentials" {
            return Reply::json(400, json!({"error": "invalid_client"}));
        }
        let mut state = self.state();
        state.tokens.issued += 1;
        state.uses = 0;
        let token = format!("{}{}", SECRETS[0], state.tokens.issued);
        Reply::json(200, json!({"access_token": token, "token_type": "bearer", "expires_in": 86_400}))
    }

    /// Returns whether the request's token is the newest and has not expired; if so, counts its use.
    fn accepts_token(&self, request: &Request, call: u32) -> bool {
        let mut state = self.state();
        let token = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        let number = token.and_then(|token| token.strip_prefix(SECRETS[0])?.parse::<u32>().ok());
        let taken = number == Some(state.tokens.issued) && state.uses < self.settings.calls_per_token;
        if taken {
            state.uses += 1;
            if state.uses == self.settings.calls_per_token {
                state.tokens.used_up += 1;
            }
        } else {
            state.tokens.refused += 1;
        }
        let seen = state.calls.entry(call).or_default();
        seen.refused_twice = !taken && seen.refused;
        seen.refused = !taken;
        taken
    }

    async fn play(&self, request: &Request, stream: &mut TcpStream) -> io::Result<Next> {
        let Some(call) = request.header(CALL).and_then(|text| text.parse().ok()) else {
            Reply::json(400, json!({"message": "no such call", "code": "soak"})).send(stream).await?;
            return Ok(Next::Keep);
        };
        if !self.accepts_token(request, call) {
            refusal(401, "expired", call).send(stream).await?;
            return Ok(Next::Keep);
        }
        let plan = Plan::new(self.settings.seed, call);
        if plan.kind == Kind::Members && !request.line.contains("pageNumber=2") {
            Reply::json(200, page(call, 1)).send(stream).await?;
            return Ok(Next::Keep);
        }
        let attempt = {
            let mut state = self.state();
            let seen = state.calls.entry(call).or_default();
            if let Some(end) = seen.not_before.take() {
                seen.waits += 1;
                seen.came_early |= Instant::now() < end;
            }
            seen.attempts += 1;
            seen.attempts - 1
        };
        if let Some(Response::TooMany(seconds)) = plan.response(attempt).filter(|_| plan.kind != Kind::Post) {
            // The time is measured before the response is sent, so that latency counts toward the client's wait.
            let end = Instant::now() + Duration::from_secs(seconds.into());
            self.state().calls.entry(call).or_default().not_before = Some(end).filter(|_| seconds > 0);
        }
        // An attempt beyond those in the plan is a defect in the client, which the check of the number of attempts
        // detects.
        respond(stream, &plan, call, plan.response(attempt).unwrap_or(Response::NotFound)).await
    }
}

async fn respond(stream: &mut TcpStream, plan: &Plan, call: u32, response: Response) -> io::Result<Next> {
    let good = match plan.kind {
        Kind::Delete => Reply::json(204, ""),
        Kind::Members => Reply::json(200, page(call, 2)),
        Kind::Get | Kind::Put | Kind::Post => Reply::json(200, group(call)),
    };
    // A chunked response needs a body.
    let long = if plan.kind == Kind::Delete { Reply::json(200, group(call)) } else { good };
    match response {
        Response::Good if plan.kind == Kind::Delete => Reply::json(204, "").send(stream).await?,
        Response::Good => long.send(stream).await?,
        Response::Slow => long.send_slowly(stream, Duration::from_millis(u64::from(call % 20))).await?,
        Response::Mislabeled => long.media_type("text/plain").send(stream).await?,
        Response::TooMany(seconds) => {
            refusal(429, "too.many", call).header("retry-after", seconds).send(stream).await?;
        }
        Response::Unavailable(status) => refusal(status, "unavailable", call).send(stream).await?,
        Response::NotFound => refusal(404, "not.found", call).send(stream).await?,
        Response::Truncated => long.truncated().send(stream).await?,
        Response::Misshapen => Reply::json(200, json!([{"name": call}])).send(stream).await?,
        Response::Html => {
            Reply::json(200, "<html><h1>Sign in</h1>").media_type("text/html").send(stream).await?;
        }
        Response::Reset => {
            stream.set_zero_linger()?;
            return Ok(Next::Close);
        }
        Response::Cut => {
            long.send_half(stream).await?;
            return Ok(Next::Close);
        }
        Response::Stall => {
            long.send_half(stream).await?;
            tokio::time::sleep(Duration::from_secs(30)).await;
            return Ok(Next::Close);
        }
    }
    Ok(Next::Keep)
}

/// Returns the API's error, with the call's number as the correlation ID.
fn refusal(status: u16, code: &str, call: u32) -> Reply {
    let body = json!({"message": "as planned", "code": code, "status": status});
    Reply::json(status, body).header("ININ-Correlation-Id", format!("soak-{call}"))
}

/// Returns the group of a call.
pub(crate) fn group(call: u32) -> Value {
    json!({"id": call.to_string(), "name": format!("group {call}"), "version": 7, "type": "official", "rulesVisible": true,
        "visibility": "public", "description": "soak ".repeat(40)})
}

fn page(call: u32, number: u32) -> Value {
    let user =
        |index: u32| json!({"id": format!("{call}-{number}-{index}"), "name": "someone", "version": 1});
    json!({"entities": [user(0), user(1)], "pageNumber": number, "pageCount": 2, "pageSize": 2, "total": 4})
}
