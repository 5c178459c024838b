//! The law's data: every half-year answers, every value has its source, the texts are word for word.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use recouvrance::law::Sourcing;
use recouvrance::law::parameter::{Cadence, next_half_year};

use recouvrance::compliance::Status;
use recouvrance::money::Rate;
use serde_json::Value;

use crate::support::{SERVICE, bytes, example};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn each_half_yearly_figure_answers_for_every_half_year_until_it_says_it_does_not_know() {
    let mut seen = 0;
    for parameter in SERVICE.law.parameters().filter(|parameter| parameter.cadence == Cadence::HalfYear) {
        let unknown = parameter.values.unknown_from().expect("a half-yearly figure ends somewhere");
        let mut half = parameter.values.entries()[0].from;
        while half < unknown {
            assert!(parameter.values.on(half).is_some(), "{} on {half}", parameter.id);
            half = next_half_year(half);
        }
        assert!(parameter.values.on(unknown).is_none(), "{} answers on {unknown}", parameter.id);
        seen += 1;
    }
    assert!(seen >= 3, "{seen} half-yearly figures");
}

#[test]
fn nothing_is_said_to_be_validated_by_a_lawyer_yet() {
    assert!(SERVICE.law.parameters().all(|parameter| !parameter.lawyer_validated));
    assert!(SERVICE.law.texts().all(|text| !text.lawyer_validated));
    for document in SERVICE.library.types() {
        assert!(document.provisions().all(|provision| !provision.lawyer_validated), "{}", document.id);
    }
}

/// Published values, read again by hand from the sources that the files name.
#[test]
fn known_rates_are_the_published_ones() {
    for (id, on, expected) in [
        ("bce-refinancement", "2015-01-01", "0.05"),
        ("bce-refinancement", "2022-12-31", "0.00"),
        ("bce-refinancement", "2024-07-01", "4.25"),
        ("bce-refinancement", "2025-06-30", "3.15"),
        ("bce-refinancement", "2025-07-01", "2.15"),
        ("bce-refinancement", "2026-12-31", "2.40"),
        ("fr-interet-legal-autres", "2018-01-01", "0.89"),
        ("fr-interet-legal-autres", "2019-01-01", "0.86"),
        ("fr-interet-legal-autres", "2026-06-30", "2.62"),
        ("fr-interet-legal-autres", "2026-07-01", "2.75"),
        ("fr-interet-legal-particuliers", "2026-07-01", "6.84"),
        ("fr-indemnite-forfaitaire", "2026-11-21", "40.00"),
        ("fr-petites-creances-plafond", "2019-12-31", "4000.00"),
        ("fr-petites-creances-plafond", "2020-01-01", "5000.00"),
        ("fr-injonction-signification", "2026-08-31", "6"),
        ("fr-injonction-signification", "2026-09-01", "3"),
    ] {
        let parameter = SERVICE.law.parameter(id).unwrap_or_else(|| panic!("{id}"));
        let value = parameter.values.on(day(on)).unwrap_or_else(|| panic!("{id} on {on}"));
        assert_eq!(value.value.figure.plain(), serde_json::Value::from(expected), "{id} on {on}");
    }
}

#[test]
fn the_second_half_of_2026_rests_on_secondary_sources_for_the_legal_rate_only() {
    let sourcing = |id: &str| SERVICE.law.parameter(id).unwrap().values.on(day("2026-07-01")).unwrap().value.sourcing;
    assert_eq!(sourcing("fr-interet-legal-autres"), Sourcing::Secondary);
    assert_eq!(sourcing("fr-interet-legal-particuliers"), Sourcing::Secondary);
    assert_eq!(sourcing("bce-refinancement"), Sourcing::Verified);
}

/// CPCE, art. L. 111-8, second and third paragraphs, typed again from four concordant copies.
#[test]
fn the_text_that_collectors_reproduce_is_word_for_word() {
    let text = SERVICE.law.text_on("cpce-l111-8-al-2-3", day("2026-11-21")).expect("in force");
    let expected = [
        "Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du créancier, sauf s'ils concernent un acte dont \
         l'accomplissement est prescrit par la loi au créancier. Toute stipulation contraire est réputée non écrite, sauf disposition \
         législative contraire.",
        "Cependant, le créancier qui justifie du caractère nécessaire des démarches entreprises pour recouvrer sa créance peut demander \
         au juge de l'exécution de laisser tout ou partie des frais ainsi exposés à la charge du débiteur de mauvaise foi.",
    ];
    assert_eq!(text, expected);
    assert!(SERVICE.law.text_on("cpce-l111-8-al-2-3", day("2014-03-18")).is_none());
}

#[test]
fn every_citation_of_a_code_leads_to_an_official_page() {
    for document in SERVICE.library.types() {
        for provision in document
            .provisions()
            .filter(|provision| ["C. com., ", "C. proc. civ., "].iter().any(|code| provision.basis.starts_with(code)))
        {
            let link = provision.link.clone().or_else(|| SERVICE.law.codes().link(&provision.basis));
            assert!(
                link.is_some_and(|link| link.starts_with("https://www.legifrance.gouv.fr/")),
                "{} {}",
                document.id,
                provision.id
            );
        }
    }
}

