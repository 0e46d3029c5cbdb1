//! `src/client.rs`: what a client of this API starts from, and the way from a client to each tag.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::doc::Doc;
use super::{format, security, servers};
use crate::config::Reading;
use crate::emit::Files;
use crate::emit::markdown::code;
use crate::ir::SecurityKind;
use crate::model::Model;
use crate::sanitize::one_line;

/// Adds the file.
pub(super) fn emit(model: &Model, files: &mut Files) {
    let tags = model.facts.tags();
    let region = servers::choice(model)
        .map(|name| format_ident!("{name}"))
        .map(|name| quote! { use crate::servers::#name; });
    let words = security::words(model).into_iter().map(|word| format_ident!("{word}"));
    let shape = has_error_shape(model).then(|| quote! { ErrorShape, });
    let uses = quote! {
        use crate::runtime::{#(#words,)* Client, ClientBuilder, #shape Profile};
        #region
    };
    let methods = std::iter::once(builder(model)).chain(tags.iter().map(|tag| accessor(model, *tag)));
    let top = Doc::default().line(
        "What a client of this API starts from, and the way from a client to the operations of each tag.",
    );
    let mut blocks = vec![
        top.inner(),
        format::item(uses),
        format::item(profile(model)),
        format::impl_block(&quote! { impl Client }, methods),
    ];
    let methods = servers::builder_method(model).into_iter().chain(security::methods(model));
    blocks.push(format::impl_block(&quote! { impl ClientBuilder }, methods));
    files.insert("src/client.rs".to_owned(), format::file(blocks));
}

/// What every request of the API bears, and where its errors say what.
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
    let keys = key_names(model);
    let secrets = (!keys.is_empty()).then(|| quote! { .secrets(&[#(#keys),*]) });
    let errors = has_error_shape(model).then(|| {
        let parts = error_parts(model).map(|(name, value)| setter(name, value));
        quote! { .errors(ErrorShape::new()#(#parts)*) }
    });
    quote! {
        #[doc = " What every request carries, and where an error body says what."]
        static PROFILE: Profile =
            Profile::new(#title)#(#texts)*#headers #login_host #secrets #errors;
    }
}

/// The call of a setter; none for a text that is empty.
fn setter(name: &str, value: Option<&str>) -> Option<TokenStream> {
    let value = value.filter(|value| !value.is_empty())?;
    let name = format_ident!("{name}");
    Some(quote! { .#name(#value) })
}

/// Where error bodies keep their parts: as the configuration says, else as the declared error schemas do.
fn error_parts(model: &Model) -> [(&'static str, Option<&str>); 4] {
    let (said, found) = (&model.config.errors, model.facts.error_shape());
    [
        ("code", &said.code, &found.code),
        ("message", &said.message, &found.message),
        ("correlation_id", &said.correlation_id, &found.correlation_id),
        ("correlation_header", &said.correlation_header, &found.correlation_header),
    ]
    .map(|(name, said, found)| (name, said.as_deref().or(found.as_deref())))
}

/// Whether it is known where error bodies keep anything.
fn has_error_shape(model: &Model) -> bool {
    error_parts(model).iter().any(|(_, value)| value.is_some_and(|value| !value.is_empty()))
}

/// The names of headers, query parameters and cookies that hold keys, which the client never shows.
fn key_names(model: &Model) -> Vec<&str> {
    let mut known = BTreeSet::new();
    let keys = model.api.security_schemes.iter().filter_map(|scheme| match &scheme.kind {
        SecurityKind::ApiKey { name, .. } => Some(name.as_str()),
        _ => None,
    });
    keys.filter(|name| known.insert(*name)).collect()
}

/// The token and the authorization URL of the first OAuth 2 scheme that has each; empty where none has.
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
    // Where nothing is said of security, a user who gives a token means it to be sent.
    let always = (!model.facts.security().is_said).then(|| quote! { .always_authorize() });
    let reading = (model.config.models.reading == Reading::Lenient)
        .then(|| quote! { .reading(crate::runtime::Reading::Lenient) });
    quote! {
        #[doc = " Starts building a client: where it sends to, how it logs in, how long it waits."]
        pub fn builder() -> ClientBuilder { ClientBuilder::new(&PROFILE)#always #reading }
    }
}

fn accessor(model: &Model, tag: crate::ir::TagId) -> TokenStream {
    let names = model.names.tag(tag);
    let (feature, method, handle) =
        (&names.module, format_ident!("{}", names.module), format_ident!("{}", names.handle));
    let doc = Doc::default()
        .text(model.api.tag(tag).description.as_deref())
        .or(|| format!("The operations of the tag {}.", code(&model.api.tag(tag).name)))
        .outer();
    // A handle is named by its module: it may bear the name of something of the runtime, or that of another handle.
    quote! {
        #doc
        #[cfg(feature = #feature)]
        pub fn #method(&self) -> crate::api::#method::#handle { crate::api::#method::#handle::new(self.clone()) }
    }
}
