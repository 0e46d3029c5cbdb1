//! Visits every object and keyword of a document from the root, and looks them up in the table.
//!
//! A component is visited when a reference to it is found; unreferenced components are dropped. The
//! recursion is as deep as the tree, whose depth `load` limits.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::known::Known;
use super::look::{At, Look, Slot};
use super::marks::Mark;
use super::places::{is_beside_reference, is_component, is_due, is_referable, is_relevant, referring, slot};
use super::rows::{EXTENSION, Rows, UNKNOWN};
use super::table::{Inside, Kind, Row, Rule};
use super::tally::{Tally, Verdict};
use super::{Counts, Line, Reason};
use crate::diagnostic::Outcome;
use crate::normalise::Dialect;
use crate::pointer::{Pointer, Way};
use crate::resolve::{Target, target};

/// The reason for dropping the contents of a dropped construct.
pub const PART: &str = "part of a dropped construct";
const UNREFERENCED: &str = "not referenced by generated code";
const BESIDE_REFERENCE: &str = "siblings of `$ref` are ignored";
const WRONG_KIND: &str = "unexpected value type";
const OTHER_VERSION: &str = "keyword of a different OpenAPI version";

/// Walks through a document.
pub(super) fn walk(tree: &Value, dialect: Dialect, known: &Known, marks: &Mark) -> Vec<Line> {
    let mut walk = Walk {
        dialect,
        known,
        rows: Rows::new(),
        tally: Tally::default(),
        pending: BTreeMap::new(),
        reached: Vec::new(),
    };
    let root = Here { at: walk.at(&Way::Root, Kind::Document), mark: Some(marks), lost: None };
    walk.object(Kind::Document, tree, root);
    walk.components(marks);
    let mut lines = walk.tally.lines(&walk.rows.all);
    lines.extend(elsewhere(marks));
    lines
}

/// Returns lines for findings at locations that the walk does not visit.
fn elsewhere(marks: &Mark) -> Vec<Line> {
    let mut found: BTreeMap<&'static str, Line> = BTreeMap::new();
    marks.left(&Pointer::root(), &mut |code, at| {
        let Some(class) = super::marks::class(code) else { return };
        let line = found.entry(code.name()).or_insert_with(|| Line {
            kind: "elsewhere",
            keyword: code.name(),
            counts: Counts::default(),
            labels: Vec::new(),
            reasons: vec![Reason { class, why: code.meaning(), number: 0, places: Vec::new() }],
            names: Vec::new(),
            more_names: 0,
        });
        line.counts.add(class, 1);
        for reason in &mut line.reasons {
            reason.number += 1;
            if reason.places.len() < super::PLACES {
                reason.places.push(at.clone());
            }
        }
    });
    found.into_values().collect()
}

/// The context of an object.
#[derive(Clone, Copy)]
struct Here<'w> {
    at: At<'w>,
    mark: Option<&'w Mark>,
    /// The reason why the object and its contents count as dropped; `None` if they do not.
    lost: Option<&'static str>,
}

/// A keyword of an object.
struct Member<'w> {
    kind: Kind,
    object: &'w Map<String, Value>,
    key: &'w str,
    value: &'w Value,
}

struct Walk<'w> {
    dialect: Dialect,
    known: &'w Known,
    rows: Rows,
    tally: Tally,
    /// Components to which no reference has been found so far.
    pending: BTreeMap<Pointer, (Kind, &'w Value)>,
    /// The targets of references.
    reached: Vec<Pointer>,
}

impl<'w> Walk<'w> {
    fn at<'a>(&self, way: &'a Way<'a>, parent: Kind) -> At<'a>
    where
        'w: 'a,
    {
        let (name, number, slot) = ("", 0, Slot::Other);
        At { way, name, number, slot, parent, dialect: self.dialect, known: self.known }
    }

