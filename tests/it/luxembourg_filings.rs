//! What the acts given to a Luxembourg court say on their pages, and what they must not: each a case that a practitioner would file.

use recouvrance::document::french::essence;
use serde_json::{Value, json};

use crate::hard_cases::merge;
use crate::support::{SERVICE, bytes, example};

const DECLARATION: &str = "lu/declaration-de-creance";
const ORDER: &str = "lu/ordonnance-conditionnelle-de-paiement";
const PROVISION: &str = "lu/provision-sur-requete";

/// The words of the finished pages, reduced by [`essence`].
struct Pages(String);

impl Pages {
    fn of(document: &str, case: &Value) -> Self {
        let made = SERVICE.document(document, &bytes(case)).unwrap_or_else(|why| panic!("{document}: {why:?}"));
        let pdf = lopdf::Document::load_mem(&made.rendered.pdf).expect("a PDF");
        let numbers: Vec<u32> = pdf.get_pages().keys().copied().collect();
        Self(essence(&pdf.extract_text(&numbers).expect("text")))
    }

    fn changed(document: &str, change: Value, removed: &[&str]) -> Self {
        let mut case = example(document);
        for pointer in removed {
            case = crate::support::without(case, pointer).unwrap_or_else(|| panic!("nothing at {pointer}"));
        }
        merge(&mut case, &change);
        Self::of(document, &case)
    }

    #[track_caller]
    fn say(&self, words: &str) -> &Self {
        assert!(self.0.contains(&essence(words)), "« {words} » is not on the pages:\n{}", self.0);
        self
    }

    #[track_caller]
    fn never_say(&self, words: &str) -> &Self {
        assert!(!self.0.contains(&essence(words)), "« {words} » is on the pages");
        self
    }
}

fn person(name: &str, acts_as: &str, town: (&str, &str)) -> Value {
    json!({
        "kind": "person", "civility": "M.", "last_name": name, "first_names": "Paul", "acts_as": acts_as,
        "address": { "lines": ["5 rue Haute"], "postcode": town.0, "city": town.1, "country": "LU" }
    })
}

/// An invoice due before the judgment of 28 August 2026.
fn due(number: &str) -> Value {
    json!({ "number": number, "issued_on": "2026-06-30", "performed_on": "2026-06-30", "due_on": "2026-07-31", "amount": "2900.00" })
}

#[test]
fn a_declaration_asks_for_what_it_wants_at_the_rank_it_has() {
    Pages::changed(DECLARATION, json!({}), &[])
        .say("demande à être admise au passif de la faillite")
        .say("à titre hypothécaire, et à titre chirographaire pour ce que les biens affectés ne couvriront pas")
        .say("Les intérêts qui courent après le jugement, au taux légal, sont réclamés sur les sommes provenant des biens affectés")
        .say("Tout dividende est à verser au compte LU28 0019 4006 4475 0000")
        .say("Sous toutes réserves généralement quelconques")
        .say("Décompte arrêté au 28 août 2026, jour du jugement")
        .say("en double exemplaire")
        .never_say("gage sur fonds de commerce");
}

#[test]
fn a_security_for_a_part_leaves_the_rest_unsecured() {
    let change = json!({ "claim": { "security": { "rank": "privilege", "amount": "5000.00" } } });
    Pages::changed(DECLARATION, change, &[])
        .say("à titre privilégié pour 5 000,00 € et à titre chirographaire pour le surplus, soit");
}

#[test]
fn a_preferred_claim_is_never_affirmed_to_be_unsecured() {
    for (nature, number) in
        [("employment", "Salaire 2026-07"), ("residential_lease", "Loyer 2026-07"), ("commercial_lease", "Loyer 2026-07")]
    {
        let change = json!({
            "creditor": person("Da Silva", "consumer", ("1718", "Luxembourg")),
            "claim": { "nature": nature, "facts": [], "payments": [], "invoices": [due(number)] },
        });
        let mut change = change;
        change["creditor"]["profession"] = "serveur".into();
        Pages::changed(DECLARATION, change, &["/claim/security", "/guarantors", "/creditor"])
            .say("sous réserve de tous privilèges")
            .never_say("est chirographaire")
            .never_say("aucun privilège");
    }
}

