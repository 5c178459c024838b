//! All connections of the process: how many there are, how many there may be, and who goes when the house is full.
//!
//! Near the limit each newcomer takes the place of the client that has kept us waiting longest on its thread: a silent one, half a
//! head, a body or a reader slower than the settings allow. A request that waits for us is never sent away, and those are few: the queue
//! of renders bounds them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use tokio::time::Instant;

use super::{Connection, Reason};

/// The connections of the process, for every thread. Clones are the same crowd.
#[derive(Debug, Clone)]
pub struct Crowd {
    limit: usize,
    open: Arc<AtomicUsize>,
    gauges: Gauges,
}

/// The crowd as the metrics show it.
#[derive(Debug, Clone, Default)]
pub struct Gauges {
    pub open: Gauge,
    /// Connections that the service ended, by reason.
    pub ended: Family<EndLabels, Counter>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct EndLabels {
    reason: &'static str,
}

impl Crowd {
    pub fn new(limit: usize) -> Self {
        Self { limit, open: Arc::default(), gauges: Gauges::default() }
    }

    pub fn limit(&self) -> usize {
        self.limit
    }

    pub fn gauges(&self) -> &Gauges {
        &self.gauges
    }

    pub(super) fn note(&self, reason: Reason) {
        self.gauges.ended.get_or_create(&EndLabels { reason: reason.label() }).inc();
    }
}

/// The connections of one thread.
pub struct Here {
    crowd: Crowd,
    connections: RefCell<HashMap<usize, Rc<Connection>>>,
}

/// A connection's place in the crowd, given back when dropped.
pub struct Place {
    here: Rc<Here>,
    connection: Rc<Connection>,
}

impl Here {
    pub fn new(crowd: Crowd) -> Rc<Self> {
        Rc::new(Self { crowd, connections: RefCell::default() })
    }

    /// A place for a newcomer, where need be by sending another away; `None` where all wait for us and the house is full.
    pub fn admit(self: &Rc<Self>, connection: &Rc<Connection>) -> Option<Place> {
        let open = self.crowd.open.fetch_add(1, Ordering::Relaxed) + 1;
        let replaces = open * 10 > self.crowd.limit * 9 && self.send_one_away();
        // Who was sent away goes as soon as its task is polled: a newcomer does not wait for that.
        if open > self.crowd.limit && !replaces {
            self.crowd.open.fetch_sub(1, Ordering::Relaxed);
            self.crowd.note(Reason::Crowd);
            return None;
        }
        self.crowd.gauges.open.inc();
        self.connections.borrow_mut().insert(Rc::as_ptr(connection) as usize, Rc::clone(connection));
        Some(Place { here: Rc::clone(self), connection: Rc::clone(connection) })
    }

    /// False where none here waits for its client.
    fn send_one_away(&self) -> bool {
        let now = Instant::now();
        let connections = self.connections.borrow();
        let standing = connections.values().filter_map(|connection| Some((connection.standing(now)?, connection)));
        let longest = standing.min_by_key(|(since, _)| *since);
        if let Some((_, connection)) = &longest {
            connection.give_way();
        }
        longest.is_some()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.here.crowd.open.fetch_sub(1, Ordering::Relaxed);
        self.here.crowd.gauges.open.dec();
        self.here.connections.borrow_mut().remove(&(Rc::as_ptr(&self.connection) as usize));
    }
}
