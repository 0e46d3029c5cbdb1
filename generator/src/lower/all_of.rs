//! `allOf`: one schema that is described, or several that make one object.

use super::form::{Form, Formed, Step, is_object, is_structural};
use super::{Lowering, Progress};
use crate::diagnostic::Diagnostic;
use crate::ir::{Extra, Field, Scalar, Shape, Struct, Type, TypeId};
use crate::pointer::Pointer;
use crate::resolve::{Node, Schema};

/// The form of a schema with `allOf`; `alternatives` are those of a `oneOf` or `anyOf` beside it.
pub(super) fn step<'a>(
    lowering: &mut Lowering<'a>,
    node: &Node<'a>,
    schema: &Schema<'a>,
    alternatives: &[Node<'a>],
) -> Step<'a> {
    // A part that says nothing of the kind of value is a description of the others, `nullable` included.
    let null = schema.all_of.iter().any(|part| !is_structural(part) && part.flag("nullable"));
    let mut parts: Vec<_> = schema.all_of.iter().filter(|part| is_structural(part)).cloned().collect();
    let choice = alternatives.len() > 1;
    if !choice {
        parts.extend(alternatives.iter().cloned());
    }
    let own = Own { members: is_object(schema) || !schema.keywords.required.is_empty(), choice };
    let step = match parts.as_slice() {
        [] if choice => Step::Form(Form::Union(alternatives.to_vec()), false),
        [] => Step::Form(lowering.plain(node, schema), false),
        [one] if !own.members && !choice => Step::Same(one.clone(), false),
        parts => lowering.united(node, parts, own).unwrap_or_else(|| {
            let message = "the parts of `allOf` are not kinds of values that can be one, any value is taken";
            lowering.warn("all-of-conflict", &node.at.key("allOf"), message);
            Step::Form(Form::Any, false)
        }),
    };
    step.or_null(null)
}

/// What stands beside `allOf`.
#[derive(Clone, Copy)]
struct Own {
    /// The schema speaks of properties itself.
    members: bool,
    /// There are alternatives, of which one is chosen.
    choice: bool,
}

impl<'a> Lowering<'a> {
    /// What several parts are together.
    fn united(&mut self, node: &Node<'a>, parts: &[Node<'a>], own: Own) -> Option<Step<'a>> {
        if !self.enter(&node.at) {
            return Some(Step::Form(Form::Any, false));
        }
        let formed: Vec<_> = parts.iter().map(|part| (part, self.form_in_the_end(part).form)).collect();
        self.leave();
        let mut kinds = formed.iter().filter(|(_, form)| !matches!(form, Form::Any));
        if own.members || kinds.clone().any(|(_, form)| form.is_object()) {
            let fits = kinds.clone().all(|(_, form)| form.is_object() || matches!(form, Form::Union(_)));
            return fits.then(|| object_of(&formed, own));
        }
        let Some(first) = kinds.next() else { return Some(Step::Form(Form::Any, false)) };
        if own.choice {
            return None;
        }
        kinds.try_fold(first, narrower).map(|(part, _)| Step::Same((*part).clone(), false))
    }

    /// An object of several schemas: the properties of the parts in their order, then its own.
    pub(super) fn merged(&mut self, id: TypeId, node: &Node<'a>, parts: &[Node<'a>], choice: bool) -> Struct {
        let mut whole = Whole::default();
        self.merge(id, node, parts, &mut whole);
        if choice {
            self.keep_choice(node, &mut whole);
        }
        let mut object = Struct { fields: whole.fields, extra: whole.extra };
        for (at, names) in whole.required {
            self.require(&mut object, &names, &at);
        }
        if node.json.get("discriminator").is_some() {
            self.bases.push(id);
        }
        object
    }

    fn merge(&mut self, id: TypeId, node: &Node<'a>, parts: &[Node<'a>], whole: &mut Whole) {
        for part in parts {
            if self.enter(&part.at) {
                let formed = self.form(part);
                self.merge_part(id, &formed, whole);
                self.leave();
            }
        }
        let schema = self.keywords(node);
        let own = Struct { fields: self.fields(id, &schema), extra: self.extra(id, &schema) };
        self.add(own, whole);
        whole.required.push((node.at.clone(), schema.keywords.required));
    }

    fn merge_part(&mut self, id: TypeId, part: &Formed<'a>, whole: &mut Whole) {
        match &part.form {
            Form::Reference(target) => match self.named.get(&target.at).copied() {
                Some(base) => self.merge_named(base, target, &part.node, whole),
                None => {
                    let target = self.form(target);
                    if self.enter(&part.node.at) {
                        self.merge_part(id, &target, whole);
                        self.leave();
                    }
                }
            },
            Form::Merge { parts, choice } => {
                self.merge(id, &part.node, parts, whole);
                if *choice {
                    self.keep_choice(&part.node, whole);
                }
            }
            Form::Struct | Form::Object | Form::Map(_) => self.merge(id, &part.node, &[], whole),
            Form::Union(_) => self.keep_choice(&part.node, whole),
            Form::Any | Form::Scalar(_) | Form::List(_) | Form::Enum(_) => {}
        }
    }

    /// Takes over what a named schema has.
    fn merge_named(&mut self, base: TypeId, target: &Node<'a>, part: &Node<'a>, whole: &mut Whole) {
        // A circle has been reported when the forms were looked at.
        if !self.is_defined(base, target) {
            return;
        }
        let ty = self.api.resolved(&Type::Named(base)).clone();
        match ty {
            Type::Map(values) => self.add(Struct { fields: Vec::new(), extra: Extra::Kept(values) }, whole),
            Type::Named(id) => match self.api.ty(id).shape.clone() {
                Shape::Struct(object) => self.add(object, whole),
                Shape::Union(_) => self.keep_choice(part, whole),
                Shape::Enum(_) | Shape::Alias(_) => {}
            },
            _ => {}
        }
    }

    /// Keeps what cannot be told: the properties of the alternative that a value has chosen.
    fn keep_choice(&mut self, at: &Node<'a>, whole: &mut Whole) {
        self.warn(
            "unsupported-schema",
            &at.at,
            "a choice of schemas inside an object is not expressed; the properties of the one chosen are kept untyped",
        );
        whole.extra = Extra::Kept(Box::new(Type::Any.into()));
    }

    /// Adds properties; one that is there already stays at its place and is narrowed.
    fn add(&mut self, part: Struct, whole: &mut Whole) {
        for field in part.fields {
            match whole.fields.iter().position(|known| known.name == field.name) {
                None => whole.fields.push(field),
                Some(index) => {
                    let known = whole.fields.remove(index);
                    let both = self.narrowed(known, field);
                    whole.fields.insert(index, both);
                }
            }
        }
        match (&whole.extra, part.extra) {
            (Extra::Kept(_), _) | (_, Extra::Unspoken) => {}
            (_, extra) => whole.extra = extra,
        }
    }

    /// One property of two descriptions: the later type is the narrower one, the later texts are closer.
    fn narrowed(&mut self, known: Field, later: Field) -> Field {
        let mut field = Field { required: known.required || later.required, ..later };
        field.read_only |= known.read_only;
        field.write_only |= known.write_only;
        field.deprecated |= known.deprecated;
        field.default = field.default.or(known.default);
        field.example = field.example.or(known.example);
        field.docs.summary = field.docs.summary.or(known.docs.summary);
        field.docs.description = field.docs.description.or(known.docs.description);
        if field.usage.ty == Type::Any {
            field.usage = known.usage;
        } else if field.usage.ty != known.usage.ty && !self.narrows(&known.usage.ty, &field.usage.ty) {
            let message =
                format!("`{}` has two types in the parts of this `allOf`; the later is taken", field.name);
            let help = format!("the other stands at {}", known.pointer);
            self.findings.push(Diagnostic::warning("all-of-conflict", &field.pointer, message).help(help));
        }
        field
    }

    /// Whether every value of the later type is one of the known, too, as far as that can be told here.
    fn narrows(&self, known: &Type, later: &Type) -> bool {
        if let Type::Named(id) = later
            && self.progress_of(*id) != Progress::Done
        {
            // A type that is written out here is defined later; an enum narrows a text, an object an object.
            return true;
        }
        match (self.api.resolved(known), self.api.resolved(later)) {
            (Type::Any | Type::Object, _) => true,
            (Type::Scalar(Scalar::String), Type::Scalar(kind)) => is_text(*kind),
            (Type::Scalar(Scalar::String) | Type::Named(_), Type::Named(_)) => true,
            (known, later) => known == later,
        }
    }
}

