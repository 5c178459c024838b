//! The décompte: hand-computed files, each naming its oracle, and properties that hold for every case.

use recouvrance::case::{self, Limits};
use recouvrance::compliance::report::DecompteReport;
use recouvrance::decompte::{Decompte, Line};
use recouvrance::law::{Figure, Jurisdiction, SuppliedValue, Unit};
use recouvrance::money::{Euros, Rate};
use recouvrance::service::Refused;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::support::{SERVICE, bytes};

mod plan;
mod properties;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HandComputed {
    oracle: String,
    /// `fr` where it is absent.
    #[serde(default = "france")]
    country: String,
    letter_date: String,
    creditor: String,
    debtor: String,
    rate: Option<String>,
    invoices: Vec<Value>,
    #[serde(default)]
    payments: Vec<Value>,
    notice_received_on: Option<String>,
    /// Any other field of the claim, and of the case.
    #[serde(default)]
    claim: serde_json::Map<String, Value>,
    #[serde(default)]
    case: serde_json::Map<String, Value>,
    lines: Vec<String>,
    due: String,
    /// Figures that nobody has published, `id day`: the décompte is then refused, and `lines` are what it has without them.
    #[serde(default)]
    missing: Vec<String>,
}

fn france() -> String {
    "fr".to_owned()
}

impl HandComputed {
    fn case(&self) -> Value {
        let party = |acts_as: &str| {
            let kind = if acts_as == "consumer" { "person" } else { "company" };
            json!({ "kind": kind, "acts_as": acts_as })
        };
        let mut case = sample(&self.letter_date, &self.invoices, &self.payments);
        case["creditor"] = party(&self.creditor);
        case["debtor"] = party(&self.debtor);
        if let Some(rate) = &self.rate {
            case["claim"]["late_payment_rate"] = json!({ "kind": "agreed", "rate": rate });
        }
        if let Some(received) = &self.notice_received_on {
            case["history"] = json!([{ "on": received, "kind": "mise_en_demeure", "received_on": received }]);
        }
        for (name, value) in &self.claim {
            case["claim"][name] = value.clone();
        }
        for (name, value) in &self.case {
            case[name] = value.clone();
        }
        case
    }
}

fn sample(letter_date: &str, invoices: &[Value], payments: &[Value]) -> Value {
    json!({
        "letter_date": letter_date,
        "creditor": { "kind": "company", "acts_as": "merchant" },
        "debtor": { "kind": "company", "acts_as": "merchant" },
        "claim": { "nature": "commercial", "source": "contract", "invoices": invoices, "payments": payments },
    })
}

fn compute(case: &Value) -> DecompteReport {
    compute_in(Jurisdiction::France, case)
}

fn compute_in(jurisdiction: Jurisdiction, case: &Value) -> DecompteReport {
    SERVICE.decompte(jurisdiction, &bytes(case)).unwrap_or_else(|why| panic!("{case}: {why:?}"))
}

fn told(line: &Line) -> String {
    let kind = serde_json::to_value(line.kind).unwrap();
    let mut words = vec![kind.as_str().unwrap().to_owned()];
    words.extend(line.invoice.clone());
    if let (Some(from), Some(to), Some(days), Some(rate), Some(base)) =
        (line.accrued_from, line.accrued_to, line.days, line.rate, line.base)
    {
        words.extend([from.to_string(), to.to_string(), days.to_string(), rate.plain(), base.plain()]);
    }
    if let Some(capitalised) = line.capitalised {
        words.push(format!("of which capitalised {}", capitalised.plain()));
    }
    words.push(line.amount.plain());
    if let Some(imputed) = line.imputed {
        words.push(format!("interest {} principal {}", imputed.interest.plain(), imputed.principal.plain()));
        if !imputed.accessories.is_zero() {
            words.push(format!("accessories {}", imputed.accessories.plain()));
        }
    }
    words.join(" ")
}

#[test]
fn every_hand_computed_decompte_is_found_to_the_cent() {
    let (mut seen, mut failed) = (0, Vec::new());
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/decompte")).unwrap() {
        let path = entry.unwrap().path();
        let expected: HandComputed =
            toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        assert!(!expected.oracle.is_empty(), "{path:?} names no oracle");
        let country = Jurisdiction::of(&expected.country).unwrap_or_else(|| panic!("{path:?}: {}", expected.country));
        let (lines, due) = if expected.missing.is_empty() {
            let found = compute_in(country, &expected.case());
            (found.lines.iter().map(told).collect::<Vec<_>>(), found.totals.due.plain())
        } else {
            unpublished(&path, country, &expected)
        };
        if lines != expected.lines || due != expected.due {
            failed.push(format!("{path:?}\n found {lines:#?} {due}\n expected {:#?} {}", expected.lines, expected.due));
        }
        seen += 1;
    }
    assert!(failed.is_empty(), "{} of {seen}:\n{}", failed.len(), failed.join("\n"));
    assert!(seen >= 12, "{seen} files");
}

