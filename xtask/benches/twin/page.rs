//! A page of users as the server sends it: members in document order and no null values.
//!
//! The page contains every type that a user refers to. No user has all members, and no two users are equal.

use serde_json::{Map, Value, json};

/// The number of users on the page.
pub(crate) const USERS: usize = 100;

/// Members that the server sends only on request, or that not all users have, with the percentage of users that have
/// each member.
const SOMETIMES: &[(&str, usize)] = &[
    ("title", 80),
    ("manager", 90),
    ("images", 70),
    ("certifications", 20),
    ("biography", 15),
    ("employerInfo", 40),
    ("preferredName", 10),
    ("integrationPresence", 10),
    ("conversationSummary", 30),
    ("outOfOffice", 25),
    ("geolocation", 10),
    ("station", 35),
    ("authorization", 20),
    ("profileSkills", 30),
    ("locations", 40),
    ("groups", 50),
    ("team", 25),
    ("languages", 60),
    ("languagePreference", 30),
    ("lastTokenIssued", 20),
    ("dateLastLogin", 80),
];

/// Returns the page as JSON.
pub(crate) fn page() -> String {
    let entities: Vec<Value> = (0..USERS).map(user).collect();
    let page = json!({
        "entities": entities, "pageSize": USERS, "pageNumber": 2, "total": 731,
        "previousUri": "/api/v2/groups/5fd1/members?pageSize=100&pageNumber=1",
        "lastUri": "/api/v2/groups/5fd1/members?pageSize=100&pageNumber=8",
        "firstUri": "/api/v2/groups/5fd1/members?pageSize=100&pageNumber=1",
        "selfUri": "/api/v2/groups/5fd1/members?pageSize=100&pageNumber=2",
        "nextUri": "/api/v2/groups/5fd1/members?pageSize=100&pageNumber=3",
        "pageCount": 8,
    });
    page.to_string()
}

/// Returns the same page with all members sorted by name, which no real server does.
pub(crate) fn sorted_page() -> String {
    let mut page: Value = serde_json::from_str(&page()).expect("the page is JSON");
    page.sort_all_objects();
    page.to_string()
}

/// Describes the first difference between written and read JSON; `None` if they are equal.
pub(crate) fn difference(written: &[u8], read: &[u8]) -> Option<String> {
    if written == read {
        return None;
    }
    let at = written.iter().zip(read).take_while(|(a, b)| a == b).count();
    let around = |text: &[u8]| {
        String::from_utf8_lossy(&text[at.saturating_sub(60)..text.len().min(at + 60)]).into_owned()
    };
    Some(format!("at byte {at}: read\n{}\nbut wrote\n{}", around(read), around(written)))
}

fn user(i: usize) -> Value {
    let Value::Object(mut user) = everything(i) else {
        return Value::Null;
    };
    for (at, (name, share)) in SOMETIMES.iter().enumerate() {
        // Members are distributed over the page, independently of each other.
        if (i * 37 + at * 61) % 100 >= *share {
            user.shift_remove(*name);
        }
    }
    Value::Object(user)
}

fn everything(i: usize) -> Value {
    let id = id(i, "a71c");
    let images = ["x48", "x96", "x128"].map(|size| {
        json!({ "resolution": size, "imageUri": format!("https://images.example.com/{id}/{size}.png") })
    });
    let mut user = json!({
        "id": id, "name": format!("Édith Example {i}"),
        "division": link(i % 3, "authorization/divisions"),
        "chat": { "jabberId": format!("5f{i:022}@example.orgspan.com") },
        "department": "Customer care",
        "email": format!("edith.{i}@example.com"),
        "primaryContactInfo": [
            { "address": format!("edith.{i}@example.com"), "mediaType": "EMAIL", "type": "PRIMARY" },
            { "address": "+13175550123", "display": "(317) 555-0123", "mediaType": "PHONE", "type": "PRIMARY", "countryCode": "US" },
        ],
        "addresses": [{
            "address": "+13175550123", "display": "(317) 555-0123", "mediaType": "PHONE", "type": "WORK",
            "extension": format!("{i}"), "countryCode": "US", "integration": "teams",
        }],
        "state": if i.is_multiple_of(9) { "inactive" } else { "active" },
        "title": "Agent, \"billing\" & returns",
        "username": format!("edith.{i}@example.com"),
        "manager": {
            "id": self::id(i / 10, "b0b0"), "name": "Max Manager", "version": 7,
            "selfUri": format!("/api/v2/users/{}", self::id(i / 10, "b0b0")),
        },
        "images": images,
        "version": 3 + i,
    });
    for more in [person(i), working(i), whereabouts(i)] {
        user.as_object_mut().into_iter().for_each(|user| user.extend(more.clone()));
    }
    let last = json!({
        "acdAutoAnswer": i.is_multiple_of(2), "languagePreference": "en_US",
        "lastTokenIssued": { "dateIssued": time(i) }, "dateLastLogin": time(i),
        "selfUri": format!("/api/v2/users/{id}"),
    });
    user.as_object_mut().into_iter().for_each(|user| user.extend(object(last.clone())));
    user
}

fn person(i: usize) -> Map<String, Value> {
    object(json!({
        "certifications": ["Green belt", "First aid"],
        "biography": {
            "biography": "Joined from the shop floor.\nKnows every return code by heart.",
            "interests": ["chess", "baking"], "hobbies": ["climbing"],
            "education": [{ "school": "Example University", "fieldOfStudy": "Law", "dateStart": "2009-10-01", "dateEnd": "2013-03-31" }],
        },
        "employerInfo": {
            "officialName": format!("Edith E. Example {i}"), "employeeId": format!("E-{i:06}"),
            "employeeType": "Full-time", "dateHire": "2019-02-01",
        },
        "preferredName": "Edie",
    }))
}

