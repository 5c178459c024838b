//! What one connection is doing, and how long it may: every state in which we wait for a client ends by itself.
//!
//! actix's dispatcher has a time for the first head alone; the rest of a connection's life, and who goes when the house is full,
//! is decided here. A connection is polled with its clock in one task (`guard`): when its time is over the dispatcher is dropped, and
//! with it the socket, the request's work and the answer's memory, whatever the dispatcher was waiting for.

mod answer;
mod crowd;
mod door;
mod farewell;
mod framing;
mod guard;
mod listen;
mod watched;

use std::cell::{Cell, RefCell};
use std::task::Waker;
use std::time::Duration;

use actix_web::rt::net::TcpStream;
use tokio::time::Instant;

pub use crowd::{Crowd, Gauges};
pub use door::serve;
pub use listen::{addresses, raise_open_files};

use super::errors::Kind;
use super::settings::Settings;
use framing::Passage;

/// How long each state may last.
#[derive(Debug, Clone, Copy)]
struct Patience {
    head: Duration,
    keep_alive: Duration,
    write: Duration,
    /// Bytes a client must take in each `write`, and a body's credit when the house is full.
    bytes_per_second: u64,
}

impl Patience {
    fn of(settings: &Settings) -> Self {
        Self {
            head: Duration::from_secs(settings.header_seconds),
            keep_alive: Duration::from_secs(settings.keep_alive_seconds),
            write: Duration::from_secs(settings.write_seconds),
            bytes_per_second: settings.write_bytes_per_second.max(1),
        }
    }
}

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Accepted; not one byte yet.
    New,
    /// Between two requests; not one byte of the next.
    Idle,
    /// A head has begun to come.
    Head,
    /// A whole head is with the dispatcher, which has not made a request of it yet.
    Given,
    /// The application has the request, and its body is still coming: the application's own limits hold.
    Receiving,
    /// The application has all of the request: its own limits hold.
    Working,
    /// The answer goes out.
    Answering,
    /// The answer is out and the request's body is not all in: what still comes is thrown away.
    Leaving,
}

/// Why a connection ends before its client ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Nothing was asked, or all was answered: closed without a word.
    Silent(Reason),
    /// Told why, in an answer of ours.
    Told(Reason, Kind),
}

/// The label of an end in the metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    Idle,
    SlowHead,
    SlowReader,
    UnreadBody,
    Malformed,
    Crowd,
    /// The client closed its side before its answer.
    Left,
}

impl Reason {
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::SlowHead => "slow-head",
            Self::SlowReader => "slow-reader",
            Self::UnreadBody => "unread-body",
            Self::Malformed => "malformed",
            Self::Crowd => "crowd",
            Self::Left => "left",
        }
    }
}

/// One connection, as its socket, its clock and its requests share it. It never leaves its thread.
pub struct Connection {
    stream: TcpStream,
    patience: Patience,
    phase: Cell<Phase>,
    /// When the phase began, or its window of writing.
    since: Cell<Instant>,
    /// Bytes received or sent since.
    moved: Cell<u64>,
    /// The answer's body is all with the dispatcher.
    answered: Cell<bool>,
    end: Cell<Option<End>>,
    passage: RefCell<Passage>,
    /// The connection's task, for whoever ends it from outside.
    task: RefCell<Option<Waker>>,
}

impl Connection {
    fn new(stream: TcpStream, patience: Patience) -> Self {
        Self {
            stream,
            patience,
            phase: Cell::new(Phase::New),
            since: Cell::new(Instant::now()),
            moved: Cell::new(0),
            answered: Cell::new(false),
            end: Cell::new(None),
            passage: RefCell::new(Passage::head()),
            task: RefCell::new(None),
        }
    }

    fn enter(&self, phase: Phase) {
        self.phase.set(phase);
        self.since.set(Instant::now());
        self.moved.set(0);
    }