    /// Visits the components that are referenced, then all others, which count as dropped.
    fn components(&mut self, marks: &Mark) {
        loop {
            let component = match self.reached.pop() {
                Some(at) => self.component_around(&at).map(|at| (at, None)),
                None => match self.pending.keys().next().cloned() {
                    Some(at) => Some((at, Some(UNREFERENCED))),
                    None => return,
                },
            };
            let Some((at, lost)) = component else { continue };
            let Some((kind, value)) = self.pending.remove(&at) else { continue };
            let steps: Vec<String> = at.segments().collect();
            self.component(kind, value, &steps, &Way::Root, Some(marks), lost);
        }
    }

    /// Visits a component.
    fn component(
        &mut self,
        kind: Kind,
        value: &'w Value,
        steps: &[String],
        way: &Way<'_>,
        mark: Option<&Mark>,
        lost: Option<&'static str>,
    ) {
        let Some((step, rest)) = steps.split_first() else {
            let at = self.at(way, Kind::Components);
            let name = match way {
                Way::Key(_, name) => name,
                _ => "",
            };
            return self.object(kind, value, Here { at: At { name, ..at }, mark, lost });
        };
        let below = mark.and_then(|mark| mark.child(step));
        self.component(kind, value, rest, &Way::Key(way, step), below, lost);
    }

    /// Returns the component at a location, or the one that contains it.
    fn component_around(&self, at: &Pointer) -> Option<Pointer> {
        let mut place = Some(at.clone());
        while let Some(at) = place {
            if self.pending.contains_key(&at) {
                return Some(at);
            }
            place = at.parent();
        }
        None
    }

    /// Visits an object, or a value that is not an object where one is expected.
    fn object(&mut self, kind: Kind, value: &'w Value, here: Here<'_>) {
        let Some(object) = value.as_object() else { return self.no_object(kind, value, here) };
        let reference = object.get("$ref").and_then(Value::as_str);
        let is_reference = reference.is_some() && is_referable(kind, self.dialect);
        let kind = if is_reference { referring(kind) } else { kind };
        if let (Some(Target::Local(at)), None) = (reference.filter(|_| is_reference).map(target), here.lost) {
            self.reached.push(at);
        }
        let mut lost = here.lost;
        if matches!(kind, Kind::Operation) || here.at.slot == Slot::Named {
            lost = lost.or_else(|| self.known.left.get(&here.at.way.pointer()).copied());
        }
        let (row, _) = self.rows.find(kind, "", self.dialect);
        if let Some((index, row)) = row {
            let look = Look { value, object, at: here.at };
            let mark = here.mark.and_then(if kind == Kind::Requirement { Mark::all } else { Mark::here });
            let verdict = verdict(row, &look, mark, lost);
            self.tally.add(index, row.label.map(|label| label(&look)), verdict, here.at.way);
            if verdict.class == Outcome::Dropped {
                lost = Some(PART);
            }
        }
        if kind == Kind::Requirement {
            return;
        }
        let here = Here { lost, ..here };
        for (key, value) in object {
            self.member(&Member { kind, object, key, value }, here);
        }
    }

    /// Counts a value that is not an object where one is expected. Only the schemas `true` and `false` are valid.
    fn no_object(&mut self, kind: Kind, value: &Value, here: Here<'_>) {
        let (Some((index, _)), _) = self.rows.find(kind, "", self.dialect) else { return };
        let is_schema = kind == Kind::Schema && value.is_boolean();
        let (class, why) = match (is_schema, here.lost) {
            (true, None) => (Outcome::Handled, ""),
            (_, Some(lost)) => (Outcome::Dropped, lost),
            (false, None) => (Outcome::Dropped, WRONG_KIND),
        };
        // A finding at this location is about the value itself.
        let mark = here.mark.and_then(Mark::all).filter(|(marked, _)| *marked > class);
        let verdict = mark.map_or(Verdict { class, why }, |(class, why)| Verdict { class, why });
        self.tally.add(index, None, verdict, here.at.way);
    }

