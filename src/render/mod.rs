//! Rendering: a letter becomes a PDF (PDF/A-2a and PDF/UA-1 in one file), and what the finished pages show is read back.
//!
//! A final PDF is made of `Cleared` only; a draft of any `Letter`. Never decides compliance, never shares anything mutable
//! between two renders, evicts Typst's caches after each, on the error path too.

mod door;
mod legibility;
mod marks;
mod world;

use std::collections::BTreeSet;
use std::fmt;

use chrono::Datelike;
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Datetime, Smart};
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::compliance::{Cleared, Draft, Unproved};
use crate::document::Letter;
pub use marks::{Place, Readback, Seen, Sheet};
pub use world::{BadAsset, Typesetter};

/// A finished file and what its pages show.
#[derive(Debug)]
pub struct Rendered {
    pub pdf: Vec<u8>,
    pub pages: usize,
    pub seen: Readback,
}

/// Why there is no PDF.
#[derive(Debug)]
pub enum RenderError {
    /// The text holds characters that no font of the house can draw: the caller's to mend.
    WithoutGlyph(BTreeSet<char>),
    /// Words leave the margins or stand in the envelope's window, and mentions do not read: a value too long for its place, the
    /// caller's to shorten, or a template that drops or hides them.
    Unread { misplaced: BTreeSet<String>, unproved: Vec<Unproved> },
    /// The template did not compile, or makes no file: the operator's to mend.
    Template(Failure),
}

impl fmt::Display for RenderError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::WithoutGlyph(characters) => write!(out, "no glyph for {} characters", characters.len()),
            Self::Unread { misplaced, unproved } => {
                let mentions: Vec<&str> = unproved.iter().map(|unproved| unproved.mention.as_str()).collect();
                write!(out, "{} texts out of place; the pages do not show {}", misplaced.len(), mentions.join(", "))
            }
            Self::Template(failure) => out.write_str(&failure.place),
        }
    }
}

impl std::error::Error for RenderError {}

/// Pages from which a paper set a second time would not keep what the first time left in the cache: it takes as much memory again (270 MB
/// for 143 pages), and saves a quarter of the time.
const LONG: usize = 60;

/// What failed of ours, said twice: a template may quote a value of the case, and a journal may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// File, line and kind, without a word of the case: for the journal.
    pub place: String,
    /// All that is known: for whoever sits at the keyboard.
    pub told: String,
}

impl Failure {
    /// One that quotes nothing.
    pub fn plain(says: impl fmt::Display) -> Self {
        let says = says.to_string();
        Self { place: says.clone(), told: says }
    }
}

impl Typesetter {
    /// The document that may be sent, proved on its own pages.
    ///
    /// # Errors
    /// When a character has no glyph, when words leave the sheet, or when the pages do not show a mention that the law demands.
    pub fn final_pdf(&self, cleared: &Cleared) -> Result<Rendered, RenderError> {
        let _evicted = self.evict_after();
        let (document, seen) = self.proved(cleared)?;
        export(document, seen, cleared.letter())
    }

    /// What those pages show, without the file.
    ///
    /// # Errors
    /// As [`Self::final_pdf`].
    pub fn final_pages(&self, cleared: &Cleared) -> Result<Readback, RenderError> {
        let _evicted = self.evict_after();
        Ok(self.proved(cleared)?.1)
    }

    fn proved(&self, cleared: &Cleared) -> Result<(PagedDocument, Readback), RenderError> {
        let (document, seen) = self.set(cleared.letter())?;
        let unproved =
            cleared.confirm(|id| seen.seen(id).map(|seen| (seen.text.as_str(), &seen.unread))).err().unwrap_or_default();
        if seen.misplaced.is_empty() && unproved.is_empty() {
            return Ok((document, seen));
        }
        Err(RenderError::Unread { misplaced: seen.misplaced, unproved })
    }

    /// The same page marked PROJET, each missing mention a visible gap.
    ///
    /// # Errors
    /// When a character has no glyph, when the template does not compile, or drops what no file can be without.
    pub fn draft_pdf(&self, draft: &Draft) -> Result<Rendered, RenderError> {
        let _evicted = self.evict_after();
        let (document, seen) = self.set(draft.letter())?;
        // A file may fail for want of words: a heading that a template leaves empty.
        let unproved = draft.unproved(|id| seen.seen(id).map(|seen| (seen.text.as_str(), &seen.unread)));
        match export(document, seen, draft.letter()) {
            Err(_) if !unproved.is_empty() => Err(RenderError::Unread { misplaced: BTreeSet::new(), unproved }),
            made => made,
        }
    }

    /// What the draft's pages show, without the file.
    ///
    /// # Errors
    /// As [`Self::draft_pdf`].
    pub fn draft_pages(&self, draft: &Draft) -> Result<Readback, RenderError> {
        let _evicted = self.evict_after();
        Ok(self.set(draft.letter())?.1)
    }

