//! The paging rules of an operation: its paging parameters, and the locations of paging data in its responses.
//! Emitted code contains them as constants.

/// The means of selecting the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// The number of the page.
    Number,
    /// The number of items before the page.
    Offset,
    /// A cursor in the response body.
    Cursor,
    /// A URL in the response body.
    Link,
    /// A URL in the `Link` header of the response (RFC 8288).
    LinkHeader,
}

/// The paging rules of an operation: the parameter that requests a page, and the locations of paging data in the
/// response.
///
/// Locations are JSON pointers (RFC 6901); `""` is the entire response.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    pub(super) style: Style,
    pub(super) parameter: &'static str,
    pub(super) in_body: bool,
    pub(super) first: Option<i64>,
    pub(super) items: &'static str,
    pub(super) current: Option<&'static str>,
    pub(super) page_count: Option<&'static str>,
    pub(super) total: Option<&'static str>,
    pub(super) next: Option<&'static str>,
    pub(super) more: Option<&'static str>,
}

impl Paging {
    const fn new(style: Style, parameter: &'static str, next: Option<&'static str>) -> Self {
        Self {
            style,
            parameter,
            in_body: false,
            first: None,
            items: "",
            current: None,
            page_count: None,
            total: None,
            next,
            more: None,
        }
    }

    /// Paginates by page number, sent in a query parameter.
    pub const fn number(parameter: &'static str) -> Self {
        Self::new(Style::Number, parameter, None)
    }

    /// Paginates by offset (the number of items before the page), sent in a query parameter.
    pub const fn offset(parameter: &'static str) -> Self {
        Self::new(Style::Offset, parameter, None)
    }

    /// Paginates by cursor: the cursor at `next` in the response is sent in a query parameter. A page without a
    /// cursor is the last one.
    pub const fn cursor(parameter: &'static str, next: &'static str) -> Self {
        Self::new(Style::Cursor, parameter, Some(next))
    }

    /// Paginates by link: the URL of the next page is at `next` in the response. A page without this URL is
    /// the last one.
    pub const fn link(next: &'static str) -> Self {
        Self::new(Style::Link, "", Some(next))
    }

    /// Paginates by the `rel="next"` URL in the `Link` header (RFC 8288). A page without this link is the last one.
    pub const fn link_header() -> Self {
        Self::new(Style::LinkHeader, "", None)
    }

    /// Sends the parameter as a member of the JSON object in the body instead of in the query.
    #[must_use]
    pub const fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// Sets the parameter's value for the first page, if the call does not set it.
    #[must_use]
    pub const fn first(mut self, first: i64) -> Self {
        self.first = Some(first);
        self
    }

    /// Sets the location of the list; by default, the entire response is the list.
    #[must_use]
    pub const fn items(mut self, pointer: &'static str) -> Self {
        self.items = pointer;
        self
    }

    /// Sets the location of the number of this page.
    #[must_use]
    pub const fn current(mut self, pointer: &'static str) -> Self {
        self.current = Some(pointer);
        self
    }

    /// Sets the location of the number of pages.
    #[must_use]
    pub const fn page_count(mut self, pointer: &'static str) -> Self {
        self.page_count = Some(pointer);
        self
    }

    /// Sets the location of the number of items on all pages.
    #[must_use]
    pub const fn total(mut self, pointer: &'static str) -> Self {
        self.total = Some(pointer);
        self
    }

    /// Sets the location of a value that is present only if there is a next page.
    #[must_use]
    pub const fn next(mut self, pointer: &'static str) -> Self {
        self.next = Some(pointer);
        self
    }

    /// Sets the location of a boolean that is true if there is a next page.
    #[must_use]
    pub const fn more(mut self, pointer: &'static str) -> Self {
        self.more = Some(pointer);
        self
    }
}
