//! Parameters and bodies: what a call takes.
//!
//! Part of `diff`. A required parameter is an argument of the method, an optional one a setter of the builder, and so is the body. The fields
//! of a form are compared as parameters, since that is what they are in Rust.

use super::change::{Change, Direction};
use super::fields::reordered;
use super::pair::{Pair, Side};
use super::rules::Kind;
use super::types::{self, Difference, text};
use crate::analyse::Given;
use crate::emit::spell;
use crate::ir::{Body, ContentKind, Location, Operation, OperationId, Param, PathPart, Style, Usage};

/// Compares the parameters.
pub(super) fn compare(pair: &Pair<'_>, before: OperationId, after: OperationId, out: &mut Vec<Change>) {
    let both_forms =
        given(&pair.old, before) == Some(&Given::Fields) && given(&pair.new, after) == Some(&Given::Fields);
    let (old, new) = (Taken::of(&pair.old, before, both_forms), Taken::of(&pair.new, after, both_forms));
    let matched = matched(&old, &new);
    for (index, param) in new.params.iter().copied().enumerate() {
        let rust = rust(&pair.new, after, index, param);
        let earlier = matched.iter().find(|(_, to)| *to == index).map(|(from, _)| *from);
        let Some((place, earlier)) = earlier.and_then(|from| Some((from, *old.params.get(from)?))) else {
            let kind = if param.required { Kind::ParameterAddedRequired } else { Kind::ParameterAdded };
            let change = Change::new(kind, &param.pointer).about(&param.name).rust(rust);
            out.push(change.to(types::told(&pair.new, &param.usage)).way(Some(Direction::Request)));
            continue;
        };
        let mut found = Vec::new();
        both(pair, earlier, param, &mut found);
        let renamed = name(&pair.old, before, place) != name(&pair.new, after, index);
        // Names of arguments are not part of a call; those of setters are.
        if renamed && !param.required && !earlier.required {
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
            let change = Change::new(Kind::ParameterRemoved, &param.pointer).about(&param.name);
            let change =
                change.rust(rust(&pair.old, before, index, param)).from(types::told(&pair.old, &param.usage));
            out.push(change.way(Some(Direction::Request)));
        }
    }
    order(&old, &new, &matched, out);
}

/// What an operation takes one by one: its parameters, and the fields of its form after them.
struct Taken<'a> {
    operation: &'a Operation,
    params: Vec<&'a Param>,
}

impl<'a> Taken<'a> {
    fn of(side: &Side<'a>, id: OperationId, with_fields: bool) -> Self {
        let operation = side.operation(id);
        let fields: &[Param] = if with_fields { side.model.facts.fields(id) } else { &[] };
        Self { operation, params: operation.params.iter().chain(fields).collect() }
    }
}

/// What the caller gives for the body.
fn given<'a>(side: &Side<'a>, id: OperationId) -> Option<&'a Given> {
    side.model.facts.body(id).map(|sent| &sent.given)
}

/// The required parameters that both have, if their order differs.
fn order(old: &Taken<'_>, new: &Taken<'_>, matched: &[(usize, usize)], out: &mut Vec<Change>) {
    let required = |taken: &Taken<'_>, index: usize| taken.params.get(index).is_some_and(|p| p.required);
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

/// Which parameter of the new operation each of the old one is: by name and place, then by name, then by its place in the path.
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

/// Which placeholder of the path a parameter fills.
fn placeholder(operation: &Operation, param: &Param) -> Option<usize> {
    let names = operation.path.parts.iter().filter_map(|part| match part {
        PathPart::Param(name) => Some(name),
        PathPart::Text(_) => None,
    });
    { names }.position(|name| *name == param.name).filter(|_| param.location == Location::Path)
}

fn name<'a>(side: &Side<'a>, id: OperationId, index: usize) -> &'a str {
    let names = side.model.names.operation(id);
    names.params.iter().chain(&names.fields).nth(index).map_or("", String::as_str)
}

/// The setter of a parameter, or the method that takes it.
fn rust(side: &Side<'_>, id: OperationId, index: usize, param: &Param) -> String {
    let (of, mark) = if param.required {
        (side.rust_operation(id), ("(", ")"))
    } else {
        (side.rust_builder(id), ("::", ""))
    };
    format!("{}{}{}{}", of.unwrap_or_default(), mark.0, name(side, id, index), mark.1)
}

