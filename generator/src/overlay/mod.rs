//! Applies the maintainer's changes to a document (OpenAPI Overlay 1.0).
//!
//! Runs between `load` and `normalise`. [`read`] parses the actions of an overlay; this module applies them in
//! order to the untyped tree. An action that selects nothing is an error, since the document may have been
//! fixed upstream. The limits of `load` also apply to the changed tree. This stage does not interpret
//! OpenAPI.

mod cost;
mod functions;
mod read;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::load::{MAX_DEPTH, Origins, Source, measure};
use crate::pointer::Pointer;
use read::{Action, Change};

/// The maximum number of nodes that all actions together may add. Without this limit, a few actions could
/// produce a huge tree, since each one can double it.
const MAX_ADDED: usize = 250_000;

/// An error in an overlay, or in its application to the document.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// The index of the overlay, starting at 0.
    pub overlay: usize,
    /// The error, with its location in the overlay.
    pub finding: Diagnostic,
}

/// Applies overlays to a document, in order.
///
/// # Errors
/// Returns an error if a file is not an overlay, an action selects nothing, an action's change does not match the
/// selected node, or a limit is exceeded. No further actions are applied after the first error.
pub fn apply(document: Source, overlays: Vec<Source>) -> Result<Source, Box<Wrong>> {
    if overlays.is_empty() {
        return Ok(document);
    }
    let mut tree = document.tree().clone();
    let (origins, known) = document.origins();
    let mut merge = Merge { origins: origins.clone(), layer: known, added: 0, visits: 0 };
    for (overlay, source) in overlays.iter().enumerate() {
        merge.layer = known + overlay + 1;
        let done = read::actions(source.tree())
            .and_then(|actions| actions.iter().try_for_each(|action| merge.act(&mut tree, action)));
        if let Err(finding) = done {
            let finding = match source.position(&finding.pointer) {
                Some(position) => finding.at(position),
                None => finding,
            };
            return Err(Box::new(Wrong { overlay, finding }));
        }
    }
    Ok(document.extended(tree, merge.origins, overlays))
}

/// The state kept while overlays are applied.
struct Merge {
    origins: Origins,
    /// The overlay's number among the sources of the document.
    layer: usize,
    added: usize,
    /// An upper bound for the number of nodes that all targets have visited so far.
    visits: usize,
}

impl Merge {
    fn act(&mut self, tree: &mut Value, action: &Action<'_>) -> Result<(), Diagnostic> {
        self.visits = self.visits.saturating_add(cost::visits(action.text, tree));
        if self.visits > cost::MAX_VISITS {
            let message = format!(
                "evaluating `{}` may require more than {} steps, including those of earlier actions",
                action.text,
                cost::MAX_VISITS
            );
            return Err(Diagnostic::error(Code::OverlayTooCostly, &action.at.key("target"), message)
                .help("use a more specific path, with fewer nested searches (`..`) and queries"));
        }
        let found = action.target.query_located(tree);
        let places: BTreeSet<Pointer> =
            found.locations().filter_map(|location| Pointer::parse(&location.to_json_pointer())).collect();
        if places.is_empty() {
            let message = format!("`{}` does not select anything in the document", action.text);
            return Err(Diagnostic::error(Code::OverlayWithoutTarget, &action.at.key("target"), message)
                .help("remove the action if the document no longer needs it; otherwise correct the path"));
        }
        match &action.change {
            Change::Remove => self.remove(tree, places, action),
            Change::Update(update) => places.iter().try_for_each(|at| self.update(tree, at, update, action)),
        }
    }

