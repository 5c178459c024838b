//! What one file has cost so far: bytes read, bytes decoded, values built, objects kept, time.
//!
//! Everything that grows with a hostile file asks here first. Never measures memory itself: it bounds what memory is made of.

use std::cell::Cell;
use std::time::Instant;

use super::{Budget, Fault};

/// Values (numbers, names, entries) that each object may hold on average.
const VALUES_PER_OBJECT: usize = 12;
/// Values that any file may hold, whatever it may have of objects: each takes some hundred bytes of memory.
const VALUES: usize = 6_000_000;
/// How often a file's bytes may be read over (a stream's length looked for, overlapping objects).
const READINGS: usize = 6;
/// Bytes that may be read of any file, however small.
const FREE_READING: usize = 16 << 20;

pub struct Meter<'a> {
    budget: &'a Budget,
    /// The sooner of the file's own time and of all files'.
    deadline: Instant,
    file: usize,
    read: Cell<usize>,
    decoded: Cell<usize>,
    values: Cell<usize>,
    objects: Cell<usize>,
}

impl<'a> Meter<'a> {
    pub fn new(budget: &'a Budget, file: usize) -> Self {
        let deadline = Instant::now().checked_add(budget.time).map_or(budget.deadline, |own| own.min(budget.deadline));
        Self { budget, deadline, file, read: Cell::new(0), decoded: Cell::new(0), values: Cell::new(0), objects: Cell::new(0) }
    }

    /// The most pages a file may have.
    pub fn pages(&self) -> usize {
        self.budget.pages
    }

    /// The most entries a cross-reference table may have.
    pub fn entries(&self) -> usize {
        self.budget.objects.saturating_mul(4)
    }

    /// Bytes that may still be decoded.
    pub fn left_to_decode(&self) -> usize {
        self.budget.decoded_bytes.saturating_sub(self.decoded.get())
    }

    pub fn decoded(&self, bytes: usize) -> Result<(), Fault> {
        self.in_time()?;
        spend(&self.decoded, bytes, self.budget.decoded_bytes)
    }

    pub fn read(&self, bytes: usize) -> Result<(), Fault> {
        self.in_time()?;
        let allowed = self.file.saturating_mul(READINGS) + self.decoded.get().saturating_mul(2) + FREE_READING;
        spend(&self.read, bytes, allowed)
    }

    pub fn value(&self) -> Result<(), Fault> {
        self.values(1)
    }

    pub fn values(&self, count: usize) -> Result<(), Fault> {
        spend(&self.values, count, self.budget.objects.saturating_mul(VALUES_PER_OBJECT).min(VALUES))
    }

    pub fn object(&self) -> Result<(), Fault> {
        self.in_time()?;
        spend(&self.objects, 1, self.budget.objects)
    }

    pub fn in_time(&self) -> Result<(), Fault> {
        if Instant::now() < self.deadline {
            return Ok(());
        }
        Err(Fault::new(
            "exhibit-too-slow",
            "La lecture du fichier a pris plus de temps que permis.",
            "Imprimez le document en PDF, ou produisez-le en plusieurs pièces.",
        ))
    }
}

fn spend(spent: &Cell<usize>, amount: usize, limit: usize) -> Result<(), Fault> {
    let total = spent.get().saturating_add(amount);
    spent.set(total);
    if total <= limit { Ok(()) } else { Err(too_complex()) }
}

pub fn too_complex() -> Fault {
    Fault::new(
        "exhibit-too-complex",
        "Le contenu du fichier est trop volumineux une fois décompressé, ou trop compliqué pour être lu.",
        "Imprimez le document en PDF, ou produisez-le en plusieurs pièces.",
    )
}
