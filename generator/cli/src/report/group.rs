//! Groups of findings with the same code and severity, so that hundreds of one kind do not hide the others.

use generator::diagnostic::{Code, Diagnostic, Severity};

/// The maximum number of findings of one kind to display individually.
const SINGLE: usize = 3;

/// The maximum number of other locations that are displayed for a larger group.
const PLACES: usize = 2;

/// Findings of one kind, in the order of the document; never empty.
pub(super) struct Kind<'a> {
    pub(super) severity: Severity,
    code: Code,
    findings: Vec<&'a Diagnostic>,
}

/// Returns the kinds, in the order of their first findings.
pub(super) fn kinds<'a>(findings: impl Iterator<Item = &'a Diagnostic>) -> Vec<Kind<'a>> {
    let mut kinds: Vec<Kind<'a>> = Vec::new();
    for finding in findings {
        let known = kinds.iter_mut().find(|k| k.code == finding.code && k.severity == finding.severity);
        match known {
            Some(kind) => kind.findings.push(finding),
            None => {
                kinds.push(Kind { severity: finding.severity, code: finding.code, findings: vec![finding] })
            }
        }
    }
    kinds
}

impl<'a> Kind<'a> {
    /// Returns the findings to display in full: all of them if there are few; otherwise, the first one.
    pub(super) fn complete(&self) -> &[&'a Diagnostic] {
        let number = if self.findings.len() > SINGLE { 1 } else { self.findings.len() };
        self.findings.get(..number).unwrap_or_default()
    }

    /// Returns the findings for which only the location and message are displayed.
    pub(super) fn listed(&self) -> &[&'a Diagnostic] {
        let rest = self.findings.get(self.complete().len()..).unwrap_or_default();
        rest.get(..PLACES).unwrap_or(rest)
    }

    /// Returns the heading of the listed findings, which contains the number of findings that are not displayed in
    /// full. Returns `None` if all findings are displayed in full.
    pub(super) fn more(&self) -> Option<String> {
        let rest = self.findings.len() - self.complete().len();
        let example = if rest > PLACES { ", such as" } else { "" };
        (rest > 0).then(|| format!("{rest} more of `{}`{example}:", self.code))
    }

    /// Returns the line after the listed findings, if some findings are not listed.
    pub(super) fn hint(&self) -> Option<String> {
        let rest = self.findings.len() - self.complete().len() - self.listed().len();
        (rest > 0).then(|| format!("`--report FILE` lists all; `--explain {}` explains them", self.code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use generator::Pointer;

    #[test]
    fn a_large_group_shows_three_locations() {
        let at = |number: usize| Pointer::root().index(number);
        let mut all: Vec<Diagnostic> =
            (0..97).map(|number| Diagnostic::warning(Code::WrongType, &at(number), "one")).collect();
        all.extend((0..3).map(|number| Diagnostic::warning(Code::InvalidDefault, &at(number), "two")));
        all.push(Diagnostic::note(Code::WrongType, &at(0), "three"));
        let kinds = kinds(all.iter());
        let shape: Vec<_> = kinds.iter().map(|kind| (kind.complete().len(), kind.listed().len())).collect();
        assert_eq!(shape, [(1, 2), (3, 0), (1, 0)]);
        assert_eq!(kinds[0].more().as_deref(), Some("96 more of `wrong-type`, such as:"));
        assert!(kinds[0].hint().is_some() && kinds[1].hint().is_none() && kinds[1].more().is_none());
    }
}
