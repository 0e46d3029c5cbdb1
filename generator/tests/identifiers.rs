//! Non-ASCII identifiers: all emitted files comply with rustc's lints.
//!
//! Compiling a crate takes minutes, so this test applies the same rules to the same tokens
//! (`rustc_lint::non_ascii_idents`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use generator::config::Config;
use generator::load::Source;
use generator::{Model, emit};
use proc_macro2::{TokenStream, TokenTree};
use proptest::prelude::*;
use unicode_normalization::is_nfc;
use unicode_security::GeneralSecurityProfile;
use unicode_security::confusable_detection::skeleton;
use unicode_security::mixed_script::{AugmentedScriptSet, is_potential_mixed_script_confusable_char};

/// Returns the model of a document that uses each string as the name of a schema, property, value, parameter,
/// operation and tag.
fn model(texts: &[&str]) -> Model {
    let quoted = |text: &str| serde_json::to_string(text).expect("it is JSON");
    let mut schemas = String::new();
    let mut paths = String::new();
    let all: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    for (number, text) in all.iter().enumerate() {
        let properties: Vec<String> = all.iter().map(|name| format!("{name}: {{type: string}}")).collect();
        let values = all.join(", ");
        let _ = writeln!(
            schemas,
            "    {text}: {{type: object, properties: {{{}, state{number}: {{type: string, enum: [{values}]}}}}}}",
            properties.join(", ")
        );
        let _ = writeln!(
            paths,
            "  /p{number}: {{get: {{operationId: {text}, tags: [{text}], parameters: [{{name: {text}, in: query, schema: {{type: string}}}}], responses: {{'200': {{description: OK, content: {{application/json: {{schema: {{$ref: {}}}}}}}}}}}}}}}",
            quoted(&format!(
                "#/components/schemas/{}",
                texts[number].replace('~', "~0").replace('/', "~1").replace('%', "%25")
            ))
        );
    }
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://example.com'}}]\npaths:\n{paths}components:\n  schemas:\n{schemas}"
    );
    let source = Source::parse("x.yaml", text).unwrap_or_else(|finding| panic!("{finding}"));
    generator::model(&source, Config::default()).unwrap_or_else(|findings| panic!("{findings:?}")).0
}

