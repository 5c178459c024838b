//! What letters share is made once: a letter's own words stand in no style, which is the key of every layout that Typst keeps, and
//! no file of the templates reads a letter's data when it is loaded.

use std::process::Command;

use recouvrance::document::Family;
use serde_json::Value;

use crate::support::{SERVICE, bytes, example};

/// Set in the process that counts: no other test may lay out pages beside it.
const ALONE: &str = "RECOUVRANCE_TEST_ALONE";

/// Runs the test of this name again in a process of its own; true there.
fn alone(name: &str) -> bool {
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let binary = std::env::current_exe().expect("the test's own binary");
    let name = format!("shared_layout::{name}");
    let run = Command::new(binary).args(["--exact", &name]).env(ALONE, "1").output().expect("it runs");
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&run.stderr));
    false
}

/// What Typst did, on every thread, while the document was made.
fn events(id: &str, json: &[u8]) -> Vec<Value> {
    typst_timing::clear();
    typst_timing::enable();
    SERVICE.sheet(id, json).unwrap_or_else(|why| panic!("{id}: {why:?}"));
    typst_timing::disable();
    let mut events = Vec::new();
    typst_timing::export_json(&mut events, |_| (String::new(), 0)).expect("events");
    serde_json::from_slice(&events).expect("JSON")
}

fn paragraphs(id: &str, json: &[u8]) -> usize {
    events(id, json).iter().filter(|event| event["name"] == "prepare" && event["ph"] == "B").count()
}

/// The example, and the same for another debtor of the same sender.
fn two(id: &str) -> [Vec<u8>; 2] {
    let mut case = example(id);
    let first = bytes(&case);
    let name = if case["debtor"]["kind"] == "company" { "name" } else { "last_name" };
    case["debtor"][name] = "Un autre débiteur".into();
    case["reference"] = "2026-9999".into();
    [first, bytes(&case)]
}

#[test]
fn a_second_document_of_a_sender_prepares_few_of_the_paragraphs_of_the_first() {
    if !alone("a_second_document_of_a_sender_prepares_few_of_the_paragraphs_of_the_first") {
        return;
    }
    let mut letters = 0;
    for document in SERVICE.library.types() {
        let [first, second] = two(&document.id);
        comemo::evict(0);
        let (first, second) = (paragraphs(&document.id, &first), paragraphs(&document.id, &second));
        // A third of a letter; half of a paper that names its parties in most of its paragraphs.
        let most = if document.family == Family::Letter { 3 } else { 2 };
        assert!(first > 30 && second * most < first, "{}: {first} paragraphs, then {second}", document.id);
        letters += usize::from(document.family == Family::Letter);
    }
    assert!(letters >= 9, "{letters} letters");
}

#[test]
fn a_second_letter_evaluates_no_file_but_the_template_of_its_type() {
    if !alone("a_second_letter_evaluates_no_file_but_the_template_of_its_type") {
        return;
    }
    for document in SERVICE.library.types() {
        let [first, second] = two(&document.id);
        comemo::evict(0);
        let again = [first, second].map(|json| evaluated_within_imports(&events(&document.id, &json)));
        assert!(again[0] > 0 && again[1] == 0, "{}: {again:?}", document.id);
    }
}

/// Files evaluated for an import of another import: what is kept imports nothing again.
fn evaluated_within_imports(events: &[Value]) -> usize {
    let mut open = 0;
    let mut deep = 0;
    for event in events.iter().filter(|event| event["name"] == "eval") {
        if event["ph"] == "E" {
            open -= 1;
        } else {
            open += 1;
            deep += usize::from(open > 2);
        }
    }
    deep
}
