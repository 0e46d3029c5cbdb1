//! Configuration: the accepted entries and the findings for invalid ones.

use generator::config::{Config, Reading, package_name};
use generator::diagnostic::Position;

/// Returns the finding for an invalid configuration: code, position, pointer, message and help.
fn report(text: &str) -> String {
    let finding = match Config::parse(text) {
        Ok(config) => panic!("no finding for {config:?}"),
        Err(finding) => finding,
    };
    let Position { line, column } = finding.position.unwrap_or_else(|| panic!("without location: {finding}"));
    let help = finding.help.unwrap_or_default();
    format!(
        "{text}\n{} {line}:{column} {}\n{}\nhelp: {help}\n",
        finding.code, finding.pointer, finding.message
    )
}

#[test]
fn all_entries_are_read() {
    let text = include_str!("../../spec/sdk.toml");
    let config = Config::parse(text).unwrap_or_else(|finding| panic!("{finding}"));
    assert_eq!(config.document.as_deref(), Some("groups-202.0.0.yaml"));
    assert_eq!(config.package.name.as_deref(), Some("purecloud-platform-client-v2"));
    assert_eq!(config.http.headers["purecloud-sdk"], "202.0.0");
    assert_eq!(config.login.api_host.as_deref(), Some("//api."));
    assert_eq!(config.login.login_host.as_deref(), Some("//login."));
    assert_eq!(config.models.reading, Reading::Lenient);
    assert_eq!(config.docs.python_package.as_deref(), Some("PureCloudPlatformClientV2"));
}

#[test]
fn all_entries_are_optional() {
    assert!(Config::parse("").is_ok_and(|config| config.tags.is_empty() && config.document.is_none()));
    assert!(Config::parse("").is_ok_and(|config| config.models.reading == Reading::Strict));
}

#[test]
fn unknown_and_malformed_entries_are_errors() {
    let texts = [
        "documents = \"a.yaml\"",
        "[package]\nname = \"a\"\nlicence = \"MIT\"",
        "[http]\nheaders = { a = 1 }",
        "tags = \"Groups\"",
        "[models]\nkeep_unknown_fields = true\n[models]",
        "[models]\nreading = \"loose\"",
        "document = ",
    ];
    insta::assert_snapshot!(texts.map(report).join("\n"));
}

#[test]
fn invalid_values_are_errors() {
    let texts = [
        "tags = [\"A\", \"B\",\n  \"A\"]",
        "[package]\nname = \"Größe\"",
        "[package]\nversion = \"1.0\"",
        "[package]\nkeywords = [\"api\", \"two words\"]",
        "[extensions]\npreview = \"preview\"",
        "[http]\nuser_agent = \"a\\nb\"",
        "[http.headers]\nfine = \"1\"\n\"not fine\" = \"1\"",
        "[http.headers]\nX-A = \"1\"\nx-a = \"1\"",
        "[http]\nheaders = { user-agent = \"a\" }",
        "[http]\nheaders = { Host = \"a\" }",
        "[login]\napi_host = \"//api.\"",
        "[login]\napi_host = \"//api.\"\nlogin_host = \"log in\"",
        "[errors]\ncode = \"code\"",
        "[errors]\ncorrelation_header = \"\"",
        "[docs]\npython_package = \"a-b\"",
    ];
    insta::assert_snapshot!(texts.map(report).join("\n"));
}

#[test]
fn signature_schemes_that_cannot_be_verified_are_errors() {
    let texts = [
        "[webhooks]\nprefix = \"sha256=\"",
        "[webhooks]\nheader = \"not fine\"",
        "[webhooks]\nheader = \"X-A\"\ntimestamp_prefix = \"t=\"",
        "[webhooks]\nheader = \"X-A\"\ntimestamp_header = \"X-T\"",
        "[webhooks]\nheader = \"X-A\"\ntimestamp_header = \"X-T\"\ncontent = \"{body}\"",
        "[webhooks]\nheader = \"X-A\"\ncontent = \"{id}\"",
        "[webhooks]\nheader = \"X-A\"\ncontent = \"{id}.{body}\"",
        "[webhooks]\nheader = \"X-A\"\ncontent = \"{body}{secret}\"",
    ];
    insta::assert_snapshot!(texts.map(report).join("\n"));
}

#[test]
fn package_names_follow_cargo() {
    for good in ["a", "purecloud-platform-client-v2", "A_b", "r2d2"] {
        assert!(package_name(good).is_ok(), "{good}");
    }
    for bad in [
        "",
        "2a",
        "-a",
        "_a",
        "a b",
        "a/b",
        "../a",
        "é",
        "fn",
        "self",
        "test",
        "NUL",
        "proc-macro",
        &"a".repeat(65),
    ] {
        assert!(package_name(bad).is_err(), "{bad}");
        assert!(Config::for_document(Some(bad)).is_err(), "{bad}");
    }
}

#[test]
fn versions_have_three_numbers() {
    let with = |version: &str| Config::parse(&format!("[package]\nversion = \"{version}\""));
    for good in ["0.1.0", "1.2.3-beta.1", "1.0.0+build.5", "10.20.30"] {
        assert!(with(good).is_ok(), "{good}");
    }
    for bad in ["1", "1.0", "1.0.0.0", "v1.0.0", "1.0.x", "01.0.0", "1.0.0-", "1.0.0-a b", ""] {
        assert!(with(bad).is_err(), "{bad}");
    }
}

#[test]
fn types_of_formats_are_paths_with_one_dependency() {
    let good = [
        "[types.decimal]\nrust = \"a::B\"\npackage = \"1\"\nexample = \"1\"",
        "[types.decimal]\nrust = \"a::B\"\nexample = 1.5\n[dependencies]\na = \"1\"",
        "[types.date-time]\nrust = \"chrono::DateTime<chrono::Utc>\"",
        "[types.uuid]\nrust = \"crate::custom::Id\"",
        "[types.date]\nrust = \"a_b::D\"\ncrate = \"a-b\"\npackage = \"1\"\n[types.uuid]\nrust = \"a_b::U\"\ncrate = \"a-b\"",
    ];
    for text in good {
        Config::parse(text).unwrap_or_else(|finding| panic!("{text}: {finding}"));
    }
    let bad = [
        "[types.decimal]\nrust = \"a::B\"\npackage = \"1\"",
        "[types.date]\nrust = \"a::B; mod c {}\"\npackage = \"1\"",
        "[types.date]\nrust = \"a::B\"",
        "[types.date]\nrust = \"a::B\"\npackage = 1",
        "[types.date]\nrust = \"a::B\"\npackage = { version = \"1\", optional = true }",
        "[types.date]\nrust = \"chrono::NaiveDate\"\npackage = \"1\"",
        "[types.date]\nrust = \"crate::custom::D\"\npackage = \"1\"",
        "[types.date]\nrust = \"a::B\"\npackage = \"1\"\n[dependencies]\na = \"1\"",
        "[types.date]\nrust = \"a::B\"\npackage = \"1\"\n[types.uuid]\nrust = \"a::C\"\npackage = \"2\"",
        "[types.binary]\nrust = \"a::B\"\npackage = \"1\"",
        "[types.date]\nrust = \"a::B\"\ncrate = \"a b\"\npackage = \"1\"",
        "[types.date]\nrust = \"a::B\"\npackage = \"1\"\nexample = nan",
        "[types.date]\nrust = \"a::B\"\npackage = \"1\"\nexample = [1]",
    ];
    insta::assert_snapshot!(bad.map(report).join("\n"));
}
