//! Asks for a group, and tells each way in which that can fail from the others.
//!
//! `GENESYS_CLOUD_GROUP_ID` says which group; `common/mod.rs` lists the other variables.

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

/// `Display` alone says enough for a log; a program asks for what it can act on.
fn explain(error: &Error) {
    println!("{error}");
    match error {
        // The server answered, and said no. It was asked again already where that made sense.
        Error::Api(_) if error.is_not_found() => println!("-> there is no such group"),
        Error::Api(_) if error.is_rate_limited() => println!("-> too many calls; wait {:?}", error.retry_after()),
        Error::Api(_) if error.is_forbidden() => println!("-> the application lacks a permission"),
        Error::Api(answer) => {
            println!("-> status {}, code {:?}", answer.status(), answer.code());
            // All that the server said, as the type that the docs of the operation name.
            if let Ok(body) = answer.decode::<ErrorBody>() {
                println!("-> details: {:?}", body.details.unwrap_or_default());
            }
        }
        // Nobody got as far as the call: wrong id or secret, or no way to the login server.
        Error::Auth(login) => println!("-> login failed with {:?}", login.kind()),
        // No whole answer. After a failed connection, nothing has happened; otherwise the server may have acted.
        Error::Transport(_) if error.is_timeout() => println!("-> no answer in time"),
        Error::Transport(_) if error.is_connect() => println!("-> no connection; nothing was sent"),
        Error::Transport(failure) => println!("-> {}", failure.kind()),
        // An answer that is not what the API's description promises: worth a report, with these two.
        Error::Decode(_) => println!("-> status {:?}, {:?} bytes", error.status(), error.raw().map(|raw| raw.len())),
        // Wrong arguments or settings, and kinds that a later version may add.
        _ => println!("-> a fault of this program"),
    }
    if let Some(id) = error.correlation_id() {
        println!("-> the vendor's support finds the call by {id}");
    }
}
