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
mod kept;
mod marked;
mod notes;
mod page;
mod reading;
mod reducing;
pub mod stamp;
pub mod typeface;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::case::bundle::Conformance;
pub use binding::Bound;
pub use exhibit::{Budget, Exhibit, Fault, Note, Taken, take};
pub use kept::Kept;
pub use notes::Bearing;
pub use stamp::{Frame, Stamping};

/// A file as the caller sent it, in memory or not.
pub trait Received {
    /// The name by which an exhibit finds it.
    fn name(&self) -> &str;
    /// The name as it was sent, perhaps with a path.
    fn sent_as(&self) -> &str {
        self.name()
    }
    /// How long it is, without reading it.
    ///
    /// # Errors
    /// When it can no longer be found.
    fn length(&self) -> io::Result<usize>;
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
    /// What all files may hold in memory until they are bound, besides one and a half times their own bytes. A page of text takes
    /// some ten thousand bytes, a page of a scan six: two thousand pages stay far below.
    pub memory: usize,
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
            memory: 160 * MEGABYTE,
            file_time: Duration::from_secs(30),
            deadline,
        }
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

impl BundleReport {
    /// What whoever asked for the file alone must know, in ASCII, for a header: each id once, with the numbers of the exhibits that it
    /// touches, as a list of structured fields (RFC 9651): `repaired;exhibits="2 5", over-size-cap`. `None` where all is well.
    pub fn warnings(&self) -> Option<String> {
        let mut told: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        let all = self.parts.iter().flat_map(|part| part.notes.iter().map(|note| (note, part.number)));
        for (note, number) in all.chain(self.notes.iter().map(|note| (note, None))) {
            if note.bearing() != Bearing::Note {
                told.entry(note.id).or_default().extend(number);
            }
        }
        let one = |(id, numbers): (&str, BTreeSet<usize>)| match numbers.iter().map(usize::to_string).collect::<Vec<_>>() {
            numbers if numbers.is_empty() => id.to_owned(),
            numbers => format!("{id};exhibits=\"{}\"", numbers.join(" ")),
        };
        let told: Vec<String> = told.into_iter().map(one).collect();
        (!told.is_empty()).then(|| told.join(", "))
    }
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