    fn moved(&self, bytes: usize) {
        self.moved.set(self.moved.get() + bytes as u64);
    }

    /// Ends the connection; the first reason stands.
    fn finish(&self, end: End) {
        if self.end.get().is_none() {
            self.end.set(Some(end));
        }
    }

    /// The dispatcher made a request of the head; its body follows as `passage` says.
    fn begin(&self, passage: Passage) {
        let whole = matches!(passage, Passage::Rest);
        self.passage.replace(passage);
        self.answered.set(false);
        self.enter(if whole { Phase::Working } else { Phase::Receiving });
    }

    /// The body of the request is all in.
    fn received(&self) {
        if self.phase.get() == Phase::Receiving {
            self.enter(Phase::Working);
        }
    }

    /// The application answers. True when the request's body is not all in.
    fn answering(&self) -> bool {
        self.enter(Phase::Answering);
        !matches!(*self.passage.borrow(), Passage::Rest)
    }

    /// All that the dispatcher had to write is written. True when an answer was thereby over, and the next head may come.
    fn flushed(&self) -> bool {
        if self.phase.get() != Phase::Answering || !self.answered.take() {
            return false;
        }
        if matches!(*self.passage.borrow(), Passage::Rest) {
            self.passage.replace(Passage::head());
            self.enter(Phase::Idle);
            return true;
        }
        self.enter(Phase::Leaving);
        false
    }

    /// When the phase has lasted too long; `None` where the application's own limits hold.
    fn deadline(&self) -> Option<Instant> {
        let lasting = match self.phase.get() {
            Phase::New | Phase::Head | Phase::Given | Phase::Leaving => self.patience.head,
            Phase::Idle => self.patience.keep_alive,
            Phase::Answering => self.patience.write,
            Phase::Receiving | Phase::Working => return None,
        };
        Some(self.since.get() + lasting)
    }

    /// The deadline has come: the connection ends, or a client that takes its answer fast enough has a new window.
    fn expire(&self, now: Instant) {
        match self.phase.get() {
            Phase::New | Phase::Idle => self.finish(End::Silent(Reason::Idle)),
            Phase::Head | Phase::Given => self.finish(End::Told(Reason::SlowHead, Kind::SlowHead)),
            Phase::Leaving => self.finish(End::Silent(Reason::UnreadBody)),
            Phase::Answering if self.moved.get() < self.patience.bytes_per_second * self.patience.write.as_secs() => {
                self.finish(End::Silent(Reason::SlowReader));
            }
            Phase::Answering => {
                self.since.set(now);
                self.moved.set(0);
            }
            Phase::Receiving | Phase::Working => {}
        }
    }

    /// Since when we wait for this client, later by what it moved meanwhile; `None` while it waits for us, or is ended already.
    /// When the house is full, whoever has stood longest goes.
    fn standing(&self, now: Instant) -> Option<Instant> {
        if self.end.get().is_some() {
            return None;
        }
        let since = self.since.get();
        match self.phase.get() {
            Phase::Working => None,
            Phase::Receiving | Phase::Answering => {
                let earned = Duration::from_secs(self.moved.get() / self.patience.bytes_per_second);
                Some((since + earned).min(now))
            }
            _ => Some(since),
        }
    }

    /// Ends it for another's sake. A client that had begun to ask is told.
    fn give_way(&self) {
        self.finish(match self.phase.get() {
            Phase::Head | Phase::Given | Phase::Receiving => End::Told(Reason::Crowd, Kind::Crowded),
            _ => End::Silent(Reason::Crowd),
        });
        self.wake();
    }

