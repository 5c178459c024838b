//! A letter never pays for another's speed: what the cache of layouts gives is, byte for byte, what the letter made alone is.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::support::{SERVICE, bytes, example};

const THREADS: usize = 4;
const SENDERS: usize = 4;
const DEBTORS: usize = 4;

/// The example of a type with a sender and a debtor of its own, and every word that a letter is known by.
fn letter(id: &str, sender: usize, debtor: usize) -> Vec<u8> {
    let mut case = example(id);
    let name = |party: &mut Value, name: String| {
        let field = if party["kind"] == "company" { "name" } else { "last_name" };
        party[field] = name.into();
    };
    name(&mut case["creditor"], format!("Canari émetteur {sender}"));
    name(&mut case["debtor"], format!("Canari débiteur {sender} {debtor}"));
    case["reference"] = format!("C-{sender}-{debtor}").into();
    for (rank, invoice) in case["claim"]["invoices"].as_array_mut().into_iter().flatten().enumerate() {
        invoice["amount"] = format!("{}.{:02}", 4100 + sender * 311 + debtor * 97 + rank, (sender + debtor) % 100).into();
    }
    bytes(&case)
}

fn made(id: &str, json: &[u8]) -> Vec<u8> {
    SERVICE.sheet(id, json).unwrap_or_else(|why| panic!("{id}: {why:?}")).rendered.pdf
}

#[test]
fn a_letter_made_among_others_is_the_letter_made_alone() {
    let types = SERVICE.library.types().filter(|document| document.family == recouvrance::document::Family::Letter);
    let wanted: Vec<(String, usize, usize)> = types
        .flat_map(|document| {
            let id = document.id.clone();
            (0..SENDERS * DEBTORS).map(move |place| (id.clone(), place / DEBTORS, place % DEBTORS))
        })
        .collect();
    assert!(wanted.len() > 100, "{} letters", wanted.len());
    let together: Mutex<BTreeMap<usize, Vec<u8>>> = Mutex::default();
    let next = AtomicUsize::new(0);
    // A step that has no factor in common with the number of letters meets each of them once, far from its neighbours.
    let step = [61, 67, 71].into_iter().find(|step| !wanted.len().is_multiple_of(*step)).expect("a step");
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let turn = next.fetch_add(1, Ordering::Relaxed);
                    if turn >= wanted.len() {
                        break;
                    }
                    let place = turn * step % wanted.len();
                    let (id, sender, debtor) = &wanted[place];
                    let pdf = made(id, &letter(id, *sender, *debtor));
                    together.lock().expect("no thread panicked").insert(place, pdf);
                }
            });
        }
    });
    let together = together.into_inner().expect("no thread panicked");
    for (place, (id, sender, debtor)) in wanted.iter().enumerate() {
        comemo::evict(0);
        let alone = made(id, &letter(id, *sender, *debtor));
        assert!(together[&place] == alone, "{id}, sender {sender}, debtor {debtor}");
    }
}
