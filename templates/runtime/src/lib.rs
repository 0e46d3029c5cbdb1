//! The runtime of the emitted clients, as a crate of its own so that it can be compiled, linted and tested.
//!
//! `src/runtime` is copied byte for byte into each emitted crate; `crate::runtime::X` resolves in both. It knows no
//! particular API: what differs between APIs comes in through a [`runtime::Profile`] and the emitted calls. The copied
//! files hold no examples in their docs, as those would name this crate; here is one of all of it:
//!
//! ```no_run
//! use runtime::runtime::{ClientBuilder, ErrorShape, Json, Operation, Profile, RequestOptions, Value};
//! use std::time::Duration;
//!
//! static PROFILE: Profile = Profile {
//!     title: "Groups API",
//!     base_url: "https://api.example.com",
//!     user_agent: "groups-sdk",
//!     headers: &[],
//!     token_url: "https://login.example.com/oauth/token",
//!     authorization_url: "https://login.example.com/oauth/authorize",
//!     login_host: ("//api.", "//login."),
//!     errors: ErrorShape { code: "/code", message: "/message", correlation_id: "", correlation_header: "X-Request-Id" },
//! };
//!
//! # async fn example() -> runtime::runtime::Result<()> {
//! let client = ClientBuilder::new(&PROFILE).access_token("...").timeout(Duration::from_secs(20)).build()?;
//! let request = client.request(Operation::get("getGroup", "/groups/{groupId}")).path("groupId", "8b3c");
//! let request = request.options(RequestOptions::new().header("X-Trace", "7f"));
//! let group = request.send::<Json<Value>>().await?.into_body();
//! # drop(group);
//! # Ok(())
//! # }
//! ```

pub mod runtime;
