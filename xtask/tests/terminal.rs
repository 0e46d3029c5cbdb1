//! Terminal: `corpus` prints no string from a document or file name unescaped, and its reports contain none.

#[allow(dead_code, reason = "other tests need more of it")]
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
        // Results are kept, so that only a fresh run prints progress.
        let run = folder.run(&["corpus", "docs", "--work", "work", "--fresh", "--report", report]);
        assert_clean_run(&["corpus"], &run);
        let text = String::from_utf8_lossy(&folder.contents("")[report]).into_owned();
        assert!(text.contains("FORGED"), "{report} contains nothing of the document");
        assert_clean(report, &text);
    }
}