/// The service refuses and names each figure; beside it, what the décompte has without them.
fn unpublished(path: &std::path::Path, country: Jurisdiction, expected: &HandComputed) -> (Vec<String>, String) {
    let json = bytes(&expected.case());
    let Err(Refused::Unpublished(refused)) = SERVICE.decompte(country, &json) else { panic!("{path:?} is not refused") };
    let missing: Vec<String> = refused.iter().map(|none| format!("{} {}", none.parameter, none.day)).collect();
    let case = case::parse(&json, &Limits::default()).unwrap_or_else(|problems| panic!("{path:?}: {problems:?}"));
    let supplied = case.law_values.iter().map(|given| SuppliedValue {
        id: given.id.clone(),
        from: given.from,
        figure: Figure::parse(Unit::Percent, &given.value).unwrap(),
        source: given.source.clone(),
    });
    let decompte = Decompte::of(&case, &SERVICE.law.consult(supplied.collect()), country);
    assert_eq!(missing, expected.missing, "{path:?}");
    (decompte.lines.iter().map(told).collect(), decompte.totals.due.plain())
}

/// Examples published by DILA and by creditors' sites, recomputed; the last ones are wrong figures that circulate.
#[test]
fn published_examples_of_interest_come_out() {
    let interest = |base: &str, rate: &str, days: u32| {
        Euros::from_str_exact(base).unwrap().interest(Rate::from_str_exact(rate).unwrap(), days, 365).plain()
    };
    for (base, rate, days, expected) in [
        ("2000.00", "3.11", 30, "5.11"),
        ("15000.00", "15.00", 30, "184.93"),
        ("5000.00", "10.00", 30, "41.10"),
        ("15000.00", "12.00", 30, "147.95"),
        ("4392.00", "12.15", 46, "67.25"),
    ] {
        assert_eq!(interest(base, rate, days), expected, "{base} at {rate} for {days} days");
    }
    // Over 366 days a year: what the official sheet says not to do.
    assert_ne!(interest("10000.00", "14.50", 152), "602.19");
}

#[test]
fn costs_are_claimed_on_a_receipt_between_professionals_and_beyond_the_lump_sum_only() {
    let mut case = sample("2026-11-21", &[json!({ "number": "A", "due_on": "2026-11-01", "amount": "1000.00" })], &[]);
    case["claim"]["costs"] = json!([{ "label": "Agence", "amount": "85.00", "receipt": "facture CR-12" }, { "label": "Sans reçu", "amount": "10.00" }]);
    assert_eq!(compute(&case).totals.costs.plain(), "45.00");
}

#[test]
fn the_penalty_clause_waits_for_the_mise_en_demeure() {
    let mut case = sample("2026-11-21", &[json!({ "number": "A", "due_on": "2026-11-01", "amount": "1000.00" })], &[]);
    case["claim"]["clause_penale"] = json!({ "percent": "10.00", "clause": "article 9 des CGV" });
    assert!(compute(&case).totals.clause_penale.is_zero());
    case["history"] = json!([{ "on": "2026-11-05", "kind": "mise_en_demeure" }]);
    assert_eq!(compute(&case).totals.clause_penale.plain(), "100.00");
}

#[test]
fn a_judgment_or_an_admissible_file_stops_interest_the_day_before() {
    let invoices = [json!({ "number": "A", "issued_on": "2026-01-01", "due_on": "2026-01-31", "amount": "1000.00" })];
    let mut insolvent = sample("2026-11-21", &invoices, &[]);
    insolvent["insolvency"] = json!({ "kind": "redressement", "judgment_on": "2026-03-10" });
    let last = |report: &DecompteReport| report.lines.iter().filter_map(|line| line.accrued_to).max().unwrap().to_string();
    assert_eq!(last(&compute(&insolvent)), "2026-03-09");
    let mut indebted = sample("2026-11-21", &invoices, &[]);
    indebted["over_indebtedness"] = json!({ "admissible_on": "2026-02-20" });
    assert_eq!(last(&compute(&indebted)), "2026-02-19");
}
