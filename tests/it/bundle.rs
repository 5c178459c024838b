//! Bundles: what was received is what the case names, every exhibit is stamped and found again, the same files give the same bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::time::{Duration, Instant};

use lopdf::{Document, Object};
use recouvrance::bundle::{Limits, Received};
use recouvrance::service::{Bundled, Form, Refused};
use serde_json::{Value, json};

use crate::support::{SERVICE, bytes, example};

pub const TYPE: &str = "fr/injonction-de-payer";

pub struct InMemory(pub String, pub Vec<u8>);

impl Received for InMemory {
    fn name(&self) -> &str {
        &self.0
    }

    fn length(&self) -> io::Result<usize> {
        Ok(self.1.len())
    }

    fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        Ok(Cow::Borrowed(&self.1))
    }
}

/// The example with these exhibits alone, and a file each: our own annex, two pages of it.
pub fn case_with(files: &[&str]) -> (Value, Vec<InMemory>) {
    let mut case = example(TYPE);
    let exhibits = files.iter().enumerate().map(|(at, file)| json!({ "title": format!("Document {}", at + 1), "file": file }));
    case["exhibits"] = exhibits.collect();
    without_numbers(&mut case);
    let annex = SERVICE.document("fr/decompte", &bytes(&example("fr/decompte"))).expect("ready").rendered.pdf;
    let received = files.iter().map(|file| InMemory((*file).to_owned(), annex.clone()));
    (case, received.collect())
}

/// No fact, invoice or event names an exhibit that is no more.
fn without_numbers(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("exhibit");
            if fields.contains_key("text") {
                fields.remove("exhibits");
            }
            fields.values_mut().for_each(without_numbers);
        }
        Value::Array(items) => items.iter_mut().for_each(without_numbers),
        _ => {}
    }
}

pub fn bundle(case: &Value, files: &[InMemory], form: Form) -> Result<Bundled, Refused> {
    let files: Vec<&dyn Received> = files.iter().map(|file| file as &dyn Received).collect();
    let limits = Limits::until(Instant::now() + Duration::from_secs(60));
    SERVICE.bundle(TYPE, &bytes(case), &files, &limits, form, &|_| {})
}

pub fn whole(case: &Value, files: &[InMemory]) -> Bundled {
    bundle(case, files, Form::Whole).unwrap_or_else(|why| panic!("{why:?}"))
}

/// What is found fault with, each with its place.
fn faults(case: &Value, files: &[InMemory]) -> Vec<(String, String)> {
    match bundle(case, files, Form::Whole) {
        Err(Refused::ByLaw(report)) => report.findings.into_iter().map(|finding| (finding.mention, finding.pointer)).collect(),
        other => panic!("{:?}", other.map(|bundled| bundled.bundle)),
    }
}

#[test]
fn exhibits_follow_the_filing_with_bookmarks_labels_and_links() {
    let (case, files) = case_with(&["a.pdf", "b.pdf"]);
    let bundled = whole(&case, &files);
    let parts = &bundled.bundle.parts;
    let filing = parts[0].pages;
    assert_eq!(
        parts.iter().map(|part| (part.first_page, part.pages)).collect::<Vec<_>>(),
        [(1, filing), (filing + 1, 2), (filing + 3, 2)]
    );
    let document = Document::load_mem(&bundled.bytes).expect("a PDF");
    let pages: Vec<_> = document.get_pages().into_values().collect();
    assert_eq!(pages.len(), filing + 4);
    let catalogue = document.catalog().unwrap();
    assert!(catalogue.has(b"StructTreeRoot") && catalogue.has(b"PageLabels") && catalogue.has(b"Outlines"));
    // Each exhibit's bookmark and the bordereau's link lead to its first page.
    let led_to = |page: lopdf::ObjectId, kind: &[u8]| {
        document.objects.values().filter_map(|object| object.as_dict().ok()).any(|entry| {
            let target = entry.get(b"Dest").and_then(Object::as_array).ok().and_then(|dest| dest.first()?.as_reference().ok());
            target == Some(page) && entry.has(kind)
        })
    };
    for first in [filing, filing + 2] {
        assert!(led_to(pages[first], b"Title"), "no bookmark leads to page {}", first + 1);
        assert!(led_to(pages[first], b"Rect"), "no link leads to page {}", first + 1);
    }
    assert!(!String::from_utf8_lossy(&bundled.bytes).contains("recouvrance:exhibit"), "a link is left that leads nowhere");
}

