//! The whole service without a network: a case in JSON goes in, a report, a PDF, a draft or an e-mail comes out.
//!
//! What the command line and HTTP share. Immutable after start-up; never reads the clock or the disk.

mod bundling;
mod next;
mod proof;

use std::fmt;

use crate::assets::Assets;
use crate::case::words::worded;
use crate::case::{self, Case, Limits, Problem, Problems};
use crate::compliance::report::{DecompteReport, MissingValue};
use crate::compliance::{self, Checked, Finding, Policy, Report, findings};
use crate::decompte::{Decompte, MOST_LINES};
use crate::document::email::{Email, Emails};
use crate::document::{DocumentType, Facts, Library, csv};
use crate::law::{Figure, Jurisdiction, Law, SuppliedValue};
use crate::render::{Failure, RenderError, Rendered, Typesetter};

/// Lines of a décompte that a document may set: 500 invoices over ten years, each paid in part once, have some 7,500, and take 190 pages,
/// 9 seconds and 820 MB as a petition, the heaviest of them.
const MOST_LINES_SET: usize = 10_000;

const STAMP_FONT: &str = "fonts/RecouvranceSans-Semibold.ttf";

pub use bundling::{Bundled, Form};
pub use next::{Next, NextType};

/// Everything loaded at start-up.
pub struct Service {
    pub law: Law,
    pub library: Library,
    typesetter: Typesetter,
    emails: Emails,
    /// The font of the stamps.
    stamp_font: Vec<u8>,
    policy: Policy,
    limits: Limits,
    /// Lines of a décompte beyond which no page is set here.
    ordinary_lines: Option<usize>,
}

/// Why the service cannot start: which files, and what is wrong with each, one a line.
#[derive(Debug)]
pub struct StartError(String);

impl fmt::Display for StartError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for StartError {}

/// Why there is no document.
#[derive(Debug)]
pub enum Refused {
    UnknownType(String),
    /// The JSON is no case.
    NotACase(Vec<Problem>),
    /// It is a case, but the law wants more or forbids.
    ByLaw(Box<Report>),
    /// Nobody has published a figure that the décompte needs: no total rather than one that is too low.
    Unpublished(Vec<MissingValue>),
    /// More lines to set than this service is to set itself ([`Service::for_ordinary_letters`]).
    Long,
    /// The type has no such paper (an e-mail of a filing).
    NoSuchPaper,
    /// Our fault: the log learns its place, a person at the keyboard all of it.
    Internal(Failure),
}

/// A document with its report.
#[derive(Debug)]
pub struct Document {
    pub report: Report,
    pub rendered: Rendered,
    /// A file name: `mise-en-demeure-2026-0142.pdf`. It may have accents (« réf »), which HTTP gives twice, with and without.
    pub file_name: String,
}

/// A document alone, for whoever asked for no report.
#[derive(Debug)]
pub struct Sheet {
    pub findings: Vec<Finding>,
    pub rendered: Rendered,
    pub file_name: String,
}

impl Service {
    /// Reads and checks every asset.
    ///
    /// # Errors
    /// The first file of law, the first type, the first font and the first e-mail that are not sound.
    pub fn start(assets: &Assets, policy: Policy, limits: Limits) -> Result<Self, StartError> {
        let law = Law::read(assets).map_err(|error| error.to_string());
        let library = Library::read(assets).map_err(|error| error.to_string());
        let typesetter = Typesetter::new(assets).map_err(|error| error.0);
        // Without the library, its own fault says enough.
        let emails = library
            .as_ref()
            .map_or(Err(String::new()), |library| Emails::compile(library, assets).map_err(|error| error.to_string()));
        let stamp_font = assets.get(STAMP_FONT).map(<[u8]>::to_vec).ok_or_else(|| format!("{STAMP_FONT}: the file is missing"));
        match (law, library, typesetter, emails, stamp_font) {
            (Ok(law), Ok(library), Ok(typesetter), Ok(emails), Ok(stamp_font)) => {
                Ok(Self { law, library, typesetter, emails, stamp_font, policy, limits, ordinary_lines: None })
            }
            (law, library, typesetter, emails, stamp_font) => {
                let faults = [law.err(), library.err(), typesetter.err(), emails.err(), stamp_font.err()];
                let faults: Vec<String> = faults.into_iter().flatten().filter(|fault| !fault.is_empty()).collect();
                Err(StartError(faults.join("\n")))
            }
        }
    }

    /// The same, for so many documents made at once.
    pub fn for_renders_at_once(mut self, count: usize) -> Self {
        self.typesetter = self.typesetter.for_renders_at_once(count);
        self
    }

