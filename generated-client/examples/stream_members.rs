//! Streams all members of a group, page by page, and resumes after errors without returning a page twice.
//!
//! `GENESYS_CLOUD_GROUP_ID` is the ID of the group; `common/mod.rs` lists the other environment variables.

mod common;

use std::error::Error;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let client = common::client_builder()?.build()?;
    let group = common::setting("GENESYS_CLOUD_GROUP_ID")?;

    // Nothing is sent yet; each page is requested after all members of the previous one have been read.
    let mut members = client.groups().get_group_members(&group).page_size(100).items();
    let (mut count, mut failures) = (0, 0);
    while let Some(member) = members.next().await {
        match member {
            Ok(user) => {
                count += 1;
                println!("{count}: {}", user.name.unwrap_or_default());
            }
            // Nothing is lost: `next` requests the same page again. (The client has already retried the request. To resume
            // in another process, save `position()`.)
            Err(error) if failures < 3 => {
                failures += 1;
                eprintln!("{error}; resuming at {}", members.position());
                tokio::time::sleep(error.retry_after().unwrap_or(Duration::from_secs(1))).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
    println!("{count} members");
    Ok(())
}
