//! Reads all members of a group, page after page, and goes on after a failure without reading a page twice.
//!
//! `GENESYS_CLOUD_GROUP_ID` says which group; `common/mod.rs` lists the other variables.

mod common;

use std::error::Error;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let client = common::client_builder()?.build()?;
    let group = common::setting("GENESYS_CLOUD_GROUP_ID")?;

    // Nothing is sent yet; the next page is asked for when all members of the one before were taken.
    let mut members = client.groups().get_group_members(&group).page_size(100).items();
    let (mut count, mut failures) = (0, 0);
    while let Some(member) = members.next().await {
        match member {
            Ok(user) => {
                count += 1;
                println!("{count}: {}", user.name.unwrap_or_default());
            }
            // What was read is not lost: `next` asks for the same page again. (The client has repeated the call by then;
            // `position()` is what a program keeps that goes on tomorrow.)
            Err(error) if failures < 3 => {
                failures += 1;
                eprintln!("{error}; going on at {}", members.position());
                tokio::time::sleep(error.retry_after().unwrap_or(Duration::from_secs(1))).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
    println!("{count} members");
    Ok(())
}
