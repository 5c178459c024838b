//! What the world sends, and what is made of it: overseas codes, references with accents.

use chrono::{Days, NaiveDate};
use recouvrance::case::{Limits, parse};
use recouvrance::law::Jurisdiction;
use recouvrance::service::Refused;
use serde_json::{Value, json};

use crate::support::{SERVICE, bytes, example, with};

#[test]
fn an_overseas_department_is_in_france_by_either_code_and_its_artisan_is_an_ei() {
    for country in ["FR", "RE"] {
        let case = with(
            example("fr/mise-en-demeure"),
            "/creditor/address",
            json!({
                "lines": ["14 chemin du Moulin"], "postcode": "97400", "city": "Saint-Denis", "country": country
            }),
        );
        let case = parse(&bytes(&case), &Limits::default()).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(case.creditor.address.unwrap().is_in_france(), "{country}");
    }
}

#[test]
fn no_decompte_is_computed_where_no_loaded_law_reigns() {
    let case = with(
        example("fr/decompte"),
        "/debtor/address",
        json!({
            "lines": ["8 rue de Sébastopol"], "postcode": "98800", "city": "Nouméa"
        }),
    );
    let Err(Refused::Unpublished(missing)) = SERVICE.decompte(Jurisdiction::France, &bytes(&case)) else { panic!("refused") };
    assert_eq!(missing[0].pointer, "/debtor/address");
    assert!(missing[0].says.contains("en Nouvelle-Calédonie"), "{}", missing[0].says);
    assert!(SERVICE.decompte(Jurisdiction::Luxembourg, &bytes(&case)).is_ok(), "abroad for Luxembourg, as any other place");
}

#[test]
fn the_name_of_a_file_keeps_the_accents_of_the_reference_and_no_hole() {
    let case = with(example("fr/relance"), "/reference", "2026/11/042\\RÉF \"A\"");
    let document = SERVICE.document("fr/relance", &bytes(&case)).expect("ready");
    assert_eq!(document.file_name, "relance-2026-11-042-réf-a.pdf");
}

/// An example whose 500 invoices fall due one after the other from a day on, the last ones before the document, each paid in part once; the
/// payment names its invoice or not.
fn of_five_hundred_invoices(id: &str, first_due: (i32, u32, u32), days_apart: u64, named: bool) -> Value {
    let first = NaiveDate::from_ymd_opt(first_due.0, first_due.1, first_due.2).expect("a day");
    let due = |at: u64| first + Days::new(at * days_apart);
    let invoice = |at: u64| json!({ "number": format!("F-{at}"), "issued_on": due(at) - Days::new(30), "due_on": due(at), "amount": "480.00" });
    let payment = |at: u64| {
        let number = named.then(|| format!("F-{at}"));
        json!({ "received_on": due(at) + Days::new(if named { 20 } else { 20 + at }), "amount": "100.00", "invoice": number })
    };
    let mut case = example(id);
    case["claim"]["invoices"] = (0..500).map(invoice).collect();
    case["claim"]["payments"] = (0..500).map(payment).collect();
    case["claim"].as_object_mut().expect("an object").remove("credit_notes");
    case
}

#[test]
fn five_hundred_invoices_over_ten_years_each_paid_in_part_have_a_decompte_that_every_type_takes() {
    for document in SERVICE.library.types() {
        let case = of_five_hundred_invoices(&document.id, (2016, 10, 10), 7, true);
        if let Err(Refused::NotACase(problems)) = SERVICE.check_without_places(&document.id, &bytes(&case)) {
            let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
            assert!(said.iter().all(|problem| !problem.contains("lignes")), "{}: {said:?}", document.id);
        }
    }
    let case = of_five_hundred_invoices("fr/mise-en-demeure", (2016, 10, 10), 7, true);
    let draft = SERVICE.draft_sheet("fr/mise-en-demeure", &bytes(&case)).expect("it is set");
    assert!(draft.rendered.pages > 100, "{} pages", draft.rendered.pages);
}

#[test]
fn a_decompte_of_too_many_lines_says_what_makes_them_many() {
    let refused = |case: &Value| match SERVICE.check_without_places("fr/mise-en-demeure", &bytes(case)) {
        Err(Refused::NotACase(problems)) => problems,
        other => panic!("refused, not {other:?}"),
    };
    // Twenty-six years of half-years.
    let mut old = of_five_hundred_invoices("fr/mise-en-demeure", (2000, 3, 1), 0, true);
    let problems = refused(&old);
    assert_eq!((problems.len(), problems[0].pointer.as_str()), (1, "/claim/invoices"));
    assert!(problems[0].hint.contains("par année d’échéance"), "{}", problems[0]);
    old["claim"].as_object_mut().expect("an object").remove("payments");
    assert_eq!(refused(&old)[0].pointer, "/claim/invoices", "no payment is named where there is none");

    let spread = of_five_hundred_invoices("fr/mise-en-demeure", (2025, 3, 1), 0, false);
    let problems = refused(&spread);
    assert_eq!((problems.len(), problems[0].pointer.as_str()), (1, "/claim/payments"));
    assert!(problems[0].hint.contains("(claim.payments[].invoice)"), "{}", problems[0]);
}
