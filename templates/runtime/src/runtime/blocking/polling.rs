//! A blocking poller: an iterator over the states of a long-running operation.

use super::{Result, Waited, wait};
use crate::runtime::polling::{OperationState, Poller};
use crate::runtime::response::Response;
use crate::runtime::response::decoders::Decode;

impl<D: Decode> Poller<D> {
    /// Returns a blocking iterator over the states; requires no async runtime.
    pub fn wait(self) -> Waited<Self> {
        Waited(self)
    }
}

impl<D: Decode> Waited<Poller<D>> {
    /// Blocks until the operation is done and returns the response with its result; see
    /// [`Poller::until_done`].
    ///
    /// # Errors
    /// Returns an error if [`Poller::until_done`] fails, or [`Error::Config`](crate::runtime::Error::Config) inside an
    /// async runtime in which the client has made async calls.
    pub fn until_done(&mut self) -> Result<Response<D::Output>> {
        let client = self.0.client().clone();
        wait(&client, self.0.until_done())?
    }

    /// Returns the URL of the next status request; see [`Poller::status_url`].
    pub fn status_url(&self) -> Option<&str> {
        self.0.status_url()
    }
}

impl<D: Decode> Iterator for Waited<Poller<D>> {
    type Item = Result<OperationState>;

    fn next(&mut self) -> Option<Self::Item> {
        let client = self.0.client().clone();
        wait(&client, self.0.next()).unwrap_or_else(|error| Some(Err(error)))
    }
}
