//! The décompte alone: 500 invoices and 500 payments over ten years, beside a tenth of it, so that the cost of a line can be compared.
//!
//! Prints figures and ratios, asserts nothing: times belong to the machine. `cargo bench --bench decompte`.

use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use recouvrance::assets::Assets;
use recouvrance::case::{self, Case, Limits};
use recouvrance::decompte::Decompte;
use recouvrance::law::{Jurisdiction, Law};
use serde_json::{Value, json};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const YEARS_IN_DAYS: u64 = 3_650;

fn main() {
    let law = Law::read(&Assets::embedded()).expect("sound law");
    println!("{:<44} {:>7} {:>9} {:>9} {:>9}", "", "lines", "p50 µs", "p99 µs", "ns a line");
    let mut per_line = Vec::new();
    for (name, count, named) in [
        ("50 invoices, 50 payments, each named", 50, true),
        ("500 invoices, 500 payments, each named", 500, true),
        ("50 invoices, 50 payments, none named", 50, false),
        ("500 invoices, 500 payments, none named", 500, false),
    ] {
        let case = of(count, named);
        let mut times: Vec<Duration> = (0..60).map(|_| time(&case, &law)).collect();
        times.sort_unstable();
        let lines = Decompte::of(&case, &law.consult(Vec::new()), Jurisdiction::France).lines.len();
        let nanos = times[30].as_secs_f64() * 1e9 / lines as f64;
        println!("{name:<44} {lines:>7} {:>9.0} {:>9.0} {nanos:>9.0}", micros(times[30]), micros(times[59]));
        per_line.push(nanos);
    }
    println!(
        "a line costs, in the large case against the small: {:.2} times named, {:.2} times not",
        per_line[1] / per_line[0],
        per_line[3] / per_line[2]
    );
}

fn time(case: &Case, law: &Law) -> Duration {
    let clock = Instant::now();
    let decompte = Decompte::of(case, &law.consult(Vec::new()), Jurisdiction::France);
    let took = clock.elapsed();
    assert!(decompte.missing.is_empty() && !decompte.too_long);
    took
}

/// Between professionals; due days and payments spread over ten years; each payment covers a part of an invoice.
fn of(count: u64, named: bool) -> Case {
    let first = NaiveDate::from_ymd_opt(2016, 7, 1).expect("a day");
    let day = |offset: u64| first.checked_add_days(Days::new(offset)).expect("a day").to_string();
    let step = YEARS_IN_DAYS / count;
    let invoices: Vec<Value> = (0..count)
        .map(|index| json!({ "number": format!("F-{index}"), "due_on": day(index * step), "amount": format!("{}.37", 900 + index) }))
        .collect();
    let payments = (0..count).map(|index| {
        let mut payment = json!({ "received_on": day(index * step + 40), "amount": format!("{}.00", 300 + index % 90) });
        if named {
            payment["invoice"] = json!(format!("F-{index}"));
        }
        payment
    });
    let case = json!({
        "letter_date": "2026-11-21",
        "creditor": { "kind": "company", "acts_as": "merchant" },
        "debtor": { "kind": "company", "acts_as": "merchant" },
        "claim": { "nature": "commercial", "source": "contract", "invoices": invoices, "payments": payments.collect::<Vec<_>>() },
    });
    case::parse(case.to_string().as_bytes(), &Limits::default()).expect("a case")
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
