//! Models with serde's derives, as a baseline for the emitted models: users and their direct members.
//!
//! Each struct must have the same fields, in the same order, as the emitted struct with the same name;
//! `tests/twin.rs` compares them.

use super::place::{Division, Geolocation, Location, UserAuthorization};
use super::work::{
    Group, OutOfOffice, RoutingStatus, Team, UserConversationSummary, UserPresence, UserRoutingLanguage,
    UserRoutingSkill, UserStations,
};
use purecloud_platform_client_v2::runtime::{Date, DateTime};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserEntityListing {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) entities: Option<Vec<User>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) page_size: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) page_number: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) total: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) previous_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) first_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) self_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) page_count: Option<i32>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct User {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) division: Option<Division>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) chat: Option<Chat>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) department: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) primary_contact_info: Option<Vec<Contact>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) addresses: Option<Vec<Contact>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<UserState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) manager: Option<Box<User>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) images: Option<Vec<UserImage>>,
    pub(crate) version: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) certifications: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) biography: Option<Biography>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) employer_info: Option<EmployerInfo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) preferred_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) routing_status: Option<RoutingStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) presence: Option<UserPresence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) integration_presence: Option<UserPresence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) conversation_summary: Option<UserConversationSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) out_of_office: Option<OutOfOffice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) geolocation: Option<Geolocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) station: Option<UserStations>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) authorization: Option<UserAuthorization>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) profile_skills: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) locations: Option<Vec<Location>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) groups: Option<Vec<Group>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) team: Option<Team>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) skills: Option<Vec<UserRoutingSkill>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) languages: Option<Vec<UserRoutingLanguage>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) acd_auto_answer: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) language_preference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_token_issued: Option<OAuthLastTokenIssued>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date_last_login: Option<DateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) self_uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UserState {
    Active,
    Inactive,
    Deleted,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Contact {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) display: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) media_type: Option<ContactMediaType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) r#type: Option<ContactType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) extension: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) country_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) integration: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum ContactMediaType {
    Phone,
    Email,
    Sms,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum ContactType {
    Primary,
    Work,
    Work2,
    Work3,
    Work4,
    Home,
    Mobile,
    Main,
    Other,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Chat {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) jabber_id: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserImage {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) resolution: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) image_uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Biography {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) biography: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) interests: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hobbies: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) spouse: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) education: Option<Vec<Education>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Education {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) school: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) field_of_study: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) notes: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date_start: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date_end: Option<Date>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EmployerInfo {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) official_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) employee_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) employee_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date_hire: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OAuthLastTokenIssued {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date_issued: Option<DateTime>,
}