/// An object while its parts are put together.
#[derive(Default)]
struct Whole {
    fields: Vec<Field>,
    extra: Extra,
    /// The lists of required properties, with the schemas that they stand in: a list may name properties of other parts.
    required: Vec<(Pointer, Vec<String>)>,
}

/// The object that parts make; the one part itself if the others only say that it is an object.
fn object_of<'a>(parts: &[(&Node<'a>, Form<'a>)], own: Own) -> Step<'a> {
    let tells = |part: &Node<'_>, form: &Form<'_>| {
        !matches!(form, Form::Any | Form::Object) || part.json.get("required").is_some()
    };
    let mut telling = parts.iter().filter(|(part, form)| tells(part, form));
    let alone = !own.members && !own.choice;
    match (telling.next(), telling.next()) {
        (None, _) if alone => Step::Form(Form::Object, false),
        (Some((part, Form::Struct | Form::Merge { .. } | Form::Map(_))), None) if alone => {
            Step::Same((*part).clone(), false)
        }
        _ => {
            let parts = parts.iter().map(|(part, _)| (*part).clone()).collect();
            Step::Form(Form::Merge { parts, choice: own.choice }, false)
        }
    }
}

/// The narrower of two kinds of values that are not objects; `None` if no value is of both.
fn narrower<'r, 'a>(
    a: &'r (&'r Node<'a>, Form<'a>),
    b: &'r (&'r Node<'a>, Form<'a>),
) -> Option<&'r (&'r Node<'a>, Form<'a>)> {
    match (&a.1, &b.1) {
        (Form::Scalar(x), Form::Scalar(y)) if x == y => Some(a),
        (Form::Scalar(Scalar::String), Form::Scalar(kind)) if is_text(*kind) => Some(b),
        (Form::Scalar(kind), Form::Scalar(Scalar::String)) if is_text(*kind) => Some(a),
        (Form::Scalar(_), Form::Enum(_)) => Some(b),
        (Form::Enum(_), Form::Scalar(_)) => Some(a),
        (Form::List(_), Form::List(None)) => Some(a),
        (Form::List(None), Form::List(_)) => Some(b),
        _ if a.0.json == b.0.json => Some(a),
        _ => None,
    }
}

fn is_text(kind: Scalar) -> bool {
    !matches!(
        kind,
        Scalar::Bool | Scalar::Int32 | Scalar::Int64 | Scalar::UInt64 | Scalar::Float | Scalar::Double
    )
}
