//! Security schemes: the client builder's methods for credentials, and the requirements of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc::Doc;
use super::ident::{ident, word};
use super::vocabulary::Uses;
use crate::analyse::{Proof, ways};
use crate::emit::markdown::code;
use crate::ir::{Location, Operation, SecurityKind, SecurityScheme};
use crate::model::Model;
use crate::name::SchemeName;
use crate::sanitize::one_line;

/// Returns the names of the runtime items that the client builder's methods use.
pub(super) fn runtime_items(model: &Model) -> Vec<&'static str> {
    let mut items = Vec::new();
    for (scheme, names) in named(model) {
        match &scheme.kind {
            SecurityKind::ApiKey { .. } | SecurityKind::Other(_) => items.push("ApiKey"),
            _ if !names.login.is_empty() => items.push("TokenSource"),
            _ => {}
        }
    }
    items.sort_unstable();
    items.dedup();
    items
}

/// Returns the schemes that have a dedicated method.
fn named(model: &Model) -> impl Iterator<Item = (&SecurityScheme, &SchemeName)> {
    let schemes = model.names.schemes().iter();
    schemes.filter_map(|(index, names)| Some((model.api.security_schemes.get(*index)?, names)))
}

/// Returns the client builder's methods for credentials.
pub(super) fn methods(model: &Model) -> Vec<TokenStream> {
    named(model).flat_map(|(scheme, names)| of_scheme(scheme, names)).collect()
}

fn of_scheme(scheme: &SecurityScheme, names: &SchemeName) -> Vec<TokenStream> {
    let (method, name) = (ident(&names.method), &scheme.name);
    let shown = code(name);
    match &scheme.kind {
        SecurityKind::ApiKey { location, name: key } => vec![api_key(scheme, names, *location, key)],
        SecurityKind::Other(prefix) => {
            let doc = doc(
                scheme,
                format!(
                    "Sets the credentials for the {shown} security scheme, sent in the `Authorization` header \
                     after {}.",
                    code(prefix)
                ),
            );
            let format = format!("{} {{}}", one_line(prefix).replace('{', "{{").replace('}', "}}"));
            vec![quote! {
                #doc
                pub fn #method(self, credentials: impl Into<String>) -> Self {
                    self.scheme_key(#name, ApiKey::header("Authorization", format!(#format, credentials.into())))
                }
            }]
        }
        SecurityKind::Basic => {
            let doc =
                doc(scheme, format!("Sets the user name and password for the {shown} security scheme."));
            vec![quote! {
                #doc
                pub fn #method(self, user: impl Into<String>, password: impl Into<String>) -> Self {
                    self.scheme_basic(#name, user, password)
                }
            }]
        }
        SecurityKind::OAuth2 { token_url, .. } => {
            tokens(scheme, names, token_url.as_deref().unwrap_or_default())
        }
        _ => tokens(scheme, names, ""),
    }
}

/// Returns the documentation of the method that sets a scheme's credentials.
fn doc(scheme: &SecurityScheme, what: String) -> TokenStream {
    let deprecated = scheme.deprecated.then(|| "Deprecated by the API.".to_owned());
    Doc::default().text(scheme.description.as_deref()).line(what).block(deprecated).outer()
}

/// Returns the method for an API key.
fn api_key(scheme: &SecurityScheme, names: &SchemeName, location: Location, key: &str) -> TokenStream {
    let (method, name) = (ident(&names.method), &scheme.name);
    let place = match location {
        Location::Cookie => "cookie",
        Location::Query => "query",
        Location::Header | Location::Path | Location::Field | Location::Part => "header",
    };
    let (word, wire) = (word(place), code(key));
    let what = match place {
        "query" => format!("the query parameter {wire}"),
        place => format!("the {place} {wire}"),
    };
    let doc = doc(scheme, format!("Sets the key for the {} security scheme, sent in {what}.", code(name)));
    quote! {
        #doc
        pub fn #method(self, key: impl Into<String>) -> Self { self.scheme_key(#name, ApiKey::#word(#key, key)) }
    }
}

/// Returns the methods for an access token and for a token source.
fn tokens(scheme: &SecurityScheme, names: &SchemeName, url: &str) -> Vec<TokenStream> {
    let (method, login, name) = (ident(&names.method), ident(&names.login), &scheme.name);
    let shown = code(name);
    let token_doc = doc(
        scheme,
        format!("Sets the access token for the {shown} security scheme. The token is never renewed."),
    );
    let login_doc = Doc::default()
        .line(format!(
            "Sets the token source for the {shown} security scheme. See [`login`](Self::login) for details."
        ))
        .outer();
    vec![
        quote! {
            #token_doc
            pub fn #method(self, token: impl Into<String>) -> Self { self.scheme_token(#name, token) }
        },
        quote! {
            #login_doc
            pub fn #login(self, source: impl TokenSource) -> Self { self.scheme_login(#name, source, #url) }
        },
    ]
}

/// Returns the security requirements for an operation's constant, or an empty string if all operations have the same
/// requirements.
pub(super) fn secured(model: &Model, operation: &Operation, uses: &mut Uses) -> String {
    let ways = ways(&model.api, operation);
    if !model.facts.security().differs || ways.iter().all(Vec::is_empty) {
        return String::new();
    }
    uses.runtime("Scheme");
    let way = |way: &Vec<(&str, Proof)>| {
        let schemes: Vec<String> = way
            .iter()
            .map(|(name, proof)| match proof {
                Proof::Bearer => format!("Scheme::Bearer({name:?})"),
                Proof::Basic => format!("Scheme::Basic({name:?})"),
                Proof::Key => format!("Scheme::Key({name:?})"),
            })
            .collect();
        format!("&[{}]", schemes.join(", "))
    };
    format!(".secured(&[{}])", ways.iter().map(way).collect::<Vec<_>>().join(", "))
}
