//! One-page relance, five invoices, PDF/A-2a and PDF/UA-1, in process: from JSON to PDF, validation, décompte and both witnesses
//! included, beside a naive `typst::compile` and `pdf` of the same template with nothing kept between two letters.
//!
//! Prints figures and ratios, asserts nothing: times belong to the machine. `cargo bench --bench letter`.

use std::time::{Duration, Instant};

use recouvrance::assets::Assets;
use recouvrance::case::{self, Limits};
use recouvrance::compliance::{self, Policy};
use recouvrance::decompte::Decompte;
use recouvrance::document::Facts;
use recouvrance::law::Jurisdiction;
use recouvrance::render::Typesetter;
use recouvrance::service::Service;
use serde_json::Value;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const TYPE: &str = "fr/relance";

fn main() {
    let started = Instant::now();
    let assets = Assets::embedded();
    let service = Service::start(&assets, Policy::default(), Limits::default()).expect("sound assets");
    println!("start-up of the service            {:>8.1} ms", millis(started.elapsed()));
    let example: Value = serde_json::from_str(&service.library.get(TYPE).expect("the type").example).expect("JSON");

    let (mut ours, mut naive) = (Vec::new(), Vec::new());
    for index in 0..20 {
        letter(&service, &example, index);
    }
    // Interleaved, so that a noisy neighbour disturbs both alike.
    for index in 0..60 {
        for step in 0..4 {
            let json = changed(&example, 100 + index * 4 + step);
            let clock = Instant::now();
            service.document(TYPE, &json).expect("ready");
            ours.push(clock.elapsed());
        }
        naive.push(naively(&assets, &service, &changed(&example, 10_000 + index)));
    }
    let (fast, slow) = (median(&mut ours), median(&mut naive));
    println!("one letter, JSON to PDF     p50    {:>8.2} ms   p99 {:>8.2} ms", millis(fast), millis(ours[ours.len() * 99 / 100]));
    println!("letters per second and core        {:>8.0}", 1.0 / fast.as_secs_f64());
    println!("naive compile and export    p50    {:>8.2} ms", millis(slow));
    println!("times as fast as the naive way     {:>8.2}", slow.as_secs_f64() / fast.as_secs_f64());

    let stages = stages(&service, &example);
    println!("of which check                p50  {:>8.2} ms", millis(stages));

    for (count, label) in [(1_000, "after  1,000 letters"), (10_000, "after 10,000 letters")] {
        for index in 0..count {
            letter(&service, &example, 20_000 + index);
        }
        println!("resident memory {label} {:>6.0} MB", resident_megabytes());
    }
}

fn letter(service: &Service, example: &Value, index: usize) {
    service.document(TYPE, &changed(example, index)).expect("ready");
}

/// Another debtor, other amounts: nothing of the last letter can be used again.
fn changed(example: &Value, index: usize) -> Vec<u8> {
    let mut json = example.clone();
    json["reference"] = format!("2026-{index:06}").into();
    json["debtor"]["name"] = format!("Comptoir {index}").into();
    for (place, invoice) in json["claim"]["invoices"].as_array_mut().into_iter().flatten().enumerate() {
        invoice["amount"] = format!("{}.{:02}", 100 + (index * 37 + place * 911) % 9000, index % 100).into();
        invoice["number"] = format!("F-{index}-{place}").into();
    }
    serde_json::to_vec(&json).expect("JSON")
}

/// Fonts, library and templates read anew for this one letter, and every cache emptied after it. Only layout and export count.
fn naively(assets: &Assets, service: &Service, json: &[u8]) -> Duration {
    let document = service.library.get(TYPE).expect("the type");
    let case = case::parse(json, &Limits::default()).expect("a case");
    let law = service.law.consult(Vec::new());
    let decompte = Decompte::of(&case, &law, Jurisdiction::France);
    let facts = Facts::new(&case, &decompte, &law);
    let cleared = compliance::check(document, &facts, Policy::default()).clear().expect("ready");
    comemo::evict(0);
    let clock = Instant::now();
    Typesetter::new(assets).expect("sound assets").final_pdf(&cleared).expect("a PDF");
    comemo::evict(0);
    clock.elapsed()
}

/// Everything before the page: JSON, case, décompte, letter, first witness.
fn stages(service: &Service, example: &Value) -> Duration {
    let document = service.library.get(TYPE).expect("the type");
    let mut times: Vec<Duration> = (0..200)
        .map(|index| {
            let json = changed(example, 50_000 + index);
            let clock = Instant::now();
            let case = case::parse(&json, &Limits::default()).expect("a case");
            let law = service.law.consult(Vec::new());
            let decompte = Decompte::of(&case, &law, Jurisdiction::France);
            let facts = Facts::new(&case, &decompte, &law);
            std::hint::black_box(compliance::check(document, &facts, Policy::default()));
            clock.elapsed()
        })
        .collect();
    median(&mut times)
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn resident_megabytes() -> f64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: f64 = statm.split_whitespace().nth(1).and_then(|pages| pages.parse().ok()).unwrap_or(0.0);
    pages * 4096.0 / 1_048_576.0
}
