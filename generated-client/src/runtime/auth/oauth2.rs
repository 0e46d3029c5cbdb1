//! OAuth 2 grants as a token source: the form that each grant sends, and renewal through refresh tokens.

// This module is independent of token caching, and of how a form is sent.

use std::fmt;
use std::sync::Mutex;

use super::pkce::PkceVerifier;
use super::source::{AccessToken, LoginContext, TokenSource};
use super::token_form::TokenForm;
use crate::runtime::error::auth::AuthError;
use crate::runtime::redact::Secret;
use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::lock::lock;

/// The `grant_type` for a SAML 2 assertion (RFC 7522, 2.1).
const SAML2: &str = "urn:ietf:params:oauth:grant-type:saml2-bearer";

/// A callback for each issued token.
type Hook = Box<dyn Fn(&AccessToken) + Send + Sync>;

/// An OAuth 2 grant (RFC 6749) for [`ClientBuilder::login`](crate::runtime::ClientBuilder::login). `Debug` shows no
/// secrets.
///
/// If the server issues a refresh token, the access token is renewed with it, and a new refresh token replaces the
/// old one. An authorization code can be used only once, so without a refresh token, the login ends when its access
/// token expires. Use one `OAuth2` value per user, since it stores the refresh token. To share it between clients,
/// wrap it in an [`Arc`](std::sync::Arc).
#[must_use = "credentials do nothing until passed to a builder"]
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
    /// A token from an earlier run; it is returned once.
    initial: Option<AccessToken>,
    refresh_token: Option<Secret>,
    /// Whether the authorization code has been exchanged for a token.
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

    /// Authenticates as the application itself (RFC 6749, 4.4).
    pub fn client_credentials(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self::new(Grant::ClientCredentials, client_id, Some(client_secret.into()))
    }

    /// Authenticates as the user who authorized the application (RFC 6749, 4.1.3). `redirect_uri` must be the URI
    /// that was sent to the login page.
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

    /// Authenticates with an authorization code and PKCE (RFC 7636), for an application that cannot keep a secret,
    /// such as a desktop application. `verifier` proves that the application requested the code.
    pub fn pkce(
        client_id: impl Into<String>,
        code: impl Into<String>,
        verifier: &PkceVerifier,
        redirect_uri: impl Into<String>,
    ) -> Self {
        let (code, verifier) = (Secret::new(code.into()), Some(verifier.secret().clone()));
        Self::new(Grant::Code { code, redirect_uri: redirect_uri.into(), verifier }, client_id, None)
    }

    /// Continues an earlier login with its refresh token (RFC 6749, section 6). For an application without a secret,
    /// use [`public_refresh_token`](Self::public_refresh_token).
    pub fn refresh_token(
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        refresh_token: impl Into<String>,
    ) -> Self {
        Self::new(Grant::Refresh, client_id, Some(client_secret.into())).with_refresh(refresh_token.into())
    }

    /// Continues an earlier login for an application without a secret.
    pub fn public_refresh_token(client_id: impl Into<String>, refresh_token: impl Into<String>) -> Self {
        Self::new(Grant::Refresh, client_id, None).with_refresh(refresh_token.into())
    }

    /// Authenticates with a SAML 2 assertion, base64-encoded as issued by the identity provider (RFC 7522). Add
    /// other fields, such as an organization name, with [`form_field`](Self::form_field).
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

    /// Adds a field to the form of this grant, such as `scope` or `audience`. The field is not sent when a refresh
    /// token renews a login that began with an authorization code or an assertion.
    pub fn form_field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), Secret::new(value.into())));
        self
    }

    /// Sends the client ID and secret as form fields instead of `Authorization: Basic`.
    pub fn client_secret_in_form(self) -> Self {
        Self { in_form: true, ..self }
    }

    /// Starts with a token stored by an earlier run. It is renewed when it expires or the server rejects it. Its
    /// refresh token, if any, replaces the current one.
    pub fn with_token(self, token: AccessToken) -> Self {
        let state = State {
            refresh_token: token.refresh_token().map(|text| Secret::new(text.to_owned())),
            initial: Some(token),
            code_used: false,
        };
        let before = std::mem::take(&mut *lock(&self.state));
        let refresh_token = state.refresh_token.or(before.refresh_token);
        *lock(&self.state) = State { refresh_token, ..state };
        self
    }

    /// Sets a callback for each issued token, for example to store it for the next run.
    ///
    /// The callback runs before the token is used and must not block; move slow work to another task. Tokens
    /// are secrets, so store them securely.
    pub fn on_token(self, hook: impl Fn(&AccessToken) + Send + Sync + 'static) -> Self {
        Self { hook: Some(Box::new(hook)), ..self }
    }

    /// Creates a form that identifies the application, with `Authorization: Basic` or with form fields.
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

    /// Returns the form for the next token request.
    fn next_form(&self) -> Result<TokenForm, AuthError> {
        let state = lock(&self.state);
        match (&self.grant, &state.refresh_token) {
            // RFC 6749, 4.4.3: this grant should not issue a refresh token. If one arrives anyway, it is not needed.
            (Grant::ClientCredentials, _) => Ok(self.first_form()),
            (Grant::Refresh, Some(token)) => Ok(self.first_form().field("refresh_token", token.expose())),
            (_, Some(token)) => Ok(self.form("refresh_token").field("refresh_token", token.expose())),
            (Grant::Refresh, None) => Err(AuthError::new("there is no refresh token")),
            (Grant::Code { .. }, None) if state.code_used => Err(AuthError::new(
                "the login has expired: its authorization code was already used, and there is no refresh token",
            )),
            (Grant::Code { .. } | Grant::Assertion(_), None) => Ok(self.first_form()),
        }
    }

    async fn next_token(&self, context: &LoginContext) -> Result<AccessToken, AuthError> {
        let initial = lock(&self.state).initial.take();
        if let Some(token) = initial.filter(|token| context.rejected() != Some(token.expose())) {
            return Ok(token);
        }
        let form = self.next_form()?;
        let mut token = context.exchange(&form).await?;
        {
            let mut state = lock(&self.state);
            state.code_used = true;
            match token.refresh_token() {
                Some(text) => state.refresh_token = Some(Secret::new(text.to_owned())),
                // The old refresh token stays valid (RFC 6749, section 6), and callers that store tokens need it.
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
