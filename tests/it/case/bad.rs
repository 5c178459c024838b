//! Bad inputs, each with the pointers at fault and words of what is said.

use recouvrance::case::{Limits, Problems, parse};
use serde_json::{Value, json};

use super::good::complete;

fn problems(case: &Value) -> Problems {
    parse(case.to_string().as_bytes(), &Limits::default()).expect_err("a problem was expected")
}

/// With ordinary spaces, as the words of these tables.
fn spaced(text: &impl ToString) -> String {
    text.to_string().replace(['\u{A0}', '\u{202F}'], " ")
}

/// The complete case with one value put at a pointer; `null` takes it away.
fn with(pointer: &str, value: Value) -> Value {
    let mut case = complete();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match case.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}")) {
        Value::Array(items) if name == "-" => items.push(value),
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = value,
        Value::Object(fields) => drop(fields.insert(name.to_owned(), value)),
        _ => panic!("{pointer}"),
    }
    case
}

/// Puts one wrong value in the complete case: one problem, at that pointer, that says these words.
fn one(pointer: &str, value: Value, words: &str) {
    let found = problems(&with(pointer, value.clone()));
    assert_eq!(found.len(), 1, "{pointer} {value}: {found}");
    assert_eq!(found[0].pointer, pointer, "{value}: {found}");
    assert!(spaced(&found[0]).contains(words), "{pointer} {value}: « {} » without « {words} »", found[0]);
    assert!(!found[0].hint.is_empty(), "{found}");
}

