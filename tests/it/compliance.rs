//! Every mention of every type: present in the example, named when its value is knocked out, proved on the pages.

use std::collections::BTreeSet;

use recouvrance::assets::Assets;
use recouvrance::case::{self, Limits};
use recouvrance::compliance::{self, Policy, Status, Verdict};
use recouvrance::decompte::Decompte;
use recouvrance::document::{Facts, Letter};
use recouvrance::service::Refused;

use crate::support::{SERVICE, bytes, example, service_of, with, without};

#[test]
fn every_example_is_ready_and_renders_exactly_the_mentions_required() {
    for document in SERVICE.library.types() {
        let made =
            SERVICE.document(&document.id, document.example.as_bytes()).unwrap_or_else(|why| panic!("{}: {why:?}", document.id));
        assert_eq!(made.report.verdict, Verdict::Ready, "{}", document.id);
        for mention in &made.report.mentions {
            assert_ne!(mention.status, Status::Missing, "{} {}", document.id, mention.id);
            if mention.status == Status::Present {
                assert!(!mention.rendered.is_empty(), "{} {} has no place on the page", document.id, mention.id);
            }
        }
    }
}

/// The first witness: take one value away, and the report names exactly the mentions that need it.
#[test]
fn a_value_knocked_out_of_the_letter_is_missed_by_exactly_the_mentions_that_need_it() {
    let mut knocked = 0;
    for document in SERVICE.library.types() {
        let case = case::parse(document.example.as_bytes(), &Limits::default()).expect("a case");
        let consultation = SERVICE.law.consult(Vec::new());
        let decompte = Decompte::of(&case, &consultation, document.jurisdiction);
        let facts = Facts::new(&case, &decompte, &consultation);
        let whole = Letter::of(document, &facts);
        let applying = || document.mentions.iter().filter(|mention| mention.applies(&facts));
        let pointers: BTreeSet<String> =
            applying().flat_map(|mention| mention.needs.iter().flat_map(|need| whole.expand(need))).collect();
        for pointer in pointers {
            let mut letter = whole.clone();
            letter.values.remove(&pointer);
            let checked = compliance::check_letter(document, &facts, letter, Policy::default());
            let missed: BTreeSet<&str> =
                checked.statuses().iter().filter(|(_, status)| *status == Status::Missing).map(|(id, _)| id.as_str()).collect();
            let needing: BTreeSet<&str> = applying()
                .filter(|mention| mention.needs.iter().any(|need| whole.expand(need).contains(&pointer)))
                .map(|mention| mention.id.as_str())
                .collect();
            assert_eq!(missed, needing, "{} without {pointer}", document.id);
            knocked += 1;
        }
    }
    assert!(knocked > 100, "only {knocked} values were knocked out");
}

/// The same from outside: take the value out of the JSON, and the report names the mention, or the JSON is no case any more.
#[test]
fn a_value_taken_out_of_the_case_is_found_missing_where_it_was() {
    let mut knocked = 0;
    let mut unsaid = Vec::new();
    for document in SERVICE.library.types() {
        let whole = example(&document.id);
        let report = SERVICE.check(&document.id, &bytes(&whole)).expect("a report");
        for mention in report.mentions.iter().filter(|mention| mention.status == Status::Present) {
            for pointer in &mention.needs {
                let Some(json) = without(whole.clone(), pointer) else { continue };
                knocked += 1;
                match SERVICE.check(&document.id, &bytes(&json)) {
                    Err(Refused::NotACase(problems)) => {
                        assert!(
                            problems.iter().any(|problem| problem.pointer == *pointer),
                            "{} {pointer}: {problems:?}",
                            document.id
                        );
                    }
                    Ok(report) => {
                        let said = report.findings.iter().any(|finding| finding.mention == mention.id)
                            || report.mentions.iter().any(|now| now.id == mention.id && now.status == Status::NotApplicable)
                            || report
                                .mentions
                                .iter()
                                .any(|now| now.id == mention.id && now.status == Status::Present && derived(pointer));
                        if !said {
                            unsaid.push(format!("{} without {pointer}: nothing of {}", document.id, mention.id));
                        }
                    }
                    Err(other) => panic!("{} without {pointer}: {other:?}", document.id),
                }
            }
        }
    }
    assert!(unsaid.is_empty(), "{}", unsaid.join("\n"));
    assert!(knocked > 60, "only {knocked} values were taken out");
}

/// Fields whose absence leaves the computed value there: the rate defaults to the statutory one, the last name still names, other
/// concessions remain, originals are as many as the parties.
fn derived(pointer: &str) -> bool {
    [
        "/claim/late_payment_rate",
        "/creditor/entrepreneur_individuel",
        "/creditor/home_address",
        "/filing/referral_court",
        "/letter_date",
    ]
    .contains(&pointer)
        || pointer.ends_with("/legal_form")
        || pointer.ends_with("/first_names")
        || pointer.ends_with("/settlement/originals")
        || pointer.contains("_concessions/")
}

