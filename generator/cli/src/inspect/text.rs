//! The view as text in columns.

use std::fmt::{self, Write as _};

use generator::inspect::{Api, ContentView, OperationView, TypeView};

use crate::report::{count, flat};

/// Returns the view as text.
pub(super) fn render(api: &Api) -> String {
    let mut out = String::new();
    let schemas = api.types.iter().filter(|ty| ty.schema.is_some()).count();
    line(&mut out, format_args!("{} {} as {}", api.title, api.version, api.package));
    let counts = [
        count(api.operations.len(), "operation"),
        count(schemas, "schema"),
        count(api.types.len() - schemas, "type"),
    ];
    line(&mut out, format_args!("{} declared inline", counts.join(", ")));
    for url in &api.servers {
        line(&mut out, format_args!("server {url}"));
    }
    if let Some(name) = &api.server_type {
        line(&mut out, format_args!("selected with {name}"));
    }
    for scheme in &api.security_schemes {
        let by = scheme.rust.as_ref().map(|method| format!(", set with {method}()")).unwrap_or_default();
        line(&mut out, format_args!("security {}{by}", scheme.name));
    }
    for one in &api.client_parameters {
        let by = one
            .rust
            .as_ref()
            .map_or_else(|| "a candidate".to_owned(), |method| format!("set with {method}()"));
        let of = count(one.operations, "operation");
        line(&mut out, format_args!("client parameter {} in {}, {by}, of {of}", one.name, one.location));
    }
    for operation in &api.operations {
        self::operation(&mut out, operation);
    }
    for ty in &api.types {
        self::ty(&mut out, ty);
    }
    out
}

fn operation(out: &mut String, operation: &OperationView) {
    let marks = [(operation.deprecated, " [deprecated]"), (operation.preview, " [preview]")];
    let marks: String = marks.into_iter().filter(|(on, _)| *on).map(|(_, mark)| mark).collect();
    out.push('\n');
    line(out, format_args!("{} {}{marks}", operation.method, operation.path));
    line(out, format_args!("  {}", operation.pointer));
    match &operation.rust {
        Some(rust) => {
            line(out, format_args!("  {} -> {}    {}", rust.call, rust.returns, rust.builder));
        }
        None => out.push_str("  not emitted\n"),
    }
    if let Some(server) = &operation.server {
        line(out, format_args!("  sent to {server}"));
    }
    if !operation.security.is_empty() {
        let ways: Vec<String> = operation.security.iter().map(|way| way.join(" + ")).collect();
        line(out, format_args!("  requires {}", ways.join(" or ")));
    }
    table(out, &inputs(operation));
    table(out, &responses(operation));
    for response in &operation.responses {
        for header in &response.headers {
            line(out, format_args!("  {} header {}: {}", response.status, header.name, header.ty));
        }
    }
    if let Some(paging) = &operation.paging {
        let proof = paging.proof.replace('\n', " ");
        line(out, format_args!("  paging by {}, items of type {}: {proof}", paging.style, paging.item));
    }
    if let Some(evidence) = &operation.polling {
        line(out, format_args!("  long-running: {evidence}"));
    }
}

/// Returns the rows for the parameters and the body.
fn inputs(operation: &OperationView) -> Vec<[String; 5]> {
    let mut rows = Vec::new();
    for param in &operation.parameters {
        let mut notes = if param.required { "required".to_owned() } else { "optional".to_owned() };
        if param.deprecated {
            notes.push_str(", deprecated");
        }
        if let Some(method) = &param.client {
            let _ = write!(notes, ", set with {method}() on the client");
        }
        if let Some(default) = &param.default {
            let _ = write!(notes, ", default {default}");
        }
        rows.push([
            param.location.to_owned(),
            param.name.clone(),
            param.rust.clone(),
            param.ty.clone(),
            notes,
        ]);
    }
    if let Some(body) = &operation.body {
        let notes = if body.required { "required" } else { "optional" };
        for ContentView { media_type, ty } in &body.content {
            rows.push([
                "body".to_owned(),
                media_type.clone(),
                body.rust.clone(),
                ty.clone(),
                notes.to_owned(),
            ]);
        }
    }
    rows
}

/// Returns the rows for the responses. Equal responses share one row, since most error statuses have the same
/// response.
fn responses(operation: &OperationView) -> Vec<[String; 3]> {
    let nothing = [ContentView { media_type: "-".to_owned(), ty: "-".to_owned() }];
    let mut rows: Vec<[String; 3]> = Vec::new();
    for response in &operation.responses {
        let contents = if response.content.is_empty() { &nothing[..] } else { &response.content };
        for ContentView { media_type, ty } in contents {
            match rows.iter_mut().find(|[_, other, of]| other == media_type && of == ty) {
                Some([statuses, ..]) => {
                    let _ = write!(statuses, " {}", response.status);
                }
                None => rows.push([response.status.clone(), media_type.clone(), ty.clone()]),
            }
        }
    }
    rows
}

fn ty(out: &mut String, ty: &TypeView) {
    let name = ty.schema.as_deref().unwrap_or("(inline)");
    let rust = ty.rust.as_deref().unwrap_or("not emitted");
    let deprecated = if ty.deprecated { " [deprecated]" } else { "" };
    out.push('\n');
    line(out, format_args!("{name}  {} {rust}{deprecated}", ty.kind));
    line(out, format_args!("  {}", ty.pointer));
    let rows: Vec<_> = ty
        .members
        .iter()
        .map(|member| {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            [text(&member.name), text(&member.rust), text(&member.ty), member.notes.join(", ")]
        })
        .collect();
    table(out, &rows);
}

/// Writes one line; a string from the document cannot add another line.
fn line(out: &mut String, text: fmt::Arguments<'_>) {
    out.push_str(&flat(&text.to_string()));
    out.push('\n');
}

/// Writes rows with columns as wide as their widest cell; empty columns are omitted.
fn table<const COLUMNS: usize>(out: &mut String, rows: &[[String; COLUMNS]]) {
    let widths: [usize; COLUMNS] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0));
    for row in rows {
        let mut text = String::new();
        for (cell, width) in row.iter().zip(widths).filter(|(_, width)| *width > 0) {
            let _ = write!(text, "  {:<width$}", flat(cell));
        }
        line(out, format_args!("{}", text.trim_end()));
    }
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn columns_are_aligned_and_empty_ones_are_omitted() {
        let mut out = String::new();
        let row = |cells: [&str; 3]| cells.map(str::to_owned);
        table(&mut out, &[row(["é", "", "x"]), row(["long", "", ""])]);
        assert_eq!(out, "  é     x\n  long\n");
    }
}
