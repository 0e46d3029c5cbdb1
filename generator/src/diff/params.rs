//! Compares the inputs of a call: parameters and bodies.
//!
//! Part of `diff`. A required parameter or body is an argument of the method; an optional one is a setter of
//! the builder. Form fields are compared as parameters, because they are parameters in Rust.

use super::change::{Change, Direction};
use super::fields::reordered;
use super::kind::Kind;
use super::pair::{Pair, Side};
use super::types::{self, Difference, text};
use crate::analyse::{Given, constant_parameter};
use crate::emit::spell;
use crate::ir::{Body, Location, Operation, OperationId, Param, PathPart, Style, Usage};
use crate::name::RustName;

/// Compares the parameters of an operation that both documents have.
pub(super) fn compare(pair: &Pair<'_>, before: OperationId, after: OperationId, out: &mut Vec<Change>) {
    let with_fields = has_only_fields(&pair.old, before) && has_only_fields(&pair.new, after);
    let (old, new) =
        (Taken::from_side(&pair.old, before, with_fields), Taken::from_side(&pair.new, after, with_fields));
    let matched = matched(&old, &new);
    for (index, param) in new.params.iter().copied().enumerate() {
        let rust = rust(&pair.new, after, index, param);
        let earlier = matched.iter().find(|(_, to)| *to == index).map(|(from, _)| *from);
        let Some((place, earlier)) = earlier.and_then(|from| Some((from, *old.params.get(from)?))) else {
            let is_argument = is_argument(&pair.new, param);
            let kind = if is_argument { Kind::ParameterAddedRequired } else { Kind::ParameterAdded };
            let is_seen = constant_parameter(&pair.new.model.api, param).is_none();
            let change = Change::new(kind, &param.pointer).about(&param.name).rust(rust).seen(is_seen);
            out.push(change.to(types::described(&pair.new, &param.usage)).way(Some(Direction::Request)));
            continue;
        };
        let mut found = Vec::new();
        both(pair, earlier, param, &mut found);
        let renamed = name(&pair.old, before, place) != name(&pair.new, after, index);
        // Calling code contains the names of setters, but not those of arguments.
        if renamed && !is_argument(&pair.new, param) && !is_argument(&pair.old, earlier) {
            let was = self::rust(&pair.old, before, place, earlier);
            found.push(Change::new(Kind::ParameterRustName, &param.pointer).from(was).to(rust.clone()));
        }
        out.extend(
            found
                .into_iter()
                .map(|change| change.about(&param.name).rust(rust.clone()).way(Some(Direction::Request))),
        );
    }
    for (index, param) in old.params.iter().copied().enumerate() {
        if !matched.iter().any(|(from, _)| *from == index) {
            let is_seen = constant_parameter(&pair.old.model.api, param).is_none();
            let change = Change::new(Kind::ParameterRemoved, &param.pointer).about(&param.name).seen(is_seen);
            let change = change
                .rust(rust(&pair.old, before, index, param))
                .from(types::described(&pair.old, &param.usage));
            out.push(change.way(Some(Direction::Request)));
        }
    }
    order(&old, &new, &matched, out);
}

/// The separate inputs of an operation: its parameters, then the fields of its form.
struct Taken<'a> {
    operation: &'a Operation,
    params: Vec<&'a Param>,
    /// Whether each input is an argument of the method.
    is_argument: Vec<bool>,
}

impl<'a> Taken<'a> {
    fn from_side(side: &Side<'a>, id: OperationId, with_fields: bool) -> Self {
        let operation = side.operation(id);
        let fields: &[Param] = if with_fields { side.model.facts.fields(id) } else { &[] };
        let params: Vec<&Param> = operation.params.iter().chain(fields).collect();
        let is_argument = params.iter().map(|param| self::is_argument(side, param)).collect();
        Self { operation, params, is_argument }
    }
}

/// Returns whether a parameter is an argument of the method, or a constant that replaces one.
fn is_argument(side: &Side<'_>, param: &Param) -> bool {
    param.required && side.model.on_client(param).is_none()
}

/// Returns whether the body is absent or consists only of fields. Fields are added and removed separately.
fn has_only_fields(side: &Side<'_>, id: OperationId) -> bool {
    side.operation(id).body.is_none() || given(side, id) == Some(&Given::Fields)
}

/// Returns the kind of argument with which the caller passes the body.
fn given<'a>(side: &Side<'a>, id: OperationId) -> Option<&'a Given> {
    side.model.facts.body(id).map(|sent| &sent.given)
}

