//! Markdown: a string from a document is inert in every renderer.
//!
//! `MARKDOWN_CASES=3000000 cargo test -p openapi-crate-generator --test markdown mutated` sets the number of strings,
//! and `MARKDOWN_SEED` sets the seed.

mod corpus;
mod inert;
mod mutate;

use generator::emit::markdown;
use proptest::prelude::*;
use proptest::test_runner::Config;

use corpus::{ALL, TOKENS};
use inert::check;

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn examples_are_inert() {
    assert!(ALL.len() > 690, "only {} examples", ALL.len());
    for text in ALL.iter() {
        check(text);
    }
}

#[test]
fn mutated_examples_are_inert() {
    let mut random = mutate::Random::new(number("MARKDOWN_SEED", 1));
    for _ in 0..number("MARKDOWN_CASES", 2_000) {
        check(&mutate::text(&mut random));
    }
}

proptest! {
    #![proptest_config(Config { cases: number("MARKDOWN_CASES", 500).min(100_000) as u32, ..Config::default() })]

    #[test]
    fn random_punctuation_is_inert(tokens in prop::collection::vec(prop::sample::select(TOKENS), 0..24)) {
        check(&tokens.concat());
    }

    #[test]
    fn random_characters_are_inert(text in any::<String>()) {
        check(&text);
    }
}

/// Escaping takes linear time. If it took quadratic time, each of these strings would take minutes.
#[test]
fn escaping_long_and_deep_descriptions_is_fast() {
    let long = |part: &str| part.repeat(125_000 / part.len());
    let mut ticks = String::new();
    for length in 1..500 {
        ticks.push_str(&"`".repeat(length));
        ticks.push(' ');
    }
    let parts = [
        "`",
        "` ",
        "```a ",
        "> ",
        ">",
        "- ",
        "1. ",
        "[",
        "[a](",
        "![",
        "*a ",
        "*a_ ",
        "<",
        "<a ",
        "<!--",
        "<b>",
        "<ul><li>",
        "*a <p>",
        "<table><tr><td>",
        "<tr><td>",
        "<code>",
        "</b>",
        "<a href='",
        "&a",
        "\\",
        "~~a ",
        "[a]: b\n",
        "a  \n",
        "|",
        "| a ",
        "http://",
        "https://a.b ",
        "ftp:// ",
        "xmpp:",
        ". A",
        "-\n",
        "    a\n",
        "> - ",
        "\t",
        "&#32;",
        "é",
    ];
    let lazy = format!("{}a\n{}", "- ".repeat(30_000), "a\n".repeat(30_000));
    let nested: String = (0..400).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
    let table = format!("{}\n{}\n{}", "a|".repeat(10_000), "-|".repeat(10_000), "a\n".repeat(10_000));
    let marks = format!("{}{}{}", "*a ".repeat(30_000), "<i><p>".repeat(10_000), " a*".repeat(30_000));
    let wide = format!("<table><tr>{}{}", "<td>a".repeat(20_000), "<tr><td>b".repeat(10_000));
    for text in parts.map(long).into_iter().chain([ticks, lazy, nested, table, marks, wide]) {
        let lines = markdown::lines(&text, markdown::Wrap::Sentences);
        assert!(lines.iter().map(String::len).sum::<usize>() < 100 * text.len());
        markdown::cell(&text);
        markdown::code(&text);
    }
}
