//! A document with its exhibits: what was received is matched with what the case names, the document is set with the pages that each
//! exhibit really has, then all is bound.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Document, Refused, Service, base_name, internal, on_paper};
use crate::bundle::archive::{self, Entry};
use crate::bundle::binding::{Binding, NotOurs, Part};
use crate::bundle::typeface::Typeface;
use crate::bundle::{Bound, BundleReport, Cost, Fault, Limits, Note, PartKind, PartReport, Received, Stamping, Taken};
use crate::case::Case;
use crate::case::bundle::Conformance;
use crate::compliance::{self, Report, findings};
use crate::document::{DocumentType, Facts};

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

/// One exhibit that was taken.
struct Ready {
    taken: Taken,
    cost: Cost,
}

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
        let (ready, faults) = received(&case, files, limits, progress);
        for (exhibit, ready) in case.exhibits.iter_mut().zip(&ready) {
            exhibit.pages = ready.as_ref().map(|ready| u32::try_from(ready.taken.pages.len()).unwrap_or(u32::MAX));
        }
        let consultation = self.law.consult(self.supplied(&case)?);
        let decompte = document.decompte(&case, &consultation);
        super::bounded(&case, &decompte, super::MOST_LINES_SET, |unpaid| document.decompte(unpaid, &consultation).lines.len())?;
        let facts = Facts::new(&case, &decompte, &consultation).bound();
        let checked = compliance::check(document, &facts, self.policy);
        let report = || Report::of(document, &facts, &checked);
        let (Some(cleared), true) = (checked.clear(), faults.is_empty()) else {
            let finding =
                |(pointer, fault): (String, Fault)| findings::of_exhibit(document, pointer, fault.id, &fault.says, &fault.hint);
            let found: Vec<_> = faults.into_iter().map(finding).collect();
            let refused = if found.is_empty() { report() } else { report().refused_for(found) };
            return Err(Refused::ByLaw(Box::new(refused)));
        };
        progress("composition du document");
        let rendered = self.typesetter.final_pdf(&cleared).map_err(|error| on_paper(document, &facts, report(), error))?;
        let report = report().with_places(|id| rendered.seen.places(id));
        let set = Document { report, rendered, file_name: String::new() };
        let ready: Vec<Ready> = ready.into_iter().flatten().collect();
        Binder { service: self, document, case: &case, form, progress }.bind(set, ready).map_err(|NotOurs(cause)| internal(cause))
    }
}

/// Matches the files with the exhibits of the case, and takes each.
fn received(
    case: &Case,
    files: &[&dyn Received],
    limits: &Limits,
    progress: &dyn Fn(&str),
) -> (Vec<Option<Ready>>, Vec<(String, Fault)>) {
    let mut faults: Vec<(String, Fault)> = Vec::new();
    let mut named = BTreeSet::new();
    let (mut pages, mut bytes) = (0, 0);
    let mut ready = Vec::new();
    if files.len() > limits.files {
        faults.push(("/exhibits".to_owned(), Fault::too_many_files(files.len(), limits.files)));
    }
    for (index, exhibit) in case.exhibits.iter().enumerate() {
        let pointer = format!("/exhibits/{index}/file");
        let Some(name) = &exhibit.file else {
            faults.push((pointer, Fault::without_file(&exhibit.title)));
            ready.push(None);
            continue;
        };
        named.insert(name.as_str());
        let Some(file) = files.iter().find(|file| file.name() == name) else {
            faults.push((pointer, Fault::not_received(name)));
            ready.push(None);
            continue;
        };
        progress(&format!("pièce {} sur {} : {name}", index + 1, case.exhibits.len()));
        match limits.take(*file, exhibit.password.as_deref()) {
            Ok((taken, cost)) => {
                pages += taken.pages.len();
                bytes += cost.bytes;
                ready.push(Some(Ready { taken, cost }));
            }
            Err(fault) => {
                faults.push((pointer, fault));
                ready.push(None);
            }
        }
    }
    if pages > limits.pages {
        faults.push(("/exhibits".to_owned(), Fault::too_many_pages(pages, limits.pages)));
    }
    if bytes > limits.total_bytes {
        faults.push(("/exhibits".to_owned(), Fault::too_many_bytes(bytes, limits.total_bytes)));
    }
    for file in files.iter().filter(|file| !named.contains(file.name())) {
        faults.push(("/exhibits".to_owned(), Fault::without_exhibit(file.name())));
    }
    (ready, faults)
}

struct Binder<'a> {
    service: &'a Service,
    document: &'a DocumentType,
    case: &'a Case,
    form: Form,
    progress: &'a dyn Fn(&str),
}

