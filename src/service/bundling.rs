//! A document with its exhibits: what was received is matched with what the case names, the document is set with the pages that each
//! exhibit really has, then all is bound.

mod losses;
mod matching;

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use self::losses::Losses;
use self::matching::{Placed, Ready, received};
use super::{Refused, Service, base_name, internal, on_paper};
use crate::bundle::archive::{self, Archive};
use crate::bundle::binding::{Binding, Held, NotOurs, Part};
use crate::bundle::typeface::Typeface;
use crate::bundle::{Bound, BundleReport, Cost, Fault, Limits, Note, PartKind, PartReport, Received, Stamping};
use crate::case::Case;
use crate::case::bundle::Conformance;
use crate::compliance::{self, Finding, Report, findings};
use crate::document::{DocumentType, Facts};
use crate::render::Rendered;

/// What a caller asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// One PDF.
    Whole,
    /// A ZIP: the document, each stamped exhibit, a manifest.
    Set,
}

/// A bundle with what it holds.
#[derive(Debug)]
pub struct Bundled {
    pub report: Report,
    pub bundle: BundleReport,
    pub bytes: Vec<u8>,
    pub file_name: String,
}

/// What the printed characters of all stamps may be, besides those of the party's name.
const STAMP_SIGNS: &str = "0123456789/·…\u{a0} ";

impl Service {
    /// The final document bound with its exhibits. Tells `progress` what it does, for a person who waits.
    ///
    /// # Errors
    /// Any `Refused`; `ByLaw` names each exhibit without file, file without exhibit, and file that cannot be taken.
    pub fn bundle(
        &self,
        id: &str,
        json: &[u8],
        files: &[&dyn Received],
        limits: &Limits,
        form: Form,
        progress: &dyn Fn(&str),
    ) -> Result<Bundled, Refused> {
        let document = self.document_type(id)?;
        let mut case = self.parse(json)?;
        let (ready, mut faults) = received(&case, files, limits, form, progress);
        let mut losses = Losses::of(&case, &ready, form);
        faults.append(&mut losses.refusals);
        for (exhibit, ready) in case.exhibits.iter_mut().zip(&ready) {
            exhibit.pages = ready.as_ref().map(|ready| u32::try_from(ready.taken.pages.len()).unwrap_or(u32::MAX));
        }
        let consultation = self.law.consult(self.supplied(&case)?);
        let decompte = document.decompte(&case, &consultation);
        super::bounded(&case, &decompte, super::MOST_LINES_SET, |unpaid| document.decompte(unpaid, &consultation).lines.len())?;
        let facts = Facts::new(&case, &decompte, &consultation).bound(std::mem::take(&mut losses.accepted));
        let checked = compliance::check(document, &facts, self.policy);
        let finding = |(pointer, Fault { id, says, hint }): Placed| findings::of_exhibit(document, pointer, id, &says, &hint);
        let warnings = std::mem::take(&mut losses.warnings).into_iter().map(finding).map(Finding::warning).collect();
        let report = Report::of(document, &facts, &checked).warned_of(warnings);
        let mut found = self.not_stampable(document, &facts).map_err(internal)?;
        found.extend(faults.into_iter().map(finding));
        let (Some(cleared), true) = (checked.clear(), found.is_empty()) else {
            return Err(Refused::ByLaw(Box::new(if found.is_empty() { report } else { report.refused_for(found) })));
        };
        progress("composition du document");
        let rendered = match self.typesetter.final_pdf(&cleared) {
            Ok(rendered) => rendered,
            Err(error) => return Err(on_paper(document, &facts, report, error)),
        };
        let report = report.with_places(|id| rendered.seen.places(id));
        let ready: Vec<Ready> = ready.into_iter().flatten().collect();
        let conformance = losses.conformance;
        let binder = Binder { service: self, document, case: &case, form, conformance, progress };
        let (bundle, bytes) = binder.bind(&rendered, ready).map_err(|NotOurs(cause)| internal(cause))?;
        let last = Losses::of_file(&case, &bundle.notes);
        let report = report.warned_of(last.warnings.into_iter().map(finding).map(Finding::warning).collect());
        if !last.refusals.is_empty() {
            return Err(Refused::ByLaw(Box::new(report.refused_for(last.refusals.into_iter().map(finding).collect()))));
        }
        let kind = document.id.rsplit('/').next().unwrap_or_default();
        let name = base_name(&format!("{kind}-avec-pieces"), &case);
        let extension = if form == Form::Set { "zip" } else { "pdf" };
        Ok(Bundled { report, bundle, bytes, file_name: format!("{name}.{extension}") })
    }
}