#[test]
fn a_wrong_value_is_a_problem_at_its_place() {
    for (pointer, value, words) in [
        // Days.
        ("/letter_date", json!("2026-02-30"), "n’existe pas"),
        ("/letter_date", json!("21/11/2026"), "Ce n’est pas une date"),
        ("/debtor/born_on", json!("1850-01-01"), "L’année 1850"),
        ("/insolvency/judgment_on", json!("2101-01-01"), "L’année 2101"),
        ("/claim/invoices/0/issued_on", json!("1999-12-31"), "L’année 1999"),
        ("/letter_date", json!("2014-12-31"), "2015"),
        ("/letter_date", json!(20261121), "année-mois-jour, entre guillemets"),
        // Amounts and rates.
        ("/claim/invoices/0/amount", json!(1200), "entre guillemets : \"1200.00\""),
        ("/claim/invoices/0/amount", json!(1200.5), "entre guillemets : \"1200.50\""),
        ("/claim/invoices/0/amount", json!("-1.00"), "claim.credit_notes"),
        ("/claim/payments/0/amount", json!("-1.00"), "returned_on"),
        ("/letter_date", json!("2026-11-21T00:00:00.000Z"), "sans heure"),
        ("/claim/late_payment_rate/period", json!("month"), "par 12"),
        ("/claim/invoices/0/amount", json!("1.005"), "plus de 2 décimales"),
        ("/claim/invoices/0/amount", json!("0.00"), "nul"),
        ("/claim/invoices/0/amount", json!("1000000000"), "999 999 999.99"),
        ("/claim/invoices/0/amount", json!("1 200,00"), "1200.00"),
        ("/claim/late_payment_rate/rate", json!(12), "le taux entre guillemets : \"12.00\""),
        ("/claim/late_payment_rate/rate", json!("2000"), "1000"),
        ("/claim/late_payment_rate/rate", json!("1825.00"), "par 365"),
        ("/claim/payments/0/amount", json!("0"), "nul"),
        // Identifiers.
        ("/debtor/siren", json!("732829321"), "Luhn"),
        ("/debtor/siren", json!("73282932"), "9 chiffres"),
        ("/creditor/legal_form", json!("auto-entrepreneur"), "n’est pas une société"),
        ("/creditor/legal_form", json!("E.I."), "n’est pas une société"),
        ("/debtor/siret", json!("73282932000075"), "Luhn"),
        ("/debtor/siret", json!("35600000000048"), "ne commence pas par le SIREN"),
        ("/debtor/vat_number", json!("FR45732829320"), "clé"),
        ("/debtor/vat_number", json!("ZZ123"), "TVA"),
        ("/creditor/bank_account/iban", json!("FR7630006000011234567890188"), "modulo 97"),
        ("/creditor/bank_account/bic", json!("AGRI"), "BIC"),
        ("/creditor/contact/email", json!("compta@durand"), "électronique"),
        ("/creditor/contact/phone", json!("12"), "téléphone"),
        ("/creditor/contact/website", json!("durand"), "site"),
        ("/creditor/address/postcode", json!("6963"), "5 chiffres"),
        ("/creditor/address/postcode", json!("2A004"), "INSEE"),
        ("/creditor/bank_account/iban", json!("MA64011519000001205000534921"), "(Maroc)"),
        ("/creditor/address/country", json!("France"), "ISO 3166-1"),
        ("/co_debtors/0/address/postcode", json!("L-153"), "4 chiffres"),
        ("/co_debtors/0/register/number", json!("123456"), "RCS de Luxembourg"),
        // Shape.
        ("/letter/level", json!(4), "supérieur à 3"),
        ("/letter/level", json!("2"), "Retirez les guillemets"),
        ("/letter/deadline_days", json!(0), "inférieur à 1"),
        ("/letter/deadline_days", json!(8.5), "un nombre"),
        ("/letter/deadline_days", json!(8.0), "virgule"),
        ("/letter/delivery", json!("fax"), "« lettre recommandée électronique » (lre), « courrier électronique » (email)"),
        ("/currency", json!("USD"), "« euro » (EUR)"),
        (
            "/creditor/kind",
            json!("firm"),
            "« société, association ou autre personne morale » (company), « personne physique » (person)",
        ),
        ("/claim/late_payment_rate/kind", json!("legal"), "« taux convenu » (agreed)"),
        ("/claim/capitalisation", json!("oui"), "true ou false"),
        ("/claim/invoices", json!([]), "moins de 1"),
        ("/claim/invoices", json!({}), "une liste"),
        ("/creditor", json!("Durand"), "un objet"),
        ("/creditor/address/lines", json!("14 chemin du Moulin"), "crochets"),
        ("/creditor/name", json!("x".repeat(201)), "200 caractères"),
        ("/claim/grounds", json!("x".repeat(2001)), "2000 caractères"),
        ("/letter_date", json!(""), "manque"),
        ("/creditor/headcount", json!(-1), "inférieur à 0"),
        ("/creditor/headcount", json!(5_000_000_000_u64), "supérieur"),
        // Characters.
        ("/place", json!("Ly\u{0}on"), "U+0000"),
        ("/place", json!("Ly\non"), "retour à la ligne"),
        ("/creditor/address/lines/0", json!("14 \u{202E}chemin"), "sens d’écriture"),
        ("/claim/facts/0/text", json!("\u{E000}"), "usage privé"),
        ("/exhibits/1/title", json!("\u{FFFE}x"), "n’est pas un caractère"),
        // Fields that do not exist.
        ("/refrence", json!("x"), "la référence (reference)"),
        ("/claim/invoices/0/due", json!("2026-01-01"), "la date d’échéance (due_on)"),
        ("/creditor/last_name", json!("Durand"), "(person)"),
        ("/debtor/legal_form", json!("SARL"), "(company)"),
        ("/claim/x~1y", json!(1), "n’existe pas ici"),
    ] {
        let unescaped = pointer.replace("~1", "/");
        if unescaped == pointer {
            one(pointer, value, words);
        } else {
            let mut case = complete();
            case["claim"]["x/y"] = value;
            assert_eq!(problems(&case)[0].pointer, pointer);
        }
    }
}

#[test]
fn a_missing_field_is_a_problem_at_its_own_pointer_with_its_description() {
    for (pointer, words) in [
        ("/letter_date", "date du document"),
        ("/creditor/kind", "« personne physique » (person)"),
        ("/creditor/acts_as", "(merchant)"),
        ("/claim/nature", "(commercial)"),
        ("/claim/invoices", "factures ou échéances"),
        ("/claim/invoices/0/amount", "montant toutes taxes"),
        ("/claim/late_payment_rate/rate", "taux, en pour cent"),
        ("/creditor/bank_account/iban", "IBAN"),
        ("/history/0/kind", "(reminder)"),
        ("/filing/court/kind", "(tribunal_de_commerce)"),
    ] {
        let found = problems(&with(pointer, Value::Null));
        assert_eq!(found[0].pointer, pointer, "{found}");
        assert!(found[0].says.starts_with("Il manque") && spaced(&found[0].hint).contains(words), "{found}");
    }
    assert_eq!(problems(&json!([]))[0].pointer, "");
    assert_eq!(problems(&json!({})).len(), 4);
}

