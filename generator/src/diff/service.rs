//! Compares the titles, versions, descriptions, servers, security schemes and tags of two documents.

use super::change::Change;
use super::kind::Kind;
use super::pair::{Pair, Side};
use super::types::text;
use super::{security, servers};
use crate::name::TagName;
use crate::pointer::Pointer;

/// Compares the titles, versions, descriptions, servers, security schemes and tags.
pub(super) fn compare(pair: &Pair<'_>, out: &mut Vec<Change>) {
    let (old, new) = (&pair.old.model.api, &pair.new.model.api);
    let info = Pointer::root().key("info");
    let texts = [
        (Kind::ApiTitle, "title", Some(&old.title), Some(&new.title)),
        (Kind::ApiVersion, "version", Some(&old.version), Some(&new.version)),
        (Kind::ApiDescription, "description", old.description.as_ref(), new.description.as_ref()),
    ];
    for (kind, key, was, is) in texts.into_iter().filter(|(_, _, was, is)| was != is) {
        out.push(Change::new(kind, &info.key(key)).from(text(was)).to(text(is)));
    }
    servers::compare(pair, out);
    security::compare(pair, out);
    tags(pair, out);
}

/// Compares the tags that the crate contains.
fn tags(pair: &Pair<'_>, out: &mut Vec<Change>) {
    let of = |side: &Side<'_>| {
        let tags = side
            .model
            .facts
            .tags()
            .iter()
            .map(|id| (side.model.api.tag(*id).clone(), side.model.names.tag(*id).clone()));
        tags.collect::<Vec<_>>()
    };
    let (old, new) = (of(&pair.old), of(&pair.new));
    let at = Pointer::root().key("tags");
    for (tag, names) in &new {
        let rust = path(names);
        let Some((earlier, before)) = old.iter().find(|(other, _)| other.name == tag.name) else {
            out.push(Change::new(Kind::TagAdded, &at).about(&tag.name).rust(rust));
            continue;
        };
        let change = |kind| Change::new(kind, &at).about(&tag.name).rust(rust.clone());
        if path(before) != rust {
            out.push(change(Kind::TagRustName).from(path(before)).to(rust.clone()));
        }
        let pairs = [(&earlier.description, &tag.description), (&earlier.summary, &tag.summary)];
        for (was, is) in pairs.into_iter().filter(|(was, is)| was != is) {
            out.push(change(Kind::TagDescription).from(text(was.as_ref())).to(text(is.as_ref())));
        }
    }
    for (tag, names) in old.iter().filter(|(tag, _)| !new.iter().any(|(other, _)| other.name == tag.name)) {
        let change = Change::new(Kind::TagRemoved, &at).about(&tag.name);
        out.push(change.rust(path(names)));
    }
}

/// Returns the path of a tag's handle in Rust.
fn path(names: &TagName) -> String {
    format!("api::{}::{}", names.module, names.handle)
}
