//! `src/client.rs`: the API's profile, and the client's accessor for each tag.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc::Doc;
use super::ident::{ident, word};
use super::{client_parameters, format, security, servers};
use crate::config::Reading;
use crate::emit::Files;
use crate::emit::markdown::code;
use crate::ir::SecurityKind;
use crate::model::Model;
use crate::sanitize::one_line;

/// Adds `src/client.rs`.
pub(super) fn emit(model: &Model, files: &mut Files) {
    let tags = model.facts.tags();
    let region = servers::choice(model).map(ident).map(|name| quote! { use crate::servers::#name; });
    let items = security::runtime_items(model).into_iter().map(word);
    let shape = has_error_shape(model).then(|| quote! { ErrorShape, });
    let has_parameters = model.all_client_parameters().next().is_some();
    let parameter = has_parameters.then(|| quote! { ClientParameter, });
    let uses = quote! {
        use crate::runtime::{#(#items,)* Client, ClientBuilder, #parameter #shape Profile};
        #region
    };
    let methods = std::iter::once(builder(model)).chain(tags.iter().map(|tag| accessor(model, *tag)));
    let top =
        Doc::default().line("Client settings for this API, and accessors for the operations of each tag.");
    let mut blocks = vec![
        top.inner(),
        format::item(uses),
        format::item(profile(model)),
        format::impl_block(&quote! { impl Client }, methods),
    ];
    blocks.splice(3..3, client_parameters::constants(model).into_iter().map(format::item));
    let methods = servers::builder_method(model).into_iter().chain(security::methods(model));
    let methods = methods.chain(client_parameters::methods(model));
    blocks.push(format::impl_block(&quote! { impl ClientBuilder }, methods));
    files.insert("src/client.rs".to_owned(), format::file(blocks));
}

/// Returns the `Profile` constant: hosts, headers and the format of error bodies.
fn profile(model: &Model) -> TokenStream {
    let title = one_line(&model.api.title);
    let base_url = model.api.servers.first().map(crate::ir::Server::default_url).unwrap_or_default();
    let http = &model.config.http;
    let user_agent = http
        .user_agent
        .clone()
        .unwrap_or_else(|| format!("{}/{}", model.names.package, crate::emit::version(model)));
    let headers = http.headers.iter().map(|(name, value)| quote! { (#name, #value) });
    let (token_url, authorization_url) = login_urls(model);
    let login = &model.config.login;
    let api_host = login.api_host.as_deref().unwrap_or_default();
    let login_host = login.login_host.as_deref().unwrap_or_default();
    let login_host = match (api_host, login_host) {
        ("", "") => quote! {},
        (api, login) => quote! { .login_host(#api, #login) },
    };
    let texts = [
        ("base_url", base_url.as_str()),
        ("user_agent", user_agent.as_str()),
        ("token_url", token_url),
        ("authorization_url", authorization_url),
    ]
    .map(|(name, value)| setter(name, Some(value)));
    let headers = (!http.headers.is_empty()).then(|| quote! { .headers(&[#(#headers),*]) });
    let secrets = model.facts.secrets();
    let secrets = (!secrets.is_empty()).then(|| quote! { .secrets(&[#(#secrets),*]) });
    let errors = has_error_shape(model).then(|| {
        let parts = error_parts(model).map(|(name, value)| setter(name, value));
        quote! { .errors(ErrorShape::new()#(#parts)*) }
    });
    quote! {
        #[doc = " Hosts, headers and the format of error bodies."]
        static PROFILE: Profile =
            Profile::new(#title)#(#texts)*#headers #login_host #secrets #errors;
    }
}

/// Returns a call to a setter, or `None` for an empty string.
fn setter(name: &'static str, value: Option<&str>) -> Option<TokenStream> {
    let value = value.filter(|value| !value.is_empty())?;
    let name = word(name);
    Some(quote! { .#name(#value) })
}

/// Returns the location of each detail in an error body, from the configuration or else from the declared error
/// schemas.
fn error_parts(model: &Model) -> [(&'static str, Option<&str>); 4] {
    let (configured, found) = (&model.config.errors, model.facts.error_shape());
    [
        ("code", &configured.code, &found.code),
        ("message", &configured.message, &found.message),
        ("correlation_id", &configured.correlation_id, &found.correlation_id),
        ("correlation_header", &configured.correlation_header, &found.correlation_header),
    ]
    .map(|(name, configured, found)| (name, configured.as_deref().or(found.as_deref())))
}

/// Returns whether any detail of error bodies has a known location.
fn has_error_shape(model: &Model) -> bool {
    error_parts(model).iter().any(|(_, value)| value.is_some_and(|value| !value.is_empty()))
}

/// Returns the token URL and the authorization URL, each from the first OAuth 2 scheme that has one. A missing URL is
/// an empty string.
fn login_urls(model: &Model) -> (&str, &str) {
    let schemes = || model.api.security_schemes.iter().map(|scheme| &scheme.kind);
    let token = schemes().find_map(|kind| match kind {
        SecurityKind::OAuth2 { token_url, .. } => token_url.as_deref(),
        _ => None,
    });
    let page = schemes().find_map(|kind| match kind {
        SecurityKind::OAuth2 { authorization_url, .. } => authorization_url.as_deref(),
        _ => None,
    });
    (token.unwrap_or_default(), page.unwrap_or_default())
}

fn builder(model: &Model) -> TokenStream {
    // If the document does not declare security, a token that the user sets is always sent.
    let always = (!model.facts.security().is_declared).then(|| quote! { .always_authorize() });
    let is_lenient = model.config.models.reading == Reading::Lenient;
    let reading = is_lenient.then(|| quote! { .reading(crate::runtime::Reading::Lenient) });
    let about_reading = is_lenient.then(|| {
        quote! {
            #[doc = ""]
            #[doc = " Responses that do not match the API description are repaired, as described at"]
            #[doc = " [`Reading::Lenient`](crate::runtime::Reading::Lenient). Set another mode with"]
            #[doc = " [`reading`](ClientBuilder::reading)."]
        }
    });
    quote! {
        #[doc = " Creates a client builder, which sets the server, credentials, timeouts and other settings."]
        #about_reading
        pub fn builder() -> ClientBuilder { ClientBuilder::new(&PROFILE)#always #reading }
    }
}

fn accessor(model: &Model, tag: crate::ir::TagId) -> TokenStream {
    let names = model.names.tag(tag);
    let (feature, method, handle) = (names.module.as_str(), ident(&names.module), ident(&names.handle));
    let doc = Doc::default()
        .text(model.api.tag(tag).about())
        .or(|| format!("{}.", crate::emit::group(model.api.tag(tag), code)))
        .outer();
    // Handles are qualified with their module, since their names can collide with runtime items or with each
    // other.
    quote! {
        #doc
        #[cfg(feature = #feature)]
        pub fn #method(&self) -> crate::api::#method::#handle { crate::api::#method::#handle::new(self.clone()) }
    }
}
