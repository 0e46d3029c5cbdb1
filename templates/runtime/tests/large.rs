//! Large structs: in a debug build, a 64 kB type is decoded on a 2 MiB stack, the default for a thread.

mod support;

use std::collections::BTreeMap;
use std::future::IntoFuture;
use std::thread;

use runtime::runtime::{
    Json, Maybe, Nullable, Operation, Reading, Repair, Value, one_of, record, request_builder, responses,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use support::Fake;

/// A record with 26 optional members of one type.
macro_rules! wide {
    ($name:ident: $of:ty) => {
        wide! { $name: $of = "a" a "b" b "c" c "d" d "e" e "f" f "g" g "h" h "i" i "j" j "k" k "l" l "m" m "n" n "o" o
            "p" p "q" q "r" r "s" s "t" t "u" u "v" v "w" w "x" x "y" y "z" z }
    };
    ($name:ident: $of:ty = $($wire:literal $field:ident)*) => {
        #[derive(Debug, Clone, PartialEq, Default)]
        struct $name {
            $($field: Option<$of>,)*
        }
        record! { $name { $($wire $field: opt,)* } }
    };
}

wide! { Strings: String }
wide! { Settings: Strings }

/// A record like an account in a large API: more than 2,000 strings in nested objects, none of which is boxed.
#[derive(Debug, Clone, PartialEq, Default)]
struct Account {
    name: String,
    plan: Settings,
    billing: Option<Settings>,
    features: Nullable<Settings>,
    limits: Option<Settings>,
}

record! { Account {
    "name" name: req,
    "plan" plan: req,
    "billing" billing: opt,
    "features" features: tri,
    "limits" limits: null,
} }

#[derive(Debug, Clone, PartialEq)]
struct Group {
    id: String,
}

record! { Group { "id" id: req, } }

#[derive(Debug, Clone, PartialEq)]
enum Owner {
    Account(Box<Account>),
    Group(Box<Group>),
    Unknown(Value),
}

one_of! { Owner { Account: record Account, Group: record Group, } }

/// A record that contains other records in every possible way, several times.
#[derive(Debug, Clone, PartialEq)]
struct Tree {
    account: Option<Account>,
    accounts: Option<Vec<Account>>,
    owner: Option<Parent>,
    by_name: Option<BTreeMap<String, Tree>>,
    children: Option<Vec<Tree>>,
    parent: Option<Box<Tree>>,
    others: BTreeMap<String, Tree>,
}

record! { Tree {
    "account" account: opt,
    "accounts" accounts: opt,
    "owner" owner: opt,
    "byName" by_name: opt,
    "children" children: opt,
    "parent" parent: opt,
    .. others,
} }

#[derive(Debug, Clone, PartialEq)]
enum Parent {
    Group(Box<Group>),
    Tree(Box<Tree>),
    Unknown(Value),
}

one_of! { Parent { Group: record Group, Tree: record Tree, } }

request_builder! {
    /// A request for an account.
    struct Thing {
        operation: GET,
        output: Json<Account> => Account,
    }
}

#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "emitted code does not box the variants of a response")]
enum Output {
    Ok(Account),
    Accepted(Option<Account>),
    Created(Vec<Account>),
    NoContent,
}

responses! {
    Output {
        200 => Ok(into_ok: Json<Account>),
        201 => Created(into_created: Json<Vec<Account>>),
        202 => Accepted(into_accepted: Maybe<Json<Account>>),
        204 => NoContent,
    }
}

/// The JSON of an account; encoding produces exactly this text.
const ACCOUNT: &str =
    r#"{"name":"A","plan":{"a":{"z":"deep"}},"billing":{"z":{"a":"1"}},"features":null,"limits":{"b":{}}}"#;

const GET: Operation = Operation::get("getX", "/x");

/// Runs a test on a stack of the default size, regardless of `RUST_MIN_STACK`.
fn on_small_stack(test: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(2 << 20).spawn(test).unwrap().join().unwrap();
}

/// Runs a future like `#[tokio::test]`.
fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Decodes a body through a client and compares it with the encoded result.
fn round_trip<T: DeserializeOwned + Serialize + 'static>(body: &str) {
    let request = Fake::new().json(body).client().request(GET);
    let response = block_on(request.send::<Json<T>>()).unwrap();
    assert_eq!(serde_json::to_string(response.body()).unwrap(), body);
}

