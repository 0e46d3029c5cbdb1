//! Lowers `allOf`, which either adds a description to one schema or combines several schemas.
//!
//! Objects become one object with all properties ([`all_of_properties`](super::all_of_properties)); other types become
//! the intersection of the parts. If no value satisfies all parts, a warning is reported. The type then accepts
//! any value, or any string, so that no value is lost.

use super::form::{Form, Step, is_object, is_structural};
use super::joint::{Known, Own};
use super::{Lowering, narrow};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Scalar, Wire};
use crate::pointer::Pointer;
use crate::resolve::{Node, Schema};

/// The maximum number of variants that several unions can produce together.
const MAX_ALTERNATIVES: usize = 64;

/// Returns the form of a schema with `allOf`; `alternatives` are the branches of a sibling `oneOf` or
/// `anyOf`.
pub(super) fn step<'a>(
    lowering: &mut Lowering<'a>,
    node: &Node<'a>,
    schema: &Schema<'a>,
    alternatives: &[Node<'a>],
) -> Step<'a> {
    // A part without structural keywords describes the other parts, and can make them nullable.
    let null = schema.all_of.iter().any(|part| is_description(part) && part.flag("nullable"));
    let mut parts: Vec<_> = schema.all_of.iter().filter(|part| is_structural(part)).cloned().collect();
    let choice = alternatives.len() > 1;
    if !choice {
        parts.extend(alternatives.iter().cloned());
    }
    let members = is_object(schema)
        || !schema.keywords.required.is_empty()
        || lowering.requires_undeclared(node, &parts);
    let own = Own { members, choice, form: own_form(lowering, node, schema, members || choice) };
    let is_bare = matches!(own.form, Form::Any | Form::Object);
    let step = match parts.as_slice() {
        [] if choice => Step::Form(Form::Union(alternatives.to_vec()), false),
        [] => Step::Form(lowering.plain(node, schema), false),
        [one] if is_bare && !own.members && !choice => Step::Same(one.clone(), false),
        parts => lowering.intersection(node, parts, &own),
    };
    step.or_null(null)
}

fn own_form<'a>(
    lowering: &mut Lowering<'a>,
    node: &Node<'a>,
    schema: &Schema<'a>,
    has_more: bool,
) -> Form<'a> {
    let has_type = schema.keywords.typ.is_some() || schema.items.is_some();
    if has_more || !has_type { Form::Any } else { lowering.plain(node, schema) }
}

/// Returns whether a part contains only descriptive keywords and, possibly, a type.
fn is_description(part: &Node<'_>) -> bool {
    let keywords = [
        "$ref",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "enum",
        "allOf",
        "oneOf",
        "anyOf",
    ];
    keywords.iter().all(|key| part.json.get(key).is_none_or(serde_json::Value::is_null))
}

/// The intersection of several schemas.
struct Both<'a> {
    /// The schema that equals the intersection, if any.
    node: Option<Node<'a>>,
    form: Form<'a>,
}

impl<'a> Both<'a> {
    fn step(self) -> Step<'a> {
        match self.node {
            Some(node) => Step::Same(node, false),
            None => Step::Form(self.form, false),
        }
    }
}

