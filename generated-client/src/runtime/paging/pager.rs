//! The paging state machine: the next request, the end of the list, and protection against misbehaving servers.
//!
//! It works on undecoded responses, so it is compiled once for all operations.

use std::collections::BTreeSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::task::{Context, Poll};

use bytes::Bytes;

use super::position::{At, Position};
use super::rules::{Paging, Style};
use super::scan::Found;
use super::{link, scan};
use crate::runtime::call::{Received, receive};
#[cfg(feature = "blocking")]
use crate::runtime::client::Client;
use crate::runtime::error::paging::{PagingError, PagingErrorKind};
use crate::runtime::error::{Error, Result};
use crate::runtime::request::assemble::target;
use crate::runtime::request::{Parts, Request};
use crate::runtime::transport::future::BoxFuture;

/// The number of consecutive empty pages after which the pager reports an error.
const EMPTY_PAGES: u32 = 3;

/// The paging state of a list.
pub(super) struct Pager {
    request: Box<Parts>,
    paging: &'static Paging,
    at: At,
    flight: Option<BoxFuture<'static, Result<Received>>>,
    /// An error that occurred while advancing to `at`; it is reported first.
    pending: Option<PagingError>,
    /// Hashes of the cursors and links already followed.
    seen: BTreeSet<u64>,
    /// The body of the previous page, if it had items.
    previous: Bytes,
    empty: u32,
    /// Whether any page had a cursor or link to the next page.
    has_links: bool,
}

impl Pager {
    #[cfg(feature = "blocking")]
    pub(super) fn client(&self) -> &Client {
        &self.request.client
    }

    pub(super) fn new(request: Request, paging: &'static Paging) -> Self {
        Self {
            request: request.into_parts(),
            paging,
            at: At::Start,
            flight: None,
            pending: None,
            seen: BTreeSet::new(),
            previous: Bytes::new(),
            empty: 0,
            has_links: false,
        }
    }

