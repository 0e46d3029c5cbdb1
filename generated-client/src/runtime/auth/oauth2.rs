//! OAuth 2 grants as a token source: which form each of them sends, and when a refresh token takes over.
//!
//! It must not know how tokens are cached or how a form travels.

use std::fmt;
use std::sync::Mutex;

use super::flight::lock;
use super::pkce::PkceVerifier;
use super::source::{AccessToken, LoginContext, TokenSource};
use super::token_form::TokenForm;
use crate::runtime::error::auth::AuthError;
use crate::runtime::redact::Secret;
use crate::runtime::transport::future::BoxFuture;

/// `grant_type` of a SAML 2 assertion (RFC 7522, 2.1).
const SAML2: &str = "urn:ietf:params:oauth:grant-type:saml2-bearer";

/// Called with each token that is issued.
type Hook = Box<dyn Fn(&AccessToken) + Send + Sync>;

/// A login by OAuth 2 (RFC 6749) for [`ClientBuilder::login`](crate::runtime::ClientBuilder::login). `Debug` shows no secrets.
///
/// A grant that is answered with a refresh token is renewed with it, and a new refresh token replaces the old one. An
/// authorization code works only once: without a refresh token, the login ends when its access token expires.
/// Use one value per user: it keeps the refresh token. To share it between clients, wrap it in an [`Arc`](std::sync::Arc).
#[must_use = "a login takes effect when it is given to a builder"]
pub struct OAuth2 {
    grant: Grant,
    client_id: String,
    client_secret: Option<Secret>,
    in_form: bool,
    fields: Vec<(String, Secret)>,
    hook: Option<Hook>,
    state: Mutex<State>,
}

enum Grant {
    ClientCredentials,
    Code { code: Secret, redirect_uri: String, verifier: Option<Secret> },
    Refresh,
    Assertion(Secret),
}

#[derive(Default)]
struct State {
    /// A token from an earlier run, to be given once.
    kept: Option<AccessToken>,
    refresh_token: Option<Secret>,
    /// The authorization code has been turned into a token.
    code_used: bool,
}

impl OAuth2 {
    fn new(grant: Grant, client_id: impl Into<String>, client_secret: Option<String>) -> Self {
        Self {
            grant,
            client_id: client_id.into(),
            client_secret: client_secret.map(Secret::new),
            in_form: false,
            fields: Vec::new(),
            hook: None,
            state: Mutex::default(),
        }
    }

    /// Logs in as the application itself (RFC 6749, 4.4).
    pub fn client_credentials(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self::new(Grant::ClientCredentials, client_id, Some(client_secret.into()))
    }

    /// Logs in as the user who gave the application this code (RFC 6749, 4.1.3). `redirect_uri` is the one that the
    /// browser was sent to the login page with.
    pub fn authorization_code(
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        code: impl Into<String>,
        redirect_uri: impl Into<String>,
    ) -> Self {
        let code = Secret::new(code.into());
        let grant = Grant::Code { code, redirect_uri: redirect_uri.into(), verifier: None };
        Self::new(grant, client_id, Some(client_secret.into()))
    }

    /// The same for an application that can keep no secret, such as one on a user's own machine: `verifier` proves that
    /// it is the one that asked for the code (PKCE; RFC 7636).
    pub fn pkce(
        client_id: impl Into<String>,
        code: impl Into<String>,
        verifier: &PkceVerifier,
        redirect_uri: impl Into<String>,
    ) -> Self {
        let (code, verifier) = (Secret::new(code.into()), Some(verifier.secret().clone()));
        Self::new(Grant::Code { code, redirect_uri: redirect_uri.into(), verifier }, client_id, None)
    }

    /// Goes on with a login of an earlier run by its refresh token (RFC 6749, section 6). An application without a secret
    /// uses [`public_refresh_token`](Self::public_refresh_token).
    pub fn refresh_token(
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        refresh_token: impl Into<String>,
    ) -> Self {
        Self::new(Grant::Refresh, client_id, Some(client_secret.into())).with_refresh(refresh_token.into())
    }

    /// Goes on with a login of an earlier run, for an application without a secret.
    pub fn public_refresh_token(client_id: impl Into<String>, refresh_token: impl Into<String>) -> Self {
        Self::new(Grant::Refresh, client_id, None).with_refresh(refresh_token.into())
    }

    /// Logs in with a SAML 2 assertion, encoded in base64 as the identity provider gave it (RFC 7522). Further fields that
    /// the server wants, such as the organization's name, are added by [`form_field`](Self::form_field).
    pub fn saml2_bearer(
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        assertion: impl Into<String>,
    ) -> Self {
        Self::new(Grant::Assertion(Secret::new(assertion.into())), client_id, Some(client_secret.into()))
    }

    fn with_refresh(self, refresh_token: String) -> Self {
        lock(&self.state).refresh_token = Some(Secret::new(refresh_token));
        self
    }

