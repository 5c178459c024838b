//! Exhibits: one budget for all of them, a file read once, names that are of one file only, and nothing lost in silence.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::process::Command;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Document, Object};
use recouvrance::bundle::{Limits, Received};
use recouvrance::document::Severity;
use recouvrance::service::{Bundled, Form, Refused};
use serde_json::{Value, json};

use crate::bundle::{InMemory, TYPE, bundle, case_with, whole};
use crate::support::{SERVICE, bytes};

/// A PDF of these objects, from number 1 on, without a table: it is read by scanning.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut text = "%PDF-1.7\n".to_owned();
    for (number, object) in (1..).zip(objects) {
        let _ = write!(text, "{number} 0 obj\n{object}\nendobj\n");
    }
    text.push_str("trailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n");
    text.into_bytes()
}

/// Pages that show « PAGE n », of which one may have other contents.
fn pages(count: usize, other: Option<(usize, &str)>) -> Vec<u8> {
    let kids: Vec<String> = (0..count).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    let mut objects = vec![
        "<</Type /Catalog /Pages 2 0 R>>".to_owned(),
        format!("<</Type /Pages /Count {count} /MediaBox [0 0 595 842] /Kids [{}]>>", kids.join(" ")),
        "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>".to_owned(),
    ];
    for page in 0..count {
        let contents = 5 + 2 * page;
        let resources = "/Resources <</Font <</F 3 0 R>>>>";
        objects.push(format!("<</Type /Page /Parent 2 0 R {resources} /Contents {contents} 0 R>>"));
        objects.push(match other {
            Some((at, other)) if at == page => other.to_owned(),
            _ => {
                let shown = format!("BT /F 40 Tf 72 500 Td (PAGE {}) Tj ET", page + 1);
                format!("<</Length {}>> stream\n{shown}\nendstream", shown.len())
            }
        });
    }
    pdf(&objects)
}

/// A file of a few kilobytes whose one page leads to that many numbers.
fn numbers(arrays: usize, each: usize) -> Vec<u8> {
    let (mut heads, mut members, mut named) = (String::new(), String::new(), String::new());
    for array in 0..arrays {
        let _ = write!(heads, "{} {} ", 10 + array, members.len());
        let _ = write!(members, "[{}] ", "1 ".repeat(each));
        let _ = write!(named, "{} 0 R ", 10 + array);
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all((heads.clone() + &members).as_bytes()).expect("in memory");
    let packed = packed.finish().expect("in memory");
    let start =
        "%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Count 1 /Kids [3 0 R]>> endobj\n";
    let page = format!("3 0 obj <</Type /Page /MediaBox [0 0 595 842] /Resources <</X [{named}]>>>> endobj\n");
    let object = format!(
        "4 0 obj <</Type /ObjStm /N {arrays} /First {} /Filter /FlateDecode /Length {}>> stream\n",
        heads.len(),
        packed.len()
    );
    [start.as_bytes(), page.as_bytes(), object.as_bytes(), &packed, b"\nendstream endobj\ntrailer <</Root 1 0 R>>\n"].concat()
}

fn of_pages(count: usize, other: Option<(usize, &str)>) -> [InMemory; 1] {
    [InMemory("a.pdf".to_owned(), pages(count, other))]
}

fn ids(bundled: &Bundled) -> Vec<&'static str> {
    bundled.bundle.parts.iter().flat_map(|part| &part.notes).chain(&bundled.bundle.notes).map(|note| note.id).collect()
}

fn essence(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a reader finds on all pages of a file.
fn text_of(file: &[u8]) -> String {
    let document = Document::load_mem(file).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    pages.iter().map(|page| document.extract_text(&[*page]).unwrap_or_default()).collect()
}

/// A file that counts how often it is read.
struct Counted<'a>(&'a InMemory, Cell<usize>);

impl Received for Counted<'_> {
    fn name(&self) -> &str {
        &self.0.0
    }

    fn length(&self) -> io::Result<usize> {
        Ok(self.0.1.len())
    }

    fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        self.1.set(self.1.get() + 1);
        Ok(Cow::Borrowed(&self.0.1))
    }
}

/// The file under another name as it was sent.
struct SentAs(&'static str, InMemory);

impl Received for SentAs {
    fn name(&self) -> &str {
        &self.1.0
    }

    fn sent_as(&self) -> &str {
        self.0
    }

    fn length(&self) -> io::Result<usize> {
        Ok(self.1.1.len())
    }

    fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        Ok(Cow::Borrowed(&self.1.1))
    }
}