    /// Visits a keyword and its value.
    fn member(&mut self, member: &Member<'w>, here: Here<'_>) {
        let Member { kind, object, key, value } = *member;
        let way = Way::Key(here.at.way, key);
        let mark = here.mark.and_then(|mark| mark.child(key));
        let (row, elsewhere) = self.row(kind, key);
        let Some((index, row)) = row else {
            return self.unknown(member, &way, mark, elsewhere, here);
        };
        let is_reference = object.get("$ref").is_some_and(Value::is_string);
        let beside = is_reference && is_beside_reference(kind, key, self.dialect);
        let due = is_due(row.inside, value);
        let mut look = Look { value, object, at: here.at };
        if kind == Kind::Parameter && here.at.slot == Slot::Other {
            // A Swagger 2.0 parameter contains the keywords of its schema.
            look.at.slot = Slot::Parameter;
        }
        let found = mark.and_then(|mark| match row.inside {
            _ if !due || row.whole => mark.all(),
            Inside::Data => mark.all(),
            // The finding is about the object, which is visited later.
            Inside::One(_) => None,
            Inside::List(_) | Inside::Map(_) | Inside::Rest(_) => mark.here(),
        });
        let verdict = match here.lost {
            Some(_) => Verdict { class: Outcome::Dropped, why: PART },
            None if beside => Verdict { class: Outcome::Dropped, why: BESIDE_REFERENCE },
            None if !due => Verdict { class: Outcome::Dropped, why: WRONG_KIND },
            None => self::verdict(row, &look, found, None),
        };
        if self.counts(kind, row, value, verdict, here.lost) {
            self.tally.add(index, row.label.map(|label| label(&look)), verdict, &way);
            if row.keyword == "format" && verdict.class != Outcome::Handled {
                self.tally.name(index, value.as_str().unwrap_or_default());
            }
        }
        let lost = (verdict.class == Outcome::Dropped).then_some(PART);
        if due && !row.whole {
            self.below(member, row, &way, Here { mark, lost, ..here });
        }
    }

