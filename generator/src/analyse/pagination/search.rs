//! Derives the pagination of an operation from names and types, or reports what is missing.

use super::places::{self, Place};
use super::words::{self, fold};
use super::{FieldPath, PageParameter, Pagination, PagingStyle};
use crate::config;
use crate::ir::{Api, ContentKind, Location, Method, Operation, PathPart, Type, Usage, Value};

/// A function that tries one pagination style, and returns the reason if the style does not apply.
type Attempt<'w> = &'w dyn Fn() -> Result<Pagination, String>;

/// A parameter or field that a caller can set.
struct Candidate<'a> {
    parameter: PageParameter,
    name: &'a str,
    folded: String,
    ty: Option<&'a Type>,
    default: Option<i64>,
}

struct Search<'a> {
    api: &'a Api,
    operation: &'a Operation,
    settings: config::Pagination,
    places: Vec<Place<'a>>,
    candidates: Vec<Candidate<'a>>,
    items: FieldPath,
    item: Usage,
}

/// Returns the pagination of an operation.
///
/// # Errors
/// Returns the reason if the pagination is unknown.
pub(super) fn search(
    api: &Api,
    operation: &Operation,
    response: &Usage,
    settings: Option<&config::Pagination>,
) -> Result<Pagination, String> {
    let settings = settings.cloned().unwrap_or_default();
    let asks = matches!(operation.method, Method::Get | Method::Query)
        || (operation.method == Method::Post && (is_search(operation) || settings.style.is_some()));
    if !asks {
        return Err(format!("{} requests change data", operation.method));
    }
    let places = places::places(api, response);
    let (items, item) = places::list(api, response, &places, settings.items.as_deref())?;
    let candidates = candidates(api, operation);
    let mut found =
        Search { api, operation, settings: settings.clone(), places, candidates, items, item }.run()?;
    found.configured = settings != config::Pagination::default();
    Ok(found)
}

/// Returns whether the last path segment indicates a search.
fn is_search(operation: &Operation) -> bool {
    let last = operation.path.parts.last();
    last.is_some_and(|part| match part {
        PathPart::Text(text) => {
            let word = fold(text.rsplit('/').next().unwrap_or_default());
            words::SEARCHES.iter().any(|search| word == *search)
        }
        PathPart::Param(_) => false,
    })
}

/// Returns the query parameters, followed by the body fields.
fn candidates<'a>(api: &'a Api, operation: &'a Operation) -> Vec<Candidate<'a>> {
    let number = |value: &Option<Value>| value.as_ref().and_then(Value::as_i64);
    let params = operation.params.iter().enumerate().filter(|(_, param)| param.location == Location::Query);
    let params = params.map(|(index, param)| Candidate {
        parameter: PageParameter::Query(index),
        name: &param.name,
        folded: fold(&param.name),
        ty: places::plain(api, &param.usage.ty),
        default: number(&param.default),
    });
    let body = operation
        .body
        .iter()
        .flat_map(|body| &body.content)
        .find(|content| content.kind == ContentKind::Json);
    let object = body.and_then(|content| places::object(api, &content.usage.ty));
    let fields = object
        .into_iter()
        .flat_map(|(id, object)| object.fields.iter().enumerate().map(move |field| (id, field)));
    let fields = fields.filter(|(_, (_, field))| !field.read_only).map(|(id, (index, field))| Candidate {
        parameter: PageParameter::Body(id, index),
        name: &field.name,
        folded: fold(&field.name),
        ty: places::plain(api, &field.usage.ty),
        default: number(&field.default),
    });
    params.chain(fields).collect()
}

