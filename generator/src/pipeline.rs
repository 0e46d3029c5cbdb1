//! Provides the entry points: reading a document from a path, building its model, and generating files.
//!
//! The pipeline runs the stages in order, and returns all failures as a [`Failure`] or as findings. Every
//! finding points to the original source, even if rewrites have moved the node.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::emit::docs::Flavor;
use crate::emit::{self, Files};
use crate::load::{self, DocumentFiles, Source};
use crate::lock::{Keys, Lock};
use crate::model::Model;
use crate::name::Explained;
use crate::pointer::Pointer;
use crate::sanitize::one_line;
use crate::write::Contents;
use crate::{analyse, bundle, coverage, lower, name, normalise, overlay, resolve};

/// The files that make up a document.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The path of the OpenAPI description, which is JSON or YAML.
    pub document: PathBuf,
    /// The paths of folders, in addition to the document's own, with files that the document can refer to.
    pub roots: Vec<PathBuf>,
    /// The paths of overlays, in the order in which they are applied.
    pub overlays: Vec<PathBuf>,
}

/// The reason why a model could not be built.
#[derive(Debug)]
pub enum Failure {
    /// An input file is unusable.
    File(Box<Unusable>),
    /// The document cannot be turned into a crate.
    Document {
        /// The document, which is needed to display the findings.
        source: Box<Source>,
        /// All findings, at least one of which is an error.
        findings: Diagnostics,
    },
    /// The crate cannot be emitted, or the output folder cannot be read or written.
    Output(Box<Diagnostic>),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) => {
                let at = file.finding.position;
                let position = at.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
                write!(f, "{}{position}: {}", file.name, file.finding)
            }
            Self::Document { source, findings } => {
                let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
                let lines: Vec<String> = errors.map(|error| source.located(error)).collect();
                f.write_str(&lines.join("\n"))
            }
            Self::Output(finding) => finding.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}

/// An unusable file.
#[derive(Debug)]
pub struct Unusable {
    /// The stage that rejected the file.
    pub stage: Stage,
    /// The path, as written by the caller.
    pub name: String,
    /// The text of the file, if the finding has a position.
    pub text: Option<String>,
    /// The error that makes the file unusable.
    pub finding: Diagnostic,
}

/// A stage that can reject a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The file is missing or malformed.
    Load,
    /// An overlay cannot be applied to the document.
    Overlay,
}

/// A model and the document that it was built from.
#[derive(Debug)]
pub struct Run {
    /// The document, with the files that it refers to and its overlays.
    pub source: Source,
    /// The model that was built from the document.
    pub model: Model,
    /// The findings about the document, none of which is an error.
    pub findings: Diagnostics,
}

impl Input {
    /// Creates the input for a document without overlays that refers only to files under its own folder.
    pub fn file(document: impl Into<PathBuf>) -> Self {
        Self { document: document.into(), ..Self::default() }
    }

    /// Reads the document and the files that it refers to, and applies its overlays.
    ///
    /// # Errors
    /// Returns an error for the first unusable file.
    pub fn read(&self) -> Result<Source, Box<Unusable>> {
        let document =
            bundle::read(&self.document, &self.roots).map_err(|finding| unread(&self.document, finding))?;
        let overlays = self.overlays.iter().map(|path| Source::read(path).map_err(|why| unread(path, why)));
        overlaid(document, overlays.collect::<Result<_, _>>()?)
    }
}

impl Run {
    /// Formats the warnings, except for allowed ones, with their locations. Each is one line.
    pub fn warnings(&self) -> impl Iterator<Item = String> {
        let shown =
            self.findings.iter().filter(|finding| finding.severity == Severity::Warning && !finding.allowed);
        shown.map(|finding| one_line(&self.source.located(finding)))
    }
}

/// Like [`Input::read`], but for a document and overlays that have already been loaded.
///
/// # Errors
/// Returns an error for the first overlay that cannot be applied.
pub fn assemble(
    document: Source,
    files: &dyn DocumentFiles,
    overlays: Vec<Source>,
) -> Result<Source, Box<Unusable>> {
    overlaid(bundle::bundled(document, files), overlays)
}

/// Reads a naming lock; returns an empty one if the file does not exist.
///
/// # Errors
/// Returns an error if the file exists but cannot be read, or is not a lock.
pub fn read_lock(path: &Path) -> Result<Lock, Box<Unusable>> {
    let text = load::read_text_if_exists(path).map_err(|finding| unread(path, finding))?;
    text.map_or(Ok(Lock::default()), |text| Lock::parse(&text).map_err(|finding| unread(path, finding)))
}

fn overlaid(document: Source, overlays: Vec<Source>) -> Result<Source, Box<Unusable>> {
    let texts: Vec<_> =
        overlays.iter().map(|overlay| (overlay.name().to_owned(), overlay.text().to_owned())).collect();
    overlay::apply(document, overlays).map_err(|wrong| {
        let (name, text) = texts.into_iter().nth(wrong.overlay).unzip();
        let name = name.unwrap_or_default();
        Box::new(Unusable { stage: Stage::Overlay, name, text, finding: wrong.finding })
    })
}

fn unread(path: &Path, finding: Diagnostic) -> Box<Unusable> {
    let text = finding.position.and_then(|_| load::text_to_show(path));
    Box::new(Unusable { stage: Stage::Load, name: path.display().to_string(), text, finding })
}

