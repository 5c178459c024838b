//! One file that a party produces: what kind of file it is by its bytes, then the reader of that kind.
//!
//! Never believes a file's name or extension, and never carries anything over that was not asked for: the readers copy what
//! pages need, so what nobody thought of stays behind.

use std::time::{Duration, Instant};

use lopdf::{Document, Object, ObjectId};

use self::meter::Meter;
use super::cleaning::{self, Left, annotations, conformance, doubts, fonts, gathering};
use super::{forms, image, marked, page, reading};

pub(super) mod meter;
pub(super) mod weight;

/// One file as received.
pub struct Exhibit<'a> {
    pub bytes: &'a [u8],
    pub password: Option<&'a str>,
}

/// What one file may cost.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    pub pages: usize,
    pub objects: usize,
    pub decoded_bytes: usize,
    /// What it may hold in memory besides its own bytes, in bytes of memory: what is left of what all files may hold.
    pub memory: usize,
    /// What its reading may take.
    pub time: Duration,
    /// When all files must be read, whatever each may take.
    pub deadline: Instant,
}

/// A file that can be bound.
///
/// Invariant: `pages` are in order and each is a dictionary of its own with `MediaBox`, `CropBox`, `Rotate`, `Resources` and one
/// stream of `Contents`; no page or form marks content for a structure tree; every reference from a page leads to an object of
/// the document.
#[derive(Debug, Clone)]
pub struct Taken {
    pub document: Document,
    pub pages: Vec<ObjectId>,
    pub notes: Vec<Note>,
    /// `OCProperties` of the catalogue: which layers are shown.
    pub optional_content: Option<Object>,
    pub conformance: Option<Conformance>,
    /// Why the file is not what it says of itself, in French words that follow « porte ».
    pub doubt: Option<&'static str>,
}

/// What the file says of itself: PDF/A-2b is `(2, 'b')`. A claim, not a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conformance {
    pub part: u8,
    pub level: char,
}

/// Something the reader of the report should know. `says` is a French sentence.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Note {
    pub id: &'static str,
    pub says: String,
    /// The pages of the exhibit that it is about, from 1, where that is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<usize>,
}

impl Note {
    pub(super) fn new(id: &'static str, says: impl Into<String>) -> Self {
        Self { id, says: says.into(), pages: Vec::new() }
    }

    pub(super) fn on(self, pages: &[usize]) -> Self {
        Self { pages: pages.to_vec(), ..self }
    }
}

/// Why a file is not taken. `says` and `hint` are French sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub id: &'static str,
    pub says: String,
    pub hint: String,
}

impl Fault {
    pub(super) fn new(id: &'static str, says: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { id, says: says.into(), hint: hint.into() }
    }

    pub(super) fn damaged(says: impl Into<String>) -> Self {
        Self::new(
            "exhibit-damaged",
            says,
            "Enregistrez de nouveau le document depuis le logiciel d’origine, ou imprimez-le en PDF.",
        )
    }
}

/// What a file is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Empty,
    Pdf,
    Jpeg,
    Png,
    Tiff,
    /// Something else, named if it is known.
    Other(Option<&'static str>),
}

/// How far into a file the header of a PDF may stand.
const HEADER_WITHIN: usize = 1024;

/// Kinds of file that people send and that are not taken, by their first bytes.
const KNOWN: [(&[u8], &str); 9] = [
    (b"PK\x03\x04", "une archive ZIP ou un document de bureautique"),
    (b"\xd0\xcf\x11\xe0", "un ancien document de bureautique"),
    (b"{\\rtf", "un texte RTF"),
    (b"GIF8", "une image GIF"),
    (b"BM", "une image BMP"),
    (b"RIFF", "une image WebP ou un fichier audiovisuel"),
    (b"<", "une page web ou un fichier XML"),
    (b"%!PS", "un fichier PostScript"),
    (b"Rar!", "une archive RAR"),
];

impl Kind {
    fn of(bytes: &[u8]) -> Self {
        let within = |mark: &[u8]| bytes.get(4..12).is_some_and(|start| start.windows(mark.len()).any(|window| window == mark));
        match bytes {
            [] => Self::Empty,
            [0xff, 0xd8, 0xff, ..] => Self::Jpeg,
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Self::Png,
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Self::Tiff,
            _ if header_of(bytes).is_some() => Self::Pdf,
            _ if is_headless(bytes) => Self::Pdf,
            _ if within(b"ftypheic") || within(b"ftypheix") || within(b"ftypmif1") => Self::Other(Some("une photographie HEIC")),
            _ => Self::Other(KNOWN.iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, name)| *name)),
        }
    }
}

