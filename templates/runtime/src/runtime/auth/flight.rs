//! One piece of work that many tasks wait for and any of them drives: how a hundred calls share one login.
//!
//! There is no task of its own and no lock that is held while waiting. Whoever is polled first polls the work; if that
//! task is dropped, the others are woken and one of them goes on **with the same work**, so that an answer that is under
//! way (it may hold the only copy of a new refresh token) is not thrown away. It must not know what the work is.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use crate::runtime::transport::future::BoxFuture;

/// Work under way. Each [`join`](Self::join) gives a future of its result.
pub(super) struct Flight<T> {
    work: Mutex<Work<T>>,
    waiting: Arc<Waiting>,
}

enum Work<T> {
    /// Nobody polls it now.
    Idle(BoxFuture<'static, T>),
    /// A task has taken it out to poll it.
    Taken,
    Done(T),
    /// It panicked.
    Lost,
}

/// The tasks that wait, each under a number of its own.
#[derive(Default)]
struct Waiting(Mutex<Wakers>);

#[derive(Default)]
struct Wakers {
    next: u64,
    joined: usize,
    list: Vec<(u64, Waker)>,
}

/// A panic elsewhere leaves these locks' contents whole: they are only assigned to.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T: Clone> Flight<T> {
    pub(super) fn new(work: BoxFuture<'static, T>) -> Arc<Self> {
        Arc::new(Self { work: Mutex::new(Work::Idle(work)), waiting: Arc::default() })
    }

    /// Waits for the result; `None` if the work panicked.
    pub(super) fn join(self: &Arc<Self>) -> Join<T> {
        let mut wakers = lock(&self.waiting.0);
        wakers.next += 1;
        let join = Join { flight: Arc::clone(self), id: wakers.next, resumed: wakers.joined == 0 };
        wakers.joined += 1;
        join
    }

    /// Polls the work, unless another task does so at this moment.
    fn poll(&self) -> Poll<Option<T>> {
        let mut work = {
            let mut place = lock(&self.work);
            match std::mem::replace(&mut *place, Work::Taken) {
                Work::Idle(work) => work,
                Work::Taken => return Poll::Pending,
                Work::Lost => {
                    *place = Work::Lost;
                    return Poll::Ready(None);
                }
                Work::Done(value) => {
                    *place = Work::Done(value.clone());
                    return Poll::Ready(Some(value));
                }
            }
        };
        let unless_lost = Guard { flight: self, done: false };
        let waker = Waker::from(Arc::clone(&self.waiting));
        let polled = work.as_mut().poll(&mut Context::from_waker(&waker));
        match polled {
            Poll::Pending => {
                unless_lost.put(Work::Idle(work));
                Poll::Pending
            }
            Poll::Ready(value) => {
                unless_lost.put(Work::Done(value.clone()));
                self.waiting.wake_all();
                Poll::Ready(Some(value))
            }
        }
    }
}

/// Puts the work back; if it panicked, says so to those who wait.
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
            self.flight.waiting.wake_all();
        }
    }
}

impl Waiting {
    fn set(&self, id: u64, waker: &Waker) {
        let mut wakers = lock(&self.0);
        match wakers.list.iter_mut().find(|(other, _)| *other == id) {
            Some((_, known)) => known.clone_from(waker),
            None => wakers.list.push((id, waker.clone())),
        }
    }

    /// Wakes outside of the lock, as a waker may run a task at once.
    fn wake_all(&self) {
        let list: Vec<Waker> = lock(&self.0).list.iter().map(|(_, waker)| waker.clone()).collect();
        list.into_iter().for_each(Waker::wake);
    }
}

impl Wake for Waiting {
    fn wake(self: Arc<Self>) {
        self.wake_all();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.wake_all();
    }
}

/// One task's share in a [`Flight`].
pub(super) struct Join<T> {
    flight: Arc<Flight<T>>,
    id: u64,
    /// Nobody waited when this one came: the work is new, or all who waited gave up.
    pub(super) resumed: bool,
}

impl<T: Clone> Future for Join<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // Before the work is looked at, so that no wake-up falls in between.
        self.flight.waiting.set(self.id, context.waker());
        self.flight.poll()
    }
}

impl<T> Drop for Join<T> {
    fn drop(&mut self) {
        let own = {
            let mut wakers = lock(&self.flight.waiting.0);
            wakers.joined -= 1;
            let place = wakers.list.iter().position(|(id, _)| *id == self.id);
            place.map(|place| wakers.list.swap_remove(place))
        };
        // This task may have been the one that drove the work: another has to.
        if own.is_some() && matches!(*lock(&self.flight.work), Work::Idle(_)) {
            self.flight.waiting.wake_all();
        }
    }
}
