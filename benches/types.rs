//! Every type: its first document, with nothing kept from another, beside the next one of the same sender; what each prepares of
//! paragraphs, its pages and its size. From JSON to PDF, in process.
//!
//! Prints a table, asserts nothing: times belong to the machine. `cargo bench --bench types`.

use std::time::{Duration, Instant};

use recouvrance::assets::Assets;
use recouvrance::case::Limits;
use recouvrance::compliance::Policy;
use recouvrance::service::{Service, Sheet};
use serde_json::Value;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const FIRSTS: usize = 5;
const NEXTS: usize = 21;

fn main() {
    let service = Service::start(&Assets::embedded(), Policy::default(), Limits::default()).expect("sound assets");
    println!("{:<44} {:>9} {:>9} {:>12} {:>6} {:>5}", "", "first ms", "next ms", "paragraphs", "pages", "kB");
    for document in service.library.types() {
        let example: Value = serde_json::from_str(&document.example).expect("JSON");
        let made = |index: usize| {
            let json = another(&example, index);
            let clock = Instant::now();
            let sheet = service.sheet(&document.id, &json).unwrap_or_else(|why| panic!("{}: {why:?}", document.id));
            (clock.elapsed(), sheet)
        };
        let mut firsts: Vec<Duration> = (0..FIRSTS)
            .map(|index| {
                comemo::evict(0);
                made(index).0
            })
            .collect();
        let mut nexts: Vec<Duration> = (0..NEXTS).map(|index| made(100 + index).0).collect();
        comemo::evict(0);
        let (first, Sheet { rendered, .. }) = paragraphs(|| made(1_000).1);
        let (next, _) = paragraphs(|| made(1_001).1);
        println!(
            "{:<44} {:>9.1} {:>9.1} {:>12} {:>6} {:>5}",
            document.id,
            median(&mut firsts),
            median(&mut nexts),
            format!("{first} → {next}"),
            rendered.pages,
            rendered.pdf.len() / 1000
        );
    }
}

/// The same sender, another debtor and another file.
fn another(example: &Value, index: usize) -> Vec<u8> {
    let mut case = example.clone();
    let name = if case["debtor"]["kind"] == "company" { "name" } else { "last_name" };
    case["debtor"][name] = format!("Comptoir {index}").into();
    case["reference"] = format!("2026-{index:06}").into();
    serde_json::to_vec(&case).expect("JSON")
}

/// How many paragraphs are prepared for what is made, on every thread.
fn paragraphs<T>(make: impl FnOnce() -> T) -> (usize, T) {
    typst_timing::clear();
    typst_timing::enable();
    let made = make();
    typst_timing::disable();
    let mut events = Vec::new();
    typst_timing::export_json(&mut events, |_| (String::new(), 0)).expect("events");
    let events: Vec<Value> = serde_json::from_slice(&events).expect("JSON");
    (events.iter().filter(|event| event["name"] == "prepare" && event["ph"] == "B").count(), made)
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1000.0
}
