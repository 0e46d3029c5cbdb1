//! The first program in the README and in the crate's documentation, which builds a client and calls the simplest
//! operation.

use super::layout::Expr;
use super::value::Values;
use super::{Example, call_with, paged};
use crate::analyse::{Proof, ServerChoice, proof, used_variables};
use crate::ir::{Literal, Method, Operation, OperationId};
use crate::model::Model;
use crate::sanitize::one_line;

/// Returns a program that builds a client and calls an operation.
pub fn first_program(model: &Model) -> Vec<String> {
    let mut values = Values::new(model);
    let parameters = client_parameters(model, &mut values);
    let parameters: Vec<String> = parameters.into_iter().map(|call| format!("        {call}")).collect();
    let example = simplest(model, |_| true).map(|id| call_with(model, id, values));
    let server = server(model);
    let mut lines: Vec<String> = example.iter().flat_map(|e| e.imports.iter().cloned()).collect();
    lines.push(root_import(model, server.as_ref()));
    lines.push(String::new());
    lines.push("#[tokio::main]".to_owned());
    lines.push("async fn main() -> Result<()> {".to_owned());
    lines.push("    let client = Client::builder()".to_owned());
    lines.extend(server.map(|(_, call)| format!("        {call}")));
    lines.extend(credentials(model).map(|call| format!("        {call}")));
    lines.extend(parameters);
    lines.push("        .build()?;".to_owned());
    match &example {
        Some(example) => lines.extend(example.lines.iter().map(|line| format!("    {line}"))),
        None => lines.push("    println!(\"{client:?}\");".to_owned()),
    }
    lines.extend(["    Ok(())".to_owned(), "}".to_owned()]);
    lines
}

/// Returns the builder calls for client-level parameters without a default.
pub(super) fn client_parameters(model: &Model, values: &mut Values<'_>) -> Vec<String> {
    let unset =
        model.all_client_parameters().filter(|(one, _)| one.required > 0 && one.param.default.is_none());
    let calls =
        unset.map(|(one, names)| Expr::call(format!(".{}", names.method), vec![values.argument(&one.param)]));
    calls.map(|call| call.flat()).collect()
}

/// Returns the `use` line for items at the crate root, including the server type.
pub(super) fn root_import(model: &Model, server: Option<&(&str, String)>) -> String {
    let mut roots = vec!["Client", "Result"];
    roots.extend(server.map(|(ty, _)| *ty).filter(|ty| !ty.is_empty()));
    roots.sort_unstable();
    format!("use {}::{{{}}};", model.names.krate, roots.join(", "))
}

/// Returns the simplest suitable operation: a stable GET, with the fewest required arguments.
pub(super) fn simplest(model: &Model, suits: impl Fn(OperationId) -> bool) -> Option<OperationId> {
    let emitted = model.facts.tags().iter().flat_map(|tag| model.facts.operations_of(*tag));
    let suitable = emitted.filter(|id| suits(*id));
    suitable.min_by_key(|id| (rank(model.api.operation(*id)), *id))
}

/// Returns the sort key that orders operations from simple to complex.
fn rank(operation: &Operation) -> (bool, bool, usize) {
    let required =
        operation.params.iter().filter(|p| p.required).count() + usize::from(operation.body.is_some());
    (operation.deprecated || operation.preview, operation.method != Method::Get, required)
}

/// Returns a loop over the items of the simplest paginated operation, or `None` if there is none.
pub fn first_list(model: &Model) -> Option<Example> {
    paged(model, simplest(model, |id| model.facts.pagination(id).is_some())?)
}

/// Returns the builder call for credentials, or `None` if the document does not declare a usable scheme.
fn credentials(model: &Model) -> Option<String> {
    let (index, scheme) = model.used_schemes().find(|(_, scheme)| proof(scheme).is_some())?;
    let names = model.names.schemes().get(&index);
    let method = names.map(|names| names.method.as_str());
    Some(match (proof(scheme)?, method) {
        (Proof::Bearer, method) => format!(".{}(\"your access token\")", method.unwrap_or("access_token")),
        (Proof::Basic, method) => {
            format!(".{}(\"your name\", \"your password\")", method.unwrap_or("basic_auth"))
        }
        (Proof::Key, method) => format!(".{}(\"your key\")", method?),
    })
}

/// Returns the builder call that selects a server, and the type to import for it.
pub(super) fn server(model: &Model) -> Option<(&str, String)> {
    let (servers, names) = (model.facts.servers(), model.names.servers());
    let (ty, method) = (names.ty.as_str(), names.method.as_str());
    let first = servers.listed.first().and_then(|index| model.api.servers.get(*index))?;
    let call = |value: String| Some((ty, format!(".{method}({ty}::{value})")));
    match servers.choice {
        ServerChoice::Value => {
            let variable = used_variables(first).map(|(_, variable)| variable).next()?;
            let default = Literal::Text(variable.default.clone());
            let index = variable.values.iter().position(|v| v.value == default).unwrap_or(0);
            call(names.enums.first()?.members.get(index)?.to_string())
        }
        ServerChoice::Variables => {
            let name = names.servers.first()?;
            let free = used_variables(first).zip(&name.fields);
            let mut free = free.filter(|((place, _), _)| servers.enum_of(0, *place).is_none());
            let setter = free.next().map(|((_, v), field)| format!(".{field}({:?})", one_line(&v.default)));
            call(format!("new(){}", setter.unwrap_or_default()))
        }
        ServerChoice::Server => {
            let name = names.servers.first()?;
            if name.ty.is_empty() { call(name.variant.to_string()) } else { call("default()".to_owned()) }
        }
        ServerChoice::Fixed if !first.url.contains("://") => {
            let path = first.url.trim_end_matches('/');
            Some(("", format!(".base_url({:?})", one_line(&format!("https://api.example.com{path}")))))
        }
        ServerChoice::Fixed => None,
    }
}
