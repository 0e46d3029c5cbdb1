//! Authenticates as an application, and lists the groups of its organization: one page, sorted by name.
//!
//! ```sh
//! export GENESYS_CLOUD_CLIENT_ID=... GENESYS_CLOUD_CLIENT_SECRET=... GENESYS_CLOUD_REGION=mypurecloud.ie
//! cargo run --example login_and_list
//! ```

use std::env;
use std::error::Error;

use purecloud_platform_client_v2::api::groups::SortOrder;
use purecloud_platform_client_v2::{Client, OAuth2};

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> Result<(), Box<dyn Error>> {
    // The first request fetches a token, which is renewed before it expires.
    let id = env::var("GENESYS_CLOUD_CLIENT_ID")?;
    let secret = env::var("GENESYS_CLOUD_CLIENT_SECRET")?;
    let mut builder = Client::builder().login(OAuth2::client_credentials(id, secret));

    // A region determines its login server; for any other server, set the login server explicitly.
    if let Ok(region) = env::var("GENESYS_CLOUD_REGION") {
        builder = builder.region(region.parse()?);
    }
    if let Ok(url) = env::var("GENESYS_CLOUD_BASE_URL") {
        builder = builder.token_url(format!("{url}/oauth/token")).base_url(url);
    }
    let client = builder.build()?;

    let page = client.groups().get_groups().page_size(25).sort_order(SortOrder::Ascending).await?;
    println!("{} groups in all", page.total.unwrap_or_default());
    for group in page.entities.unwrap_or_default() {
        println!("{}: {} members", group.name, group.member_count.unwrap_or_default());
    }
    Ok(())
}