    /// The same, which sets no page for a décompte of more lines: whoever calls has another who does (`Refused::Long`).
    pub fn for_ordinary_letters(mut self, most_lines: usize) -> Self {
        self.ordinary_lines = Some(most_lines);
        self
    }

    /// The document type of this id.
    ///
    /// # Errors
    /// `UnknownType`.
    pub fn document_type(&self, id: &str) -> Result<&DocumentType, Refused> {
        self.library.get(id).ok_or_else(|| Refused::UnknownType(id.to_owned()))
    }

    /// The report, with the place of each mention on the page that the case would give.
    ///
    /// # Errors
    /// `UnknownType`, `NotACase` or `Internal`.
    pub fn check(&self, id: &str, json: &[u8]) -> Result<Report, Refused> {
        self.setting(id, json, |document, facts, checked| {
            let report = Report::of(document, facts, checked);
            let seen = match checked.clear() {
                Some(cleared) => self.typesetter.final_pages(&cleared),
                None => self.typesetter.draft_pages(&checked.draft(document)),
            };
            match seen {
                Ok(seen) => Ok(report.with_places(|id| seen.places(id))),
                Err(error) => match on_paper(document, facts, report, error) {
                    Refused::ByLaw(report) => Ok(*report),
                    refused => Err(refused),
                },
            }
        })
    }

    /// The report by the law and the case alone: no page is set, so no place is told, nor what only a page shows (a character
    /// without glyph, a value too long for its place).
    ///
    /// # Errors
    /// `UnknownType` or `NotACase`.
    pub fn check_without_places(&self, id: &str, json: &[u8]) -> Result<Report, Refused> {
        self.with_case(id, json, |document, facts, checked| Ok(Report::of(document, facts, checked)))
    }

    /// The final PDF with its report.
    ///
    /// # Errors
    /// Any `Refused`; `ByLaw` carries the report.
    pub fn document(&self, id: &str, json: &[u8]) -> Result<Document, Refused> {
        self.setting(id, json, |document, facts, checked| {
            let rendered = self.finished(document, facts, checked)?;
            let report = Report::of(document, facts, checked).with_places(|id| rendered.seen.places(id));
            Ok(Document { report, rendered, file_name: file_name(document, facts.case) })
        })
    }

    /// The same without its report, which costs as much as the décompte over again.
    ///
    /// # Errors
    /// As [`Self::document`].
    pub fn sheet(&self, id: &str, json: &[u8]) -> Result<Sheet, Refused> {
        self.setting(id, json, |document, facts, checked| {
            let rendered = self.finished(document, facts, checked)?;
            Ok(Sheet { findings: checked.findings().to_vec(), rendered, file_name: file_name(document, facts.case) })
        })
    }

    fn finished(&self, document: &DocumentType, facts: &Facts, checked: &Checked) -> Result<Rendered, Refused> {
        let report = || Report::of(document, facts, checked);
        let refuse = |error| on_paper(document, facts, report(), error);
        let Some(cleared) = checked.clear() else {
            let seen = self.typesetter.draft_pages(&checked.draft(document)).map_err(refuse)?;
            return Err(Refused::ByLaw(Box::new(report().with_places(|id| seen.places(id)))));
        };
        self.typesetter.final_pdf(&cleared).map_err(refuse)
    }

    /// The same page marked PROJET, whatever is missing or forbidden.
    ///
    /// # Errors
    /// `UnknownType`, `NotACase` or `Internal`.
    pub fn draft(&self, id: &str, json: &[u8]) -> Result<Document, Refused> {
        self.setting(id, json, |document, facts, checked| {
            let rendered = self.drafted(document, facts, checked)?;
            let report = Report::of(document, facts, checked).with_places(|id| rendered.seen.places(id));
            Ok(Document { report, rendered, file_name: format!("projet-{}", file_name(document, facts.case)) })
        })
    }

    /// The same without its report.
    ///
    /// # Errors
    /// As [`Self::draft`].
    pub fn draft_sheet(&self, id: &str, json: &[u8]) -> Result<Sheet, Refused> {
        self.setting(id, json, |document, facts, checked| {
            let rendered = self.drafted(document, facts, checked)?;
            let file_name = format!("projet-{}", file_name(document, facts.case));
            Ok(Sheet { findings: checked.findings().to_vec(), rendered, file_name })
        })
    }

    fn drafted(&self, document: &DocumentType, facts: &Facts, checked: &Checked) -> Result<Rendered, Refused> {
        let refuse = |error| on_paper(document, facts, Report::of(document, facts, checked), error);
        self.typesetter.draft_pdf(&checked.draft(document)).map_err(refuse)
    }

