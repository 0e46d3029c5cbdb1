//! Puts a transport of one's own below a client: it prints each request that goes out, logins included, and leaves the
//! sending to the built-in one.
//!
//! Another HTTP library is brought in the same way. To change or to answer calls, see `Middleware`; for tests without a
//! server, see `runtime::testing` with the feature `testing`. `common/mod.rs` lists the variables that it reads.

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
            // `shown_url` leaves out what is secret in a URL; headers and bodies hold credentials and are not printed.
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
