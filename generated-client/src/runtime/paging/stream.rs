//! What users see of paging: a stream of pages, and a stream of the items on them.
//!
//! Both are thin: they decode what the pager brings. Nothing here knows how a list goes on.

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

/// The pages of a list, each asked for when it is polled; from `pages` of a request builder.
///
/// Read it by [`next`](Self::next), or as a [`Stream`] with the tools of `futures` or `tokio-stream`.
///
/// - After an error, polling again tries the same page again: the pages before it are not lost. An error for which that
///   makes no sense ends the stream; see [`PagingErrorKind`](crate::runtime::PagingErrorKind).
/// - A server that leads in circles ends the stream with an error.
/// - After three pages without items in a row, where the server promises more, comes an error; polling again goes on.
/// - A link to another host is never followed, since the credentials would go with it.
#[must_use = "no page is asked for before the stream is polled"]
pub struct Pages<D> {
    pager: Box<Pager>,
    decoder: PhantomData<fn() -> D>,
}

impl<D: Decode> Pages<D> {
    /// The pages from the one that the request asks for.
    #[doc(hidden)]
    pub fn new(request: Request, paging: &'static Paging) -> Self {
        Self { pager: Box::new(Pager::new(request, paging)), decoder: PhantomData }
    }

    /// The next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<D::Output>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// Where the list goes on: the page that [`next`](Self::next) will ask for. After an error it is the page that failed.
    pub fn position(&self) -> Position {
        self.pager.position()
    }

    /// Goes on at a position that an earlier stream of the same operation gave. The page is given whole, even if a stream of
    /// items gave some of it already.
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
        let (found, body) = (self.pager.look(&received), received.body().clone());
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

/// The items of a list, page after page; from `items` of a request builder.
///
/// Read it by [`next`](Self::next), or as a [`Stream`]. The next page is asked for when all items of the one before were
/// taken. Errors come as for [`Pages`]: those items that were given are given, and polling again goes on from there.
#[must_use = "no page is asked for before the stream is polled"]
pub struct Items<D: Decode, T> {
    pages: Pages<D>,
    list: fn(D::Output) -> Vec<T>,
    page: vec::IntoIter<T>,
    /// Where the page is, and how many of its items were given.
    from: At,
    taken: usize,
    /// How many items of the next page were given by an earlier stream.
    given: usize,
}

/// Nothing in it is pinned: the pages' requests are boxed, and items are only moved out.
impl<D: Decode, T> Unpin for Items<D, T> {}

impl<D: Decode, T> Items<D, T> {
    /// The items that `list` takes out of each page.
    #[doc(hidden)]
    pub fn new(pages: Pages<D>, list: fn(D::Output) -> Vec<T>) -> Self {
        Self { pages, list, page: Vec::new().into_iter(), from: At::Start, taken: 0, given: 0 }
    }

    /// The next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// Where the list goes on: behind the item that was given last.
    pub fn position(&self) -> Position {
        if self.page.len() > 0 {
            return Position { at: self.from.clone(), taken: self.taken };
        }
        Position { taken: self.given, ..self.pages.position() }
    }

    /// Goes on at a position that an earlier stream of the same operation gave. Items are counted within a page: if the list
    /// has changed in the meantime, one can be missed or come twice, as between any two pages.
    pub fn starting_at(mut self, position: Position) -> Self {
        self.given = position.taken;
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
                    self.taken = std::mem::take(&mut self.given).min(self.page.len());
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
