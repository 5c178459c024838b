//! The clock of one connection: polled in the same task as what it watches, it ends it when its time is over.

use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

use super::{Connection, End};

/// Does `work` while the connection may live: `None` once the work is done, else why it was dropped.
pub async fn within(connection: &Rc<Connection>, work: impl Future) -> Option<End> {
    let mut work = pin!(work);
    let mut clock = pin!(Clock::new());
    std::future::poll_fn(|cx| {
        remember(connection, cx);
        let done = work.as_mut().poll(cx).is_ready();
        if done && connection.end.get().is_none() {
            return Poll::Ready(None);
        }
        clock.as_mut().poll(cx, connection).map(Some)
    })
    .await
}

fn remember(connection: &Connection, cx: &Context) {
    let mut task = connection.task.borrow_mut();
    if !task.as_ref().is_some_and(|task| task.will_wake(cx.waker())) {
        *task = Some(cx.waker().clone());
    }
}

/// A timer set for the earliest deadline seen: a deadline put off costs nothing, the timer looks again when it rings.
struct Clock {
    sleep: Pin<Box<Sleep>>,
    set: bool,
}

impl Clock {
    fn new() -> Self {
        Self { sleep: Box::pin(sleep_until(Instant::now() + Duration::from_secs(3600))), set: false }
    }

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context, connection: &Connection) -> Poll<End> {
        loop {
            if let Some(end) = connection.end.get() {
                return Poll::Ready(end);
            }
            let Some(deadline) = connection.deadline() else { return Poll::Pending };
            if !self.set || deadline < self.sleep.deadline() {
                self.sleep.as_mut().reset(deadline);
                self.set = true;
            }
            if self.sleep.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            self.set = false;
            let now = Instant::now();
            if deadline <= now {
                connection.expire(now);
            }
        }
    }
}