impl<'a> Lowering<'a> {
    /// Returns the form of a node that represents several schemas. If they disagree on whether `null` is
    /// allowed, the last one takes precedence.
    pub(super) fn met(&mut self, node: &Node<'a>, parts: &[Node<'a>]) -> Step<'a> {
        if !self.enter(&node.at) {
            return Step::Form(Form::Any, false);
        }
        let left = self.reduced(parts);
        let known: Vec<Known<'a>> = left.iter().map(|part| self.known(part)).collect();
        self.leave();
        let null = known.last().is_some_and(|last| last.nullable);
        if let [one] = left.as_slice() {
            return Step::Same(one.clone(), false);
        }
        if let Some(step) = self.untyped(node, &known) {
            return step.or_null(null);
        }
        let maps: Option<Vec<Node<'a>>> = known.iter().map(|part| map_of(&part.form)).collect();
        if let Some(values) = maps.and_then(|maps| self.meet(&node.at, &maps)) {
            return Step::Form(Form::Map(values), null);
        }
        let is_object = known.iter().all(|part| part.form.is_object() || matches!(part.form, Form::Any));
        if is_object {
            return Step::Form(Form::Merge { parts: left, choice: false }, null);
        }
        match self.common(&node.at, &known) {
            Some(both) => both.step().or_null(null),
            None => self.conflict(node, &known).or_null(null),
        }
    }

    /// Returns the intersection of an `allOf`'s parts.
    fn intersection(&mut self, node: &Node<'a>, parts: &[Node<'a>], own: &Own<'a>) -> Step<'a> {
        if !self.enter(&node.at) {
            return Step::Form(Form::Any, false);
        }
        let known: Vec<Known<'a>> = parts.iter().map(|part| self.known(part)).collect();
        self.leave();
        let null = known.iter().all(|part| part.nullable) && !own.members;
        if let Some(step) = self.untyped(node, &known) {
            return step.or_null(null);
        }
        let mut kinds = known.iter().filter(|part| !matches!(part.form, Form::Any));
        if own.members || kinds.clone().any(|part| part.form.is_object()) {
            let fits = kinds.all(|part| part.form.is_object() || matches!(part.form, Form::Union(_)));
            return match fits {
                true => self.object_of(&known, own).or_null(null),
                false => self.conflict(node, &known),
            };
        }
        let both = if own.choice { None } else { self.common(&node.at, &known) };
        match both {
            Some(both) => self.with_own(node, both, own).step(),
            None if kinds.next().is_none() => Step::Form(Form::Any, false),
            None => self.conflict(node, &known),
        }
    }

    /// Combines the parts into one object. If all parts but one only require an object, returns the
    /// remaining part.
    fn object_of(&mut self, parts: &[Known<'a>], own: &Own<'a>) -> Step<'a> {
        let nodes: Vec<Node<'a>> = parts.iter().map(|part| part.node.clone()).collect();
        let mut relevant = Vec::new();
        for part in parts {
            if !matches!(part.form, Form::Any | Form::Object)
                || part.node.json.get("required").is_some()
                || self.requires_undeclared(&part.target, &nodes)
            {
                relevant.push(part);
            }
        }
        let alone = !own.members && !own.choice;
        match relevant.as_slice() {
            [] if alone => Step::Form(Form::Object, false),
            [one] if alone && matches!(one.form, Form::Struct | Form::Merge { .. } | Form::Map(_)) => {
                Step::Same(one.node.clone(), false)
            }
            _ => Step::Form(Form::Merge { parts: nodes, choice: own.choice }, false),
        }
    }

    /// Returns the form that accepts any value if a part lists values without a common type, such as objects;
    /// otherwise, returns `None`.
    fn untyped(&mut self, node: &Node<'a>, known: &[Known<'a>]) -> Option<Step<'a>> {
        if !known.iter().any(|part| self.is_untyped_list(part)) {
            return None;
        }
        let is_empty = self.lists_conflict(known);
        Some(if is_empty { self.conflict(node, known) } else { Step::Form(Form::Any, false) })
    }

    /// Narrows the intersection by the type declared next to the `allOf`; a type that contradicts it is
    /// ignored.
    fn with_own(&mut self, node: &Node<'a>, both: Both<'a>, own: &Own<'a>) -> Both<'a> {
        if matches!(own.form, Form::Any) {
            return both;
        }
        let beside = Both { node: None, form: own.form.clone() };
        match self.narrower(&node.at, &both, &beside) {
            Some(narrow) => narrow,
            None => {
                let message = "the type next to `allOf` conflicts with its schemas; it is ignored";
                self.warn(Code::AllOfConflict, &node.at.key("type"), message);
                both
            }
        }
    }

    /// Returns the intersection of several non-object forms, or `None` if it is empty.
    fn common(&mut self, at: &Pointer, parts: &[Known<'a>]) -> Option<Both<'a>> {
        if self.lists_conflict(parts) {
            return None;
        }
        let kinds: Vec<&Known<'a>> = parts.iter().filter(|part| !matches!(part.form, Form::Any)).collect();
        if kinds.len() > 1
            && let Some(union) = kinds.iter().position(|part| !part.alternatives.is_empty())
        {
            return self.spread(at, &kinds, union);
        }
        let mut kinds =
            kinds.into_iter().map(|part| Both { node: Some(part.node.clone()), form: part.form.clone() });
        let first = kinds.next().unwrap_or(Both { node: None, form: Form::Any });
        kinds.try_fold(first, |known, later| self.narrower(at, &known, &later))
    }

    /// Returns the intersection of two forms.
    fn narrower(&mut self, at: &Pointer, a: &Both<'a>, b: &Both<'a>) -> Option<Both<'a>> {
        let first = || Some(Both { node: a.node.clone(), form: a.form.clone() });
        let second = || Some(Both { node: b.node.clone(), form: b.form.clone() });
        let listed = |values: crate::ir::Enumeration| {
            (!values.values.is_empty()).then_some(Both { node: None, form: Form::Enum(values) })
        };
        match (&a.form, &b.form) {
            (Form::Any, _) => second(),
            (_, Form::Any) => first(),
            (Form::Scalar(x), Form::Scalar(y)) => {
                let both = narrow::scalars(*x, *y)?;
                if both == *x { first() } else { second() }
            }
            (Form::Scalar(kind), Form::Enum(values)) | (Form::Enum(values), Form::Scalar(kind)) => {
                match narrow::of_kind(values, *kind) {
                    all if all == *values && matches!(a.form, Form::Enum(_)) => first(),
                    all if all == *values => second(),
                    some => listed(some),
                }
            }
            (Form::Enum(x), Form::Enum(y)) => match narrow::of_both(x, y) {
                both if both.values.len() == y.values.len() => second(),
                both if both.values.len() == x.values.len() => first(),
                both => listed(both),
            },
            (Form::List(_), Form::List(None)) => first(),
            (Form::List(None), Form::List(_)) => second(),
            (Form::List(Some(x)), Form::List(Some(y))) if self.is_same_schema(x, y) => first(),
            (Form::List(Some(x)), Form::List(Some(y))) => {
                let items = self.meet(at, &[x.clone(), y.clone()]);
                Some(Both { node: None, form: Form::List(items) })
            }
            (Form::Map(x), Form::Map(y)) if self.is_same_schema(x, y) => first(),
            (Form::Object, Form::Object) => first(),
            (Form::Union(x), Form::Union(y))
                if x.len() == y.len() && x.iter().zip(y).all(|(x, y)| x.at == y.at) =>
            {
                first()
            }
            _ => None,
        }
    }

    /// Intersects a union with other schemas, which narrow each remaining branch.
    fn spread(&mut self, at: &Pointer, kinds: &[&Known<'a>], union: usize) -> Option<Both<'a>> {
        let choice = kinds.get(union)?;
        let others: Vec<&&Known<'a>> =
            kinds.iter().enumerate().filter(|(index, _)| *index != union).map(|(_, other)| other).collect();
        let count =
            kinds.iter().fold(1_usize, |all, part| all.saturating_mul(part.alternatives.len().max(1)));
        if count > MAX_ALTERNATIVES {
            let message = "the `oneOf` and `anyOf` schemas in this `allOf` have too many combinations; any value is accepted";
            self.warn(Code::TooManyParts, at, message);
            return Some(Both { node: None, form: Form::Any });
        }
        let Form::Union(choices) = &choice.form else { return None };
        let mut alternatives: Vec<Known<'a>> = choices.iter().map(|one| self.known(one)).collect();
        for other in others.iter().filter(|other| !other.alternatives.is_empty()) {
            // The schemas that both unions list are the intended ones, even if other objects could match both
            // unions.
            let is_shared = |one: &Known<'a>| {
                other.alternatives.iter().any(|(twin, _)| self.is_same_schema(&one.target, twin))
            };
            if alternatives.iter().any(is_shared) {
                alternatives.retain(|one| is_shared(one) || !one.form.is_object());
            }
        }
        alternatives.retain(|one| others.iter().all(|other| can_be_both(one, other)));
        let mut left = Vec::new();
        for one in alternatives {
            let narrowing: Vec<Node<'a>> = others
                .iter()
                .filter(|other| !self.implies(&one, other))
                .map(|other| other.node.clone())
                .collect();
            let narrowed = [std::slice::from_ref(&one.node), narrowing.as_slice()].concat();
            left.extend(self.meet(at, &narrowed));
        }
        match left.as_slice() {
            [] => None,
            [one] => Some(Both { form: self.form_in_the_end(one).form, node: Some(one.clone()) }),
            _ => Some(Both { node: None, form: Form::Union(left) }),
        }
    }

    /// Reports parts that no value can satisfy together, and returns a form that preserves every value.
    fn conflict(&mut self, node: &Node<'a>, parts: &[Known<'a>]) -> Step<'a> {
        let kinds: Vec<&Known<'a>> = parts
            .iter()
            .filter(|part| !matches!(part.form, Form::Any) || self.is_untyped_list(part))
            .collect();
        let texts = kinds.iter().all(|part| is_text(&part.form));
        let integers = kinds
            .iter()
            .all(|part| matches!(&part.form, Form::Enum(all) if narrow::kind_of(all) == Scalar::Int64));
        let (form, taken) = match (texts, integers) {
            (true, _) => (Form::Scalar(Scalar::String), "any string"),
            (_, true) => (Form::Scalar(Scalar::Int64), "any integer"),
            _ => (Form::Any, "any value"),
        };
        let mut words: Vec<&str> = Vec::new();
        for word in kinds.iter().map(|part| word(&part.form)) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        let words = match words.as_slice() {
            [one] => format!("incompatible {one}s"),
            _ => words.join(" and "),
        };
        let finding = match self.meets.parts(&node.at).and_then(<[_]>::last) {
            Some(last) => {
                let name = last.at.last().unwrap_or_default();
                let message = format!(
                    "conflicting `allOf` schemas for `{name}`: no value satisfies {words}; {taken} is accepted"
                );
                let others =
                    kinds.iter().map(|part| part.node.at.to_string()).filter(|at| *at != last.at.to_string());
                let others: Vec<String> = others.take(3).collect();
                let finding = Diagnostic::warning(Code::AllOfConflict, &last.at, message);
                match others.as_slice() {
                    [] => finding,
                    others => finding.help(format!("make it compatible with {}", others.join(" and "))),
                }
            }
            None => {
                let message =
                    format!("conflicting `allOf` schemas: no value satisfies {words}; {taken} is accepted");
                Diagnostic::warning(Code::AllOfConflict, &node.at.key("allOf"), message)
            }
        };
        self.findings.push(finding);
        Step::Form(form, false)
    }
}

