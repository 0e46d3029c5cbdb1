//! Blocking iterators over sequences of JSON values.

use serde::de::DeserializeOwned;

use super::{Result, Waited, streams};
use crate::runtime::streaming::item_stream::ItemStream;

impl<T> ItemStream<T> {
    /// Returns a blocking iterator over the items; requires no async runtime.
    pub fn wait(self) -> Waited<Self> {
        Waited(self)
    }
}

impl<T: DeserializeOwned> Iterator for Waited<ItemStream<T>> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        let client = self.0.client().clone();
        streams::next(&client, &mut self.0)
    }
}
