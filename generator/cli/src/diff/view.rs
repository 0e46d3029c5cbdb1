//! Changes as plain strings and numbers; this is the schema of the JSON output, documented in
//! docs/changes.md.

use std::collections::BTreeMap;

use generator::Model;
use generator::diff::{Change, Changes, Impact, Official, Place};
use serde::Serialize;

use super::shown::headline;
use crate::documents::Documents;

/// Both documents and the changes.
#[derive(Debug, Serialize)]
pub(crate) struct View {
    pub(crate) old: DocumentView,
    pub(crate) new: DocumentView,
    pub(crate) summary: Summary,
    pub(crate) changes: Vec<ChangeView>,
    /// Whether the vendor publishes its own SDKs, whose rules determine the official ratings.
    #[serde(skip)]
    pub(crate) has_official: bool,
}

/// One of the two documents.
#[derive(Debug, Serialize)]
pub(crate) struct DocumentView {
    pub(crate) document: String,
    pub(crate) title: String,
    pub(crate) version: String,
}

/// The most serious ratings, and the numbers of changes.
#[derive(Debug, Serialize)]
pub(crate) struct Summary {
    /// The most serious impact; absent if nothing changed.
    #[serde(rename = "crate")]
    pub(crate) impact: Option<String>,
    pub(crate) official: Option<String>,
    pub(crate) crate_counts: CrateCounts,
    pub(crate) official_counts: OfficialCounts,
    /// The numbers of changes that affect only previews.
    pub(crate) preview_counts: CrateCounts,
    pub(crate) kinds: BTreeMap<&'static str, usize>,
}

/// The numbers of changes, by effect on the crate.
#[derive(Debug, Serialize)]
pub(crate) struct CrateCounts {
    pub(crate) breaking: usize,
    pub(crate) additive: usize,
    pub(crate) documentation: usize,
}

/// The numbers of changes, rated by the rules of the official SDKs.
#[derive(Debug, Serialize)]
pub(crate) struct OfficialCounts {
    pub(crate) major: usize,
    pub(crate) minor: usize,
    pub(crate) point: usize,
    pub(crate) unlisted: usize,
}

/// A change between the two documents.
#[derive(Debug, Serialize)]
pub(crate) struct ChangeView {
    pub(crate) kind: &'static str,
    pub(crate) title: String,
    /// The headline with the names, and with the old and new values if it does not already contain them.
    #[serde(skip)]
    pub(crate) headline: String,
    /// The method and path; absent for models and for the API as a whole.
    pub(crate) operation: Option<String>,
    /// The name of the schema; absent for operations and for the API as a whole.
    pub(crate) model: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) pointer: String,
    pub(crate) rust: Option<String>,
    pub(crate) old: Option<String>,
    pub(crate) new: Option<String>,
    pub(crate) direction: Option<String>,
    pub(crate) preview: bool,
    #[serde(rename = "crate")]
    pub(crate) impact: String,
    pub(crate) official: String,
    pub(crate) reason: &'static str,
    pub(crate) advice: Option<&'static str>,
}

/// Returns whether the configuration names the vendor's own SDK. If it does not, ratings by the rules of the official
/// SDKs are not displayed.
pub(crate) fn has_official(documents: &Documents) -> bool {
    documents.new.config.docs.python_package.is_some()
}

/// Builds the view of both documents and their changes.
pub(crate) fn view(documents: &Documents, changes: &Changes) -> View {
    let document = |name: &str, model: &Model| DocumentView {
        document: name.to_owned(),
        title: model.api.title.clone(),
        version: model.api.version.clone(),
    };
    View {
        old: document(&documents.old_name, &documents.old),
        new: document(&documents.new_name, &documents.new),
        summary: summary(changes),
        changes: changes.iter().map(change).collect(),
        has_official: has_official(documents),
    }
}

fn summary(changes: &Changes) -> Summary {
    let mut kinds = BTreeMap::new();
    for change in changes.iter() {
        *kinds.entry(change.kind.rule().name).or_default() += 1;
    }
    let counts = |only_preview: bool| {
        let of = |impact| {
            let counted = |change: &&Change| change.impact() == impact && (!only_preview || change.preview);
            changes.iter().filter(counted).count()
        };
        CrateCounts {
            breaking: of(Impact::Breaking),
            additive: of(Impact::Additive),
            documentation: of(Impact::Documentation),
        }
    };
    Summary {
        impact: changes.impact().map(|impact| impact.to_string()),
        official: changes.official().map(|class| class.to_string()),
        crate_counts: counts(false),
        official_counts: OfficialCounts {
            major: changes.count_official(Official::Major),
            minor: changes.count_official(Official::Minor),
            point: changes.count_official(Official::Point),
            unlisted: changes.count_official(Official::Unlisted),
        },
        preview_counts: counts(true),
        kinds,
    }
}

fn change(change: &Change) -> ChangeView {
    let (operation, model) = match &change.place {
        Place::Api => (None, None),
        Place::Operation(name) => (Some(name.clone()), None),
        Place::Model(name) => (None, Some(name.clone())),
    };
    ChangeView {
        kind: change.kind.rule().name,
        title: change.kind.rule().title(),
        headline: headline(change),
        operation,
        model,
        subject: change.subject.clone(),
        pointer: change.pointer.listed().into_owned(),
        rust: change.rust.clone(),
        old: change.old.clone(),
        new: change.new.clone(),
        direction: change.direction.map(|direction| direction.to_string()),
        preview: change.preview,
        impact: change.impact().to_string(),
        official: change.official().to_string(),
        reason: change.outcome().why,
        advice: change.advice(),
    }
}

impl ChangeView {
    /// Returns the operation or model that the change belongs to, as displayed.
    pub(crate) fn place(&self) -> &str {
        self.operation.as_deref().or(self.model.as_deref()).unwrap_or("The API")
    }
}
