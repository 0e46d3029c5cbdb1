//! Plugs in a custom transport that prints each request, including token requests, and delegates to the
//! built-in transport.
//!
//! Other HTTP libraries are integrated in the same way. To modify or intercept calls, see `Middleware`; for tests
//! without a server, see the `testing` feature. `common/mod.rs` lists the environment variables.

mod common;

use std::error::Error;
use std::time::{Duration, Instant};

use purecloud_platform_client_v2::runtime::{
    BoxFuture, ReqwestTransport, Transport, TransportError, TransportRequest, TransportResponse,
};

struct Printing {
    inner: ReqwestTransport,
}

impl Transport for Printing {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            // `shown_url` redacts secrets in the URL. Headers and bodies may contain credentials, and are not printed.
            let call = format!("{} {} (attempt {})", request.method, request.shown_url(), request.attempt);
            let started = Instant::now();
            let outcome = self.inner.send(request).await;
            match &outcome {
                Ok(response) => println!("{call}: {}", response.status),
                Err(error) => println!("{call}: {error}"),
            }
            eprintln!("  took {:?}", started.elapsed());
            outcome
        })
    }
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let inner = ReqwestTransport::builder().connect_timeout(Duration::from_secs(5)).build()?;
    let client = common::client_builder()?.transport(Printing { inner }).build()?;

    let groups = client.groups().get_groups().await?;
    println!("{} groups", groups.total.unwrap_or_default());
    Ok(())
}