    pub(super) fn operation(&self) -> &'static str {
        self.request.operation.id()
    }

    pub(super) fn position(&self) -> Position {
        Position { at: self.at.clone(), taken: 0 }
    }

    /// Continues at a page. If the position does not match the paging style, the next poll returns an error.
    pub(super) fn go_to(&mut self, at: At) {
        let is_compatible = match at {
            At::Start | At::End => true,
            At::Number(_) => matches!(self.paging.style, Style::Number | Style::Offset),
            At::Cursor(_) => self.paging.style == Style::Cursor,
            At::Link(_) => matches!(self.paging.style, Style::Link | Style::LinkHeader),
        };
        self.flight = None;
        if is_compatible {
            self.seen.clear();
            self.seen.extend(fingerprint(&at));
            (self.at, self.pending) = (at, None);
        } else {
            let detail = "the starting position belongs to an operation with a different paging style";
            self.end_with_error(PagingErrorKind::ForeignPosition, detail);
        }
    }

    /// Polls for the next response. Returns `None` after the last page. A failed request leaves the position unchanged,
    /// so the next poll repeats it. A request that cannot be built ends the list.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Received>>> {
        if let Some(error) = self.pending.take() {
            return Poll::Ready(Some(Err(Error::Paging(Box::new(error)))));
        }
        let mut flight = match self.flight.take() {
            Some(flight) => flight,
            None if self.at == At::End => return Poll::Ready(None),
            None => match self.page_request() {
                Ok(parts) => Box::pin(receive(parts)),
                Err(error) => {
                    self.at = At::End;
                    return Poll::Ready(Some(Err(error)));
                }
            },
        };
        match flight.as_mut().poll(context) {
            Poll::Ready(response) => Poll::Ready(Some(response)),
            Poll::Pending => {
                self.flight = Some(flight);
                Poll::Pending
            }
        }
    }

    /// Builds the request for the current page.
    fn page_request(&self) -> Result<Box<Parts>> {
        let mut parts = self.request.clone();
        let Paging { parameter, in_body, .. } = *self.paging;
        match &self.at {
            At::Start | At::End => {}
            At::Number(number) if in_body => parts.set_body_member(parameter, (*number).into()),
            At::Cursor(cursor) if in_body => parts.set_body_member(parameter, cursor.as_str().into()),
            At::Number(number) => parts.set_query(parameter, number),
            At::Cursor(cursor) => parts.set_query(parameter, cursor),
            At::Link(link) => {
                let (base, current) = target(&mut parts)?;
                let url = link::resolve(link, &base, &current).map_err(|kind| {
                    Error::Paging(Box::new(PagingError::new(self.operation(), kind, describe(kind))))
                })?;
                parts.url = Some(url);
            }
        }
        Ok(parts)
    }

    /// Extracts the paging information from a response.
    pub(super) fn inspect(&self, received: &Received) -> Found {
        let mut found = scan::scan(self.paging, received.body());
        if self.paging.style == Style::LinkHeader {
            found.next = link::next_link(received.headers());
        }
        found
    }

    /// Advances past a decoded page.
    ///
    /// # Errors
    /// Returns [`Error::Paging`] if the page repeats an earlier one.
    pub(super) fn accept(&mut self, found: &Found, body: Bytes) -> Result<()> {
        let is_empty = found.items.unwrap_or(0) == 0;
        let is_repeated = !is_empty && body == self.previous && matches!(self.at, At::Number(_));
        self.previous = if is_empty { Bytes::new() } else { body };
        let next = if is_repeated { None } else { self.next_page(found, is_empty) };
        let Some(next) = next else {
            self.end_with_error(
                PagingErrorKind::Repeated,
                "the server returned the same page again instead of the next one",
            );
            return self.pending.take().map_or(Ok(()), |error| Err(Error::Paging(Box::new(error))));
        };
        self.has_links |= found.next.is_some();
        self.at = next;
        self.guard(is_empty);
        Ok(())
    }

    /// Returns the next page, or `None` if the server returned an earlier page than the requested one.
    fn next_page(&mut self, found: &Found, is_empty: bool) -> Option<At> {
        match self.paging.style {
            Style::Number => self.next_number(found, is_empty),
            Style::Offset => Some(self.next_offset(found, is_empty)),
            _ if found.more == Some(false) => Some(At::End),
            Style::Cursor => Some(found.next.clone().map_or(At::End, At::Cursor)),
            Style::Link | Style::LinkHeader => Some(found.next.clone().map_or(At::End, At::Link)),
        }
    }

    fn next_number(&mut self, found: &Found, is_empty: bool) -> Option<At> {
        let requested = self.requested();
        if let (Some(current), At::Number(requested)) = (found.current, &self.at)
            && current < *requested
        {
            return None;
        }
        let current = found.current.or(requested);
        // A count of 0 on a page with items means that the server does not count.
        let count = found.page_count.filter(|count| *count > 0 || is_empty);
        let more = match (found.more, count.zip(current)) {
            (Some(more), _) => Some(more),
            (None, Some((count, current))) => {
                let first = self.paging.first.unwrap_or(1);
                Some(i128::from(current) - i128::from(first) + 1 < i128::from(count))
            }
            (None, None) if found.next.is_some() => Some(true),
            // The absence of a link means the end of the list only if the server has sent a link before.
            (None, None) if self.has_links => Some(false),
            (None, None) => None,
        };
        if !more.unwrap_or(!is_empty) {
            return Some(At::End);
        }
        match current {
            Some(current) => Some(self.number(current.checked_add(1))),
            None => {
                self.end_with_error(
                    PagingErrorKind::UnknownPage,
                    "the response does not contain its page number",
                );
                Some(At::End)
            }
        }
    }

    fn next_offset(&mut self, found: &Found, is_empty: bool) -> At {
        let first = i128::from(self.paging.first.unwrap_or(0));
        let items = i128::try_from(found.items.unwrap_or(0)).unwrap_or(i128::MAX);
        let next = self.requested().map_or(first, i128::from).saturating_add(items);
        let all = found.total.is_some_and(|total| next.saturating_sub(first) >= i128::from(total));
        let is_last = is_empty || found.more == Some(false) || all;
        if is_last || (self.has_links && found.next.is_none()) {
            At::End
        } else {
            self.number(i64::try_from(next).ok())
        }
    }

    /// Returns the page with this number, or ends the list with an error if the number overflows.
    fn number(&mut self, number: Option<i64>) -> At {
        match number {
            Some(number) => At::Number(number),
            None => {
                self.end_with_error(
                    PagingErrorKind::OutOfRange,
                    "the number of the next page does not fit in a 64-bit integer",
                );
                At::End
            }
        }
    }

    /// Returns the number in the request for the current page, which comes from the previous page, the caller, or the
    /// default.
    fn requested(&self) -> Option<i64> {
        let Paging { parameter, in_body, first, .. } = *self.paging;
        let set = match &self.at {
            At::Number(number) => Some(*number),
            _ if in_body => {
                self.request.body.as_ref().and_then(|body| scan::member(body.as_bytes()?, parameter))
            }
            _ => self.request.query_value(parameter).and_then(|value| value.parse().ok()),
        };
        set.or(first)
    }

    /// Checks the next page before it is requested.
    fn guard(&mut self, is_empty: bool) {
        if fingerprint(&self.at).is_some_and(|hash| !self.seen.insert(hash)) {
            self.end_with_error(PagingErrorKind::Repeated, "the next page was already read");
        } else if !is_empty || self.at == At::End {
            self.empty = 0;
        } else {
            self.empty += 1;
            if self.empty == EMPTY_PAGES {
                self.empty = 0;
                let detail =
                    format!("{EMPTY_PAGES} consecutive pages had no items, although the server reports more");
                self.pending = Some(PagingError::new(self.operation(), PagingErrorKind::EmptyPages, detail));
            }
        }
    }

    /// Ends the list with an error.
    fn end_with_error(&mut self, kind: PagingErrorKind, detail: &str) {
        self.pending = Some(PagingError::new(self.operation(), kind, detail));
        self.at = At::End;
    }
}

/// Returns a fingerprint of a page that must not be visited twice. Hashes bound the memory per page, and the
/// probability of a collision is negligible.
fn fingerprint(at: &At) -> Option<u64> {
    let (At::Cursor(text) | At::Link(text)) = at else { return None };
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    Some(hasher.finish())
}

/// Describes the error without the link, which may contain a secret.
fn describe(kind: PagingErrorKind) -> &'static str {
    match kind {
        PagingErrorKind::ForeignLink => {
            "the link to the next page points to another scheme, host or port, or outside the base URL's path, where \
             credentials are not sent"
        }
        _ => "the link to the next page is not a usable URL",
    }
}