    fn evict_after(&self) -> Evict {
        Evict { age: self.renders_at_once() }
    }

    /// Sets the letter, and once more when it has not the number of pages that it was told (see `meta.pages`): cheaper for the
    /// many letters of one page than letting the page total settle inside Typst.
    fn set(&self, letter: &Letter) -> Result<(PagedDocument, Readback), RenderError> {
        let mut told = letter.meta.pages;
        for _ in 0..4 {
            let document = self.compile(letter, told)?;
            let pages = document.pages().len();
            if pages == told {
                let seen = marks::read(document.pages());
                let drawn = seen.without_glyph.is_empty();
                return if drawn { Ok((document, seen)) } else { Err(RenderError::WithoutGlyph(seen.without_glyph)) };
            }
            told = pages;
            drop(document);
            if pages > LONG {
                comemo::evict(0);
            }
        }
        Err(RenderError::Template(Failure::plain(format!("{}: the number of pages does not settle", letter.meta.document_type))))
    }

    fn compile(&self, letter: &Letter, pages: usize) -> Result<PagedDocument, RenderError> {
        let main = self
            .template(&letter.meta.document_type)
            .ok_or_else(|| RenderError::Template(Failure::plain(format!("{} has no template", letter.meta.document_type))))?;
        let world = self.world(main, letter, pages);
        let Warned { output, .. } = typst::compile::<PagedDocument>(&world);
        output.map_err(|errors| RenderError::Template(located(&errors, &world)))
    }
}

/// Typst keeps the results of every layout in a cache of the whole process; without this each letter would stay in memory.
///
/// Each eviction ages what every thread uses, so an age below the number of renders at once would throw away what another letter
/// is using; at that number what all letters share (templates, fonts) stays and what was one letter's own goes.
struct Evict {
    age: usize,
}

impl Drop for Evict {
    fn drop(&mut self) {
        comemo::evict(self.age);
    }
}

/// What the file says of itself, put in after layout (see `Meta`).
fn inform(document: &mut PagedDocument, letter: &Letter) {
    let day = letter.meta.letter_date;
    let info = document.info_mut();
    info.title = Some(letter.meta.pdf_title.as_str().into());
    info.author = vec![letter.meta.author.as_str().into()];
    info.date = Smart::Custom(
        u8::try_from(day.month())
            .ok()
            .zip(u8::try_from(day.day()).ok())
            .and_then(|(month, of_month)| Datetime::from_ymd(day.year(), month, of_month)),
    );
}

fn export(mut document: PagedDocument, seen: Readback, letter: &Letter) -> Result<Rendered, RenderError> {
    inform(&mut document, letter);
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| RenderError::Template(Failure::plain(error.message())))?;
    let options = PdfOptions {
        ident: Smart::Custom(letter.ident()),
        creator: Smart::Custom(Some("Recouvrance".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| RenderError::Template(told(&errors)))?;
    Ok(Rendered { pdf, pages: document.pages().len(), seen })
}

/// Errors told; a template that is broken in one place is in many.
const MOST_ERRORS: usize = 10;

/// The compiler's messages with the file and the line of each.
fn located(errors: &[SourceDiagnostic], world: &impl World) -> Failure {
    let place = |error: &SourceDiagnostic| {
        let id = error.span.id()?;
        let range = world.range(error.span)?;
        let line = world.source(id).ok()?.lines().byte_to_line(range.start)? + 1;
        Some(format!("{}:{line}", id.get().vpath().get_without_slash()))
    };
    failure(errors, place)
}

/// The exporter's messages.
fn told(errors: &[SourceDiagnostic]) -> Failure {
    failure(errors, |_| None)
}

fn failure(errors: &[SourceDiagnostic], place: impl Fn(&SourceDiagnostic) -> Option<String>) -> Failure {
    let (mut places, mut all) = (Vec::new(), Vec::new());
    for error in errors.iter().take(MOST_ERRORS) {
        let at = place(error).map(|place| format!("{place}: ")).unwrap_or_default();
        places.push(format!("{at}{}", kind(&error.message)));
        all.push(format!("{at}{}", error.message));
    }
    Failure { place: places.join("; "), told: all.join("; ") }
}

/// How the messages of the engine begin, as far as they quote nothing.
const KINDS: [&str; 22] = [
    "assertion failed",
    "panicked with",
    "unknown variable",
    "unknown font family",
    "unexpected argument",
    "missing argument",
    "duplicate argument",
    "dictionary does not contain key",
    "array index out of bounds",
    "file not found",
    "maximum show rule depth exceeded",
    "maximum function call depth exceeded",
    "maximum layout depth exceeded",
    "cannot divide by zero",
    "expected",
    "unexpected",
    "unclosed",
    "cannot",
    "type",
    "failed to parse",
    "PDF/UA-1 error",
    "PDF/A-2a error",
];

fn kind(message: &str) -> &'static str {
    KINDS.into_iter().find(|kind| message.starts_with(kind)).unwrap_or("the template fails")
}
