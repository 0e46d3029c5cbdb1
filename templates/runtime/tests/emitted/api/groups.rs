//! The operations of the `Groups` tag.

use crate::models::{Group, GroupCreate, GroupEntityListing};
use crate::runtime::{
    Client, EmptyBody, Json, Operation, Paging, Style, UnknownValue, open_enum, request_builder, strings,
};

/// The operations of the `Groups` tag.
#[derive(Debug, Clone)]
pub(crate) struct Groups {
    client: Client,
}

impl Groups {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Gets a page of groups.
    pub(crate) fn get_groups(&self) -> GetGroups {
        GetGroups(GetGroups::request(&self.client))
    }

    /// Gets a group.
    pub(crate) fn get_group(&self, group_id: &str) -> GetGroup {
        GetGroup(GetGroup::request(&self.client).path("groupId", group_id))
    }

    /// Creates a group.
    pub(crate) fn post_groups(&self, body: &GroupCreate) -> PostGroups {
        PostGroups(PostGroups::request(&self.client).json(body))
    }

    /// Deletes a group.
    pub(crate) fn delete_group(&self, group_id: &str) -> DeleteGroup {
        DeleteGroup(DeleteGroup::request(&self.client).path("groupId", group_id))
    }
}

request_builder! {
    /// A request for `getGroups`.
    pub(crate) struct GetGroups {
        operation: Operation::get("getGroups", "/api/v2/groups"),
        output: Json<GroupEntityListing> => GroupEntityListing,
        paging: Paging::number("pageNumber")
            .first(1)
            .items("/entities"),
        item: Group = |page| page.entities.unwrap_or_default(),
    }
}

impl GetGroups {
    /// The size of a page.
    pub(crate) fn page_size(self, page_size: i32) -> Self {
        Self(self.0.query("pageSize", &page_size))
    }

    /// The groups to include.
    pub(crate) fn id(self, id: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        Self(self.0.query("id", &strings(id)))
    }

    /// The sort order.
    pub(crate) fn sort_order(self, sort_order: SortOrder) -> Self {
        Self(self.0.query("sortOrder", &sort_order))
    }

    /// Several sort orders.
    pub(crate) fn colors(self, colors: impl IntoIterator<Item = SortOrder>) -> Self {
        Self(self.0.query_as("colors", Style::PipeDelimited, &Vec::from_iter(colors)))
    }
}

request_builder! {
    /// A request for `getGroup`.
    pub(crate) struct GetGroup {
        operation: Operation::get("getGroup", "/api/v2/groups/{groupId}"),
        output: Json<Group> => Group,
    }
}

request_builder! {
    /// A request for `postGroups`.
    pub(crate) struct PostGroups {
        operation: Operation::post("postGroups", "/api/v2/groups"),
        output: Json<Group> => Group,
    }
}

request_builder! {
    /// A request for `deleteGroup`.
    pub(crate) struct DeleteGroup {
        operation: Operation::delete("deleteGroup", "/api/v2/groups/{groupId}"),
        output: EmptyBody => (),
    }
}

/// A sort order.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub(crate) enum SortOrder {
    /// `ascending`
    Ascending,
    /// `descending`
    Descending,
    /// A value that this version does not list.
    Unknown(UnknownValue),
}

open_enum! {
    SortOrder {
        Ascending = "ascending",
        Descending = "descending",
    }
}
