//! Reports problems that the compiler does not detect: crates that crates.io rejects, and calls that always
//! fail.

use super::Facts;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Literal, Location, Operation, Param, Shape, Style, Type};
use crate::pointer::Pointer;

/// The maximum number of features that crates.io accepts.
const FEATURES: usize = 300;

/// The maximum number of tags with operations. Each of these tags becomes a feature, a module and several files. The
/// largest known document has 936.
const TAGS: usize = 10_000;

/// The number of features that every crate has, such as `default` and `stream`.
const COMMON_FEATURES: usize = 15;

/// Reports an excessive number of features, and parameters that cannot be sent.
pub(super) fn limits(api: &Api, config: &Config, facts: &Facts, findings: &mut Diagnostics) {
    features(config, facts, findings);
    for id in facts.tags().iter().flat_map(|tag| facts.operations_of(*tag)) {
        unsendable(api, api.operation(id), findings);
    }
}

/// Reports a crate with more features than crates.io accepts. Each tag is a feature.
fn features(config: &Config, facts: &Facts, findings: &mut Diagnostics) {
    let tags = facts.tags().len();
    let at = Pointer::root().key("tags");
    let help = "group the tags with an overlay, select some with `tags` in sdk.toml, or split them into several crates with `[sdk.NAME]`";
    if tags > TAGS {
        let message = format!("the operations have {tags} tags; a crate can have at most {TAGS}");
        return findings.push(Diagnostic::error(Code::TooManyTags, &at, message).help(help));
    }
    let total = tags + config.features.len() + COMMON_FEATURES;
    if total <= FEATURES {
        return;
    }
    let message = format!(
        "each of the {tags} tags is a feature of the crate; crates.io accepts at most {FEATURES} features"
    );
    let finding = if config.package.publish {
        Diagnostic::warning(Code::TooManyFeatures, &at, message)
    } else {
        Diagnostic::note(Code::TooManyFeatures, &at, message)
    };
    findings.push(finding.help(help));
}

/// Reports parameters that fill a whole path segment and allow only values that cannot be sent. The runtime
/// rejects empty segments, as well as `.` and `..`, which URL normalization removes (RFC 3986, section
/// 6.2.2.3).
fn unsendable(api: &Api, operation: &Operation, findings: &mut Diagnostics) {
    let segments = operation.path.text.split('/');
    let names = segments.filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
    for name in names {
        let is_it = |param: &&Param| param.location == Location::Path && param.name == name;
        if let Some(param) = operation.params.iter().find(is_it).filter(|param| has_no_value(api, param)) {
            let message = format!(
                "path parameter `{name}` allows only values that cannot be sent: the client rejects path \
                 segments that are empty, `.` or `..`; every call to the operation fails"
            );
            findings.push(
                Diagnostic::warning(Code::UnsendableParameter, &param.pointer, message)
                    .help("correct the values, or remove the parameter from the path"),
            );
        }
    }
}

fn has_no_value(api: &Api, param: &Param) -> bool {
    let Type::Named(id) = api.resolved(&param.usage.ty) else { return false };
    let Shape::Enum(enumeration) = &api.ty(*id).shape else { return false };
    let is_unsendable =
        |value: &Literal| matches!(value, Literal::Text(text) if matches!(text.as_str(), "" | "." | ".."));
    let mut values = enumeration.values.iter();
    param.style == Style::Simple
        && !values.as_slice().is_empty()
        && values.all(|variant| is_unsendable(&variant.value))
}