/// Where a PDF begins in its file.
pub(super) fn header_of(bytes: &[u8]) -> Option<usize> {
    let reach = bytes.len().min(HEADER_WITHIN + 5);
    bytes[..reach].windows(5).position(|window| window == b"%PDF-")
}

/// Whether a file without header is a PDF all the same: it ends as one, and names its first object where its header should be.
fn is_headless(bytes: &[u8]) -> bool {
    let (start, end) = (&bytes[..bytes.len().min(HEADER_WITHIN)], &bytes[bytes.len().saturating_sub(HEADER_WITHIN)..]);
    let has = |part: &[u8], word: &[u8]| part.windows(word.len()).any(|window| window == word);
    has(end, b"startxref") && has(end, b"%%EOF") && has(start, b" obj")
}

/// Takes one file, or says why not.
///
/// # Errors
/// When the file is no document that can be bound, when it asks for a password, or when it would cost more than the budget.
pub fn take(exhibit: &Exhibit, budget: &Budget) -> Result<Taken, Fault> {
    let meter = Meter::new(budget, exhibit.bytes.len());
    let taken = match Kind::of(exhibit.bytes) {
        Kind::Empty => Err(Fault::new("exhibit-empty", "Le fichier est vide.", "Joignez de nouveau le fichier.")),
        Kind::Pdf => take_pdf(exhibit, &meter),
        Kind::Jpeg => image::take_jpeg(exhibit.bytes, &meter),
        Kind::Png => image::take_png(exhibit.bytes, &meter),
        Kind::Tiff => image::take_tiff(exhibit.bytes, &meter),
        Kind::Other(name) => Err(Fault::new(
            "exhibit-not-a-document",
            format!("Le fichier n’est ni un PDF, ni une image JPEG, PNG ou TIFF\u{a0}: c’est {}.", name.unwrap_or("autre chose")),
            "Enregistrez-le au format PDF, ou en JPEG, PNG ou TIFF pour une image.",
        )),
    }?;
    meter.in_time()?;
    Ok(taken)
}

/// The readers of a PDF, one after the other.
fn take_pdf(exhibit: &Exhibit, meter: &Meter) -> Result<Taken, Fault> {
    let mut notes = Vec::new();
    let mut opened = reading::open(exhibit.bytes, exhibit.password, meter, &mut notes)?;
    let conformance = conformance::claimed(&opened, meter)?;
    let mut left = Left::default();
    cleaning::survey(&opened, &mut left, meter)?;
    page::settle(&mut opened, meter, &mut notes)?;
    annotations::clean(&mut opened, &mut left, meter)?;
    let bookmarked = opened.outlines;
    let drawn = forms::flatten(&mut opened, &mut left, meter, &mut notes)?;
    let mut taken = gathering::gather(opened, &mut left, meter)?;
    let lent = fonts::not_embedded(&taken.document);
    marked::unmark(&mut taken, meter)?;
    // No claim survives a font that is not embedded, be it the file's or that in which a field was set here.
    taken.conformance = conformance.filter(|_| lent.is_none() && !drawn);
    if taken.conformance.is_some() {
        taken.doubt = doubts::of(&taken, meter)?;
        taken.conformance = taken.conformance.filter(|_| taken.doubt.is_none());
    }
    taken.notes.extend(notes);
    taken.notes.extend(left.notes());
    taken.notes.extend(lent);
    if bookmarked {
        let says = "Les signets du fichier ne sont pas repris\u{a0}: la pièce a le sien.".to_owned();
        taken.notes.push(Note::new("removed-bookmarks", says));
    }
    Ok(taken)
}

