//! The tests of typed streams, with two items and, for events, the sentinel.

use std::fmt::Write;

use serde_json::{Value, json};

use super::literal::literal;
use super::responses::of_status;
use super::sample::{Samples, Way};
use super::too_large;
use crate::analyse::{EventForm, Stream};
use crate::emit::streams::sentinel;
use crate::ir::OperationId;
use crate::media_type::MediaType;
use crate::sanitize::one_line;

/// Adds the tests of an operation.
pub(super) fn emit(
    samples: &Samples<'_>,
    id: OperationId,
    call: &str,
    (before, allow): (&str, &str),
    out: &mut String,
) {
    let facts = &samples.model.facts;
    let all = [("events", facts.typed_events(id)), ("stream_items", facts.stream_items(id))];
    for (method, stream) in all.iter().filter_map(|(method, stream)| Some((method, (*stream)?))) {
        let Some(sample) = samples.sample(&stream.item, Way::Received) else {
            let _ = writeln!(out, "\n// Not tested: {}.", too_large("a sample of an item"));
            continue;
        };
        let media_type = one_line(&stream.media_type);
        let (text, item) = match MediaType::of(&media_type).is_events() {
            true => events(samples, stream, sample),
            false => (items(stream, &sample), sample),
        };
        let (text, item) = (literal(&Value::String(text), "    "), literal(&item, "    "));
        let status = status(samples, id, &media_type);
        let _ = write!(
            out,
            "\n#[tokio::test]\n{allow}async fn call_{method}() {{\n{before}    let wire = Wire::start({status}, {media_type:?}, {text}).await;\n    let mut stream = {call}        .{method}()\n        .await\n        .expect(\"the call succeeds\");\n    assert_eq!(wire.request().await.header(\"accept\"), Some({media_type:?}));\n    for _ in 0..2 {{\n        let item = stream.next().await.expect(\"there are two items\").expect(\"the item is valid\");\n        assert_eq!(json(&item), value::<Value>({item}));\n    }}\n    assert!(stream.next().await.is_none());\n}}\n",
        );
    }
}

fn status(samples: &Samples<'_>, id: OperationId, media_type: &str) -> u16 {
    let successes = samples.model.api.operation(id).successes();
    let offers = |name: &str| MediaType::of(name).essence().eq_ignore_ascii_case(media_type);
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
    match MediaType::of(&stream.media_type).has_record_separators() {
        true => format!("\u{1e}{sample}\n\u{1e}{sample}\n"),
        false => format!("{sample}\n\n{sample}"),
    }
}