    /// Returns the row of a keyword; Swagger 2.0 parameters and headers also have those of schemas.
    fn row(&self, kind: Kind, key: &str) -> (Option<(usize, &'static Row)>, Option<&'static Row>) {
        let (row, elsewhere) = self.rows.find(kind, key, self.dialect);
        let is_schema = self.dialect == Dialect::Swagger20 && matches!(kind, Kind::Parameter | Kind::Header);
        if row.is_some() || !is_schema {
            return (row, elsewhere);
        }
        self.rows.find(Kind::Schema, key, self.dialect)
    }

    /// Counts a keyword that has no row.
    fn unknown(
        &mut self,
        member: &Member<'w>,
        way: &Way<'_>,
        mark: Option<&Mark>,
        elsewhere: Option<&'static Row>,
        here: Here<'_>,
    ) {
        let Member { kind, key, value, .. } = *member;
        if kind == Kind::Callback && !key.starts_with("x-") {
            let at = At { name: key, way, ..self.at(way, kind) };
            return self.object(Kind::PathItem, value, Here { at, mark, ..here });
        }
        let is_extension = key.starts_with("x-");
        let row = if is_extension { &EXTENSION } else { &UNKNOWN };
        let (Some((index, _)), _) = self.rows.find(kind, row.keyword, self.dialect) else { return };
        let marked = mark.and_then(Mark::all);
        let (class, why) = match (here.lost, row.outcomes().as_slice()) {
            (Some(_), _) => (Outcome::Dropped, PART),
            (None, [named, _]) if self.known.extensions.contains(key) => marked.unwrap_or(*named),
            (None, [_, other]) => *other,
            (None, _) if kind == Kind::Reference => (Outcome::Dropped, BESIDE_REFERENCE),
            (None, _) if elsewhere.is_some() => (Outcome::Dropped, other_version(elsewhere)),
            (None, [only]) => *only,
            (None, _) => (Outcome::Dropped, WRONG_KIND),
        };
        self.tally.add(index, None, Verdict { class, why }, way);
        if class != Outcome::Handled && here.lost.is_none() {
            self.tally.name(index, key);
        }
    }

    /// Returns whether a keyword is counted. A container is counted only if the container itself is dropped.
    fn counts(&self, kind: Kind, row: &Row, value: &Value, verdict: Verdict, lost: Option<&str>) -> bool {
        let holds = kind != Kind::Schema && row.inside != Inside::Data && !row.whole;
        let is_empty = match value {
            Value::Array(items) => items.is_empty(),
            Value::Object(members) => members.is_empty(),
            _ => false,
        };
        !holds || (verdict.class != Outcome::Handled && lost.is_none() && !is_empty)
    }

    /// Visits the objects inside a keyword.
    fn below(&mut self, member: &Member<'w>, row: &Row, way: &Way<'_>, here: Here<'_>) {
        let Member { kind: parent, key, value, .. } = *member;
        let slot = slot(parent, key, here.at);
        match (row.inside, value) {
            (Inside::One(kind), value) => {
                let at = At { slot, name: here.at.name, ..self.at(way, parent) };
                self.object(kind, value, Here { at, ..here });
            }
            (Inside::List(kind), Value::Array(items)) => {
                let described = items.iter().filter(|item| is_relevant(item)).count() < 2;
                for (number, item) in items.iter().enumerate() {
                    let way = Way::Index(way, number);
                    let mut at = At { slot, number, ..self.at(&way, parent) };
                    if let Slot::Part { alone, of_member } = slot {
                        at.slot = Slot::Part { alone: alone && (described || !is_relevant(item)), of_member };
                    }
                    let mark = here.mark.and_then(|mark| mark.child(&number.to_string()));
                    self.object(kind, item, Here { at, mark, lost: here.lost });
                }
            }
            (Inside::Map(kind), Value::Object(members)) => self.map(member, kind, members, way, (slot, here)),
            _ => {}
        }
    }

    /// Visits a map of objects.
    fn map(
        &mut self,
        member: &Member<'w>,
        kind: Kind,
        members: &'w Map<String, Value>,
        way: &Way<'_>,
        (slot, here): (Slot, Here<'_>),
    ) {
        let parent = member.kind;
        // `paths` and `responses` may contain vendor extensions in addition to their entries.
        let is_open = matches!(kind, Kind::PathItem | Kind::Response) && parent != Kind::Components;
        let is_open = is_open && !(parent == Kind::Document && kind == Kind::Response);
        for (number, (name, value)) in members.iter().enumerate() {
            let way = Way::Key(way, name);
            let mark = here.mark.and_then(|mark| mark.child(name));
            if is_open && name.starts_with("x-") {
                let extension = Member { kind: parent, object: members, key: name, value };
                self.unknown(&extension, &way, mark, None, here);
                continue;
            }
            if is_component(parent, member.key) && here.lost.is_none() {
                self.pending.insert(way.pointer(), (kind, value));
                continue;
            }
            let at = At { slot, name, number, ..self.at(&way, parent) };
            self.object(kind, value, Here { at, mark, lost: here.lost });
        }
    }
}

/// Returns the reason for dropping a keyword of a different version.
fn other_version(row: Option<&'static Row>) -> &'static str {
    match row.map(|row| (row.dialects, row.rule)) {
        Some(([], Rule::Always(_, why))) => why,
        _ => OTHER_VERSION,
    }
}

/// Returns the verdict on a construct, based on its row, its findings and its parent's outcome.
fn verdict(
    row: &Row,
    look: &Look<'_>,
    mark: Option<(Outcome, &'static str)>,
    lost: Option<&'static str>,
) -> Verdict {
    if let Some(why) = lost {
        return Verdict { class: Outcome::Dropped, why };
    }
    let (class, why) = match row.rule {
        Rule::Always(class, why) => (class, why),
        Rule::Either([first, second], predicate) => *if predicate(look) { first } else { second },
        Rule::ByUse(cases, predicate) => {
            let found = cases.iter().find(|(one, ..)| *one == predicate(look));
            found.map_or((Outcome::Dropped, WRONG_KIND), |(_, class, why)| (*class, *why))
        }
    };
    match mark {
        Some((marked, why)) if marked > class => Verdict { class: marked, why },
        _ => Verdict { class, why },
    }
}
