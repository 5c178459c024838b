//! How much of strangers' data the process holds at once, counted in bytes before it is kept: bodies that arrive or wait, files set
//! aside, answers that are not read yet. A full house says so; nothing waits for room.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;
use prometheus_client::metrics::gauge::Gauge;

use super::errors::{Kind, Problem};

/// A letter's case and its page: what so small a request needs is kept free from larger ones.
const SMALL_BYTES: u64 = 128 * 1024;
/// The share of the whole that only small requests may use: one part in eight.
const KEPT_FOR_SMALL: u64 = 8;

/// What all requests together may hold.
#[derive(Debug, Clone)]
pub struct Admission {
    memory: Arc<Counter>,
    spool: Arc<Counter>,
}

#[derive(Debug)]
struct Counter {
    limit: u64,
    used: Gauge<u64, AtomicU64>,
}

impl Admission {
    /// So many bytes in memory, and so many set aside on disk.
    pub fn new(memory_bytes: u64, spool_bytes: u64) -> Self {
        let counter = |limit| Arc::new(Counter { limit, used: Gauge::default() });
        Self { memory: counter(memory_bytes), spool: counter(spool_bytes) }
    }

    /// Room in memory, of no size yet.
    pub fn memory(&self) -> Room {
        Room { of: Arc::clone(&self.memory), bytes: 0 }
    }

    /// Room on disk, of no size yet.
    pub fn spool(&self) -> Room {
        Room { of: Arc::clone(&self.spool), bytes: 0 }
    }

    /// What is held now, for the metrics: in memory, on disk.
    pub fn used(&self) -> (Gauge<u64, AtomicU64>, Gauge<u64, AtomicU64>) {
        (self.memory.used.clone(), self.spool.used.clone())
    }
}

/// Room that one request has; given back when dropped.
#[derive(Debug)]
pub struct Room {
    of: Arc<Counter>,
    bytes: u64,
}

impl Room {
    /// Room for `more` bytes besides those that it has.
    ///
    /// # Errors
    /// `FullHouse`; what it had, it keeps.
    pub fn grow(&mut self, more: usize) -> Result<(), Problem> {
        let more = more as u64;
        let most = if self.bytes + more <= SMALL_BYTES { self.of.limit } else { self.of.limit - self.of.limit / KEPT_FOR_SMALL };
        let admit = |used: u64| used.checked_add(more).filter(|total| *total <= most);
        if self.of.used.inner().fetch_update(Ordering::Relaxed, Ordering::Relaxed, admit).is_err() {
            return Err(full_house());
        }
        self.bytes += more;
        Ok(())
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.of.used.dec_by(self.bytes);
    }
}

fn full_house() -> Problem {
    Problem::new(
        Kind::FullHouse,
        "Le service tient déjà autant de données qu’il en accepte à la fois. Recommencez dans quelques secondes.",
    )
}

/// The body of an answer, which holds its room until the last piece has left.
#[derive(Debug)]
pub struct Kept {
    rest: Bytes,
    _room: Room,
}

impl Kept {
    pub fn new(bytes: Vec<u8>, room: Room) -> Self {
        Self { rest: bytes.into(), _room: room }
    }
}

impl MessageBody for Kept {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.rest.len() as u64)
    }

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, io::Error>>> {
        let rest = std::mem::take(&mut self.rest);
        Poll::Ready((!rest.is_empty()).then_some(Ok(rest)))
    }

    /// Small answers are packed whole.
    fn try_into_bytes(self) -> Result<Bytes, Self> {
        Ok(self.rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_given_back_and_a_full_house_says_so() {
        let admission = Admission::new(8_000_000, 0);
        let mut one = admission.memory();
        one.grow(6_000_000).unwrap();
        let mut other = admission.memory();
        assert_eq!(other.grow(1_500_000).unwrap_err().kind, Kind::FullHouse);
        assert_eq!(admission.used().0.get(), 6_000_000);
        drop(one);
        other.grow(1_500_000).unwrap();
        drop(other);
        assert_eq!(admission.used().0.get(), 0);
        assert!(admission.spool().grow(1).is_err());
    }

    #[test]
    fn large_requests_leave_room_for_a_letter() {
        let admission = Admission::new(8_000_000, 0);
        let mut rooms: Vec<Room> = Vec::new();
        loop {
            let mut room = admission.memory();
            if room.grow(500_000).is_err() {
                break;
            }
            rooms.push(room);
        }
        admission.memory().grow(100_000).unwrap();
    }

    #[actix_web::test]
    async fn an_answer_holds_its_room_until_it_is_dropped() {
        let admission = Admission::new(8_000_000, 0);
        let mut room = admission.memory();
        room.grow(200_000).unwrap();
        let mut body = Box::pin(Kept::new(vec![7; 200_000], room));
        let sent = std::future::poll_fn(|context| body.as_mut().poll_next(context)).await.unwrap().unwrap();
        assert_eq!((sent.len(), admission.used().0.get()), (200_000, 200_000));
        assert!(std::future::poll_fn(|context| body.as_mut().poll_next(context)).await.is_none());
        drop(body);
        assert_eq!(admission.used().0.get(), 0);
    }
}