fn working(i: usize) -> Map<String, Value> {
    let count = json!({ "active": i % 4, "acw": 0 });
    let media = json!({ "contactCenter": count, "enterprise": count });
    let presence = |source: &str| {
        json!({
            "id": id(i, "a71c"), "sourceId": source, "primary": true,
            "presenceDefinition": { "id": id(i % 5, "de0f"), "systemPresence": "Available", "selfUri": "/api/v2/presencedefinitions/de0f" },
            "message": "", "modifiedDate": time(i), "selfUri": format!("/api/v2/users/{}/presences/purecloud", id(i, "a71c")),
        })
    };
    object(json!({
        "routingStatus": { "userId": id(i, "a71c"), "status": if i.is_multiple_of(4) { "IDLE" } else { "OFF_QUEUE" }, "startTime": time(i) },
        "presence": presence("PURECLOUD"), "integrationPresence": presence("MICROSOFTTEAMS"),
        "conversationSummary": { "userId": id(i, "a71c"), "call": media, "callback": media, "email": media, "message": media, "chat": media },
        "outOfOffice": {
            "id": id(i, "a71c"), "startDate": time(i), "endDate": time(i + 9), "active": false, "indefinite": false,
            "selfUri": format!("/api/v2/users/{}/outofoffice", id(i, "a71c")),
        },
    }))
}

fn whereabouts(i: usize) -> Map<String, Value> {
    let place = json!({
        "id": id(i % 7, "10c0"), "name": "Indianapolis, 2nd floor", "contactUser": { "id": id(1, "b0b0"), "selfUri": "/api/v2/users/b0b0" },
        "emergencyNumber": { "e164": "+13175550100", "number": "3175550100", "type": "default" },
        "address": { "city": "Indianapolis", "country": "US", "countryName": "United States", "state": "IN", "street1": "7601 Example Way", "zipcode": "46278" },
        "state": "active", "version": 4, "path": [id(1, "10c0"), id(2, "10c0")], "addressVerified": true, "addressStored": true,
        "selfUri": "/api/v2/locations/10c0",
    });
    let skill = |name: &str, kind: &str, proficiency: f64| json!({ "id": id(i % 11, "5c11"), "name": name, "proficiency": proficiency, "state": "active", "selfUri": format!("/api/v2/users/{}/routing{kind}", id(i, "a71c")) });
    object(json!({
        "geolocation": { "type": "browser", "primary": true, "latitude": 39.9112, "longitude": -86.2693, "country": "US", "region": "IN", "city": "Indianapolis" },
        "station": { "associatedStation": {
            "id": id(i, "57a7"), "name": format!("Desk {i}"), "type": "inin_webrtc_softphone", "associatedDate": time(i),
            "providerInfo": { "edgeGroupId": id(2, "ed9e") }, "webRtcCallAppearances": 100,
        } },
        "authorization": {
            "roles": [{ "id": id(1, "401e"), "name": "employee" }, { "id": id(2, "401e"), "name": "Supervisor" }],
            "permissions": ["group:*:view", "directory:user:view", "routing:queue:join"],
            "permissionPolicies": [{
                "id": id(1, "9017"), "domain": "routing", "entityName": "queue", "policyName": "", "policyDescription": "", "actionSetKey": "",
                "allowConditions": false, "namedResources": [], "actionSet": ["join", "view"],
            }],
        },
        "profileSkills": ["Dispute handling", "Sign language"],
        "locations": [{ "id": id(i % 7, "10c0"), "floorplanId": "", "coordinates": { "x": 117.5, "y": 42.25 }, "notes": "Next to the window", "locationDefinition": place }],
        "groups": [{
            "id": id(i % 13, "5fd1"), "name": "Billing", "description": "Invoices and \"chargebacks\"", "dateModified": time(i), "memberCount": 731, "state": "active",
            "version": 12, "type": "official", "addresses": [{ "address": "+13175550142", "type": "GROUPRING", "mediaType": "PHONE" }],
            "rulesVisible": true, "visibility": "public", "selfUri": "/api/v2/groups/5fd1",
        }],
        "team": {
            "id": id(i % 6, "7ea0"), "name": "Late shift", "division": link(i % 3, "authorization/divisions"), "dateCreated": time(1), "dateModified": time(i),
            "memberCount": 18, "selfUri": "/api/v2/teams/7ea0",
        },
        "skills": [skill("Billing", "skills", 5.0), skill("Returns", "skills", 3.5)],
        "languages": [skill("English - Spoken", "languages", 5.0), skill("German - Written", "languages", 2.0)],
    }))
}

fn id(i: usize, kind: &str) -> String {
    format!("{kind}{i:04}-5d0e-4f6e-9a53-1f4c2a7be{:03}", i * 7 % 1000)
}

fn link(i: usize, kind: &str) -> Value {
    let id = id(i, "d1f0");
    json!({ "id": id, "name": format!("Division {i}"), "selfUri": format!("/api/v2/{kind}/{id}") })
}

fn time(i: usize) -> String {
    format!("2024-06-{:02}T06:{:02}:12.{:03}Z", 1 + i % 28, i % 60, 1 + i * 7 % 999)
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}
