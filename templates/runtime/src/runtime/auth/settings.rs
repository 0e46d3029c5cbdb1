//! The builder's settings for login and hosts, and what becomes of them when the client is built.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName};

use super::super::base_url::BaseUrl;
use super::super::client_builder::ClientBuilder;
use super::super::clock::Clock;
use super::super::config::Profile;
use super::super::error::{Error, Result};
use super::super::redact::Secret;
use super::super::transport::Transport;
use super::authorize::{Authorize, with_query};
use super::hosts::{self, Gateway, LoginUrl};
use super::keys::{ApiKey, basic, bearer};
use super::session::Session;
use super::source::{LoginContext, TokenSource};
use super::{Credentials, Entry, Means};

/// How long a login may take where calls have no limit of their own.
const LOGIN_TIMEOUT: Duration = Duration::from_secs(60);

/// What a builder was told about login and hosts.
#[derive(Default)]
pub(in super::super) struct LoginSettings {
    /// In the order in which they were given; each scheme once.
    wanted: Vec<(Option<&'static str>, Wanted)>,
    token_url: Option<String>,
    authorization_url: Option<String>,
    gateway: Option<Gateway>,
}

enum Wanted {
    Key(ApiKey),
    Token(Secret),
    Basic {
        user: String,
        password: Secret,
    },
    /// A login, and where the scheme that it is for issues tokens; empty for where the API does.
    Source(Arc<dyn TokenSource>, &'static str),
}

impl Wanted {
    /// Whether one takes the place of the other.
    fn replaces(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Key(_), _) | (_, Self::Key(_)) => false,
            (Self::Basic { .. }, other) => matches!(other, Self::Basic { .. }),
            (Self::Token(_) | Self::Source(..), other) => !matches!(other, Self::Basic { .. }),
        }
    }
}

/// What the rest of a client gives to its credentials.
pub(in super::super) struct Surroundings<'a> {
    pub(in super::super) profile: &'static Profile,
    pub(in super::super) base_url: &'a BaseUrl,
    pub(in super::super) api_headers: &'a HeaderMap,
    pub(in super::super) own_headers: &'a HeaderMap,
    pub(in super::super) timeout: Option<Duration>,
    pub(in super::super) max_response_bytes: u64,
    pub(in super::super) transport: &'a Arc<dyn Transport>,
    pub(in super::super) clock: Option<&'a Arc<dyn Clock>>,
    pub(in super::super) secret_names: &'a [String],
}

/// How the client proves who calls, and where it logs in.
impl ClientBuilder {
    /// Sets the token that is sent as `Authorization: Bearer` with each call that takes credentials. It is never renewed. Of
    /// this and [`login`](Self::login), the last one holds; of these and [`basic_auth`](Self::basic_auth), what the operation
    /// takes, and the last one where it takes either.
    pub fn access_token(self, token: impl Into<String>) -> Self {
        self.wanted(None, Wanted::Token(Secret::new(token.into())))
    }

    /// Logs in by [`OAuth2`](super::OAuth2) or a [`TokenSource`] of your own: on the first call that takes credentials, again
    /// shortly before the token expires, and once more if the server answers 401, after which the call is repeated. Calls
    /// that need a token at the same time share one login.
    pub fn login(self, source: impl TokenSource) -> Self {
        self.wanted(None, Wanted::Source(Arc::new(source), ""))
    }

    /// Sends a user name and password as `Authorization: Basic` with each call that takes credentials.
    pub fn basic_auth(self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.wanted(None, Wanted::Basic { user: user.into(), password: Secret::new(password.into()) })
    }

    /// Adds a key that is sent with each call that takes credentials, besides any other login: that of a gateway, for example.
    pub fn key(self, key: ApiKey) -> Self {
        self.wanted(None, Wanted::Key(key))
    }

    /// Sets the key for a security scheme. Emitted code calls this and the others of its kind.
    #[doc(hidden)]
    pub fn scheme_key(self, scheme: &'static str, key: ApiKey) -> Self {
        self.wanted(Some(scheme), Wanted::Key(key))
    }

    /// Sets the bearer token for a security scheme.
    #[doc(hidden)]
    pub fn scheme_token(self, scheme: &'static str, token: impl Into<String>) -> Self {
        self.wanted(Some(scheme), Wanted::Token(Secret::new(token.into())))
    }