#[test]
fn the_whole_does_not_claim_what_its_exhibits_are_not() {
    let (mut case, files) = case_with(&["a.pdf"]);
    let claims = |bundled: &Bundled| String::from_utf8_lossy(&bundled.bytes).contains("<pdfaid:part>");
    assert!(!claims(&whole(&case, &files)));
    // Our own annex declares PDF/A: with it, the whole may.
    case["bundle"] = json!({ "conformance": "pdfa" });
    assert!(claims(&whole(&case, &files)));
    let plain = Document::load_mem(&files[0].1).map(|mut document| {
        document.catalog_mut().unwrap().remove(b"Metadata");
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    });
    let plain = [InMemory("a.pdf".to_owned(), plain.unwrap())];
    assert!(faults(&case, &plain).contains(&("pdfa-not-reached".to_owned(), "/bundle/conformance".to_owned())));
    case["bundle"]["accept"] = json!(["pdfa-not-reached"]);
    let bundled = whole(&case, &plain);
    assert!(!claims(&bundled));
    assert!(bundled.bundle.notes.iter().any(|note| note.id == "pdfa-not-reached" && note.says.contains("Document 1")));
    assert_eq!(bundled.bundle.warnings().as_deref(), Some("pdfa-not-reached"));
}

#[test]
fn what_does_not_fit_together_is_named_with_its_place() {
    let (case, files) = case_with(&["a.pdf", "b.pdf"]);
    let renamed = |name: &str, bytes: &[u8]| InMemory(name.to_owned(), bytes.to_vec());
    let annex = files[0].1.as_slice();
    let mut unnamed = case.clone();
    unnamed["exhibits"][1].as_object_mut().unwrap().remove("file");
    for (case, files, expected) in [
        (&case, vec![renamed("a.pdf", annex)], ("exhibit-not-received", "/exhibits/1/file")),
        (
            &case,
            vec![renamed("a.pdf", annex), renamed("b.pdf", annex), renamed("c.pdf", annex)],
            ("file-without-exhibit", "/exhibits"),
        ),
        (&unnamed, vec![renamed("a.pdf", annex)], ("exhibit-without-file", "/exhibits/1/file")),
        (&case, vec![renamed("a.pdf", annex), renamed("b.pdf", b"")], ("exhibit-empty", "/exhibits/1/file")),
        (&case, vec![renamed("a.pdf", annex), renamed("b.pdf", b"hello")], ("exhibit-not-a-document", "/exhibits/1/file")),
    ] {
        let found = faults(case, &files);
        assert!(found.contains(&(expected.0.to_owned(), expected.1.to_owned())), "{expected:?} is not in {found:?}");
    }
}

#[test]
fn the_same_files_give_the_same_bytes_and_a_set_says_which_is_which() {
    let (mut case, files) = case_with(&["a.pdf", "b.pdf"]);
    assert_eq!(whole(&case, &files).bytes, whole(&case, &files).bytes);
    case["bundle"] = json!({ "start": 5, "prefix": "Pièce adverse n°" });
    let set = bundle(&case, &files, Form::Set).expect("a set");
    let mut archive = zip::ZipArchive::new(io::Cursor::new(&set.bytes)).expect("a ZIP");
    let mut held: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        io::copy(&mut file, &mut bytes).unwrap();
        held.insert(name, bytes);
    }
    let names: Vec<&str> = held.keys().map(String::as_str).collect();
    assert_eq!(names, ["injonction-de-payer.pdf", "manifeste.json", "piece-05-document-1.pdf", "piece-06-document-2.pdf"]);
    let manifest: Value = serde_json::from_slice(&held["manifeste.json"]).unwrap();
    for entry in manifest.as_array().unwrap() {
        let bytes = &held[entry["name"].as_str().unwrap()];
        assert_eq!(entry["part"]["bytes"], bytes.len());
        assert!(Document::load_mem(bytes).is_ok());
    }
}
