//! Finds the response fields that may relate to pagination, and the field that contains the list.
//!
//! Only the response and common wrapper objects are searched, never the items.

use super::FieldPath;
use super::words::{self, WRAPPERS, fold};
use crate::ir::{Api, Field, Scalar, Shape, Struct, Type, TypeId, Usage};

/// The maximum number of objects that enclose a field.
const DEPTH: usize = 3;

/// A response field.
pub(super) struct Place<'a> {
    pub(super) path: FieldPath,
    /// The folded names on the path to the field, ending with the field's own name.
    pub(super) names: Vec<String>,
    /// The type after following aliases; `None` if an alias is nullable.
    pub(super) ty: Option<&'a Type>,
    /// Whether the document declares the field, or an object that contains it, as deprecated.
    pub(super) deprecated: bool,
}

impl Place<'_> {
    pub(super) fn name(&self) -> &str {
        self.names.last().map_or("", String::as_str)
    }

    pub(super) fn is_integer(&self) -> bool {
        self.ty.is_some_and(is_integer)
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self.ty, Some(Type::Scalar(Scalar::String | Scalar::Uri | Scalar::Uuid | Scalar::Byte)))
    }

    pub(super) fn is_bool(&self) -> bool {
        matches!(self.ty, Some(Type::Scalar(Scalar::Bool)))
    }

    /// Returns whether the field contains the URL of the next page.
    pub(super) fn is_link(&self) -> bool {
        let links = |names: &[String]| names.iter().any(|name| words::LINKS.contains(&name.as_str()));
        match self.names.as_slice() {
            _ if !self.is_text() => false,
            [.., name] if words::LINK.contains(&name.as_str()) => true,
            [around @ .., next, href] if next == words::NEXT && href == "href" => links(around),
            [around @ .., next] if next == words::NEXT => {
                links(around) || matches!(self.ty, Some(Type::Scalar(Scalar::Uri)))
            }
            _ => false,
        }
    }
}

/// Returns a field, identified by its struct and its index in the struct.
pub(super) fn field(api: &Api, (ty, index): (TypeId, usize)) -> Option<&Field> {
    match &api.ty(ty).shape {
        Shape::Struct(object) => object.fields.get(index),
        _ => None,
    }
}

pub(super) fn is_integer(ty: &Type) -> bool {
    matches!(ty, Type::Scalar(Scalar::Int32 | Scalar::Int64 | Scalar::UInt64))
}

/// Returns the type after following aliases. Returns `None` if one of the aliases is nullable, because the
/// resulting type would not include `null`.
pub(super) fn plain<'a>(api: &'a Api, ty: &'a Type) -> Option<&'a Type> {
    let is_nullable = api.aliases(ty).any(|(_, target)| target.nullable);
    (!is_nullable).then(|| api.resolved(ty))
}

/// Returns the struct to which a type refers, directly or through aliases.
pub(super) fn object<'a>(api: &'a Api, ty: &'a Type) -> Option<(TypeId, &'a Struct)> {
    match plain(api, ty)? {
        Type::Named(id) => match &api.ty(*id).shape {
            Shape::Struct(object) => Some((*id, object)),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the fields of a response, outermost first, in document order.
pub(super) fn places<'a>(api: &'a Api, response: &'a Usage) -> Vec<Place<'a>> {
    let mut found: Vec<Place<'a>> = Vec::new();
    let mut level = vec![(FieldPath::default(), Vec::new(), &response.ty, false)];
    for _ in 0..=DEPTH {
        let mut deeper = Vec::new();
        for (path, names, ty, deprecated) in level {
            let Some((id, object)) = object(api, ty) else { continue };
            for (index, field) in object.fields.iter().enumerate() {
                let (mut path, mut names): (FieldPath, Vec<String>) = (path.clone(), names.clone());
                path.0.push((id, index));
                names.push(fold(&field.name));
                let deprecated = deprecated || field.deprecated;
                if names.last().is_some_and(|name| WRAPPERS.contains(&name.as_str())) {
                    deeper.push((path.clone(), names.clone(), &field.usage.ty, deprecated));
                }
                found.push(Place { path, names, ty: plain(api, &field.usage.ty), deprecated });
            }
        }
        level = deeper;
    }
    found
}

/// Returns the field at a dotted path, such as `meta.next`.
pub(super) fn named<'p, 'a>(api: &Api, places: &'p [Place<'a>], text: &str) -> Option<&'p Place<'a>> {
    places.iter().find(|place| place.path.names(api).join(".") == text)
}

/// Returns the paginated list: the configured field, the response itself, the only list of objects, or the
/// only list with a common name.
///
/// Deprecated lists are skipped, since new code should not use them, and their replacement is usually next to
/// them.
pub(super) fn list(
    api: &Api,
    response: &Usage,
    places: &[Place<'_>],
    configured: Option<&str>,
) -> Result<(FieldPath, Usage), String> {
    let item = |place: &Place<'_>| match place.ty {
        Some(Type::List(item)) => Some((place.path.clone(), (**item).clone())),
        _ => None,
    };
    if let Some(name) = configured.filter(|name| !name.is_empty()) {
        let place = named(api, places, name).and_then(item);
        return place.ok_or_else(|| format!("the response does not contain a list `{name}`"));
    }
    if let (Some(Type::List(item)), false) = (plain(api, &response.ty), response.nullable) {
        return Ok((FieldPath::default(), (**item).clone()));
    }
    if !places.iter().any(|place| matches!(place.ty, Some(Type::List(_)))) {
        return Err("the response does not contain a list".to_owned());
    }
    let deepest = places.iter().map(|place| place.names.len()).max().unwrap_or_default();
    for depth in 1..=deepest {
        let lists = || {
            places
                .iter()
                .filter(|place| place.names.len() == depth && !place.deprecated)
                .filter(|place| matches!(place.ty, Some(Type::List(_))))
        };
        let usual = || lists().filter(|place| words::ITEMS.contains(&place.name()));
        let objects = || lists().filter(|place| is_list_of_objects(api, place));
        for found in [
            objects().collect::<Vec<_>>(),
            objects().filter(|p| words::ITEMS.contains(&p.name())).collect(),
            usual().collect(),
        ] {
            if let [only] = found.as_slice() {
                return item(only).ok_or_else(String::new);
            }
        }
        if lists().next().is_some() {
            break;
        }
    }
    Err("the response contains several lists, and which one is paginated is ambiguous".to_owned())
}

fn is_list_of_objects(api: &Api, place: &Place<'_>) -> bool {
    let Some(Type::List(item)) = place.ty else { return false };
    match api.resolved(&item.ty) {
        Type::Named(id) => !matches!(api.ty(*id).shape, Shape::Enum(_)),
        Type::Object | Type::Map(_) | Type::Any => true,
        Type::Scalar(_) | Type::List(_) => false,
    }
}
