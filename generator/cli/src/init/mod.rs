//! `init`: a configuration for a document, with a CI workflow and a line in the README.
//!
//! [`files`] and [`workflow`] create the contents, and [`view`] is the result as JSON. The document is processed as in
//! `generate`, so a configuration is written only if the document can be used.

mod files;
mod view;
mod workflow;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use generator::config::Config;
use generator::diagnostic::{Code, Diagnostic, Severity};
use generator::{Model, Pipeline, Plan, Pointer, Source, Unusable};

use crate::arguments::Init;
use crate::generate::size;
use crate::report::{self, count, shown};
use crate::spec::{self, FilesRead, Spec};
use crate::{Outcome, program};
use files::Facts;
use view::View;

/// The file name of the configuration.
const SETTINGS: &str = "sdk.toml";

/// The path of the CI workflow, relative to the root of the repository.
const WORKFLOW: &str = ".github/workflows/sdk.yml";

/// The names of documents to look for, in this order.
const DOCUMENTS: [&str; 6] =
    ["openapi.yaml", "openapi.yml", "openapi.json", "swagger.yaml", "swagger.yml", "swagger.json"];

/// The document and the files to write for it.
struct Document {
    /// The path of the document, as written to the configuration.
    path: String,
    source: Source,
    /// The URL of a downloaded document.
    url: Option<String>,
    /// Files to write: a copy of a document from standard input or a URL, and the lock of a downloaded document.
    copies: Vec<(PathBuf, String)>,
}

/// The files to write, and the result to print.
struct Prepared {
    files: Vec<(PathBuf, String)>,
    view: View,
}

impl Init {
    /// Runs the command.
    pub(crate) fn run(self) -> Outcome {
        match self.prepared() {
            Ok(Some(prepared)) => self.carry_out(prepared).unwrap_or_else(|finding| {
                report::show_without_source(&finding);
                Outcome::BadInput
            }),
            // The findings have been printed.
            Ok(None) => Outcome::BadInput,
            Err(refused) => {
                refused.show();
                Outcome::BadInput
            }
        }
    }

    /// Returns the files to write, and the result to print; `None` if no model of the document can be built.
    fn prepared(&self) -> Result<Option<Prepared>, Refused> {
        let place = Place::find();
        // Existing files are detected before a document is downloaded.
        let mut own = vec![PathBuf::from(SETTINGS)];
        own.extend((!self.no_ci).then(|| place.workflow()));
        refuse_existing(&own)?;
        let document = match &self.spec {
            Some(spec) => document(spec)?,
            None => document(&Spec::File(found()?))?,
        };
        let Some((model, warnings)) = model(&document.source, self.name.as_deref())? else { return Ok(None) };
        if !self.output.is_json() {
            let warnings = count(warnings, "warning");
            report::inform(&format!("{}: {}; {warnings}", document.source.name(), size(&model)));
        }
        let facts = Facts {
            document: &document.path,
            url: document.url.as_deref(),
            out: &self.out,
            package: &model.names.package,
            title: &model.api.title,
            folder: &place.below,
        };
        let mut files = vec![(PathBuf::from(SETTINGS), files::settings(&facts))];
        if !self.no_ci {
            files.push((place.workflow(), workflow::workflow(&facts)));
        }
        files.extend(document.copies);
        refuse_existing(&files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>())?;
        files.extend(with_line(Path::new("README.md"), &facts));
        files.extend(place.is_repository.then(|| ignoring(Path::new(".gitignore"), &facts)).flatten());
        let view = View::new(&facts, &model, warnings, &files, self);
        Ok(Some(Prepared { files, view }))
    }

    /// Writes the files unless this is a dry run, and prints the result.
    fn carry_out(&self, prepared: Prepared) -> Result<Outcome, Diagnostic> {
        let Prepared { files, view } = prepared;
        if self.dry_run {
            let row = |(path, _): &(PathBuf, String)| {
                format!("{} {}\n", if path.exists() { "update" } else { "create" }, shown(path))
            };
            return Ok(self.output.print(|| files.iter().map(row).collect(), &view));
        }
        let text: String = files.iter().map(|(path, _)| format!("wrote {}\n", shown(path))).collect();
        let mut plan = Plan::default();
        for (path, contents) in files {
            plan = plan.with_file(&path, contents)?;
        }
        plan.apply()?;
        if self.output.is_json() {
            return Ok(report::print_json(&view, Outcome::Done));
        }
        report::summarize(&text);
        workflow::hint().filter(|_| !self.no_ci).iter().for_each(|hint| report::inform(hint));
        report::inform(&format!("next: {} generate", program::called()));
        Ok(Outcome::Done)
    }
}

/// Returns the path of the first of [`DOCUMENTS`] that exists in the working directory.
fn found() -> Result<PathBuf, Diagnostic> {
    let found = DOCUMENTS.iter().map(PathBuf::from).find(|path| path.is_file());
    found.ok_or_else(|| {
        let message =
            format!("no OpenAPI document found in this folder; looked for {}", DOCUMENTS.join(", "));
        Diagnostic::error(Code::NoDocument, &Pointer::root(), message)
            .help(format!("specify it: `{} init SPEC`, with a file or an https URL", program::called()))
    })
}