impl<'a> Search<'a> {
    /// Tries the most reliable evidence first: cursors in the response, then counters, then links, and finally
    /// counters without evidence in the response.
    fn run(&self) -> Result<Pagination, String> {
        // The configured names must exist in the document, regardless of the style.
        self.configured_next()?;
        if self.settings.parameter.is_some() {
            self.candidate(&[], |_| true)?;
        }
        let wanted = |style| self.settings.style.is_none_or(|configured| configured == style);
        let ways: [(PagingStyle, Attempt<'_>); 7] = [
            (PagingStyle::Cursor, &|| self.cursor()),
            (PagingStyle::Number, &|| self.counted(PagingStyle::Number, true)),
            (PagingStyle::Offset, &|| self.counted(PagingStyle::Offset, true)),
            (PagingStyle::Link, &|| self.link()),
            (PagingStyle::LinkHeader, &|| self.link_header()),
            (PagingStyle::Number, &|| self.counted(PagingStyle::Number, false)),
            (PagingStyle::Offset, &|| self.counted(PagingStyle::Offset, false)),
        ];
        let mut why = String::new();
        for (_, way) in ways.into_iter().filter(|(style, _)| wanted(*style)) {
            match way() {
                Ok(found) => return Ok(found),
                Err(reason) => why = reason,
            }
        }
        Err(if self.settings.style.is_some() { why } else { "no pagination style was detected".to_owned() })
    }

    /// Returns the configured candidate; otherwise, the first candidate that has one of the given names.
    fn candidate(
        &self,
        words: &[&str],
        fits: impl Fn(&Candidate<'a>) -> bool,
    ) -> Result<&Candidate<'a>, String> {
        if let Some(name) = &self.settings.parameter {
            let found = self.candidates.iter().find(|candidate| candidate.name == name);
            return found.ok_or_else(|| format!("there is no parameter `{name}` in the query or the body"));
        }
        let mut known =
            words.iter().filter_map(|word| self.candidates.iter().find(|c| c.folded == *word && fits(c)));
        known.next().ok_or_else(|| "no page parameter was detected; set `parameter`".to_owned())
    }

    fn place(&self, words: &[&str], fits: impl Fn(&Place<'a>) -> bool) -> Option<FieldPath> {
        let of = |word: &&str| self.places.iter().find(|place| place.name() == *word && fits(place));
        words.iter().find_map(of).map(|place| place.path.clone())
    }

    /// Returns the field that the maintainer configured for the next page.
    fn configured_next(&self) -> Result<Option<FieldPath>, String> {
        let Some(name) = &self.settings.next else { return Ok(None) };
        let place = places::named(self.api, &self.places, name);
        let place = place.ok_or_else(|| format!("the response has no field `{name}`"))?;
        Ok(Some(place.path.clone()))
    }

    fn found(&self, style: PagingStyle, parameter: Option<&Candidate<'_>>) -> Pagination {
        let size = |word: &&str| self.candidates.iter().find(|candidate| candidate.folded == *word);
        let size = words::SIZE.iter().find_map(size).and_then(|candidate| match candidate.parameter {
            PageParameter::Query(index) => Some(index),
            PageParameter::Body(..) => None,
        });
        Pagination {
            style,
            parameter: parameter.map(|candidate| candidate.parameter),
            first: None,
            size,
            items: self.items.clone(),
            item: self.item.clone(),
            current: None,
            page_count: None,
            total: None,
            next: None,
            more: self.place(words::MORE, Place::is_bool),
            selector: None,
            configured: false,
        }
    }

    fn cursor(&self) -> Result<Pagination, String> {
        let configured = self.configured_next()?;
        if let (Some(_), None) = (&configured, &self.settings.parameter) {
            return Err(
                "`next` is set, but the parameter that accepts its value is not; set `parameter`".to_owned()
            );
        }
        for (word, parameters) in words::CURSORS {
            let place = self.places.iter().find(|place| place.name() == *word && !place.is_link());
            let Some(next) = configured.clone().or_else(|| place.map(|place| place.path.clone())) else {
                continue;
            };
            // The field and the parameter must have the same type; for example, a string `nextPage` does not
            // match an integer `page`.
            let alike = |candidate: &Candidate<'_>| match (configured.is_some(), place, candidate.ty) {
                (false, Some(place), Some(ty)) if places::is_integer(ty) => place.is_integer(),
                (false, Some(place), Some(Type::Scalar(_))) => place.is_text(),
                (configured, ..) => configured,
            };
            let Ok(candidate) = self.candidate(parameters, alike) else { continue };
            if !parameters.contains(&candidate.folded.as_str())
                && self.settings.style.is_none()
                && configured.is_none()
            {
                continue;
            }
            let mut found = self.found(PagingStyle::Cursor, Some(candidate));
            found.next = Some(next);
            return Ok(found);
        }
        Err("no response field matches a next-page parameter".to_owned())
    }

    /// Tries page numbers or offsets; with `needs_evidence`, the response must indicate whether there are more pages.
    fn counted(&self, style: PagingStyle, needs_evidence: bool) -> Result<Pagination, String> {
        let by_number = style == PagingStyle::Number;
        let names = if by_number { words::NUMBER } else { words::OFFSET };
        let candidate = self.candidate(names, |candidate| candidate.ty.is_some_and(places::is_integer))?;
        let mut found = self.found(style, Some(candidate));
        if by_number {
            let alike = self.place(&[candidate.folded.as_str()], Place::is_integer);
            found.current = alike.or_else(|| self.place(words::NUMBER, Place::is_integer));
            found.page_count = self.place(words::PAGE_COUNT, Place::is_integer);
        }
        found.total = self.place(words::TOTAL, Place::is_integer);
        let link = || self.places.iter().find(|place| place.is_link()).map(|place| place.path.clone());
        found.next = self.configured_next()?.or_else(link);
        let first = self.settings.first.or(candidate.default).or_else(|| self.first_offset(candidate));
        if first.is_none() && (!by_number || found.current.is_none()) {
            return Err("the value for the first page is unknown; set `first`".to_owned());
        }
        found.first = first;
        let proved = found.end().next().is_some() || found.total.is_some();
        if !proved && (needs_evidence || (found.size.is_none() && self.settings.style.is_none())) {
            return Err("the response does not indicate whether there are more pages".to_owned());
        }
        Ok(found)
    }

    /// Returns the offset of the first page if the document declares no default. It is 0 for the parameters in
    /// [`words::FROM_ZERO`], and 1 for SCIM (RFC 7644, section 3.4.2.4).
    fn first_offset(&self, candidate: &Candidate<'_>) -> Option<i64> {
        let is_scim = candidate.folded == "startindex"
            && self.place(&["totalresults"], Place::is_integer).is_some()
            && self.items.names(self.api) == ["Resources"];
        match candidate.folded.as_str() {
            word if words::FROM_ZERO.contains(&word) => Some(0),
            _ => is_scim.then_some(1),
        }
    }

    fn link(&self) -> Result<Pagination, String> {
        let place = self.places.iter().find(|place| place.is_link()).map(|place| place.path.clone());
        let next =
            self.configured_next()?.or(place).ok_or("no response field matches the URL of the next page")?;
        let mut found = self.found(PagingStyle::Link, None);
        found.next = Some(next);
        Ok(found)
    }

    fn link_header(&self) -> Result<Pagination, String> {
        let declared = self
            .operation
            .success()
            .is_some_and(|response| response.headers.iter().any(|h| h.name.eq_ignore_ascii_case("link")));
        if !declared {
            return Err("the response does not declare a `Link` header".to_owned());
        }
        let asking = words::CURSORS.iter().flat_map(|(_, parameters)| *parameters);
        let asking: Vec<&str> = words::NUMBER.iter().chain(words::OFFSET).chain(asking).copied().collect();
        let candidate = self.candidate(&asking, |_| true)?;
        let mut found = self.found(PagingStyle::LinkHeader, None);
        found.selector = Some(candidate.parameter);
        Ok(found)
    }
}
