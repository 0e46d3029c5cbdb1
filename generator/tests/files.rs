//! Files: a document that is split into several files results in the same crate as a single file, and no other files
//! are read.
//!
//! `files/shop` is a split version of `dialects/3.0.yaml`; `files/pets` covers naming and findings. The tests
//! of `bundle` cover the merged tree.

use std::fs;
use std::path::{Path, PathBuf};

use generator::bundle;
use generator::config::Config;
use generator::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use generator::load::Source;
use generator::{Model, emit};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn model(source: &Source) -> (Model, Diagnostics) {
    generator::model(source, Config::default()).unwrap_or_else(|findings| {
        panic!("{:?}", findings.iter().map(ToString::to_string).collect::<Vec<_>>())
    })
}

fn read(path: &Path, roots: &[PathBuf]) -> Source {
    bundle::read(path, roots).unwrap_or_else(|finding| panic!("{finding}"))
}

/// Returns the findings, each with its file and line.
fn findings(source: &Source, findings: &Diagnostics) -> String {
    let line = |finding: &Diagnostic| {
        let (text, at) = source.place(&finding.pointer);
        let file = Path::new(text.name()).strip_prefix(folder()).unwrap_or(Path::new("?"));
        let place = at.map(|at| format!("{}:{}", at.line, at.column)).unwrap_or_default();
        format!("{}:{place}: {finding}\n", file.display().to_string().replace('\\', "/"))
    };
    let text: String = findings.iter().map(line).collect();
    text.replace(&format!("{}/", folder().display()), "")
}

#[test]
fn several_files_generate_the_same_crate_as_one() {
    let whole =
        Source::read(&folder().join("dialects/3.0.yaml")).unwrap_or_else(|finding| panic!("{finding}"));
    let (whole, _) = model(&whole);
    let (apart, findings) = model(&read(&folder().join("files/shop/openapi.yaml"), &[]));
    assert_eq!(findings.count(Severity::Warning), 0, "{findings:?}");
    assert_eq!(whole.lock.render(), apart.lock.render());
    let (whole, apart) = (emit::crate_files(&whole), emit::crate_files(&apart));
    for (path, text) in &whole {
        assert_eq!(Some(text), apart.get(path), "{path}");
    }
    assert_eq!(whole.len(), apart.len());
}

#[test]
fn names_and_findings_contain_the_source_file() {
    let source = read(&folder().join("files/pets/openapi.yaml"), &[]);
    let (model, found) = model(&source);
    let mut shown = format!("# diagnostics\n{}\n# names\n", findings(&source, &found));
    shown.extend(
        model.lock.render().lines().filter(|line| line.contains("models::")).map(|line| format!("{line}\n")),
    );
    let files = emit::crate_files(&model);
    assert_eq!(emit::syntax_errors(&files), Vec::<String>::new());
    let path = "src/models/models_pet.rs";
    shown.push_str(&format!("\n# {path}\n{}", files.get(path).map_or("", String::as_str)));
    insta::assert_snapshot!(shown);
}

#[test]
fn a_document_reads_no_files_outside_its_folder() {
    let temp = tempfile::tempdir().expect("a folder can be created");
    let at = |path: &str| temp.path().join(path);
    fs::create_dir_all(at("api/models/deep")).expect("a folder can be created");
    fs::create_dir_all(at("shared")).expect("a folder can be created");
    fs::write(at("shared/a.yaml"), "{type: string, enum: [secret]}").expect("a file can be written");
    fs::write(at("api/models/deep/b.yaml"), "{$ref: ../../../shared/a.yaml}").expect("a file can be written");
    let document = |reference: &str| {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\ncomponents: {{schemas: {{A: {{$ref: '{reference}'}}}}}}\n"
        );
        fs::write(at("api/openapi.yaml"), text).expect("a file can be written");
        at("api/openapi.yaml")
    };
    let messages = |reference: &str, roots: &[PathBuf]| -> Vec<String> {
        let source = read(&document(reference), roots);
        assert!(roots.is_empty() != source.tree().to_string().contains("secret"));
        let (_, findings) = model(&source);
        let found = findings.iter().filter(|finding| finding.code == Code::ExternalReference);
        found.map(|finding| finding.message.clone()).collect()
    };
    let outside = "`../shared/a.yaml` is outside the document's folder";
    assert_eq!(messages("../shared/a.yaml", &[]), [outside]);
    assert_eq!(messages("models/../../shared/a.yaml", &[]), [outside]);
    assert_eq!(messages("models/deep/b.yaml", &[]), [outside]);
    assert_eq!(messages("%2e%2e/shared/a.yaml", &[]), [outside]);
    assert_eq!(messages("../shared/a.yaml", &[at("shared")]), [""; 0]);
    assert_eq!(messages("models/deep/b.yaml", &[temp.path().to_owned()]), [""; 0]);
    assert_eq!(messages("models", &[]).len(), 1, "a folder");
}

#[cfg(unix)]
#[test]
fn a_symlink_cannot_leave_the_folder() {
    let temp = tempfile::tempdir().expect("a folder can be created");
    let at = |path: &str| temp.path().join(path);
    fs::create_dir_all(at("api")).expect("a folder can be created");
    fs::write(at("outside.yaml"), "{type: string, enum: [secret]}").expect("a file can be written");
    fs::write(at("api/inside.yaml"), "{type: string, enum: [known]}").expect("a file can be written");
    std::os::unix::fs::symlink(at("outside.yaml"), at("api/out.yaml")).expect("a link can be created");
    std::os::unix::fs::symlink("inside.yaml", at("api/in.yaml")).expect("a link can be created");
    std::os::unix::fs::symlink(".", at("api/again")).expect("a link can be created");
    let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\ncomponents: {schemas: {A: {properties: {a: {$ref: out.yaml}, b: {$ref: in.yaml}, c: {$ref: again/again/inside.yaml}}}}}\n";
    fs::write(at("api/openapi.yaml"), text).expect("a file can be written");
    let source = read(&at("api/openapi.yaml"), &[]);
    let (model, findings) = model(&source);
    let of_references = findings.iter().filter(|finding| finding.code == Code::ExternalReference);
    let found: Vec<_> = of_references.map(|finding| finding.message.as_str()).collect();
    assert_eq!(found, ["`out.yaml` is a symbolic link to a file outside the document's folder"]);
    // Both paths refer to the same file, so its schema becomes one type.
    let names: Vec<_> = model.api.schemas().map(|(id, _)| model.names.ty(id).name.as_str()).collect();
    assert_eq!(names, ["A", "Inside"]);
}
