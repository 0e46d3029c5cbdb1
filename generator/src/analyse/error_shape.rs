//! Derives the locations of the message, code and correlation ID in the error bodies of an API from its
//! schemas.
//!
//! The most frequent locations apply to the whole API. In bodies without them, the runtime looks for
//! well-known members. An entry in the `[errors]` table of `sdk.toml` overrides the result.

use std::collections::BTreeMap;

use super::Facts;
use super::errors::{ErrorBody, error_body};
use crate::ir::{Api, Scalar, Shape, Type, TypeId};
use crate::pointer::Pointer;

/// The maximum depth to search in an error body.
const DEPTH: usize = 3;

/// The maximum number of strings to inspect in an error body.
const MAX_TEXTS: usize = 1000;

/// The locations of the details of an error, as JSON pointers into the body. `correlation_header` is a header
/// name instead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorShape {
    /// The location of the error code.
    pub code: Option<String>,
    /// The location of the error message.
    pub message: Option<String>,
    /// The location of the correlation ID, with which the server's operators can find the call.
    pub correlation_id: Option<String>,
    /// The name of the response header with the correlation ID.
    pub correlation_header: Option<String>,
}

/// Names of members that contain a message, in lower case without separators, in order of preference.
const MESSAGES: [&str; 11] = [
    "message",
    "errormessage",
    "errordescription",
    "usermessage",
    "msg",
    "errormsg",
    "description",
    "reason",
    "summary",
    "errortext",
    "text",
];

/// The members that form the message of a problem details object (RFC 9457). The runtime reads both, which a
/// single pointer cannot express.
const PROBLEM: [&str; 2] = ["title", "detail"];

/// Names of members that contain an error code.
const CODES: [&str; 6] = ["code", "errorcode", "errcode", "errorid", "errortype", "type"];

/// Names of members that contain a correlation ID.
const IDS: [&str; 6] = ["requestid", "correlationid", "traceid", "contextid", "xrequestid", "xcorrelationid"];

/// Records the most frequent location of each error detail.
pub(super) fn shape(api: &Api, facts: &mut Facts) {
    let mut found = Votes::default();
    // The number of error bodies by type. For a list, the flag is `true`, and the type is that of the items.
    let mut bodies: BTreeMap<(TypeId, bool), usize> = BTreeMap::new();
    for (_, operation) in api.operations() {
        for response in operation.errors() {
            if let ErrorBody::Value(usage) = error_body(api, response) {
                for key in api.alternatives(&usage.ty).into_iter().filter_map(|ty| key(api, ty)) {
                    *bodies.entry(key).or_default() += 1;
                }
            }
            for header in &response.headers {
                if IDS.contains(&folded(&header.name).as_str()) {
                    *found.headers.entry(header.name.to_ascii_lowercase()).or_default() += 1;
                }
            }
        }
    }
    for ((id, is_list), count) in bodies {
        let at = if is_list { Pointer::root().index(0) } else { Pointer::root() };
        found.vote(api, id, &at, count);
    }
    facts.error_shape = ErrorShape {
        code: most_frequent(&found.codes),
        message: most_frequent(&found.messages),
        correlation_id: most_frequent(&found.ids),
        correlation_header: most_frequent(&found.headers),
    };
}

fn key(api: &Api, ty: &Type) -> Option<(TypeId, bool)> {
    let (ty, is_list) = match ty {
        Type::List(item) => (api.resolved(&item.ty), true),
        _ => (ty, false),
    };
    match ty {
        Type::Named(id) => Some((*id, is_list)),
        _ => None,
    }
}

/// For each error detail, the number of error bodies by location of the detail.
#[derive(Default)]
struct Votes {
    codes: BTreeMap<String, usize>,
    messages: BTreeMap<String, usize>,
    ids: BTreeMap<String, usize>,
    headers: BTreeMap<String, usize>,
}

impl Votes {
    fn vote(&mut self, api: &Api, body: TypeId, at: &Pointer, count: usize) {
        let mut values = Vec::new();
        collect_texts(api, &Type::Named(body), at, DEPTH, &mut values);
        if values.iter().any(|(at, name)| depth(at) == 1 && PROBLEM.contains(&name.as_str())) {
            return;
        }
        // A message and its code are members of the same object, which is the outermost object with a
        // message.
        let Some(message) = best(&MESSAGES, &values) else { return };
        let beside: Vec<TextField> =
            values.iter().filter(|(at, _)| at.parent() == message.parent()).cloned().collect();
        let add = |votes: &mut BTreeMap<String, usize>, at: Option<Pointer>| {
            if let Some(at) = at {
                *votes.entry(at.text().into_owned()).or_default() += count;
            }
        };
        add(&mut self.codes, best(&CODES, &beside));
        add(&mut self.ids, best(&IDS, &values));
        add(&mut self.messages, Some(message));
    }
}

/// Returns the most frequent entry; in a tie, the first one in alphabetical order.
fn most_frequent(votes: &BTreeMap<String, usize>) -> Option<String> {
    let best = votes.values().max()?;
    votes.iter().find(|(_, count)| *count == best).map(|(name, _)| name.clone())
}

/// A string in an error body: its location and its folded name.
type TextField = (Pointer, String);

/// Returns the outermost string that has one of the given names; at equal depth, earlier names take precedence.
fn best(names: &[&str], values: &[TextField]) -> Option<Pointer> {
    let rank = |(at, name): &TextField| Some((depth(at), names.iter().position(|known| known == name)?));
    let ranked = values.iter().filter_map(|value| Some((rank(value)?, &value.0)));
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, at)| at.clone())
}

fn depth(at: &Pointer) -> usize {
    at.text().matches('/').count()
}

/// Returns a name in lower case without separators.
fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// Collects the strings in an error body. Numbers are left to the runtime, because numeric codes often merely
/// repeat the status.
fn collect_texts(api: &Api, ty: &Type, at: &Pointer, depth: usize, found: &mut Vec<TextField>) {
    if depth == 0 || found.len() > MAX_TEXTS {
        return;
    }
    match api.resolved(ty) {
        Type::List(item) => collect_texts(api, &item.ty, &at.index(0), depth - 1, found),
        Type::Named(id) => {
            let object = match &api.ty(*id).shape {
                Shape::Struct(object) => object,
                // No variant is itself a union, so the recursion terminates although the depth does not decrease.
                Shape::Union(_) => {
                    return api
                        .alternatives(ty)
                        .iter()
                        .for_each(|ty| collect_texts(api, ty, at, depth, found));
                }
                Shape::Enum(_) | Shape::Alias(_) => return,
            };
            for field in object.fields.iter().filter(|field| !field.write_only) {
                let at = at.key(&field.name);
                match api.resolved(&field.usage.ty) {
                    Type::Scalar(Scalar::String | Scalar::Uuid) => found.push((at, folded(&field.name))),
                    Type::Named(id) if matches!(api.ty(*id).shape, Shape::Enum(_)) => {
                        found.push((at, folded(&field.name)));
                    }
                    ty => collect_texts(api, ty, &at, depth - 1, found),
                }
            }
        }
        Type::Scalar(_) | Type::Map(_) | Type::Object | Type::Any => {}
    }
}
