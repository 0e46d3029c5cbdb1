//! A client with credentials from the environment, shared by the examples.
//!
//! | variable | |
//! |---|---|
//! | `GENESYS_CLOUD_CLIENT_ID`, `GENESYS_CLOUD_CLIENT_SECRET` | credentials of an OAuth client with the "client credentials" grant |
//! | `GENESYS_CLOUD_REGION` | the region's domain, such as `mypurecloud.ie`; default: `mypurecloud.com` |
//! | `GENESYS_CLOUD_BASE_URL` | instead of a region: the URL of a gateway or a mock server |

use std::env;
use std::error::Error;

use purecloud_platform_client_v2::{Client, ClientBuilder, OAuth2};

/// Returns an environment variable.
pub fn setting(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("the environment variable {name} is not set"))
}

/// Returns a client builder with the common settings.
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
