//! Checks that every rule can fail, using small synthetic trees, each with one fault, and the same trees
//! without the fault.

use crate::Source;
use crate::rules;

/// Creates the sources of a tree from paths and contents.
fn tree(files: &[(&str, &str)]) -> Vec<Source> {
    let source = |(path, text): &(&str, &str)| Source { path: (*path).to_owned(), text: (*text).to_owned() };
    files.iter().map(source).collect()
}

const NOTHING: Vec<String> = Vec::new();

#[test]
fn a_stage_that_imports_a_later_one_is_found() {
    let files = |import: &str| {
        tree(&[
            ("src/lib.rs", "mod load; mod lower; mod emit;"),
            ("src/load.rs", "pub fn read() {}"),
            ("src/lower.rs", import),
            ("src/emit/mod.rs", "use crate::lower::Api;"),
        ])
    };
    let table: rules::Table<'_> = &[("load", &[]), ("lower", &["load"]), ("emit", &["lower"])];
    assert_eq!(rules::stages("src", &files("use crate::load::read;"), table), (NOTHING, NOTHING));
    for import in ["use crate::emit::Files;", "fn of() { crate::emit::files() }", "use super::emit;"] {
        let (wrong, _) = rules::stages("src", &files(import), table);
        assert_eq!(wrong.len(), 1, "{import}: {wrong:?}");
        assert!(wrong[0].starts_with("src/lower.rs: "), "{wrong:?}");
    }
    // Comments and the tests at the end are not imports, so the table entry is unused.
    let quiet = "// use crate::emit::Files;\n#[cfg(test)]\nmod tests { use crate::emit::Files; }";
    assert_eq!(rules::stages("src", &files(quiet), table), (NOTHING, vec!["lower: load".to_owned()]));
    let unlisted = tree(&[("src/lib.rs", ""), ("src/new.rs", "use crate::lib2::X;"), ("src/lib2.rs", "")]);
    assert_eq!(rules::stages("src", &unlisted, table).0, ["src/new.rs: crate::lib2::X"]);
}

#[test]
fn a_program_that_imports_a_stage_is_found() {
    let files = |import: &str| tree(&[("cli/main.rs", import), ("cli/report.rs", "")]);
    let found = |import: &str| rules::programs("cli", &files(import), &["lower", "config"], &["config"]);
    assert_eq!(found("use generator::{Pipeline, config::Config};"), NOTHING);
    assert_eq!(found("use generator::lower::Api;"), ["cli/main.rs: generator::lower::Api"]);
    assert_eq!(
        found("use generator::{Pipeline, lower::{Api, Op}};"),
        ["cli/main.rs: generator::lower::Api", "cli/main.rs: generator::lower::Op"]
    );
}

#[test]
fn a_layer_that_imports_one_above_it_is_found() {
    let files = |below: &str, above: &str| {
        tree(&[
            ("t/src/lib.rs", "pub mod runtime;"),
            ("t/src/runtime/mod.rs", "mod json; mod call; pub use call::Call;"),
            ("t/src/runtime/json/mod.rs", below),
            ("t/src/runtime/call/mod.rs", above),
        ])
    };
    let found = |files: &[Source]| rules::layers("t/src", files, &["json", "call"]);
    assert_eq!(found(&files("", "use crate::runtime::json::Value;")), (NOTHING, NOTHING));
    let upward = found(&files("use crate::runtime::call::Call;", ""));
    assert_eq!(upward, (NOTHING, vec!["t/src/runtime/json/mod.rs: crate::runtime::call::Call".to_owned()]));
    // A re-export does not hide an import.
    assert_eq!(found(&files("use crate::runtime::Call;", "pub struct Call;")).1.len(), 1);
    let mut lost = files("", "");
    lost.extend(tree(&[("t/src/runtime/attic.rs", "")]));
    assert_eq!(found(&lost), (vec!["t/src/runtime/attic.rs".to_owned()], NOTHING));
}

#[test]
fn large_cycles_and_cycles_across_folders_are_found() {
    let ring = |names: &[&str]| {
        let file = |index: usize| {
            let next = names[(index + 1) % names.len()].replace('/', "::");
            let (path, text) = (format!("src/{}.rs", names[index]), format!("use crate::{next}::X;"));
            Source { path, text }
        };
        (0..names.len()).map(file).collect::<Vec<_>>()
    };
    assert_eq!(rules::circles("src", &ring(&["a", "b", "c"]), 3), NOTHING);
    assert_eq!(rules::circles("src", &ring(&["a", "a/b"]), 3), NOTHING);
    let large = rules::circles("src", &ring(&["a", "b", "c", "d"]), 3);
    assert!(large.len() == 1 && large[0].starts_with("4 files import each other"), "{large:?}");
    let mut files = ring(&["a/b", "c/d"]);
    files.extend(tree(&[("src/a.rs", "mod b;"), ("src/c.rs", "mod d;")]));
    let across = rules::circles("src", &files, 3);
    assert!(across.len() == 1 && across[0].starts_with("files in several folders"), "{across:?}");
}

#[test]
fn a_reserved_path_outside_its_stage_is_found() {
    let table: rules::Table<'_> = &[("std::fs", &["load"]), ("heck", &["name"])];
    let at_home = [("src/load/mod.rs", "use std::fs;"), ("src/name.rs", "use heck::ToSnakeCase;")];
    assert_eq!(rules::reserved("src", &tree(&at_home), table), (NOTHING, NOTHING));
    let astray = [("src/load.rs", "use std::fs;"), ("src/lower.rs", "fn f() { heck::snake() }")];
    let (wrong, unused) = rules::reserved("src", &tree(&astray), table);
    assert_eq!((wrong.len(), unused), (1, NOTHING), "{wrong:?}");
    assert_eq!(rules::reserved("src", &tree(&at_home[..1]), table), (NOTHING, vec!["heck".to_owned()]));
}

#[test]
fn an_identifier_created_from_a_string_is_found() {
    let (only, words) = ("src/emit/ident", ["format_ident", "Ident::new"]);
    let here = ("src/emit/ident.rs", "let name = format_ident!(\"{name}\");");
    assert_eq!(rules::only_in(only, &words, &tree(&[here])), NOTHING);
    for text in [
        "let x = format_ident!(\"{title}\");",
        "let x = quote::format_ident!(\"{title}\");",
        "let x = Ident::new(title, span);",
        "let x = proc_macro2::Ident::new(title, span);",
    ] {
        assert_eq!(
            rules::only_in(only, &words, &tree(&[here, ("src/emit/a.rs", text)])),
            ["src/emit/a.rs:1"]
        );
    }
}

#[test]
fn a_file_without_a_purpose_and_a_long_file_are_found() {
    let files = tree(&[
        ("src/a.rs", "//! A purpose.\n\n\n"),
        ("src/b.rs", "use std::fmt;\n//! Too late.\n"),
        ("src/c.rs", "// A plain comment.\n\n\n\n"),
    ]);
    assert_eq!(rules::silent(&files), ["src/b.rs", "src/c.rs"]);
    assert_eq!(rules::long(&files, 3), ["src/c.rs: 4 lines"]);
    assert_eq!(rules::long(&files, 4), NOTHING);
}
