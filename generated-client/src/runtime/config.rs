//! What an emitted crate says about its API, once, as data: the only place where the runtime learns of it.

/// The facts of an API that every call needs.
#[derive(Debug, Clone, Copy)]
pub struct Profile {
    /// The API's title.
    pub title: &'static str,
    /// The base URL of a client that sets none; empty or a path alone if the API's description names no host.
    pub base_url: &'static str,
    /// The `User-Agent` of a client that sets none; empty for none.
    pub user_agent: &'static str,
    /// Headers that each call carries, as (name, value).
    pub headers: &'static [(&'static str, &'static str)],
    /// Where the API issues tokens to clients of [`base_url`](Self::base_url); empty if its description does not say.
    pub token_url: &'static str,
    /// Where users of these clients log in with a browser; empty if the description does not say.
    pub authorization_url: &'static str,
    /// How the login server of another base URL is found: (`//api.`, `//login.`) puts the second text in place of the
    /// first one in the base URL's scheme and host. Empty texts: all base URLs have the same login server.
    pub login_host: (&'static str, &'static str),
    /// Where the API's error answers keep what is worth showing.
    pub errors: ErrorShape,
}

/// Where error answers keep their parts: JSON pointers (RFC 6901) into the body, and a header's name. An empty text
/// stands for "nowhere".
#[derive(Debug, Clone, Copy)]
pub struct ErrorShape {
    /// Points to the error's code: a text or a number.
    pub code: &'static str,
    /// Points to the message for people.
    pub message: &'static str,
    /// Points to the id under which the server's operators find the call.
    pub correlation_id: &'static str,
    /// The response header with that id, in any case of letters; it wins over the body.
    pub correlation_header: &'static str,
}