/// Reads the document. A document from standard input or a URL will be copied to a file.
fn document(spec: &Spec) -> Result<Document, Refused> {
    let read = |spec: &Spec| spec.read(Vec::new(), Vec::new(), &FilesRead::default()).map_err(Refused::File);
    match spec {
        Spec::File(path) => {
            let source = read(spec)?;
            Ok(Document { path: with_slashes(path), source, url: None, copies: Vec::new() })
        }
        Spec::Stdin => {
            let bytes = spec::stdin()?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let source = spec::parsed(spec::STDIN, bytes).map_err(Refused::File)?;
            let name = if text.trim_start().starts_with('{') { "openapi.json" } else { "openapi.yaml" };
            Ok(Document { path: name.to_owned(), source, url: None, copies: vec![(name.into(), text)] })
        }
        #[cfg(feature = "url")]
        Spec::Url(address) => {
            address.refuse_secrets()?;
            let downloaded = spec::download(address)?;
            let (text, lock) = spec::copied(address, &downloaded)?;
            let name = spec::file_name(address, &downloaded);
            let source = Source::parse(&name, text.clone())?;
            let lock_path = spec::DocumentLock::path(Path::new(&name));
            let copies = vec![(PathBuf::from(&name), text), (lock_path, lock.render())];
            Ok(Document { path: name, source, url: Some(address.to_string()), copies })
        }
        #[cfg(not(feature = "url"))]
        Spec::Url(address) => {
            let source = read(spec)?;
            Ok(Document {
                path: source.name().to_owned(),
                source,
                url: Some(address.to_string()),
                copies: Vec::new(),
            })
        }
    }
}

/// Returns a path with `/` as the separator, as in configurations on all platforms.
fn with_slashes(path: &Path) -> String {
    path.components().map(|step| step.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Builds the model and prints its findings; also returns the number of warnings. Returns `None` if there are errors.
fn model(source: &Source, name: Option<&str>) -> Result<Option<(Model, usize)>, Diagnostic> {
    match Pipeline::new(Config::for_document(name)?).model(source) {
        Ok((model, findings)) => {
            report::show_all(source, None, &findings);
            Ok(Some((model, findings.count(Severity::Warning))))
        }
        Err(findings) => {
            report::show_all(source, None, &findings);
            Ok(None)
        }
    }
}

/// The reason why nothing is written.
enum Refused {
    /// The document cannot be read.
    File(Box<Unusable>),
    /// Anything else.
    Other(Diagnostic),
}

impl Refused {
    fn show(&self) {
        match self {
            Self::File(file) => report::show_unusable(file),
            Self::Other(finding) => report::show_without_source(finding),
        }
    }
}

impl From<Diagnostic> for Refused {
    fn from(finding: Diagnostic) -> Self {
        Self::Other(finding)
    }
}

impl From<Box<Unusable>> for Refused {
    fn from(file: Box<Unusable>) -> Self {
        Self::File(file)
    }
}

/// The location of the working directory in its git repository.
struct Place {
    root: PathBuf,
    /// Whether the working directory is in a git repository.
    is_repository: bool,
    /// The path from the repository root to the working directory, ending in `/`; empty at the root.
    below: String,
}

impl Place {
    fn find() -> Self {
        let here = env::current_dir().unwrap_or_default();
        let repository = here.ancestors().find(|folder| folder.join(".git").exists());
        let root = repository.unwrap_or(&here);
        let below = here.strip_prefix(root).map(with_slashes).unwrap_or_default();
        let steps = below.split('/').filter(|step| !step.is_empty()).map(|_| "..");
        Self { root: steps.collect(), is_repository: repository.is_some(), below }
    }

    fn workflow(&self) -> PathBuf {
        self.root.join(WORKFLOW)
    }
}

/// Returns an error if any of the files exists, since `init` does not overwrite files.
fn refuse_existing(files: &[PathBuf]) -> Result<(), Diagnostic> {
    let existing: Vec<&PathBuf> = files.iter().filter(|path| path.symlink_metadata().is_ok()).collect();
    let names: Vec<String> = existing.iter().map(|path| shown(path)).collect();
    let verb = match names.len() {
        0 => return Ok(()),
        1 => "exists",
        _ => "exist",
    };
    let message = format!("`{}` already {verb}; nothing was written", names.join("` and `"));
    let name = program::called();
    let help = if existing.iter().any(|path| *path == Path::new(SETTINGS)) {
        format!(
            "this folder is already initialized; run `{name} generate`, or delete `{SETTINGS}` to start again"
        )
    } else if existing.iter().any(|path| path.ends_with(WORKFLOW)) {
        "delete or move the workflow, or keep it; with `--no-ci`, no workflow is written".to_owned()
    } else {
        format!("delete or move it, or use it as the document: `{name} init {}`", names.join(" "))
    };
    Err(Diagnostic::error(Code::AlreadyInitialized, &Pointer::root(), message).help(help))
}

/// Returns the path of an existing README, and its contents with a line about the crate. Returns `None` if the README
/// already mentions the program.
fn with_line(path: &Path, facts: &Facts<'_>) -> Option<(PathBuf, String)> {
    let text = fs::read_to_string(path).ok().filter(|text| !text.contains(program::NAME))?;
    let gap = if text.ends_with('\n') || text.is_empty() { "" } else { "\n" };
    Some((path.to_owned(), format!("{text}{gap}\n{}", files::readme_line(facts))))
}

/// Returns the path of `.gitignore`, and its contents with a line for Cargo's output. Returns `None` if the file already
/// ignores that folder.
fn ignoring(path: &Path, facts: &Facts<'_>) -> Option<(PathBuf, String)> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let line = files::ignored_line(facts);
    let is_known = |known: &str| {
        let known = known.trim().trim_end_matches('/');
        known == line.trim().trim_end_matches('/') || matches!(known, "target" | "**/target")
    };
    let gap = if text.ends_with('\n') || text.is_empty() { "" } else { "\n" };
    (!text.lines().any(is_known)).then(|| (path.to_owned(), format!("{text}{gap}{line}")))
}
