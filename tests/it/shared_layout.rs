//! What letters share is laid out once: a letter's own words stand in no style, which is the key of every layout that Typst keeps.

use std::process::Command;

use recouvrance::document::Family;
use serde_json::Value;

use crate::support::{SERVICE, bytes, example};

/// Set in the process that counts: no other test may lay out pages beside it.
const ALONE: &str = "RECOUVRANCE_TEST_ALONE";
const NAME: &str = "shared_layout::a_second_letter_of_a_sender_prepares_fewer_than_a_third_of_the_paragraphs_of_the_first";

/// Paragraphs prepared, on every thread, while the letter is made.
fn paragraphs(id: &str, json: &[u8]) -> usize {
    typst_timing::clear();
    typst_timing::enable();
    SERVICE.sheet(id, json).unwrap_or_else(|why| panic!("{id}: {why:?}"));
    typst_timing::disable();
    let mut events = Vec::new();
    typst_timing::export_json(&mut events, |_| (String::new(), 0)).expect("events");
    let events: Vec<Value> = serde_json::from_slice(&events).expect("JSON");
    events.iter().filter(|event| event["name"] == "prepare" && event["ph"] == "B").count()
}

#[test]
fn a_second_letter_of_a_sender_prepares_fewer_than_a_third_of_the_paragraphs_of_the_first() {
    if std::env::var_os(ALONE).is_none() {
        let binary = std::env::current_exe().expect("the test's own binary");
        let run = Command::new(binary).args(["--exact", NAME]).env(ALONE, "1").output().expect("it runs");
        let said = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&run.stderr));
        return;
    }
    let mut letters = 0;
    for document in SERVICE.library.types().filter(|document| document.family == Family::Letter) {
        let mut case = example(&document.id);
        comemo::evict(0);
        let first = paragraphs(&document.id, &bytes(&case));
        let name = if case["debtor"]["kind"] == "company" { "name" } else { "last_name" };
        case["debtor"][name] = "Un autre débiteur".into();
        case["reference"] = "2026-9999".into();
        let second = paragraphs(&document.id, &bytes(&case));
        assert!(first > 30 && second * 3 < first, "{}: {first} paragraphs, then {second}", document.id);
        letters += 1;
    }
    assert!(letters >= 9, "{letters} letters");
}
