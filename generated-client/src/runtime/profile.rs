//! What an emitted crate says about its API, once, as data: the only place where the runtime learns of it.
//!
//! Both types are made by functions that can be evaluated at compile time, so that a fact more breaks no code.

/// The facts of an API that every call needs. Emitted code makes one.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Profile {
    pub(crate) title: &'static str,
    pub(crate) base_url: &'static str,
    pub(crate) user_agent: &'static str,
    pub(crate) headers: &'static [(&'static str, &'static str)],
    pub(crate) token_url: &'static str,
    pub(crate) authorization_url: &'static str,
    pub(crate) login_host: (&'static str, &'static str),
    pub(crate) errors: ErrorShape,
    pub(crate) secrets: &'static [&'static str],
}

impl Profile {
    /// The profile of an API with this title, of which nothing else is known.
    pub const fn new(title: &'static str) -> Self {
        Self {
            title,
            base_url: "",
            user_agent: "",
            headers: &[],
            token_url: "",
            authorization_url: "",
            login_host: ("", ""),
            errors: ErrorShape::new(),
            secrets: &[],
        }
    }

    /// Sets the base URL of a client that sets none: a path alone if the API's description names no host.
    pub const fn base_url(self, url: &'static str) -> Self {
        Self { base_url: url, ..self }
    }

    /// Sets the `User-Agent` of a client that sets none; without it, none is sent.
    pub const fn user_agent(self, text: &'static str) -> Self {
        Self { user_agent: text, ..self }
    }

    /// Sets the headers of each call, as (name, value).
    pub const fn headers(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }

    /// Sets where the API issues tokens to clients of [`base_url`](Self::base_url).
    pub const fn token_url(self, url: &'static str) -> Self {
        Self { token_url: url, ..self }
    }

    /// Sets where users of these clients log in with a browser.
    pub const fn authorization_url(self, url: &'static str) -> Self {
        Self { authorization_url: url, ..self }
    }

    /// Sets how the login server of another base URL is found: (`//api.`, `//login.`) puts the second text in place of the first
    /// one in the base URL's scheme and host. Without it, all base URLs have the same login server.
    pub const fn login_host(self, api: &'static str, login: &'static str) -> Self {
        Self { login_host: (api, login), ..self }
    }

    /// Sets where the API's error responses keep what is worth showing.
    pub const fn errors(self, errors: ErrorShape) -> Self {
        Self { errors, ..self }
    }

    /// Sets the names of headers, query parameters and cookies that hold keys, besides those that are named like secrets.
    pub const fn secrets(self, names: &'static [&'static str]) -> Self {
        Self { secrets: names, ..self }
    }
}

/// Where error responses keep their parts. What is not set is nowhere. Emitted code makes one.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct ErrorShape {
    pub(crate) code: &'static str,
    pub(crate) message: &'static str,
    pub(crate) correlation_id: &'static str,
    pub(crate) correlation_header: &'static str,
}

impl ErrorShape {
    /// A shape without any part.
    pub const fn new() -> Self {
        Self { code: "", message: "", correlation_id: "", correlation_header: "" }
    }

    /// Sets the JSON pointer (RFC 6901) to the error's code: a text or a number.
    pub const fn code(self, pointer: &'static str) -> Self {
        Self { code: pointer, ..self }
    }

    /// Sets the pointer to the message for people.
    pub const fn message(self, pointer: &'static str) -> Self {
        Self { message: pointer, ..self }
    }

    /// Sets the pointer to the id under which the server's operators find the call.
    pub const fn correlation_id(self, pointer: &'static str) -> Self {
        Self { correlation_id: pointer, ..self }
    }

    /// Sets the response header with that id, in any case of letters; it wins over the body.
    pub const fn correlation_header(self, name: &'static str) -> Self {
        Self { correlation_header: name, ..self }
    }
}

impl Default for ErrorShape {
    fn default() -> Self {
        Self::new()
    }
}
