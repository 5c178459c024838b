//! What a report says is said to a person: fields and types in words, their keys in brackets only.

use recouvrance::case::words::{bare_keys, unknown_words};
use serde_json::{Value, json};

use crate::support::{SERVICE, bytes, example, with, without};

#[test]
fn each_hint_and_sentence_of_each_type_names_real_fields_in_words() {
    let mut slips = Vec::new();
    for document in SERVICE.library.types() {
        for provision in document.provisions() {
            for said in [&provision.says, &provision.hint, &provision.label] {
                let wrong: Vec<String> = unknown_words(said).into_iter().chain(bare_keys(said)).collect();
                if !wrong.is_empty() {
                    slips.push(format!("{} {}: {wrong:?} in « {said} »", document.id, provision.id));
                }
            }
        }
    }
    assert!(slips.is_empty(), "{}", slips.join("\n"));
}

#[test]
fn each_type_that_a_hint_sends_to_exists_and_is_named_by_its_title() {
    for document in SERVICE.library.types() {
        for provision in document.provisions() {
            for (at, _) in provision.hint.match_indices(['(', ' ']) {
                let word = provision.hint[at + 1..].split([' ', ')', ',', ';', '.']).next().unwrap_or_default();
                let named = word.starts_with("fr/") || word.starts_with("lu/") && word != "lu/…";
                assert!(!named || SERVICE.library.get(word).is_some(), "{} {}: {word}", document.id, provision.id);
            }
        }
    }
    let hints = SERVICE.library.types().flat_map(|document| document.provisions()).map(|provision| &provision.hint);
    let named = hints.into_iter().find(|hint| hint.contains("fr/declaration-de-creance)") && hint.contains('«'));
    assert!(named.is_some());
}

/// What is wrong with a case that is none, as callers read it.
fn problems(case: &Value) -> Vec<Value> {
    match SERVICE.check("fr/relance", &bytes(case)) {
        Err(recouvrance::service::Refused::NotACase(problems)) => {
            problems.iter().map(|problem| serde_json::to_value(problem).unwrap()).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_problem_says_where_it_is_and_what_to_do_in_words() {
    let case = example("fr/relance");
    for (case, place, says, hint) in [
        (
            without(case.clone(), "/claim/invoices/1/number").unwrap(),
            "le numéro de la 2e facture",
            "Il manque le numéro de la 2e facture (number).",
            "À indiquer\u{a0}: numéro de la facture",
        ),
        (
            with(case.clone(), "/debtor/first_names", "Luc"),
            "les prénoms du débiteur",
            "Ce champ n’est pas prévu ici\u{a0}: les prénoms (first_names).",
            "si la nature du débiteur (kind) est «\u{202f}personne physique\u{202f}» (person)",
        ),
        (
            with(case.clone(), "/claim/clause_penale", json!({"clause": "article 9"})),
            "la clause pénale",
            "ni pourcentage ni montant",
            "ou bien le pourcentage (percent), ou bien le montant (amount)",
        ),
    ] {
        let found = problems(&case);
        let problem = found.iter().find(|problem| problem["place"] == place).unwrap_or_else(|| panic!("{place}: {found:?}"));
        assert!(problem["says"].as_str().unwrap().contains(says), "{problem}");
        assert!(problem["hint"].as_str().unwrap().contains(hint), "{problem}");
    }
}

#[test]
fn a_finding_says_its_place_in_words() {
    let case = without(example("fr/relance"), "/creditor/register/city").unwrap();
    let report = SERVICE.check("fr/relance", &bytes(&case)).unwrap();
    let finding = report.findings.iter().find(|finding| finding.mention == "creditor-registration").unwrap();
    assert_eq!(finding.pointer, "/creditor/register/city");
    assert_eq!(finding.place, "la ville du greffe du créancier");
    assert!(finding.hint.contains("(creditor.register.city)"), "{}", finding.hint);
}

#[test]
fn letters_that_no_font_draws_are_told_with_their_field() {
    let case = with(example("fr/relance"), "/debtor/name", "\u{5DB}\u{5D4}\u{5DF}");
    let report = SERVICE.check("fr/relance", &bytes(&case)).unwrap();
    let finding = report.findings.iter().find(|finding| finding.mention == "printable-text").unwrap();
    assert_eq!((finding.pointer.as_str(), finding.place.as_str()), ("/debtor/name", "le nom du débiteur"));
}
