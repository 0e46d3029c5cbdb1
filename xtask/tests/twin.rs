//! Checks that the benchmarks' baseline, models with serde's derives, has the same fields and values as the emitted
//! models, so that the comparison is fair.

use std::cell::Cell;

use purecloud_platform_client_v2::models;
use purecloud_platform_client_v2::runtime::record::Record;
use serde::Deserialize;
use serde::de::value::Error;
use serde::de::{Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

#[path = "../benches/twin/mod.rs"]
mod twin;

/// A deserializer that records the names that a derived type requests: the fields of a struct, or the values
/// of an enum.
struct Asked<'a>(&'a Cell<&'static [&'static str]>);

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("neither a struct nor an enum"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        self.0.set(fields);
        Err(Error::custom("only the names are collected"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        values: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        self.0.set(values);
        Err(Error::custom("only the names are collected"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map identifier ignored_any
    }
}

/// Returns the names that a derived type requests; none if it is neither a struct nor an enum.
fn requested_names<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    let names = Cell::new(&[][..]);
    // The deserializer always returns an error.
    let _ = T::deserialize(Asked(&names));
    names.get()
}

macro_rules! same_fields {
    ($($module:ident { $($name:ident)* })*) => {
        $($(assert_eq!(requested_names::<twin::$module::$name>(), <models::$name as Record>::LAYOUT.fields, stringify!($name));)*)*
    };
}

macro_rules! same_values {
    ($($module:ident { $($name:ident)* })*) => {
        $($(
            let emitted: Vec<&str> = models::$name::VALUES.iter().map(|value| value.as_str()).collect();
            assert_eq!(requested_names::<twin::$module::$name>(), emitted, stringify!($name));
        )*)*
    };
}

#[test]
fn every_struct_has_the_fields_of_its_twin() {
    same_fields! {
        place {
            AddressableEntityRef Division DomainRole Geolocation Location LocationAddress
            LocationAddressVerificationDetails LocationDefinition LocationEmergencyNumber
            LocationImage ResourceConditionNode ResourceConditionValue ResourcePermissionPolicy
            UserAuthorization WritableDivision
        }
        user {
            Biography Chat Contact Education EmployerInfo OAuthLastTokenIssued User
            UserEntityListing UserImage
        }
        work {
            Group GroupContact MediaSummary MediaSummaryDetail OutOfOffice PresenceDefinition
            RoutingStatus Team UserConversationSummary UserPresence UserRoutingLanguage
            UserRoutingSkill UserStation UserStations
        }
    }
}

#[test]
fn every_enum_has_the_values_of_its_twin() {
    same_values! {
        place {
            LocationAddressVerificationDetailsStatus LocationDefinitionState
            LocationEmergencyNumberType ResourceConditionNodeConjunction
            ResourceConditionNodeOperator ResourceConditionValueType
        }
        user {
            ContactMediaType ContactType UserState
        }
        work {
            GroupContactMediaType GroupContactType GroupState GroupType GroupVisibility
            RoutingStatusStatus UserRoutingLanguageState UserRoutingSkillState
        }
    }
}

#[test]
fn both_models_reproduce_the_page() {
    let page = twin::page::page();
    let emitted: models::UserEntityListing = serde_json::from_str(&page).expect("the page can be decoded");
    let derived: twin::user::UserEntityListing =
        serde_json::from_str(&page).expect("the page can be decoded");
    for written in [serde_json::to_vec(&emitted), serde_json::to_vec(&derived)] {
        let written = written.expect("the page can be encoded");
        assert_eq!(twin::page::difference(&written, page.as_bytes()), None);
    }
}

#[test]
fn the_page_contains_every_field_of_a_user() {
    let page: serde_json::Value = serde_json::from_str(&twin::page::page()).expect("the page is JSON");
    let users = page["entities"].as_array().expect("the page has users");
    assert_eq!(users.len(), twin::page::USERS);
    for &field in models::User::LAYOUT.fields {
        assert!(users.iter().any(|user| user.get(field).is_some()), "no user has `{field}`");
    }
}

#[test]
fn the_order_of_members_does_not_matter() {
    let read = |page: &str| {
        serde_json::from_str::<models::UserEntityListing>(page).expect("the page can be decoded")
    };
    let (ordered, sorted) = (twin::page::page(), twin::page::sorted_page());
    assert_ne!(ordered, sorted);
    assert_eq!(read(&ordered), read(&sorted));
}