/// The same case, all its days moved so that the letter is dated `letter_date`.
fn moved_to(mut case: Value, letter_date: &str) -> Value {
    fn walk(value: &mut Value, by: chrono::Duration) {
        match value {
            Value::Object(fields) => {
                fields.iter_mut().filter(|(name, _)| *name != "born_on").for_each(|(_, value)| walk(value, by));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| walk(item, by)),
            Value::String(text) => {
                if let Ok(day) = text.parse::<NaiveDate>() {
                    *text = (day + by).to_string();
                }
            }
            _ => {}
        }
    }
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let by = day(letter_date) - day(case["letter_date"].as_str().unwrap());
    walk(&mut case, by);
    case
}

#[test]
fn a_paper_cites_the_articles_of_its_day() {
    let mut checked = 0;
    for (letter_date, never) in [("2016-09-29", ["L. 441-10", "1231-6"]), ("2019-04-25", ["L. 441-10", "1153"])] {
        let day: NaiveDate = letter_date.parse().unwrap();
        for document in SERVICE.library.types() {
            let report = SERVICE.check(&document.id, &bytes(&moved_to(example(&document.id), letter_date))).unwrap();
            let mentions =
                report.mentions.iter().filter(|mention| mention.status == Status::Present).map(|mention| &mention.basis);
            let bases = mentions
                .chain(report.findings.iter().map(|finding| &finding.basis))
                .chain(report.decompte.lines.iter().map(|line| &line.basis))
                .chain(report.decompte.rules.iter().map(|rule| &rule.basis));
            for basis in bases {
                // Luxembourg keeps the numbers of 1804.
                let french = !basis.contains("lux.");
                assert!(
                    !french || !never.iter().any(|article| basis.contains(article)),
                    "{} at {letter_date} cites {basis}",
                    document.id
                );
                assert_eq!(SERVICE.law.cited(basis, day), basis);
                checked += 1;
            }
        }
    }
    assert!(checked > 50, "{checked}");
}

/// The traps of names: two Esch, and cantons cut by a court's border.
#[test]
fn each_commune_has_one_court() {
    let communes = |id: &str| SERVICE.law.consult(Vec::new()).list(id, day("2026-11-21")).expect("a list");
    let courts = [communes("lu-communes-luxembourg"), communes("lu-communes-esch"), communes("lu-communes-diekirch")];
    let all: BTreeSet<&String> = courts.iter().flatten().collect();
    assert_eq!(all.len(), courts.iter().map(Vec::len).sum::<usize>(), "a commune stands in two lists");
    assert!(all.len() >= 100);
    for (commune, court) in [
        ("Esch-sur-Alzette", 1),
        ("Esch-sur-Sûre", 2),
        ("Mersch", 0),
        ("Grevenmacher", 0),
        ("Redange-sur-Attert", 2),
        ("Echternach", 2),
        ("Steinfort", 0),
        ("Käerjeng", 1),
        ("Dippach", 1),
        ("Parc Hosingen", 2),
    ] {
        assert!(courts[court].iter().any(|known| known == commune), "{commune}");
    }
}

/// ECB and points give each rate of the sheet of the Ministry of Justice and of the chambers (S1 2009 to S2 2026).
#[test]
fn the_late_payment_rate_of_luxembourg_is_the_ecb_rate_and_its_points() {
    let law = SERVICE.law.consult(Vec::new());
    for (on, expected) in [
        ("2009-01-01", "9.50"),
        ("2010-07-01", "8.00"),
        ("2011-07-01", "8.25"),
        ("2013-01-01", "7.75"),
        ("2014-01-01", "8.25"),
        ("2016-07-01", "8.00"),
        ("2023-01-01", "10.50"),
        ("2023-07-01", "12.00"),
        ("2024-01-01", "12.50"),
        ("2024-07-01", "12.25"),
        ("2025-01-01", "11.15"),
        ("2026-01-01", "10.15"),
        ("2026-07-01", "10.40"),
    ] {
        let rate = law.rate("bce-refinancement", day(on)).unwrap() + law.rate("lu-majoration", day(on)).unwrap();
        assert_eq!(rate, Rate::from_str_exact(expected).unwrap(), "{on}");
    }
    assert_eq!(law.rate("lu-majoration", day("2013-04-14")).unwrap(), Rate::from_str_exact("7").unwrap());
    assert_eq!(law.rate("lu-majoration", day("2013-04-15")).unwrap(), Rate::from_str_exact("8").unwrap());
    for year in ["2021", "2022", "2023", "2025", "2027"] {
        assert!(law.rate("lu-interet-legal", day(&format!("{year}-03-01"))).is_err(), "nobody has found the rate of {year}");
    }
}
