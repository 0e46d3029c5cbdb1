//! The builder's settings for login and hosts, and what becomes of them when the client is built.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName};

use super::hosts::{Gateway, LoginUrl};
use super::keys::{ApiKey, basic, bearer};
use super::session::Session;
use super::source::{LoginContext, TokenSource};
use super::{Credentials, Entry, Means, hosts};
use crate::runtime::error::{Error, Result};
use crate::runtime::profile::Profile;
use crate::runtime::redact::Secret;
use crate::runtime::transport::Transport;
use crate::runtime::transport::clock::Clock;
use crate::runtime::url::BaseUrl;

/// How long a login may take where calls have no limit of their own.
const LOGIN_TIMEOUT: Duration = Duration::from_secs(60);

/// What a builder was told about login and hosts.
#[derive(Default)]
pub(crate) struct LoginSettings {
    /// In the order in which they were given; each scheme once.
    pub(crate) wanted: Vec<(Option<&'static str>, Wanted)>,
    pub(crate) token_url: Option<String>,
    pub(crate) authorization_url: Option<String>,
    pub(crate) gateway: Option<Gateway>,
}

pub(crate) enum Wanted {
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
    pub(crate) fn replaces(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Key(_), _) | (_, Self::Key(_)) => false,
            (Self::Basic { .. }, other) => matches!(other, Self::Basic { .. }),
            (Self::Token(_) | Self::Source(..), other) => !matches!(other, Self::Basic { .. }),
        }
    }
}

/// What the rest of a client gives to its credentials.
pub(crate) struct Surroundings<'a> {
    pub(crate) profile: &'static Profile,
    pub(crate) base_url: &'a BaseUrl,
    pub(crate) api_headers: &'a HeaderMap,
    pub(crate) own_headers: &'a HeaderMap,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_response_bytes: u64,
    pub(crate) transport: &'a Arc<dyn Transport>,
    pub(crate) clock: Option<&'a Arc<dyn Clock>>,
    pub(crate) secret_names: &'a [String],
}

impl LoginSettings {
    /// Whether calls go through a gateway.
    pub(crate) fn has_gateway(&self) -> bool {
        self.gateway.is_some()
    }

    /// The names of headers, query parameters and cookies that hold keys of this client.
    pub(crate) fn key_names(&self) -> impl Iterator<Item = String> {
        self.wanted.iter().filter_map(|(_, wanted)| match wanted {
            Wanted::Key(key) => Some(key.name().to_owned()),
            _ => None,
        })
    }

    /// The credentials of a client; `None` if there are none.
    pub(crate) fn build(&self, around: &Surroundings<'_>) -> Result<Option<Credentials>> {
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

    pub(crate) fn authorization_url(&self, profile: &Profile, base_url: &BaseUrl) -> Result<LoginUrl> {
        let url = match &self.authorization_url {
            Some(url) => Some(url.clone()),
            None => self.derived(profile.authorization_url, profile, base_url)?,
        };
        let url = url.ok_or_else(|| unknown("authorization URL", "authorization_url", base_url))?;
        LoginUrl::parse("authorization URL", &url).map_err(Error::config)
    }

    pub(crate) fn server_page(&self, path: &str, profile: &Profile, base_url: &BaseUrl) -> Result<LoginUrl> {
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