#[test]
fn fields_that_disagree_are_a_problem_at_one_of_them() {
    for (pointer, value, at, words) in [
        ("/claim/invoices/0/due_on", json!("2026-04-14"), "/claim/invoices/0/due_on", "précède"),
        ("/claim/invoices/1/number", json!("F-2026-031"), "/claim/invoices/1/number", "déjà"),
        ("/claim/payments/0/invoice", json!("F-1"), "/claim/payments/0/invoice", "Aucune facture"),
        ("/claim/payments/0/received_on", json!("2026-11-22"), "/claim/payments/0/received_on", "postérieur"),
        ("/claim/payments/0/returned_on", json!("2026-11-22"), "/claim/payments/0/returned_on", "postérieur"),
        ("/claim/payments/0/returned_on", json!("2026-01-01"), "/claim/payments/0/returned_on", "précède"),
        (
            "/claim/credit_notes",
            json!([{"number": "AV", "amount": "9999999.00"}]),
            "/claim/credit_notes/0/amount",
            "aucune facture",
        ),
        ("/history/0/on", json!("2027-01-01"), "/history/0/on", "postérieur"),
        ("/history/1/received_on", json!("2026-07-01"), "/history/1/received_on", "précède"),
        ("/claim/clause_penale/amount", json!("50.00"), "/claim/clause_penale", "un pourcentage et un montant"),
        ("/claim/clause_penale/percent", Value::Null, "/claim/clause_penale", "ni pourcentage ni montant"),
        ("/claim/facts/0/exhibits/1", json!(3), "/claim/facts/0/exhibits/1", "de 1 à 2"),
        ("/claim/facts/0/exhibits/1", json!(0), "/claim/facts/0/exhibits/1", "inférieur à 1"),
        ("/claim/invoices/0/exhibit", json!(9), "/claim/invoices/0/exhibit", "n° 9"),
        ("/claim/payments/0/exhibit", json!(9), "/claim/payments/0/exhibit", "n° 9"),
        ("/history/1/exhibit", json!(9), "/history/1/exhibit", "n° 9"),
    ] {
        let found = problems(&with(pointer, value));
        assert_eq!((found.len(), found[0].pointer.as_str()), (1, at), "{found}");
        assert!(spaced(&found[0]).contains(words), "{found}");
    }
}

#[test]
fn what_may_be_odd_but_is_possible_is_no_problem() {
    for (pointer, value) in [
        // A deposit paid before the invoice; a letter written before the due day, which is a finding.
        ("/claim/payments/0/received_on", json!("2026-01-01")),
        ("/claim/invoices/0/due_on", json!("2027-05-15")),
        ("/creditor/siret", json!(null)),
        ("/creditor/siret", json!("")),
        ("/place", json!("  ")),
        ("/claim/grounds", json!("un\r\ndeux")),
        ("/creditor/address/lines", json!(["14 chemin du Moulin", ""])),
        ("/debtor/vat_number", json!("FR40000066034")),
        ("/co_debtors/0/address/postcode", json!("1536")),
        ("/claim/late_payment_rate", json!({"kind": "statutory"})),
        ("/claim/clause_penale", json!({"amount": "50"})),
    ] {
        let case = with(pointer, value);
        assert!(parse(case.to_string().as_bytes(), &Limits::default()).is_ok(), "{pointer}");
    }
}

#[test]
fn six_faults_of_every_kind_are_six_problems_at_once() {
    let mut case = complete();
    case["letter_date"] = json!("2026-02-30");
    case["debtor"]["siren"] = json!("732829321");
    case["claim"]["invoices"][0]["amount"] = json!(1200);
    case["claim"]["payments"][0]["invoice"] = json!("F-1");
    case["creditor"]["nmae"] = json!("Durand");
    case["place"] = json!("Ly\u{202E}on");
    let found = problems(&case);
    let mut pointers: Vec<&str> = found.iter().map(|problem| problem.pointer.as_str()).collect();
    pointers.sort_unstable();
    assert_eq!(
        pointers,
        ["/claim/invoices/0/amount", "/claim/payments/0/invoice", "/creditor/nmae", "/debtor/siren", "/letter_date", "/place"]
    );
}

#[test]
fn the_problems_shown_are_at_most_two_hundred_and_the_rest_is_counted() {
    let mut case = complete();
    case["history"] = json!(vec![json!({}); 150]);
    let found = problems(&case);
    assert_eq!(found.len(), 201);
    assert!(found[200].says.starts_with("Et 100 autres"), "{}", found[200]);
}

#[test]
fn the_number_of_invoices_is_limited_by_the_caller_too() {
    let limits = Limits { max_invoices: 1, ..Limits::default() };
    let found = parse(complete().to_string().as_bytes(), &limits).unwrap_err();
    assert_eq!((found.len(), found[0].pointer.as_str()), (1, "/claim/invoices"));
}
