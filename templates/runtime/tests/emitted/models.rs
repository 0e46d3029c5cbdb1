//! The schemas of the operations.

use crate::runtime::{UnknownValue, open_enum, record};

/// A group.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub(crate) struct Group {
    /// The ID.
    pub id: Option<String>,
    /// The name.
    pub name: String,
    /// The state.
    pub state: Option<GroupState>,
}

record! {
    Group: testing {
        "id" id: opt [into String],
        "name" name: req (into String),
        "state" state: opt [GroupState],
    }
}

/// A group to create.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub(crate) struct GroupCreate {
    /// The name.
    pub name: String,
    /// The state.
    pub state: Option<GroupState>,
}

record! {
    GroupCreate {
        "name" name: req,
        "state" state: opt,
    }
}

/// A page of groups.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub(crate) struct GroupEntityListing {
    /// The groups.
    pub entities: Option<Vec<Group>>,
    /// The total number of groups.
    pub total: Option<i64>,
}

record! {
    GroupEntityListing: testing {
        "entities" entities: opt [list Group],
        "total" total: opt [i64],
    }
}

/// The state of a group.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub(crate) enum GroupState {
    /// `active`
    Active,
    /// A value that this version does not list.
    Unknown(UnknownValue),
}

open_enum! {
    GroupState {
        Active = "active",
    }
}
