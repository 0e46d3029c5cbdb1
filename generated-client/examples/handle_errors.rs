//! Requests a group and handles each kind of error.
//!
//! `GENESYS_CLOUD_GROUP_ID` is the ID of the group; `common/mod.rs` lists the other environment variables.

mod common;

use std::time::Duration;

use purecloud_platform_client_v2::models::ErrorBody;
use purecloud_platform_client_v2::{Error, RequestOptions};

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = common::client_builder()?.build()?;
    let group = common::setting("GENESYS_CLOUD_GROUP_ID")?;

    let options = RequestOptions::new().timeout(Duration::from_secs(10));
    match client.groups().get_group(&group).options(options).await {
        Ok(group) => println!("found {}", group.name),
        Err(error) => explain(&error),
    }
    Ok(())
}

/// Prints an error. `Display` is sufficient for logs; a program can match on the errors that it handles.
fn explain(error: &Error) {
    println!("{error}");
    match error {
        // The server responded with an error. Retries, where they make sense, have already happened.
        Error::Api(_) if error.is_not_found() => println!("-> there is no such group"),
        Error::Api(_) if error.is_rate_limited() => println!("-> too many requests; wait {:?}", error.retry_after()),
        Error::Api(_) if error.is_forbidden() => println!("-> the application lacks a permission"),
        Error::Api(error) => {
            println!("-> status {}, code {:?}", error.status(), error.code());
            // The full error body, as the type documented for the operation.
            if let Ok(body) = error.decode::<ErrorBody>() {
                println!("-> details: {:?}", body.details.unwrap_or_default());
            }
        }
        // The request was not sent, because the ID or the secret is incorrect, or the login server is unreachable.
        Error::Auth(login) => println!("-> login failed with {:?}", login.kind()),
        // No complete response. If the connection failed, nothing was sent; otherwise the server may have processed the request.
        Error::Transport(_) if error.is_timeout() => println!("-> no response in time"),
        Error::Transport(_) if error.is_connect() => println!("-> no connection; nothing was sent"),
        Error::Transport(failure) => println!("-> {}", failure.kind()),
        // The response does not match the API description. Report this, with these details.
        Error::Decode(_) => println!("-> status {:?}, {:?} bytes", error.status(), error.raw().map(|raw| raw.len())),
        // Invalid arguments or settings, and kinds that a later version may add.
        _ => println!("-> a bug in this program"),
    }
    if let Some(id) = error.correlation_id() {
        println!("-> for the vendor's support: correlation id {id}");
    }
}