impl Service {
    /// The characters of a stamp that its font cannot draw, with their place in the case.
    fn not_stampable(&self, document: &DocumentType, facts: &Facts) -> Result<Vec<Finding>, String> {
        let stamping = stamping(facts.case);
        let prefix = Typeface::lacks(&self.stamp_font, stamping.prefix.chars())?;
        let party = Typeface::lacks(&self.stamp_font, stamping.party.chars())?;
        let mut found = Vec::new();
        if !prefix.is_empty() {
            found.push(Finding { pointer: "/bundle/prefix".to_owned(), ..findings::without_glyph(prefix) });
        }
        if !party.is_empty() {
            let named = findings::without_glyph_of(document, facts, party);
            let pointer = if named.pointer.is_empty() { "/creditor".to_owned() } else { named.pointer };
            found.push(Finding { pointer, ..named });
        }
        Ok(found)
    }
}

/// How the case wants its exhibits stamped.
fn stamping(case: &Case) -> Stamping {
    let options = &case.bundle;
    Stamping {
        position: options.position,
        first_page_only: options.first_page_only,
        prefix: options.prefix.clone(),
        start: options.start as usize,
        party: case.creditor.name().unwrap_or_default(),
    }
}

struct Binder<'a> {
    service: &'a Service,
    document: &'a DocumentType,
    case: &'a Case,
    form: Form,
    /// What prevents the conformance asked.
    conformance: Vec<Note>,
    progress: &'a dyn Fn(&str),
}

