//! Documents for which it is easy to generate an incorrect client. The tests check that the emitted files of
//! each document parse and contain the expected items.
//!
//! `.ci/run` compiles the crates for the same documents (`xtask corpus xtask/tests/emitted --check --tests`)
//! and runs their emitted tests.

#[allow(dead_code, reason = "each test uses only part of this module")]
#[path = "../../generator/cli/tests/common/mod.rs"]
mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::Folder;

/// A document, an emitted file, and the parts of lines that the file must contain, in this order. For a folder (with a
/// trailing `/`), the order is arbitrary.
type Expected = (&'static str, &'static str, &'static [&'static str]);

const EXPECTED: &[Expected] = &[
    (
        "unions",
        "src/models/event.rs",
        &[
            "Created: record Created {\"type\": \"sync\", \"syncEvent\" / \"type\": \"session.created\"},",
            "Deleted: record Deleted {\"type\": \"sync\", \"syncEvent\" / \"type\": \"session.deleted\"},",
        ],
    ),
    (
        "unions",
        "src/models/result_model.rs",
        &["ResultModel by \"success\"", "Good: record Good = true", "Bad: record Bad = false"],
    ),
    ("unions", "src/models/nested.rs", &["{\"meta\" / \"kind\": \"a\"}", "{\"meta\" / \"kind\": \"b\"}"]),
    (
        "unions",
        "tests/wire/",
        &[
            "matches!(read, models::EventPayload::Created(_))",
            "\"type\": \"session.created\"",
            "matches!(read, models::EventPayload::Deleted(_))",
            "\"type\": \"session.deleted\"",
        ],
    ),
    (
        "unions",
        "tests/wire/",
        &[
            "matches!(read, models::ResultModel::Good(_))",
            "\"success\": true",
            "matches!(read, models::ResultModel::Bad(_))",
            "\"success\": false",
            "matches!(read, models::Nested::A(_))",
            "\"kind\": \"a\"",
            "matches!(read, models::Shape::Disk(_))",
            "matches!(read, models::Shape::BoxValue(_))",
            "matches!(read, models::Version::V1(_))",
            "matches!(read, models::Version::V2(_))",
            "matches!(read, models::Ints::V2(_))",
            "\"v\": 2",
            "matches!(read, models::TaggedConfigSchema::TaggedConfigSsh(_))",
            "\"is_http\": false",
            "matches!(read, models::TaggedNum::TaggedN2(_))",
            "\"t\": 2",
        ],
    ),
    ("objects", "src/models/deep.rs", &["pub struct DeepW {", "pub u: Option<String>", "pub v: Option<i64>"]),
    (
        "objects",
        "src/models/article.rs",
        &["pub attributes: ArticleAttributes", "pub created_at: Option<DateTime>", "pub title: String"],
    ),
    (
        "objects",
        "src/models/odd_merged.rs",
        &[
            "pub a: Value",
            "MergedE {\n        Q = \"q\",\n    }",
            "pub u: Option<String>",
            "pub v: Option<String>",
        ],
    ),
    (
        "objects",
        "src/models/pet.rs",
        &["pub link: Option<Link>", "name: req (into String)", "secret: opt [into String]"],
    ),
    ("objects", "src/models/undeclared.rs", &["pub owner: Nullable<String>", "pub ghost: Nullable<Value>"]),
    ("objects", "src/models/declared_elsewhere.rs", &["pub ghost: i64"]),
    (
        "calls",
        "tests/wire/",
        &[
            "\"POST /v3/login\"",
            "\"POST /a/a%2Fb%20c%26d:cancel\"",
            "\"GET /q?fixed=1&more=a%2Fb+c%26d\"",
            "\"GET /frag\"",
        ],
    ),
    ("calls", "tests/wire/operations/s/hello.rs", &["Some(\"*/*\")"]),
    ("calls", "tests/wire/operations/s/json_string.rs", &["Some(\"application/json\")"]),
    ("calls", "tests/wire/operations/s/pkg.rs", &["Some(\"application/octet-stream\")"]),
    (
        "calls",
        "tests/wire/operations/t/list_things.rs",
        &["\"GET /things?page=7&size=7&sort=text&statuses=A&range=%7B%22from%22"],
    ),
    ("calls", "src/api/s/err.rs", &["with a [text](crate::runtime::ApiError::text) body: 406"]),
    ("files_of_2_0", "tests/wire/operations/f/export.rs", &["Some(\"*/*\")"]),
    ("files_of_2_0", "tests/wire/operations/f/export2.rs", &["Some(\"text/csv\")"]),
    ("files_of_2_0", "tests/wire/operations/f/export3.rs", &["Some(\"application/pdf\")"]),
    ("files_of_2_0", "tests/wire/operations/f/export4.rs", &["Some(\"text/csv\")"]),
    ("files_of_2_0", "src/api/f/export.rs", &["output: Binary => Bytes,\n        streams: Download"]),
    ("files_of_2_0", "src/api/f/export4.rs", &["output: Text"]),
    (
        "webhooks",
        "src/lib.rs",
        // Without the feature, the page's example would not compile.
        &["#[cfg(feature = \"webhook-events\")]\n    #[doc = include_str!(\"../docs/Webhooks.md\")]"],
    ),
    (
        "openapi_3_2",
        "tests/wire/",
        &[
            "\"QUERY /goods\"",
            "\"COPY /goods?to=",
            "\"m-search /goods\"",
            "\"GET /prices/",
            "\"GET /filtered?%7B",
            "\"GET /orders/lines\"",
        ],
    ),
    ("openapi_3_2", "src/servers.rs", &["Production", "Test"]),
    ("openapi_3_2", "src/models/item.rs", &["Book", "Other"]),
    ("openapi_3_2", "src/webhooks.rs", &["OrderPaid", "OrderLost"]),
    (
        "foreign_types",
        "src/models/price.rs",
        &[
            "pub amount: rust_decimal::Decimal",
            "pub tax: Nullable<rust_decimal::Decimal>",
            "pub changed: chrono::DateTime<chrono::Utc>",
            "pub others: Option<Vec<uuid::Uuid>>",
            "pub old: Option<Uuid>",
            "Decimal: text rust_decimal::Decimal",
        ],
    ),
    ("foreign_types", "src/foreign.rs", &["impl Blank for rust_decimal::Decimal"]),
    ("foreign_types", "tests/wire/", &["&min=12.50&any=12.50&any=12.50", "\"amount\": \"12.50\""]),
    ("names", "src/models/unit.rs", &["MW = \"MW\""]),
    ("names", "src/models/gr_uf6_udf_e.rs", &["\"a_b\" a_b: opt"]),
];

