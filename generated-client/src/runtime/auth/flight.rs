//! A future shared by many tasks, any of which can drive it. It allows any number of calls to share one token
//! request.
//!
//! No background task is spawned, and no lock is held across an await. The first task that is polled polls the shared
//! future. If that task is dropped, the others are woken, and one of them continues **the same future**.
//! Therefore, a response in flight, which may contain the only copy of a new refresh token, is not lost.

// This module is independent of tokens: the future can do any work.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::lock::lock;

/// A shared future in flight. Each call to [`join`](Self::join) returns a future that resolves to a clone of the
/// shared result.
pub(super) struct Flight<T> {
    work: Mutex<Work<T>>,
    waiters: Arc<Waiters>,
}

enum Work<T> {
    /// No task is polling the future.
    Idle(BoxFuture<'static, T>),
    /// A task has taken the future out to poll it.
    Taken,
    Done(T),
    /// The future panicked.
    Lost,
}

/// The wakers of the waiting tasks, each with a unique ID.
#[derive(Default)]
struct Waiters(Mutex<Wakers>);

#[derive(Default)]
struct Wakers {
    next: u64,
    joined: usize,
    list: Vec<(u64, Waker)>,
}

impl<T: Clone> Flight<T> {
    pub(super) fn new(work: BoxFuture<'static, T>) -> Arc<Self> {
        Arc::new(Self { work: Mutex::new(Work::Idle(work)), waiters: Arc::default() })
    }

    /// Returns a future that resolves to the result, or to `None` if the shared future panicked.
    pub(super) fn join(self: &Arc<Self>) -> Join<T> {
        let mut wakers = lock(&self.waiters.0);
        wakers.next += 1;
        let join = Join { flight: Arc::clone(self), id: wakers.next, resumed: wakers.joined == 0 };
        wakers.joined += 1;
        join
    }

    /// Polls the shared future, unless another task is polling it.
    fn poll(&self) -> Poll<Option<T>> {
        let mut work = {
            let mut slot = lock(&self.work);
            match std::mem::replace(&mut *slot, Work::Taken) {
                Work::Idle(work) => work,
                Work::Taken => return Poll::Pending,
                Work::Lost => {
                    *slot = Work::Lost;
                    return Poll::Ready(None);
                }
                Work::Done(value) => {
                    *slot = Work::Done(value.clone());
                    return Poll::Ready(Some(value));
                }
            }
        };
        let guard = Guard { flight: self, done: false };
        let waker = Waker::from(Arc::clone(&self.waiters));
        let polled = work.as_mut().poll(&mut Context::from_waker(&waker));
        match polled {
            Poll::Pending => {
                guard.put(Work::Idle(work));
                Poll::Pending
            }
            Poll::Ready(value) => {
                guard.put(Work::Done(value.clone()));
                self.waiters.wake_all();
                Poll::Ready(Some(value))
            }
        }
    }
}

/// A guard that puts the future back after a poll. If the poll panicked, it marks the future as lost and wakes the
/// waiting tasks.
struct Guard<'a, T> {
    flight: &'a Flight<T>,
    done: bool,
}

impl<T> Guard<'_, T> {
    fn put(mut self, work: Work<T>) {
        *lock(&self.flight.work) = work;
        self.done = true;
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        if !self.done {
            *lock(&self.flight.work) = Work::Lost;
            self.flight.waiters.wake_all();
        }
    }
}

impl Waiters {
    fn set(&self, id: u64, waker: &Waker) {
        let mut wakers = lock(&self.0);
        match wakers.list.iter_mut().find(|(other, _)| *other == id) {
            Some((_, known)) => known.clone_from(waker),
            None => wakers.list.push((id, waker.clone())),
        }
    }

    /// Wakes all waiting tasks after releasing the lock, since waking may run a task immediately.
    fn wake_all(&self) {
        let list: Vec<Waker> = lock(&self.0).list.iter().map(|(_, waker)| waker.clone()).collect();
        list.into_iter().for_each(Waker::wake);
    }
}

impl Wake for Waiters {
    fn wake(self: Arc<Self>) {
        self.wake_all();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.wake_all();
    }
}

/// One task's handle to a [`Flight`].
pub(super) struct Join<T> {
    flight: Arc<Flight<T>>,
    id: u64,
    /// Whether no other task was waiting when this task joined: the future is new, or all earlier waiters were
    /// dropped.
    pub(super) resumed: bool,
}

impl<T: Clone> Future for Join<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // The waker is registered before the poll, so that no wake-up is missed.
        self.flight.waiters.set(self.id, context.waker());
        self.flight.poll()
    }
}

impl<T> Drop for Join<T> {
    fn drop(&mut self) {
        let waker = {
            let mut wakers = lock(&self.flight.waiters.0);
            wakers.joined -= 1;
            let index = wakers.list.iter().position(|(id, _)| *id == self.id);
            index.map(|index| wakers.list.swap_remove(index))
        };
        // This task may have been driving the future; another one must take over.
        if waker.is_some() && matches!(*lock(&self.flight.work), Work::Idle(_)) {
            self.flight.waiters.wake_all();
        }
    }
}