#[test]
fn a_large_record_is_decoded() {
    assert!(size_of::<Account>() > 64_000, "{}", size_of::<Account>());
    on_small_stack(|| round_trip::<Account>(ACCOUNT));
}

#[test]
fn a_large_record_is_decoded_in_a_list_an_option_and_a_union() {
    on_small_stack(|| round_trip::<Vec<Account>>(&format!("[{ACCOUNT},{ACCOUNT}]")));
    on_small_stack(|| round_trip::<Option<Account>>(ACCOUNT));
    on_small_stack(|| round_trip::<Owner>(ACCOUNT));
    on_small_stack(|| round_trip::<Vec<Owner>>(&format!(r#"[{ACCOUNT},{{"id":"g"}}]"#)));
}

#[test]
fn the_large_body_of_a_call_is_decoded() {
    on_small_stack(|| {
        let builder = Thing(Fake::new().json(ACCOUNT).client().request(GET));
        let account = block_on(builder.into_future()).unwrap();
        assert_eq!(account.name, "A");
    });
}

#[test]
fn the_variants_of_a_response_are_decoded() {
    for (status, body) in
        [(200, ACCOUNT.to_owned()), (201, format!("[{ACCOUNT}]")), (202, ACCOUNT.to_owned())]
    {
        on_small_stack(move || {
            let request = Fake::new().respond(status, &[], body).client().request(GET);
            let response = block_on(request.send::<Output>()).unwrap();
            let name = match response.body() {
                Output::Ok(account) | Output::Accepted(Some(account)) => &account.name,
                Output::Created(accounts) => &accounts[0].name,
                Output::Accepted(None) | Output::NoContent => panic!("{status}: no content"),
            };
            assert_eq!(name, "A");
        });
    }
}

/// Decodes large records nested ten levels deep.
#[test]
fn the_stack_does_not_hold_the_records_that_contain_a_value() {
    let nest = |start: &str, end: &str| {
        let mut body = format!(r#"{{"account":{ACCOUNT}}}"#);
        for _ in 0..10 {
            body = format!("{start}{body}{end}");
        }
        body
    };
    for (start, end) in [
        (r#"{"children":["#, "]}"),
        (r#"{"parent":"#, "}"),
        (r#"{"byName":{"n":"#, "}}"),
        (r#"{"owner":"#, "}"),
        (r#"{"other":"#, "}"),
    ] {
        let body = nest(start, end);
        on_small_stack(move || round_trip::<Tree>(&body));
    }
}

#[test]
fn a_repair_discards_the_partially_decoded_value() {
    const BAD: &str = r#"{"plan":{"a":{"a":"decoded before the error"}},"name":5,"limits":null}"#;
    let text = format!(
        r#"{{"account":{BAD},"accounts":[{BAD},{ACCOUNT}],"byName":{{"a":5,"b":{{"account":{BAD}}}}},"other":5}}"#
    );
    let expected = format!(r#"{{"accounts":[{ACCOUNT}],"byName":{{"b":{{}}}}}}"#);
    on_small_stack(move || {
        let client = Fake::new().json(&text).builder().reading(Reading::Lenient).build().unwrap();
        let response = block_on(client.request(GET).send::<Json<Tree>>()).unwrap();
        assert_eq!(serde_json::to_string(response.body()).unwrap(), expected);
        let mut paths: Vec<_> = response.repairs().iter().map(Repair::path).collect();
        paths.sort_unstable();
        assert_eq!(paths, ["account", "accounts[0]", "byName.a", "byName.b.account", "other"]);
    });
}