    fn wake(&self) {
        if let Some(task) = &*self.task.borrow() {
            task.wake_by_ref();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::framing::Chunks;
    use super::*;

    const PATIENCE: Patience = Patience {
        head: Duration::from_secs(5),
        keep_alive: Duration::from_secs(30),
        write: Duration::from_secs(30),
        bytes_per_second: 10_000,
    };

    async fn connection() -> Connection {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let client = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        client.set_nonblocking(true).unwrap();
        Connection::new(TcpStream::from_std(client).unwrap(), PATIENCE)
    }

    fn lasting(connection: &Connection) -> Option<u64> {
        connection.deadline().map(|deadline| (deadline - connection.since.get()).as_secs())
    }

    #[actix_web::test]
    async fn every_wait_for_a_client_has_an_end_and_no_wait_for_us_has_one_here() {
        let connection = connection().await;
        assert_eq!(lasting(&connection), Some(5), "a first byte");
        connection.enter(Phase::Head);
        assert_eq!(lasting(&connection), Some(5), "a head");
        connection.begin(Passage::Length(10));
        assert_eq!((connection.phase.get(), lasting(&connection)), (Phase::Receiving, None), "the application's own limit");
        connection.passage.replace(Passage::Rest);
        connection.received();
        assert_eq!((connection.phase.get(), lasting(&connection)), (Phase::Working, None), "the application's own limit");
        assert!(!connection.answering());
        assert_eq!(lasting(&connection), Some(30), "an answer read");
        assert!(!connection.flushed(), "the body is not all handed on");
        connection.answered.set(true);
        assert!(connection.flushed());
        assert_eq!((connection.phase.get(), lasting(&connection)), (Phase::Idle, Some(30)), "another request");
        connection.expire(Instant::now());
        assert_eq!(connection.end.get(), Some(End::Silent(Reason::Idle)));
    }

    #[actix_web::test]
    async fn a_body_left_unread_closes_the_connection_after_its_answer() {
        let connection = connection().await;
        connection.begin(Passage::Chunked(Chunks::default()));
        assert!(connection.answering(), "the answer says that it closes");
        connection.answered.set(true);
        assert!(!connection.flushed());
        assert_eq!((connection.phase.get(), lasting(&connection)), (Phase::Leaving, Some(5)));
        connection.expire(Instant::now());
        assert_eq!(connection.end.get(), Some(End::Silent(Reason::UnreadBody)));
    }

    #[actix_web::test]
    async fn a_reader_is_left_when_it_takes_less_than_the_rate_and_has_a_new_window_otherwise() {
        let connection = connection().await;
        connection.begin(Passage::Rest);
        connection.answering();
        connection.moved(300_000);
        let later = connection.since.get() + PATIENCE.write;
        connection.expire(later);
        assert_eq!((connection.end.get(), connection.since.get(), connection.moved.get()), (None, later, 0));
        connection.moved(299_999);
        connection.expire(later + PATIENCE.write);
        assert_eq!(connection.end.get(), Some(End::Silent(Reason::SlowReader)));
    }

    #[actix_web::test]
    async fn who_has_kept_us_waiting_longest_for_what_it_moved_gives_way_and_who_waits_for_us_never() {
        let (idle, drip, upload, work) = (connection().await, connection().await, connection().await, connection().await);
        let start = idle.since.get();
        let now = start + Duration::from_secs(20);
        for (connection, moved) in [(&drip, 20), (&upload, 2_000_000)] {
            connection.begin(Passage::Length(1 << 30));
            connection.since.set(start);
            connection.moved(moved);
        }
        work.begin(Passage::Rest);
        idle.enter(Phase::Idle);
        idle.since.set(start + Duration::from_secs(1));
        assert_eq!(drip.standing(now), Some(start), "a body byte by byte");
        assert_eq!(upload.standing(now), Some(now), "a body at full speed");
        assert_eq!(idle.standing(now), Some(start + Duration::from_secs(1)));
        assert_eq!(work.standing(now), None);
        drip.give_way();
        assert_eq!(drip.end.get(), Some(End::Told(Reason::Crowd, Kind::Crowded)));
        assert_eq!(drip.standing(now), None, "it is asked once");
        idle.give_way();
        assert_eq!(idle.end.get(), Some(End::Silent(Reason::Crowd)));
    }
}