/// Returns whether a value can match both forms. Only the forms themselves are compared.
pub(super) fn can_be_both(one: &Known<'_>, other: &Known<'_>) -> bool {
    let pairs = |form: &Form<'_>| -> bool {
        match other.alternatives.as_slice() {
            [] => overlap(form, &other.form),
            all => all.iter().any(|(_, wide)| overlap(form, wide)),
        }
    };
    match one.alternatives.as_slice() {
        [] => pairs(&one.form),
        all => all.iter().any(|(_, form)| pairs(form)),
    }
}

/// Returns the schema of a map's values.
fn map_of<'a>(form: &Form<'a>) -> Option<Node<'a>> {
    match form {
        Form::Map(values) => Some(values.clone()),
        _ => None,
    }
}

fn overlap(one: &Form<'_>, other: &Form<'_>) -> bool {
    match (one, other) {
        (Form::Any | Form::Union(_), _) | (_, Form::Any | Form::Union(_)) => true,
        (Form::Scalar(a), Form::Scalar(b)) => narrow::scalars(*a, *b).is_some(),
        (Form::Scalar(kind), Form::Enum(values)) | (Form::Enum(values), Form::Scalar(kind)) => {
            !narrow::of_kind(values, *kind).values.is_empty()
        }
        (Form::Enum(a), Form::Enum(b)) => !narrow::of_both(a, b).values.is_empty(),
        (Form::List(_), Form::List(_)) => true,
        (one, other) => one.is_object() && other.is_object(),
    }
}

