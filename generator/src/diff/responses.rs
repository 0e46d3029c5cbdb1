//! Compares an operation's responses, whether or not they become the result of a call.
//!
//! Part of `diff`. A change to a response is visible in Rust only if it changes the result of a call.
//! Changes to error bodies are not visible, because the caller chooses the type to decode them into.

use super::change::{Change, Direction};
use super::kind::Kind;
use super::pair::{Pair, Side};
use super::types::{self, text};
use crate::analyse::{Output, preferred};
use crate::emit::spell;
use crate::ir::{Content, Header, OperationId, Response};

/// Compares the responses of an operation that both documents have.
pub(super) fn compare(pair: &Pair<'_>, before: OperationId, after: OperationId, out: &mut Vec<Change>) {
    let (old, new) = (pair.old.operation(before), pair.new.operation(after));
    let changed = given(&pair.old, before) != given(&pair.new, after);
    let is_success = |side: &Side<'_>, id, response: &Response| {
        side.operation(id).successes().iter().any(|success| success.status == response.status)
    };
    let from = out.len();
    for response in &new.responses {
        let seen = changed && is_success(&pair.new, after, response);
        let Some(earlier) = old.responses.iter().find(|other| other.status == response.status) else {
            let described = described(&pair.new, response);
            let kind = if seen && is_choice(&pair.old, before) && is_choice(&pair.new, after) {
                Kind::ResponseAddedToChoice
            } else {
                Kind::ResponseAdded
            };
            let change = Change::new(kind, &response.pointer).to(described).seen(seen);
            out.push(change.about(response.status.to_string()).way(Some(Direction::Response)));
            continue;
        };
        let mut found = Vec::new();
        both(pair, earlier, response, seen, &mut found);
        out.extend(
            found
                .into_iter()
                .map(|change| change.about(response.status.to_string()).way(Some(Direction::Response))),
        );
    }
    for response in &old.responses {
        if !new.responses.iter().any(|other| other.status == response.status) {
            let seen = changed && is_success(&pair.old, before, response);
            let change =
                Change::new(Kind::ResponseRemoved, &response.pointer).from(described(&pair.old, response));
            let change = change.about(response.status.to_string()).seen(seen);
            out.push(change.way(Some(Direction::Response)));
        }
    }
    let is_described =
        out.iter().skip(from).any(|change| change.in_rust && change.kind != Kind::ResponseDescription);
    if changed && !is_described {
        let described = (given(&pair.old, before), given(&pair.new, after));
        let change = Change::new(Kind::ResponseChanged, &new.pointer.key("responses"))
            .from(described.0)
            .to(described.1);
        out.push(change.way(Some(Direction::Response)));
    }
}

/// Returns whether a call returns an enum with a variant for each status.
fn is_choice(side: &Side<'_>, id: OperationId) -> bool {
    matches!(side.model.facts.output(id), Some(Output::Choice(_)))
}

/// Returns a description of a call's result, which contains its Rust types.
fn given(side: &Side<'_>, id: OperationId) -> String {
    side.model.facts.output(id).map_or_else(|| "nothing".to_owned(), |output| spelled(side, output))
}

fn spelled(side: &Side<'_>, output: &Output) -> String {
    match output {
        Output::Json(usage) => spell::usage(side.model, usage).to_string(),
        Output::Xml(usage) => format!("{} (XML)", spell::usage(side.model, usage)),
        Output::Maybe(_) => spell::output(side.model, output).to_string(),
        Output::Text => "text".to_owned(),
        Output::Binary => "bytes".to_owned(),
        Output::Nothing => "nothing".to_owned(),
        Output::Choice(cases) => {
            let cases: Vec<String> = cases
                .iter()
                .map(|case| format!("{}: {}", case.status, spelled(side, &case.output)))
                .collect();
            cases.join(", ")
        }
    }
}

/// Describes the content of a response, using the document's names.
fn described(side: &Side<'_>, response: &Response) -> String {
    carried(response).map(|content| types::described(side, &content.usage)).unwrap_or_default()
}

/// Returns the content whose media type the client decodes.
fn carried(response: &Response) -> Option<&Content> {
    preferred(response)
}

/// Compares a response that both documents have.
fn both(pair: &Pair<'_>, old: &Response, new: &Response, seen: bool, out: &mut Vec<Change>) {
    let at = &new.pointer;
    let differs = match (carried(old), carried(new)) {
        (Some(one), Some(other)) => {
            types::compare((&pair.old, &one.usage), (&pair.new, &other.usage)).is_some()
        }
        (one, other) => one.is_some() != other.is_some(),
    };
    if differs {
        let change =
            Change::new(Kind::ResponseType, at).from(described(&pair.old, old)).to(described(&pair.new, new));
        out.push(change.seen(seen));
    }
    let media =
        |response: &Response| response.content.iter().map(|c| c.media_type.clone()).collect::<Vec<_>>();
    let (was, is) = (media(old), media(new));
    if was != is && !was.is_empty() && !is.is_empty() {
        let change = Change::new(Kind::ResponseMediaType, at).from(was.join(", ")).to(is.join(", "));
        out.push(change.seen(seen && !differs));
    }
    let headers = |side: &Side<'_>, response: &Response| {
        let described =
            |header: &Header| format!("{}: {}", header.name, types::described(side, &header.usage));
        response.headers.iter().map(described).collect::<Vec<_>>().join(", ")
    };
    let texts = |response: &Response| -> Vec<Option<String>> {
        response.headers.iter().map(|header| header.description.clone()).collect()
    };
    let (was, is) = (headers(&pair.old, old), headers(&pair.new, new));
    if was != is || texts(old) != texts(new) {
        out.push(Change::new(Kind::ResponseHeaders, at).from(was).to(is));
    }
    if old.error_codes != new.error_codes {
        let only = |one: &Response, other: &Response| {
            let lacks = |code: &&(String, String)| !other.error_codes.contains(code);
            one.error_codes.iter().filter(lacks).map(|(code, _)| code.clone()).collect::<Vec<_>>().join(", ")
        };
        out.push(Change::new(Kind::ErrorCodes, at).from(only(old, new)).to(only(new, old)));
    }
    if old.description != new.description {
        let change = Change::new(Kind::ResponseDescription, at).from(text(old.description.as_ref()));
        out.push(change.to(text(new.description.as_ref())));
    }
}
