//! Models with serde's derives, as a baseline for the emitted models: presence, routing, stations and groups of users.
//!
//! Each struct must have the same fields, in the same order, as the emitted struct with the same name;
//! `tests/twin.rs` compares them.

use std::collections::BTreeMap;

use super::place::WritableDivision;
use super::user::{User, UserImage};
use purecloud_platform_client_v2::runtime::DateTime;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RoutingStatus {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<RoutingStatusStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) start_time: Option<DateTime>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum RoutingStatusStatus {
    OffQueue,
    Idle,
    Interacting,
    NotResponding,
    Communicating,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserPresence {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) source_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) primary: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) presence_definition: Option<PresenceDefinition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) modified_date: Option<DateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) self_uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PresenceDefinition {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) system_presence: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) self_uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserConversationSummary {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) call: Option<MediaSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) callback: Option<MediaSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<MediaSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<MediaSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) chat: Option<MediaSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) social_expression: Option<MediaSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) video: Option<MediaSummary>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MediaSummary {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) contact_center: Option<MediaSummaryDetail>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) enterprise: Option<MediaSummaryDetail>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MediaSummaryDetail {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) active: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) acw: Option<i32>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OutOfOffice {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user: Option<Box<User>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) start_date: Option<DateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) end_date: Option<DateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) active: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) indefinite: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) self_uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserStations {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) associated_station: Option<UserStation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) effective_station: Option<UserStation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) default_station: Option<UserStation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_associated_station: Option<UserStation>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserStation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) associated_user: Option<Box<User>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) associated_date: Option<DateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) default_user: Option<Box<User>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) provider_info: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) web_rtc_call_appearances: Option<i32>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Group {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date_modified: Option<DateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) member_count: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<GroupState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<i32>,
    pub(crate) r#type: GroupType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) images: Option<Vec<UserImage>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) addresses: Option<Vec<GroupContact>>,
    pub(crate) rules_visible: bool,
    pub(crate) visibility: GroupVisibility,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) roles_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) owners: Option<Vec<User>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) self_uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum GroupState {
    Active,
    Inactive,
    Deleted,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum GroupType {
    Official,
    Social,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum GroupVisibility {
    Public,
    Owners,
    Members,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GroupContact {
    pub(crate) address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) extension: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) display: Option<String>,
    pub(crate) r#type: GroupContactType,
    pub(crate) media_type: GroupContactMediaType,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum GroupContactType {
    Groupring,
    Groupphone,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum GroupContactMediaType {
    Phone,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Team {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) division: Option<WritableDivision>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date_created: Option<DateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date_modified: Option<DateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) member_count: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) self_uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserRoutingSkill {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) proficiency: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<UserRoutingSkillState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) skill_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) self_uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UserRoutingSkillState {
    Active,
    Inactive,
    Deleted,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserRoutingLanguage {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) proficiency: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<UserRoutingLanguageState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) language_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) self_uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UserRoutingLanguageState {
    Active,
    Inactive,
    Deleted,
}
