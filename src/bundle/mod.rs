//! The bundle: a document, its bordereau and its exhibits as one file, or as a set. Exhibits are hostile files: each is taken within a
//! budget, cleaned of what acts by itself, and stamped. Never decides compliance.

pub mod archive;
pub mod binding;
mod cleaning;
mod copying;
pub mod exhibit;
mod faults;
mod forms;
mod image;
mod marked;
mod page;
mod reading;
mod reducing;
pub mod stamp;
pub mod typeface;

use std::borrow::Cow;
use std::io;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::case::bundle::Conformance;
pub use binding::Bound;
pub use exhibit::{Budget, Exhibit, Fault, Note, Taken, take};
pub use stamp::{Frame, Stamping};

/// A file as the caller sent it, in memory or not.
pub trait Received {
    fn name(&self) -> &str;
    /// # Errors
    /// When what was set aside can no longer be read.
    fn bytes(&self) -> io::Result<Cow<'_, [u8]>>;
}

/// How much one bundle may hold, and until when it may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub files: usize,
    pub file_bytes: usize,
    pub total_bytes: usize,
    pub pages: usize,
    /// Objects of one file.
    pub objects: usize,
    /// What one file may hold once unpacked.
    pub decoded_bytes: usize,
    /// What the reading of one file may take.
    pub file_time: Duration,
    pub deadline: Instant,
}

impl Limits {
    /// The usual limits: 50 files, 50 MB each, 200 MB and 2,000 pages in all.
    pub fn until(deadline: Instant) -> Self {
        const MEGABYTE: usize = 1_000_000;
        Self {
            files: 50,
            file_bytes: 50 * MEGABYTE,
            total_bytes: 200 * MEGABYTE,
            pages: 2_000,
            objects: 1_000_000,
            decoded_bytes: 500 * MEGABYTE,
            file_time: Duration::from_secs(30),
            deadline,
        }
    }

    fn budget(&self) -> Budget {
        Budget {
            bytes: self.file_bytes,
            pages: self.pages,
            objects: self.objects,
            decoded_bytes: self.decoded_bytes,
            time: self.file_time,
            deadline: self.deadline,
        }
    }

    /// Takes one file; a fault of the reader itself is a fault of the file, never of the service.
    ///
    /// # Errors
    /// Why the file is not taken.
    pub fn take(&self, file: &dyn Received, password: Option<&str>) -> Result<(Taken, Cost), Fault> {
        let bytes = file.bytes().map_err(|_| Fault::unreadable())?;
        let cost = Cost::of(&bytes);
        let exhibit = Exhibit { bytes: &bytes, password };
        let budget = self.budget();
        let taken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| take(&exhibit, &budget)));
        taken.unwrap_or_else(|_| Err(Fault::unreadable())).map(|taken| (taken, cost))
    }
}

/// What names a file among all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    pub bytes: usize,
    pub sha256: String,
}

impl Cost {
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::{Digest, Sha256};
        Self { bytes: bytes.len(), sha256: crate::law::hex(&Sha256::digest(bytes)) }
    }
}

/// Ce que le fichier contient.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct BundleReport {
    pub pages: usize,
    pub bytes: usize,
    pub sha256: String,
    /// Conformité déclarée par le fichier entier.
    pub conformance: Conformance,
    /// Le document, puis chaque pièce.
    pub parts: Vec<PartReport>,
    /// Place du tampon sur une page A4 droite.
    pub stamp: Frame,
    /// Ce qui fut réduit ou refusé pour le fichier entier.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// Une partie du fichier.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct PartReport {
    pub kind: PartKind,
    /// Numéro de la pièce, tel qu’au bordereau.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<usize>,
    pub title: String,
    /// Nom du fichier reçu ; absent pour le document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Première page dans le fichier, à partir de 1.
    pub first_page: usize,
    pub pages: usize,
    /// Taille et empreinte de ce qui fut reçu, ou du document seul.
    pub bytes: usize,
    pub sha256: String,
    /// Ce qui n’a pas été repris, ou ce qu’il faut savoir.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    Filing,
    Exhibit,
}
