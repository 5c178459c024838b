//! A letter never pays for another's speed: what the cache of layouts gives is, byte for byte, what the letter made alone is.
//!
//! `RECOUVRANCE_TEST_LETTERS=2000` makes so many instead of a few hundred; `RECOUVRANCE_TEST_SEED` changes their order.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use recouvrance::document::Family;
use serde_json::Value;

use crate::support::{SERVICE, bytes, example};

const THREADS: usize = 4;
/// Letters of each type in a normal run; of the other papers, which cost more, two.
const LETTERS: usize = 16;
const SENDERS: usize = 4;
/// Every so many letters, one is made again in a process of its own; the others after the cache is emptied.
const FRESH: usize = 29;
/// Set in that process: the place of the letter.
const ALONE: &str = "RECOUVRANCE_TEST_LETTER";
const NAME: &str = "canaries::a_letter_made_among_others_is_the_letter_made_alone";

/// A type, a sender and a debtor of his.
type Wanted = (String, usize, usize);

/// The example of a type with a sender and a debtor of its own, and a canary in every field that a person writes.
fn letter((id, sender, debtor): &Wanted) -> Vec<u8> {
    let mut case = example(id);
    for (field, part) in case.as_object_mut().expect("an object") {
        let own = ["creditor", "co_creditors", "filer", "signatory"].contains(&field.as_str());
        mark(part, field, &if own { format!(" K{sender}") } else { format!(" K{sender}-{debtor}") });
    }
    case["reference"] = format!("C-{sender}-{debtor}").into();
    for (rank, invoice) in case["claim"]["invoices"].as_array_mut().into_iter().flatten().enumerate() {
        // A little more than the example's own, which stands where its type wants it (above a threshold, below another).
        let euros: usize = invoice["amount"].as_str().and_then(|amount| amount.split('.').next()?.parse().ok()).expect("euros");
        let more = (sender * 31 + debtor * 17 + rank) % 90;
        invoice["amount"] = format!("{}.{:02}", euros + more, (sender + debtor) % 100).into();
    }
    bytes(&case)
}

fn mark(value: &mut Value, field: &str, canary: &str) {
    const WRITTEN: [&str; 9] = ["name", "last_name", "activity", "label", "text", "grounds", "quality", "lines", "object"];
    // Some fields have little room (a line of address, 38 signs).
    const LONG: usize = 30;
    match value {
        Value::String(words) if WRITTEN.contains(&field) && words.chars().count() < LONG => words.push_str(canary),
        Value::Object(fields) => fields.iter_mut().for_each(|(field, part)| mark(part, field, canary)),
        Value::Array(items) => items.iter_mut().for_each(|item| mark(item, field, canary)),
        _ => {}
    }
}

fn made(wanted: &Wanted) -> Vec<u8> {
    SERVICE.sheet(&wanted.0, &letter(wanted)).unwrap_or_else(|why| panic!("{wanted:?}: {why:?}")).rendered.pdf
}

fn number(variable: &str) -> Option<usize> {
    std::env::var(variable).ok()?.parse().ok()
}

fn all() -> Vec<Wanted> {
    let letters = SERVICE.library.types().filter(|document| document.family == Family::Letter).count();
    let each = number("RECOUVRANCE_TEST_LETTERS").map_or(LETTERS, |all| all.div_ceil(letters));
    let mut wanted = Vec::new();
    for document in SERVICE.library.types() {
        let count = if document.family == Family::Letter { each } else { each.div_ceil(8) };
        wanted.extend((0..count).map(|place| (document.id.clone(), place % SENDERS, place / SENDERS)));
    }
    // Far from its neighbours, in an order that the seed decides (a linear congruence, Numerical Recipes' constants).
    let mut state = number("RECOUVRANCE_TEST_SEED").unwrap_or(20_261_128) as u32;
    for place in (1..wanted.len()).rev() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        wanted.swap(place, (state >> 8) as usize % (place + 1));
    }
    wanted
}

#[test]
fn a_letter_made_among_others_is_the_letter_made_alone() {
    let wanted = all();
    if let Some(place) = number(ALONE) {
        println!("sha256 {}", digest(&made(&wanted[place])));
        return;
    }
    assert!(wanted.len() > 150, "{} letters", wanted.len());
    let together: Mutex<BTreeMap<usize, Vec<u8>>> = Mutex::default();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(letter) = wanted.get(place) else { break };
                    let pdf = made(letter);
                    together.lock().expect("no thread panicked").insert(place, pdf);
                }
            });
        }
    });
    let together = together.into_inner().expect("no thread panicked");
    for (place, letter) in wanted.iter().enumerate() {
        if place.is_multiple_of(FRESH) {
            assert_eq!(digest(&together[&place]), in_its_own_process(place), "{letter:?}");
        } else {
            comemo::evict(0);
            assert!(together[&place] == made(letter), "{letter:?}");
        }
    }
}

fn in_its_own_process(place: usize) -> String {
    let binary = std::env::current_exe().expect("the test's own binary");
    let run =
        Command::new(binary).args(["--exact", NAME, "--nocapture"]).env(ALONE, place.to_string()).output().expect("it runs");
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    let digest = said.lines().find_map(|line| Some(line.split_once("sha256 ")?.1.trim().to_owned()));
    digest.unwrap_or_else(|| panic!("{said}{}", String::from_utf8_lossy(&run.stderr)))
}

fn digest(pdf: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(pdf).iter().map(|byte| format!("{byte:02x}")).collect()
}