impl Binder<'_> {
    fn bind(&self, filing: &Rendered, ready: Vec<Ready>) -> Result<(BundleReport, Vec<u8>), NotOurs> {
        (self.progress)("reliure");
        let stamping = stamping(self.case);
        let titles = self.case.exhibits.iter().map(|exhibit| exhibit.title.as_str());
        let signs = format!("{}{}{STAMP_SIGNS}", stamping.prefix, stamping.party);
        let typeface = Typeface::of(&self.service.stamp_font, signs.chars()).map_err(NotOurs)?;
        let asked = self.case.bundle.conformance == Conformance::Pdfa;
        let claims = (asked && self.conformance.is_empty()).then_some((2, 'b'));
        let mut notes = self.conformance.clone();
        let cost = Cost::of(&filing.pdf);
        let mut parts = vec![PartReport {
            kind: PartKind::Filing,
            number: None,
            title: self.document.title.clone(),
            file: None,
            first_page: 1,
            pages: filing.pages,
            bytes: cost.bytes,
            sha256: cost.sha256,
            // The manifest of a set holds no other place for what is said of all files.
            notes: if self.form == Form::Set { notes.clone() } else { Vec::new() },
        }];
        let mut first_page = filing.pages + 1;
        let mut ident = format!("{}", filing.pages);
        for (rank, (ready, title)) in ready.iter().zip(titles).enumerate() {
            let pages = ready.taken.pages.len();
            parts.push(PartReport {
                kind: PartKind::Exhibit,
                number: Some(stamping.start + rank),
                title: title.to_owned(),
                file: self.case.exhibits[rank].file.clone(),
                first_page,
                pages,
                bytes: ready.cost.bytes,
                sha256: ready.cost.sha256.clone(),
                notes: ready.taken.notes.clone(),
            });
            first_page += pages;
            ident += &ready.cost.sha256;
        }
        let widest = stamping.words(ready.len().saturating_sub(1), first_page, first_page);
        let frame = stamping.frame(&typeface, &widest);
        let Bound { bytes, reduced } = match self.form {
            Form::Whole => self.whole(&filing.pdf, ready, &stamping, &typeface, &ident, claims)?,
            Form::Set => self.set(&filing.pdf, ready, &stamping, &typeface, &mut parts)?,
        };
        notes.extend(reduced.as_ref().map(Note::reduced));
        if let Some(most) = self.case.bundle.max_bytes.filter(|most| bytes.len() as u64 > *most) {
            notes.push(Note::over_cap(bytes.len(), most));
        }
        let cost = Cost::of(&bytes);
        let bundle = BundleReport {
            pages: first_page - 1,
            bytes: cost.bytes,
            sha256: cost.sha256,
            conformance: if claims.is_some() { Conformance::Pdfa } else { Conformance::None },
            parts,
            stamp: frame,
            notes,
        };
        Ok((bundle, bytes))
    }

    fn part(&self, rank: usize, held: Held, comes_again: bool) -> Part {
        let number = self.case.bundle.start as usize + rank;
        let label = format!("{}\u{a0}{number}", self.case.bundle.prefix);
        Part {
            held, comes_again, title: format!("{label} – {}", self.case.exhibits[rank].title), label: format!("{label} – ")
        }
    }

    fn whole(
        &self,
        filing: &[u8],
        ready: Vec<Ready>,
        stamping: &Stamping,
        typeface: &Typeface,
        ident: &str,
        claims: Option<(u8, char)>,
    ) -> Result<Bound, NotOurs> {
        let mut binding = Binding::after(filing, stamping, typeface)?;
        let again: Vec<Option<usize>> = ready.iter().map(|ready| ready.again).collect();
        // Of a file that comes again the first exhibit alone holds what was read, and gives it away.
        let held: Vec<Held> = ready
            .into_iter()
            .map(|ready| match ready.again {
                Some(before) => Err(before),
                None => Ok(ready.taken),
            })
            .collect::<Vec<_>>()
            .into_iter()
            .map(|held| held.map_or_else(Held::Again, |taken| Held::New(Box::new(Rc::unwrap_or_clone(taken)))))
            .collect();
        for (rank, held) in held.into_iter().enumerate() {
            binding.append(rank, self.part(rank, held, again.contains(&Some(rank))))?;
        }
        let cap = self.case.bundle.max_bytes.and_then(|most| usize::try_from(most).ok());
        binding.finish(&digest(ident.as_bytes()), claims, cap)
    }

    /// The document, each exhibit by itself, and what says which is which.
    fn set(
        &self,
        filing: &[u8],
        ready: Vec<Ready>,
        stamping: &Stamping,
        typeface: &Typeface,
        parts: &mut [PartReport],
    ) -> Result<Bound, NotOurs> {
        let kind = self.document.id.rsplit('/').next().unwrap_or_default();
        let mut archive = Archive::empty();
        let mut manifest = Vec::new();
        let mut add = |name: String, bytes: &[u8], part: &mut PartReport| {
            let cost = Cost::of(bytes);
            (part.bytes, part.sha256, part.first_page) = (cost.bytes, cost.sha256, 1);
            manifest.push(serde_json::json!({ "name": name, "part": part }));
            archive.add(&name, bytes).map_err(|error| NotOurs(error.to_string()))
        };
        let (own, exhibits) = parts.split_first_mut().ok_or_else(|| NotOurs("a bundle without its document".to_owned()))?;
        add(format!("{kind}.pdf"), filing, own)?;
        for ((rank, ready), part) in ready.into_iter().enumerate().zip(exhibits) {
            let mut binding = Binding::alone(stamping, typeface)?;
            let ident = digest(ready.cost.sha256.as_bytes());
            binding.append(rank, self.part(rank, Held::New(Box::new(Rc::unwrap_or_clone(ready.taken))), false))?;
            let Bound { bytes, .. } = binding.finish(&ident, None, None)?;
            let title = archive::plain_name(&self.case.exhibits[rank].title);
            let number = stamping.start + rank;
            let name = format!("piece-{number:02}-{title}").trim_end_matches('-').to_owned();
            add(format!("{name}.pdf"), &bytes, part)?;
        }
        let manifest = serde_json::to_vec_pretty(&manifest).map_err(|error| NotOurs(error.to_string()))?;
        archive.add("manifeste.json", &manifest).map_err(|error| NotOurs(error.to_string()))?;
        let bytes = archive.finish().map_err(|error| NotOurs(error.to_string()))?;
        Ok(Bound { bytes, reduced: None })
    }
}

fn digest(bytes: &[u8]) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes)[..16].to_vec()
}