#[test]
fn nothing_is_said_to_fall_due_where_all_was_due() {
    let change = json!({ "claim": { "payments": [], "invoices": [due("F-1")] } });
    Pages::changed(DECLARATION, change, &[]).never_say("La part non échue");
    Pages::changed(DECLARATION, json!({}), &[]).say("La part non échue, de 1 404,00 €");
}

#[test]
fn a_judgment_is_named_as_courts_name_it() {
    let change = json!({ "claim": {
        "payments": [], "invoices": [due("J-1")],
        "judgment": { "on": "2026-05-10", "court": "tribunal d’arrondissement de Luxembourg", "reference": "n° 812/26", "interest_from": "2026-05-10" },
    } });
    Pages::changed(DECLARATION, change, &[])
        .say("La créance résulte du jugement n° 812/26 rendu le 10 mai 2026 par le tribunal d’arrondissement de et à Luxembourg")
        .never_say("titre judiciaire");
}

#[test]
fn a_declaration_whose_period_is_unknown_does_not_say_that_it_is_in_time() {
    let change = json!({
        "letter_date": "2023-12-15", "history": [],
        "insolvency": { "judgment_on": "2023-10-02", "published_on": "2023-10-05" },
        "claim": { "payments": [], "invoices": [
            { "number": "F-1", "issued_on": "2023-07-31", "performed_on": "2023-07-31", "due_on": "2023-08-31", "amount": "8000.00" },
        ] },
    });
    Pages::changed(DECLARATION, change, &["/guarantors"])
        .say("sous réserve du relevé de forclusion")
        .never_say("est faite dans le délai");
}

#[test]
fn twenty_five_invoices_are_told_once_and_an_empty_column_not_at_all() {
    let invoices: Vec<Value> = (1..=25).map(|rank| due(&format!("F-{rank:03}"))).collect();
    let change = json!({ "claim": { "facts": [], "payments": [], "invoices": invoices } });
    Pages::changed(DECLARATION, change, &[])
        .say("F-013 30/06/2026 31/07/2026 échue 2 900,00 €")
        .never_say("Les factures suivantes ont été émises")
        .never_say("Facture Émise le Échéance État Pièce n°");
}

#[test]
fn each_defendant_is_said_to_live_in_the_country() {
    let change = json!({ "co_debtors": [person("Reding", "merchant", ("9201", "Diekirch")), person("Weber", "professional", ("9051", "Ettelbruck"))] });
    Pages::changed(PROVISION, change, &[])
        .say("Tous les défendeurs demeurent ou ont leur siège au Grand-Duché")
        .say("M. Paul Reding demeure à Diekirch")
        .say("solidairement, sinon in solidum, sinon chacun pour sa part")
        .say("commerçant")
        .say("sans état connu")
        .never_say("profession inconnue");
}

#[test]
fn a_provision_is_asked_once_for_one_sum() {
    let pages = Pages::changed(PROVISION, json!({}), &[]);
    pages
        .say("à titre de provision, dans les trente jours de la notification de l’ordonnance")
        .say("Profond respect")
        .say("représentée par son administratrice déléguée actuellement en fonctions, Mme Martine Thill")
        .say("établie et ayant son siège social à L-1234 Luxembourg, 3, rue de l’Industrie")
        .say("inscrite au Registre de commerce et des sociétés, Luxembourg, sous le numéro B 98765")
        .say("tribunal d’arrondissement de et à Diekirch")
        .say("loi modifiée du 18 avril 2004")
        .never_say("Accorder")
        .never_say("délai légal");
}

#[test]
fn the_raise_of_the_legal_rate_is_asked_in_the_words_of_a_judge() {
    let change = json!({ "filing": { "ask_interest_increase": true } });
    Pages::changed(ORDER, change, &[])
        .say("Dire que le taux de l’intérêt légal sera majoré de trois points à l’expiration du troisième mois qui suit la signification")
        .say("dans les trente jours de la notification")
        .never_say("Ordonner la majoration");
}
