//! The operations of the tag `Photos`: bodies and answers that are no JSON.
//!
//! What the generator is to emit for them:
//! - The tag's line of features in `Cargo.toml` lists what its operations need of the runtime: `photos = ["events",
//!   "multipart", "stream"]`. `multipart` for bodies of `multipart/form-data`; `stream` for the line `streams:` and for setters
//!   that take a `Body`, so that files and streams can be given; `events` for the line `events:`. Forms, octets and texts
//!   at hand need none. The tag's module is compiled only with its feature, so that the words are there when it is.
//! - A field of a form is set by `field`, or by `field_as` with the style of its `encoding`. An object, or a list of
//!   objects, that has no style of its own is `Style::DeepObject`, as most servers of forms read it.
//! - A part of `format: binary` is `part(name, impl Into<Part>)`, a list of them `parts(name, ..)`; each sets the whole field,
//!   so that a second call of the same name replaces the first. Any other property is `part_value`, with
//!   `part_value_as` where `encoding` gives a `contentType`.
//! - An answer of octets or text has the line `streams: Download`; one of `text/event-stream` the line `events: Events`,
//!   and `answer: Text` unless JSON stands beside it. Then `stream` and `events` are names that no setter may have.

use crate::runtime::{
    Binary, Body, Client, EmptyBody, Json, Operation, Part, Style, Text, Value, request_builder,
};

/// The operations of the tag `Photos`.
#[derive(Debug, Clone)]
pub(crate) struct Photos {
    client: Client,
}

impl Photos {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Adds a photo: `multipart/form-data` with a required file.
    pub(crate) fn post_photos(&self, image: impl Into<Part>) -> PostPhotos {
        PostPhotos { request: PostPhotos::request(&self.client).part("image", image) }
    }

    /// Searches photos: a form.
    pub(crate) fn post_photos_search(&self, query: &str) -> PostPhotosSearch {
        PostPhotosSearch { request: PostPhotosSearch::request(&self.client).field("query", query) }
    }

    /// Gets a photo: octets.
    pub(crate) fn get_photo(&self, photo_id: &str) -> GetPhoto {
        GetPhoto { request: GetPhoto::request(&self.client).path("photoId", photo_id) }
    }

    /// Replaces a photo: octets as the body.
    pub(crate) fn put_photo(&self, photo_id: &str, body: impl Into<Body>) -> PutPhoto {
        let request = PutPhoto::request(&self.client).path("photoId", photo_id);
        PutPhoto { request: request.body("image/png", body) }
    }

    /// Watches photos: server-sent events.
    pub(crate) fn get_photos_events(&self) -> GetPhotosEvents {
        GetPhotosEvents { request: GetPhotosEvents::request(&self.client) }
    }
}

request_builder! {
    /// A call of `postPhotos`.
    pub(crate) struct PostPhotos {
        operation: Operation::post("postPhotos", "/api/v2/photos"),
        answer: Json<Value>,
    }
}

impl PostPhotos {
    /// Further files: a list of `format: binary`.
    pub(crate) fn attachments(self, attachments: impl IntoIterator<Item = impl Into<Part>>) -> Self {
        Self { request: self.request.parts("attachments", attachments) }
    }

    /// An object, or any other value.
    pub(crate) fn place(self, place: &Value) -> Self {
        Self { request: self.request.part_value("place", place) }
    }

    /// A value whose `encoding` has a `contentType`.
    pub(crate) fn colors(self, colors: &[i32]) -> Self {
        Self { request: self.request.part_value_as("colors", "application/json", colors) }
    }
}

request_builder! {
    /// A call of `postPhotosSearch`.
    pub(crate) struct PostPhotosSearch {
        operation: Operation::post("postPhotosSearch", "/api/v2/photos/search"),
        answer: EmptyBody,
    }
}

impl PostPhotosSearch {
    /// A filter, whose `encoding` has the style `deepObject`.
    pub(crate) fn filter(self, filter: &Value) -> Self {
        Self { request: self.request.field_as("filter", Style::DeepObject, filter) }
    }
}

request_builder! {
    /// A call of `getPhoto`.
    pub(crate) struct GetPhoto {
        operation: Operation::get("getPhoto", "/api/v2/photos/{photoId}").accept("image/png"),
        answer: Binary,
        streams: Download,
    }
}

request_builder! {
    /// A call of `putPhoto`.
    pub(crate) struct PutPhoto {
        operation: Operation::put("putPhoto", "/api/v2/photos/{photoId}"),
        answer: EmptyBody,
    }
}

request_builder! {
    /// A call of `getPhotosEvents`.
    pub(crate) struct GetPhotosEvents {
        operation: Operation::get("getPhotosEvents", "/api/v2/photos/events").accept("text/event-stream"),
        answer: Text,
        events: Events,
    }
}
