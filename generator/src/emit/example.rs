//! Example calls to operations, for pages and doc comments.
//!
//! The examples use the methods, setters and constructors that `emit::rust` emits. The emitted crate compiles them as
//! doctests. This module does not choose names.

mod first;
mod fit;
mod layout;
mod literal;
mod tasks;
mod value;

pub use self::first::{first_list, first_program};
use self::layout::Expr;
pub use self::tasks::{blocking, download, mocked, outline, resumed, sent};
use self::value::Values;
use crate::analyse::{Given, Output, PageParameter};
use crate::ir::{ContentKind, OperationId, Type};
use crate::model::Model;

/// An example call to an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The sorted `use` lines for the types in the call, without `Client` and `Result`.
    pub imports: Vec<String>,
    /// The statements, without indentation. They belong in an async function that has a `client: &Client` argument and
    /// returns the crate's `Result`.
    pub lines: Vec<String>,
    root: String,
}

impl Example {
    /// Returns a complete program: the imports, and an async function with the call.
    pub fn program(&self) -> Vec<String> {
        let root = format!("use {}::{{Client, Result}};", self.root);
        let start = [root, String::new(), "async fn example(client: &Client) -> Result<()> {".to_owned()];
        let body = self.lines.iter().map(|line| format!("    {line}"));
        let end = ["    Ok(())".to_owned(), "}".to_owned()];
        self.imports.iter().cloned().chain(start).chain(body).chain(end).collect()
    }
}

/// Returns a function that handles a webhook request, with its imports.
pub fn webhook_handler(model: &Model) -> Vec<String> {
    let krate = &model.names.krate;
    vec![
        format!("use {krate}::transport::http::HeaderMap;"),
        format!("use {krate}::webhooks::{{self, WebhookError, WebhookEvent}};"),
        String::new(),
        "fn receive(headers: &HeaderMap, body: &[u8], secret: &str) -> Result<WebhookEvent, WebhookError> {"
            .to_owned(),
        "    webhooks::verifier(secret)?.verify(headers, body)?;".to_owned(),
        "    webhooks::parse(headers, body)".to_owned(),
        "}".to_owned(),
    ]
}

/// The names of variables in examples. A variable for a body must not have one of these names.
const VARIABLES: [&str; 6] = ["client", "items", "mock", "position", "rule", "value"];

/// The maximum number of optional parameters that an example sets.
const SETTERS: usize = 2;

/// Returns a call to an emitted operation, with its required arguments, up to two optional ones, and a use of the
/// response.
pub fn call(model: &Model, id: OperationId) -> Example {
    call_with(model, id, Values::new(model))
}

/// Like [`call`], in a program that also contains `values`.
fn call_with<'a>(model: &'a Model, id: OperationId, values: Values<'a>) -> Example {
    let (mut lines, mut links, values) = start(model, id, Setters::Some, values);
    links.push(Expr::Atom(".await?".to_owned()));
    let (start, end) = reply(model, id);
    lines.extend(Expr::statement(&start, &Expr::Chain("client".to_owned(), links)));
    lines.extend(end);
    Example { imports: values.into_imports(), lines, root: model.names.krate.clone() }
}

/// Returns a loop over all items, or `None` if the operation is not paginated.
pub fn paged(model: &Model, id: OperationId) -> Option<Example> {
    let paging = model.facts.pagination(id)?;
    // The list starts with the first page, so the example does not set a page.
    let skipped = match paging.parameter {
        Some(PageParameter::Query(index)) => Setters::Without(index),
        _ => Setters::Some,
    };
    let (mut lines, mut links, values) = start(model, id, skipped, Values::new(model));
    links.push(Expr::call(".items", Vec::new()));
    lines.extend(Expr::statement("let mut items = ", &Expr::Chain("client".to_owned(), links)));
    lines.push("while let Some(item) = items.next().await {".to_owned());
    lines.push("    println!(\"{:#?}\", item?);".to_owned());
    lines.push("}".to_owned());
    Some(Example { imports: values.into_imports(), lines, root: model.names.krate.clone() })
}

/// Returns a loop over the states of a long-running operation, or `None` for any other operation.
pub fn polled(model: &Model, id: OperationId) -> Option<Example> {
    let polling = model.facts.polling(id)?;
    let (mut lines, mut links, values) = start(model, id, Setters::Some, Values::new(model));
    links.push(Expr::call(".poller", Vec::new()));
    lines.extend(Expr::statement("let mut poller = ", &Expr::Chain("client".to_owned(), links)));
    lines.push("while let Some(state) = poller.next().await {".to_owned());
    lines.push("    println!(\"{:?}\", state?.name());".to_owned());
    lines.push("}".to_owned());
    let (start, end) = reply_with(model, Some(&polling.result));
    let body = if start.is_empty() { "" } else { ".into_body()" };
    lines.push(format!("{start}poller.until_done().await?{body};"));
    lines.extend(end);
    Some(Example { imports: values.into_imports(), lines, root: model.names.krate.clone() })
}

/// The optional parameters that an example sets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Setters {
    /// Up to [`SETTERS`] parameters.
    Some,
    /// Up to [`SETTERS`] parameters, excluding the one with this index.
    Without(usize),
    None,
}

