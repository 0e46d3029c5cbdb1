//! Models with serde's derives, as a baseline for the emitted models: locations and permissions of users.
//!
//! Each struct must have the same fields, in the same order, as the emitted struct with the same name;
//! `tests/twin.rs` compares them.

use std::collections::BTreeMap;

use purecloud_platform_client_v2::runtime::DateTime;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Division {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) self_uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WritableDivision {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) self_uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Geolocation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) primary: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) latitude: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) longitude: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) locations: Option<Vec<LocationDefinition>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) self_uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) floorplan_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) coordinates: Option<BTreeMap<String, f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) notes: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) location_definition: Option<LocationDefinition>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LocationDefinition {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) contact_user: Option<AddressableEntityRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) emergency_number: Option<LocationEmergencyNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) address: Option<LocationAddress>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<LocationDefinitionState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) notes: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) path: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) profile_image: Option<Vec<LocationImage>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) floorplan_image: Option<Vec<LocationImage>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) address_verification_details: Option<LocationAddressVerificationDetails>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) address_verified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) address_stored: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) images: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) self_uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LocationDefinitionState {
    Active,
    Deleted,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AddressableEntityRef {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) self_uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LocationAddress {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) country_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) street1: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) street2: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) zipcode: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LocationAddressVerificationDetails {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<LocationAddressVerificationDetailsStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date_finished: Option<DateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date_started: Option<DateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) service: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) enum LocationAddressVerificationDetailsStatus {
    Pending,
    InProgress,
    Retry,
    Complete,
    Failed,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LocationEmergencyNumber {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) e164: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) r#type: Option<LocationEmergencyNumberType>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LocationEmergencyNumberType {
    Default,
    Elin,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LocationImage {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) resolution: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) image_uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserAuthorization {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) roles: Option<Vec<DomainRole>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unused_roles: Option<Vec<DomainRole>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) permissions: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) permission_policies: Option<Vec<ResourcePermissionPolicy>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DomainRole {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResourcePermissionPolicy {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) domain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) entity_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) policy_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) policy_description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) action_set_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) allow_conditions: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) resource_condition_node: Option<ResourceConditionNode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) named_resources: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) resource_condition: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) action_set: Option<Vec<String>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResourceConditionNode {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) variable_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) conjunction: Option<ResourceConditionNodeConjunction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) operator: Option<ResourceConditionNodeOperator>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) operands: Option<Vec<ResourceConditionValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) terms: Option<Vec<ResourceConditionNode>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum ResourceConditionNodeConjunction {
    And,
    Or,
}

#[derive(Serialize, Deserialize)]
pub(crate) enum ResourceConditionNodeOperator {
    #[serde(rename = "EQ")]
    Eq,
    #[serde(rename = "IN")]
    InValue,
    #[serde(rename = "GE")]
    Ge,
    #[serde(rename = "GT")]
    Gt,
    #[serde(rename = "LE")]
    Le,
    #[serde(rename = "LT")]
    Lt,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResourceConditionValue {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) r#type: Option<ResourceConditionValueType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) value: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum ResourceConditionValueType {
    Scalar,
    Variable,
    User,
    Queue,
}
