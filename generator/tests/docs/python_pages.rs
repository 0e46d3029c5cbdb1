//! The pages of the vendor's SDK for the documents of this repository.

use generator::emit::docs::{self, Flavor};

use crate::groups;

#[test]
fn release_202() {
    let pages =
        docs::files(&groups(include_str!("../../../spec/groups-202.0.0.yaml")), Flavor::PurecloudPython202);
    assert_eq!(pages.keys().collect::<Vec<_>>(), ["GroupsApi.md"]);
    insta::assert_snapshot!("python_groups_202", pages["GroupsApi.md"]);
}

#[test]
fn release_173() {
    let pages =
        docs::files(&groups(include_str!("../../../spec/groups-173.0.0.yaml")), Flavor::PurecloudPython173);
    assert_eq!(pages.keys().collect::<Vec<_>>(), ["GroupsApi.md"]);
    insta::assert_snapshot!("python_groups_173", pages["GroupsApi.md"]);
}