    /// Adds a field to the form of this grant: `scope`, `audience`, what else the server wants. When a code's or an
    /// assertion's login is renewed by its refresh token, it is not sent again.
    pub fn form_field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), Secret::new(value.into())));
        self
    }

    /// Sends the client's id and secret as form fields instead of `Authorization: Basic`, for servers that want it so.
    pub fn client_secret_in_form(self) -> Self {
        Self { in_form: true, ..self }
    }

    /// Starts with a token that was kept from an earlier run; it is renewed when it expires or the server refuses it.
    /// Its refresh token, if it has one, replaces the one that was set before.
    pub fn with_token(self, token: AccessToken) -> Self {
        let state = State {
            refresh_token: token.refresh_token().map(|text| Secret::new(text.to_owned())),
            kept: Some(token),
            code_used: false,
        };
        let before = std::mem::take(&mut *lock(&self.state));
        let refresh_token = state.refresh_token.or(before.refresh_token);
        *lock(&self.state) = State { refresh_token, ..state };
        self
    }

    /// Calls this with each token that is issued, to keep it for the next run. It is called before the token is used and
    /// must not block: hand what takes time to another task. Tokens are secrets: keep them in a safe place.
    pub fn on_token(self, hook: impl Fn(&AccessToken) + Send + Sync + 'static) -> Self {
        Self { hook: Some(Box::new(hook)), ..self }
    }

    /// A form that says which application this is: in `Authorization: Basic`, or as fields if it has no secret.
    fn form(&self, grant_type: &str) -> TokenForm {
        let form = TokenForm::new(grant_type);
        match &self.client_secret {
            Some(secret) if self.in_form => {
                form.field("client_id", &self.client_id).field("client_secret", secret.expose())
            }
            Some(secret) => form.basic(&self.client_id, secret.expose()),
            None => form.field("client_id", &self.client_id),
        }
    }

    fn first_form(&self) -> TokenForm {
        let form = match &self.grant {
            Grant::ClientCredentials => self.form("client_credentials"),
            Grant::Code { code, redirect_uri, verifier } => {
                let form = self.form("authorization_code").field("code", code.expose());
                let form = form.field("redirect_uri", redirect_uri);
                match verifier {
                    Some(verifier) => form.field("code_verifier", verifier.expose()),
                    None => form,
                }
            }
            Grant::Refresh => self.form("refresh_token"),
            Grant::Assertion(assertion) => self.form(SAML2).field("assertion", assertion.expose()),
        };
        form.secrets(&self.fields)
    }

    /// The form for the next token.
    fn next_form(&self) -> Result<TokenForm, AuthError> {
        let state = lock(&self.state);
        match (&self.grant, &state.refresh_token) {
            // RFC 6749, 4.4.3: these logins have no refresh token; one that comes all the same is not needed.
            (Grant::ClientCredentials, _) => Ok(self.first_form()),
            (Grant::Refresh, Some(token)) => Ok(self.first_form().field("refresh_token", token.expose())),
            (_, Some(token)) => Ok(self.form("refresh_token").field("refresh_token", token.expose())),
            (Grant::Refresh, None) => Err(AuthError::new("there is no refresh token")),
            (Grant::Code { .. }, None) if state.code_used => Err(AuthError::new(
                "the login has ended: its authorization code was used, and there is no refresh token",
            )),
            (Grant::Code { .. } | Grant::Assertion(_), None) => Ok(self.first_form()),
        }
    }

    async fn next_token(&self, context: &LoginContext) -> Result<AccessToken, AuthError> {
        let kept = lock(&self.state).kept.take();
        if let Some(token) = kept.filter(|token| context.rejected() != Some(token.expose())) {
            return Ok(token);
        }
        let form = self.next_form()?;
        let mut token = context.exchange(&form).await?;
        {
            let mut state = lock(&self.state);
            state.code_used = true;
            match token.refresh_token() {
                Some(text) => state.refresh_token = Some(Secret::new(text.to_owned())),
                // The old one stays valid (RFC 6749, section 6); who keeps the token needs it.
                None => {
                    if let Some(old) = &state.refresh_token {
                        token = token.with_refresh_token(old.expose());
                    }
                }
            }
        }
        if let Some(hook) = &self.hook {
            hook(&token);
        }
        Ok(token)
    }
}

impl TokenSource for OAuth2 {
    fn token<'a>(&'a self, context: &'a LoginContext) -> BoxFuture<'a, Result<AccessToken, AuthError>> {
        Box::pin(self.next_token(context))
    }

    fn needs_token_url(&self) -> bool {
        true
    }
}

impl fmt::Debug for OAuth2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grant = match &self.grant {
            Grant::ClientCredentials => "client credentials",
            Grant::Code { verifier: None, .. } => "authorization code",
            Grant::Code { verifier: Some(_), .. } => "authorization code with PKCE",
            Grant::Refresh => "refresh token",
            Grant::Assertion(_) => "SAML 2 assertion",
        };
        let fields: Vec<&str> = self.fields.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("OAuth2")
            .field("grant", &grant)
            .field("client_id", &self.client_id)
            .field("client_secret", &self.client_secret)
            .field("fields", &fields)
            .finish_non_exhaustive()
    }
}
