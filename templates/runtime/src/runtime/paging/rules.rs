//! How the pages of an operation are requested, and where a response tells about the next one: constants of emitted code.

/// How the next page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// By the number of the page.
    Number,
    /// By the number of items that come before it.
    Offset,
    /// By a value out of the answer.
    Cursor,
    /// By a URL in the answer's body.
    Link,
    /// By a URL in the answer's `Link` header (RFC 8288).
    LinkHeader,
}

/// How an operation pages: the parameter that asks for a page, and where the answer says what.
///
/// Places in the answer are JSON pointers (RFC 6901); `""` is the answer itself.
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

    /// A query parameter takes the number of the page.
    pub const fn number(parameter: &'static str) -> Self {
        Self::new(Style::Number, parameter, None)
    }

    /// A query parameter takes the number of items before the page.
    pub const fn offset(parameter: &'static str) -> Self {
        Self::new(Style::Offset, parameter, None)
    }

    /// A query parameter takes a value that stands at `next` in the answer; without one there, the page was the last.
    pub const fn cursor(parameter: &'static str, next: &'static str) -> Self {
        Self::new(Style::Cursor, parameter, Some(next))
    }

    /// The URL of the next page stands at `next` in the answer; without one there, the page was the last.
    pub const fn link(next: &'static str) -> Self {
        Self::new(Style::Link, "", Some(next))
    }

    /// The URL of the next page stands in the header `Link` with `rel="next"` (RFC 8288); without one, the page was the last.
    pub const fn link_header() -> Self {
        Self::new(Style::LinkHeader, "", None)
    }

    /// The parameter is no query parameter, but a member of the JSON object in the body.
    #[must_use]
    pub const fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// What the parameter is for the first page, where a call does not set it.
    #[must_use]
    pub const fn first(mut self, first: i64) -> Self {
        self.first = Some(first);
        self
    }

    /// The place of the list; by default the answer is the list.
    #[must_use]
    pub const fn items(mut self, pointer: &'static str) -> Self {
        self.items = pointer;
        self
    }

    /// The place of the number of this page.
    #[must_use]
    pub const fn current(mut self, pointer: &'static str) -> Self {
        self.current = Some(pointer);
        self
    }

    /// The place of the number of pages.
    #[must_use]
    pub const fn page_count(mut self, pointer: &'static str) -> Self {
        self.page_count = Some(pointer);
        self
    }

    /// The place of the number of items on all pages.
    #[must_use]
    pub const fn total(mut self, pointer: &'static str) -> Self {
        self.total = Some(pointer);
        self
    }

    /// The place of something that is there only if there is a next page.
    #[must_use]
    pub const fn next(mut self, pointer: &'static str) -> Self {
        self.next = Some(pointer);
        self
    }

    /// The place of a boolean that tells whether there is a next page.
    #[must_use]
    pub const fn more(mut self, pointer: &'static str) -> Self {
        self.more = Some(pointer);
        self
    }
}
