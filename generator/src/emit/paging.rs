//! The evidence for the pagination of an operation, as a sentence for docs, reports and changes.
//!
//! `analyse` finds the facts, and [`sentence`] describes them.

use crate::analyse::{FieldPath, PageParameter, Pagination, PagingStyle};
use crate::ir::{Api, OperationId};
use crate::model::Model;

/// Returns the evidence in the document, with names in backticks, or `None` if the operation is not paginated.
pub fn sentence(model: &Model, id: OperationId) -> Option<String> {
    let paging = model.facts.pagination(id)?;
    let phrases = Phrases { model, id, paging };
    let evidence = match paging.style {
        PagingStyle::Cursor => format!(
            "The response contains {} and, in {}, the value of {} for the next page.",
            phrases.list(),
            phrases.next(),
            phrases.parameter(paging.parameter, None),
        ),
        PagingStyle::Number | PagingStyle::Offset => phrases.counted(),
        PagingStyle::Link => {
            format!(
                "The response contains {} and, in {}, the URL of the next page.",
                phrases.list(),
                phrases.next()
            )
        }
        PagingStyle::LinkHeader => format!(
            "The response declares the `Link` header and contains {}; {} selects a page.",
            phrases.list(),
            phrases.parameter(paging.selector, None),
        ),
    };
    Some(if paging.configured {
        format!("The generator's configuration sets this pagination. {evidence}")
    } else {
        evidence
    })
}

/// The parts of a sentence.
struct Phrases<'a> {
    model: &'a Model,
    id: OperationId,
    paging: &'a Pagination,
}

impl Phrases<'_> {
    fn counted(&self) -> String {
        let paging = self.paging;
        let meaning = match (paging.style, paging.first) {
            (PagingStyle::Number, _) => "the page number",
            (_, Some(0)) => "the number of items to skip",
            _ => "the index of the first item",
        };
        let evidence: Vec<String> = paging.end().map(|path| quoted(&self.model.api, path)).collect();
        let end = match evidence.as_slice() {
            [] => "Pagination ends with an empty page".to_owned(),
            [one] => format!("{one} indicates the last page"),
            several => format!("{} indicate the last page", joined(several)),
        };
        let parameter = capital(&self.parameter(paging.parameter, paging.first));
        format!("{parameter} is {meaning}, and the response contains {}. {end}.", self.list())
    }

    fn parameter(&self, parameter: Option<PageParameter>, first: Option<i64>) -> String {
        let Some(parameter) = parameter else { return "a parameter".to_owned() };
        let kind = match parameter {
            PageParameter::Query(_) => "query parameter",
            PageParameter::Body(..) => "body field",
        };
        let from = first.map(|first| format!(" (starting at {first})")).unwrap_or_default();
        let api = &self.model.api;
        format!("the {kind} {}{from}", code(&parameter.name(api, api.operation(self.id))))
    }

    fn list(&self) -> String {
        if self.paging.items.0.is_empty() {
            "only the list".to_owned()
        } else {
            format!("the list {}", quoted(&self.model.api, &self.paging.items))
        }
    }

    fn next(&self) -> String {
        self.paging.next.as_ref().map(|path| quoted(&self.model.api, path)).unwrap_or_default()
    }
}

fn quoted(api: &Api, path: &FieldPath) -> String {
    code(&path.names(api).join("."))
}

/// Returns a name from the document as a code span. Backticks are replaced, so that the name cannot end the span.
fn code(name: &str) -> String {
    let plain = |c: char| {
        if c.is_control() {
            ' '
        } else if c == '`' {
            '\''
        } else {
            c
        }
    };
    format!("`{}`", name.chars().map(plain).collect::<String>())
}

fn joined(words: &[String]) -> String {
    match words {
        [start @ .., last] if !start.is_empty() => format!("{} and {last}", start.join(", ")),
        _ => words.concat(),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