    /// The e-mail of a letter that may be sent.
    ///
    /// # Errors
    /// Any `Refused`; `NoSuchPaper` for a type without e-mail.
    pub fn email(&self, id: &str, json: &[u8]) -> Result<Email, Refused> {
        self.with_case(id, json, |document, facts, checked| {
            if document.email.is_none() {
                return Err(Refused::NoSuchPaper);
            }
            let Some(cleared) = checked.clear() else {
                return Err(Refused::ByLaw(Box::new(Report::of(document, facts, checked))));
            };
            let failed = |error: crate::document::email::EmailError| {
                Refused::Internal(Failure { place: format!("{id}/email.hbs: the template fails"), told: error.to_string() })
            };
            self.emails.of(cleared.letter()).map_err(failed)?.ok_or(Refused::NoSuchPaper)
        })
    }

    /// The décompte alone.
    ///
    /// # Errors
    /// `NotACase`, or `Unpublished`.
    pub fn decompte(&self, jurisdiction: Jurisdiction, json: &[u8]) -> Result<DecompteReport, Refused> {
        self.with_decompte(jurisdiction, json, DecompteReport::of)
    }

    /// The décompte as a spreadsheet of the country reads it, and the name of the file.
    ///
    /// # Errors
    /// `NotACase`, or `Unpublished`.
    pub fn decompte_csv(&self, jurisdiction: Jurisdiction, json: &[u8]) -> Result<(String, Vec<u8>), Refused> {
        let (name, csv) = self.with_decompte(jurisdiction, json, |facts| (base_name("decompte", facts.case), csv::of(facts)))?;
        Ok((format!("{name}.csv"), csv.map_err(internal)?))
    }

    /// The décompte as the annex that goes with other papers: the type `decompte` of the country.
    ///
    /// # Errors
    /// As [`Self::document`].
    pub fn decompte_pdf(&self, jurisdiction: Jurisdiction, json: &[u8]) -> Result<Sheet, Refused> {
        self.sheet(&format!("{}/decompte", jurisdiction.folder()), json)
    }

    fn with_decompte<T>(&self, jurisdiction: Jurisdiction, json: &[u8], then: impl FnOnce(&Facts) -> T) -> Result<T, Refused> {
        let case = self.parse(json)?;
        let consultation = self.law.consult(self.supplied(&case)?);
        let decompte = Decompte::of(&case, &consultation, jurisdiction);
        bounded(&case, &decompte, MOST_LINES, |unpaid| Decompte::of(unpaid, &consultation, jurisdiction).lines.len())?;
        let facts = Facts::new(&case, &decompte, &consultation);
        let elsewhere = findings::of_territory(&facts);
        if !elsewhere.is_empty() {
            let none = |finding: findings::Finding| MissingValue {
                parameter: finding.mention,
                day: case.letter_date,
                says: finding.says,
                hint: finding.hint,
                pointer: finding.pointer,
            };
            return Err(Refused::Unpublished(elsewhere.into_iter().map(none).collect()));
        }
        if !decompte.missing.is_empty() {
            return Err(Refused::Unpublished(decompte.missing.iter().map(MissingValue::of).collect()));
        }
        Ok(then(&facts))
    }

    /// What the operator decided about the law's sources.
    pub fn policy(&self) -> Policy {
        self.policy
    }

    /// SHA-256 of the law and templates in use.
    pub fn law_digest(&self) -> &str {
        self.law.digest()
    }

    /// As [`Self::with_case`], for what sets pages.
    fn setting<T>(
        &self,
        id: &str,
        json: &[u8],
        then: impl FnOnce(&DocumentType, &Facts, &Checked) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        self.with_case(id, json, |document, facts, checked| {
            if self.ordinary_lines.is_some_and(|most| facts.decompte.lines.len() > most) {
                return Err(Refused::Long);
            }
            then(document, facts, checked)
        })
    }

    fn with_case<T>(
        &self,
        id: &str,
        json: &[u8],
        then: impl FnOnce(&DocumentType, &Facts, &Checked) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let document = self.document_type(id)?;
        let case = self.parse(json)?;
        let consultation = self.law.consult(self.supplied(&case)?);
        let decompte = document.decompte(&case, &consultation);
        bounded(&case, &decompte, MOST_LINES_SET, |unpaid| document.decompte(unpaid, &consultation).lines.len())?;
        let facts = Facts::new(&case, &decompte, &consultation);
        let checked = compliance::check(document, &facts, self.policy);
        then(document, &facts, &checked)
    }

