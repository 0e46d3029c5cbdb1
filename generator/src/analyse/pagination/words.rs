//! Words: the names by which documents speak of pages, in one place.
//!
//! Names are compared folded: `pageNumber`, `page_number` and `page[number]` are one. Earlier words are preferred. To teach the
//! generator another name is to add it here; a name belongs here only if it means nothing else beside a list.

/// A name without case and signs.
pub(super) fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Parameters that take the number of a page, and fields that tell it.
pub(super) const NUMBER: &[&str] = &["pagenumber", "page", "pagenum", "pageno", "pageindex", "currentpage"];

/// Parameters that take the number of items to pass over.
pub(super) const OFFSET: &[&str] = &["offset", "skip", "startindex", "start", "startat", "startrow"];

/// Those of them that count from zero by what they mean.
pub(super) const FROM_ZERO: &[&str] = &["offset", "skip"];

/// Parameters that take the number of items on a page.
pub(super) const SIZE: &[&str] = &[
    "pagesize",
    "perpage",
    "limit",
    "size",
    "count",
    "maxresults",
    "top",
    "pagelimit",
    "itemsperpage",
    "resultsperpage",
    "take",
    "max",
];

/// Fields that hold the list, where an answer has several.
pub(super) const ITEMS: &[&str] = &[
    "entities",
    "items",
    "results",
    "data",
    "resources",
    "values",
    "value",
    "records",
    "entries",
    "elements",
    "list",
    "rows",
    "objects",
    "content",
];

/// Fields that tell how many pages there are.
pub(super) const PAGE_COUNT: &[&str] =
    &["pagecount", "totalpages", "totalpagecount", "numpages", "lastpage", "pages"];

/// Fields that tell how many items there are on all pages.
pub(super) const TOTAL: &[&str] =
    &["total", "totalcount", "totalresults", "totalitems", "totalrecords", "totalelements", "totalhits"];

/// Fields that tell whether there is a next page.
pub(super) const MORE: &[&str] = &["hasmore", "hasnextpage", "hasnext", "hasmoreitems", "moreresults"];

/// Fields that hold the URL of the next page.
pub(super) const LINK: &[&str] =
    &["nexturi", "nexturl", "nextlink", "odatanextlink", "nextpageuri", "nextpageurl", "nextpagelink"];

/// Fields that hold the URL of the next page if their format says that they hold one, or if they stand among links.
pub(super) const NEXT: &str = "next";

/// Objects that hold links.
pub(super) const LINKS: &[&str] = &["links", "link"];

/// Fields that give what a parameter takes for the next page, and the names of such parameters.
pub(super) const CURSORS: &[(&str, &[&str])] = &[
    ("nextcursor", &["cursor", "nextcursor", "after", "pagecursor", "pageafter"]),
    ("cursor", &["cursor", "pagecursor"]),
    ("after", &["after", "pageafter", "cursor"]),
    ("endcursor", &["after", "cursor", "pageafter"]),
    ("nextpagetoken", &["pagetoken", "nextpagetoken"]),
    ("nexttoken", &["nexttoken", "pagetoken"]),
    ("nextcontinuationtoken", &["continuationtoken"]),
    ("continuationtoken", &["continuationtoken"]),
    ("nextmarker", &["marker", "nextmarker"]),
    ("scrollid", &["scrollid"]),
    ("bookmark", &["bookmark"]),
    ("nextpage", &["nextpage", "page", "pagenumber"]),
    ("nextoffset", &["offset"]),
    ("next", &["next"]),
];

/// Objects that an answer wraps around what it says of pages, or around the list.
pub(super) const WRAPPERS: &[&str] = &[
    "meta",
    "metadata",
    "responsemetadata",
    "pagination",
    "paging",
    "page",
    "pageinfo",
    "cursors",
    "links",
    "link",
    "next",
    "embedded",
    "data",
    "result",
    "response",
];

/// The last words of paths on which `POST` only asks.
pub(super) const ASKING: &[&str] = &["search", "query"];
