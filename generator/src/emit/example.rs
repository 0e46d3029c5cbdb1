//! Example: a call of an operation as a user would write it, for the pages and for the docs of the code.
//!
//! It follows the shapes that `emit::rust` gives to methods, setters and constructors, so that each example compiles; both
//! kinds of docs are compiled by the tests of the emitted crate. It looks names up and decides none.

mod layout;
mod value;

use self::layout::Expr;
use self::value::Values;
use crate::Model;
use crate::analyse::{Answer, PageParameter};
use crate::ir::{ContentKind, Operation, OperationId, Param, Type};

/// A call of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The lines of the `use` items for the types that the call names, sorted; `Client` and `Result` are not among them.
    pub imports: Vec<String>,
    /// Statements in an async function that has a `client: &Client` and gives the crate's `Result`, not indented.
    pub lines: Vec<String>,
    root: String,
}

impl Example {
    /// The lines of a program that compiles on its own: an async function with its imports.
    pub fn program(&self) -> Vec<String> {
        let root = format!("use {}::{{Client, Result}};", self.root);
        let start = [root, String::new(), "async fn example(client: &Client) -> Result<()> {".to_owned()];
        let body = self.lines.iter().map(|line| format!("    {line}"));
        let end = ["    Ok(())".to_owned(), "}".to_owned()];
        self.imports.iter().cloned().chain(start).chain(body).chain(end).collect()
    }
}

/// How many setters of optional parameters an example shows.
const SETTERS: usize = 2;

/// A call of an operation that is emitted: what it requires, up to two of its options, and what becomes of the answer.
pub fn call(model: &Model, id: OperationId) -> Example {
    let (mut lines, mut links, values) = start(model, id, None);
    links.push(Expr::Atom(".await?".to_owned()));
    let (start, end) = reply(model, id);
    lines.extend(Expr::statement(&start, &Expr::Chain("client".to_owned(), links)));
    lines.extend(end);
    Example { imports: values.into_imports(), lines, root: model.names.krate.clone() }
}

/// The reading of a whole list; `None` for an operation that does not page.
pub fn paged(model: &Model, id: OperationId) -> Option<Example> {
    let paging = model.facts.pagination(id)?;
    // The list starts with the first page: the example is not to set another.
    let skipped = match paging.parameter {
        Some(PageParameter::Query(index)) => Some(index),
        _ => None,
    };
    let (mut lines, mut links, values) = start(model, id, skipped);
    links.push(Expr::call(".items", Vec::new()));
    lines.extend(Expr::statement("let mut items = ", &Expr::Chain("client".to_owned(), links)));
    lines.push("while let Some(item) = items.next().await {".to_owned());
    lines.push("    println!(\"{:#?}\", item?);".to_owned());
    lines.push("}".to_owned());
    Some(Example { imports: values.into_imports(), lines, root: model.names.krate.clone() })
}

/// The statements before the call, and the call up to its last setter; the parameter `skipped` is not set.
fn start(model: &Model, id: OperationId, skipped: Option<usize>) -> (Vec<String>, Vec<Expr>, Values<'_>) {
    let operation = model.api.operation(id);
    let names = model.names.operation(id);
    let mut values = Values::new(model);
    let mut lines = Vec::new();
    let body = body(operation).map(|ty| values.body(ty));
    if let Some(body) = &body {
        lines.extend(Expr::statement("let body = ", body));
    }
    let by_reference = || vec![Expr::Atom("&body".to_owned())];
    let required = operation.params.iter().filter(|param| param.required);
    let mut args: Vec<Expr> = required.map(|p| values.parameter(&p.name, &p.usage.ty, hint(p))).collect();
    let mut setters = options(operation, &names.params, skipped, &mut values);
    if body.is_some() {
        if operation.body.as_ref().is_some_and(|body| body.required) {
            args.extend(by_reference());
        } else {
            setters.push(Expr::call(format!(".{}", names.body), by_reference()));
        }
    }
    let module = model.facts.owner(id).map(|tag| model.names.tag(tag).module.as_str()).unwrap_or_default();
    let mut links =
        vec![Expr::call(format!(".{module}"), Vec::new()), Expr::call(format!(".{}", names.method), args)];
    links.append(&mut setters);
    (lines, links, values)
}

/// The type of the body, if there is one in JSON.
fn body(operation: &Operation) -> Option<&Type> {
    let content = operation.body.as_ref()?.content.iter().find(|c| c.kind == ContentKind::Json)?;
    Some(&content.usage.ty)
}

/// A value that the document suggests.
fn hint(param: &Param) -> Option<&crate::ir::Value> {
    param.example.as_ref().or(param.default.as_ref())
}

/// Setters of the first optional parameters that have plain values.
fn options(
    operation: &Operation,
    names: &[String],
    skipped: Option<usize>,
    values: &mut Values<'_>,
) -> Vec<Expr> {
    let all = operation.params.iter().zip(names).enumerate().filter(|(index, _)| Some(*index) != skipped);
    let optional = all.map(|(_, pair)| pair).filter(|(param, _)| !param.required && !param.deprecated);
    let mut setters = Vec::new();
    for (param, name) in optional {
        if setters.len() < SETTERS && values.is_plain(&param.usage.ty) {
            let value = values.parameter(&param.name, &param.usage.ty, hint(param));
            setters.push(Expr::call(format!(".{name}"), vec![value]));
        }
    }
    setters
}

/// How the call begins, and the lines after it.
fn reply(model: &Model, id: OperationId) -> (String, Vec<String>) {
    let (name, show) = match model.facts.answer(id) {
        Some(Answer::Choice(_)) => ("answer".to_owned(), "println!(\"{answer:#?}\");".to_owned()),
        None | Some(Answer::Nothing) => return (String::new(), Vec::new()),
        Some(Answer::Text) => ("text".to_owned(), "println!(\"{text}\");".to_owned()),
        Some(Answer::Binary) => ("bytes".to_owned(), "println!(\"{} bytes\", bytes.len());".to_owned()),
        Some(Answer::Json(usage) | Answer::Maybe(usage)) => {
            let name = match (&usage.ty, model.api.resolved(&usage.ty)) {
                (Type::Named(id), Type::Named(_)) if !model.names.ty(*id).in_api => {
                    model.names.ty(*id).module.clone()
                }
                _ => "reply".to_owned(),
            };
            let show = format!("println!(\"{{{name}:#?}}\");");
            (name, show)
        }
    };
    (format!("let {name} = "), vec![show])
}
