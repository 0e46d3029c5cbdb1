//! Chooses an encoding for nested lists and objects in parameters, because the styles of OpenAPI do not
//! define one.
//!
//! The styles are defined only for flat values (OpenAPI 3.1.1, "Style Examples"). The encoding of deeper
//! values is chosen here, after all types are known. The choice is reported, since a server might expect a
//! different encoding.

use super::Lowering;
use crate::config::{Nested, Parameters};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Api, Extra, Param, Shape, Style, Type};
use crate::pointer::Pointer;

/// The placeholder for the names of a map's members.
const ANY: &str = "*";

impl Lowering<'_> {
    /// Chooses the encoding of nested parameters.
    pub(super) fn settle_parameters(&mut self) {
        let mut styles = Vec::new();
        for (operation, of) in self.api.operations.iter().enumerate() {
            for (index, param) in of.params.iter().enumerate() {
                let (style, finding) = settled(&self.api, &self.config.parameters, param);
                if let Some(finding) = finding {
                    self.findings.push(finding);
                }
                styles.push((operation, index, style));
            }
        }
        for (operation, index, style) in styles {
            self.api.operations[operation].params[index].style = style;
        }
    }
}

/// Returns the style of a parameter, and a finding if its value is nested.
pub(crate) fn settled(api: &Api, settings: &Parameters, param: &Param) -> (Style, Option<Diagnostic>) {
    let Some(found) = first_nested(api, param.style, &param.usage.ty) else { return (param.style, None) };
    let style = match (settings.nested, param.style) {
        (Some(Nested::Brackets), Style::FormExploded) => Style::FormBrackets,
        (Some(Nested::Dots), Style::FormExploded) => Style::FormDots,
        (_, style) => style,
    };
    let finding = settings.nested.is_none().then(|| found.finding(&param.name, style, &param.pointer));
    (style, finding)
}

/// Returns whether the setting for nested values determines, or confirms, the encoding of a parameter, before or
/// after its style is chosen.
pub(crate) fn is_chosen(api: &Api, settings: &Parameters, param: &Param) -> bool {
    let fits = match settings.nested {
        None => false,
        Some(Nested::Json) => param.style != Style::DeepObject,
        Some(Nested::Brackets) => {
            matches!(param.style, Style::FormExploded | Style::FormBrackets | Style::DeepObject)
        }
        Some(Nested::Dots) => matches!(param.style, Style::FormExploded | Style::FormDots),
    };
    fits && first_nested(api, param.style, &param.usage.ty).is_some()
}

/// The first list or object whose encoding a style does not define.
enum Found {
    /// The value itself, which is a list.
    List,
    /// The items of a list.
    Item { what: &'static str },
    /// A member of an object, or [`ANY`] for the values of a map.
    Member { name: String, what: &'static str },
}

impl Found {
    fn finding(self, param: &str, style: Style, at: &Pointer) -> Diagnostic {
        let place = match self {
            Self::List => {
                let message = format!(
                    "parameter `{param}` is a list, which the `deepObject` style does not define; its items are \
                     sent with indices (`{param}[0]`)"
                );
                return Diagnostic::note(Code::NestedParameter, at, message);
            }
            Self::Item { what } => format!("the items of parameter `{param}` are {what}s"),
            Self::Member { name, what } if name == ANY => {
                format!("the members of parameter `{param}` are {what}s")
            }
            Self::Member { name, what } => format!("`{name}` of parameter `{param}` is a nested {what}"),
        };
        if style == Style::DeepObject {
            let message = format!(
                "{place}, which the `deepObject` style does not define; the value is sent with additional brackets"
            );
            return Diagnostic::note(Code::NestedParameter, at, message);
        }
        let message =
            format!("{place}, which the parameter's style does not define; the value is sent as JSON");
        let finding = Diagnostic::warning(Code::NestedParameter, at, message);
        if style == Style::FormExploded {
            finding.help(
                "if the server expects a different form, set `nested` in `[parameters]` of \
             sdk.toml to \"brackets\" (`a[b]=1`) or \"dots\" (`a.b=1`); \"json\" confirms this form",
            )
        } else {
            finding.help("set `nested = \"json\"` in `[parameters]` of sdk.toml if the server expects JSON")
        }
    }
}

fn first_nested(api: &Api, style: Style, ty: &Type) -> Option<Found> {
    let exploded = match style {
        Style::Json => return None,
        Style::FormExploded | Style::FormBrackets | Style::FormDots => true,
        Style::SimpleExploded | Style::LabelExploded | Style::MatrixExploded => true,
        _ => false,
    };
    api.alternatives(ty).into_iter().find_map(|ty| match ty {
        Type::List(_) if style == Style::DeepObject => Some(Found::List),
        ty => first_in(api, exploded, ty),
    })
}

fn first_in(api: &Api, exploded: bool, ty: &Type) -> Option<Found> {
    match ty {
        Type::List(item) => compound(api, &item.ty).map(|what| Found::Item { what }),
        Type::Map(value) => member(api, exploded, ANY, &value.ty),
        Type::Named(id) => {
            let Shape::Struct(object) = &api.ty(*id).shape else { return None };
            let known = object.fields.iter().filter(|field| !field.read_only);
            let mut known = known.map(|field| (field.name.as_str(), &field.usage.ty));
            let found = known.find_map(|(name, ty)| member(api, exploded, name, ty));
            found.or_else(|| match &object.extra {
                Extra::Kept(usage) => member(api, exploded, ANY, &usage.ty),
                Extra::Unspecified | Extra::Refused => None,
            })
        }
        Type::Scalar(_) | Type::Object | Type::Any => None,
    }
}

/// Finds a member of an object whose encoding is undefined; an exploded object can contain lists of scalars.
fn member(api: &Api, exploded: bool, name: &str, ty: &Type) -> Option<Found> {
    let what = compound(api, ty)?;
    let flat_list = matches!(api.resolved(ty), Type::List(item) if compound(api, &item.ty).is_none());
    (!(exploded && flat_list)).then(|| Found::Member { name: name.to_owned(), what })
}

/// Returns the noun for a list or object, or `None` for other types. A union counts as its first list or object.
fn compound(api: &Api, ty: &Type) -> Option<&'static str> {
    api.alternatives(ty).into_iter().find_map(|ty| match ty {
        Type::List(_) => Some("list"),
        Type::Map(_) | Type::Object => Some("object"),
        Type::Named(id) => matches!(api.ty(*id).shape, Shape::Struct(_)).then_some("object"),
        Type::Scalar(_) | Type::Any => None,
    })
}