    /// Whether the type is known and the JSON a case: little time and memory, whatever it says.
    ///
    /// # Errors
    /// `UnknownType` or `NotACase`.
    pub fn reads(&self, id: Option<&str>, json: &[u8]) -> Result<(), Refused> {
        id.map_or(Ok(()), |id| self.document_type(id).map(drop))?;
        self.parse(json).map(drop)
    }

    fn parse(&self, json: &[u8]) -> Result<Case, Refused> {
        case::parse(json, &self.limits).map_err(|problems: Problems| Refused::NotACase(problems.into_vec()))
    }

    /// The figures that the case brings, read in the unit of the parameter that each names.
    fn supplied(&self, case: &Case) -> Result<Vec<SuppliedValue>, Refused> {
        let mut problems = Vec::new();
        let mut values = Vec::new();
        for (index, given) in case.law_values.iter().enumerate() {
            let problem = |field: &str, says: String, hint: &str| Problem {
                pointer: format!("/law_values/{index}/{field}"),
                says,
                hint: worded(hint),
            };
            match self.law.parameter(&given.id) {
                None => problems.push(problem(
                    "id",
                    format!("« {} » n’est pas un paramètre connu.", case::shown(&given.id)),
                    "La liste est à GET /v1/law/parameters.",
                )),
                Some(parameter) => match Figure::parse(parameter.unit, &given.value) {
                    Ok(figure) => values.push(SuppliedValue {
                        id: given.id.clone(),
                        from: given.from,
                        figure,
                        source: given.source.clone(),
                    }),
                    Err(reason) => problems.push(problem("value", reason, "Écrivez la valeur dans l’unité du paramètre.")),
                },
            }
        }
        if problems.is_empty() { Ok(values) } else { Err(Refused::NotACase(problems)) }
    }
}

/// What the page itself refuses is the caller's to mend, with a finding; what does not compile is ours.
fn on_paper(document: &DocumentType, facts: &Facts, report: Report, error: RenderError) -> Refused {
    let found = match error {
        RenderError::WithoutGlyph(characters) => vec![findings::without_glyph_of(document, facts, characters)],
        RenderError::Unread { misplaced, unproved } => {
            let page = (!misplaced.is_empty()).then(|| findings::misplaced(misplaced));
            page.into_iter().chain(unproved.iter().map(|mention| findings::unproved(document, mention, facts))).collect()
        }
        RenderError::Template(failure) => return Refused::Internal(failure),
    };
    Refused::ByLaw(Box::new(report.refused_for(found)))
}

/// At most as many lines as a document sets, `lines` counting those of the same case without its payments.
fn bounded(case: &Case, decompte: &Decompte, most: usize, lines: impl FnOnce(&Case) -> usize) -> Result<(), Refused> {
    if !decompte.too_long && decompte.lines.len() <= most {
        return Ok(());
    }
    let mut unpaid = case.clone();
    unpaid.claim.payments.clear();
    let spread = case.claim.payments.iter().any(|payment| payment.invoice.is_none());
    Err(Refused::NotACase(vec![too_many_lines(most, spread && lines(&unpaid) <= most)]))
}

/// Payments that name no invoice, `spread` over many invoices of the same day, multiply lines that nobody could read; else the invoices
/// themselves, each a line a half-year, are too many.
fn too_many_lines(most: usize, spread: bool) -> Problem {
    let (pointer, hint) = if spread {
        (
            "/claim/payments",
            "Dites de chaque paiement la facture qu’il règle (claim.payments[].invoice), ou répartissez les factures en plusieurs documents.",
        )
    } else {
        (
            "/claim/invoices",
            "Chaque facture a une ligne par semestre de retard, et une de plus par paiement : répartissez-les en plusieurs documents, par exemple par année d’échéance.",
        )
    };
    let hint = worded(hint);
    Problem { pointer: pointer.to_owned(), says: format!("Le décompte compterait plus de {most} lignes."), hint }
}

fn internal(error: impl fmt::Display) -> Refused {
    Refused::Internal(Failure::plain(error))
}

/// Letters, digits and hyphens of the type and the case's own reference; its accents are kept.
fn file_name(document: &DocumentType, case: &Case) -> String {
    format!("{}.pdf", base_name(document.id.rsplit('/').next().unwrap_or_default(), case))
}

fn base_name(kind: &str, case: &Case) -> String {
    let reference = case.reference.clone().unwrap_or_else(|| case.letter_date.to_string());
    let apart = |letter: char| !letter.is_alphanumeric();
    let words: Vec<&str> = reference.split(apart).filter(|word| !word.is_empty()).collect();
    let clean: String = words.join("-").to_lowercase().chars().take(60).collect();
    format!("{kind}-{}", clean.trim_end_matches('-'))
}