fn refusals(case: &Value, files: &[&dyn Received], limits: &Limits) -> Vec<(String, String, String)> {
    match SERVICE.bundle(TYPE, &bytes(case), files, limits, Form::Whole, &|_| {}) {
        Err(Refused::ByLaw(report)) => {
            let refusing = report.findings.into_iter().filter(|finding| finding.severity == Severity::Refusal);
            refusing.map(|finding| (finding.mention, finding.pointer, finding.says)).collect()
        }
        other => panic!("{:?}", other.map(|bundled| bundled.bundle)),
    }
}

fn usual() -> Limits {
    Limits::until(Instant::now() + Duration::from_secs(60))
}

#[test]
fn a_file_that_several_exhibits_name_is_read_once_and_bound_for_each() {
    let (case, files) = case_with(&["a.pdf", "a.pdf", "a.pdf"]);
    let counted = Counted(&files[0], Cell::new(0));
    for form in [Form::Whole, Form::Set] {
        counted.1.set(0);
        let bundled = SERVICE.bundle(TYPE, &bytes(&case), &[&counted], &usual(), form, &|_| {}).expect("bound");
        assert_eq!(counted.1.get(), 1, "{form:?}");
        assert_eq!(bundled.bundle.parts.iter().skip(1).map(|part| part.pages).collect::<Vec<_>>(), [2, 2, 2]);
    }
    let thrice = whole(&case, &files[..1]);
    let document = Document::load_mem(&thrice.bytes).expect("a PDF");
    let pages: Vec<_> = document.get_pages().into_values().collect();
    let filing = thrice.bundle.parts[0].pages;
    // Each exhibit has pages and stamps of its own, over one and the same drawing.
    let shown = |page: usize| {
        let page = document.get_dictionary(pages[page]).expect("a page");
        let painted = page.get_deref(b"Resources", &document).and_then(Object::as_dict).expect("resources");
        let form = painted.get(b"XObject").and_then(Object::as_dict).and_then(|forms| forms.get(b"RcvP")).expect("a form");
        (form.as_reference().expect("an object"), page.get(b"Contents").and_then(Object::as_reference).expect("contents"))
    };
    for at in 0..2 {
        let [first, second, third] = [0, 2, 4].map(|exhibit| shown(filing + exhibit + at));
        assert!(first.0 == second.0 && second.0 == third.0, "the drawing is shared");
        assert!(first.1 != second.1 && second.1 != third.1, "the stamps are not");
    }
    let text = text_of(&thrice.bytes);
    for number in 1..=3 {
        assert!(
            essence(&text).contains(&essence(&format!("Pièce n° {number} · Comptoir"))) || text.contains(&number.to_string())
        );
    }
}

#[test]
fn all_exhibits_share_one_budget_and_the_one_that_goes_over_is_named() {
    let names = ["a.pdf", "b.pdf", "c.pdf"];
    let (case, _) = case_with(&names);
    let heavy = |name: &&str| InMemory((*name).to_owned(), numbers(10, 1000));
    let files: Vec<InMemory> = names.iter().map(heavy).collect();
    let received: Vec<&dyn Received> = files.iter().map(|file| file as &dyn Received).collect();
    // Ten thousand numbers of 120 bytes: two files hold less than that, three hold more.
    let limits = Limits { memory: 3_000_000, ..usual() };
    let found = refusals(&case, &received, &limits);
    assert_eq!(found.len(), 1, "{found:?}");
    let (id, pointer, says) = &found[0];
    assert_eq!((id.as_str(), pointer.as_str()), ("exhibit-too-complex", "/exhibits/2/file"));
    assert!(says.contains("Mo"), "{says}");
    // The same file for each costs what one costs.
    let (again, _) = case_with(&["a.pdf", "a.pdf", "a.pdf"]);
    assert!(SERVICE.bundle(TYPE, &bytes(&again), &received[..1], &limits, Form::Whole, &|_| {}).is_ok());
}

