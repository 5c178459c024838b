//! A complete case, and the least one.

use recouvrance::case::terms::LatePaymentRate;
use recouvrance::case::{Limits, description_of, parse, schema};
use serde_json::{Value, json};

/// A case with every field of the contract.
pub fn complete() -> Value {
    serde_json::from_str(include_str!("good.json")).unwrap()
}

#[test]
fn a_complete_case_is_read_whole() {
    let case = parse(include_bytes!("good.json"), &Limits::default()).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(case.letter_date.to_string(), "2026-11-21");
    assert_eq!(case.creditor.name().as_deref(), Some("Menuiserie Durand"));
    assert_eq!(case.creditor.siren.as_ref().unwrap().as_str(), "123456782");
    assert_eq!(case.creditor.siren.as_ref().unwrap().spaced(), "123\u{A0}456\u{A0}782");
    assert_eq!(case.creditor.bank_account.as_ref().unwrap().iban.as_str(), "FR7630006000011234567890189");
    assert_eq!(case.debtor.name().as_deref(), Some("Inès Caradec"));
    assert!(case.debtor.is_professional() && case.debtor.is_person() && !case.debtor.is_consumer());
    assert_eq!(case.co_debtors[0].country().unwrap().as_str(), "LU");
    assert!(case.guarantors[0].party.is_consumer());
    assert_eq!(case.claim.invoices[1].amount.plain(), "80.50");
    assert!(case.claim.grounds.as_ref().unwrap().contains('\n'));
    let Some(LatePaymentRate::Agreed { rate, .. }) = &case.claim.late_payment_rate else { panic!() };
    assert_eq!(rate.plain(), "12.00");
    assert!(!case.filing.unwrap().ask_depens);
}

#[test]
fn the_least_case_has_two_parties_and_an_invoice() {
    let least = json!({
        "letter_date": "2026-11-21", "reference": null, "co_debtors": null,
        "creditor": {"kind": "company", "acts_as": "merchant"}, "debtor": {"kind": "person", "acts_as": "consumer", "address": {"country": null}},
        "claim": {"nature": "civil", "source": "contract", "capitalisation": null, "invoices": [{"number": " 1 ", "amount": "1"}]},
        "filing": {}, "letter": {}
    });
    let case = parse(least.to_string().as_bytes(), &Limits::default()).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(case.claim.invoices[0].number, "1");
    assert!(case.debtor.address.unwrap().is_in_france());
    assert!(case.filing.unwrap().ask_depens);
}

#[test]
fn the_published_schema_accepts_the_complete_case_and_names_each_of_its_fields() {
    let case = complete();
    let schema = jsonschema::draft202012::new(&schema()).unwrap();
    let errors: Vec<String> = schema.iter_errors(&case).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    described(&case, "");
}

fn described(value: &Value, pointer: &str) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let pointer = format!("{pointer}/{name}");
                assert!(name == "kind" || description_of(&pointer).is_some(), "{pointer}");
                described(field, &pointer);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| described(item, &format!("{pointer}/0"))),
        _ => {}
    }
}
