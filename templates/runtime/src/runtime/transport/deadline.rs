//! Ends a wait when its time has passed, by the client's clock. It must not know what is waited for.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::clock::Clock;

/// Waits for some work for at most this long; `None` if the time passed first. Without a limit, or a clock that can wait,
/// it waits to the end.
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
