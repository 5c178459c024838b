//! What a request asks of the service, as data: a render thread and a child process do the same thing with it.
//!
//! Knows no request and no answer's headers; what it makes crosses a pipe as well as a channel.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::accept::Media;
use super::metrics::Found;
use super::routes::{BundlePaper, Paper};
use crate::bundle::{Limits, Received};
use crate::compliance::Finding;
use crate::law::{Jurisdiction, hex};
use crate::service::{Bundled, Document, Form, Refused, Service, Sheet};

/// A call of the service, but for the case.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Task {
    Check { id: String, places: bool },
    Document { id: String, media: Media },
    Draft { id: String, media: Media },
    Email { id: String },
    Decompte { country: Jurisdiction, media: Media },
    Next { country: Jurisdiction },
    Bundle { id: String, media: Media, form: Form },
}

/// What a task made: the body of an answer, and what describes it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Made {
    #[serde(skip)]
    pub body: Vec<u8>,
    pub media: Media,
    /// For a file: what names and identifies it.
    pub file: Option<FileMark>,
    /// For the metrics.
    pub found: Vec<Found>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct FileMark {
    pub name: String,
    /// Of the body, in hexadecimal.
    pub sha256: String,
    /// What whoever asked for a bundle alone must know of it.
    pub warnings: Option<String>,
}

impl Task {
    /// The type of document, as the metrics name it.
    pub fn document_type(&self) -> Option<&str> {
        match self {
            Self::Check { id, .. }
            | Self::Document { id, .. }
            | Self::Draft { id, .. }
            | Self::Email { id }
            | Self::Bundle { id, .. } => Some(id),
            Self::Decompte { .. } | Self::Next { .. } => None,
        }
    }

    /// Whether pages are set: the only work whose cost a case can drive far beyond its own size.
    pub fn sets_pages(&self) -> bool {
        match self {
            Self::Check { places, .. } => *places,
            Self::Decompte { media, .. } => *media == Media::Pdf,
            Self::Document { .. } | Self::Draft { .. } | Self::Bundle { .. } => true,
            Self::Email { .. } | Self::Next { .. } => false,
        }
    }

    /// Does it.
    ///
    /// # Errors
    /// As the call of the service.
    pub fn perform(&self, service: &Service, case: &[u8], files: &[&dyn Received], limits: &Limits) -> Result<Made, Refused> {
        match self {
            Self::Check { id, places } => {
                let check = if *places { Service::check } else { Service::check_without_places };
                let report = check(service, id, case)?;
                Made::json(&report, &report.findings)
            }
            Self::Document { id, media: Media::Json } => Made::paper(service.document(id, case)?),
            Self::Document { id, .. } => Ok(Made::sheet(service.sheet(id, case)?)),
            Self::Draft { id, media: Media::Json } => Made::paper(service.draft(id, case)?),
            Self::Draft { id, .. } => Ok(Made::sheet(service.draft_sheet(id, case)?)),
            Self::Email { id } => Made::json(&service.email(id, case)?, &[]),
            Self::Decompte { country, media: Media::Pdf } => Ok(Made::sheet(service.decompte_pdf(*country, case)?)),
            Self::Decompte { country, media: Media::Csv } => {
                let (name, bytes) = service.decompte_csv(*country, case)?;
                Ok(Made::file(bytes, Media::Csv, name, &[]))
            }
            Self::Decompte { country, .. } => Made::json(&service.decompte(*country, case)?, &[]),
            Self::Next { country } => Made::json(&service.next(*country, case)?, &[]),
            Self::Bundle { id, media, form } => Made::bundle(service.bundle(id, case, files, limits, *form, &|_| {})?, *media),
        }
    }
}

impl Made {
    fn json(value: &impl Serialize, findings: &[Finding]) -> Result<Self, Refused> {
        let body = serde_json::to_vec(value).map_err(|error| Refused::Internal(crate::render::Failure::plain(error)))?;
        Ok(Self { body, media: Media::Json, file: None, found: Found::all(findings) })
    }

    fn file(body: Vec<u8>, media: Media, name: String, findings: &[Finding]) -> Self {
        let sha256 = hex(&Sha256::digest(&body));
        Self { body, media, file: Some(FileMark { name, sha256, warnings: None }), found: Found::all(findings) }
    }

    fn sheet(sheet: Sheet) -> Self {
        Self::file(sheet.rendered.pdf, Media::Pdf, sheet.file_name, &sheet.findings)
    }

    fn paper(document: Document) -> Result<Self, Refused> {
        let paper = Paper { report: document.report, pdf: STANDARD.encode(&document.rendered.pdf) };
        Self::file_of(&paper, document.file_name, &paper.report.findings)
    }

    fn bundle(bundled: Bundled, media: Media) -> Result<Self, Refused> {
        let Bundled { report, bundle, bytes, file_name } = bundled;
        let warnings = bundle.warnings();
        let made = if media == Media::Json {
            let pdf = STANDARD.encode(&bytes);
            // The file is held once more in JSON: not a third time.
            drop(bytes);
            let paper = BundlePaper { report, bundle, pdf };
            Self::file_of(&paper, file_name, &paper.report.findings)?
        } else {
            Self::file(bytes, media, file_name, &report.findings)
        };
        Ok(Self { file: made.file.map(|mark| FileMark { warnings, ..mark }), ..made })
    }

    /// A file carried in JSON, which its bytes identify as well.
    fn file_of(paper: &impl Serialize, name: String, findings: &[Finding]) -> Result<Self, Refused> {
        let body = serde_json::to_vec(paper).map_err(|error| Refused::Internal(crate::render::Failure::plain(error)))?;
        Ok(Self::file(body, Media::Json, name, findings))
    }
}