/// Compares the order of the required parameters that occur in both documents.
fn order(old: &Taken<'_>, new: &Taken<'_>, matched: &[(usize, usize)], out: &mut Vec<Change>) {
    let required =
        |taken: &Taken<'_>, index: usize| taken.is_argument.get(index).copied().unwrap_or_default();
    let arguments: Vec<_> =
        matched.iter().filter(|(from, to)| required(old, *from) && required(new, *to)).collect();
    let named = |index: usize| new.params.get(index).map(|p| p.name.clone()).unwrap_or_default();
    let of = |sorted: &dyn Fn(&(usize, usize)) -> usize| {
        let mut sorted_arguments = arguments.clone();
        sorted_arguments.sort_by_key(|pair| sorted(pair));
        sorted_arguments.iter().map(|(_, to)| named(*to)).collect::<Vec<_>>()
    };
    if let Some((was, is)) = reordered(&of(&|(from, _)| *from), &of(&|(_, to)| *to)) {
        let change = Change::new(Kind::ArgumentsReordered, &new.operation.pointer.key("parameters"));
        out.push(change.from(was).to(is).way(Some(Direction::Request)));
    }
}

/// Matches the parameters by name and location, then by name, then by position in the path.
fn matched(old: &Taken<'_>, new: &Taken<'_>) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut pass = |is_same: &dyn Fn(&Param, &Param) -> bool| {
        for (from, before) in old.params.iter().enumerate() {
            if found.iter().any(|(taken, _)| *taken == from) {
                continue;
            }
            let free = |to: &usize| !found.iter().any(|(_, taken)| taken == to);
            let to = new.params.iter().enumerate().find(|(to, after)| free(to) && is_same(before, after));
            found.extend(to.map(|(to, _)| (from, to)));
        }
    };
    pass(&|before, after| before.name == after.name && before.location == after.location);
    pass(&|before, after| before.name == after.name);
    pass(&|before, after| {
        let place = placeholder(old.operation, before);
        place.is_some() && place == placeholder(new.operation, after)
    });
    found
}

/// Returns the index of the path placeholder that a parameter fills.
fn placeholder(operation: &Operation, param: &Param) -> Option<usize> {
    let names = operation.path.parts.iter().filter_map(|part| match part {
        PathPart::Param(name) => Some(name),
        PathPart::Text(_) => None,
    });
    { names }.position(|name| *name == param.name).filter(|_| param.location == Location::Path)
}

fn name<'a>(side: &Side<'a>, id: OperationId, index: usize) -> &'a str {
    let names = side.model.names.operation(id);
    names.params.iter().chain(&names.fields).nth(index).map_or("", RustName::as_str)
}

/// Returns the path of the parameter's setter, or of the method and its argument.
fn rust(side: &Side<'_>, id: OperationId, index: usize, param: &Param) -> String {
    let (of, mark) = if is_argument(side, param) {
        (side.rust_operation(id), ("(", ")"))
    } else {
        (side.rust_builder(id), ("::", ""))
    };
    format!("{}{}{}{}", of.unwrap_or_default(), mark.0, name(side, id, index), mark.1)
}

/// Compares a parameter that both documents have.
fn both(pair: &Pair<'_>, old: &Param, new: &Param, out: &mut Vec<Change>) {
    let at = &new.pointer;
    if old.name != new.name {
        out.push(Change::new(Kind::ParameterRenamed, at).from(&old.name).to(&new.name));
    }
    let argument = |side: &Side<'_>, param: &Param| {
        constant_parameter(&side.model.api, param)
            .is_none()
            .then(|| spell::argument(side.model, param).ty.to_string())
    };
    let is_seen = argument(&pair.old, old) != argument(&pair.new, new);
    if old.location != new.location {
        let change = Change::new(Kind::ParameterMoved, at).from(old.location.name());
        out.push(change.to(new.location.name()).seen(is_seen));
    }
    let (was, is_now) = (is_argument(&pair.old, old), is_argument(&pair.new, new));
    match (old.required, new.required) {
        (false, true) => out.push(Change::new(Kind::ParameterMadeRequired, at).seen(is_now)),
        (true, false) => out.push(Change::new(Kind::ParameterMadeOptional, at).seen(was)),
        _ => {}
    }
    match (pair.old.model.on_client(old).is_some(), pair.new.model.on_client(new).is_some()) {
        (false, true) => out.push(Change::new(Kind::ParameterOnClient, at).seen(was != is_now)),
        (true, false) => out.push(Change::new(Kind::ParameterNotOnClient, at).seen(was != is_now)),
        _ => {}
    }
    constants(pair, old, new, out);
    encodings(pair, old, new, is_seen, out);
    if old.default != new.default {
        let described = |param: &Param| param.default.as_ref().map(ToString::to_string).unwrap_or_default();
        out.push(Change::new(Kind::ParameterDefault, at).from(described(old)).to(described(new)));
    }
    match (old.deprecated, new.deprecated) {
        // Rust cannot mark an argument as deprecated.
        (false, true) => out.push(Change::new(Kind::ParameterDeprecated, at).seen(!is_now)),
        (true, false) => out.push(Change::new(Kind::ParameterUndeprecated, at)),
        _ => {}
    }
    if old.description != new.description {
        let change = Change::new(Kind::ParameterDescription, at).from(text(old.description.as_ref()));
        out.push(change.to(text(new.description.as_ref())));
    }
}