    /// Sets the login for a security scheme, and where it issues tokens.
    #[doc(hidden)]
    pub fn scheme_login(
        self,
        scheme: &'static str,
        source: impl TokenSource,
        token_url: &'static str,
    ) -> Self {
        self.wanted(Some(scheme), Wanted::Source(Arc::new(source), token_url))
    }

    /// Sets the user name and password for a security scheme.
    #[doc(hidden)]
    pub fn scheme_basic(
        self,
        scheme: &'static str,
        user: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        self.wanted(Some(scheme), Wanted::Basic { user: user.into(), password: Secret::new(password.into()) })
    }

    fn wanted(mut self, scheme: Option<&'static str>, wanted: Wanted) -> Self {
        self.login
            .wanted
            .retain(|(other, old)| *other != scheme || (scheme.is_none() && !wanted.replaces(old)));
        self.login.wanted.push((scheme, wanted));
        self
    }

    /// Sets where tokens are issued, instead of what the API's description says. It must begin with `https://`, or with
    /// `http://` and name this machine.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.login.token_url = Some(url.into());
        self
    }

    /// Sets the page where users log in with a browser, instead of what the API's description says.
    pub fn authorization_url(mut self, url: impl Into<String>) -> Self {
        self.login.authorization_url = Some(url.into());
        self
    }

    /// Sends calls and logins through a gateway. It goes before the host of a base URL, of which only the path is kept.
    pub fn gateway(mut self, gateway: Gateway) -> Self {
        self.login.gateway = Some(gateway);
        self
    }

    /// The URL of the page where a user logs in with a browser. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::Config`] if no such page is known for this client's base URL, or its URL is not valid.
    pub fn login_page(&self, authorize: &Authorize) -> Result<String> {
        let base_url = self.checked_base_url()?;
        let page = self.login.authorization_url(self.profile, &base_url)?;
        Ok(authorize.url(&page))
    }

    /// The URL of another page of the login server, such as the one where a browser logs a user out: `path` is what comes after
    /// the server's name, `parameters` what goes into the query. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::Config`] if no login server is known for this client's base URL, or the path is not one that starts with `/`.
    pub fn login_server_page(&self, path: &str, parameters: &[(&str, &str)]) -> Result<String> {
        let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '\\');
        if !path.starts_with('/') || path.starts_with("//") || path.contains(odd) {
            return Err(Error::config(format!(
                "{path:?} is no path of a page: it starts with one / and has no query"
            )));
        }
        let base_url = self.checked_base_url()?;
        let page = self.login.server_page(path, self.profile, &base_url)?;
        Ok(with_query(&page, parameters))
    }

    /// Where requests will go.
    pub(in super::super) fn checked_base_url(&self) -> Result<BaseUrl> {
        hosts::base_url(self.profile, self.base_url.as_deref(), self.login.gateway.as_ref())
            .map_err(Error::config)
    }
}

impl LoginSettings {
    /// Whether calls go through a gateway.
    pub(in super::super) fn has_gateway(&self) -> bool {
        self.gateway.is_some()
    }

    /// The names of headers, query parameters and cookies that hold keys of this client.
    pub(in super::super) fn key_names(&self) -> impl Iterator<Item = String> {
        self.wanted.iter().filter_map(|(_, wanted)| match wanted {
            Wanted::Key(key) => Some(key.name().to_owned()),
            _ => None,
        })
    }

    /// The credentials of a client; `None` if there are none.
    pub(in super::super) fn build(&self, around: &Surroundings<'_>) -> Result<Option<Credentials>> {
        let mut entries = Vec::with_capacity(self.wanted.len());
        let mut taken: Vec<(bool, HeaderName)> = Vec::new();
        for (scheme, wanted) in &self.wanted {
            let means = self.means(wanted, around)?;
            let header = match &means {
                Means::Key(key) => key.header().cloned(),
                _ => Some(AUTHORIZATION),
            };
            let is_key = matches!(means, Means::Key(_));
            if let Some(name) = header {
                // Two schemes may well use one header: an operation takes either. Of a token and a password, it takes one as well.
                let twice = taken.iter().any(|(key, known)| *known == name && (*key || is_key));
                let twice = twice && scheme.is_none();
                if around.own_headers.contains_key(&name) || twice {
                    let twice = "set by both a login or key and a default header or another key";
                    return Err(Error::config(format!("the header {name} is {twice}")));
                }
                taken.extend(scheme.is_none().then_some((is_key, name)));
            }
            entries.push(Entry { scheme: *scheme, means });
        }
        Ok((!entries.is_empty()).then_some(Credentials { entries }))
    }

