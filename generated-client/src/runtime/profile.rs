//! The static facts about an API that an emitted crate passes to the runtime.

// This is the only module that contains facts about a particular API. Emitted code calls `const` setters instead of
// writing struct literals, so adding a fact does not break that code.

/// Static facts about an API that apply to every request.
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
    /// Returns a profile with this title and no other facts.
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

    /// Sets the default base URL, which is only a path if the API description declares no host.
    pub const fn base_url(self, url: &'static str) -> Self {
        Self { base_url: url, ..self }
    }

    /// Sets the default `User-Agent`. If it is not set, the header is not sent by default.
    pub const fn user_agent(self, text: &'static str) -> Self {
        Self { user_agent: text, ..self }
    }

    /// Sets the headers to send with every request, as (name, value) pairs.
    pub const fn headers(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }

    /// Sets the token URL for the default [`base_url`](Self::base_url).
    pub const fn token_url(self, url: &'static str) -> Self {
        Self { token_url: url, ..self }
    }

    /// Sets the authorization URL for the default [`base_url`](Self::base_url).
    pub const fn authorization_url(self, url: &'static str) -> Self {
        Self { authorization_url: url, ..self }
    }

    /// Sets the rule that derives the authorization server from a custom base URL: `login` replaces `api` in
    /// the scheme and host. For example, `//login.` replaces `//api.`. If this is not set, all base URLs share
    /// one authorization server.
    pub const fn login_host(self, api: &'static str, login: &'static str) -> Self {
        Self { login_host: (api, login), ..self }
    }

    /// Sets the locations of the code, message and correlation ID in error responses.
    pub const fn errors(self, errors: ErrorShape) -> Self {
        Self { errors, ..self }
    }

    /// Sets the names of headers, query parameters and cookies that contain credentials, in addition to the
    /// built-in secret names.
    pub const fn secrets(self, names: &'static [&'static str]) -> Self {
        Self { secrets: names, ..self }
    }
}

/// The locations of the code, message and correlation ID in error responses. An unset location is an empty
/// string.
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
    /// Returns a shape without locations.
    pub const fn new() -> Self {
        Self { code: "", message: "", correlation_id: "", correlation_header: "" }
    }

    /// Sets the JSON pointer (RFC 6901) to the error code, which is a string or a number.
    pub const fn code(self, pointer: &'static str) -> Self {
        Self { code: pointer, ..self }
    }

    /// Sets the JSON pointer to the human-readable message.
    pub const fn message(self, pointer: &'static str) -> Self {
        Self { message: pointer, ..self }
    }

    /// Sets the JSON pointer to the correlation ID, which identifies the request in the server's logs.
    pub const fn correlation_id(self, pointer: &'static str) -> Self {
        Self { correlation_id: pointer, ..self }
    }

    /// Sets the name of the response header that contains the correlation ID; the name is case-insensitive. The
    /// header takes precedence over the body.
    pub const fn correlation_header(self, name: &'static str) -> Self {
        Self { correlation_header: name, ..self }
    }
}

impl Default for ErrorShape {
    fn default() -> Self {
        Self::new()
    }
}