/// Compares the types and styles of a parameter that both documents have.
fn encodings(pair: &Pair<'_>, old: &Param, new: &Param, is_seen: bool, out: &mut Vec<Change>) {
    let at = &new.pointer;
    if let Some(difference) = types::compare((&pair.old, &old.usage), (&pair.new, &new.usage)) {
        let kind = match difference {
            Difference::Null => Kind::ParameterNullable,
            Difference::Format => Kind::ParameterFormat,
            Difference::Constrained => Kind::ParameterConstrained,
            Difference::Freed => Kind::ParameterFreed,
            Difference::Type => Kind::ParameterType,
        };
        let described = (types::described(&pair.old, &old.usage), types::described(&pair.new, &new.usage));
        out.push(Change::new(kind, at).from(described.0).to(described.1).seen(is_seen));
    }
    let encoding = |param: &Param| (param.style, param.notation, param.media_type.clone());
    if encoding(old) != encoding(new) && old.location == new.location {
        let described = |param: &Param| match &param.media_type {
            Some(media_type) => format!("{} as {media_type}", style(param.style)),
            None => style(param.style).to_owned(),
        };
        out.push(Change::new(Kind::ParameterStyle, at).from(described(old)).to(described(new)));
    }
}

/// Compares the constants of a parameter that both documents require.
fn constants(pair: &Pair<'_>, old: &Param, new: &Param, out: &mut Vec<Change>) {
    let constant = |side: &Side<'_>, param: &Param| {
        constant_parameter(&side.model.api, param).map(ToString::to_string).unwrap_or_default()
    };
    let (was, is) = (constant(&pair.old, old), constant(&pair.new, new));
    let kind = match (was.is_empty(), is.is_empty()) {
        _ if was == is || !old.required || !new.required => return,
        (true, _) => Kind::ParameterConstant,
        (_, true) => Kind::ParameterNotConstant,
        (false, false) => Kind::ParameterConstantValue,
    };
    out.push(Change::new(kind, &new.pointer).from(was).to(is));
}

fn style(style: Style) -> &'static str {
    match style {
        Style::Form => "form",
        Style::FormExploded => "form, exploded",
        Style::FormBrackets => "form, exploded, with brackets",
        Style::FormDots => "form, exploded, with dots",
        Style::SpaceDelimited => "spaceDelimited",
        Style::PipeDelimited => "pipeDelimited",
        Style::DeepObject => "deepObject",
        Style::Simple => "simple",
        Style::SimpleExploded => "simple, exploded",
        Style::Label => "label",
        Style::LabelExploded => "label, exploded",
        Style::Matrix => "matrix",
        Style::MatrixExploded => "matrix, exploded",
        Style::Json => "JSON",
    }
}

/// Returns the body; `None` if the operation does not send one, for example because the body has no properties.
fn sent_body<'a>(side: &Side<'a>, id: OperationId) -> Option<&'a Body> {
    side.operation(id).body.as_ref().filter(|_| given(side, id).is_some())
}

/// Compares the bodies. Form fields are compared as parameters; this function covers the form as a whole.
pub(super) fn body(pair: &Pair<'_>, before: OperationId, after: OperationId, out: &mut Vec<Change>) {
    let mut found = Vec::new();
    let is_form = |side: &Side<'_>, id| given(side, id) == Some(&Given::Fields);
    match (sent_body(&pair.old, before), sent_body(&pair.new, after)) {
        (None, None) => {}
        (None, Some(_)) if is_form(&pair.new, after) => {}
        (Some(_), None) if is_form(&pair.old, before) => {}
        (None, Some(new)) => {
            let kind = if new.required { Kind::BodyAddedRequired } else { Kind::BodyAdded };
            found.push(Change::new(kind, &new.pointer).to(carried(&pair.new, after)));
        }
        (Some(old), None) => {
            found.push(Change::new(Kind::BodyRemoved, &old.pointer).from(carried(&pair.old, before)));
        }
        (Some(old), Some(new)) => bodies(pair, (before, old), (after, new), &mut found),
    }
    out.extend(found.into_iter().map(|change| change.about("body").way(Some(Direction::Request))));
}

