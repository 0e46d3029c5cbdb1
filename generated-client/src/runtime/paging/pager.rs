//! The way from page to page: what is asked for next, when the list ends, and when the server must not be followed.
//!
//! It works on raw answers, so that it is compiled once for all operations. It decodes nothing for the user.

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

/// How many pages without items are taken in a row while the server promises more.
const EMPTY_PAGES: u32 = 3;

/// A list that is being read.
pub(super) struct Pager {
    request: Box<Parts>,
    paging: &'static Paging,
    at: At,
    flight: Option<BoxFuture<'static, Result<Received>>>,
    /// What is wrong with the way to `at`; told before it is gone.
    pending: Option<PagingError>,
    /// Hashes of the cursors and links that were followed.
    seen: BTreeSet<u64>,
    /// The body of the page before, if it had items.
    before: Bytes,
    empty: u32,
    /// Whether a page had something that leads to the next.
    led_on: bool,
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
            before: Bytes::new(),
            empty: 0,
            led_on: false,
        }
    }

    pub(super) fn operation(&self) -> &'static str {
        self.request.operation.id()
    }

    pub(super) fn position(&self) -> Position {
        Position { at: self.at.clone(), taken: 0 }
    }

    /// Goes on at a page. One of another kind is told as an error by the next poll.
    pub(super) fn go_to(&mut self, at: At) {
        let fits = match at {
            At::Start | At::End => true,
            At::Number(_) => matches!(self.paging.style, Style::Number | Style::Offset),
            At::Cursor(_) => self.paging.style == Style::Cursor,
            At::Link(_) => matches!(self.paging.style, Style::Link | Style::LinkHeader),
        };
        self.flight = None;
        if fits {
            self.seen.clear();
            self.seen.extend(followed(&at));
            (self.at, self.pending) = (at, None);
        } else {
            let detail = "the position to start from is one of an operation that pages in another way";
            self.refuse(PagingErrorKind::ForeignPosition, detail);
        }
    }

    /// The next answer; `None` after the last. An error leaves the position as it is, so that the next poll tries again.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Received>>> {
        if let Some(error) = self.pending.take() {
            return Poll::Ready(Some(Err(Error::Paging(Box::new(error)))));
        }
        let mut flight = match self.flight.take() {
            Some(flight) => flight,
            None if self.at == At::End => return Poll::Ready(None),
            None => match self.call() {
                Ok(parts) => Box::pin(receive(parts)),
                Err(error) => {
                    self.at = At::End;
                    return Poll::Ready(Some(Err(error)));
                }
            },
        };
        match flight.as_mut().poll(context) {
            Poll::Ready(answer) => Poll::Ready(Some(answer)),
            Poll::Pending => {
                self.flight = Some(flight);
                Poll::Pending
            }
        }
    }

    /// The request for the page at which the list stands.
    fn call(&self) -> Result<Box<Parts>> {
        let mut parts = self.request.clone();
        let Paging { parameter, in_body, .. } = *self.paging;
        match &self.at {
            At::Start | At::End => {}
            At::Number(number) if in_body => parts.set_body_member(parameter, (*number).into()),
            At::Cursor(cursor) if in_body => parts.set_body_member(parameter, cursor.as_str().into()),
            At::Number(number) => parts.set_query(parameter, number),
            At::Cursor(cursor) => parts.set_query(parameter, cursor),
            At::Link(link) => {
                let (base, current) = target(&parts)?;
                let url = link::resolve(link, &base, &current).map_err(|kind| {
                    Error::Paging(Box::new(PagingError::new(self.operation(), kind, unfollowed(kind))))
                })?;
                parts.url = Some(url);
            }
        }
        Ok(parts)
    }

    /// What an answer says of its place in the list.
    pub(super) fn look(&self, received: &Received) -> Found {
        let mut found = scan::scan(self.paging, received.body());
        if self.paging.style == Style::LinkHeader {
            found.next = link::next_of(received.headers());
        }
        found
    }

    /// Goes on behind a page that was decoded.
    ///
    /// # Errors
    /// If the page is one that was given before.
    pub(super) fn accept(&mut self, found: &Found, body: Bytes) -> Result<()> {
        let is_empty = found.items.unwrap_or(0) == 0;
        let came_again = !is_empty && body == self.before && matches!(self.at, At::Number(_));
        self.before = if is_empty { Bytes::new() } else { body };
        let next = if came_again { None } else { self.following(found, is_empty) };
        let Some(next) = next else {
            self.refuse(
                PagingErrorKind::Repeated,
                "the server gave the same page again when the next one was asked for",
            );
            return self.pending.take().map_or(Ok(()), |error| Err(Error::Paging(Box::new(error))));
        };
        self.led_on |= found.next.is_some();
        self.at = next;
        self.guard(is_empty);
        Ok(())
    }

    /// Where the next page is; `None` if this one was not the one that was asked for, but one before it.
    fn following(&mut self, found: &Found, is_empty: bool) -> Option<At> {
        match self.paging.style {
            Style::Number => self.next_number(found, is_empty),
            Style::Offset => Some(self.next_offset(found, is_empty)),
            _ if found.more == Some(false) => Some(At::End),
            Style::Cursor => Some(found.next.clone().map_or(At::End, At::Cursor)),
            Style::Link | Style::LinkHeader => Some(found.next.clone().map_or(At::End, At::Link)),
        }
    }

    fn next_number(&mut self, found: &Found, is_empty: bool) -> Option<At> {
        let asked = self.asked();
        if let (Some(current), At::Number(asked)) = (found.current, &self.at)
            && current < *asked
        {
            return None;
        }
        let current = found.current.or(asked);
        // A count of 0 beside items is a server's way of not counting.
        let count = found.page_count.filter(|count| *count > 0 || is_empty);
        let more = match (found.more, count.zip(current)) {
            (Some(more), _) => Some(more),
            (None, Some((count, current))) => {
                let first = self.paging.first.unwrap_or(1);
                Some(i128::from(current) - i128::from(first) + 1 < i128::from(count))
            }
            (None, None) if found.next.is_some() => Some(true),
            // Only who has seen such a link knows that the server sends them.
            (None, None) if self.led_on => Some(false),
            (None, None) => None,
        };
        if !more.unwrap_or(!is_empty) {
            return Some(At::End);
        }
        match current {
            Some(current) => Some(self.number(current.checked_add(1))),
            None => {
                self.refuse(PagingErrorKind::UnknownPage, "the answer does not say which page it is");
                Some(At::End)
            }
        }
    }

    fn next_offset(&mut self, found: &Found, is_empty: bool) -> At {
        let first = i128::from(self.paging.first.unwrap_or(0));
        let items = i128::try_from(found.items.unwrap_or(0)).unwrap_or(i128::MAX);
        let next = self.asked().map_or(first, i128::from).saturating_add(items);
        let all = found.total.is_some_and(|total| next.saturating_sub(first) >= i128::from(total));
        let is_last = is_empty || found.more == Some(false) || all;
        if is_last || (self.led_on && found.next.is_none()) {
            At::End
        } else {
            self.number(i64::try_from(next).ok())
        }
    }

    /// The place of this number; ends the list where the number does not fit.
    fn number(&mut self, number: Option<i64>) -> At {
        match number {
            Some(number) => At::Number(number),
            None => {
                self.refuse(
                    PagingErrorKind::OutOfRange,
                    "the number of the next page is larger than a 64-bit integer can be",
                );
                At::End
            }
        }
    }

    /// The number in the request for the current page: what came out of the page before, what the caller set, or the default.
    fn asked(&self) -> Option<i64> {
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

    /// Looks at where the list goes on before anything is sent there.
    fn guard(&mut self, is_empty: bool) {
        if followed(&self.at).is_some_and(|hash| !self.seen.insert(hash)) {
            self.refuse(PagingErrorKind::Repeated, "the server leads back to a page that was read already");
        } else if !is_empty || self.at == At::End {
            self.empty = 0;
        } else {
            self.empty += 1;
            if self.empty == EMPTY_PAGES {
                self.empty = 0;
                let detail = format!(
                    "{EMPTY_PAGES} pages in a row held no items, and the server says that there are more"
                );
                self.pending = Some(PagingError::new(self.operation(), PagingErrorKind::EmptyPages, detail));
            }
        }
    }

    /// Ends the list with an error.
    fn refuse(&mut self, kind: PagingErrorKind, detail: &str) {
        self.pending = Some(PagingError::new(self.operation(), kind, detail));
        self.at = At::End;
    }
}

/// What stands for a place that must not be visited twice. A hash takes as little memory on page 10,000 as on page 1, and that
/// two of them agree by chance does not happen.
fn followed(at: &At) -> Option<u64> {
    let (At::Cursor(text) | At::Link(text)) = at else { return None };
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    Some(hasher.finish())
}

/// The link itself is not shown: it may hold a secret.
fn unfollowed(kind: PagingErrorKind) -> &'static str {
    match kind {
        PagingErrorKind::ForeignLink => {
            "the link to the next page leads to another host, port or scheme, or out of the base URL's path, where \
             credentials are not sent"
        }
        _ => "the link to the next page is no URL that can be called",
    }
}