fn identifiers(stream: TokenStream, found: &mut BTreeSet<String>) {
    for tree in stream {
        match tree {
            TokenTree::Ident(name) => {
                found.insert(name.to_string());
            }
            TokenTree::Group(group) => identifiers(group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Returns the warnings that rustc would emit for the library and its tests.
fn warnings(model: &Model) -> Vec<String> {
    let mut of_library = BTreeSet::new();
    let mut of_test = BTreeSet::new();
    let mut out = Vec::new();
    let files = emit::crate_files(model);
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        assert!(path.is_ascii(), "{path}");
        let stream: TokenStream = text.parse().unwrap_or_else(|why| panic!("{path}: {why}"));
        identifiers(stream, if path.starts_with("tests/") { &mut of_test } else { &mut of_library });
    }
    assert!(files["Cargo.toml"].lines().filter(|line| !line.starts_with("description")).all(str::is_ascii));
    for (found, file) in [(&of_library, "src/lib.rs"), (&of_test, "tests/wire/main.rs")] {
        let others: Vec<&String> = found.iter().filter(|name| !name.is_ascii()).collect();
        for name in &others {
            if !is_nfc(name) || !name.chars().all(GeneralSecurityProfile::identifier_allowed) {
                out.push(format!("`{name}` has an uncommon character"));
            }
        }
        out.extend(suspicious(&others));
        let may_look_alike = files[file].contains("confusable_idents");
        let mut looks: BTreeMap<String, &String> = BTreeMap::new();
        for name in found {
            if let Some(other) = looks.insert(skeleton(name).collect(), name)
                && !(name.is_ascii() && other.is_ascii())
                && !may_look_alike
            {
                out.push(format!("`{name}` looks like `{other}`"));
            }
        }
    }
    out
}

/// Returns letters that look like letters of another script. A script counts only if all of its letters in the crate
/// have such a lookalike.
fn suspicious(names: &[&String]) -> Vec<String> {
    let letters: BTreeSet<char> =
        names.iter().flat_map(|name| name.chars()).filter(|c| !c.is_ascii()).collect();
    let (doubtful, clear): (Vec<char>, Vec<char>) =
        letters.into_iter().partition(|c| is_potential_mixed_script_confusable_char(*c));
    let clear: Vec<AugmentedScriptSet> = clear
        .into_iter()
        .chain(['A'])
        .map(AugmentedScriptSet::for_char)
        .filter(|set| !set.is_all())
        .collect();
    let is_shown = |c: char| {
        let set = AugmentedScriptSet::for_char(c);
        let meets = |other: &AugmentedScriptSet| {
            let mut common = set;
            common.intersect_with(*other);
            !common.is_empty() && !common.is_all()
        };
        set.is_all() || clear.iter().any(meets)
    };
    doubtful
        .into_iter()
        .filter(|c| !is_shown(*c))
        .map(|c| format!("`{c}` looks like another letter"))
        .collect()
}

/// Words in many scripts, confusable pairs, and characters that are not allowed in identifiers.
const TEXTS: [&str; 40] = [
    "Größe",
    "größe",
    "GRÖSSE",
    "gröβe",
    "gro\u{308}ße",
    "cœur",
    "coeur",
    "Œuvre",
    "adı",
    "adi",
    "İsim",
    "straße",
    "ß",
    "ŉ",
    "имя",
    "Имя файла",
    "оса",
    "сор",
    "cop",
    "цена",
    "ΑΒΓ",
    "σοφός",
    "ΣΟΦΟΣ",
    "名前",
    "メニュー",
    "カ",
    "力",
    "ニ二",
    "이름",
    "שם",
    "اسم",
    "می\u{200c}خواهم",
    "नाम",
    "ชื่อ",
    "x\u{302}",
    "\u{302}x",
    "\u{1f600}",
    "a\u{202e}b",
    "ａｂ",
    "٣",
];

#[test]
fn names_of_any_script_compile_without_a_warning() {
    assert_eq!(warnings(&model(&TEXTS)), Vec::<String>::new());
    // Each string is tested separately, because other names in the same script could make a string acceptable.
    for texts in TEXTS.map(|text| vec![text]).into_iter().chain([vec!["сор", "cop"], vec!["カ", "力"]]) {
        assert_eq!(warnings(&model(&texts)), Vec::<String>::new(), "{texts:?}");
    }
    let names: Vec<String> =
        model(&["Größe", "名前"]).names.public().map(|named| named.path.clone()).collect();
    for name in ["models::Größe", "models::Größe::名前", "api::gr_uf6_udf_e::Größe::größe"] {
        assert!(names.iter().any(|known| known == name), "{name} in {names:?}");
    }
}

#[test]
fn lookalikes_are_allowed_only_in_crates_that_contain_them() {
    let allows =
        |texts: &[&str]| emit::crate_files(&model(texts))["src/lib.rs"].contains("confusable_idents");
    assert!(allows(&["cœur", "name"]));
    assert!(!allows(&["Größe", "цена", "名前"]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_names_compile_without_a_warning(
        words in proptest::collection::vec(("[\\p{L}\\p{M}\\p{N}]{1,3}", 0..TEXTS.len(), 0..TEXTS.len()), 1..5)
    ) {
        let texts: BTreeSet<String> =
            words.iter().flat_map(|(random, one, other)| [random.clone(), format!("{}{}", TEXTS[*one], TEXTS[*other])]).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        prop_assert_eq!(warnings(&model(&texts)), Vec::<String>::new());
    }
}
