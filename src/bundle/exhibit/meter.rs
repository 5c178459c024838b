//! What one file has cost so far: bytes read, bytes decoded, memory held, objects kept, time.
//!
//! Everything that grows with a hostile file asks here first, before it grows.

use std::cell::Cell;
use std::time::Instant;

use super::weight::{OBJECT, VALUE};
use super::{Budget, Fault, megabytes};

/// How often a file's bytes may be read over (a stream's length looked for, overlapping objects).
const READINGS: usize = 6;
/// Bytes that may be read of any file, however small.
const FREE_READING: usize = 16 << 20;
/// How often a file's bytes may be held while it is read: as it came, as the table gives it, and as a scan of it gives it again.
const COPIES: usize = 3;
/// The most that is decoded in one piece: the contents of the densest maps and plans stay below it. Two or three pieces may be held
/// at once, while contents are joined and written anew.
pub const AT_ONCE: usize = 64 << 20;

pub struct Meter<'a> {
    budget: &'a Budget,
    /// The sooner of the file's own time and of all files'.
    deadline: Instant,
    file: usize,
    read: Cell<usize>,
    decoded: Cell<usize>,
    held: Cell<usize>,
    objects: Cell<usize>,
}

impl<'a> Meter<'a> {
    pub fn new(budget: &'a Budget, file: usize) -> Self {
        let deadline = Instant::now().checked_add(budget.time).map_or(budget.deadline, |own| own.min(budget.deadline));
        let none = || Cell::new(0);
        Self { budget, deadline, file, read: none(), decoded: none(), held: none(), objects: none() }
    }

    /// The most pages a file may have.
    pub fn pages(&self) -> usize {
        self.budget.pages
    }

    /// The most entries a cross-reference table may have.
    pub fn entries(&self) -> usize {
        self.budget.objects.saturating_mul(4)
    }

    /// The most that may be decoded of one file.
    pub fn most_decoded(&self) -> usize {
        self.budget.decoded_bytes
    }

    /// Bytes that may still be decoded.
    pub fn left_to_decode(&self) -> usize {
        self.budget.decoded_bytes.saturating_sub(self.decoded.get())
    }

    /// Bytes are decoded: work, and memory for a moment.
    pub fn decoded(&self, bytes: usize) -> Result<(), Fault> {
        self.in_time()?;
        spend(&self.decoded, bytes, self.budget.decoded_bytes)
    }

    /// So many bytes at once are about to be decoded into one piece.
    pub fn piece(&self, bytes: usize) -> Result<(), Fault> {
        if bytes > AT_ONCE { Err(too_complex()) } else { Ok(()) }
    }

    pub fn read(&self, bytes: usize) -> Result<(), Fault> {
        self.in_time()?;
        let allowed = self.file.saturating_mul(READINGS) + self.decoded.get().saturating_mul(2) + FREE_READING;
        spend(&self.read, bytes, allowed)
    }

    pub fn value(&self) -> Result<(), Fault> {
        self.hold(VALUE)
    }

    /// So many bytes of memory are about to be held until the file is read, whatever of them is kept after.
    pub fn hold(&self, bytes: usize) -> Result<(), Fault> {
        let held = self.held.get().saturating_add(bytes);
        self.held.set(held);
        let allowed = self.budget.memory.saturating_add(self.file.saturating_mul(COPIES));
        if held <= allowed { Ok(()) } else { Err(too_heavy(allowed)) }
    }

    pub fn object(&self) -> Result<(), Fault> {
        self.in_time()?;
        self.hold(OBJECT)?;
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

/// The file alone, beside what the exhibits before it left, holds more than is allowed.
fn too_heavy(allowed: usize) -> Fault {
    let says = format!(
        "Une fois lu, le contenu du fichier occupe plus de {}\u{a0}Mo de mémoire, ce qui reste permis après les pièces qui le précèdent.",
        megabytes(allowed)
    );
    Fault::new("exhibit-too-complex", says, "Imprimez le document en PDF, ou faites plusieurs envois.")
}