/// « 61,4 »
pub fn megabytes(bytes: usize) -> String {
    let tenths = bytes.saturating_mul(10) / 1_000_000;
    format!("{},{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One page with everything that acts, and some things that show: no table, no trailer, so that it is read by scanning.
    const BUSY: &str = "%PDF-1.7
1 0 obj <</Type /Catalog /Pages 2 0 R /OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>
 /Names <</EmbeddedFiles <</Names [(a) 9 0 R]>>>> /AcroForm <</Fields [6 0 R] /XFA (x)>> /StructTreeRoot 9 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 200 100]>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /StructParents 0 /Contents 4 0 R /Annots [5 0 R 6 0 R 7 0 R 8 0 R]>> endobj
4 0 obj <</Length 30>> stream
/P <</MCID 0>> BDC 0 g EMC
endstream endobj
5 0 obj <</Type /Annot /Subtype /Link /Rect [0 0 9 9] /A <</S /URI /URI (https://example.org/)>>>> endobj
6 0 obj <</Type /Annot /Subtype /Widget /FT /Tx /T (nom) /V (Durand) /Rect [10 10 90 30]>> endobj
7 0 obj <</Type /Annot /Subtype /Link /Border [0 0 0] /Rect [0 0 9 9] /A <</S /Launch /F (calc.exe)>>>> endobj
8 0 obj <</Type /Annot /Subtype /Highlight /Rect [0 0 9 9] /QuadPoints [0 9 9 9 0 0 9 0] /Contents (vu) /AA <<>>>> endobj
9 0 obj <</Type /Filespec>> endobj
";

    fn taken(bytes: &[u8]) -> Result<Taken, Fault> {
        let deadline = Instant::now() + Duration::from_secs(60);
        let budget = Budget {
            pages: 100,
            objects: 1000,
            decoded_bytes: 1 << 20,
            memory: 1 << 20,
            time: Duration::from_secs(60),
            deadline,
        };
        take(&Exhibit { bytes, password: None }, &budget)
    }

    #[test]
    fn what_acts_stays_behind_and_is_reported_and_what_shows_is_carried_over() {
        let taken = taken(BUSY.as_bytes()).expect("it can be read");
        let page = taken.document.get_dictionary(taken.pages[0]).expect("a page");
        let annotations = page.get(b"Annots").and_then(Object::as_array).expect("annotations");
        assert_eq!(annotations.len(), 2, "the link to the web and the highlight");
        let mut written = Vec::new();
        taken.document.clone().save_to(&mut written).expect("written");
        let written = String::from_utf8_lossy(&written);
        for acts in ["JavaScript", "Launch", "EmbeddedFiles", "XFA", "AcroForm", "Widget", "StructParents", "MCID", "/AA"] {
            assert!(!written.contains(acts), "{acts}");
        }
        let mut noted: Vec<&str> = taken.notes.iter().map(|note| note.id).collect();
        noted.sort_unstable();
        let expected = [
            "field-drawn",
            "font-not-embedded",
            "form-flattened",
            "removed-attachments",
            "removed-javascript",
            "removed-launch",
            "removed-tags",
            "removed-xfa",
            "repaired",
        ];
        assert_eq!(noted, expected);
    }

    #[test]
    fn a_file_cut_anywhere_is_taken_or_refused_with_a_reason() {
        for length in 0..BUSY.len() {
            if let Err(fault) = taken(&BUSY.as_bytes()[..length]) {
                assert!(fault.id.starts_with("exhibit-") && !fault.says.is_empty() && !fault.hint.is_empty(), "{length}");
            }
        }
    }

    /// A PDF of these objects, the first of which is the catalogue, with a table that says it begins at `first`.
    fn tabled(objects: &[&str], first: usize) -> Vec<u8> {
        let (mut file, mut rows) = ("%PDF-1.7\n".to_owned(), "0000000000 65535 f \n".to_owned());
        for (at, object) in objects.iter().enumerate() {
            rows += &format!("{:010} 00000 n \n", file.len());
            file += &format!("{} 0 obj {object} endobj\n", at + 1);
        }
        let (count, start) = (objects.len() + 1, file.len());
        file += &format!("xref\n{first} {count}\n{rows}trailer <</Root 2 0 R /Size {count}>>\nstartxref\n{start}\n%%EOF");
        file.into_bytes()
    }

    #[test]
    fn what_a_wrong_table_calls_free_is_looked_for() {
        let objects = [
            "<</Length 12>> stream\n0 0 9 9 re f\nendstream",
            "<</Type /Catalog /Pages 3 0 R>>",
            "<</Type /Pages /Kids [4 0 R] /Count 1>>",
            "<</Type /Page /Parent 3 0 R /MediaBox [0 0 99 99] /Contents 1 0 R>>",
        ];
        for first in [0, 1] {
            let taken = taken(&tabled(&objects, first)).expect("it can be read");
            let page = taken.document.get_dictionary(taken.pages[0]).expect("a page");
            let contents = page.get_deref(b"Contents", &taken.document).and_then(Object::as_stream).expect("contents");
            assert_eq!(contents.content, b"0 0 9 9 re f", "from {first}");
            let noted: Vec<&str> = taken.notes.iter().map(|note| note.id).collect();
            assert_eq!(noted, if first == 0 { vec![] } else { vec!["repaired"] });
        }
    }

    #[test]
    fn a_field_on_another_annotation_stays_above_it_and_no_form_knows_it() {
        let objects = [
            "<</Type /Page /Parent 3 0 R /MediaBox [0 0 99 99] /Annots [4 0 R 5 0 R 6 0 R 7 0 R]>>",
            "<</Type /Catalog /Pages 3 0 R /AcroForm <</Fields []>>>>",
            "<</Type /Pages /Kids [1 0 R] /Count 1>>",
            "<</Type /Annot /Subtype /Square /F 4 /Rect [0 0 50 50] /AP <</N 8 0 R>>>>",
            "<</Type /Annot /Subtype /Widget /FT /Tx /F 4 /Rect [10 10 40 40] /AP <</N 9 0 R>>>>",
            "<</Type /Annot /Subtype /Widget /FT /Tx /F 4 /Rect [60 60 90 90] /AP <</N 9 0 R>>>>",
            "<</Type /Annot /Subtype /Widget /FT /Tx /F 36 /Rect [60 0 90 30] /AP <</N 9 0 R>>>>",
            "<</Subtype /Form /BBox [0 0 9 9] /Length 12>> stream\n0 0 9 9 re f\nendstream",
            "<</Subtype /Form /BBox [0 0 9 9] /Length 12>> stream\n1 1 7 7 re f\nendstream",
        ];
        let taken = taken(&tabled(&objects, 0)).expect("it can be read");
        let page = taken.document.get_dictionary(taken.pages[0]).expect("a page");
        let annotations = page.get(b"Annots").and_then(Object::as_array).expect("annotations");
        let told = |annotation: &Object| {
            let held = taken.document.dereference(annotation).ok()?.1.as_dict().ok()?;
            Some((held.get(b"Subtype").ok()?.as_name().ok()?.to_vec(), held.get(b"F").ok()?.as_i64().ok()?))
        };
        let told: Vec<_> = annotations.iter().filter_map(told).collect();
        let fixed = 1 << 6 | 1 << 7 | 1 << 9;
        let (square, stamp) = (b"Square".to_vec(), b"Stamp".to_vec());
        // The one that stands on nothing is drawn into the page; the one that is only printed is no part of what is seen.
        assert_eq!(told, [(square, 4), (stamp.clone(), 4 | fixed), (stamp, 36 | fixed)]);
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let deep = [vec![b'x'; 1016], b"%PDF-1.7".to_vec()].concat();
        let too_deep = [vec![b'x'; 1025], b"%PDF-1.7".to_vec()].concat();
        for (bytes, kind) in [
            (&b""[..], Kind::Empty),
            (b"%PDF-1.4\n", Kind::Pdf),
            (b"%\n1 0 obj <<>> endobj startxref 0 %%EOF", Kind::Pdf),
            (b"startxref 0 %%EOF", Kind::Other(None)),
            (&deep, Kind::Pdf),
            (&too_deep, Kind::Other(None)),
            (b"\xff\xd8\xff\xe0", Kind::Jpeg),
            (b"\x89PNG\r\n\x1a\n", Kind::Png),
            (b"II*\0", Kind::Tiff),
            (b"MM\0*", Kind::Tiff),
            (b"PK\x03\x04", Kind::Other(Some("une archive ZIP ou un document de bureautique"))),
            (b"\0\0\0\x18ftypheic", Kind::Other(Some("une photographie HEIC"))),
            (b"bonjour", Kind::Other(None)),
        ] {
            assert_eq!(Kind::of(bytes), kind, "{:?}", &bytes[..bytes.len().min(12)]);
        }
    }
}
