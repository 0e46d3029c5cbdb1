//! The vendor SDK's pages for the documents in this repository.

use generator::emit::docs::{self, Flavor};

use crate::groups;

#[test]
fn release_202() {
    let pages =
        docs::files(&groups(include_str!("../../../spec/groups-202.0.0.yaml")), purecloud_python_202());
    assert_eq!(pages.keys().collect::<Vec<_>>(), ["GroupsApi.md"]);
    insta::assert_snapshot!("python_groups_202", pages["GroupsApi.md"]);
}

#[test]
fn release_173() {
    let pages =
        docs::files(&groups(include_str!("../../../spec/groups-173.0.0.yaml")), purecloud_python_173());
    assert_eq!(pages.keys().collect::<Vec<_>>(), ["GroupsApi.md"]);
    insta::assert_snapshot!("python_groups_173", pages["GroupsApi.md"]);
}

fn purecloud_python_173() -> Flavor {
    "purecloud-python-173".parse().expect("the flavor exists")
}

fn purecloud_python_202() -> Flavor {
    "purecloud-python-202".parse().expect("the flavor exists")
}
