//! Creates a group, changes it, and deletes it.
//!
//! `common/mod.rs` lists the variables that it reads from the environment.

mod common;

use std::error::Error;

use purecloud_platform_client_v2::RequestOptions;
use purecloud_platform_client_v2::models::{GroupCreate, GroupCreateType, GroupCreateVisibility, GroupUpdate};

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> Result<(), Box<dyn Error>> {
    let client = common::client_builder()?.build()?;
    let groups = client.groups();

    // What is required is asked for by `new`; the rest has setters.
    let new = GroupCreate::new("Example", GroupCreateType::Social, true, GroupCreateVisibility::Members)
        .description("Made by an example");
    let group = groups.post_groups(&new).await?;
    let id = group.id.ok_or("the server gave the new group no id")?;
    println!("created {} as {id}", group.name);

    // A change names the version that it was made for: if somebody else was faster, the server answers with 409.
    let change = GroupUpdate::new(group.version.unwrap_or(1)).name("Example, renamed");
    match groups.put_group(&id).body(&change).await {
        Ok(group) => println!("renamed to {}, now version {}", group.name, group.version.unwrap_or_default()),
        Err(error) if error.is_conflict() => println!("somebody else has changed it: {error}"),
        Err(error) => return Err(error.into()),
    }

    // Not to be repeated by itself, if the connection breaks: then it may be gone already.
    groups.delete_group(&id).options(RequestOptions::new().no_retry()).await?;
    match groups.get_group(&id).await {
        Err(error) if error.is_not_found() => println!("deleted {id}"),
        Ok(group) => println!("the server still knows {id}, as {:?}", group.state),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
