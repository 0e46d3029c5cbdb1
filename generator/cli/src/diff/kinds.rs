//! All kinds of changes and their ratings, as the Markdown table in docs/changes.md.

use std::fmt::Write as _;

use generator::diff::{Kind, Outcome};

/// Returns the table, in Markdown.
pub(super) fn table() -> String {
    let mut out = String::from(
        "|Kind | Change | Official SDKs | Sent by clients | Sent by servers | Reason for the crate rating|\n\
         |------------- | ------------- | ------------- | ------------- | ------------- | -------------|\n",
    );
    for rule in Kind::ALL.iter().map(|kind| kind.rule()) {
        let Outcome { impact: sent, why } = rule.effect.request();
        let Outcome { impact: answered, why: other } = rule.effect.response();
        let why = if why == other { why.to_owned() } else { format!("{why}; in responses: {other}") };
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {sent} | {answered} | {why} |",
            rule.name,
            rule.title(),
            rule.official
        );
    }
    out
}
