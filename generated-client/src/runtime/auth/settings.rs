//! The builder's settings for credentials and hosts, and their validation when the client is built.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName};

use super::hosts::{Gateway, LoginUrl};
use super::keys::{ApiKey, basic, bearer};
use super::session::Session;
use super::source::{LoginContext, TokenSource};
use super::{Credential, Credentials, Entry, hosts};
use crate::runtime::error::{Error, Result};
use crate::runtime::profile::Profile;
use crate::runtime::redact::Secret;
use crate::runtime::transport::Transport;
use crate::runtime::transport::clock::Clock;
use crate::runtime::url::{BaseUrl, split_origin};

/// The time limit for a token request if calls have no time limit.
const LOGIN_TIMEOUT: Duration = Duration::from_secs(60);

/// The builder's settings for credentials and hosts.
#[derive(Default)]
pub(crate) struct LoginSettings {
    /// The credentials, in the order in which they were set; each scheme occurs at most once.
    pub(crate) credentials: Vec<(Option<&'static str>, CredentialSetting)>,
    pub(crate) token_url: Option<String>,
    pub(crate) authorization_url: Option<String>,
    pub(crate) gateway: Option<Gateway>,
}

pub(crate) enum CredentialSetting {
    Key(ApiKey),
    Token(Secret),
    Basic {
        user: String,
        password: Secret,
    },
    /// A token source, and the token URL of its scheme; if the URL is empty, the token URL of the API applies.
    Source(Arc<dyn TokenSource>, &'static str),
}

impl CredentialSetting {
    /// Returns whether setting this credential removes `other`.
    pub(crate) fn replaces(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Key(_), _) | (_, Self::Key(_)) => false,
            (Self::Basic { .. }, other) => matches!(other, Self::Basic { .. }),
            (Self::Token(_) | Self::Source(..), other) => !matches!(other, Self::Basic { .. }),
        }
    }
}

/// The parts of a client that its credentials depend on.
pub(crate) struct ClientContext<'a> {
    pub(crate) profile: &'static Profile,
    pub(crate) base_url: &'a BaseUrl,
    pub(crate) api_headers: &'a HeaderMap,
    pub(crate) default_headers: &'a HeaderMap,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_response_bytes: u64,
    pub(crate) transport: &'a Arc<dyn Transport>,
    pub(crate) clock: Option<&'a Arc<dyn Clock>>,
    pub(crate) secret_names: &'a [String],
}

impl LoginSettings {
    /// Returns whether requests go through a gateway.
    pub(crate) fn has_gateway(&self) -> bool {
        self.gateway.is_some()
    }

    /// Returns the names of the headers, query parameters and cookies that contain this client's keys.
    pub(crate) fn key_names(&self) -> impl Iterator<Item = String> {
        self.credentials.iter().filter_map(|(_, setting)| match setting {
            CredentialSetting::Key(key) => Some(key.name().to_owned()),
            _ => None,
        })
    }

    /// Validates the credentials of a client; returns `None` if there are none.
    pub(crate) fn build(&self, client: &ClientContext<'_>) -> Result<Option<Credentials>> {
        let mut entries = Vec::with_capacity(self.credentials.len());
        let mut used: Vec<(bool, HeaderName)> = Vec::new();
        for (scheme, setting) in &self.credentials {
            let credential = self.credential(setting, client)?;
            let header = match &credential {
                Credential::Key(key) => key.header().cloned(),
                _ => Some(AUTHORIZATION),
            };
            let is_key = matches!(credential, Credential::Key(_));
            if let Some(name) = header {
                // Two schemes may share a header, because an operation sends only one of them. The same is true of
                // a token and a password.
                let twice = used.iter().any(|(key, known)| *known == name && (*key || is_key));
                let twice = twice && scheme.is_none();
                if client.default_headers.contains_key(&name) || twice {
                    let twice = "set both by credentials and by a default header or another key";
                    return Err(Error::config(format!("the header {name} is {twice}")));
                }
                used.extend(scheme.is_none().then_some((is_key, name)));
            }
            entries.push(Entry { scheme: *scheme, credential });
        }
        Ok((!entries.is_empty()).then_some(Credentials { entries }))
    }

