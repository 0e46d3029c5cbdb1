//! The tests of typed streams, with two items and, for events, the sentinel.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Value, json};

use super::call::Call;
use super::literal::Json;
use super::responses::of_status;
use super::sample::{Samples, Way};
use super::{not_tested, too_large};
use crate::analyse::{EventForm, Stream};
use crate::emit::rust::ident::word;
use crate::emit::streams::sentinel;
use crate::ir::OperationId;
use crate::media_type::MediaType;
use crate::sanitize::one_line;

/// Returns the tests of an operation.
pub(super) fn tests(samples: &Samples<'_>, id: OperationId, call: &Call) -> Vec<String> {
    let facts = &samples.model.facts;
    let all = [
        ("events", "call_events", facts.typed_events(id)),
        ("stream_items", "call_stream_items", facts.stream_items(id)),
    ];
    let typed = all.into_iter().filter_map(|(method, name, stream)| Some((method, name, stream?)));
    let test = |(method, name, stream): (&'static str, &'static str, &Stream)| match samples
        .sample(&stream.item, Way::Received)
    {
        Some(sample) => {
            call.test(&word(name), None, &statements(samples, id, call, (method, stream), sample))
        }
        None => not_tested(&too_large("a sample of an item")),
    };
    typed.map(test).collect()
}

fn statements(
    samples: &Samples<'_>,
    id: OperationId,
    call: &Call,
    (method, stream): (&'static str, &Stream),
    sample: Value,
) -> TokenStream {
    let media_type = one_line(&stream.media_type);
    let (text, item) = match MediaType::new(&media_type).is_events() {
        true => events(samples, stream, sample),
        false => (items(stream, &sample), sample),
    };
    let text = Json::new("text", &Value::String(text));
    let item = Json::new("sample", &item);
    let (first, second, text, item) = (text.binding, item.binding, text.text, item.text);
    let status = Literal::u16_unsuffixed(status(samples, id, &media_type));
    let (builder, method) = (&call.builder, word(method));
    quote! {
        #first
        #second
        let wire = Wire::start(#status, #media_type, #text).await;
        let mut stream = #builder.#method().await.expect("the call succeeds");
        assert_eq!(wire.request().await.header("accept"), Some(#media_type));
        for _ in 0..2 {
            let item = stream.next().await.expect("there are two items").expect("the item is valid");
            assert_eq!(json(&item), value::<Value>(#item));
        }
        assert!(stream.next().await.is_none());
    }
}

fn status(samples: &Samples<'_>, id: OperationId, media_type: &str) -> u16 {
    let successes = samples.model.api.operation(id).successes();
    let offers = |name: &str| MediaType::new(name).essence().eq_ignore_ascii_case(media_type);
    let found = successes.iter().find(|one| one.content.iter().any(|content| offers(&content.media_type)));
    of_status(found.map(|response| response.status), std::iter::empty())
}

/// Returns two events followed by the sentinel, and the decoded value of one event. For [`EventForm::Object`], this
/// value has the members of an event.
fn events(samples: &Samples<'_>, stream: &Stream, mut sample: Value) -> (String, Value) {
    let (head, data) = match (&stream.form, &mut sample) {
        (EventForm::Object { is_json, except }, Value::Object(members)) => {
            let event = members.get("event").and_then(Value::as_str).unwrap_or("message").to_owned();
            let id = if members.contains_key("id") { "id: 7\n" } else { "" };
            let retry = if members.contains_key("retry") { "retry: 10\n" } else { "" };
            for (name, value) in [("id", json!("7")), ("retry", json!(10))] {
                members.entry(name).and_modify(|member| *member = value);
            }
            let data = members.get("data").cloned().unwrap_or_default();
            let is_json = *is_json != except.contains(&event);
            let data = if is_json { data.to_string() } else { data.as_str().unwrap_or_default().to_owned() };
            (format!("event: {}\n{id}{retry}", one_line(&event)), data)
        }
        (_, sample) => (String::new(), sample.to_string()),
    };
    let data: String = data.split('\n').map(|line| format!("data: {line}\n")).collect();
    // If the data of an event is text, the sentinel is itself valid data.
    let is_text = matches!(stream.form, EventForm::Object { is_json: false, .. });
    let end = sentinel(samples.model).filter(|_| !is_text);
    let end = end.map(|end| format!("data: {}\n\n", one_line(end))).unwrap_or_default();
    (format!(": comment\n\n{head}{data}\n{head}{data}\n{end}"), sample)
}

fn items(stream: &Stream, sample: &Value) -> String {
    match MediaType::new(&stream.media_type).has_record_separators() {
        true => format!("\u{1e}{sample}\n\u{1e}{sample}\n"),
        false => format!("{sample}\n\n{sample}"),
    }
}
