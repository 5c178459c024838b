//! What the world sends, and what is made of it: overseas codes, references with accents.

use recouvrance::case::{Limits, parse};
use recouvrance::law::Jurisdiction;
use recouvrance::service::Refused;
use serde_json::json;

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
