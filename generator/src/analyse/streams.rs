//! Determines the item types of sequential media types (OpenAPI 3.2.0, "Sequential Media Types"), and whether
//! they describe complete server-sent events or only their data.
//!
//! `itemSchema` declares an item. Earlier versions use `schema`: a list schema declares the list of all
//! items, and any other schema declares one item.

use std::collections::BTreeSet;

use super::Facts;
use crate::ir::{Api, Content, Field, Literal, Method, Operation, Scalar, Shape, Struct, Type, Usage};
use crate::media_type::MediaType;

/// A typed stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// The media type, as in the document but without parameters.
    pub media_type: String,
    /// The type of an item.
    pub item: Usage,
    /// The relation between events and the item type.
    pub form: EventForm,
}

/// The relation between events and their declared type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventForm {
    /// The type describes only the event's data, which is JSON. This form also applies to items that are not events.
    Data,
    /// The type describes an object with the members of the event (OpenAPI 3.2.0, "Special Considerations for
    /// Server-Sent Events").
    Object {
        /// Whether `data` is JSON; otherwise, it is a string.
        is_json: bool,
        /// The event types whose data has the other format.
        except: Vec<String>,
    },
}

/// The typed streams of an operation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Streams {
    /// Server-sent events with a declared type.
    pub(super) events: Option<Stream>,
    /// A sequence of JSON values.
    pub(super) items: Option<Stream>,
}

/// Records the typed streams of the emitted operations.
pub(super) fn streams(api: &Api, facts: &mut Facts) {
    for (id, operation) in api.operations().filter(|(_, operation)| operation.method != Method::Head) {
        if facts.owners.contains_key(&id) {
            let found = operation_streams(api, operation);
            if found != Streams::default() {
                facts.typed_streams.insert(id, found);
            }
        }
    }
}

fn operation_streams(api: &Api, operation: &Operation) -> Streams {
    let contents = || operation.successes().into_iter().flat_map(|response| &response.content);
    let events =
        contents().filter(|content| MediaType::new(&content.media_type).is_events()).find_map(|content| {
            let item = item(api, content)?;
            Some(Stream { form: event_form(api, &item), item, ..stream(content) })
        });
    let items = contents().find(|content| MediaType::new(&content.media_type).is_json_sequence());
    let items = items
        .map(|content| Stream { item: item(api, content).unwrap_or(Type::Any.into()), ..stream(content) });
    Streams { events, items }
}

fn stream(content: &Content) -> Stream {
    Stream {
        media_type: MediaType::new(&content.media_type).essence().to_owned(),
        item: Type::Any.into(),
        form: EventForm::Data,
    }
}

/// Returns the declared type of the items; `None` for text, bytes and untyped values.
pub(super) fn item(api: &Api, content: &Content) -> Option<Usage> {
    let item = match (&content.item, api.resolved(&content.usage.ty)) {
        (Some(item), _) => item,
        (None, Type::List(item)) => &**item,
        (None, _) => &content.usage,
    };
    let is_open = matches!(api.resolved(&item.ty), Type::Any | Type::Scalar(Scalar::String | Scalar::Binary));
    (!is_open).then(|| item.clone())
}

/// Determines whether a type describes complete events. Such a type is an object with `data` and no members other than
/// those of an event, or a union of such objects.
fn event_form(api: &Api, item: &Usage) -> EventForm {
    let all = api.alternatives(&item.ty);
    let objects: Option<Vec<(&Struct, &Field)>> = all.into_iter().map(|ty| event(api, ty)).collect();
    let Some(objects) = objects.filter(|objects| !objects.is_empty()) else { return EventForm::Data };
    let (mut of_json, mut of_text) = (Kinds::default(), Kinds::default());
    for (object, data) in objects {
        let kinds = if is_text(api, &data.usage.ty) { &mut of_text } else { &mut of_json };
        let names = object.fields.iter().find(|field| field.name == "event");
        let names = names.map(|field| constants(api, field)).unwrap_or_default();
        kinds.is_used = true;
        kinds.is_default |= names.is_empty();
        kinds.names.extend(names);
    }
    // An event type with both text and JSON data counts as JSON, because a string can also be JSON.
    of_text.names.retain(|name| !of_json.names.contains(name));
    let is_json = of_json.is_used && (of_json.is_default || !of_text.is_default);
    let except = if is_json { of_text } else { of_json };
    EventForm::Object { is_json, except: except.names.into_iter().collect() }
}

/// The event types whose data is JSON, or those whose data is text.
#[derive(Default)]
struct Kinds {
    is_used: bool,
    /// Whether an object that allows any event type has this kind of data.
    is_default: bool,
    names: BTreeSet<String>,
}

/// Returns the object that describes an event, and its `data` field; `None` for any other type.
fn event<'a>(api: &'a Api, ty: &Type) -> Option<(&'a Struct, &'a Field)> {
    let Type::Named(id) = ty else { return None };
    let Shape::Struct(object) = &api.ty(*id).shape else { return None };
    let is_member = |field: &Field| matches!(field.name.as_str(), "data" | "event" | "id" | "retry");
    let data = object.fields.iter().find(|field| field.name == "data")?;
    object.fields.iter().all(is_member).then_some((object, data))
}

/// Returns the allowed event types; empty if any event type is allowed.
fn constants(api: &Api, field: &Field) -> Vec<String> {
    if let Type::Named(id) = api.resolved(&field.usage.ty)
        && let Shape::Enum(found) = &api.ty(*id).shape
    {
        let text = |value: &Literal| match value {
            Literal::Text(text) => Some(text.clone()),
            Literal::Integer(_) => None,
        };
        return found.values.iter().filter_map(|variant| text(&variant.value)).collect();
    }
    field.values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

/// Returns whether a type is encoded as a JSON string. Data of such a type is sent as plain text, without
/// JSON quotes.
fn is_text(api: &Api, ty: &Type) -> bool {
    match api.resolved(ty) {
        Type::Scalar(kind) => matches!(
            kind.on_the_wire(),
            Scalar::String
                | Scalar::Binary
                | Scalar::Byte
                | Scalar::Uuid
                | Scalar::Uri
                | Scalar::Date
                | Scalar::DateTime
        ),
        Type::Named(id) => match &api.ty(*id).shape {
            Shape::Enum(found) => found.values.iter().all(|one| matches!(one.value, Literal::Text(_))),
            _ => false,
        },
        _ => false,
    }
}