/// Returns the emitted files of a document, by path.
fn emitted(document: &str) -> BTreeMap<String, Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/emitted").join(format!("{document}.yaml"));
    let folder = Folder::with_document();
    folder.put("in.yaml", fs::read_to_string(&path).expect("the document exists"));
    if let Ok(settings) = fs::read_to_string(path.with_extension("toml")) {
        folder.put("sdk.toml", settings);
    }
    let run = folder.run(&["generate", "--spec", "in.yaml", "--out", "out"]);
    assert_eq!(run.code, Some(0), "{document}: {}", run.err);
    folder.contents("out")
}

#[test]
fn each_document_produces_the_expected_code() {
    let mut known: BTreeMap<&str, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    for (document, path, parts) in EXPECTED {
        let files = known.entry(document).or_insert_with(|| emitted(document));
        let is_folder = path.ends_with('/');
        let found =
            files.iter().filter(|(file, _)| if is_folder { file.starts_with(*path) } else { file == path });
        let text: String = found.map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
        assert!(!text.is_empty(), "{document}: {path} is missing");
        let mut rest = &*text;
        for part in *parts {
            let found = rest.split_once(part);
            assert!(
                found.is_some(),
                "{document}: {path} does not contain {part:?} after the preceding parts:\n{text}"
            );
            if !is_folder {
                rest = found.map_or("", |(_, rest)| rest);
            }
        }
    }
}

#[test]
fn all_emitted_files_parse() {
    let folder = Folder::with_document();
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/emitted");
    let is_document = |path: &Path| path.extension().is_some_and(|extension| extension == "yaml");
    let entries = fs::read_dir(&documents).expect("the folder exists");
    let count =
        entries.filter(|entry| is_document(&entry.as_ref().expect("the folder is readable").path())).count();
    let run = folder.run(&["corpus", &documents.to_string_lossy(), "--work", "work"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let expected = format!("{count} documents: {count} generated\n");
    assert!(count >= 12 && run.out.starts_with(&expected), "{}", run.out);
}
