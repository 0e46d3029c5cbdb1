//! What the examples share: a client that logs in with credentials from the environment.
//!
//! | variable | |
//! |---|---|
//! | `GENESYS_CLOUD_CLIENT_ID`, `GENESYS_CLOUD_CLIENT_SECRET` | of an OAuth client with the grant "client credentials" |
//! | `GENESYS_CLOUD_REGION` | the region's domain, such as `mypurecloud.ie`; by default `mypurecloud.com` |
//! | `GENESYS_CLOUD_BASE_URL` | instead of a region: the address of a gateway or of a mock server |

use std::env;
use std::error::Error;

use purecloud_platform_client_v2::{Client, ClientBuilder, OAuth2};

/// A variable of the environment.
pub fn setting(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("the environment variable {name} is not set"))
}

/// The settings that all examples begin with.
pub fn client_builder() -> Result<ClientBuilder, Box<dyn Error>> {
    let login = OAuth2::client_credentials(
        setting("GENESYS_CLOUD_CLIENT_ID")?,
        setting("GENESYS_CLOUD_CLIENT_SECRET")?,
    );
    let mut builder = Client::builder().login(login);
    if let Ok(region) = setting("GENESYS_CLOUD_REGION") {
        builder = builder.region(region.parse()?);
    }
    if let Ok(url) = setting("GENESYS_CLOUD_BASE_URL") {
        builder = builder.token_url(format!("{url}/oauth/token")).base_url(url);
    }
    Ok(builder)
}
