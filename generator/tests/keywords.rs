//! Rust keywords, in every location of a document that determines a name. The emitted code is valid Rust.

use generator::config::Config;
use generator::emit::{self, Files};
use generator::load::Source;
use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Value, json};

/// The keywords of all editions (Rust reference, "Keywords"), and the roots of paths.
const WORDS: &[&str] = &[
    "_", "abstract", "alloc", "as", "async", "await", "become", "box", "break", "const", "continue", "core",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in",
    "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "raw", "ref", "return",
    "safe", "self", "Self", "static", "std", "struct", "super", "trait", "true", "try", "type", "typeof",
    "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "models", "api", "runtime",
    "serde", "http",
];

/// Keywords that are not valid identifiers in edition 2024, except as `r#` identifiers.
const STRICT: &[&str] = &[
    "abstract", "become", "box", "do", "final", "gen", "macro", "override", "priv", "try", "typeof",
    "unsized", "virtual", "yield",
];

/// Returns a document in which every name is this word.
fn document(word: &str) -> Value {
    let text = json!({ "type": "string", "enum": [word, format!("{word}2")] });
    let schema = json!({ "$ref": format!("#/components/schemas/{word}") });
    let content = json!({ "application/json": { "schema": schema } });
    let param =
        |place: &str| json!({ "name": word, "in": place, "required": place == "path", "schema": text });
    let form = json!({ "type": "object", "required": [word], "properties": { word: text } });
    let params = ["path", "query", "header", "cookie"].map(param);
    let response =
        json!({ "description": word, "content": content, "headers": { word: { "schema": text } } });
    json!({
        "openapi": "3.0.3",
        "info": { "title": word, "version": "1" },
        "servers": [{ "url": format!("https://{{{word}}}.example.com"), "variables": { word: { "default": word, "enum": [word, "x"] } } }],
        "tags": [{ "name": word }],
        "paths": {
            format!("/{word}/{{{word}}}/{word}"): { "post": {
                "operationId": word, "tags": [word], "requestBody": { "required": true, "content": content },
                "parameters": params, "responses": { "200": response, "400": response },
                "security": [{ word: [word] }],
            } },
            format!("/{word}"): { "put": {
                "operationId": format!("{word}-form"), "tags": [word], "responses": { "204": { "description": word } },
                "requestBody": { "content": { "application/x-www-form-urlencoded": { "schema": form } } },
            } },
        },
        "components": {
            "schemas": {
                word: { "title": word, "type": "object", "required": [word], "properties": { word: text, "inner": form } },
                format!("{word}-union"): { "oneOf": [schema, { "type": "string" }] },
                format!("{word}-list"): { "type": "array", "items": schema },
                format!("{word}-enum"): text,
            },
            "securitySchemes": { word: { "type": "apiKey", "in": "header", "name": word } },
        },
    })
}

fn files(document: &Value) -> Files {
    let source = Source::parse("words.json", document.to_string()).expect("the document is JSON");
    let (model, _) = generator::model(&source, Config::default()).expect("the document has a model");
    emit::crate_files(&model)
}

/// Adds the identifiers that are strict keywords. The parser accepts such identifiers.
fn reserved(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => reserved(group.stream(), found),
            TokenTree::Ident(ident) if STRICT.iter().any(|word| ident == word) => {
                found.push(ident.to_string())
            }
            _ => {}
        }
    }
}

#[test]
fn reserved_words_never_become_identifiers() {
    for word in WORDS {
        let files = files(&document(word));
        assert_eq!(emit::syntax_errors(&files), Vec::<String>::new(), "for {word:?}");
        let own = files.iter().filter(|(path, _)| path.ends_with(".rs") && !path.starts_with("src/runtime"));
        for (path, text) in own {
            let mut found = Vec::new();
            reserved(text.parse().expect("the file consists of tokens"), &mut found);
            assert_eq!(found, Vec::<String>::new(), "for {word:?} in {path}");
        }
    }
}

#[test]
fn package_names_avoid_names_in_rust_and_emitted_code() {
    for word in WORDS {
        let files = files(&document(word));
        let manifest: toml::Table = files["Cargo.toml"].parse().expect("the manifest is TOML");
        let name = manifest["package"]["name"].as_str().expect("the package has a name").replace('-', "_");
        let tests = &files["tests/wire/main.rs"];
        assert!(tests.contains(&format!("use {name}::{{Client, models}};")), "for {word:?}");
        if !["_", "api", "raw", "runtime", "safe", "union"].contains(word) {
            assert_ne!(name, *word, "the package has the reserved name {word:?}");
        }
    }
}
