//! Calls in the task guides: a test with a mock transport, a resumed list, a blocking call, and a download.

use super::first::{self, simplest};
use super::layout::Expr;
use super::value::Values;
use super::{Example, Setters, start};
use crate::analyse::Output;
use crate::ir::{OperationId, Shape, Type};
use crate::model::Model;

/// Returns an outline of the call to the simplest operation, such as `client.pets().get_pet(..)`.
pub fn outline(model: &Model) -> Option<String> {
    let id = simplest(model, |_| true)?;
    let has_arguments = model.required_arguments(id).next().is_some()
        || model.api.operation(id).body.as_ref().is_some_and(|body| body.required);
    let arguments = if has_arguments { ".." } else { "" };
    Some(format!("client.{}().{}({arguments})", module(model, id), model.names.operation(id).method))
}

/// Returns a function that calls the simplest operation with request options, and prints the complete response. Returns
/// `None` if there are no operations.
pub fn sent(model: &Model) -> Option<Vec<String>> {
    let id = simplest(model, |_| true)?;
    let (mut lines, mut links, mut values) = start(model, id, Setters::None, Values::new(model));
    links.push(Expr::call(".options", vec![Expr::Atom("options".to_owned())]));
    links.push(Expr::Atom(".send()".to_owned()));
    links.push(Expr::Atom(".await?".to_owned()));
    let options = values.item("RequestOptions", "request");
    lines.push(format!("let options = {options}::new().timeout(std::time::Duration::from_secs(10));"));
    lines.extend(Expr::statement("let response = ", &Expr::Chain("client".to_owned(), links)));
    lines.push("println!(\"{}: {:#?}\", response.status(), response.headers());".to_owned());
    lines.push("println!(\"{:#?}\", response.into_body());".to_owned());
    let mut program = values.into_imports();
    program.push(format!("use {}::{{Client, Result}};", model.names.krate));
    program.extend(function("client: &Client", lines));
    Some(program)
}

/// Returns an async function named `example`, preceded by a blank line.
fn function(arguments: &str, lines: Vec<String>) -> Vec<String> {
    let start = [String::new(), format!("async fn example({arguments}) -> Result<()> {{")];
    let body = lines.into_iter().map(|line| if line.is_empty() { line } else { format!("    {line}") });
    let end = ["    Ok(())".to_owned(), "}".to_owned()];
    start.into_iter().chain(body).chain(end).collect()
}

/// Returns an async function that tests an operation with a mock transport. The operation is the simplest one whose
/// response is an object, or else the simplest one.
pub fn mocked(model: &Model) -> Option<Vec<String>> {
    let object = |id: OperationId| match model.facts.output(id) {
        Some(Output::Json(usage)) => match model.api.resolved(&usage.ty) {
            Type::Named(object) => matches!(model.api.ty(*object).shape, Shape::Struct(_)).then_some(*object),
            _ => None,
        },
        _ => None,
    };
    let id = simplest(model, |id| object(id).is_some()).or_else(|| simplest(model, |_| true))?;
    let mut values = Values::new(model);
    let parameters = first::client_parameters(model, &mut values);
    let (before, links, mut values) = start(model, id, Setters::None, values);
    let mut lines = before;
    let rule = match object(id) {
        Some(object) => {
            let value = values.body(&Type::Named(object), None);
            lines.extend(Expr::statement("let value = ", &value));
            Expr::call(".returns", vec![Expr::Atom("value".to_owned())])
        }
        None => Expr::call(".status", vec![Expr::Atom("404".to_owned())]),
    };
    let call = Expr::Chain("client".to_owned(), links.clone());
    let mocked = Expr::Chain("mock".to_owned(), vec![Expr::call(".on", vec![call]), rule]);
    lines.extend(Expr::statement("let rule = ", &mocked));
    lines.push(String::new());
    lines.push("// The code under test:".to_owned());
    let end = if object(id).is_some() { ".await?" } else { ".await" };
    let call = Expr::Chain("client".to_owned(), with(links, Expr::Atom(end.to_owned())));
    lines.extend(Expr::statement("let response = ", &call));
    lines.push("println!(\"{response:#?}\");".to_owned());
    lines.push("assert_eq!(rule.calls(), 1);".to_owned());
    Some(mock_program(model, values, parameters, lines))
}

