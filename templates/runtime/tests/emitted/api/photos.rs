//! The operations of the `Photos` tag: bodies and responses that are not JSON.
//!
//! Requirements for the generator:
//! - The tag's feature in `Cargo.toml` lists the runtime features of its operations: `photos = ["events",
//!   "multipart", "stream"]`. `multipart` is required for `multipart/form-data` bodies, and `events` for an `events:`
//!   line. `stream` is required for a `streams:` line, and for setters that accept a `Body`, so that files and
//!   streams can be passed. Forms and buffered bytes or text require no feature. The tag's module is compiled only
//!   with its feature.
//! - A form field is set with `field`, or with `field_as` and the style of its `encoding`. The default for an
//!   object, or a list of objects, is `Style::DeepObject`, which most servers accept.
//! - A part with `format: binary` is set with `part(name, impl Into<Part>)`, and a list of such parts with
//!   `parts(name, ..)`. Each sets the entire field, so a second call replaces the first. Any other property is set
//!   with `part_value`, or with `part_value_as` if `encoding` declares a `contentType`.
//! - A binary or text response has a `streams: Download` line. A `text/event-stream` response has an `events: Events`
//!   line, and `output: Text` unless there is also a JSON response. `stream` and `events` are then reserved setter
//!   names.

use crate::runtime::{
    Binary, Body, Bytes, Client, EmptyBody, Json, Operation, Part, Style, Text, Value, request_builder,
};

/// The operations of the `Photos` tag.
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
        PostPhotos(PostPhotos::request(&self.client).part("image", image))
    }

    /// Searches for photos with a form.
    pub(crate) fn post_photos_search(&self, query: &str) -> PostPhotosSearch {
        PostPhotosSearch(PostPhotosSearch::request(&self.client).field("query", query))
    }

    /// Gets a photo as bytes.
    pub(crate) fn get_photo(&self, photo_id: &str) -> GetPhoto {
        GetPhoto(GetPhoto::request(&self.client).path("photoId", photo_id))
    }

    /// Replaces a photo with bytes.
    pub(crate) fn put_photo(&self, photo_id: &str, body: impl Into<Body>) -> PutPhoto {
        let request = PutPhoto::request(&self.client).path("photoId", photo_id);
        PutPhoto(request.body("image/png", body))
    }

    /// Watches photos through server-sent events.
    pub(crate) fn get_photos_events(&self) -> GetPhotosEvents {
        GetPhotosEvents(GetPhotosEvents::request(&self.client))
    }
}

request_builder! {
    /// A request for `postPhotos`.
    pub(crate) struct PostPhotos {
        operation: Operation::post("postPhotos", "/api/v2/photos"),
        output: Json<Value> => Value,
    }
}

impl PostPhotos {
    /// Additional files: a list with `format: binary` items.
    pub(crate) fn attachments(self, attachments: impl IntoIterator<Item = impl Into<Part>>) -> Self {
        Self(self.0.parts("attachments", attachments))
    }

    /// An object, or any other value.
    pub(crate) fn place(self, place: &Value) -> Self {
        Self(self.0.part_value("place", place))
    }

    /// A value whose `encoding` has a `contentType`.
    pub(crate) fn colors(self, colors: &[i32]) -> Self {
        Self(self.0.part_value_as("colors", "application/json", colors))
    }
}

request_builder! {
    /// A request for `postPhotosSearch`.
    pub(crate) struct PostPhotosSearch {
        operation: Operation::post("postPhotosSearch", "/api/v2/photos/search"),
        output: EmptyBody => (),
    }
}

impl PostPhotosSearch {
    /// A filter whose `encoding` has the `deepObject` style.
    pub(crate) fn filter(self, filter: &Value) -> Self {
        Self(self.0.field_as("filter", Style::DeepObject, filter))
    }
}

request_builder! {
    /// A request for `getPhoto`.
    pub(crate) struct GetPhoto {
        operation: Operation::get("getPhoto", "/api/v2/photos/{photoId}").accept("image/png"),
        output: Binary => Bytes,
        streams: Download,
    }
}

request_builder! {
    /// A request for `putPhoto`.
    pub(crate) struct PutPhoto {
        operation: Operation::put("putPhoto", "/api/v2/photos/{photoId}"),
        output: EmptyBody => (),
    }
}

request_builder! {
    /// A request for `getPhotosEvents`.
    pub(crate) struct GetPhotosEvents {
        operation: Operation::get("getPhotosEvents", "/api/v2/photos/events").accept("text/event-stream"),
        output: Text => String,
        events: Events,
    }
}