fn is_text(form: &Form<'_>) -> bool {
    match form {
        Form::Scalar(kind) => narrow::is_text(*kind),
        Form::Enum(values) => narrow::kind_of(values) == Scalar::String,
        _ => false,
    }
}

/// Returns the noun for a form's values, for use in a finding.
fn word(form: &Form<'_>) -> &'static str {
    match form {
        Form::Scalar(Scalar::Bool) => "boolean",
        Form::Scalar(Scalar::Int32 | Scalar::Int64 | Scalar::UInt64) => "integer",
        Form::Scalar(Scalar::Float | Scalar::Double) => "number",
        Form::Scalar(Scalar::DateTime) => "date-time",
        Form::Scalar(Scalar::Date) => "date",
        Form::Scalar(Scalar::Uuid) => "UUID",
        Form::Scalar(Scalar::Uri) => "URI",
        Form::Scalar(Scalar::Byte | Scalar::Binary) => "byte string",
        Form::Scalar(Scalar::String) => "string",
        Form::Scalar(Scalar::Foreign(foreign)) => match foreign.wire {
            Wire::Text => "string",
            Wire::Integer => "integer",
            Wire::Number => "number",
        },
        Form::Enum(_) => "enum",
        Form::List(_) => "array",
        Form::Union(_) => "union",
        // A list of values without a common type also has this form.
        Form::Any => "constant",
        Form::Reference(_) => "any value",
        Form::Object | Form::Map(_) | Form::Struct | Form::Merge { .. } => "object",
    }
}
