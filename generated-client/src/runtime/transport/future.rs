//! The future type that trait methods return.

use std::pin::Pin;

/// A boxed future that is [`Send`].
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