/// Compares a parameter that both have.
fn both(pair: &Pair<'_>, old: &Param, new: &Param, out: &mut Vec<Change>) {
    let at = &new.pointer;
    if old.name != new.name {
        out.push(Change::new(Kind::ParameterRenamed, at).from(&old.name).to(&new.name));
    }
    if old.location != new.location {
        out.push(Change::new(Kind::ParameterMoved, at).from(place(old.location)).to(place(new.location)));
    }
    match (old.required, new.required) {
        (false, true) => out.push(Change::new(Kind::ParameterMadeRequired, at)),
        (true, false) => out.push(Change::new(Kind::ParameterMadeOptional, at)),
        _ => {}
    }
    if let Some(difference) = types::compare((&pair.old, &old.usage), (&pair.new, &new.usage)) {
        let kind = match difference {
            Difference::Null => Kind::ParameterNullable,
            Difference::Format => Kind::ParameterFormat,
            Difference::Constrained => Kind::ParameterConstrained,
            Difference::Freed => Kind::ParameterFreed,
            Difference::Type => Kind::ParameterType,
        };
        let argument =
            |side: &Side<'_>, param: &Param| spell::parameter_argument(side.model, &param.usage.ty, "").ty;
        let seen = argument(&pair.old, old) != argument(&pair.new, new);
        let told = (types::told(&pair.old, &old.usage), types::told(&pair.new, &new.usage));
        out.push(Change::new(kind, at).from(told.0).to(told.1).seen(seen));
    }
    if old.style != new.style && old.location == new.location {
        out.push(Change::new(Kind::ParameterStyle, at).from(style(old.style)).to(style(new.style)));
    }
    if old.default != new.default {
        let told = |param: &Param| param.default.as_ref().map(ToString::to_string).unwrap_or_default();
        out.push(Change::new(Kind::ParameterDefault, at).from(told(old)).to(told(new)));
    }
    match (old.deprecated, new.deprecated) {
        // An argument cannot warn.
        (false, true) => out.push(Change::new(Kind::ParameterDeprecated, at).seen(!new.required)),
        (true, false) => out.push(Change::new(Kind::ParameterUndeprecated, at)),
        _ => {}
    }
    if old.description != new.description {
        let change = Change::new(Kind::ParameterDescription, at).from(text(old.description.as_ref()));
        out.push(change.to(text(new.description.as_ref())));
    }
}

fn place(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
        Location::Field => "form",
        Location::Part => "multipart",
    }
}

fn style(style: Style) -> &'static str {
    match style {
        Style::Form => "form",
        Style::FormExploded => "form, exploded",
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

/// Compares the bodies.
pub(super) fn body(pair: &Pair<'_>, before: OperationId, after: OperationId, out: &mut Vec<Change>) {
    let mut found = Vec::new();
    match (&pair.old.operation(before).body, &pair.new.operation(after).body) {
        (None, None) => {}
        (None, Some(new)) => {
            let kind = if new.required { Kind::BodyAddedRequired } else { Kind::BodyAdded };
            found.push(Change::new(kind, &new.pointer).to(carried(&pair.new, new)));
        }
        (Some(old), None) => {
            found.push(Change::new(Kind::BodyRemoved, &old.pointer).from(carried(&pair.old, old)));
        }
        (Some(old), Some(new)) => {
            let given = (given(&pair.old, before), given(&pair.new, after));
            if given.0 == given.1 {
                bodies(pair, old, new, given.0 == Some(&Given::Fields), &mut found);
            } else {
                let told =
                    |side: &Side<'_>, body: &Body| format!("{} as {}", carried(side, body), media(body));
                let change = Change::new(Kind::BodyType, &new.pointer).from(told(&pair.old, old));
                found.push(change.to(told(&pair.new, new)));
            }
        }
    }
    out.extend(found.into_iter().map(|change| change.about("body").way(Some(Direction::Request))));
}

fn media(body: &Body) -> String {
    body.content.iter().map(|c| c.media_type.clone()).collect::<Vec<_>>().join(", ")
}

/// Compares bodies for which the caller gives the same kind of thing; of a form, each field is a parameter, and compared as such.
fn bodies(pair: &Pair<'_>, old: &Body, new: &Body, is_form: bool, out: &mut Vec<Change>) {
    let at = &new.pointer;
    match (old.required, new.required) {
        _ if is_form => {}
        (false, true) => out.push(Change::new(Kind::BodyMadeRequired, at)),
        (true, false) => out.push(Change::new(Kind::BodyMadeOptional, at)),
        _ => {}
    }
    if let (Some(one), Some(other)) = (usage(old), usage(new))
        && !is_form
        && types::compare((&pair.old, one), (&pair.new, other)).is_some()
    {
        let change =
            Change::new(Kind::BodyType, at).from(carried(&pair.old, old)).to(carried(&pair.new, new));
        out.push(change.seen(spell::ty(pair.old.model, &one.ty) != spell::ty(pair.new.model, &other.ty)));
    }
    if media(old) != media(new) {
        out.push(Change::new(Kind::BodyMediaType, at).from(media(old)).to(media(new)));
    }
    if old.description != new.description {
        let change = Change::new(Kind::BodyDescription, at).from(text(old.description.as_ref()));
        out.push(change.to(text(new.description.as_ref())));
    }
}

/// What the form of the body carries that is sent.
fn usage(body: &Body) -> Option<&Usage> {
    let content =
        body.content.iter().find(|content| content.kind == ContentKind::Json).or(body.content.first());
    content.map(|content| &content.usage)
}

fn carried(side: &Side<'_>, body: &Body) -> String {
    usage(body).map(|usage| types::told(side, usage)).unwrap_or_default()
}
