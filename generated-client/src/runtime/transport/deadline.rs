//! Limits the duration of a future, using the client's clock.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::clock::Clock;

/// Awaits a future for at most `limit`. Returns `None` if the limit expires first. If there is no limit, or
/// the clock cannot sleep, the wait is unbounded.
pub(crate) async fn within<T>(
    clock: Option<&dyn Clock>,
    limit: Option<Duration>,
    work: impl Future<Output = T>,
) -> Option<T> {
    let Some(sleep) = clock.zip(limit).and_then(|(clock, limit)| clock.sleep(limit)) else {
        return Some(work.await);
    };
    let (mut work, mut sleep) = (pin!(work), sleep);
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => sleep.as_mut().poll(context).map(|()| None),
    })
    .await
}
