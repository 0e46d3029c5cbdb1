//! The constants of the API.

use crate::runtime::{ErrorShape, Profile};

pub(crate) static PROFILE: Profile = Profile::new("Groups API")
    .base_url("https://api.example.org")
    .user_agent("Groups SDK")
    .headers(&[("x-sdk", "202.0.0")])
    .token_url("https://login.example.com/oauth/token")
    .authorization_url("https://login.example.com/oauth/authorize")
    .login_host("//api.", "//login.")
    .errors(
        ErrorShape::new()
            .code("/code")
            .message("/message")
            .correlation_id("/contextId")
            .correlation_header("X-Correlation-Id"),
    );