    fn credential(&self, setting: &CredentialSetting, client: &ClientContext<'_>) -> Result<Credential> {
        match setting {
            CredentialSetting::Key(key) => key.check().map(Credential::Key),
            CredentialSetting::Token(token) => bearer(token).map(Credential::Token).map_err(Error::config),
            CredentialSetting::Basic { user, password } => {
                basic(user, password).map(Credential::Basic).map_err(Error::config)
            }
            CredentialSetting::Source(source, token_url) => {
                let declared = if token_url.is_empty() { client.profile.token_url } else { token_url };
                let context = self.context(source.needs_token_url(), declared, client)?;
                let session = Session::new(Arc::clone(source), context, client.clock.cloned());
                Ok(Credential::Session(Box::new(session)))
            }
        }
    }

    fn context(
        &self,
        needs_token_url: bool,
        declared: &str,
        client: &ClientContext<'_>,
    ) -> Result<LoginContext> {
        let token_url = match &self.token_url {
            Some(url) => Some(url.clone()),
            None => self.derived(declared, client.profile, client.base_url)?,
        };
        if token_url.is_none() && needs_token_url {
            return Err(unknown("token URL", "token_url", client.base_url));
        }
        let token_url = token_url.map(|url| LoginUrl::parse("token URL", &url)).transpose();
        Ok(LoginContext {
            transport: Arc::clone(client.transport),
            token_url: token_url.map_err(Error::config)?,
            api_headers: client.api_headers.clone(),
            default_headers: client.default_headers.clone(),
            base_url: client.base_url.clone(),
            timeout: client.timeout.unwrap_or(LOGIN_TIMEOUT),
            max_response_bytes: client.max_response_bytes,
            rejected: None,
            profile: client.profile,
            secret_names: client.secret_names.into(),
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
        let at = |url: &str| format!("{}{path}", split_origin(url).0);
        let url = match &self.authorization_url {
            Some(url) => Some(at(url)),
            None if profile.authorization_url.is_empty() => None,
            None => self.derived(&at(profile.authorization_url), profile, base_url)?,
        };
        let url = url.ok_or_else(|| unknown("authorization server", "authorization_url", base_url))?;
        LoginUrl::parse("URL of the authorization server page", &url).map_err(Error::config)
    }

    fn derived(&self, declared: &str, profile: &Profile, base_url: &BaseUrl) -> Result<Option<String>> {
        hosts::login_url(declared, profile, base_url, self.gateway.as_ref()).map_err(Error::config)
    }
}

fn unknown(what: &str, setter: &str, base_url: &BaseUrl) -> Error {
    let base_url = base_url.as_str();
    Error::config(format!("no {what} is known for the base URL {base_url}: set it with {setter}()"))
}

impl fmt::Debug for LoginSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = |(scheme, setting): &(Option<&'static str>, CredentialSetting)| {
            let what = match setting {
                CredentialSetting::Key(key) => format!("{key:?}"),
                CredentialSetting::Token(_) => "access token".to_owned(),
                CredentialSetting::Basic { .. } => "basic".to_owned(),
                CredentialSetting::Source(..) => "token source".to_owned(),
            };
            scheme.map_or(what.clone(), |scheme| format!("{what} for {scheme}"))
        };
        let credentials: Vec<String> = self.credentials.iter().map(what).collect();
        // A URL may contain a password until it is validated.
        let shown = |url: &Option<String>| url.clone().filter(|url| !url.contains(['@', '?']));
        f.debug_struct("LoginSettings")
            .field("credentials", &credentials)
            .field("token_url", &shown(&self.token_url))
            .field("authorization_url", &shown(&self.authorization_url))
            .field("gateway", &self.gateway)
            .finish()
    }
}
