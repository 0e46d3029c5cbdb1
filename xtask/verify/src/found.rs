//! The results for a document.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use xtask::corpus::row::Tested;

/// All results for a document.
#[derive(Debug, Default, Serialize)]
pub(super) struct Verified {
    /// The path relative to the folder.
    pub(super) path: String,
    /// The reason why no check was run: the generator rejected the document, or the crate does not compile.
    pub(super) unusable: Option<String>,
    /// The results for random instances.
    pub(super) instances: Option<Instances>,
    /// The results of the emitted tests.
    pub(super) tests: Option<Tested>,
    /// The results for the requests of the emitted tests.
    pub(super) requests: Option<Requests>,
    /// The results of rustdoc.
    pub(super) docs: Option<Docs>,
    /// The time of the checks in seconds, without compiling the crate.
    pub(super) seconds: f64,
}

/// The results for random instances of the schemas.
#[derive(Debug, Default, Serialize)]
pub(super) struct Instances {
    /// The number of schemas with an emitted type.
    pub(super) schemas: usize,
    /// The schemas for which no valid instance was created.
    pub(super) without: Vec<Without>,
    /// The number of valid instances, all of which were decoded and encoded.
    pub(super) valid: usize,
    /// The number of instances that the validator rejected; they are not used.
    pub(super) rejected: usize,
    /// The number of attempts that did not create an instance.
    pub(super) unmade: usize,
    /// The number of valid instances that were encoded as an equal value.
    pub(super) equal: usize,
    /// The failures, one for each kind, except for those that a finding explains.
    pub(super) failures: Vec<Failure>,
    /// The failures that a finding about the schema explains.
    pub(super) declared: Vec<Failure>,
}

/// The results for the requests of the emitted tests.
#[derive(Debug, Default, Serialize)]
pub(super) struct Requests {
    /// The number of operations in the document.
    pub(super) operations: usize,
    /// The number of operations with a request.
    pub(super) called: usize,
    pub(super) requests: usize,
    /// The number of requests that match the document.
    pub(super) valid: usize,
    /// The differences, one for each kind, except for those that a finding may explain.
    pub(super) failures: Vec<Failure>,
    /// The differences in operations with a finding.
    pub(super) declared: Vec<Failure>,
}

/// A schema for which no valid instance was created.
#[derive(Debug, Serialize)]
pub(super) struct Without {
    /// The JSON pointer to the schema.
    pub(super) schema: String,
    /// An instance that the validator rejected, and the reason; `None` if no instance was created.
    pub(super) rejected: Option<(Value, String)>,
}

/// The failures of one kind.
#[derive(Debug, Serialize)]
pub(super) struct Failure {
    /// The kind of failure.
    pub(super) kind: String,
    /// The number of failing instances or requests.
    pub(super) number: usize,
    /// The number of schemas or operations with such a failure.
    pub(super) schemas: usize,
    /// The JSON pointer to the schema or operation of the example.
    pub(super) schema: String,
    /// The smallest failing instance, or the shortest failing request.
    pub(super) instance: Value,
    /// The complete message, or the value that was encoded instead.
    pub(super) detail: String,
    /// The codes of the findings about the schema or operation.
    pub(super) findings: Vec<String>,
}

/// The results of rustdoc.
#[derive(Debug, Default, Serialize)]
pub(super) struct Docs {
    /// The first warning or error of rustdoc.
    pub(super) rustdoc: Option<String>,
    /// The outcome of the examples in the documentation.
    pub(super) examples: Tested,
}

impl Verified {
    /// Returns whether all checks passed.
    pub(super) fn is_good(&self) -> bool {
        self.unusable.is_none()
            && self.instances.as_ref().is_none_or(|found| found.failures.is_empty())
            && self.tests.as_ref().is_none_or(Tested::is_good)
            && self.requests.as_ref().is_none_or(|found| found.failures.is_empty())
            && self.docs.as_ref().is_none_or(|docs| docs.rustdoc.is_none() && docs.examples.is_good())
    }
}

/// The sums over all documents.
#[derive(Debug, Default, Serialize)]
pub(super) struct Totals {
    pub(super) documents: usize,
    /// The number of documents without a failure.
    pub(super) good: usize,
    pub(super) unusable: usize,
    pub(super) schemas: usize,
    pub(super) schemas_without_instance: usize,
    pub(super) valid: usize,
    pub(super) rejected: usize,
    pub(super) unmade: usize,
    pub(super) equal: usize,
    /// The number of differing values that findings explain.
    pub(super) declared: usize,
    /// The number of differing values and errors that no finding explains.
    pub(super) failed: usize,
    pub(super) tests_passed: usize,
    pub(super) tests_failed: usize,
    pub(super) operations: usize,
    pub(super) called: usize,
    pub(super) requests: usize,
    pub(super) valid_requests: usize,
    pub(super) documented: usize,
    pub(super) documented_without_warning: usize,
    pub(super) examples_passed: usize,
    pub(super) examples_failed: usize,
    /// The number of failing documents by kind of failure.
    pub(super) kinds: BTreeMap<String, usize>,
    /// The time of the run in seconds.
    pub(super) seconds: f64,
}

impl Totals {
    /// Adds up the results of a run that took `seconds`.
    pub(super) fn of(all: &[Verified], seconds: f64) -> Self {
        let mut totals = Self { documents: all.len(), seconds, ..Self::default() };
        for one in all {
            totals.good += usize::from(one.is_good());
            totals.unusable += usize::from(one.unusable.is_some());
            if let Some(found) = &one.instances {
                totals.schemas += found.schemas;
                totals.schemas_without_instance += found.without.len();
                totals.valid += found.valid;
                totals.rejected += found.rejected;
                totals.unmade += found.unmade;
                totals.equal += found.equal;
                totals.declared += found.declared.iter().map(|failure| failure.number).sum::<usize>();
                for failure in &found.failures {
                    totals.failed += failure.number;
                    *totals.kinds.entry(failure.kind.clone()).or_default() += 1;
                }
            }
            if let Some(tests) = &one.tests {
                totals.tests_passed += tests.passed;
                totals.tests_failed += tests.failed;
            }
            if let Some(found) = &one.requests {
                totals.operations += found.operations;
                totals.called += found.called;
                totals.requests += found.requests;
                totals.valid_requests += found.valid;
                for failure in &found.failures {
                    *totals.kinds.entry(failure.kind.clone()).or_default() += 1;
                }
            }
            if let Some(docs) = &one.docs {
                totals.documented += 1;
                totals.documented_without_warning += usize::from(docs.rustdoc.is_none());
                totals.examples_passed += docs.examples.passed;
                totals.examples_failed += docs.examples.failed;
            }
        }
        totals
    }
}
