//! Methods for which the `http` crate has no constant.

mod support;

use runtime::runtime::http::Method;
use runtime::runtime::{EmptyBody, Operation, extension_method, is_method};
use support::Fake;

#[tokio::test(start_paused = true)]
async fn a_method_is_sent_verbatim() {
    for (method, name) in [
        (extension_method!("COPY"), "COPY"),
        (extension_method!("m-search"), "m-search"),
        (extension_method!("A-METHOD-OF-MORE-THAN-FIFTEEN-BYTES"), "A-METHOD-OF-MORE-THAN-FIFTEEN-BYTES"),
    ] {
        let fake = Fake::new();
        let operation = Operation::new(method, "copy", "/a");
        assert!(!operation.is_idempotent(), "{name}");
        fake.client().request(operation).send::<EmptyBody>().await.unwrap();
        assert_eq!(fake.only().method.as_str(), name);
    }
}

#[test]
fn a_standard_method_is_the_same_method() {
    assert_eq!(*extension_method!("GET"), Method::GET);
}

#[test]
fn a_method_is_a_token() {
    for name in ["A", "a1", "!#$%&'*+-.^_`|~"] {
        assert!(is_method(name), "{name}");
    }
    for name in ["", "A B", "A\r\n", "A/1", "Ä", "A:", "\"A\"", "A\0"] {
        assert!(!is_method(name), "{name:?}");
    }
}