    fn update(
        &mut self,
        tree: &mut Value,
        at: &Pointer,
        update: &Value,
        action: &Action<'_>,
    ) -> Result<(), Diagnostic> {
        let from = action.at.key("update");
        let (depth, size) = measure(update);
        self.added += size;
        if self.added > MAX_ADDED || at.segments().count() + depth > MAX_DEPTH {
            let message = format!("this action makes the document too large or too deeply nested at {at}");
            return Err(Diagnostic::error(Code::OverlayTooLarge, &from, message)
                .help("use a smaller update, or a target that selects fewer nodes"));
        }
        match (at.find_mut(tree), update) {
            (Some(Value::Array(list)), Value::Array(more)) => {
                self.append(list, more, at, &from);
                Ok(())
            }
            (Some(Value::Array(list)), one) => {
                self.origins.put(at.index(list.len()), (self.layer, from));
                list.push(one.clone());
                Ok(())
            }
            (Some(node @ Value::Object(_)), Value::Object(_)) => {
                self.merge(node, update, at, &from);
                Ok(())
            }
            (Some(Value::Object(_)), _) => {
                let message = format!(
                    "cannot merge the update into {at}, which is an object, because the update is not an \
                     object"
                );
                Err(Diagnostic::error(Code::WrongOverlay, &from, message)
                    .help("use an object that contains the members to change"))
            }
            _ => {
                let message = format!("cannot update {at}: it is neither an object nor a list");
                Err(Diagnostic::error(Code::WrongOverlay, &action.at.key("target"), message)
                    .help("select the object that contains the value, and set the member in the update"))
            }
        }
    }

    /// Merges `update` into `target` as the specification requires: objects are merged member by member,
    /// arrays are appended, and other values are replaced.
    ///
    /// The recursion is bounded by the nesting limit of `load`.
    fn merge(&mut self, target: &mut Value, update: &Value, at: &Pointer, from: &Pointer) {
        match (target, update) {
            (Value::Object(target), Value::Object(update)) => {
                for (key, value) in update {
                    let (at, from) = (at.key(key), from.key(key));
                    match target.get_mut(key) {
                        Some(known) => self.merge(known, value, &at, &from),
                        None => {
                            self.origins.put(at, (self.layer, from));
                            target.insert(key.clone(), value.clone());
                        }
                    }
                }
            }
            (Value::Array(list), Value::Array(more)) => self.append(list, more, at, from),
            (target, update) => {
                *target = update.clone();
                self.origins.put(at.clone(), (self.layer, from.clone()));
            }
        }
    }

    fn append(&mut self, list: &mut Vec<Value>, more: &[Value], at: &Pointer, from: &Pointer) {
        for (index, value) in more.iter().enumerate() {
            self.origins.put(at.index(list.len()), (self.layer, from.index(index)));
            list.push(value.clone());
        }
    }

    fn remove(
        &mut self,
        tree: &mut Value,
        places: BTreeSet<Pointer>,
        action: &Action<'_>,
    ) -> Result<(), Diagnostic> {
        let mut by_parent: BTreeMap<Pointer, BTreeSet<String>> = BTreeMap::new();
        for at in places {
            let (Some(parent), Some(last)) = (at.parent(), at.last()) else {
                let target = action.at.key("target");
                return Err(Diagnostic::error(
                    Code::WrongOverlay,
                    &target,
                    "cannot remove the whole document",
                )
                .help("select a part of it"));
            };
            by_parent.entry(parent).or_default().insert(last);
        }
        // Deeper nodes are removed first, so that the remaining locations stay valid.
        let mut deep_first: Vec<_> = by_parent.into_iter().collect();
        deep_first.sort_by_key(|(parent, _)| std::cmp::Reverse(parent.segments().count()));
        for (parent, gone) in deep_first {
            match parent.find_mut(tree) {
                Some(Value::Object(members)) => {
                    members.retain(|key, _| !gone.contains(key));
                    gone.iter().for_each(|key| self.origins.forget(&parent.key(key)));
                }
                Some(Value::Array(list)) => {
                    let gone = gone.iter().filter_map(|index| index.parse().ok()).collect();
                    self.origins.taken_out(&parent, &gone, list.len());
                    let mut index = 0..;
                    list.retain(|_| index.next().is_none_or(|index| !gone.contains(&index)));
                }
                _ => {}
            }
        }
        Ok(())
    }
}