fn media(body: &Body) -> String {
    body.content.iter().map(|c| c.media_type.clone()).collect::<Vec<_>>().join(", ")
}

/// Returns the types of the arguments for a body that is not flattened. The names of these arguments are irrelevant.
fn arguments(side: &Side<'_>, id: OperationId) -> Vec<String> {
    spell::body_arguments(side.model, id).into_iter().map(|(_, ty)| ty.to_string()).collect()
}

/// Compares the bodies of an operation that has one in both documents.
fn bodies(
    pair: &Pair<'_>,
    (before, old): (OperationId, &Body),
    (after, new): (OperationId, &Body),
    out: &mut Vec<Change>,
) {
    let at = &new.pointer;
    let (was, is) = (given(&pair.old, before), given(&pair.new, after));
    let are_forms = was == Some(&Given::Fields) && is == was;
    let differ = arguments(&pair.old, before) != arguments(&pair.new, after);
    // The fields of a form are separate arguments, so whether the form is required does not affect the call.
    match (old.required, new.required) {
        (false, true) => out.push(Change::new(Kind::BodyMadeRequired, at).seen(!are_forms)),
        (true, false) => out.push(Change::new(Kind::BodyMadeOptional, at).seen(!are_forms)),
        _ => {}
    }
    let carries_other = match (usage(&pair.old, before), usage(&pair.new, after)) {
        (Some(one), Some(other)) => types::compare((&pair.old, one), (&pair.new, other)).is_some(),
        (one, other) => one.is_some() != other.is_some(),
    };
    if !are_forms && (differ || carries_other) {
        let described = |side: &Side<'_>, id: OperationId, body: &Body| {
            let carried = carried(side, id);
            if was == is { carried } else { format!("{carried} as {}", media(body)) }
        };
        let change = Change::new(Kind::BodyType, at).from(described(&pair.old, before, old));
        let change = change.to(described(&pair.new, after, new));
        out.push(change.seen(differ));
    }
    names((&pair.old, before, old), (&pair.new, after, new), out);
    if media(old) != media(new) {
        out.push(Change::new(Kind::BodyMediaType, at).from(media(old)).to(media(new)));
    }
    if old.description != new.description {
        let change = Change::new(Kind::BodyDescription, at).from(text(old.description.as_ref()));
        out.push(change.to(text(new.description.as_ref())));
    }
}

/// Compares the names of a body: the name in the document, and the name of its setter.
fn names(
    (before, old_id, old): (&Side<'_>, OperationId, &Body),
    (after, new_id, new): (&Side<'_>, OperationId, &Body),
    out: &mut Vec<Change>,
) {
    let name = |body: &Body| body.name.clone().unwrap_or_default();
    if name(old) != name(new) {
        out.push(Change::new(Kind::BodyRenamed, &new.pointer).from(name(old)).to(name(new)));
    }
    let setter = |side: &Side<'_>, id: OperationId, body: &Body| {
        let is_setter = !body.required && !arguments(side, id).is_empty();
        is_setter.then(|| side.model.names.operation(id).body.clone())
    };
    if let (Some(was), Some(is)) = (setter(before, old_id, old), setter(after, new_id, new))
        && was != is
    {
        let path =
            |side: &Side<'_>, id, name| format!("{}::{name}", side.rust_builder(id).unwrap_or_default());
        let change = Change::new(Kind::BodyRustName, &new.pointer);
        out.push(change.from(path(before, old_id, was)).to(path(after, new_id, is)));
    }
}

/// Returns the type of the content whose media type is sent.
fn usage<'a>(side: &Side<'a>, id: OperationId) -> Option<&'a Usage> {
    let content = side.operation(id).body.as_ref()?.content.get(side.model.facts.body(id)?.content)?;
    Some(&content.usage)
}

fn carried(side: &Side<'_>, id: OperationId) -> String {
    usage(side, id).map(|usage| types::described(side, usage)).unwrap_or_default()
}
