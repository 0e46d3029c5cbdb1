//! Creates, updates and deletes a group.
//!
//! `common/mod.rs` lists the environment variables.

mod common;

use std::error::Error;

use purecloud_platform_client_v2::RequestOptions;
use purecloud_platform_client_v2::models::{GroupCreate, GroupCreateType, GroupCreateVisibility, GroupUpdate};

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let client = common::client_builder()?.build()?;
    let groups = client.groups();

    // The required fields are arguments of `new`; other fields have setters.
    let new = GroupCreate::new("Example", GroupCreateType::Social, true, GroupCreateVisibility::Members)
        .description("Created by an example");
    let group = groups.post_groups(&new).await?;
    let id = group.id.ok_or("the server returned no ID for the new group")?;
    println!("created {} as {id}", group.name);

    // An update contains the current version; after a concurrent change, the server responds with 409.
    let change = GroupUpdate::new(group.version.unwrap_or(1)).name("Example, renamed");
    match groups.put_group(&id).body(&change).await {
        Ok(group) => println!("renamed to {}, now version {}", group.name, group.version.unwrap_or_default()),
        Err(error) if error.is_conflict() => println!("changed by someone else: {error}"),
        Err(error) => return Err(error.into()),
    }

    // Retries are disabled, because the group may already be deleted when the connection breaks.
    groups.delete_group(&id).options(RequestOptions::new().no_retry()).await?;
    match groups.get_group(&id).await {
        Err(error) if error.is_not_found() => println!("deleted {id}"),
        Ok(group) => println!("the server still has {id}, in state {:?}", group.state),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
