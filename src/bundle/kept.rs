//! What all exhibits of one bundle hold between their reading and the binding: one budget, in values and in bytes, for the whole.
//!
//! Sizes are asked before a file is read, and totals are checked as they grow: the exhibit that goes over is the one that is named.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::exhibit::{Budget, Exhibit, Taken, megabytes, take, weight};
use super::{Cost, Fault, Limits, Received};

/// The sum of what was taken so far.
#[derive(Debug)]
pub struct Kept<'a> {
    limits: &'a Limits,
    /// Bytes of the files of all exhibits, and of those that were read.
    bytes: usize,
    read: usize,
    pages: usize,
    /// Bytes of memory.
    held: usize,
}

impl<'a> Kept<'a> {
    pub fn within(limits: &'a Limits) -> Self {
        Self { limits, bytes: 0, read: 0, pages: 0, held: 0 }
    }

    /// What may be held by now: what any bundle may, and half as much again as the files that were read, for data are kept as they
    /// came, or packed anew.
    fn allowed(&self) -> usize {
        self.limits.memory.saturating_add(self.read.saturating_add(self.read / 2))
    }

    /// Takes one file; a fault of the reader itself is a fault of the file, never of the service.
    ///
    /// # Errors
    /// Why the file is not taken.
    pub fn take(&mut self, file: &dyn Received, password: Option<&str>) -> Result<(Taken, Cost), Fault> {
        let limits = self.limits;
        let length = file.length().map_err(|_| Fault::unreadable())?;
        if length > limits.file_bytes {
            return Err(Fault::too_large(length, limits.file_bytes));
        }
        self.weigh(length)?;
        let bytes = file.bytes().map_err(|_| Fault::unreadable())?;
        let cost = Cost::of(&bytes);
        let budget = Budget {
            pages: limits.pages,
            objects: limits.objects,
            decoded_bytes: limits.decoded_bytes,
            memory: self.allowed().saturating_sub(self.held),
            time: limits.file_time,
            deadline: limits.deadline,
        };
        let exhibit = Exhibit { bytes: &bytes, password };
        let taken = catch_unwind(AssertUnwindSafe(|| take(&exhibit, &budget))).unwrap_or_else(|_| Err(Fault::unreadable()))?;
        self.read += length;
        self.hold(weight::of_taken(&taken))?;
        self.count(taken.pages.len())?;
        Ok((taken, cost))
    }

    /// The same file as another exhibit: its pages are bound once more, and what they show is shared unless it is written `apart`.
    ///
    /// # Errors
    /// When all exhibits together go over.
    pub fn again(&mut self, taken: &Taken, cost: &Cost, apart: bool) -> Result<(), Fault> {
        self.weigh(cost.bytes)?;
        self.hold(if apart { weight::of_taken(taken) } else { weight::of_sheets(taken) })?;
        self.count(taken.pages.len())
    }

    /// Whether a total has been reached: nothing more can be taken.
    pub fn is_over(&self) -> bool {
        self.bytes > self.limits.total_bytes || self.pages > self.limits.pages || self.held > self.allowed()
    }

    fn weigh(&mut self, length: usize) -> Result<(), Fault> {
        self.bytes = self.bytes.saturating_add(length);
        let most = self.limits.total_bytes;
        if self.bytes <= most { Ok(()) } else { Err(Fault::too_many_bytes(self.bytes, most)) }
    }

    fn count(&mut self, pages: usize) -> Result<(), Fault> {
        self.pages += pages;
        let most = self.limits.pages;
        if self.pages <= most { Ok(()) } else { Err(Fault::too_many_pages(self.pages, most)) }
    }

    fn hold(&mut self, bytes: usize) -> Result<(), Fault> {
        self.held = self.held.saturating_add(bytes);
        let allowed = self.allowed();
        if self.held <= allowed { Ok(()) } else { Err(Fault::too_heavy(&megabytes(self.held), &megabytes(allowed))) }
    }
}