/// Returns an async function with a client that uses a mock transport.
fn mock_program(
    model: &Model,
    mut values: Values<'_>,
    parameters: Vec<String>,
    body: Vec<String>,
) -> Vec<String> {
    let server = first::server(model);
    let transport = values.item("MockTransport", "testing");
    let mut lines = values.into_imports();
    lines.push(first::root_import(model, server.as_ref()));
    let mut all =
        vec![format!("let mock = {transport}::new();"), "let client = Client::builder()".to_owned()];
    all.extend(server.map(|(_, call)| format!("    {call}")));
    all.extend(parameters.into_iter().map(|call| format!("    {call}")));
    all.push("    .transport(mock.clone())".to_owned());
    all.push("    .build()?;".to_owned());
    all.extend(body);
    lines.extend(function("", all));
    lines
}

/// Returns a function that resumes a paginated list at a position and prints each new position, or `None` if no
/// operation is paginated.
pub fn resumed(model: &Model) -> Option<Vec<String>> {
    let id = simplest(model, |id| model.facts.pagination(id).is_some())?;
    let (mut lines, links, mut values) = start(model, id, Setters::None, Values::new(model));
    let items = with(links, Expr::call(".items", Vec::new()));
    let resumed = Expr::call(".starting_at", vec![Expr::Atom("position".to_owned())]);
    let chain = Expr::Chain("client".to_owned(), with(items, resumed));
    lines.extend(Expr::statement("let mut items = ", &chain));
    lines.push("while let Some(item) = items.next().await {".to_owned());
    lines.push("    println!(\"{:#?}\", item?);".to_owned());
    lines.push(
        "    // To resume here in another process, save this string and parse it as a `Position`.".to_owned(),
    );
    lines.push("    println!(\"{}\", items.position());".to_owned());
    lines.push("}".to_owned());
    let position = values.item("Position", "paging");
    let mut program = values.into_imports();
    program.push(format!("use {}::{{Client, Result}};", model.names.krate));
    program.extend(function(&format!("client: &Client, position: {position}"), lines));
    Some(program)
}

/// Returns a function that calls the simplest operation without an async runtime, or `None` if there are no operations.
pub fn blocking(model: &Model) -> Option<Vec<String>> {
    let id = simplest(model, |_| true)?;
    let (mut lines, links, values) = start(model, id, Setters::None, Values::new(model));
    let call = Expr::Chain("client".to_owned(), with(links, Expr::Atom(".wait()?".to_owned())));
    lines.extend(Expr::statement("let response = ", &call));
    lines.push("println!(\"{response:#?}\");".to_owned());
    let example = Example { imports: values.into_imports(), lines, root: model.names.krate.clone() };
    let sync = |line: String| line.replace("async fn", "fn");
    Some(example.program().into_iter().map(sync).collect())
}

/// Returns a function that saves the response of the simplest operation with a binary response, or `None` if there is
/// no such operation.
pub fn download(model: &Model) -> Option<Vec<String>> {
    let id = simplest(model, |id| model.facts.streams(id))?;
    let (mut lines, links, values) = start(model, id, Setters::None, Values::new(model));
    let call = Expr::Chain("client".to_owned(), with(links, Expr::Atom(".stream().await?".to_owned())));
    lines.extend(Expr::statement("let download = ", &call));
    lines.push("let bytes = download.save(\"download.bin\").await?;".to_owned());
    lines.push("println!(\"{bytes} bytes\");".to_owned());
    Some(Example { imports: values.into_imports(), lines, root: model.names.krate.clone() }.program())
}

fn module(model: &Model, id: OperationId) -> &str {
    model.facts.owner(id).map(|tag| model.names.tag(tag).module.as_str()).unwrap_or_default()
}

fn with(mut links: Vec<Expr>, last: Expr) -> Vec<Expr> {
    links.push(last);
    links
}
