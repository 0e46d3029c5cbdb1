//! Lists the names that documents use for pagination.
//!
//! Names are compared in folded form, so `pageNumber`, `page_number` and `page[number]` are equal. Earlier names
//! in a list are preferred. To support another name, add it to a list, provided that it has no other meaning in
//! requests or responses with lists.

/// Returns a name in lower case with only letters and digits.
pub(super) fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Names of parameters and fields for the page number.
pub(super) const NUMBER: &[&str] = &["pagenumber", "page", "pagenum", "pageno", "pageindex", "currentpage"];

/// Names of parameters for the number of items to skip.
pub(super) const OFFSET: &[&str] = &["offset", "skip", "startindex", "start", "startat", "startrow"];

/// Names of offset parameters that by definition start at zero.
pub(super) const FROM_ZERO: &[&str] = &["offset", "skip"];

/// Names of parameters for the page size.
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

/// Names of fields that contain the paginated list if a response has several lists.
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

/// Names of fields with the number of pages.
pub(super) const PAGE_COUNT: &[&str] =
    &["pagecount", "totalpages", "totalpagecount", "numpages", "lastpage", "pages"];

/// Names of fields with the total number of items.
pub(super) const TOTAL: &[&str] =
    &["total", "totalcount", "totalresults", "totalitems", "totalrecords", "totalelements", "totalhits"];

/// Names of fields that indicate whether there is a next page.
pub(super) const MORE: &[&str] = &["hasmore", "hasnextpage", "hasnext", "hasmoreitems", "moreresults"];

/// Names of fields with the URL of the next page.
pub(super) const LINK: &[&str] =
    &["nexturi", "nexturl", "nextlink", "odatanextlink", "nextpageuri", "nextpageurl", "nextpagelink"];

/// The name of a field with the URL of the next page, if the field's format is a URI, or if an object with a name
/// in [`LINKS`] contains the field.
pub(super) const NEXT: &str = "next";

/// Names of objects that contain links.
pub(super) const LINKS: &[&str] = &["links", "link"];

/// Names of fields that contain a value for the next request, each with the names of parameters that accept the
/// value.
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

/// Names of objects that contain pagination details or the list.
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

/// Last path segments of read-only `POST` requests.
pub(super) const SEARCHES: &[&str] = &["search", "query"];
