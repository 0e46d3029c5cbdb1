//! The public pagination streams: pages, and the items on them. Both only decode the responses that the pager
//! returns.

use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::{fmt, vec};

use futures_core::Stream;

use super::pager::Pager;
use super::position::{At, Position};
use super::rules::Paging;
#[cfg(feature = "blocking")]
use crate::runtime::client::Client;
use crate::runtime::error::Result;
use crate::runtime::request::Request;
use crate::runtime::response::Response;
use crate::runtime::response::decoders::Decode;

/// A stream of the pages of a list, returned by a request builder's `pages` method. Each page is requested when
/// the stream is polled.
///
/// Read it with [`next`](Self::next), or use it as a [`Stream`] with the combinators in `futures` or
/// `tokio-stream`.
///
/// - After an error, polling again requests the same page again; earlier pages are not lost. A permanent error ends
///   the stream; see [`PagingErrorKind`](crate::runtime::PagingErrorKind).
/// - A page that was already visited ends the stream with an error.
/// - Three consecutive empty pages yield an error if the server reports more pages; polling again continues.
/// - A link to another host is never followed, since the credentials would be sent there.
#[must_use = "no page is requested until the stream is polled"]
pub struct Pages<D> {
    pager: Box<Pager>,
    decoder: PhantomData<fn() -> D>,
}

impl<D: Decode> Pages<D> {
    /// Creates a stream that starts with the requested page.
    #[doc(hidden)]
    pub fn new(request: Request, paging: &'static Paging) -> Self {
        Self { pager: Box::new(Pager::new(request, paging)), decoder: PhantomData }
    }

    /// Returns the next page, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<D::Output>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// Returns the position of the page that [`next`](Self::next) requests. After an error, this is the page that
    /// failed.
    pub fn position(&self) -> Position {
        self.pager.position()
    }

    /// Starts at a position from an earlier stream of the same operation. The full page is returned, even if a stream
    /// of items already returned some of it.
    pub fn starting_at(mut self, position: Position) -> Self {
        self.pager.go_to(position.at);
        self
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &Client {
        self.pager.client()
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<D::Output>>> {
        let received = match ready!(self.pager.poll(context)) {
            Some(Ok(received)) => received,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        let (found, body) = (self.pager.inspect(&received), received.body().clone());
        let page = received.decode::<D>().map(Response::into_body);
        Poll::Ready(Some(page.and_then(|page| self.pager.accept(&found, body).map(|()| page))))
    }
}

impl<D: Decode> Stream for Pages<D> {
    type Item = Result<D::Output>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

impl<D> fmt::Debug for Pages<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.pager.operation();
        f.debug_struct("Pages")
            .field("operation", &operation)
            .field("position", &self.pager.position())
            .finish()
    }
}

/// A stream of the items of a list, page by page, returned by a request builder's `items` method.
///
/// Read it with [`next`](Self::next), or as a [`Stream`]. The next page is requested after the last item of the
/// current one. Errors are handled as in [`Pages`]; polling again continues after the last item returned.
#[must_use = "no page is requested until the stream is polled"]
pub struct Items<D: Decode, T> {
    pages: Pages<D>,
    list: fn(D::Output) -> Vec<T>,
    page: vec::IntoIter<T>,
    /// The position of the current page, and the number of its items that were already returned.
    from: At,
    taken: usize,
    /// The number of the next page's items that an earlier stream returned.
    skip: usize,
}

// No field is pinned: the page requests are boxed, and items are only moved out.
impl<D: Decode, T> Unpin for Items<D, T> {}

impl<D: Decode, T> Items<D, T> {
    /// Creates a stream of the items that `list` extracts from each page.
    #[doc(hidden)]
    pub fn new(pages: Pages<D>, list: fn(D::Output) -> Vec<T>) -> Self {
        Self { pages, list, page: Vec::new().into_iter(), from: At::Start, taken: 0, skip: 0 }
    }

    /// Returns the next item, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// Returns the position after the last item returned.
    pub fn position(&self) -> Position {
        if self.page.len() > 0 {
            return Position { at: self.from.clone(), taken: self.taken };
        }
        Position { taken: self.skip, ..self.pages.position() }
    }

    /// Starts at a position from an earlier stream of the same operation. Items are counted within a page, so if
    /// the list has changed in the meantime, an item can be skipped or repeated, as between any two pages.
    pub fn starting_at(mut self, position: Position) -> Self {
        self.skip = position.taken;
        self.page = Vec::new().into_iter();
        self.pages = self.pages.starting_at(position);
        self
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &Client {
        self.pages.client()
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.page.next() {
                self.taken += 1;
                return Poll::Ready(Some(Ok(item)));
            }
            let from = self.pages.position().at;
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(page)) => {
                    self.page = (self.list)(page).into_iter();
                    self.from = from;
                    self.taken = std::mem::take(&mut self.skip).min(self.page.len());
                    self.page.by_ref().take(self.taken).for_each(drop);
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<D: Decode, T> Stream for Items<D, T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<D: Decode, T> fmt::Debug for Items<D, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.pages.pager.operation();
        f.debug_struct("Items").field("operation", &operation).field("position", &self.position()).finish()
    }
}