    fn means(&self, wanted: &Wanted, around: &Surroundings<'_>) -> Result<Means> {
        match wanted {
            Wanted::Key(key) => key.check().map(Means::Key),
            Wanted::Token(token) => bearer(token).map(Means::Token).map_err(Error::config),
            Wanted::Basic { user, password } => {
                basic(user, password).map(Means::Basic).map_err(Error::config)
            }
            Wanted::Source(source, token_url) => {
                let declared = if token_url.is_empty() { around.profile.token_url } else { token_url };
                let context = self.context(source.needs_token_url(), declared, around)?;
                let session = Session::new(Arc::clone(source), context, around.clock.cloned());
                Ok(Means::Session(Box::new(session)))
            }
        }
    }

    fn context(
        &self,
        needs_token_url: bool,
        declared: &str,
        around: &Surroundings<'_>,
    ) -> Result<LoginContext> {
        let token_url = match &self.token_url {
            Some(url) => Some(url.clone()),
            None => self.derived(declared, around.profile, around.base_url)?,
        };
        if token_url.is_none() && needs_token_url {
            return Err(unknown("token URL", "token_url", around.base_url));
        }
        let token_url = token_url.map(|url| LoginUrl::parse("token URL", &url)).transpose();
        Ok(LoginContext {
            transport: Arc::clone(around.transport),
            token_url: token_url.map_err(Error::config)?,
            api_headers: around.api_headers.clone(),
            own_headers: around.own_headers.clone(),
            base_url: around.base_url.clone(),
            timeout: around.timeout.unwrap_or(LOGIN_TIMEOUT),
            max_response_bytes: around.max_response_bytes,
            rejected: None,
            profile: around.profile,
            secret_names: around.secret_names.into(),
        })
    }

    fn authorization_url(&self, profile: &Profile, base_url: &BaseUrl) -> Result<LoginUrl> {
        let url = match &self.authorization_url {
            Some(url) => Some(url.clone()),
            None => self.derived(profile.authorization_url, profile, base_url)?,
        };
        let url = url.ok_or_else(|| unknown("authorization URL", "authorization_url", base_url))?;
        LoginUrl::parse("authorization URL", &url).map_err(Error::config)
    }

    fn server_page(&self, path: &str, profile: &Profile, base_url: &BaseUrl) -> Result<LoginUrl> {
        let at = |url: &str| format!("{}{path}", hosts::origin_of(url));
        let url = match &self.authorization_url {
            Some(url) => Some(at(url)),
            None if profile.authorization_url.is_empty() => None,
            None => self.derived(&at(profile.authorization_url), profile, base_url)?,
        };
        let url = url.ok_or_else(|| unknown("login server", "authorization_url", base_url))?;
        LoginUrl::parse("page of the login server", &url).map_err(Error::config)
    }

    fn derived(&self, declared: &str, profile: &Profile, base_url: &BaseUrl) -> Result<Option<String>> {
        hosts::login_url(declared, profile, base_url, self.gateway.as_ref()).map_err(Error::config)
    }
}

fn unknown(what: &str, setter: &str, base_url: &BaseUrl) -> Error {
    let base_url = base_url.as_str();
    Error::config(format!("no {what} is known for the base URL {base_url}: set it by {setter}()"))
}

impl fmt::Debug for LoginSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = |(scheme, wanted): &(Option<&'static str>, Wanted)| {
            let what = match wanted {
                Wanted::Key(key) => format!("{key:?}"),
                Wanted::Token(_) => "access token".to_owned(),
                Wanted::Basic { .. } => "basic".to_owned(),
                Wanted::Source(..) => "token source".to_owned(),
            };
            scheme.map_or(what.clone(), |scheme| format!("{what} for {scheme}"))
        };
        let wanted: Vec<String> = self.wanted.iter().map(what).collect();
        // A URL may hold a password until it is checked.
        let shown = |url: &Option<String>| url.clone().filter(|url| !url.contains(['@', '?']));
        f.debug_struct("LoginSettings")
            .field("wanted", &wanted)
            .field("token_url", &shown(&self.token_url))
            .field("authorization_url", &shown(&self.authorization_url))
            .field("gateway", &self.gateway)
            .finish()
    }
}