/// The second witness: a template that loses a mention, or hides it, gives no final document.
#[test]
fn a_template_that_drops_or_hides_a_mention_gives_no_final_document() {
    let id = "fr/mise-en-demeure";
    let door = "letter-templates/_common/mention.typ";
    let assets = Assets::embedded();
    let source = assets.text(door).expect("the door is there").to_owned();
    for (how, body) in
        [("dropped", "[]"), ("hidden", "hide(body)"), ("tiny", "text(size: 2pt, body)"), ("white", "text(fill: white, body)")]
    {
        let lost = |name: &str, asked: &str| {
            let whole = format!("#let {name} = engine.marked\n");
            assert!(source.contains(&whole), "{name}");
            let words = format!("if {asked} {{ {body} }} else {{ body }}");
            (whole, format!("#let {name}(ids, body) = engine.marked(ids, {words})\n"))
        };
        let (one, several) = (lost("mention", "ids == \"formal-demand\""), lost("mentions", "\"formal-demand\" in ids"));
        let broken = source.replace(&one.0, &one.1).replace(&several.0, &several.1);
        assert_ne!(broken, source);
        let service = service_of(&Assets::embedded().with_file(door, broken));
        match service.document(id, &bytes(&example(id))) {
            Err(Refused::ByLaw(report)) => {
                assert_ne!(report.verdict, Verdict::Ready);
                assert!(report.findings.iter().any(|finding| finding.mention == "formal-demand"), "{how}: {:?}", report.findings);
            }
            Err(other) => panic!("{how}: {other:?}"),
            Ok(_) => panic!("{how}: a final document was made"),
        }
    }
}

#[test]
fn a_secondary_figure_warns_and_refuses_only_when_verified_law_is_required() {
    let id = "fr/petites-creances";
    let json = bytes(&example(id));
    assert_eq!(SERVICE.check(id, &json).unwrap().verdict, Verdict::Ready);
    let strict =
        recouvrance::service::Service::start(&Assets::embedded(), Policy { require_verified_law: true }, Limits::default())
            .unwrap();
    let report = strict.check(id, &json).unwrap();
    assert_ne!(report.verdict, Verdict::Ready);
    assert!(report.findings.iter().any(|finding| finding.mention == "law-value-sourcing"));
}

#[test]
fn an_unpublished_half_year_refuses_and_says_how_to_add_it_until_the_case_brings_it() {
    let id = "fr/relance";
    let json = with(example(id), "/letter_date", "2027-01-15");
    let report = SERVICE.check(id, &bytes(&json)).unwrap();
    let finding = report.findings.iter().find(|finding| finding.mention == "law-value").expect("the missing value is named");
    assert!(finding.says.contains("bce-refinancement") && finding.hint.contains("law_values"), "{finding:?}");
    assert_eq!(report.verdict, Verdict::Incomplete);

    let value = serde_json::json!([{ "id": "bce-refinancement", "from": "2027-01-01", "value": "2.65", "source": "BCE, lu le 2 janvier 2027" }]);
    let report = SERVICE.check(id, &bytes(&with(json, "/law_values", value))).unwrap();
    assert_eq!(report.verdict, Verdict::Ready, "{:?}", report.findings);
    assert!(report.findings.iter().any(|finding| finding.says.contains("fournie")));
}

#[test]
fn a_consumer_is_never_asked_for_the_lump_sum_penalties_or_fees() {
    let id = "fr/relance";
    let mut json = example(id);
    json["debtor"]["acts_as"] = "consumer".into();
    json["claim"]["costs"] = serde_json::json!([{ "label": "Frais de dossier", "amount": "25.00" }]);
    let report = SERVICE.check(id, &bytes(&json)).unwrap();
    assert_eq!(report.verdict, Verdict::Forbidden);
    let totals = &report.decompte.totals;
    for (name, amount) in [("40 €", totals.indemnite_forfaitaire), ("penalties", totals.penalites_retard), ("fees", totals.costs)]
    {
        assert!(amount.is_zero(), "{name}");
    }
    assert!(report.findings.iter().any(|finding| finding.mention == "no-fees-against-consumer"));
}

#[test]
fn two_renders_of_one_case_are_the_same_bytes() {
    for document in SERVICE.library.types() {
        let render = || SERVICE.document(&document.id, document.example.as_bytes()).expect("ready").rendered.pdf;
        assert!(render() == render(), "{}", document.id);
    }
}

#[test]
fn drafts_are_made_of_anything_that_is_a_case() {
    let bare = serde_json::json!({
        "letter_date": "2026-11-21",
        "creditor": { "kind": "company", "acts_as": "merchant" },
        "debtor": { "kind": "person", "acts_as": "consumer" },
        "claim": { "nature": "civil", "source": "contract", "invoices": [{ "number": "1", "amount": "10.00" }] },
    });
    for document in SERVICE.library.types() {
        let draft = SERVICE.draft(&document.id, &bytes(&bare)).unwrap_or_else(|why| panic!("{}: {why:?}", document.id));
        assert_ne!(draft.report.verdict, Verdict::Ready);
        assert!(draft.rendered.pdf.starts_with(b"%PDF"));
    }
}