/// Returns the statements before the call, and the call with the selected setters.
fn start<'a>(
    model: &'a Model,
    id: OperationId,
    setters: Setters,
    mut values: Values<'a>,
) -> (Vec<String>, Vec<Expr>, Values<'a>) {
    let operation = model.api.operation(id);
    let names = model.names.operation(id);
    let mut lines = Vec::new();
    let variable = if VARIABLES.contains(&names.body.as_str()) { "body" } else { &names.body };
    let (before, given) = body(model, id, variable, &mut values);
    lines.extend(before.iter().flat_map(|body| Expr::statement(&format!("let {variable} = "), body)));
    let mut args: Vec<Expr> = model.required_arguments(id).map(|(param, _)| values.argument(param)).collect();
    let mut set = options(model, id, setters, &mut values);
    if operation.body.as_ref().is_some_and(|body| body.required) {
        args.extend(given);
    } else if !given.is_empty() {
        set.push(Expr::call(format!(".{}", names.body), given));
    }
    let module = model.facts.owner(id).map(|tag| model.names.tag(tag).module.as_str()).unwrap_or_default();
    let mut links =
        vec![Expr::call(format!(".{module}"), Vec::new()), Expr::call(format!(".{}", names.method), args)];
    links.append(&mut set);
    (lines, links, values)
}

/// Returns the arguments for a body that is not flattened. The first item is the body itself, if it is built before the
/// call.
fn body(
    model: &Model,
    id: OperationId,
    variable: &str,
    values: &mut Values<'_>,
) -> (Option<Expr>, Vec<Expr>) {
    let atom = |text: &str| Expr::Atom(text.to_owned());
    let content = model.api.operation(id).body.as_ref().zip(model.facts.body(id));
    let content = content.and_then(|(body, sent)| Some((body.content.get(sent.content)?, sent)));
    let Some((content, sent)) = content else { return (None, Vec::new()) };
    let by_reference = || vec![Expr::Atom(format!("&{variable}"))];
    match (&sent.given, model.api.resolved(&content.usage.ty)) {
        (Given::Json | Given::Xml, _) => {
            (Some(values.body(&content.usage.ty, content.example.as_ref())), by_reference())
        }
        (Given::Form, Type::Object | Type::Any) => {
            (Some(atom("std::collections::BTreeMap::from([(\"name\", \"value\")])")), by_reference())
        }
        (Given::Form, ty) => (Some(values.body(ty, content.example.as_ref())), by_reference()),
        (Given::Fields, _) => (None, Vec::new()),
        (Given::Parts, _) => {
            let pair = format!("(\"name\", {}::text(\"value\"))", values.part());
            (None, vec![Expr::list("", vec![Expr::Atom(pair)])])
        }
        (Given::Items, _) => {
            let item = model.facts.item(&model.api, content).unwrap_or_else(|| content.usage.clone());
            let value = values.body(&item.ty, None);
            (None, vec![Expr::list("", vec![value])])
        }
        (Given::Bytes, _) => {
            let bytes = if content.kind == ContentKind::Text { "\"text\"" } else { "b\"bytes\"" };
            let media_type = sent.media_type.is_none().then(|| atom("\"application/octet-stream\""));
            (None, media_type.into_iter().chain([atom(bytes)]).collect())
        }
    }
}

/// Returns setters for the first optional parameters with simple values.
fn options(model: &Model, id: OperationId, wanted: Setters, values: &mut Values<'_>) -> Vec<Expr> {
    if wanted == Setters::None {
        return Vec::new();
    }
    let all = model.inputs(id).enumerate().filter(|(index, _)| Setters::Without(*index) != wanted);
    let optional = all.map(|(_, pair)| pair).filter(|(param, _)| !param.required && !param.deprecated);
    let mut setters = Vec::new();
    for (param, name) in optional {
        if setters.len() < SETTERS && values.is_plain_argument(param) {
            setters.push(Expr::call(format!(".{name}"), vec![values.argument(param)]));
        }
    }
    setters
}

/// Returns the start of the statement with the call, and the lines after that statement.
fn reply(model: &Model, id: OperationId) -> (String, Vec<String>) {
    reply_with(model, model.facts.output(id))
}

fn reply_with(model: &Model, output: Option<&Output>) -> (String, Vec<String>) {
    let (name, show) = match output {
        Some(Output::Choice(_)) => ("output".to_owned(), "println!(\"{output:#?}\");".to_owned()),
        None | Some(Output::Nothing) => return (String::new(), Vec::new()),
        Some(Output::Text) => ("text".to_owned(), "println!(\"{text}\");".to_owned()),
        Some(Output::Binary) => ("bytes".to_owned(), "println!(\"{} bytes\", bytes.len());".to_owned()),
        Some(Output::Json(usage) | Output::Maybe(usage) | Output::Xml(usage)) => {
            let name = match (&usage.ty, model.api.resolved(&usage.ty)) {
                (Type::Named(id), Type::Named(_)) if !model.names.ty(*id).in_api => {
                    model.names.ty(*id).module.to_string()
                }
                _ => "reply".to_owned(),
            };
            let show = format!("println!(\"{{{name}:#?}}\");");
            (name, show)
        }
    };
    (format!("let {name} = "), vec![show])
}