#[test]
fn no_small_file_takes_the_memory_of_the_machine_however_many_exhibits_name_it() {
    let (case, _) = case_with(&["a.pdf"; 4]);
    let folder = std::env::temp_dir().join(format!("recouvrance-exhibits-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("case.json"), bytes(&case)).unwrap();
    let repeated = {
        // One stream for every page, each of another size.
        let noise: String =
            (0..400_000u32).map(|at| char::from(b'!' + (at.wrapping_mul(2_654_435_761) >> 24) as u8 % 90)).collect();
        let mut objects = vec!["<</Type /Catalog /Pages 2 0 R>>".to_owned()];
        let kids: Vec<String> = (0..1500).map(|page| format!("{} 0 R", 4 + page)).collect();
        objects.push(format!("<</Type /Pages /Count 1500 /Kids [{}]>>", kids.join(" ")));
        objects.push(format!("<</Length {}>> stream\nq Q %{noise}\nendstream", noise.len() + 5));
        objects.extend(
            (0..1500).map(|page| format!("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 {}] /Contents 3 0 R>>", 600 + page)),
        );
        pdf(&objects)
    };
    for (name, file) in [("values", numbers(4000, 1400)), ("contents", repeated)] {
        std::fs::write(folder.join("a.pdf"), &file).unwrap();
        // In a process that may not take more: one that did would abort.
        let shell = "ulimit -v 1500000; exec \"$0\" bundle \"$1\" \"$2/case.json\" --exhibits \"$2\" -o \"$2/out.pdf\" --json";
        let binary = env!("CARGO_BIN_EXE_recouvrance");
        let done = Command::new("sh").args(["-c", shell, binary, TYPE]).arg(&folder).output().expect("a shell");
        let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(1), "{name}: {said}");
        assert!(said.contains("exhibit-too-complex"), "{name}: {said}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn two_files_of_one_name_are_refused_and_both_are_named() {
    let (case, _) = case_with(&["facture.pdf", "facture.pdf"]);
    let file = |sent_as| SentAs(sent_as, InMemory("facture.pdf".to_owned(), pages(1, None)));
    let (one, two) = (file("2025/facture.pdf"), file("2026/facture.pdf"));
    let found = refusals(&case, &[&one, &two], &usual());
    assert_eq!(found.len(), 1, "{found:?}");
    let (id, pointer, says) = &found[0];
    assert_eq!((id.as_str(), pointer.as_str()), ("file-received-twice", "/exhibits"));
    assert!(says.contains("2025/facture.pdf") && says.contains("2026/facture.pdf"), "{says}");
}

#[test]
fn what_an_exhibit_lost_is_a_refusal_unless_it_is_accepted_and_then_told_everywhere() {
    let cut = {
        let mut jpeg = Vec::new();
        let pixels = vec![200u8; 90 * 90 * 3];
        image::codecs::jpeg::JpegEncoder::new(&mut jpeg).encode(&pixels, 90, 90, image::ExtendedColorType::Rgb8).expect("a JPEG");
        jpeg.truncate(jpeg.len() - 2);
        jpeg
    };
    let absurd = "<</Length 9 /Filter /FlateDecode /DecodeParms <</Predictor 10 /Colors 536870913 /Columns 1>>>> stream\nx\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\nendstream";
    for (id, file, line) in [
        ("content-unreadable", pages(3, Some((1, "<</Length 3 /Filter /Nonesuch>> stream\nabc\nendstream"))), "page 2 illisible"),
        ("content-unreadable", pages(1, Some((0, absurd))), "page 1 illisible"),
        ("image-truncated", cut, "image incomplète"),
    ] {
        let (mut case, _) = case_with(&["a.pdf"]);
        let files = [InMemory("a.pdf".to_owned(), file)];
        let found = refusals(&case, &[&files[0]], &usual());
        assert_eq!((found.len(), found[0].0.as_str(), found[0].1.as_str()), (1, id, "/exhibits/0/file"), "{found:?}");
        case["bundle"] = json!({ "accept": [id], "start": 4 });
        let bundled = whole(&case, &files);
        let told = bundled.report.findings.iter().find(|finding| finding.mention == id).expect("a finding");
        assert_eq!(told.severity, Severity::Warning);
        let header = bundled.bundle.warnings().expect("a header");
        assert!(header.contains(&format!("{id};exhibits=\"4\"")) && header.is_ascii(), "{header}");
        let filing = bundled.bundle.parts[0].pages;
        assert!(essence(&text_of(&bundled.bytes)).contains(&essence(line)), "no « {line} » on the {filing} pages of the filing");
        let set = bundle(&case, &files, Form::Set).expect("a set");
        let mut archive = zip::ZipArchive::new(io::Cursor::new(&set.bytes)).expect("a ZIP");
        let mut manifest = String::new();
        archive.by_name("manifeste.json").expect("a manifest").read_to_string(&mut manifest).expect("text");
        assert!(manifest.contains(id), "{manifest}");
    }
}

#[test]
fn what_is_asked_of_the_whole_and_not_reached_is_a_refusal_unless_it_is_accepted() {
    let noise: Vec<u8> = (0..600_000u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let (mut case, files) = case_with(&["a.pdf"]);
    let heavy = String::from_utf8_lossy(&noise).chars().filter(|sign| sign.is_ascii_graphic()).collect::<String>();
    let heavy = of_pages(1, Some((0, &format!("<</Length {}>> stream\n%{heavy}\nendstream", heavy.len() + 1))));
    case["bundle"] = json!({ "max_bytes": 100_000 });
    let found = refusals(&case, &[&heavy[0]], &usual());
    assert_eq!((found.len(), found[0].0.as_str(), found[0].1.as_str()), (1, "over-size-cap", "/bundle/max_bytes"), "{found:?}");
    case["bundle"]["accept"] = json!(["over-size-cap"]);
    let bundled = whole(&case, &heavy);
    assert!(ids(&bundled).contains(&"over-size-cap"));
    assert!(bundled.bundle.warnings().is_some_and(|told| told.contains("over-size-cap")));
    // Files given apart declare nothing together.
    case["bundle"] = json!({ "conformance": "pdfa" });
    let apart = bundle(&case, &files, Form::Set).map(|bundled| bundled.bundle);
    assert!(matches!(&apart, Err(Refused::ByLaw(report)) if report.findings[0].mention == "pdfa-not-reached"), "{apart:?}");
}

#[test]
fn what_may_be_accepted_is_a_closed_list() {
    let (mut case, files) = case_with(&["a.pdf"]);
    case["bundle"] = json!({ "accept": ["everything"] });
    let refused = bundle(&case, &files, Form::Whole).map(|bundled| bundled.bundle);
    assert!(matches!(&refused, Err(Refused::NotACase(problems)) if problems[0].pointer == "/bundle/accept/0"), "{refused:?}");
}

#[test]
fn a_stamp_that_its_font_cannot_draw_is_refused_with_place_and_code() {
    let (mut case, files) = case_with(&["a.pdf"]);
    case["bundle"] = json!({ "prefix": "日本 n°" });
    let received: Vec<&dyn Received> = files.iter().map(|file| file as &dyn Received).collect();
    let found = refusals(&case, &received, &usual());
    let (id, pointer, says) = &found[0];
    assert_eq!((id.as_str(), pointer.as_str()), ("printable-text", "/bundle/prefix"));
    assert!(says.contains("U+65E5") && says.contains("U+672C") && !says.contains("U+00B0"), "{says}");
}

#[test]
fn a_picture_is_refused_for_what_it_is() {
    let png = |bits: u8, interlaced: u8| {
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, data) in [
            (b"IHDR", [&10_000u32.to_be_bytes()[..], &10_000u32.to_be_bytes(), &[bits, 6, 0, 0, interlaced]].concat()),
            (b"IDAT", b"x\x9c\x03\0\0\0\0\x01".to_vec()),
            (b"IEND", Vec::new()),
        ] {
            file.extend(u32::try_from(data.len()).expect("short").to_be_bytes());
            file.extend(kind);
            file.extend(data);
            file.extend([0; 4]);
        }
        file
    };
    let (case, _) = case_with(&["a.png"]);
    for (file, words) in [(png(16, 0), "800,0"), (png(8, 1), "entrelacée")] {
        let file = InMemory("a.png".to_owned(), file);
        let found = refusals(&case, &[&file], &usual());
        assert!(found[0].0 == "exhibit-too-large" && found[0].2.contains(words), "{found:?}");
    }
}

#[test]
fn what_every_reader_opens_is_taken() {
    let plain = String::from_utf8(pages(1, None)).expect("text");
    let without_header = plain.strip_prefix("%PDF-1.7\n").expect("a header").to_owned();
    let (case, _) = case_with(&["a.pdf"]);
    let files = [InMemory("a.pdf".to_owned(), without_header.into_bytes())];
    assert_eq!(whole(&case, &files).bundle.parts[1].pages, 1);
}
