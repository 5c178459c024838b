//! The threads that compose documents: a fixed number, a bounded queue before them. Knows no request and no document.
//!
//! Nobody waits without end: a full queue refuses at once, a caller who has waited too long is told so, and what nobody waits
//! for any more is not begun. A panic ends the work, never the thread.

use std::io;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use prometheus_client::metrics::gauge::Gauge;
use tokio::sync::oneshot;

/// Typst recurses over the nesting of a template; the default of 2 MiB is close.
pub const STACK_BYTES: usize = 16 * 1024 * 1024;

type Work = Box<dyn FnOnce() + Send>;

/// The threads, reached through their queue. They end when the pool is dropped and the queue is empty.
pub struct Pool {
    queue: SyncSender<Work>,
    load: Load,
}

/// How busy the pool is, as the metrics show it.
#[derive(Debug, Clone, Default)]
pub struct Load {
    /// Waiting in the queue.
    pub queued: Gauge,
    /// On a thread.
    pub running: Gauge,
}

/// What the work gave, and how long it took on its thread.
#[derive(Debug)]
pub struct Done<T> {
    pub value: T,
    pub took: Duration,
}

/// Why the work gave nothing.
#[derive(Debug, PartialEq, Eq)]
pub enum Undone {
    QueueFull,
    /// The time was over before the work was.
    TooLate,
    Panicked,
}

impl Pool {
    /// Starts `threads` threads with `queue` places before them.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(threads: NonZeroUsize, queue: NonZeroUsize) -> io::Result<Self> {
        let (sender, receiver) = sync_channel::<Work>(queue.get());
        let receiver = Arc::new(Mutex::new(receiver));
        for number in 0..threads.get() {
            let receiver = Arc::clone(&receiver);
            let thread = std::thread::Builder::new().name(format!("render-{number}")).stack_size(STACK_BYTES);
            thread.spawn(move || {
                while let Some(work) = next(&receiver) {
                    work()
                }
            })?;
        }
        Ok(Self { queue: sender, load: Load::default() })
    }

    /// How busy the threads are.
    pub fn load(&self) -> &Load {
        &self.load
    }

    /// Does `work` on a thread of the pool, waiting at most `patience` for the turn and the work together.
    ///
    /// # Errors
    /// `Undone`.
    pub async fn run<T: Send + 'static>(
        &self,
        patience: Duration,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Done<T>, Undone> {
        let (answer, answered) = oneshot::channel();
        let load = self.load.clone();
        let task = move || {
            load.queued.dec();
            if answer.is_closed() {
                return;
            }
            load.running.inc();
            let begun = Instant::now();
            let value = catch_unwind(AssertUnwindSafe(work));
            load.running.dec();
            // An error means that the caller is gone.
            let _ = answer.send(value.map(|value| Done { value, took: begun.elapsed() }));
        };
        self.load.queued.inc();
        if let Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) = self.queue.try_send(Box::new(task)) {
            self.load.queued.dec();
            return Err(Undone::QueueFull);
        }
        match tokio::time::timeout(patience, answered).await {
            Ok(Ok(Ok(done))) => Ok(done),
            Ok(_) => Err(Undone::Panicked),
            Err(_) => Err(Undone::TooLate),
        }
    }
}

/// One thread at a time waits on the queue; the others wait for it. Nothing can panic while the lock is held.
fn next(receiver: &Mutex<Receiver<Work>>) -> Option<Work> {
    receiver.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    const LONG: Duration = Duration::from_secs(10);

    fn pool(queue: usize) -> Arc<Pool> {
        Arc::new(Pool::start(NonZeroUsize::MIN, NonZeroUsize::new(queue).unwrap()).unwrap())
    }

    /// Fills the only thread until the sender is dropped.
    async fn occupy(pool: &Arc<Pool>) -> mpsc::Sender<()> {
        let (release, released) = mpsc::channel::<()>();
        let (begun, has_begun) = oneshot::channel();
        let busy = Arc::clone(pool);
        actix_web::rt::spawn(async move {
            let work = move || {
                begun.send(()).unwrap();
                released.recv().unwrap_or_default();
            };
            busy.run(LONG, work).await
        });
        has_begun.await.unwrap();
        release
    }

    #[actix_web::test]
    async fn a_panic_ends_the_work_and_never_the_thread() {
        let pool = pool(1);
        let panicked = pool.run(LONG, || panic!("one letter breaks")).await;
        assert_eq!(panicked.map(|done: Done<()>| done.value), Err(Undone::Panicked));
        assert_eq!(pool.run(LONG, || 7).await.unwrap().value, 7);
    }

    #[actix_web::test]
    async fn a_full_queue_refuses_at_once() {
        let pool = pool(1);
        let release = occupy(&pool).await;
        let waiting = Arc::clone(&pool);
        let waiting = actix_web::rt::spawn(async move { waiting.run(LONG, || 1).await.map(|done| done.value) });
        while pool.load().queued.get() == 0 {
            actix_web::rt::task::yield_now().await;
        }
        assert_eq!(pool.run(LONG, || 2).await.map(|done| done.value), Err(Undone::QueueFull));
        drop(release);
        assert_eq!(waiting.await.unwrap(), Ok(1));
    }

    #[actix_web::test]
    async fn what_nobody_waits_for_any_more_is_not_begun() {
        let pool = pool(2);
        let release = occupy(&pool).await;
        let (told, begun) = mpsc::channel();
        let late = pool.run(Duration::from_millis(5), move || told.send(())).await;
        assert!(matches!(late, Err(Undone::TooLate)));
        drop(release);
        assert_eq!(pool.run(LONG, || 3).await.unwrap().value, 3);
        assert!(begun.try_recv().is_err());
        assert_eq!((pool.load().queued.get(), pool.load().running.get()), (0, 0));
    }
}
