//! What may be made of a case: each file is a case, the types it allows and those it does not, and the days that run.

use std::collections::BTreeMap;

use recouvrance::compliance::Verdict;
use recouvrance::law::Jurisdiction;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::support::{SERVICE, bytes, example};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NextCase {
    /// What the expectation rests on.
    oracle: String,
    /// The type whose example the case starts from.
    example: String,
    /// Fields that replace those of the example (RFC 7396).
    #[serde(default)]
    change: Value,
    #[serde(default)]
    remove: Vec<String>,
    #[serde(default = "france")]
    country: String,
    expect: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    possible: Vec<String>,
    not_possible: Vec<String>,
    /// The first type that may be made, in a practitioner's order.
    first: Option<String>,
    #[serde(default)]
    deadlines: BTreeMap<String, String>,
    /// Judicial ways, as `letter.consequence` names them.
    #[serde(default)]
    open: Vec<String>,
    #[serde(default)]
    closed: Vec<String>,
    /// Ways that the case is not about.
    #[serde(default)]
    untold: Vec<String>,
}

fn france() -> String {
    "fr".to_owned()
}

#[test]
fn each_case_allows_what_the_law_allows_and_nothing_else() {
    let mut failed = Vec::new();
    let mut seen = 0;
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/next")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let asked: NextCase =
            toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!asked.oracle.is_empty(), "{name} names no oracle");
        let mut case = example(&asked.example);
        for pointer in &asked.remove {
            case = crate::support::without(case, pointer).unwrap_or_else(|| panic!("{name}: nothing at {pointer}"));
        }
        crate::hard_cases::merge(&mut case, &asked.change);
        let country = Jurisdiction::of(&asked.country).unwrap_or_else(|| panic!("{name}: {}", asked.country));
        let next = SERVICE.next(country, &bytes(&case)).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        let expected = &asked.expect;
        let verdict = |id: &str| next.types.iter().find(|kind| kind.document_type == id).map(|kind| kind.verdict);
        let told = |id: &str| {
            let kind = next.types.iter().find(|kind| kind.document_type == id);
            kind.map(|kind| kind.refusals.iter().map(|finding| finding.mention.clone()).collect::<Vec<_>>()).unwrap_or_default()
        };
        for id in &expected.possible {
            if verdict(id) != Some(Verdict::Ready) {
                failed.push(format!("{name}: {id} is {:?} for {:?}", verdict(id), told(id)));
            }
        }
        for id in &expected.not_possible {
            if verdict(id).is_none_or(|verdict| verdict == Verdict::Ready) {
                failed.push(format!("{name}: {id} is {:?}", verdict(id)));
            }
        }
        let first = next.types.first().filter(|kind| kind.verdict == Verdict::Ready).map(|kind| kind.document_type.clone());
        if expected.first.is_some() && first != expected.first {
            failed.push(format!("{name}: the first is {first:?}, not {:?}", expected.first));
        }
        let way = |id: &str| {
            let standing = next.ways.iter().find(|standing| serde_json::to_value(standing.way).unwrap() == id);
            standing.map(|standing| standing.open)
        };
        let asked = [(&expected.open, Some(true)), (&expected.closed, Some(false)), (&expected.untold, None)];
        for (id, standing) in asked.into_iter().flat_map(|(ids, standing)| ids.iter().map(move |id| (id, standing))) {
            if way(id) != standing {
                failed.push(format!("{name}: the way {id} is {:?}", way(id)));
            }
        }
        for (id, day) in &expected.deadlines {
            let found = next.deadlines.iter().find(|deadline| deadline.id == id).and_then(|deadline| deadline.falls_on);
            if found.map(|day| day.to_string()).as_ref() != Some(day) {
                failed.push(format!("{name}: {id} falls on {found:?}, not {day}"));
            }
        }
        seen += 1;
    }
    assert!(failed.is_empty(), "{} faults:\n{}", failed.len(), failed.join("\n"));
    assert!(seen >= 12, "{seen} files");
}

#[test]
fn next_names_every_type_of_the_country_and_says_that_it_is_no_advice() {
    for country in Jurisdiction::ALL {
        let case = json!({
            "letter_date": "2026-11-21",
            "creditor": { "kind": "company", "acts_as": "merchant" }, "debtor": { "kind": "company", "acts_as": "merchant" },
            "claim": { "nature": "commercial", "source": "contract",
                "invoices": [{ "number": "A", "due_on": "2026-05-15", "amount": "1200.00" }] },
        });
        let next = SERVICE.next(country, &bytes(&case)).expect("a case");
        let own: Vec<&str> =
            SERVICE.library.types().filter(|kind| kind.country() == country.folder()).map(|kind| kind.id.as_str()).collect();
        let mut told: Vec<&str> = next.types.iter().map(|kind| kind.document_type.as_str()).collect();
        told.sort_unstable();
        assert_eq!(told, own);
        assert!(next.note.contains("consultation juridique"));
        for kind in &next.types {
            assert_eq!(kind.verdict == Verdict::Ready, kind.refusals.is_empty(), "{}", kind.document_type);
        }
    }
}