/// The stages from a document to its model, with one configuration.
#[derive(Debug, Default)]
pub struct Pipeline {
    config: Config,
    lock: Lock,
}

impl Pipeline {
    /// Creates a pipeline without locked names.
    pub fn new(config: Config) -> Self {
        Self::locked(config, Lock::default())
    }

    /// Creates a pipeline that preserves the names in `lock`.
    pub fn locked(config: Config, lock: Lock) -> Self {
        Self { config, lock }
    }

    /// Reads a document and builds its model.
    ///
    /// # Errors
    /// Returns a [`Failure`] if an input file is unusable, or if the document cannot be turned into a crate.
    pub fn run(self, input: &Input) -> Result<Run, Failure> {
        let source = input.read().map_err(Failure::File)?;
        match self.model(&source) {
            Ok((model, findings)) => Ok(Run { source, model, findings }),
            Err(findings) => Err(Failure::Document { source: Box::new(source), findings }),
        }
    }

    /// Builds the model of a loaded document, and returns it with its findings about repairs, approximations
    /// and omissions.
    ///
    /// # Errors
    /// Returns all findings, at least one of which is an error, if the document cannot be turned into a
    /// crate.
    pub fn model(self, source: &Source) -> Result<(Model, Diagnostics), Diagnostics> {
        let mut findings = Diagnostics::default();
        source.repairs().iter().for_each(|repair| findings.push(repair.clone()));
        let levels = self.config.diagnostics.clone();
        let model = self.stages(source, &mut findings);
        findings.point_at_the_text();
        findings.apply_levels(&levels.allow, &levels.deny);
        match model {
            Some(model) if !findings.has_errors() => Ok((model, findings)),
            _ => Err(findings),
        }
    }

    /// Runs the stages; returns `None` if an error in one stage prevents the next one.
    fn stages(self, source: &Source, findings: &mut Diagnostics) -> Option<Model> {
        let Self { config, lock } = self;
        // The size of referenced parts that are copied is checked before `normalise`, which copies some of them
        // in Swagger 2.0 documents. The size is checked again afterward, because `normalise` repairs references.
        resolve::check_expansion(source.tree(), source.bytes(), findings);
        if findings.has_errors() {
            return None;
        }
        let tree = normalise::normalise(source, findings);
        resolve::check_expansion(&tree, source.bytes(), findings);
        if findings.has_errors() {
            return None;
        }
        let dialect = normalise::dialect(source.tree());
        let document = resolve::resolve(tree, source.refusals(), findings);
        let api = lower::lower(&document, dialect, &config, findings);
        findings.push_located(coverage::unknown_keys(source.tree(), dialect, findings));
        findings.judge_defects(config.strict);
        if findings.has_errors() {
            return None;
        }
        let keys = Keys::from_api(&api);
        let facts = analyse::analyse(&api, &config, &lock, &keys, findings);
        if findings.has_errors() {
            return None;
        }
        let names = name::name(&api, &facts, &config, &lock, &keys, findings);
        let lock = names.settled(&lock);
        Some(Model { api, facts, names, config, size: source.bytes(), lock })
    }
}

/// Builds the model of a document without locked names.
///
/// # Errors
/// Returns the same errors as [`Pipeline::model`].
pub fn model(source: &Source, config: Config) -> Result<(Model, Diagnostics), Diagnostics> {
    Pipeline::new(config).model(source)
}

impl Model {
    /// Returns all files of the crate.
    ///
    /// # Errors
    /// Returns an error if the files are far larger than the document.
    pub fn crate_files(&self) -> Result<Files, Diagnostic> {
        self.within_limit(|limit| emit::crate_files_within(self, limit))
    }

    /// Returns the docs pages of one flavor, without a crate.
    ///
    /// # Errors
    /// Returns an error if the files are far larger than the document.
    pub fn docs_files(&self, flavor: Flavor) -> Result<Files, Diagnostic> {
        self.within_limit(|limit| emit::docs_files_within(self, flavor, limit))
    }

    /// Returns the contents of a folder with the crate, for [`Plan`](crate::Plan).
    pub fn crate_contents(&self) -> Contents {
        Contents::of_crate(&self.names.package)
    }

    /// Returns the contents of a folder with the docs pages of one flavor, for [`Plan`](crate::Plan).
    pub fn docs_contents(&self, flavor: Flavor) -> Contents {
        Contents::of_pages(&self.names.package, flavor)
    }

    fn within_limit(&self, emit: impl FnOnce(usize) -> Option<Files>) -> Result<Files, Diagnostic> {
        let limit = resolve::expansion_limit(self.size);
        emit(limit).ok_or_else(|| {
            let message = format!(
                "the generated files would exceed {} MB, the limit for a document of this size",
                limit / 1_000_000
            );
            Diagnostic::error(Code::ExpansionTooLarge, &Pointer::root(), message)
                .help("shorten names, descriptions and values that many operations use, or select operations with `tags` in sdk.toml")
        })
    }

    /// Explains every public name; `lock` is the lock with which the model was built.
    pub fn explain_names(&self, lock: &Lock) -> Vec<Explained> {
        name::explain(&self.api, &self.facts, &self.config, lock)
    }
}
