//! Checks that `corpus` escapes all strings from documents and file names, both on the terminal and in
//! reports.

#[allow(dead_code, reason = "each test uses only part of this module")]
#[path = "../../generator/cli/tests/common/mod.rs"]
mod common;
#[path = "../../generator/cli/tests/common/terminal.rs"]
mod terminal;

use common::Folder;
use terminal::{assert_clean, assert_clean_run, document, hostile};

#[test]
fn a_corpus_is_reported_in_printable_text() {
    let folder = Folder::new();
    // On Linux, a file name can contain any byte except `/` and NUL.
    let name = if cfg!(unix) { hostile("f").replace('/', "") } else { "f".to_owned() };
    folder.put(&format!("docs/{name}.json"), document("one").to_string());
    for report in ["corpus.md", "corpus.json"] {
        // Results are kept, so only a fresh run prints progress.
        let run = folder.run(&["corpus", "docs", "--work", "work", "--fresh", "--report", report]);
        assert_clean_run(&["corpus"], &run);
        let text = String::from_utf8_lossy(&folder.contents("")[report]).into_owned();
        assert!(text.contains("FORGED"), "{report} contains nothing from the document");
        assert_clean(report, &text);
    }
}