impl Binder<'_> {
    fn bind(&self, set: Document, ready: Vec<Ready>) -> Result<Bundled, NotOurs> {
        (self.progress)("reliure");
        let stamping = self.stamping();
        let titles = self.case.exhibits.iter().map(|exhibit| exhibit.title.as_str());
        let signs = format!("{}{}{STAMP_SIGNS}", stamping.prefix, stamping.party);
        let typeface = Typeface::of(&self.service.stamp_font, signs.chars()).map_err(NotOurs)?;
        let (claims, mut notes) = self.claims(&ready);
        let filing = Cost::of(&set.rendered.pdf);
        let mut parts = vec![PartReport {
            kind: PartKind::Filing,
            number: None,
            title: self.document.title.clone(),
            file: None,
            first_page: 1,
            pages: set.rendered.pages,
            bytes: filing.bytes,
            sha256: filing.sha256,
            notes: Vec::new(),
        }];
        let mut first_page = set.rendered.pages + 1;
        let mut ident = format!("{}", set.rendered.pages);
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
            Form::Whole => self.whole(&set.rendered.pdf, ready, &stamping, &typeface, &ident, claims)?,
            Form::Set => self.set(&set.rendered.pdf, ready, &stamping, &typeface, &mut parts)?,
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
        let kind = self.document.id.rsplit('/').next().unwrap_or_default();
        let name = base_name(&format!("{kind}-avec-pieces"), self.case);
        let extension = if self.form == Form::Set { "zip" } else { "pdf" };
        Ok(Bundled { report: set.report, bundle, bytes, file_name: format!("{name}.{extension}") })
    }

    fn stamping(&self) -> Stamping {
        let options = &self.case.bundle;
        Stamping {
            position: options.position,
            first_page_only: options.first_page_only,
            prefix: options.prefix.clone(),
            start: options.start as usize,
            party: self.case.creditor.name().unwrap_or_default(),
        }
    }

    fn part(&self, rank: usize, taken: Taken) -> Part {
        let number = self.case.bundle.start as usize + rank;
        let label = format!("{}\u{a0}{number}", self.case.bundle.prefix);
        Part { taken, title: format!("{label} – {}", self.case.exhibits[rank].title), label: format!("{label} – ") }
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
        for (rank, ready) in ready.into_iter().enumerate() {
            binding.append(rank, self.part(rank, ready.taken))?;
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
        let mut entries = vec![Entry { name: format!("{kind}.pdf"), bytes: filing.to_vec() }];
        for (rank, ready) in ready.into_iter().enumerate() {
            let mut binding = Binding::alone(stamping, typeface)?;
            binding.append(rank, self.part(rank, ready.taken))?;
            let Bound { bytes, .. } = binding.finish(&digest(ready.cost.sha256.as_bytes()), None, None)?;
            let title = archive::plain_name(&self.case.exhibits[rank].title);
            let number = stamping.start + rank;
            let name = format!("piece-{number:02}-{title}").trim_end_matches('-').to_owned();
            entries.push(Entry { name: format!("{name}.pdf"), bytes });
        }
        let manifest: Vec<_> = entries
            .iter()
            .zip(parts.iter_mut())
            .map(|(entry, part)| {
                let cost = Cost::of(&entry.bytes);
                (part.bytes, part.sha256) = (cost.bytes, cost.sha256);
                part.first_page = 1;
                serde_json::json!({ "name": entry.name, "part": part })
            })
            .collect();
        let manifest = serde_json::to_vec_pretty(&manifest).map_err(|error| NotOurs(error.to_string()))?;
        entries.push(Entry { name: "manifeste.json".to_owned(), bytes: manifest });
        let bytes = archive::zip(&entries).map_err(|error| NotOurs(error.to_string()))?;
        Ok(Bound { bytes, reduced: None })
    }

    /// What the whole may declare: PDF/A-2b where it is wanted and each exhibit allows it, else which ones do not.
    fn claims(&self, ready: &[Ready]) -> (Option<(u8, char)>, Vec<Note>) {
        if self.case.bundle.conformance == Conformance::None || self.form == Form::Set {
            return (None, Vec::new());
        }
        let prevents = |(rank, ready): (usize, &Ready)| {
            let conforms = ready.taken.conformance.is_some_and(|conformance| conformance.part <= 2);
            (!conforms)
                .then(|| Note::prevents_conformance(self.case.bundle.start as usize + rank, &self.case.exhibits[rank].title))
        };
        let notes: Vec<Note> = ready.iter().enumerate().filter_map(prevents).collect();
        (notes.is_empty().then_some((2, 'b')), notes)
    }
}

fn digest(bytes: &[u8]) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes)[..16].to_vec()
}
